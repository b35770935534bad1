//! `.npz` archives: those that NumPy and Python's `zipfile` wrote, those that this crate writes, and those that mean harm.

#[path = "npz/allocator.rs"]
mod allocator;
#[path = "npz/archive.rs"]
mod archive;
#[path = "npz/damaged.rs"]
mod damaged;
#[allow(dead_code)] // other tests use the rest
mod dtype_support;
#[path = "npz/hostile.rs"]
mod hostile;
#[path = "npz/large.rs"]
mod large;
#[path = "npz/live.rs"]
mod live;
#[path = "npz/recorded.rs"]
mod recorded;
#[path = "npz/writing.rs"]
mod writing;

use record_core::{
    AnyArray,
    npy::npz::{NpzError, NpzReader},
};
use std::{io::Cursor, path::PathBuf};

/// Where the recorded archives are.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/npz")
}

/// The bytes of a recorded archive.
fn recorded(path: &str) -> Vec<u8> {
    std::fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Opens an archive in memory.
fn open(bytes: &[u8]) -> Result<NpzReader<Cursor<&[u8]>>, NpzError> {
    NpzReader::from_reader(Cursor::new(bytes))
}

/// Name, dtype, shape and bytes of a member.
type Content = (String, String, Vec<usize>, Vec<u8>);

/// All members, or the first error.
fn contents(bytes: &[u8]) -> Result<Vec<Content>, NpzError> {
    let mut archive = open(bytes)?;
    let names: Vec<String> = archive.names().map(String::from).collect();
    let mut found = Vec::new();
    for name in names {
        let array = archive.read::<AnyArray>(&name)?;
        let (dtype, shape) = (array.dtype().to_string(), array.layout().shape.as_ref().to_vec());
        found.push((name, dtype, shape, array.as_bytes().to_vec()));
    }
    Ok(found)
}
