//! `.npy` files: whatever the bytes, every door says the same, and what reads is written and read again.

#![no_main]

#[path = "scan/source.rs"]
mod source;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use record_core::{
    AnyArray, AnyMapArray, AnyTable, AnyView, Array, Be, DynRank, Element, Le, Rank, Record, RecordTable,
    View,
    layout::Order,
    npy::{AnyAppender, Header, MAX_HEADER_LEN, NpyError, NpyOptions},
};
use source::Pieces;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Mixed {
    id: u8,
    value: Be<f64>,
    pair: [Le<u16>; 2],
}

fuzz_target!(|data: &[u8]| {
    // The bytes are a file as NumPy wrote it; what else there is to choose is in its last ones.
    check(data, &data[data.len() - data.len().min(9)..]);
});

fn shown<T>(answer: Result<T, NpyError>) -> Result<T, String> {
    answer.map_err(|error| {
        assert!(!error.to_string().is_empty());
        format!("{error:?}")
    })
}

fn check(file: &[u8], choices: &[u8]) {
    let mut u = Unstructured::new(choices);
    let mut pieces = Pieces::arbitrary(&mut u).expect("always");
    pieces.breaks_at = None;
    let parsed = shown(Header::parse(file));
    assert_eq!(shown(Header::read(file)), parsed);
    assert_eq!(shown(Header::read(pieces.read(file.to_vec()))), parsed);
    let header = match &parsed {
        Ok(header) => header,
        Err(error) => {
            refused(file, error, &pieces);
            // A longer limit allows longer headers, and nothing else.
            if let Ok(header) = Header::parse_with(file, usize::MAX) {
                assert!(header.data_offset() > MAX_HEADER_LEN && header.data_offset() <= file.len());
            }
            return;
        }
    };
    assert!(Header::parse_with(file, header.data_offset()).is_ok_and(|again| again == *header));
    again(header, file);
    any(header, file, &pieces);
    typed::<f64, Rank<1>>(header, file);
    typed::<Be<u16>, DynRank>(header, file);
    typed::<Le<i32>, Rank<2>>(header, file);
    typed::<[u8; 2], Rank<1>>(header, file);
    table(header, file);
    if u.arbitrary::<u8>().unwrap_or(0) & 7 == 0 {
        by_path(header, file);
    }
}

/// No door opens what has no header.
fn refused(file: &[u8], error: &str, pieces: &Pieces) {
    assert_eq!(shown(AnyArray::read_npy_from(file)).map(|_| ()), Err(error.into()));
    assert_eq!(shown(AnyTable::read_npy_from(pieces.read(file.to_vec()))).map(|_| ()), Err(error.into()));
    assert_eq!(shown(View::<f64>::from_npy_bytes(file)).map(|_| ()), Err(error.into()));
    assert_eq!(shown(AnyTable::from_npy_bytes(file)).map(|_| ()), Err(error.into()));
    assert_eq!(shown(RecordTable::<Mixed>::read_npy_from(file)).map(|_| ()), Err(error.into()));
}

/// Printed as NumPy would, the header says the same, and is printed so again.
fn again(header: &Header, file: &[u8]) {
    assert!(header.data_offset() >= 10 && header.data_offset() <= file.len());
    assert_eq!(Some(header.data_len()), header.layout().len().checked_mul(header.dtype().itemsize()));
    let bytes = header.to_bytes();
    assert!(bytes.len().is_multiple_of(64) && bytes.ends_with(b"\n"));
    let read = Header::parse_with(&bytes, usize::MAX).expect("as it was written");
    assert_eq!((read.dtype(), read.shape(), read.order()), (header.dtype(), header.shape(), header.order()));
    assert_eq!((read.to_bytes(), read.data_offset()), (bytes.clone(), bytes.len()));
    let made = Header::new(header.dtype(), header.shape(), header.order()).expect("as it was read");
    assert_eq!((made.to_bytes(), &made), (bytes, &read));
}

