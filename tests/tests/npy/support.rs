//! A record type with everything in it, and folders.

use record_core::prelude::*;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Gaps inside and at the end, both byte orders, text, a sub-array, a title.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Reading {
    pub id: u8,
    #[record(title = "seconds since then")]
    pub at: Be<f64>,
    pub name: FixedBytes<5>,
    pub volts: [f32; 3],
    pub good: Bool8,
}

pub fn readings(ids: std::ops::Range<u8>) -> Vec<Reading> {
    let reading = |id: u8| Reading {
        id,
        at: Be::new(f64::from(id) / 4.0),
        name: format!("n{id}").as_str().try_into().expect("short"),
        volts: [f32::from(id), -1.0, 0.5],
        good: id.is_multiple_of(2).into(),
    };
    ids.map(reading).collect()
}

/// A folder that goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("npy-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Names in it, in order.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("Unicode"))
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Two digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
