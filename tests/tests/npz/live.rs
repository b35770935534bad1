//! The NumPy at hand, both ways: whole files are equal, byte for byte, and each reads the other's.
//!
//! Where there is no Python that has NumPy, these tests say `skipped` and pass; with `RECORD_REQUIRE_FOREIGN=1` they fail.
//! `RECORD_PYTHON` names a Python.

use super::{dtype_support::build, folder, writing::Folder};
use record_core::{
    AnyArray, DType,
    layout::Order,
    npy::npz::{Member, NpzError, NpzOptions, NpzReader, NpzWriter},
    prelude::*,
};
use serde_json::Value;
use std::{
    env,
    fs::{self, File},
    io::{BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    process::Command,
};

/// Runs a script beside the other ones of Python, and gives what it prints; `None` where there is no NumPy, which is said.
fn python(script: &str, arguments: &[&str]) -> Option<String> {
    let python = env::var("RECORD_PYTHON").unwrap_or_else(|_| "python3".into());
    let there = Command::new(&python).args(["-c", "import numpy"]).output();
    if option_env!("RECORD_TESTS_CROSS").is_some() || !there.is_ok_and(|output| output.status.success()) {
        let required = env::var_os("RECORD_REQUIRE_FOREIGN").is_some_and(|value| value == "1");
        assert!(!required, "RECORD_REQUIRE_FOREIGN=1, but this needs NumPy");
        eprintln!("skipped: needs NumPy: `{python}` has none, RECORD_PYTHON may name another Python");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign").join(script);
    let output = Command::new(python).arg(script).args(arguments).output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("a text"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a text")
}

/// Whether both files have the same bytes from `start` on.
fn same(one: &Path, other: &Path, start: u64) -> bool {
    let open = |path| {
        let mut file = File::open(path).expect("a file");
        file.seek(SeekFrom::Start(start)).expect("a file");
        BufReader::with_capacity(1 << 20, file).bytes()
    };
    open(one).map(Result::unwrap).eq(open(other).map(Result::unwrap))
}

#[test]
fn the_recorded_archives_are_those_of_today() {
    let made = Folder::new("today");
    if python("make_npz.py", &[text(&made.0)]).is_none() {
        return;
    }
    let mut saved = 0;
    for entry in fs::read_dir(folder().join("saved")).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let path = Path::new("saved").join(name);
        assert!(same(&folder().join(&path), &made.join(text(&path)), 0), "{}", path.display());
        saved += 1;
    }
    assert_eq!(saved, 5);
}

/// The dtypes of the facts that NumPy saves and loads again.
fn dtypes() -> Vec<DType> {
    let facts = include_str!("../../data/numpy_dtypes.json");
    let facts: Vec<Value> = serde_json::from_str(facts).expect("the facts are JSON");
    let mut dtypes = Vec::new();
    for fact in facts.iter().filter(|fact| fact["npy_roundtrip_equal"] == true) {
        let (name, align) = (fact["name"].as_str().expect("a name"), fact["align"] == true);
        let made = build(&fact["dtype_spec"], align, name.contains("union"));
        dtypes.extend(made.ok().filter(|dtype| dtype.descr().is_ok() && dtype.itemsize() > 0));
    }
    dtypes
}

/// An array of small bytes; of zeros, if the dtype has gaps.
fn array(dtype: &DType, shape: &[usize], order: Order) -> AnyArray {
    let mut array = AnyArray::zeros(dtype.clone(), shape, order).expect("memory");
    if dtype.is_gap_free() {
        let len = array.as_bytes().len();
        let bytes: Vec<u8> = (0..len).map(|i| u8::try_from(i % 100).expect("small")).collect();
        let view = AnyView::from_parts(&bytes, dtype, array.layout(), 0).expect("as many bytes");
        array = view.to_array_in(order).expect("memory");
    }
    array
}

#[test]
fn numpy_loads_what_is_written_and_saves_the_same_bytes() {
    let made = Folder::new("again");
    let mut ours = NpzWriter::create(made.join("ours.npz")).expect("a file");
    let dtypes = dtypes();
    for (i, dtype) in dtypes.iter().enumerate() {
        let shape: &[usize] = [&[3][..], &[2, 3], &[0], &[]][i % 4];
        let order = if i % 8 == 1 { Order::F } else { Order::C };
        ours.add(&format!("{i}"), &array(dtype, shape, order)).unwrap_or_else(|e| panic!("{dtype}: {e}"));
    }
    ours.finish().expect("a file");
    let Some(members) = python("npz_side.py", &["again", text(&made.0)]) else { return };
    assert_eq!(members.trim(), dtypes.len().to_string());
    assert!(dtypes.len() > 250, "{} dtypes", dtypes.len());
    println!("{} dtypes", dtypes.len());
    // And back.
    let ours = NpzReader::open(made.join("ours.npz")).expect("an archive");
    // One of the dtypes has a header of 66,000 characters.
    let mut numpy =
        NpzOptions::new().max_header_len(1 << 20).open(made.join("numpy.npz")).expect("an archive");
    for (i, dtype) in dtypes.iter().enumerate() {
        let name = i.to_string();
        let read = numpy.read::<AnyArray>(&name).unwrap_or_else(|error| panic!("{dtype}: {error}"));
        assert_eq!(read.dtype().descr(), dtype.base().descr(), "{dtype}");
        let crc = |member: Result<&Member, NpzError>| member.expect("there").crc32();
        assert_eq!(crc(ours.member(&name)), crc(numpy.member(&name)), "{dtype}: {:?}", read.as_bytes());
    }
    assert!(same(&made.join("ours.npz"), &made.join("numpy.npz"), 0), "other bytes than NumPy's");
}

#[test]
fn long_offsets_are_written_as_by_numpy() {
    let (made, ours) = (Folder::new("far_numpy"), Folder::new("far_ours"));
    if python("npz_side.py", &["far", text(&made.0)]).is_none() {
        return;
    }
    for start in [(1_u64 << 31) - 200, (1 << 31) - 1, 1 << 31, (1 << 32) - 100, 5 << 30] {
        let name = format!("{start}.npz");
        let mut file = File::create(ours.join(&name)).expect("a file");
        file.seek(SeekFrom::Start(start)).expect("a hole");
        let mut archive = NpzWriter::new(&mut file).expect("a file");
        archive.add("a", View::from_slice(&[1_u8, 2, 3])).expect("a file");
        archive.add("b", View::from_slice(&[Le::from(1.5_f64), Le::from(2.5)])).expect("a file");
        archive.finish().expect("a file");
        assert!(same(&ours.join(&name), &made.join(&name), start), "{start}: other bytes than NumPy's");
    }
}

#[test]
fn more_members_than_16_bits_count_are_written_as_by_numpy() {
    let made = Folder::new("many");
    let mut archive = NpzWriter::create(made.join("ours.npz")).expect("a file");
    for i in 0..65_537_u32 {
        let mut point = Array::<u8, Rank<0>>::zeros([]);
        point.set_at([], u8::try_from(i % 251).expect("small"));
        archive.add(&format!("m{i}"), &point).expect("a file");
    }
    archive.finish().expect("a file");
    let archive = NpzReader::open(made.join("ours.npz")).expect("an archive");
    assert_eq!(archive.members().len(), 65_537);
    if python("npz_side.py", &["many", text(&made.0)]).is_some() {
        assert!(same(&made.join("ours.npz"), &made.join("many.npz"), 0), "other bytes than NumPy's");
    }
}

#[test]
fn a_member_of_2_gib_is_written_as_by_numpy() {
    if env::var_os("RECORD_STRESS").is_none() {
        eprintln!("skipped: takes 4 GiB of disk and a minute: RECORD_STRESS=1");
        return;
    }
    let made = Folder::new("large");
    if python("npz_side.py", &["large", text(&made.0)]).is_none() {
        return;
    }
    let mut archive = NpzWriter::create(made.join("ours.npz")).expect("a file");
    archive.add("a", &Array::<u8, _>::zeros([1 << 31])).expect("a file");
    archive.add("b", View::from_slice(&[1_u8, 1, 1])).expect("a file");
    archive.finish().expect("a file");
    assert!(same(&made.join("ours.npz"), &made.join("large.npz"), 0), "other bytes than NumPy's");
    let mut archive = NpzReader::open(made.join("large.npz")).expect("an archive");
    assert_eq!(archive.read::<Array<u8, Rank<1>>>("a").expect("an array").view().sum(), 0);
}
