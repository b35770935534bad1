//! The doors that a bad file can meet, each as a function of a path, and what their errors say.
#![allow(unsafe_code)] // mapping is

#[cfg(feature = "npz")]
use record_core::npy::npz::{NpzError, NpzReader, NpzWriter};
use record_core::{
    AnyArray, AnyMapArray, AnyTable, Element, Error, MapArray, MappedMut, Rank, Record, RecordTable,
    file::FileError,
    layout::Order,
    npy::{Appender, Header, NpyError, NpyOptions, append_npy},
    scan::{AnyRecordReader, RecordReader, ScanError, ScanOps},
    table::{OpenOptions, TableError},
};
use std::{io::ErrorKind, path::Path};

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
    let mut bytes = header(count).to_bytes();
    bytes.extend(records(count));
    bytes
}

fn header(count: usize) -> Header {
    Header::of::<Reading>([count], Order::C).unwrap()
}

/// The same as an archive with one member.
#[cfg(feature = "npz")]
pub fn npz(count: usize) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = NpzWriter::new(&mut bytes).unwrap();
    archive.add("readings", table(count).view()).unwrap();
    archive.finish().unwrap();
    bytes.into_inner()
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
    #[cfg(feature = "npz")]
    Door {
        name: "NpzReader",
        file: npz,
        run: |path| Ok(NpzReader::open(path)?.read::<RecordTable<Reading>>("readings")?.len()),
    },
    Door { name: "open_npy", file: npy, run: |path| Ok(RecordTable::<Reading>::open_npy(path)?.len()) },
    Door {
        name: "AnyArray::open_npy",
        file: npy,
        run: |path| Ok(AnyArray::open_npy(path)?.view().shape().as_ref().iter().product()),
    },
];

/// Those that map for reading.
pub const MAPS: &[Reader] = &[
    Door { name: "map_npy", file: npy, run: |path| Ok(map!(RecordTable::<Reading>::map_npy(path))?.len()) },
    Door {
        name: "AnyMapArray::map_npy_copy",
        file: npy,
        run: |path| Ok(map!(AnyMapArray::map_npy_copy(path))?.view().shape().as_ref()[0]),
    },
    Door {
        name: "map_guarded",
        file: records,
        run: |path| {
            let guarded = map!(OpenOptions::new().map_guarded::<Reading>(path))?;
            Ok(guarded.scan(|view| view.len())?)
        },
    },
    Door {
        name: "map_any_guarded",
        file: records,
        run: |path| {
            let dtype = Reading::DTYPE.clone();
            let guarded = map!(OpenOptions::new().map_any_guarded(path, dtype))?;
            Ok(guarded.scan(|view| view.len())?)
        },
    },
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
    APPENDER,
    Door {
        name: "map_npy_mut",
        file: npy,
        run: |path| {
            let table = map!(RecordTable::<Reading>::map_npy_mut(path))?;
            let count = table.len();
            table.close()?;
            Ok(count)
        },
    },
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

/// Opens for appending and appends nothing.
const APPENDER: Reader =
    Door { name: "Appender of npy", file: npy, run: |path| Ok(Appender::<Reading>::open(path)?.len()) };

/// Those that make files longer.
pub const GROWERS: &[Grower] = &[
    Door {
        name: "Appender::append",
        file: npy,
        run: |path, more| Ok(Appender::<Reading>::open(path)?.append(table(more).view())?),
    },
    Door { name: "append_npy", file: npy, run: |path, more| Ok(append_npy(path, table(more).view())?) },
    Door {
        name: "grow_to",
        file: records,
        run: |path, more| {
            let mut table = map!(RecordTable::<Reading>::map_mut(path))?;
            table.grow_to(table.len() + more)?;
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
        name: "create_npy",
        file: npy,
        run: |path, count| Ok(map!(RecordTable::<Reading>::create_npy(path, count))?.close()?),
    },
    Door {
        name: "create of npy, overwrite",
        file: npy,
        run: |path, count| {
            let (options, header) = (NpyOptions::new().overwrite(true), header(count));
            let map: AnyMapArray<MappedMut> = map!(options.create(path, &header))?;
            Ok(map.close()?)
        },
    },
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
pub const SAVERS: &[Maker] = &[
    Door { name: "save_npy", file: npy, run: |path, count| Ok(table(count).save_npy(path)?) },
    Door {
        name: "AnyView::save_npy",
        file: npy,
        run: |path, count| Ok(table(count).as_any().save_npy(path)?),
    },
    #[cfg(feature = "npz")]
    Door {
        name: "NpzWriter",
        file: npz,
        run: |path, count| {
            let mut archive = NpzWriter::create(path)?;
            archive.add("readings", table(count).view())?;
            Ok(archive.finish()?)
        },
    },
];

/// The path and the kind of an answer of the operating system, however deep it is in the error.
pub fn answer(error: &Error) -> Option<(&Path, ErrorKind)> {
    match file_error(error)? {
        FileError::Io { path, error, .. } => Some((path, error.kind())),
        _ => None,
    }
}

/// The error of the file, however deep it is.
pub fn file_error(error: &Error) -> Option<&FileError> {
    match error {
        Error::File(error)
        | Error::Npy(NpyError::File(error))
        | Error::Table(TableError::File(error))
        | Error::Scan(ScanError::Table(TableError::File(error))) => Some(error),
        #[cfg(feature = "npz")]
        Error::Npz(NpzError::File(error)) => Some(error),
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