/// The elements, dtype and all.
fn any(header: &Header, file: &[u8], pieces: &Pieces) {
    let data = &file[header.data_offset()..];
    let array = shown(AnyArray::read_npy_from(file));
    assert_eq!(shown(AnyArray::read_npy_from(pieces.read(file.to_vec()))).is_ok(), array.is_ok());
    let short = header.data_len() > data.len();
    let view = shown(header.view(file));
    let Ok(array) = array else {
        let error = array.err().unwrap_or_default();
        assert!(short, "{error}");
        assert_eq!(view.err(), Some(error));
        return;
    };
    assert!(!short);
    let data = &data[..header.data_len()];
    let view = view.expect("as the array");
    assert_eq!((array.view().layout(), array.view().dtype()), (header.layout(), header.dtype()));
    assert_eq!((view.layout(), view.dtype()), (header.layout(), header.dtype()));
    let written = write(array.view());
    assert_eq!(written, write(view));
    let start = Header::parse_with(&written, usize::MAX).expect("written").data_offset();
    if header.dtype().is_gap_free() {
        assert_eq!(&written[start..], data);
    }
    // Gaps are zero from here on.
    let again =
        NpyOptions::new().max_header_len(usize::MAX).read_from::<AnyArray>(&written[..]).expect("written");
    assert_eq!(again.view().layout().shape, array.view().layout().shape);
    assert_eq!(again.view().dtype(), array.view().dtype());
    assert_eq!(write(again.view()), written);
    let strict = NpyOptions::new().refuse_trailing();
    let trailing = file.len() - header.data_offset() - header.data_len();
    let found = strict.read_from::<AnyArray>(pieces.read(file.to_vec()));
    assert_eq!(found.is_ok(), trailing == 0);
    assert_eq!(header.trailing_bytes(file.len() as u64).ok(), Some(trailing as u64));
    let mut rest = file;
    drop(AnyArray::read_npy_from(&mut rest));
    assert_eq!(rest.len(), trailing, "nothing behind the data is read");
    // As a table.
    match (shown(AnyTable::read_npy_from(file)), shown(AnyTable::from_npy_bytes(file))) {
        (Ok(table), Ok(borrowed)) => {
            assert_eq!((table.len(), borrowed.len()), (header.shape()[0], header.shape()[0]));
            assert_eq!(write(table.view()), written);
            assert_eq!(write(borrowed.view()), written);
        }
        (found, borrowed) => {
            assert_eq!(found.err(), borrowed.err());
            assert!(
                header.shape().len() != 1
                    || header.dtype().itemsize() == 0
                    || header.dtype().as_record().is_none()
            );
        }
    }
}

fn write(view: AnyView<'_>) -> Vec<u8> {
    let mut written = Vec::new();
    view.write_npy_to(&mut written).expect("to memory");
    written
}

/// Where the compiler knows the type: the same elements, or not opened.
fn typed<T: Element<Value: PartialEq>, D: record_core::layout::Dim>(header: &Header, file: &[u8]) {
    let (owned, borrowed) = (Array::<T, D>::read_npy_from(file), View::<T, D>::from_npy_bytes(file));
    let any = AnyArray::read_npy_from(file);
    match (owned, borrowed) {
        (Ok(owned), Ok(borrowed)) => {
            let any = any.expect("as the others");
            assert_eq!(owned.view().layout().shape.as_ref(), borrowed.layout().shape.as_ref());
            assert_eq!(owned.view().size() * size_of::<T>(), header.data_len());
            assert_eq!(write(owned.view().as_any()), write(any.view()));
            assert_eq!(write(borrowed.as_any()), write(any.view()));
        }
        (owned, borrowed) => {
            // Of several things that are wrong each names one.
            let (owned, borrowed) = (shown(owned.map(|_| ())), shown(borrowed.map(|_| ())));
            // In Fortran order, sub-arrays are in pieces: a copy brings them together, a view cannot.
            if owned.is_ok() && T::DTYPE.as_array().is_some() && header.order() == Order::F {
                return;
            }
            assert!(owned.is_err() && borrowed.is_err(), "{owned:?}, {borrowed:?}");
            // The right dtype, of the right rank, and all bytes there: then it opens.
            let rank = D::NDIM.is_none_or(|rank| rank == header.shape().len());
            assert!(header.dtype() != T::DTYPE || !rank || any.is_err(), "{header:?}");
        }
    }
}

