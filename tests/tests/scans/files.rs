//! Files: where the records are in them, and what cannot be opened.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::{
    file::{FileError, FileKind},
    prelude::*,
    scan::{AnyRecordReader, ReaderOptions, RecordReader, ScanError, ScanOps},
    table::{OpenOptions, Place, TableError, Trailing},
};

#[test]
fn offsets_counts_and_headers() {
    for (offset, count) in [(0, None), (5, None), (5, Some(3)), (70, Some(0)), (0, Some(9))] {
        let mut bytes = vec![7; offset];
        bytes.extend(row::bytes(9, 1));
        let file = Temporary::new(&bytes);
        let place = Place { offset: offset as u64, count };
        for ahead in [false, true] {
            let options = || ReaderOptions::new().chunk_bytes(2 * SIZE).read_ahead(ahead);
            let expected = OpenOptions::new().place(place).read::<Row>(&file).unwrap();
            let mut reader = options().place(place).open::<Row>(&file).unwrap();
            assert_eq!(reader.to_table().unwrap(), expected);
            let end = reader.end().unwrap();
            assert_eq!((end.records, end.trailing_bytes), (expected.len() as u64, expected.trailing_bytes()));
            let mut reader = options().header(4, |head| {
                assert_eq!(head.len(), 4);
                Ok(place)
            });
            reader = reader.offset(1_000_000);
            assert_eq!(reader.open::<Row>(&file).unwrap().to_table().unwrap(), expected);
        }
    }
}

/// What is wrong with a place is said as when a table is opened, in the same words.
#[test]
fn what_is_not_in_the_file_is_said_at_once() {
    let mut bytes = row::bytes(3, 1);
    bytes.extend([1; 9]);
    let file = Temporary::new(&bytes);
    for (offset, count) in
        [(0, None), (0, Some(4)), (9, Some(4)), (200, None), (u64::MAX, None), (1, Some(u64::MAX))]
    {
        let place = Place { offset, count };
        let table = OpenOptions::new().place(place).read::<Row>(&file).unwrap_err();
        let reader = ReaderOptions::new().place(place).open::<Row>(&file).unwrap_err();
        assert!(matches!(reader, ScanError::Table(_)), "{reader:?}");
        assert_eq!(reader.to_string(), table.to_string());
        // Left out, where there are records before.
        let table = OpenOptions::new().place(place).trailing(Trailing::Ignore).read::<Row>(&file);
        let reader = ReaderOptions::new().place(place).trailing(Trailing::Ignore).open::<Row>(&file);
        match (table, reader) {
            (Ok(table), Ok(mut reader)) => {
                assert_eq!(reader.to_table().unwrap(), table);
                assert_eq!(reader.end().unwrap().trailing_bytes, table.trailing_bytes());
            }
            (Err(table), Err(reader)) => assert_eq!(reader.to_string(), table.to_string()),
            other => panic!("{other:?}"),
        }
    }
    let error = ReaderOptions::new().header(999, |_| panic!("not called")).open::<Row>(&file).unwrap_err();
    assert_eq!(
        error.table().unwrap().to_string(),
        format!("a header of 999 bytes does not fit {} bytes", bytes.len())
    );
    let error = ReaderOptions::new().header(3, |_| Err("what is it".into())).open::<Row>(&file).unwrap_err();
    assert_eq!(error.to_string(), format!("{}: the header: what is it", file.0.display()));
}

#[test]
fn what_cannot_be_opened() {
    let missing = std::env::temp_dir().join("record-scans-there-is-no-such-file");
    let error = RecordReader::<Row>::open(&missing).unwrap_err();
    let ScanError::Table(TableError::File(FileError::Io { doing: "open", path, .. })) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(*path, missing);
    let folder = std::env::temp_dir();
    let error = AnyRecordReader::open(&folder, Row::DTYPE.clone()).unwrap_err();
    // Windows does not open folders at all.
    let ScanError::Table(TableError::File(
        FileError::NotAFile { path, found: FileKind::Folder } | FileError::Io { path, .. },
    )) = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(*path, folder);
    assert!(cfg!(not(unix)) || error.to_string().ends_with("is a folder, not a file"), "{error:?}");
}

#[test]
fn empty_files_have_no_records() {
    let file = Temporary::new(&[]);
    let mut reader = RecordReader::<Row>::open(&file).unwrap();
    assert!(reader.next_chunk().unwrap().is_none());
    assert_eq!(reader.end().unwrap().records, 0);
    assert_eq!(reader.mean(Row::VALUE).unwrap(), None);
}

/// Files of the system say that they are empty, and are not.
#[cfg(target_os = "linux")]
#[test]
fn files_without_a_length_are_read_to_their_end() {
    let expected = std::fs::read("/proc/self/cmdline").unwrap();
    assert!(!expected.is_empty());
    let found = RecordReader::<u8>::open("/proc/self/cmdline").unwrap().to_vec().unwrap();
    assert_eq!(found, expected);
}

/// Chunks have whole records, at most as large as asked for, and lie at multiples of 64.
#[test]
fn chunks_are_aligned_and_as_large_as_they_should() {
    let bytes = row::bytes(1000, 1);
    let file = Temporary::new(&bytes);
    for chunk_bytes in [0, 1, SIZE, 3 * SIZE - 1, 10_000, usize::MAX] {
        let options = ReaderOptions::new().chunk_bytes(chunk_bytes);
        let mut reader = options.open::<Row>(&file).unwrap();
        let mut first = 0;
        let most = (chunk_bytes / SIZE).clamp(1, 1000);
        while let Some(chunk) = reader.next_chunk().unwrap() {
            assert_eq!(chunk.as_ptr().addr() % 64, 0);
            let (len, is_dense) = (chunk.len(), chunk.as_bytes().is_some());
            assert!(is_dense, "records one after the other");
            assert_eq!(len, most.min(1000 - usize::try_from(first).unwrap()));
            assert_eq!(reader.first(), first);
            first += len as u64;
            assert_eq!(reader.records_read(), first);
        }
    }
}

#[cfg(unix)]
#[test]
fn pipes_with_a_name_are_read_once() {
    let path = std::env::temp_dir().join(format!("record-scans-fifo-{}", std::process::id()));
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let bytes = row::bytes(50, 1);
    let expected = row::table(&bytes);
    let writer = std::thread::spawn({
        let path = path.clone();
        move || std::fs::write(path, bytes).unwrap()
    });
    let mut reader = ReaderOptions::new().chunk_bytes(7 * SIZE).open::<Row>(&path).unwrap();
    assert_eq!(reader.to_table().unwrap(), expected);
    writer.join().unwrap();
    assert_eq!(reader.refresh().unwrap(), 0);
    std::fs::remove_file(path).unwrap();
}
