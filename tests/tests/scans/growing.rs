//! Files that get longer or shorter while they are read; the program itself changes them between two chunks.

use super::{
    Temporary,
    row::{self, Row, SIZE},
};
use record_core::{
    scan::{InputName, ReaderOptions, RecordReader, ScanError, ScanOps},
    table::{TableError, Trailing},
};

fn open(file: &Temporary, ahead: bool) -> RecordReader<Row> {
    let options = ReaderOptions::new().chunk_bytes(2 * SIZE).read_ahead(ahead).trailing(Trailing::Ignore);
    options.open(file).unwrap()
}

#[test]
fn a_file_that_grows_says_so_and_goes_on() {
    for ahead in [false, true] {
        let bytes = row::bytes(30, 1);
        let table = row::table(&bytes);
        let file = Temporary::new(&bytes[..10 * SIZE]);
        let mut reader = open(&file, ahead);
        let mut records = Vec::new();
        let (mut written, mut first) = (10 * SIZE, 0);
        for step in [0, 4, 7, SIZE, 5 * SIZE + 1, 3] {
            let mut grown = false;
            let new = reader.refresh().unwrap();
            while let Some(chunk) = reader.next_chunk().unwrap() {
                records.extend(chunk.to_vec());
                if !grown {
                    file.append(&bytes[written..written + step]);
                    grown = true;
                }
            }
            let end = reader.end().unwrap();
            if grown {
                let trailing = written % SIZE;
                assert_eq!((end.grown_bytes, end.trailing_bytes), (step as u64, trailing as u64));
                written += step;
            }
            assert_eq!(records, table.to_vec()[..records.len()]);
            assert_eq!(end.records, records.len() as u64);
            // At first there were records without a refresh.
            first = if grown && new == 0 { first + 1 } else { first };
            if !grown {
                file.append(&bytes[written..written + step]);
                written += step;
            }
        }
        assert_eq!(first, 1);
        // The rest, in two parts: until it has been written, a part of a record is none.
        let half = written.next_multiple_of(SIZE) + SIZE / 2;
        file.append(&bytes[written..half]);
        let new = reader.refresh().unwrap();
        assert!(new > 0);
        records.extend(reader.records().map(Result::unwrap));
        assert_eq!((reader.refresh().unwrap(), reader.end().unwrap().trailing_bytes), (0, SIZE as u64 / 2));
        file.append(&bytes[half..]);
        let new = reader.refresh().unwrap();
        assert_eq!(reader.first(), records.len() as u64);
        let rest: Vec<Row> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rest.len() as u64, new);
        records.extend(rest);
        assert_eq!(records, table.to_vec());
        assert_eq!(reader.to_table().unwrap(), table, "an operation has all");
    }
}

#[test]
fn a_file_that_starts_empty_may_grow() {
    let bytes = row::bytes(3, 1);
    let file = Temporary::new(&[]);
    let mut reader = open(&file, true);
    assert_eq!(reader.refresh().unwrap(), 0);
    assert_eq!(reader.to_vec().unwrap(), []);
    file.append(&bytes);
    assert_eq!(reader.refresh().unwrap(), 3);
    assert_eq!(reader.to_table().unwrap(), row::table(&bytes));
}

#[test]
fn a_part_of_a_record_does_not_go_on_where_it_is_an_error() {
    let bytes = row::bytes(3, 1);
    let file = Temporary::new(&bytes[..SIZE]);
    let mut reader = RecordReader::<Row>::open(&file).unwrap();
    assert_eq!(reader.to_vec().unwrap().len(), 1);
    file.append(&bytes[SIZE..=2 * SIZE]);
    let error = reader.refresh().unwrap_err();
    assert!(matches!(error.table(), Some(TableError::PartialRecord { records: 2, left: 1, .. })), "{error}");
    assert_eq!(reader.end().unwrap().records, 1, "nothing has changed");
    file.append(&bytes[2 * SIZE + 1..]);
    assert_eq!(reader.refresh().unwrap(), 2);
    assert_eq!(reader.first(), 1);
    assert_eq!(reader.to_vec().unwrap(), row::table(&bytes).to_vec());
}

