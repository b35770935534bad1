//! Logs of instruments, written one behind the other until they are 4 GiB, mapped and asked: for a range of time, for
//! groups, for what was nearest in time. A hundredth of that unless `RECORD_STRESS=1`.
//!
//! Each copy's times are later by what the log takes, so that times stay in order. What is found in all copies follows from
//! what loops find in the one log.
#![cfg(target_os = "linux")]
#![allow(unsafe_code)] // mapping is; the files are the tests' own

#[path = "replicas/lidar.rs"]
mod lidar;
#[path = "replicas/telemetry.rs"]
mod telemetry;

use record_core::{
    Element, Mapped,
    prelude::*,
    table::{OpenOptions, Trailing},
};
use serde_json::Value as Json;
use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

/// A log as its file has it, and as often as it is written.
struct Log<R: Record> {
    records: RecordTable<R>,
    copies: usize,
}

impl<R: Record> Log<R> {
    /// The records of the file that `name` in `folder` describes.
    fn open(folder: &Path, name: &str) -> Self {
        let json: Json =
            serde_json::from_slice(&fs::read(folder.join(name)).expect("a description")).unwrap();
        let size = |key: &str| usize::try_from(json[key].as_u64().expect("a number")).unwrap();
        assert_eq!(size_of::<R>(), size("itemsize"), "the record is that of the file");
        let options = OpenOptions::new().offset(size("header_bytes") as u64).count(size("count") as u64);
        let path = folder.join(json["file"].as_str().expect("a name"));
        let records = options.trailing(Trailing::Ignore).read::<R>(path).expect("records");
        let all = if std::env::var_os("RECORD_STRESS").is_some_and(|value| value == "1") {
            4 << 30
        } else {
            println!("a hundredth: RECORD_STRESS=1 makes a file of 4 GiB");
            (4 << 30) / 100
        };
        let copies = usize::div_ceil(all, records.len() * size_of::<R>());
        Self { records, copies }
    }

    /// The records of one copy.
    fn len(&self) -> usize {
        self.records.len()
    }

    /// The number of all records.
    fn all(&self) -> usize {
        self.len() * self.copies
    }

    /// Writes all copies, whose times `shift` makes later, and maps them.
    fn replicate(&self, shift: impl Fn(&mut R, usize)) -> Replicas<R>
    where
        R: Element<Value = R>,
    {
        let file = Scratch::new();
        let mut out = BufWriter::with_capacity(1 << 20, File::create_new(&file.0).expect("a file"));
        let mut copy: Vec<R> = self.records.to_vec();
        for number in 0..self.copies {
            for (record, old) in copy.iter_mut().zip(self.records.iter()) {
                *record = old;
                shift(record, number);
            }
            let bytes = View::from_slice(&copy).as_bytes().expect("records without gaps");
            out.write_all(bytes).expect("room on the disk");
        }
        out.into_inner().expect("room on the disk").sync_all().expect("room on the disk");
        // SAFETY: the file is this test's own: nobody writes it any more, or makes it shorter.
        let table = unsafe { OpenOptions::new().map::<R>(&file.0) }.expect("a map");
        assert_eq!(table.len(), self.all());
        println!(
            "{} copies of {} records, {} MB",
            self.copies,
            self.len(),
            (table.len() * size_of::<R>()) >> 20
        );
        Replicas { table, _file: file }
    }

    /// That so many searches have touched few pages: each looks at log₂ n elements at most, most of them where the one before
    /// has looked.
    fn check_touched(&self, touched: i64, searches: i64) {
        let pages = i64::try_from((self.all() * size_of::<R>()).div_ceil(4096)).unwrap();
        let depth = i64::from(self.all().ilog2()) + 1;
        println!("{searches} searches in {pages} pages: {touched} faults");
        assert!(touched <= (searches * depth).min(pages / 50), "{touched} faults for {searches} searches");
    }

    /// Copies to look at closely: the first ones, one in the middle, the last ones.
    fn some_copies(&self) -> impl Iterator<Item = usize> {
        let last = self.copies - 1;
        [0, 1, last / 2, last / 2 + 1, last].into_iter().filter(move |&copy| copy <= last)
    }
}

/// All copies, and the file that goes when they are no longer needed.
struct Replicas<R: Record> {
    table: RecordTable<R, Mapped>,
    _file: Scratch,
}

/// A file that goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("replicas-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

/// Pages that this thread has touched for the first time, or for the first time since they were mapped.
fn faults() -> i64 {
    // SAFETY: the struct is of integers, for which zero is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the struct may be written.
    assert_eq!(unsafe { libc::getrusage(libc::RUSAGE_THREAD, &raw mut usage) }, 0);
    usage.ru_minflt + usage.ru_majflt
}
