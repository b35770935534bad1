//! One rule for all sources: an operation is about all records from the first on, however often, or an error.

use super::{
    Temporary,
    parts::Parts,
    row::{self, Row, SIZE},
};
use record_core::{
    prelude::*,
    scan::{InMemory, ReaderOptions, Scan, ScanError, ScanOps},
};
use std::ops::ControlFlow;

/// Whether a source gives its records again.
#[derive(Clone, Copy, PartialEq)]
enum Gives {
    Again,
    Once,
}

fn check(
    make: &mut dyn FnMut() -> Box<dyn Scan<Record = Row>>,
    gives: Gives,
    all: &RecordTable<Row>,
    at: &str,
) {
    let sum = all.col(Row::LOW).sum();
    let count = all.len() as u64;
    let second = |result: Result<i128, ScanError>, records: u64| match (gives, result) {
        (Gives::Again, Ok(found)) => assert_eq!(found, sum, "{at}"),
        (Gives::Once, Err(ScanError::Exhausted { records: found })) => assert_eq!(found, records, "{at}"),
        (_, other) => panic!("{at}: {other:?}"),
    };
    let mut scan = make();
    assert_eq!(scan.sum(Row::LOW).unwrap(), sum, "{at}");
    second(scan.sum(Row::LOW), count);
    second(scan.fold(0, |sum, rows| sum + rows.col(Row::LOW).sum()), count);

    // In the middle.
    let mut scan = make();
    let end = scan.for_each_chunk(&mut |_| ControlFlow::Break(())).unwrap();
    assert!(end.records <= count, "{at}");
    second(scan.sum(Row::LOW), end.records);

    // Nothing was read: a wrong name takes nothing away.
    let mut scan = make();
    assert!(scan.sum_of("none").is_err(), "{at}");
    assert_eq!(scan.sum(Row::LOW).unwrap(), sum, "{at}");
}

#[test]
fn an_operation_is_about_all_records_or_an_error() {
    for count in [0, 1, 10] {
        let bytes: &'static [u8] = row::bytes(count, 1).leak();
        let table: &'static RecordTable<Row> = Box::leak(Box::new(row::table(bytes)));
        check(&mut || Box::new(InMemory(table)), Gives::Again, table, "a table");
        check(&mut || Box::new(InMemory(table.view())), Gives::Again, table, "a view");
        check(
            &mut || Box::new(Parts { view: table.view(), len: 3 }),
            Gives::Again,
            table,
            "a scan of one's own",
        );
        let file = Temporary::new(bytes);
        for ahead in [false, true] {
            let options = || ReaderOptions::new().chunk_bytes(3 * SIZE).read_ahead(ahead);
            let mut open = || Box::new(options().open::<Row>(&file).unwrap()) as Box<dyn Scan<Record = Row>>;
            check(&mut open, Gives::Again, table, "a file");
            let read = || Box::new(options().reader::<Row>(bytes).unwrap()) as Box<dyn Scan<Record = Row>>;
            check(&mut { read }, Gives::Once, table, "a stream");
            #[cfg(unix)]
            check(&mut || Box::new(pipe(bytes, options())), Gives::Once, table, "a pipe");
        }
        #[cfg(target_os = "linux")]
        {
            #[allow(unsafe_code)] // mapping is; nobody writes the tests' files
            let guarded = || {
                // SAFETY: nobody writes the file.
                unsafe { record_core::table::OpenOptions::new().map_guarded::<Row>(&file) }.unwrap()
            };
            check(&mut || Box::new(guarded()), Gives::Again, table, "a guarded map");
        }
    }
}

/// Few enough bytes for the pipe to take at once.
#[cfg(unix)]
fn pipe(bytes: &[u8], options: ReaderOptions<'_>) -> record_core::scan::RecordReader<Row> {
    use std::{io::Write as _, os::fd::AsRawFd as _};
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(bytes).unwrap();
    options.open(format!("/dev/fd/{}", reader.as_raw_fd())).unwrap()
}

#[test]
fn exhausted_in_words() {
    let bytes: &'static [u8] = row::bytes(4, 1).leak();
    let mut reader = ReaderOptions::new().chunk_bytes(2 * SIZE).reader::<Row>(bytes).unwrap();
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 2);
    let error = reader.sum(Row::LOW).unwrap_err();
    let text = "the records can be read once only, and 2 of them were: open the source again";
    assert_eq!(error.to_string(), text);
    // What is left is there still.
    assert_eq!(reader.records().count(), 2);
}
