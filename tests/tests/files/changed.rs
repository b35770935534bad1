//! Files that others change: deleted, replaced, cut, longer; and those that were never whole.
#![allow(unsafe_code)] // mapping is

use super::{
    doors::{MAPS, READERS, Reading, SIZE, WRITERS, npy, records, table},
    support::{Folder, is_job, process},
};
use record_core::{
    Error, RecordTable,
    file::FileError,
    npy::NpyError,
    scan::{ReaderOptions, RecordReader, ScanError},
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::{fs, fs::File, io::ErrorKind, os::unix::process::ExitStatusExt, path::Path};

fn cut(path: &Path, len: u64) {
    File::options().write(true).open(path).unwrap().set_len(len).unwrap();
}

/// A reader that has lent its first chunk, of ten records.
fn reader(path: &Path) -> RecordReader<Reading> {
    let options = ReaderOptions::new().chunk_bytes(10 * SIZE).read_ahead(false);
    let mut reader = options.open::<Reading>(path).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 10);
    reader
}

fn rest(reader: &mut RecordReader<Reading>) -> Result<usize, ScanError> {
    let mut count = 0;
    while let Some(chunk) = reader.next_chunk()? {
        count += chunk.len();
    }
    Ok(count)
}

#[test]
fn deleted_and_replaced_files_stay_as_they_were_for_who_has_them_open() {
    type Change = fn(&Path);
    let folder = Folder::new("deleted");
    let changes: [(&str, Change); 2] = [
        ("deleted", |path| fs::remove_file(path).unwrap()),
        ("replaced", |path| {
            fs::write(path.with_extension("new"), [0xff; 5]).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        }),
    ];
    for (name, change) in changes {
        let path = folder.file("read", &records(1000));
        let mut reader = reader(&path);
        change(&path);
        assert_eq!(rest(&mut reader).unwrap(), 990, "{name}");
        assert_eq!(reader.end().unwrap().grown_bytes, 0);

        let path = folder.file("mapped", &records(1000));
        // SAFETY: nobody writes the bytes that are mapped, or makes the file shorter: its name is taken away.
        let map = unsafe { RecordTable::<Reading>::map(&path) }.unwrap();
        change(&path);
        assert_eq!(map, table(1000), "{name}");

        let path = folder.file("written", &records(1000));
        // SAFETY: as above.
        let mut map = unsafe { RecordTable::<Reading>::map_mut(&path) }.unwrap();
        change(&path);
        map.col_mut(Reading::ID).fill(7);
        map.close().unwrap();
        // What is under the name now is somebody else's.
        assert_eq!(fs::read(&path).ok(), (name == "replaced").then(|| vec![0xff; 5]));
    }
    assert_eq!(folder.names(), ["mapped", "read", "written"]);
}

#[test]
fn a_file_that_is_cut_while_it_is_read() {
    let folder = Folder::new("cut");
    let path = folder.file("data", &records(1000));
    let mut reader = reader(&path);
    cut(&path, 100 * SIZE as u64 + 5);
    let mut count = 10;
    let error = loop {
        match reader.next_chunk() {
            Ok(chunk) => count += chunk.expect("an error at the end").len(),
            Err(error) => break error,
        }
    };
    assert_eq!(count, 100);
    assert!(matches!(error, ScanError::Truncated { record: 100, count: 1000, .. }), "{error}");
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    assert!(matches!(reader.next_chunk(), Err(ScanError::Failed { records: 100 })));
    assert!(reader.end().is_none());

    // Between the question for the length and the reading.
    let path = folder.file("data", &records(1000));
    let options = OpenOptions::new().header(0, |_| {
        cut(&path, 10);
        Ok(Place { offset: 0, count: Some(1000) })
    });
    let error = options.read::<Reading>(&path).unwrap_err();
    let TableError::File(FileError::Io { path: named, error, .. }) = &error else { panic!("{error}") };
    assert_eq!((named, error.kind()), (&path, ErrorKind::UnexpectedEof));
}

#[test]
#[ignore = "the job of another process"]
fn read_a_map_that_is_cut() {
    if is_job() {
        // SAFETY: not so: this is what the promise is for.
        let map = unsafe { RecordTable::<Reading>::map("data") }.unwrap();
        cut(Path::new("data"), 0);
        println!("@{}", map.col(Reading::ID).sum());
    }
}

#[test]
fn a_map_that_is_cut_ends_the_process() {
    const SIGBUS: i32 = 7;
    let folder = Folder::new("sigbus");
    folder.file("data", &records(1000));
    let output = process("changed::read_a_map_that_is_cut", &folder).output().unwrap();
    assert_eq!(output.status.signal(), Some(SIGBUS), "{output:?}");
}

#[test]
fn a_guarded_map_that_is_cut() {
    let folder = Folder::new("guarded");
    let path = folder.file("data", &records(10_000));
    // SAFETY: nobody writes the file; it may get shorter.
    let guarded = unsafe { OpenOptions::new().map_guarded::<Reading>(&path) }.unwrap();
    cut(&path, 5000 * SIZE as u64 + 5);
    let error = guarded.scan(|view| view.col(Reading::ID).sum()).unwrap_err();
    assert!(matches!(error, ScanError::Truncated { record: 5000, count: 10_000, .. }), "{error}");
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn a_map_that_is_to_grow_finds_another_length() {
    let folder = Folder::new("length");
    let path = folder.file("data", &records(10));
    // SAFETY: the bytes that are mapped are not looked at once the file is cut.
    let mut map = unsafe { RecordTable::<Reading>::map_mut(&path) }.unwrap();
    cut(&path, 5);
    for result in [map.grow_to(20), map.truncate(5), map.extend_from_slice(&[Reading { id: 0, value: 0.0 }])]
    {
        let error = result.unwrap_err();
        assert!(
            matches!(&error, TableError::File(FileError::Changed { path: named, expected: 120, found: 5 }) if *named == path),
            "{error}"
        );
    }
    cut(&path, 125);
    let error = map.grow_to(20).unwrap_err();
    assert!(matches!(error.kind(), TableError::BytesBehind { end: 120, available: 125 }), "{error}");
    assert_eq!(map.drop_trailing().unwrap(), 5);
    map.grow_to(20).unwrap();
    map.close().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), 240);
}

