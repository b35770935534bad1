//! Files of records read by chunks: whatever the bytes, the place, the chunks and the pieces in which they come, the answer
//! is that of a table over all bytes at once.

#![no_main]

#[path = "scan/case.rs"]
mod case;
#[path = "scan/files.rs"]
mod files;
#[path = "scan/source.rs"]
mod source;

use arbitrary::Unstructured;
use case::Case;
use libfuzzer_sys::fuzz_target;
use record_core::{
    AnyView, DType, Element, View,
    scan::{AnyRecordReader, CancelToken, RecordReader, Scan, ScanEnd, ScanError},
    table::TableError,
};
use source::{Broken, Pieces};
use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex},
};

fuzz_target!(|data: &[u8]| {
    let mut u = Unstructured::new(data);
    let Ok(case) = Case::arbitrary(&mut u) else { return };
    let Ok(pieces) = Pieces::arbitrary(&mut u) else { return };
    let mode = u.arbitrary::<u8>().unwrap_or(0);
    let bytes = u.take_rest();
    by_pieces(&case, pieces.clone(), bytes);
    typed(&case, pieces, bytes);
    if mode & 3 == 0 {
        let _ = files::check(&case, bytes, &mut Unstructured::new(&[mode; 16]));
    }
});

/// What a table over all bytes says: the bytes of the records and how many are left behind them, or the error.
fn expected(case: &Case, bytes: &[u8]) -> Result<(Vec<u8>, u64), String> {
    match case.open().bytes_any(bytes, case.dtype.clone()) {
        Ok(table) => {
            let records = dense(table.view());
            let left = bytes.len() - case.found(bytes).offset as usize - records.len();
            Ok((records, left as u64))
        }
        Err(error) => Err(shown(&error)),
    }
}

/// An error without its words and its file: equal if the numbers are.
fn shown(error: &TableError) -> String {
    assert!(!error.to_string().is_empty());
    format!("{:?}", error.kind())
}

/// Why a scan has no answer: what a table would say, or what only a scan can say.
fn told(error: ScanError) -> String {
    assert!(!error.to_string().is_empty());
    match error {
        ScanError::Table(error) => shown(&error),
        error => format!("{error:?}"),
    }
}

/// The bytes of the elements, one after the other.
fn dense(view: AnyView<'_>) -> Vec<u8> {
    if view.dtype().itemsize() == 0 {
        return Vec::new();
    }
    view.as_bytes().expect("whole records lie together").to_vec()
}

/// What was read until the end, or until it failed.
struct Read {
    bytes: Vec<u8>,
    end: Result<ScanEnd, String>,
}

/// All chunks of a reader, each looked at.
fn read_all(
    reader: Result<AnyRecordReader, ScanError>,
    case: &Case,
    cancel: Option<(&CancelToken, u64)>,
) -> Read {
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) => return Read { bytes: Vec::new(), end: Err(told(error)) },
    };
    let itemsize = case.dtype.itemsize();
    let mut bytes = Vec::new();
    let end = loop {
        let before = (bytes.len() / itemsize.max(1)) as u64;
        match reader.next_chunk() {
            Ok(Some(chunk)) => {
                assert!(
                    !chunk.is_empty() && chunk.len() * itemsize <= case.chunk_bytes.max(itemsize),
                    "{case:?}"
                );
                assert!(chunk.is_aligned(), "a chunk is where its records may lie");
                bytes.extend(dense(chunk));
            }
            Ok(None) => {
                // The end stays the end.
                assert!(matches!(reader.next_chunk(), Ok(None)));
                break reader.end().expect("an end");
            }
            Err(error) => {
                assert!(reader.end().is_none());
                let cancelled = matches!(error, ScanError::Cancelled { records } if records == before);
                match reader.next_chunk() {
                    Err(ScanError::Failed { records }) => assert!(!cancelled && records == before),
                    Err(ScanError::Cancelled { records }) => assert!(cancelled && records == before),
                    other => panic!("{other:?}"),
                }
                return Read { bytes, end: Err(told(error)) };
            }
        }
        assert_eq!((reader.first(), reader.records_read()), (before, (bytes.len() / itemsize) as u64));
        if let Some((token, at)) = cancel
            && reader.records_read() >= at
        {
            token.cancel();
        }
    };
    assert_eq!(end.records * itemsize as u64, bytes.len() as u64);
    assert_eq!(reader.refresh().ok(), Some(0));
    Read { bytes, end: Ok(end) }
}

