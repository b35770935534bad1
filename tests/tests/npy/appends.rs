//! Appending: what a file has afterwards, what is refused, and children that are killed while they append.

use crate::{
    headers::facts,
    hostile::file,
    support::{Folder, Reading, readings},
};
use record_core::{
    DType, Rank,
    file::{FileError, FileLock},
    layout::{LayoutError, Order},
    npy::{AnyAppender, Appender, Header, NpyError, append_any_npy, append_npy},
    prelude::*,
};
use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

#[test]
fn what_is_appended_is_there() {
    let folder = Folder::new();
    let path = folder.file("log.npy");
    let mut log = Appender::<Reading>::create(&path).expect("a new file");
    assert!(log.is_empty());
    log.append_slice(&readings(0..3)).expect("room");
    log.append(RecordTable::from(readings(3..10)).view()).expect("room");
    log.append_slice(&[]).expect("nothing");
    assert_eq!(log.len(), 10);
    // A reader needs no lock; a second writer is kept out.
    assert_eq!(RecordTable::<Reading>::open_npy(&path).expect("a table").to_vec(), readings(0..10));
    let second = Appender::<Reading>::open(&path).expect_err("a second one");
    assert!(matches!(second, NpyError::File(FileError::Locked { by: Some(_), .. })), "{second:?}");
    assert!(matches!(
        RecordTable::from(readings(0..1)).save_npy(&path),
        Err(NpyError::File(FileError::Locked { .. }))
    ));
    drop(log);
    let mut log = Appender::<Reading>::open(&path).expect("again");
    log.append_slice(&readings(10..200)).expect("room");
    drop(log);
    append_npy(&path, RecordTable::from(readings(200..255)).view()).expect("room");
    assert_eq!(folder.names(), ["log.npy"]);
    // The whole file is that of one save.
    let mut whole = Vec::new();
    RecordTable::from(readings(0..255)).write_npy_to(&mut whole).expect("room");
    assert_eq!(fs::read(&path).expect("the file"), whole);
}

#[test]
fn rows_are_appended_along_the_first_axis() {
    let folder = Folder::new();
    let path = folder.file("rows.npy");
    append_npy(&path, Array::<u16, Rank<3>>::zeros([0, 2, 2]).view()).expect("a new file");
    let rows = Array::from_shape_vec([2, 2, 2], (0..8_u16).collect()).expect("eight");
    append_npy(&path, rows.view()).expect("room");
    append_npy(&path, rows.view().slice(s![..;-1]).swap_axes(1, 2)).expect("strided");
    append_npy(&path, View::from_slice(&[[[8_u16, 9], [10, 11]]])).expect("sub-arrays");
    let found = Array::<u16, Rank<3>>::open_npy(&path).expect("an array");
    assert_eq!(found.shape(), [5, 2, 2]);
    assert_eq!(found.to_vec(), [0, 1, 2, 3, 4, 5, 6, 7, 4, 6, 5, 7, 0, 2, 1, 3, 8, 9, 10, 11]);
    let rank = append_npy(&path, View::from_slice(&[1_u16])).expect_err("one axis");
    assert!(matches!(rank.kind(), NpyError::Layout(LayoutError::Rank { expected: 3, found: 1 })), "{rank:?}");
    let length = append_npy(&path, Array::<u16, _>::zeros([1, 2, 3]).view()).expect_err("three");
    let expected = LayoutError::Length { axis: 2, expected: 2, found: 3 };
    assert!(matches!(length.kind(), NpyError::Layout(error) if *error == expected), "{length:?}");
}

