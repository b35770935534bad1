//! Readers run in constant memory: nothing is allocated once they run, and a file much larger than their buffers does not make
//! the process larger.
#![allow(unsafe_code)] // an allocator is unsafe to write

use record_core::{
    ops::SumState,
    prelude::*,
    scan::{ReaderOptions, ScanOps},
};
use std::{
    alloc::{GlobalAlloc, System},
    cell::Cell,
    env, fs,
    io::{self, Read},
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// The system's allocator, counting the calls of the thread that tests and of those that it starts: the one that waits
/// for the test's end may allocate at any time.
struct Counting;

static CALLS: AtomicUsize = AtomicUsize::new(0);

/// Threads that allocate for the first time are counted from now on.
static COUNTING: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether the calls of this thread are counted, once it has made one.
    static COUNTED: Cell<Option<bool>> = const { Cell::new(None) };
}

fn is_counted() -> bool {
    let decide = |counted: &Cell<Option<bool>>| {
        let is_counted = counted.get().unwrap_or_else(|| COUNTING.load(Ordering::Relaxed));
        counted.set(Some(is_counted));
        is_counted
    };
    COUNTED.try_with(decide).unwrap_or(true)
}

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: std::alloc::Layout) -> *mut u8 {
        CALLS.fetch_add(usize::from(is_counted()), Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: std::alloc::Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A page of a log.
#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Page {
    number: Be<u64>,
    rest: [u8; 4088],
}

/// Bytes without an end, and without memory.
struct Endless(u8);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0 = self.0.wrapping_add(1);
        buffer.fill(self.0);
        Ok(buffer.len())
    }
}

/// What the process is: one test runs as another process, so that no other test shares its memory.
const CHILD: &str = "RECORD_SCAN_MEMORY_CHILD";

/// Runs the test of this name alone in a process of its own.
fn alone(name: &str) {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads", "1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("checked"), "it ran: {said}");
}

fn is_child() -> bool {
    env::var_os(CHILD).is_some()
}

/// A file of zeros that takes no room on disk.
struct Sparse(PathBuf);

impl Sparse {
    fn new(len: u64) -> Self {
        let path = env::temp_dir().join(format!("record-scan-memory-{}", std::process::id()));
        fs::File::create(&path).unwrap().set_len(len).unwrap();
        Self(path)
    }
}

impl Drop for Sparse {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

#[test]
fn nothing_is_allocated_once_a_reader_runs() {
    if !is_child() {
        return alone("nothing_is_allocated_once_a_reader_runs");
    }
    COUNTED.set(Some(true));
    COUNTING.store(true, Ordering::Relaxed);
    let file = Sparse::new(400 * 4096);
    for ahead in [false, true] {
        for from_file in [false, true] {
            let options = ReaderOptions::new().chunk_bytes(3 * 4096).read_ahead(ahead).count(400);
            let mut reader = if from_file {
                options.open::<Page>(&file.0).unwrap()
            } else {
                options.reader::<Page>(Endless(0)).unwrap()
            };
            let mut sum = SumState::new();
            // The first wait of a thread may allocate what the system's locks need.
            for _ in 0..4 {
                sum.add(reader.next_chunk().unwrap().unwrap().col(Page::NUMBER));
            }
            let before = CALLS.load(Ordering::Relaxed);
            let mut chunks = 4;
            while let Some(chunk) = reader.next_chunk().unwrap() {
                sum.add(chunk.col(Page::NUMBER));
                chunks += 1;
            }
            let calls = CALLS.load(Ordering::Relaxed) - before;
            assert_eq!((chunks, sum.count()), (134, 400));
            assert_eq!(calls, 0, "from a file: {from_file}, ahead: {ahead}");
        }
    }
    println!("checked");
}

/// The most memory that the process ever had.
#[cfg(target_os = "linux")]
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the system says it");
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_file_does_not_make_the_process_large() {
    if !is_child() {
        return alone("a_large_file_does_not_make_the_process_large");
    }
    let len = 1 << 30;
    let file = Sparse::new(len);
    let before = peak_mib();
    let mut reader = ReaderOptions::new().open::<Page>(&file.0).unwrap();
    assert_eq!(reader.sum(Page::NUMBER).unwrap(), 0);
    assert_eq!(reader.end().unwrap().records, len >> 12);
    // Two buffers of one MiB, and the thread.
    let more = peak_mib() - before;
    assert!(more <= 8, "{more} MiB more than {before} for a file of {} MiB", len >> 20);
    // A stream too.
    let mut reader = ReaderOptions::new().count(1 << 16).reader::<Page>(Endless(0)).unwrap();
    assert!(reader.sum(Page::NUMBER).unwrap() > 0);
    let more = peak_mib() - before;
    assert!(more <= 8, "{more} MiB more than {before}");
    println!("checked: {before} MiB, {more} more");
}