/// Before the end, with a chunk that is lent in part: nothing is left out, nothing comes twice.
#[test]
fn a_refresh_before_the_end_keeps_the_place() {
    let bytes = row::bytes(12, 1);
    for (ahead, taken) in [(false, 0), (true, 1), (false, 3), (true, 4), (true, 5)] {
        let file = Temporary::new(&bytes[..5 * SIZE]);
        let mut reader = open(&file, ahead);
        let mut found: Vec<Row> = reader.records().take(taken).map(Result::unwrap).collect();
        file.append(&bytes[5 * SIZE..]);
        assert_eq!(reader.refresh().unwrap(), 7);
        assert_eq!(reader.refresh().unwrap(), 0);
        reader.for_each(|chunk| found.extend(chunk.to_vec())).unwrap();
        assert_eq!(found, row::table(&bytes).to_vec(), "{taken} taken");
        assert_eq!(reader.end().map(|end| (end.records, end.grown_bytes)), Some((12, 0)));
    }
}

#[test]
fn a_count_does_not_grow() {
    let bytes = row::bytes(4, 1);
    let file = Temporary::new(&bytes[..2 * SIZE]);
    let mut reader = ReaderOptions::new().count(2).open::<Row>(&file).unwrap();
    assert_eq!(reader.to_vec().unwrap().len(), 2);
    file.append(&bytes[2 * SIZE..]);
    assert_eq!(reader.refresh().unwrap(), 0);
    assert_eq!(reader.end().unwrap().trailing_bytes, 2 * SIZE as u64);
}

#[test]
fn a_file_that_shrinks_gives_what_it_had_and_says_where_it_ends() {
    let (count, bytes) = (20, row::bytes(20, 1));
    let table = row::table(&bytes);
    for ahead in [false, true] {
        for cut in [0, 1, SIZE, 2 * SIZE, 5 * SIZE + 3, 12 * SIZE, 19 * SIZE, count * SIZE - 1] {
            for when in 1..=10 {
                let file = Temporary::new(&bytes);
                let mut reader = open(&file, ahead);
                let (mut records, mut chunks) = (Vec::new(), 0);
                let error = loop {
                    match reader.next_chunk() {
                        Ok(Some(chunk)) => records.extend(chunk.to_vec()),
                        Ok(None) => break None,
                        Err(error) => break Some(error),
                    }
                    chunks += 1;
                    if chunks == when {
                        file.set_len(cut as u64);
                    }
                };
                assert_eq!(records, table.to_vec()[..records.len()], "cut at {cut}");
                let there = cut / SIZE;
                // What had been read before the cut: two records for each chunk, and those that were read ahead.
                let before = (2 * when).min(count);
                match error {
                    None => assert_eq!(records.len(), count),
                    Some(ScanError::Truncated { from, record, count: all }) => {
                        assert_eq!((record, all), (records.len() as u64, count as u64));
                        assert_eq!(from, InputName::Path(file.0.clone()));
                    }
                    Some(other) => panic!("{other}"),
                }
                let least = before.max(there);
                let most = if ahead { (before + 4).min(count).max(there) } else { least };
                assert!((least..=most).contains(&records.len()), "{} of {least}..={most}", records.len());
            }
        }
    }
}

#[test]
fn truncation_in_words() {
    let file = Temporary::new(&row::bytes(5, 1));
    let mut reader = open(&file, false);
    file.set_len(SIZE as u64 + 3);
    let error = reader.sum(Row::LOW).unwrap_err();
    let text =
        format!("{} was shortened while it was read: record 1 of 5 is not there any more", file.0.display());
    assert_eq!(error.to_string(), text);
    assert!(matches!(reader.refresh(), Err(ScanError::Failed { records: 1 })));
    // Also between the end and a refresh.
    let file = Temporary::new(&row::bytes(5, 1));
    let mut reader = open(&file, false);
    assert_eq!(reader.to_vec().unwrap().len(), 5);
    file.set_len(2 * SIZE as u64);
    let error = reader.refresh().unwrap_err();
    assert!(matches!(error, ScanError::Truncated { record: 2, count: 5, .. }), "{error}");
}

/// The file's name may go away, or belong to another file: what was opened is read to its end.
#[test]
fn a_file_that_is_deleted_or_replaced_is_read_to_its_end() {
    let bytes = row::bytes(20, 1);
    let file = Temporary::new(&bytes);
    let mut reader = open(&file, true);
    assert_eq!(reader.next_chunk().unwrap().unwrap().len(), 2);
    if cfg!(unix) {
        std::fs::remove_file(&file.0).unwrap();
        std::fs::write(&file.0, b"another").unwrap();
    }
    assert_eq!(reader.records().count(), 18);
    assert_eq!(reader.to_vec().unwrap(), row::table(&bytes).to_vec());
}