#[test]
fn what_cannot_be_appended_to() {
    let folder = Folder::new();
    let path = folder.file("x.npy");
    let numbers = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    numbers.view().to_array_in(Order::F).save_npy(&path).expect("room");
    let before = fs::read(&path).expect("the file");
    let fixed = append_npy(&path, numbers.view()).expect_err("Fortran order");
    assert!(
        matches!(fixed.kind(), NpyError::FixedShape { shape, order: Order::F } if **shape == [2, 3]),
        "{fixed:?}"
    );
    Array::<i32, Rank<0>>::full([], 7).save_npy(folder.file("scalar.npy")).expect("room");
    let fixed = append_npy(folder.file("scalar.npy"), numbers.view()).expect_err("no axes");
    assert!(
        matches!(fixed.kind(), NpyError::FixedShape { shape, order: Order::C } if shape.is_empty()),
        "{fixed:?}"
    );
    let fixed = append_npy(folder.file("new.npy"), Array::<i32, Rank<0>>::full([], 7).view());
    assert!(matches!(fixed.as_ref().map_err(NpyError::kind), Err(NpyError::FixedShape { .. })));
    assert_eq!(fs::read(&path).expect("the file"), before);

    numbers.save_npy(&path).expect("room");
    let other = append_npy(&path, Array::from_rows([[1.0, 2.0, 3.0]]).view()).expect_err("another dtype");
    assert!(
        other.kind().to_string().starts_with("the file is of another dtype: expected <f8, found <i4"),
        "{other}"
    );
    RecordTable::from(readings(0..2)).save_npy(&path).expect("room");
    let swapped = Reading::DTYPE.newbyteorder(record_core::ByteOrder::Little);
    let swapped = AnyTable::zeroed(swapped, 1).expect("memory");
    let other = append_any_npy(&path, swapped.view()).expect_err("another byte order");
    assert!(
        other
            .kind()
            .to_string()
            .starts_with("the file is of another dtype: field `at`: expected <f8, found >f8"),
        "{other}"
    );
    let NpyError::Mismatch { expected, found } = other.into_kind() else { panic!("another error") };
    assert_eq!(
        (*expected, *found),
        (swapped.dtype().clone(), Reading::DTYPE.clone()),
        "asked for, and in the file"
    );
    let not_these = Appender::<Reading>::create(&path).expect_err("there is one");
    assert!(matches!(not_these, NpyError::File(FileError::Io { doing: "create", .. })), "{not_these:?}");

    // What somebody else wrote behind the array is not cut off, be it a footer or another array, as NumPy's `save` to one
    // open file writes it.
    let whole = fs::read(&path).expect("the file");
    for footer in [&b"x"[..], b"a footer"] {
        fs::write(&path, [&whole, footer].concat()).expect("room");
        let bytes = footer.len() as u64;
        let refused = [
            Appender::<Reading>::open(&path).map(|_| ()),
            append_npy(&path, RecordTable::from(readings(0..1)).view()),
        ];
        for refused in refused {
            let refused = refused.expect_err("a footer");
            assert!(
                matches!(*refused.kind(), NpyError::Trailing { bytes: found } if found == bytes),
                "{refused:?}"
            );
            assert!(refused.to_string().contains("Appender::open_over_trailing"), "{refused}");
        }
        assert_eq!(fs::read(&path).expect("the file"), [&whole, footer].concat());
        // Until it is asked for.
        drop(Appender::<Reading>::open_over_trailing(&path).expect("asked for"));
        assert_eq!(fs::read(&path).expect("the file"), [&whole, footer].concat(), "nothing was appended yet");
        let mut log = Appender::<Reading>::open_over_trailing(&path).expect("asked for");
        log.append_slice(&readings(2..3)).expect("room");
        // What comes behind it from now on is again not its own.
        let grown = fs::read(&path).expect("the file");
        assert_eq!(grown.len(), whole.len() + Reading::DTYPE.itemsize());
        fs::write(&path, [&grown, footer].concat()).expect("room");
        let changed = log.append_slice(&readings(3..4)).expect_err("a footer");
        assert!(matches!(changed, NpyError::File(FileError::Changed { .. })), "{changed:?}");
        assert_eq!(fs::read(&path).expect("the file"), [&grown, footer].concat());
    }
    fs::write(&path, &whole).expect("room");

    let two = [fs::read(&path).expect("the file"), before].concat();
    fs::write(&path, &two).expect("room");
    let second = Appender::<Reading>::open(&path).expect_err("a second array");
    assert!(matches!(second.kind(), NpyError::Trailing { bytes: 152 }), "{second:?}");
    fs::write(&path, &two[..300]).expect("room");
    assert!(matches!(
        Appender::<Reading>::open(&path).as_ref().map_err(NpyError::kind),
        Err(NpyError::ShortData { .. })
    ));
    assert_eq!(fs::read(&path).expect("the file"), two[..300]);
    let lock = FileLock::acquire(&path).expect("free");
    assert!(matches!(Appender::<Reading>::open(&path), Err(NpyError::File(FileError::Locked { .. }))));
    drop(lock);
}

