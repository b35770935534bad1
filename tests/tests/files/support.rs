//! Folders that go, and processes of the tests' own.

use std::{
    env, fs,
    ops::Deref,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder that goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("record-files-{name}-{}-{number}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file in it.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The names in it, sorted.
    pub fn names(&self) -> Vec<String> {
        names(&self.0)
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

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A process that runs one ignored test of this program, its job, in a folder.
pub fn process(job: &str, folder: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", job]).current_dir(folder).env("RECORD_JOB", job);
    command
}

/// The same behind the words of a shell, as `ulimit -f 8;`.
pub fn process_behind(shell: &str, job: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{shell} exec \"$0\" --exact --ignored --nocapture {job}")])
        .arg(env::current_exe().unwrap())
        .current_dir(folder)
        .env("RECORD_JOB", job);
    command
}

/// Whether this is the process of a job, and not somebody who runs all ignored tests.
pub fn is_job() -> bool {
    env::var_os("RECORD_JOB").is_some()
}

/// That the process ran its one test, and that it passed.
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
