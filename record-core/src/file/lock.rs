//! One writer at a time, by a lock file beside the file.
//!
//! The lock is the operating system's, so it ends with the process that holds it, however that ends. It is on a file of its
//! own, because saving puts a new file in the place of the old one, and a lock on the old one would keep nobody out.

use super::{
    FileError,
    path::{Place, resolve},
    preallocate::check_limit,
};
use core::fmt;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

/// The right to write a file, held against every other [`FileLock`] of it in this process and in others.
///
/// It is advice: who does not ask is not kept out. Everything in this crate that writes a file asks, and what only reads does
/// not. The lock is on `NAME.lock` beside the file `NAME`, behind links if the path is one, with the number of this
/// process in it. It goes when the lock is dropped; a process that is killed leaves it behind unlocked, and the next one
/// takes it over.
///
/// ```
/// use record_core::file::{FileError, FileLock};
/// # let path = std::env::temp_dir().join(format!("record-doc-lock-{}.bin", std::process::id()));
/// let lock = FileLock::acquire(&path)?;
/// let second = FileLock::acquire(&path);
/// assert!(matches!(second, Err(FileError::Locked { by: Some(pid), .. }) if pid == std::process::id()));
/// drop(lock);
/// assert!(FileLock::acquire(&path).is_ok());
/// # Ok::<(), FileError>(())
/// ```
pub struct FileLock {
    file: File,
    /// The lock file.
    path: PathBuf,
}

impl FileLock {
    /// Takes the lock of a file, which need not be there yet. It does not wait.
    ///
    /// # Errors
    /// [`FileError::Locked`] with the number of the process that holds it; [`FileError::NotAFile`] for a folder, a pipe and
    /// the like; [`FileError::Io`] where the lock file cannot be made, as in a folder that is read-only.
    pub fn acquire(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let io = |doing| move |error| FileError::new(doing, path, error);
        if let Ok(there) = fs::metadata(path)
            && !there.is_file()
        {
            return Err(FileError::not_a_file(path, there.file_type()));
        }
        let lock = match resolve(path).map_err(io("find the folder of"))? {
            Place::Name { path, .. } => lock_path(&path),
            Place::Descriptor => {
                return Err(FileError::NotAFile { path: path.to_path_buf(), found: "an open descriptor" });
            }
        };
        loop {
            match Self::attempt(&lock) {
                Ok(Some(lock)) => return Ok(lock),
                // The holder went, and its file with it.
                Ok(None) => {}
                Err(Attempt::Held { by }) => return Err(FileError::Locked { path: path.to_path_buf(), by }),
                Err(Attempt::NotAFile(kind)) => return Err(FileError::not_a_file(&lock, kind)),
                Err(Attempt::Io(error)) => return Err(FileError::new("make the lock file", &lock, error)),
            }
        }
    }

    /// Takes the lock of one lock file; `None` if that is not the one under its name any more.
    fn attempt(path: &Path) -> Result<Option<Self>, Attempt> {
        let mut file = options().open(path)?;
        let opened = file.metadata()?;
        // Nothing but a lock file is written to.
        if !opened.is_file() {
            return Err(Attempt::NotAFile(opened.file_type()));
        }
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => return Err(Attempt::Held { by: holder(&mut file) }),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        let lock = Self { file, path: path.to_path_buf() };
        if !lock.is_current()? {
            return Ok(None);
        }
        lock.sign();
        Ok(Some(lock))
    }

    /// Writes the number of this process into the lock file, for the errors of others. Where there is no room for it, the
    /// lock is held all the same.
    fn sign(&self) {
        let text = format!("{}\n", std::process::id());
        _ = self.file.set_len(0);
        if check_limit(text.len() as u64).is_ok() {
            _ = (&self.file).write_all(text.as_bytes());
        }
    }

    /// Whether the file that is locked is still the one under its name.
    #[cfg(unix)]
    fn is_current(&self) -> io::Result<bool> {
        use std::os::unix::fs::MetadataExt;
        let held = self.file.metadata()?;
        match fs::symlink_metadata(&self.path) {
            Ok(there) => Ok((held.dev(), held.ino()) == (there.dev(), there.ino())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Lock files are left where they are on such systems, so it always is.
    #[cfg(not(unix))]
    fn is_current(&self) -> io::Result<bool> {
        Ok(true)
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // While it is held: whoever opened it meanwhile finds that it is not under its name any more. Elsewhere than on Unix
        // nobody could find out, so the file stays.
        if cfg!(unix) && matches!(self.is_current(), Ok(true)) {
            _ = fs::remove_file(&self.path);
        }
    }
}

impl fmt::Debug for FileLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileLock({})", self.path.display())
    }
}

/// Why a lock file was not locked.
enum Attempt {
    Held { by: Option<u32> },
    NotAFile(fs::FileType),
    Io(io::Error),
}

impl From<io::Error> for Attempt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// `NAME.lock` for `NAME`.
fn lock_path(path: &Path) -> PathBuf {
    let mut lock = path.as_os_str().to_os_string();
    lock.push(".lock");
    lock.into()
}

/// To read and to write, as it is, made if it is not there; through no link, since links to files of ours may be laid by
/// others where folders are shared.
fn options() -> OpenOptions {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW);
    }
    options
}

/// The number that the holder wrote, if it did already.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(16).read_to_string(&mut text).ok()?;
    text.strip_suffix('\n')?.parse().ok()
}