#[test]
fn a_file_that_grows_while_it_is_read() {
    let folder = Folder::new("grows");
    let path = folder.file("data", &records(1000));
    let mut reader = reader(&path);
    fs::write(&path, records(1003)).unwrap();
    assert_eq!(rest(&mut reader).unwrap(), 990);
    let end = reader.end().unwrap();
    assert_eq!((end.records, end.grown_bytes, end.trailing_bytes), (1000, 3 * SIZE as u64, 0));
    assert_eq!(reader.refresh().unwrap(), 3);
    assert_eq!(rest(&mut reader).unwrap(), 3);
}

/// The error of a table, however deep it is.
fn table_error(error: &Error) -> Option<&TableError> {
    match error {
        Error::Table(error) | Error::Scan(ScanError::Table(error)) => Some(error.kind()),
        _ => None,
    }
}

#[test]
fn a_part_of_a_record_at_the_end() {
    let folder = Folder::new("partial");
    let path = folder.file("data", &records(10)[..9 * SIZE + 5]);
    let of_records = |name: &str| !name.to_lowercase().contains("np") && name != "MapArray::map";
    for door in READERS.iter().chain(MAPS).chain(WRITERS).filter(|door| of_records(door.name)) {
        let error = (door.run)(&path).unwrap_err();
        let found = match table_error(&error) {
            Some(TableError::PartialRecord { available, records, left, itemsize }) => {
                [*available, *records, *left, *itemsize as u64]
            }
            _ => panic!("{}: {error} ({error:?})", door.name),
        };
        assert_eq!(found, [9 * 12 + 5, 9, 5, 12], "{}", door.name);
    }
    let options = || OpenOptions::new().trailing(Trailing::Ignore);
    let read = options().read::<Reading>(&path).unwrap();
    // SAFETY: nobody else writes the file, or makes it shorter.
    let map = unsafe { options().map_mut::<Reading>(&path) }.unwrap();
    for (len, trailing) in [(read.len(), read.trailing_bytes()), (map.len(), map.trailing_bytes())] {
        assert_eq!((len, trailing), (9, 5));
    }
    drop(map);
    assert_eq!(fs::read(&path).unwrap(), &records(10)[..9 * SIZE + 5]);
    assert_eq!(folder.names(), ["data"]);
}

#[test]
fn a_header_that_promises_more() {
    let folder = Folder::new("promise");
    let path = folder.file("data", &[&[200][..], &records(10)].concat());
    let promised = |head: &[u8]| Ok(Place { offset: 1, count: Some(head[0].into()) });
    let options = || OpenOptions::new().header(1, promised);
    // SAFETY: nobody else writes the file, or makes it shorter.
    let read_only = unsafe { options().map::<Reading>(&path) }.map(drop);
    // SAFETY: as above.
    let writable = unsafe { options().map_mut::<Reading>(&path) }.map(drop);
    // SAFETY: as above.
    let private = unsafe { options().map_copy::<Reading>(&path) }.map(drop);
    let reader = ReaderOptions::new().header(1, promised).open::<Reading>(&path).map(drop);
    let Err(ScanError::Table(reader)) = reader else { panic!("{reader:?}") };
    let read = options().read::<Reading>(&path).map(drop);
    for result in [read_only, writable, private, read, Err(reader)] {
        let error = result.unwrap_err();
        assert!(
            matches!(
                error.kind(),
                TableError::TooShort { offset: 1, count: 200, itemsize: 12, available: 121 }
            ),
            "{error}"
        );
    }
    // `r+` makes no file longer.
    assert_eq!(fs::metadata(&path).unwrap().len(), 121);
    assert_eq!(options().trailing(Trailing::Ignore).read::<Reading>(&path).unwrap(), table(10));
}

#[test]
fn an_npy_file_that_is_cut() {
    let folder = Folder::new("npy");
    let whole = npy(10);
    let header = whole.len() - 10 * SIZE;
    for door in READERS.iter().chain(MAPS).chain(WRITERS).filter(|door| door.name.contains("npy")) {
        for len in [0, 5, 9, header - 1, header, whole.len() - 1] {
            let path = folder.file("data", &whole[..len]);
            let error = (door.run)(&path).unwrap_err();
            let Error::Npy(found) = &error else { panic!("{}: {error:?}", door.name) };
            let as_documented = match found.kind() {
                NpyError::ShortHeader { available, .. } => len < header && *available == len as u64,
                NpyError::ShortData { expected, found } => {
                    len >= header && *expected == 10 * SIZE as u64 && *found == (len - header) as u64
                }
                _ => false,
            };
            assert!(as_documented, "{}, {len} bytes of {}: {error} ({error:?})", door.name, whole.len());
            assert_eq!(fs::read(&path).unwrap(), &whole[..len], "{}", door.name);
        }
    }
}