/// Records of a Rust type.
fn table(header: &Header, file: &[u8]) {
    let found = RecordTable::<Mixed>::read_npy_from(file);
    let opens = header.dtype() == Mixed::DTYPE && header.shape().len() == 1;
    assert_eq!(found.is_ok(), opens && header.trailing_bytes(file.len() as u64).is_ok());
    if let (Ok(table), Ok(borrowed)) = (&found, RecordTable::<Mixed>::from_npy_bytes(file)) {
        assert_eq!(table.len(), header.shape()[0]);
        let bits = |record: Mixed| (record.id, record.value.get().to_bits(), record.pair);
        assert!(table.iter().map(bits).eq(borrowed.iter().map(bits)));
    }
}

/// From a file: the same, and converted.
fn by_path(header: &Header, file: &[u8]) {
    let path = place();
    fs::write(&path, file).expect("written");
    let (opened, read) = (AnyArray::open_npy(&path), AnyArray::read_npy_from(file));
    assert_eq!(opened.as_ref().is_ok(), read.is_ok());
    if let (Ok(opened), Ok(read)) = (&opened, &read) {
        assert_eq!(write(opened.view()), write(read.view()));
        let saved = path.with_extension("saved.npy");
        opened.save_npy(&saved).expect("saved");
        assert_eq!(fs::read(&saved).expect("there"), write(read.view()));
        fs::remove_file(&saved).expect("there");
    }
    assert_eq!(Header::open(&path).ok().as_ref(), Some(header));
    // Elements without bytes can be very many; each is converted.
    if header.layout().len() < 100_000 {
        let options = NpyOptions::new();
        if let Ok(table) = options.open_as::<Mixed>(&path) {
            assert_eq!([table.len()], header.shape());
        }
        if let Ok(array) = options.open_array_as::<f64, DynRank>(&path) {
            assert_eq!(array.view().layout().shape.as_ref(), header.shape());
            assert!(header.order() == Order::C || array.view().size() == header.layout().len());
        }
        let _ = options.open_array_as::<[Be<u16>; 3], Rank<1>>(&path);
    }
    // This makes it longer.
    by_map(header, &path, read.as_ref().ok());
}

/// Mapped in each mode, and appended to.
fn by_map(header: &Header, path: &Path, read: Option<&AnyArray>) {
    let theirs = read.map(|array| write(array.view()));
    // SAFETY: nobody else has the file.
    let map = unsafe { AnyMapArray::map_npy(path) };
    assert_eq!(map.ok().map(|map| write(map.view())), theirs);
    // SAFETY: nobody else has the file.
    let map = unsafe { AnyMapArray::map_npy_copy(path) };
    assert_eq!(map.ok().map(|map| write(map.view())), theirs);
    // SAFETY: nobody else has the file.
    let map = unsafe { AnyMapArray::map_npy_mut(path) };
    assert_eq!(map.ok().map(|map| write(map.view())), theirs);
    let Some(array) = read else { return };
    // Elements without bytes can be as many as can be counted.
    if header.shape().first().is_some_and(|&n| n > 1 << 40) {
        return;
    }
    let appender = match AnyAppender::open(path) {
        Err(error) if matches!(error.kind(), NpyError::Trailing { .. }) => {
            AnyAppender::open_over_trailing(path)
        }
        opened => opened,
    };
    match appender {
        Ok(mut appender) => {
            appender.append(array.view()).expect("more of the same");
            drop(appender);
            let longer = AnyArray::open_npy(path).expect("as it was");
            let n = header.shape()[0];
            assert_eq!(
                (longer.view().len(), &longer.view().shape().as_ref()[1..]),
                (2 * n, &header.shape()[1..])
            );
            let (before, behind) = longer.view().split_at(0, n).expect("in the middle");
            let data = |bytes: Vec<u8>| {
                bytes[Header::parse_with(&bytes, usize::MAX).expect("it").data_offset()..].to_vec()
            };
            let theirs = theirs.map(data);
            assert_eq!((Some(data(write(behind))), Some(data(write(before)))), (theirs.clone(), theirs));
        }
        Err(error) => {
            let fixed = header.shape().is_empty() || header.shape().len() > 1 && header.order() == Order::F;
            assert!(fixed, "{error:?}");
        }
    }
}

/// A file in memory where there is such a folder; one for each process.
fn place() -> PathBuf {
    let folder = Path::new("/dev/shm");
    let folder = if folder.is_dir() { folder.to_path_buf() } else { std::env::temp_dir() };
    folder.join(format!("record-fuzz-npy-{}.npy", std::process::id()))
}