#[test]
fn headers_of_others_get_room() {
    let folder = Folder::new();
    let path = folder.file("others.npy");
    let old = file(1, b"{'shape':(9,),'fortran_order':False,'descr':'<u2'}");
    let numbers: Vec<u16> = (0..9).collect();
    let data: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    fs::write(&path, [&old, &data[..], b"rest"].concat()).expect("room");
    let rest = AnyAppender::open(&path).expect_err("the rest");
    assert!(matches!(rest.kind(), NpyError::Trailing { bytes: 4 }), "{rest:?}");
    let mut more = AnyAppender::open_over_trailing(&path).expect("readable");
    more.append(View::from_slice(&[9_u16]).as_any()).expect("written anew");
    more.append(View::from_slice(&[10_u16, 11]).as_any()).expect("in place");
    assert_eq!(more.len(), 12);
    drop(more);
    let mut whole = Vec::new();
    Array::from_vec((0..12_u16).collect()).write_npy_to(&mut whole).expect("room");
    assert_eq!(fs::read(&path).expect("the file"), whole);
    assert_eq!(folder.names(), ["others.npy"]);
    // Versions and a Fortran order that says nothing stay.
    for version in [2, 3] {
        let text = format!("{{'descr': '<u2', 'fortran_order': True, 'shape': (9,), }}{}\n", " ".repeat(20));
        let old = file(version, text.as_bytes());
        fs::write(&path, [&old[..], &data].concat()).expect("room");
        append_npy(&path, View::from_slice(&[9_u16])).expect("in place");
        let bytes = fs::read(&path).expect("the file");
        let header = Header::parse(&bytes).expect("a header");
        assert_eq!((bytes[6], header.data_offset(), header.order()), (version, old.len(), Order::F));
        assert_eq!(Array::<u16>::open_npy(&path).expect("an array").to_vec(), (0..10).collect::<Vec<u16>>());
    }
}

#[test]
fn a_length_across_two_pages() {
    // The name is so long that the digits stand on both sides of byte 4096.
    let folder = Folder::new();
    let path = folder.file("long.npy");
    let mut aside = 0;
    for extra in 0..8 {
        let dtype = DType::parse(&format!("[('{}', 'u1')]", "n".repeat(4020 + extra))).expect("a dtype");
        _ = fs::remove_file(&path);
        let mut numbers = AnyAppender::create(&path, dtype.clone(), []).expect("a new file");
        for i in 0..12_u8 {
            #[cfg(unix)]
            let before = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&path).expect("the file"));
            let one = [i; 9];
            numbers.append(AnyView::from_bytes(&one, &dtype).expect("records")).expect("room");
            #[cfg(unix)]
            {
                aside += usize::from(
                    std::os::unix::fs::MetadataExt::ino(&fs::metadata(&path).expect("it")) != before,
                );
            }
        }
        let table = AnyTable::open_npy(&path).expect("a table");
        assert_eq!(table.as_bytes(), (0..12).flat_map(|i| [i; 9]).collect::<Vec<u8>>());
    }
    println!("{aside} of 96 appends were written aside");
    assert!(!cfg!(unix) || aside > 0 && aside < 96);
}

