//! What can be read once only: in any pieces, with failures, headers, counts and partial records.

use super::{
    parts::Dribble,
    row::{self, Row, SIZE},
};
use record_core::{
    Error,
    prelude::*,
    scan::{ReaderOptions, RecordReader, ScanError, ScanOps},
    table::{Place, TableError, Trailing},
};
use std::io::{self, Cursor, Read};

/// Gives the bytes, and then this error.
struct Failing(Cursor<Vec<u8>>, Option<io::ErrorKind>);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => self.1.map_or(Ok(0), |kind| Err(kind.into())),
            n => Ok(n),
        }
    }
}

#[test]
fn a_read_that_fails_says_where_after_the_records_before() {
    for ahead in [false, true] {
        for (whole, left) in [(0, 0), (0, 5), (5, 0), (5, 43), (6, 1)] {
            let mut bytes = row::bytes(whole, 1);
            let table = row::table(&bytes);
            bytes.extend(vec![1; left]);
            let failing = Failing(Cursor::new(bytes), Some(io::ErrorKind::ConnectionReset));
            let options = ReaderOptions::new().chunk_bytes(2 * SIZE).read_ahead(ahead);
            let mut reader = options.reader::<Row>(failing).unwrap();
            let mut records = Vec::new();
            let error = loop {
                match reader.next_chunk() {
                    Ok(Some(chunk)) => records.extend(chunk.to_vec()),
                    Ok(None) => panic!("no end"),
                    Err(error) => break error,
                }
            };
            assert_eq!(records, table.to_vec());
            let ScanError::Unreadable { byte, error: Some(cause), .. } = &error else { panic!("{error}") };
            assert_eq!((*byte, cause.kind()), ((whole * SIZE + left) as u64, io::ErrorKind::ConnectionReset));
            let start = format!("cannot read the reader at byte {byte}: ");
            assert!(error.to_string().starts_with(&start), "{error}");
            // There is no end, and no more.
            assert_eq!((reader.end(), reader.records_read()), (None, whole as u64));
            let again = reader.sum(Row::LOW).unwrap_err();
            assert_eq!(again.to_string(), format!("the scan failed before, after {whole} records"));
            assert_eq!(reader.records().count(), 1, "the error, once");
        }
    }
}

#[test]
fn a_partial_record_at_the_end() {
    for ahead in [false, true] {
        for left in [1, 20, SIZE - 1] {
            let mut bytes = row::bytes(7, 1);
            bytes.extend(vec![1; left]);
            let options = || ReaderOptions::new().chunk_bytes(3 * SIZE).read_ahead(ahead);
            let mut reader = options().reader::<Row>(Dribble::new(&bytes, 50)).unwrap();
            let error = reader.for_each(|_| ()).unwrap_err();
            let ScanError::Table(TableError::PartialRecord { available, records, left: rest, itemsize }) =
                error
            else {
                panic!("{error}")
            };
            assert_eq!((available, records), ((7 * SIZE + left) as u64, 7));
            assert_eq!((rest, itemsize), (left as u64, SIZE));

            let options = options().trailing(Trailing::Ignore);
            let mut reader = options.reader::<Row>(Dribble::new(&bytes, 50)).unwrap();
            let mut lent = 0;
            let end = reader.for_each(|chunk| lent += chunk.len()).unwrap();
            assert_eq!((lent, end.records, end.trailing_bytes), (7, 7, left as u64));
        }
    }
}

#[test]
fn fewer_records_than_the_count() {
    let bytes = row::bytes(7, 1);
    let read = || Cursor::new(bytes.clone());
    let options = || ReaderOptions::new().count(9).chunk_bytes(2 * SIZE);
    let error = options().reader::<Row>(read()).unwrap().sum(Row::LOW).unwrap_err();
    let text = format!("9 records of {SIZE} bytes from byte 0 on do not fit {} bytes", bytes.len());
    assert_eq!(error.to_string(), text);
    let mut reader = options().trailing(Trailing::Ignore).reader::<Row>(read()).unwrap();
    assert_eq!(reader.to_table().unwrap().len(), 7);

    // And more: what follows is not looked at.
    let failing = Failing(read(), Some(io::ErrorKind::ConnectionReset));
    let end = ReaderOptions::new().count(7).reader::<Row>(failing).unwrap().for_each(|_| ()).unwrap();
    assert_eq!((end.records, end.trailing_bytes), (7, 0));

    // A count that no file can have.
    let mut reader = ReaderOptions::new().count(u64::MAX).reader::<Row>(read()).unwrap();
    let error = reader.for_each(|_| ()).unwrap_err();
    assert!(matches!(error, ScanError::Table(TableError::TooShort { count: u64::MAX, .. })), "{error}");
}

