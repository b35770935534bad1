//! Scans: records that come a part at a time give the answers of one view of all of them, and what happens to their file is a
//! typed result.

#[path = "scans/again.rs"]
mod again;
#[path = "scans/control.rs"]
mod control;
#[path = "scans/doors.rs"]
mod doors;
#[path = "scans/equal.rs"]
mod equal;
#[path = "scans/files.rs"]
mod files;
#[path = "scans/growing.rs"]
mod growing;
#[path = "scans/named.rs"]
mod named;
#[path = "scans/names.rs"]
mod names;
#[path = "scans/parts.rs"]
mod parts;
#[path = "scans/quantiles.rs"]
mod quantiles;
#[path = "scans/real.rs"]
mod real;
#[path = "scans/row.rs"]
mod row;
#[path = "scans/stdin.rs"]
mod stdin;
#[path = "scans/streams.rs"]
mod streams;
#[path = "kernels/sum_rule.rs"]
mod sum_rule;
#[path = "scans/truncation.rs"]
mod truncation;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A file of a test, removed at its end.
struct Temporary(PathBuf);

impl Temporary {
    fn new(bytes: &[u8]) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("record-scans-{}-{number}", std::process::id()));
        fs::write(&path, bytes).expect("room for a file");
        Self(path)
    }

    /// Makes the file shorter, or longer by zeros.
    fn set_len(&self, len: u64) {
        let file = fs::File::options().write(true).open(&self.0).expect("the file");
        file.set_len(len).expect("a length");
    }

    fn append(&self, bytes: &[u8]) {
        use std::io::Write as _;
        let mut file = fs::File::options().append(true).open(&self.0).expect("the file");
        file.write_all(bytes).expect("room");
    }
}

impl AsRef<Path> for Temporary {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}