/// Every dtype that a header can say.
#[test]
fn every_dtype_grows_in_place() {
    let folder = Folder::new();
    let path = folder.file("grows.npy");
    let mut count = 0;
    for fact in facts().iter().filter(|fact| fact["npy_error"].is_null()).step_by(5) {
        let Some(dtype) = crate::headers::dtype(fact).filter(|dtype| dtype.itemsize() > 0) else { continue };
        _ = fs::remove_file(&path);
        let (one, many) = (AnyTable::zeroed(dtype.clone(), 1), AnyTable::zeroed(dtype.clone(), 1011));
        append_any_npy(&path, one.expect("memory").view()).expect("a new file");
        append_any_npy(&path, many.expect("memory").view()).expect("in place");
        let mut whole = Vec::new();
        AnyTable::zeroed(dtype, 1012).expect("memory").write_npy_to(&mut whole).expect("room");
        assert!(fs::read(&path).expect("the file") == whole, "{}", fact["name"]);
        count += 1;
    }
    println!("{count} dtypes");
    assert!(count > 50, "{count}");
}

/// Records of one append.
const BATCH: usize = 1000;

/// What the killed child runs: appends batches until it is killed, and says which it has done.
#[test]
fn a_child_that_appends() {
    let Some(path) = env::var_os("RECORD_NPY_CHILD") else { return };
    let mut log =
        Appender::<Pair>::open_over_trailing(Path::new(&path)).expect("the lock of a killed process is free");
    loop {
        let start = log.len() as u64;
        let batch: Vec<Pair> = (start..start + BATCH as u64).map(Pair::new).collect();
        println!("before {start}");
        log.append_slice(&batch).expect("room");
        println!("done {}", log.len());
    }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Pair {
    number: u64,
    tag: u8,
    check: Be<u32>,
}

impl Pair {
    fn new(number: u64) -> Self {
        let bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self { number, tag: bits.to_le_bytes()[5], check: Be::new((bits >> 32) as u32) }
    }
}

#[test]
fn a_killed_process_leaves_whole_appends() {
    let runs = if env::var_os("RECORD_STRESS").is_some_and(|value| value == "1") { 1000 } else { 10 };
    let folder = Folder::new();
    let path = folder.file("killed.npy");
    drop(Appender::<Pair>::create(&path).expect("a new file"));
    let mut random = record_tests::Random::new(7);
    let (mut kept, mut left_over) = (0, 0);
    for run in 0..runs {
        if run % 20 == 0 {
            _ = fs::remove_file(&path);
            drop(Appender::<Pair>::create(&path).expect("a new file"));
            kept = 0;
        }
        let mut child = Command::new(env::current_exe().expect("this program"))
            .args(["--exact", "appends::a_child_that_appends", "--nocapture"])
            .env("RECORD_NPY_CHILD", &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        // Killed at the start of some append or after it, and a little later: whatever it does then.
        let mut wanted = 1 + random.below(8);
        let mut done = kept;
        while wanted > 0 {
            let line = lines.next().expect("it goes on").expect("text");
            if let Some(count) = line.strip_prefix("done ") {
                done = count.parse().expect("a number");
                wanted -= 1;
            } else if line.starts_with("before ") {
                wanted -= 1;
            }
        }
        for _ in 0..random.below(20_000) {
            std::hint::spin_loop();
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        // What it had said before it went.
        for line in lines.map_while(Result::ok) {
            if let Some(count) = line.strip_prefix("done ").and_then(|count| count.parse().ok()) {
                done = count;
            }
        }
        let table = RecordTable::<Pair>::open_npy(&path).expect("readable");
        assert!(table.len() >= done && table.len().is_multiple_of(BATCH), "{} of {done}", table.len());
        let right = |(number, pair): (usize, Pair)| pair == Pair::new(number as u64);
        assert!(table.iter().enumerate().all(right), "run {run}");
        left_over += usize::from(table.trailing_bytes() > 0);
        kept = table.len();
    }
    println!("{runs} killed; {left_over} left bytes behind the array");
}
