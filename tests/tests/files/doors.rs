//! The doors that a bad file can meet, each as a function of a path, and what their errors say.
#![allow(unsafe_code)] // mapping is

use record_core::{
    AnyTable, DType, Element, Error, MapArray, Rank, Record, RecordTable,
    file::{FileError, FileLock},
    npy::{Header, NpyError},
    layout::Order,
    scan::{AnyRecordReader, RecordReader, ScanError, ScanOps},
    table::{OpenOptions, TableError},
};
use std::{
    fs::File,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A packed record of 12 bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct Reading {
    pub id: u32,
    pub value: f64,
}

pub const SIZE: usize = size_of::<Reading>();

/// The bytes of the records with the numbers 0 to `count`, written down field by field.
pub fn records(count: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for id in 0..u32::try_from(count).unwrap() {
        bytes.extend(id.to_ne_bytes());
        bytes.extend((f64::from(id) / 2.0).to_ne_bytes());
    }
    bytes
}

/// The same as a `.npy` file.
pub fn npy(count: usize) -> Vec<u8> {
    let mut bytes = Header::new(Reading::DTYPE.clone(), count, Order::C).unwrap().to_bytes();
    bytes.extend(records(count));
    bytes
}

/// The same as a table.
pub fn table(count: usize) -> RecordTable<Reading> {
    OpenOptions::new().bytes::<Reading>(&records(count)).unwrap().to_table()
}

/// A way to a file.
pub struct Door<F> {
    /// As in the guide.
    pub name: &'static str,
    /// What a file is that it opens, of so many records.
    pub file: fn(usize) -> Vec<u8>,
    pub run: F,
}

/// To a file that is there, which is read; the answer is how many records there are.
pub type Reader = Door<fn(&Path) -> Result<usize, Error>>;
/// To a file that is there, which gets so many records more.
pub type Grower = Door<fn(&Path, usize) -> Result<(), Error>>;
/// To a file that is to be, of so many records.
pub type Maker = Door<fn(&Path, usize) -> Result<(), Error>>;

/// The promise of every map here.
macro_rules! map {
    ($door:expr) => {{
        // SAFETY: the tests' files are their own; nobody writes them meanwhile or makes them shorter.
        unsafe { $door }
    }};
}

/// Those that read and need no promise.
pub const READERS: &[Reader] = &[
    Door { name: "read", file: records, run: |path| Ok(RecordTable::<Reading>::read(path)?.len()) },
    Door {
        name: "read_any",
        file: records,
        run: |path| Ok(OpenOptions::new().read_any(path, Reading::DTYPE.clone())?.len()),
    },
    Door {
        name: "RecordReader",
        file: records,
        run: |path| Ok(RecordReader::<Reading>::open(path)?.to_vec()?.len()),
    },
    Door {
        name: "AnyRecordReader",
        file: records,
        run: |path| {
            let mut reader = AnyRecordReader::open(path, Reading::DTYPE.clone())?;
            Ok(usize::try_from(reader.for_each(|_| ())?.records).unwrap())
        },
    },
];

/// Those that map for reading.
pub const MAPS: &[Reader] = &[
    Door { name: "map", file: records, run: |path| Ok(map!(RecordTable::<Reading>::map(path))?.len()) },
    Door {
        name: "map_copy",
        file: records,
        run: |path| Ok(map!(RecordTable::<Reading>::map_copy(path))?.len()),
    },
    Door {
        name: "AnyTable::map",
        file: records,
        run: |path| Ok(map!(AnyTable::map(path, Reading::DTYPE.clone()))?.len()),
    },
    Door {
        name: "MapArray::map",
        file: records,
        run: |path| Ok(map!(MapArray::<u8, Rank<2>>::map(path, [10, SIZE]))?.view().shape()[0]),
    },
];

/// Those that map a file for writing, and close it; it has the same bytes then.
pub const WRITERS: &[Reader] = &[
    Door {
        name: "map_mut",
        file: records,
        run: |path| {
            let table = map!(RecordTable::<Reading>::map_mut(path))?;
            let count = table.len();
            table.close()?;
            Ok(count)
        },
    },
    Door {
        name: "AnyTable::map_mut",
        file: records,
        run: |path| {
            let table = map!(AnyTable::map_mut(path, Reading::DTYPE.clone()))?;
            let count = table.len();
            table.close()?;
            Ok(count)
        },
    },
];

/// Those that make files longer.
pub const GROWERS: &[Grower] = &[
    Door {
        name: "grow",
        file: records,
        run: |path, more| {
            let mut table = map!(RecordTable::<Reading>::map_mut(path))?;
            table.grow(table.len() + more)?;
            Ok(table.close()?)
        },
    },
    Door {
        name: "extend_from_slice",
        file: records,
        run: |path, more| {
            let mut table = map!(RecordTable::<Reading>::map_mut(path))?;
            table.extend_from_slice(&vec![Reading { id: 1, value: 1.0 }; more])?;
            Ok(table.close()?)
        },
    },
];

/// Those that make new files by mapping them.
pub const CREATORS: &[Maker] = &[
    Door {
        name: "create",
        file: records,
        run: |path, count| Ok(map!(RecordTable::<Reading>::create(path, count))?.close()?),
    },
    Door {
        name: "create, overwrite",
        file: records,
        run: |path, count| {
            let options = OpenOptions::new().overwrite(true);
            Ok(map!(options.create::<Reading>(path, count))?.close()?)
        },
    },
    Door {
        name: "MapArray::create",
        file: records,
        run: |path, count| Ok(map!(MapArray::<u8, Rank<2>>::create(path, [count, SIZE]))?.close()?),
    },
];

/// Those that write new files, aside, and put them into their place.
pub const SAVERS: &[Maker] = &[];

/// The path and the kind of an answer of the operating system, however deep it is in the error.
pub fn answer(error: &Error) -> Option<(&Path, ErrorKind)> {
    match error {
        Error::Table(TableError::Io { path, error, .. })
        | Error::Scan(ScanError::Table(TableError::Io { path, error, .. }))
        | Error::Npy(NpyError::Io { path: Some(path), error, .. }) => Some((path, error.kind())),
        _ => match file_error(error)? {
            FileError::Io { path, error, .. } => Some((path, error.kind())),
            _ => None,
        },
    }
}

/// The error of the file, however deep it is.
pub fn file_error(error: &Error) -> Option<&FileError> {
    match error {
        Error::File(error)
        | Error::Table(TableError::File(error))
        | Error::Scan(ScanError::Table(TableError::File(error))) => Some(error),
        _ => None,
    }
}

/// That it failed with this answer about this path.
#[track_caller]
pub fn answers<T>(door: &str, result: Result<T, Error>, path: &Path, kind: ErrorKind) {
    let Err(error) = result else { panic!("{door} found nothing wrong with {}", path.display()) };
    assert_eq!(answer(&error), Some((path, kind)), "{door}: {error} ({error:?})");
    assert!(error.to_string().contains(path.to_str().unwrap()), "{door}: {error}");
}