/// From something that gives odd pieces, perhaps with an error at some byte.
fn by_pieces(case: &Case, pieces: Pieces, bytes: &[u8]) {
    let expected = expected(case, bytes);
    let broken = pieces.breaks_at.filter(|&at| at < bytes.len());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let options = case.reader().progress(move |progress| hears.lock().expect("whole").push(progress.records));
    let source = pieces.read(bytes.to_vec());
    let read = read_all(options.reader_any(source, case.dtype.clone()), case, None);
    let heard = core::mem::take(&mut *heard.lock().expect("whole"));
    assert!(
        heard.is_sorted()
            && heard.last().copied().unwrap_or(0) * case.dtype.itemsize() as u64 == read.bytes.len() as u64
    );
    match (&read.end, &expected) {
        (Ok(end), Ok((records, left))) => {
            assert!(read.bytes == *records && broken.is_none_or(|_| case.count().is_some()), "{case:?}");
            // Behind a given count nothing is read.
            let stopped = case.found(bytes).count.is_some_and(|count| count == end.records);
            assert_eq!(end.trailing_bytes, if stopped { 0 } else { *left }, "{case:?} {end:?}");
            assert!(end.grown_bytes == 0);
        }
        (Err(found), Err(error)) if found == error => {}
        (Err(found), _) if broken.is_some() => {
            // Whole records before the break, and then it says so; or the place was wrong from the start.
            let whole = bytes.get(case.found(bytes).offset as usize..).unwrap_or(&[]);
            assert!(found.contains(Broken::TEXT) && whole.starts_with(&read.bytes), "{case:?}: {found}");
        }
        // Elements too large for chunks; nothing else may differ.
        (found, expected) => panic!("{case:?}: {found:?}, not {expected:?}"),
    }
    cancelled(case, &pieces, bytes, &read);
}

/// Cancelled somewhere: what came before is the same.
fn cancelled(case: &Case, pieces: &Pieces, bytes: &[u8], all: &Read) {
    let token = CancelToken::new();
    let at =
        u64::from(pieces.breaks_at.is_some()) + (all.bytes.len() / case.dtype.itemsize().max(1) / 2) as u64;
    let options = case.reader().cancel(token.clone());
    let source = pieces.read(bytes.to_vec());
    let read = read_all(options.reader_any(source, case.dtype.clone()), case, Some((&token, at)));
    assert!(all.bytes.starts_with(&read.bytes), "{case:?}");
    match read.end {
        Err(found) if found.starts_with("Cancelled") => {
            assert!((read.bytes.len() / case.dtype.itemsize().max(1)) as u64 >= at);
        }
        end => assert_eq!((end, read.bytes.len()), (all.end.clone(), all.bytes.len()), "{case:?}"),
    }
}

/// The same where the compiler knows the type, and through the trait.
fn typed(case: &Case, pieces: Pieces, bytes: &[u8]) {
    fn of<T: Element<Value: PartialEq + core::fmt::Debug>>(case: &Case, pieces: &Pieces, bytes: &[u8]) {
        let mut case = case.clone();
        case.dtype = DType::clone(T::DTYPE);
        let mut pieces = pieces.clone();
        pieces.breaks_at = None;
        let expected = expected(&case, bytes);
        let reader = || case.reader().reader::<T>(pieces.read(bytes.to_vec()));
        let all: core::result::Result<Vec<T::Value>, String> = match reader() {
            Ok(mut reader) => reader.records().collect::<core::result::Result<_, _>>().map_err(told),
            Err(error) => Err(told(error)),
        };
        match (all, &expected) {
            (Ok(values), Ok((records, _))) => {
                assert!(View::<T>::from_bytes(records).expect("whole records").iter().eq(values));
            }
            (found, expected) => assert_eq!(found.err(), expected.clone().err(), "{case:?}"),
        }
        let Ok((records, _)) = expected else { return };
        let mut reader: RecordReader<T> = reader().expect("as before");
        let (mut seen, mut number) = (Vec::new(), 0);
        let end = reader.for_each_chunk(&mut |chunk| {
            assert_eq!(chunk.first(), number);
            number += chunk.len() as u64;
            seen.extend(dense(chunk.view()));
            if number > 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(end.expect("as before").records, number);
        assert!(records.starts_with(&seen) && (number > 3 || records.len() == seen.len()));
        // The rest of it.
        let end = reader.for_each(|view| seen.extend(view.as_bytes().expect("dense"))).expect("as before");
        assert_eq!((end.records * size_of::<T>() as u64, seen.len()), (records.len() as u64, records.len()));
        assert_eq!(seen, records);
    }
    match case.dtype.itemsize() {
        1 => of::<u8>(case, &pieces, bytes),
        2 | 3 => of::<record_core::Be<u16>>(case, &pieces, bytes),
        7 => of::<[u8; 7]>(case, &pieces, bytes),
        8 => of::<u64>(case, &pieces, bytes),
        _ => of::<[record_core::Le<u32>; 3]>(case, &pieces, bytes),
    }
}
