//! More doors: the last records of a file, and `.npy` files.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::{
    npy::NpyError,
    prelude::*,
    scan::{AnyRecordReader, ReaderOptions, RecordReader, ScanError, ScanOps},
    table::{TableError, Trailing},
};

#[test]
fn the_last_records_of_a_log() {
    let bytes = row::bytes(10, 1);
    let table = row::table(&bytes);
    let file = Temporary::new(&[&[7; 5], &bytes[..], &[1]].concat());
    for last in [0, 1, 3, 10, 11, u64::MAX] {
        let kept = usize::try_from(last).unwrap_or(usize::MAX).min(10);
        let options =
            || ReaderOptions::new().offset(5).trailing(Trailing::Ignore).last(last).chunk_bytes(2 * SIZE);
        let mut reader = options().open::<Row>(&file).unwrap();
        assert_eq!(reader.to_vec().unwrap(), table.to_vec()[10 - kept..]);
        let end = reader.end().unwrap();
        assert_eq!((end.records, end.trailing_bytes), (kept as u64, 1));
        // Of those that a count says.
        let mut reader = options().count(8).open::<Row>(&file).unwrap();
        assert_eq!(reader.to_vec().unwrap(), table.to_vec()[8 - kept.min(8)..8]);
        assert_eq!(reader.refresh().unwrap(), 0);
    }
    // The log goes on.
    let file = Temporary::new(&bytes[..4 * SIZE]);
    let mut reader = ReaderOptions::new().last(1).open::<Row>(&file).unwrap();
    assert_eq!(reader.records().map(Result::unwrap).collect::<Vec<_>>(), table.to_vec()[3..4]);
    file.append(&bytes[4 * SIZE..]);
    assert_eq!(reader.refresh().unwrap(), 6);
    assert_eq!(reader.records().map(Result::unwrap).collect::<Vec<_>>(), table.to_vec()[4..]);
    let error = ReaderOptions::new().last(1).reader::<Row>(std::io::empty()).unwrap_err();
    assert!(matches!(error, ScanError::Unreadable { byte: 0, .. }), "{error}");
}

#[test]
fn npy_files_by_chunks() {
    let table = row::table(&row::bytes(10, 1));
    let file = Temporary::new(&[]);
    table.save_npy(&file).unwrap();
    let mut reader = ReaderOptions::new().offset(999).chunk_bytes(3 * SIZE).open_npy::<Row>(&file).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 3);
    assert_eq!(reader.to_table().unwrap(), table);
    let mut reader = RecordReader::<Row>::open_npy(&file).unwrap();
    assert_eq!(reader.sum(Row::LOW).unwrap(), table.col(Row::LOW).sum());
    let mut reader = AnyRecordReader::open_npy(&file).unwrap();
    assert_eq!(reader.dtype(), Row::DTYPE);
    assert_eq!(reader.to_any_table().unwrap().as_bytes(), table.as_bytes().unwrap());
    let error = RecordReader::<row::Gappy>::open_npy(&file).unwrap_err();
    assert!(matches!(error.kind(), NpyError::Mismatch { .. }), "{error}");

    #[cfg(target_os = "linux")]
    {
        let guarded = |path: &Temporary| {
            #[allow(unsafe_code)] // mapping is; nobody writes the tests' files
            // SAFETY: nobody writes the file.
            unsafe {
                record_core::table::OpenOptions::new().map_npy_guarded::<Row>(path)
            }
        };
        assert_eq!(guarded(&file).unwrap().to_table().unwrap(), table);
        let text = Temporary::new(b"no magic at all");
        let error = guarded(&text).unwrap_err();
        assert!(matches!(error.kind(), NpyError::Magic { .. }), "{error}");
        let square = Temporary::new(&[]);
        Array::from_rows([[1_u8, 2], [3, 4]]).save_npy(&square).unwrap();
        let error = guarded(&square).unwrap_err();
        assert!(matches!(error.kind(), NpyError::Mismatch { .. } | NpyError::Layout(_)), "{error}");
        let cut = Temporary::new(&std::fs::read(&file).unwrap());
        cut.set_len(200);
        let error = guarded(&cut).unwrap_err();
        assert!(matches!(error.kind(), NpyError::Scan(_) | NpyError::ShortHeader { .. }), "{error}");
    }

    // Cut before it is opened, and meanwhile.
    let mut reader = ReaderOptions::new().chunk_bytes(SIZE).read_ahead(false).open_npy::<Row>(&file).unwrap();
    let whole = std::fs::metadata(&file).unwrap().len();
    file.set_len(whole - 1);
    let error = reader.to_vec().unwrap_err();
    assert!(matches!(error, ScanError::Truncated { record: 9, count: 10, .. }), "{error}");
    let error = RecordReader::<Row>::open_npy(&file).unwrap_err();
    assert!(
        matches!(error.kind(), NpyError::Scan(ScanError::Table(table)) if matches!(table.kind(), TableError::TooShort { .. })),
        "{error}"
    );
    let error = AnyRecordReader::open_npy(std::env::temp_dir()).unwrap_err();
    assert!(matches!(error, NpyError::File(_)), "{error}");
}
