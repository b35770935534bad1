//! Mapped tables and arrays, in every mode, against plain reads of the same files.
#![allow(unsafe_code)] // mapping is; the files are the tests' own

#[path = "maps/facts.rs"]
mod facts;
#[path = "maps/grid.rs"]
mod grid;
#[path = "maps/large.rs"]
mod large;
#[path = "maps/modes.rs"]
mod modes;
#[cfg(unix)]
#[path = "maps/numpy.rs"]
mod numpy;
#[path = "maps/resize.rs"]
mod resize;

use record_core::prelude::*;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// Seven bytes, none of them aligned.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Row {
    id: u8,
    count: Be<u16>,
    value: Le<u32>,
}

fn row(i: usize) -> Row {
    let number = u32::try_from(i).unwrap();
    Row {
        id: number.to_le_bytes()[0],
        count: Be::new(u16::try_from(i % 60_000).unwrap()),
        value: Le::new(number * 3),
    }
}

fn rows(count: usize) -> Vec<Row> {
    (0..count).map(row).collect()
}

/// The rows as a file has them.
fn bytes_of(rows: &[Row]) -> Vec<u8> {
    rows.iter()
        .flat_map(|row| {
            let mut bytes = vec![row.id];
            bytes.extend(row.count.get().to_be_bytes());
            bytes.extend(row.value.get().to_le_bytes());
            bytes
        })
        .collect()
}

/// Bytes without a short period.
fn noise(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i.wrapping_mul(2_654_435_761) >> 11).to_le_bytes()[0]).collect()
}

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let path = path.join(format!("maps-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The names in it.
    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Calls a door.
macro_rules! door {
    ($call:expr) => {{
        // SAFETY: the file is this test's own: while a map of it is borrowed, nobody else writes it, and while there is one,
        // nobody makes it shorter.
        unsafe { $call }
    }};
}
use door;