#[test]
fn headers_say_where_the_records_are() {
    // The records begin within the header, right behind it, and further on.
    for offset in [0, 3, 10, 11, 200] {
        for most in [1, 7, 1000] {
            let mut bytes = vec![9; offset];
            bytes.extend(row::bytes(5, 1));
            let expected = row::table(&bytes[offset..]);
            let header = move |head: &[u8]| {
                assert_eq!(head.len(), 10);
                Ok(Place { offset: offset as u64, count: None })
            };
            let options = ReaderOptions::new().header(10, header).chunk_bytes(2 * SIZE);
            let mut reader = options.reader::<Row>(Dribble::new(&bytes, most)).unwrap();
            assert_eq!(reader.to_table().unwrap(), expected, "from byte {offset} on");
            // Without a header.
            let options = ReaderOptions::new().offset(offset as u64).count(4);
            let mut reader = options.reader::<Row>(Dribble::new(&bytes, most)).unwrap();
            assert_eq!(reader.to_vec().unwrap(), expected.to_vec()[..4], "from byte {offset} on");
        }
    }
}

#[test]
fn wrong_headers() {
    let open = |options: ReaderOptions<'_>| options.reader::<Row>(&[1_u8; 6][..]).map(|_| ());
    let error = open(ReaderOptions::new().header(9, |_| panic!("not called"))).unwrap_err();
    assert_eq!(error.to_string(), "a header of 9 bytes does not fit 6 bytes");
    let error = open(ReaderOptions::new().header(2, |_| Err("no magic".into()))).unwrap_err();
    assert_eq!(error.to_string(), "the header: no magic");
    let mut reader = ReaderOptions::new().offset(7).reader::<Row>(&[1_u8; 6][..]).unwrap();
    let error = reader.sum(Row::LOW).unwrap_err();
    assert_eq!(error.to_string(), "the records start at byte 7 of 6");
    // An empty stream has no records, and that is no error.
    let mut reader = ReaderOptions::new().offset(6).reader::<Row>(&[1_u8; 6][..]).unwrap();
    assert_eq!(reader.sum(Row::LOW).unwrap(), 0);
    let failing = Failing(Cursor::new(vec![0; 3]), Some(io::ErrorKind::TimedOut));
    let options = ReaderOptions::new().header(5, |_| panic!("not called"));
    let error = options.reader::<Row>(failing).unwrap_err();
    assert!(matches!(error, ScanError::Unreadable { byte: 3, .. }), "{error}");
}

#[test]
fn a_read_that_lies_is_an_error() {
    struct Liar;
    impl Read for Liar {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            Ok(buffer.len() + 1)
        }
    }
    let error = RecordReader::<Row>::from_reader(Liar).unwrap().next_chunk().unwrap_err();
    assert!(matches!(error, ScanError::Unreadable { byte: 0, .. }), "{error}");
}

#[test]
fn hostile_records() {
    // Larger than any memory: refused before it is asked for.
    let dtype = DType::parse("V1099511627776").unwrap();
    let open = |options: ReaderOptions<'_>| options.reader_any(io::empty(), dtype.clone()).map(|_| ());
    let error = open(ReaderOptions::new()).unwrap_err();
    let text = "records of 1099511627776 bytes, but chunks are of at most 268435456";
    assert_eq!(error.to_string(), text);
    // Unless the chunks may be as large, and then there is no memory.
    let error = open(ReaderOptions::new().chunk_bytes(usize::MAX)).unwrap_err();
    assert!(matches!(error, ScanError::Table(TableError::OutOfMemory { .. })), "{error}");
    let none = DType::parse("V0").unwrap();
    let error = ReaderOptions::new().reader_any(io::empty(), none).unwrap_err();
    assert!(matches!(error, ScanError::Table(TableError::Layout(_))), "{error}");
}

#[test]
fn errors_cross_floors() {
    fn total(bytes: &'static [u8]) -> Result<i128, Error> {
        Ok(RecordReader::<Row>::from_reader(bytes)?.sum(Row::LOW)?)
    }
    let error = total(&[0; SIZE + 1]).unwrap_err();
    assert!(matches!(error, Error::Scan(ScanError::Table(TableError::PartialRecord { .. }))), "{error}");
}
