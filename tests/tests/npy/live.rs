//! A running NumPy and this crate exchange files: whole files are equal, byte for byte, and each reads the other's.
//!
//! One Python serves all tests of this file, asked a line at a time. Where there is none that has NumPy, they say `skipped`
//! and pass; with `RECORD_REQUIRE_FOREIGN=1` they fail. `RECORD_PYTHON` names a Python.

use crate::{
    headers::{dtype, facts},
    random_dtypes,
    support::Folder,
};
use record_core::{
    AnyArray, AnyView, DType, DynRank, FieldType, MapArray, MappedMut, Rank, View,
    layout::{Axes as _, DynAxes, Layout, Order},
    npy::{Header, NpyOptions, Version, append_npy},
};
use record_tests::Random;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A Python with NumPy that answers.
struct Python {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Python {
    /// `None` where there is none, which is said.
    fn start() -> Option<Self> {
        let python = env::var("RECORD_PYTHON").unwrap_or_else(|_| "python3".into());
        let there = Command::new(&python).args(["-c", "import numpy"]).output();
        if option_env!("RECORD_TESTS_CROSS").is_some() || !there.is_ok_and(|output| output.status.success()) {
            let required = env::var_os("RECORD_REQUIRE_FOREIGN").is_some_and(|value| value == "1");
            assert!(!required, "RECORD_REQUIRE_FOREIGN=1, but this needs NumPy");
            eprintln!("skipped: needs NumPy: `{python}` has none, RECORD_PYTHON may name another Python");
            return None;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/npy_side.py");
        let mut child = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let questions = child.stdin.take().expect("piped");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Some(Self { child, questions, answers })
    }

    fn ask(&mut self, question: &str) -> String {
        writeln!(self.questions, "{question}").expect("Python listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("Python answers");
        assert!(!answer.is_empty(), "{question}: Python has failed, see above");
        answer.trim_end().into()
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// The dtype as explicit offsets in JSON.
fn spec(dtype: &DType) -> Value {
    if dtype.as_array().is_some() {
        return json!({ "base": spec(dtype.base()), "shape": dtype.shape().collect::<Vec<_>>() });
    }
    let Some(fields) = dtype.as_record() else { return json!(dtype.dtype_str()) };
    let field = |field: &FieldType| json!([field.name(), field.title(), field.offset(), spec(field.dtype())]);
    json!({ "fields": fields.iter().map(field).collect::<Vec<_>>(), "itemsize": dtype.itemsize() })
}

/// Whether each byte of an element belongs to a leaf.
fn leaves(dtype: &DType, start: usize, marks: &mut [bool]) {
    if let Some((base, count)) = dtype.as_array() {
        (0..count).for_each(|i| leaves(base, start + i * base.itemsize(), marks));
    } else if let Some(fields) = dtype.as_record() {
        for field in fields {
            leaves(field.dtype(), start + field.offset(), marks);
        }
    } else {
        marks[start..start + dtype.itemsize()].fill(true);
    }
}

/// Elements whose leaves are full of a pattern, and whose gaps are `gap`.
fn content(dtype: &DType, count: usize, gap: u8) -> Vec<u8> {
    let mut marks = vec![false; dtype.itemsize()];
    leaves(dtype, 0, &mut marks);
    let pattern = |i: usize| (i * 31 + 7).to_le_bytes()[0];
    let byte = |i: usize| if marks[i % marks.len()] { pattern(i) } else { gap };
    (0..dtype.itemsize() * count).map(byte).collect()
}

fn layout(dtype: &DType, shape: &[usize], order: Order) -> Layout<DynRank> {
    let shape = DynAxes::from_fn(shape.len(), |axis| shape[axis]).expect("few axes");
    Layout::dense(shape, dtype.itemsize(), order).expect("a small array")
}

const SHAPES: [(&[usize], Order, &str); 6] = [
    (&[3], Order::C, "C"),
    (&[], Order::C, "C"),
    (&[0], Order::C, "C"),
    (&[2, 3], Order::C, "C"),
    (&[2, 3], Order::F, "F"),
    (&[2, 0, 1], Order::F, "F"),
];

/// Dtypes of the facts that NumPy can save, and random ones.
fn dtypes() -> Vec<(String, DType)> {
    let mut all = Vec::new();
    for fact in facts() {
        let made = dtype(&fact).filter(|_| fact["npy_error"].is_null());
        // Elements without bytes: NumPy's `zeros` gives text of length 0 one byte.
        if let Some(dtype) = made.filter(|dtype| dtype.itemsize() > 0) {
            all.push((fact["name"].as_str().expect("text").to_string(), dtype));
        }
    }
    let mut random = Random::new(0x6e70_7900);
    // All of them take a minute.
    let count = if env::var_os("RECORD_STRESS").is_some() { 3000 } else { 200 };
    for i in 0..count {
        all.push((format!("random {i}"), random_dtypes::dtype(&mut random, 0)));
    }
    all
}

#[test]
fn whole_files_are_numpys() {
    let Some(mut python) = Python::start() else { return };
    let (folder, dtypes) = (Folder::new(), dtypes());
    let (mut ours, mut cases) = (Vec::new(), Vec::new());
    for (id, (name, dtype)) in dtypes.iter().enumerate() {
        let mut files = Vec::new();
        for (shape, order, letter) in SHAPES {
            let count = shape.iter().product();
            let zeros = AnyArray::zeros(dtype.clone(), shape, order).expect("a small array");
            let start = ours.len();
            zeros.write_npy_to(&mut ours).expect("room");
            let middle = ours.len();
            // What is in gaps does not get into the file.
            let bytes = content(dtype, count, 0xcc);
            let filled = AnyView::from_parts(&bytes, dtype, layout(dtype, shape, order), 0).expect("a view");
            filled.write_npy_to(&mut ours).expect("room");
            files.push(json!([shape, letter, [start, middle], [middle, ours.len()]]));
        }
        let itemsize = dtype.itemsize();
        cases.push(
            json!({ "id": id, "name": name, "dtype": spec(dtype), "itemsize": itemsize, "files": files }),
        );
    }
    fs::write(folder.file("ours.bin"), ours).expect("room");
    fs::write(folder.file("cases.json"), serde_json::to_vec(&cases).expect("JSON")).expect("room");
    let told = python.ask(&format!("batch {}", folder.file("").display()));
    println!("NumPy {}: {told}", python.ask("version"));
    assert_eq!(told, format!("{} files of {} dtypes equal", 2 * SHAPES.len() * dtypes.len(), dtypes.len()));

    let places = fs::read(folder.file("theirs.json")).expect("their places");
    let places: Vec<Value> = serde_json::from_slice(&places).expect("JSON");
    let theirs = fs::read(folder.file("theirs.bin")).expect("their files");
    let mut versions = BTreeMap::new();
    for place in &places {
        let number = |i: usize| usize::try_from(place[i].as_u64().expect("a number")).expect("a size");
        let (file, dtype) = (&theirs[number(4)..number(5)], &dtypes[number(6)].1);
        let options = NpyOptions::new().max_header_len(100_000).refuse_trailing();
        let array: AnyArray = options.read_from(file).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(array.dtype(), dtype, "{place}");
        assert_eq!(json!(array.view().shape().as_ref()), place[1], "{place}");
        // Of one axis, of none, or without elements: in both orders, and said to be in C's.
        let order = if place[2] == "F" && !array.view().is_empty() { Order::F } else { Order::C };
        assert_eq!(array.order(), order, "{place}");
        let bytes = content(dtype, array.view().size(), 0);
        assert_eq!(array.as_bytes(), bytes, "{place}");
        let header = Header::parse_with(file, 100_000).expect("a header");
        let view = header.view(file).expect("a view").to_array().expect("memory");
        let expected = AnyView::from_parts(&bytes, dtype, layout(dtype, header.shape(), order), 0);
        let expected = expected.expect("a view").to_array().expect("memory");
        assert_eq!(view.as_bytes(), expected.as_bytes(), "{place}");
        *versions.entry((place[3].is_null(), header.version())).or_insert(0) += 1;
    }
    println!("{} of NumPy's files read, by (version not asked for, version): {versions:?}", places.len());
    let asked =
        [Version::V1, Version::V2, Version::V3].map(|v| versions.get(&(false, v)).copied().unwrap_or(0));
    assert_eq!(asked[2], SHAPES.len() * dtypes.len(), "each in version 3.0");
    assert!(asked[0] > 0 && asked[1] >= asked[0] && asked[1] < asked[2], "some names are not Latin-1");
}

#[cfg(unix)]
#[test]
#[allow(unsafe_code)] // both sides look at one file, one after the other
fn both_sides_map_one_file() {
    let Some(mut python) = Python::start() else { return };
    let folder = Folder::new();
    let path = folder.file("shared.npy");
    let ours = |python: &mut Python, index: &str| python.ask(&format!("get {index}"));
    // Ours is new, theirs reads and writes it.
    for mode in ["r", "r+", "c"] {
        // SAFETY: NumPy writes between borrows only.
        let mut grid = unsafe {
            let header = Header::of::<f64>([4, 5], Order::C).expect("a header");
            let made: MapArray<f64, Rank<2>, MappedMut> =
                NpyOptions::new().overwrite(true).create(&path, &header).expect("a new file");
            made
        };
        assert_eq!(python.ask(&format!("map {mode} {}", path.display())), r#"["float64", [4, 5]]"#);
        grid.view_mut().set_at([1, 2], 2.5);
        assert_eq!(ours(&mut python, "[1,2]"), "2.5", "{mode}");
        if mode != "r" {
            python.ask("set [3,4] 7.5");
            assert_eq!(ours(&mut python, "[3,4]"), "7.5");
            // What is written to a copy stays there.
            let seen = if mode == "c" { 0.0 } else { 7.5 };
            assert_eq!(grid.view().get_at([3, 4]), Some(seen), "{mode}");
        }
        python.ask("close");
        grid.close().expect("on the disk");
    }
    // Theirs is new, ours reads, writes and copies it.
    python.ask(&format!("create {} <i4 [6]", path.display()));
    python.ask("set [5] 50");
    // SAFETY: as above.
    let read = unsafe { MapArray::<i32>::map_npy(&path) }.expect("a map");
    assert_eq!(read.get(5), Some(50));
    python.ask("set [0] 10");
    assert_eq!(read.to_vec(), [10, 0, 0, 0, 0, 50]);
    // SAFETY: as above.
    let mut written = unsafe { MapArray::<i32>::map_npy_mut(&path) }.expect("a map");
    written.view_mut().set_at([1], 11);
    assert_eq!((ours(&mut python, "[1]"), read.get(1)), ("11".into(), Some(11)));
    // SAFETY: as above.
    let mut copied = unsafe { MapArray::<i32>::map_npy_copy(&path) }.expect("a map");
    copied.view_mut().set_at([2], 12);
    assert_eq!((ours(&mut python, "[2]"), read.get(2), copied.get(2)), ("0".into(), Some(0), Some(12)));
    drop(written);
    python.ask("close");
    // What is appended is there for NumPy, in every version of the header.
    append_npy(&path, View::from_slice(&[60, 70])).expect("room");
    assert_eq!(python.ask(&format!("map r {}", path.display())), r#"["int32", [8]]"#);
    assert_eq!(ours(&mut python, "[7]"), "70");
}
