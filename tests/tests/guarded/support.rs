//! Files, guarded maps of them, and processes of the tests' own.

use super::Reading;
use record_core::{
    DType, Record, View,
    scan::{AnyGuarded, Guarded, ScanError},
    table::OpenOptions,
};
use std::{
    env,
    fs::{self, File},
    ops::Deref,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

/// Bytes of a record.
pub const SIZE: usize = size_of::<Reading>();

/// A page, or a part of one where pages are larger.
pub const PAGE: usize = 4096;

/// A folder that goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("record-guarded-{name}-{}-{number}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file of so many readings behind so many other bytes.
    pub fn readings(&self, name: &str, before: usize, count: usize) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, [vec![0xaa; before], bytes(count)].concat()).unwrap();
        path
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// No byte of a record is 0 everywhere, so that zeros in its place are seen.
pub fn reading(i: usize) -> Reading {
    let id = i as u64 * 3 + 1;
    Reading { id, value: f32::from(u8::try_from(i % 200).unwrap()) + 0.5, flag: 7 }
}

/// The bytes of so many readings.
pub fn bytes(count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count * SIZE);
    for i in 0..count {
        let Reading { id, value, flag } = reading(i);
        bytes.extend(id.to_ne_bytes());
        bytes.extend(value.to_ne_bytes());
        bytes.push(flag);
    }
    bytes
}

/// The sum of the numbers of so many readings, by a formula.
pub fn sum(count: usize) -> i128 {
    let count = count as i128;
    count * (count - 1) / 2 * 3 + count
}

/// The sum of the numbers of a view, record by record.
pub fn slow_sum(view: View<'_, Reading>) -> i128 {
    view.iter().map(|reading| i128::from(reading.id)).sum()
}

#[allow(unsafe_code)] // mapping is; nobody writes the tests' files
pub fn guard<R: Record>(options: OpenOptions<'_>, path: &Path) -> Result<Guarded<R>, ScanError> {
    // SAFETY: the file is written before, and only shortened afterwards.
    unsafe { options.map_guarded(path) }
}

#[allow(unsafe_code)] // as above
pub fn guard_any(options: OpenOptions<'_>, path: &Path, dtype: DType) -> Result<AnyGuarded, ScanError> {
    // SAFETY: the file is written before, and only shortened afterwards.
    unsafe { options.map_any_guarded(path, dtype) }
}

/// The whole file.
pub fn open(path: &Path) -> Guarded<Reading> {
    guard(OpenOptions::new(), path).unwrap()
}

/// Gives the file another length.
pub fn cut(path: &Path, len: usize) {
    File::options().write(true).open(path).unwrap().set_len(len as u64).unwrap();
}

/// That the scan failed for a file cut at this record, of so many.
#[track_caller]
pub fn truncated<T>(result: Result<T, ScanError>, expected: usize, of: usize) {
    match result.map(|_| "a value") {
        Err(ScanError::Truncated { record, count, .. }) => {
            assert_eq!((record, count), (expected as u64, of as u64));
        }
        other => panic!("{other:?}"),
    }
}

/// A guarded scan of a file that is shortened in the middle of it.
#[track_caller]
pub fn survive(folder: &Folder) {
    let path = folder.readings("survive", 0, 2000);
    let map = open(&path);
    let result = map.scan(|view| {
        cut(&path, PAGE + 100);
        slow_sum(view)
    });
    truncated(result, (PAGE + 100) / SIZE, 2000);
}

/// A process that runs one ignored test of this program.
pub fn process(job: &str, scenario: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", job]).env("RECORD_JOB", scenario);
    command
}

/// What a process of a job is to do; nothing in somebody's run of all ignored tests.
pub fn scenario() -> Option<String> {
    env::var("RECORD_JOB").ok()
}

/// That the process ran its one test, and that it passed.
#[track_caller]
pub fn succeeds(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{}\n{text}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

/// `all` where the heavy tests are asked for, a hundredth of it where they are not.
pub fn stress(all: u32) -> u32 {
    if env::var_os("RECORD_STRESS").is_some_and(|on| on == "1") { all } else { all / 100 }
}
