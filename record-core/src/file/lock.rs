//! One writer at a time, by a lock file beside the file.
//!
//! The lock is the operating system's, so it ends with the process that holds it, however that ends. It is on a file of its
//! own, because saving puts a new file in the place of the old one, and a lock on the old one would keep nobody out.

use super::{
    FileError, FileKind,
    open::open_at,
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
/// takes it over. A file of that name that is no such file, as `Cargo.lock` beside `Cargo`, is left as it is.
///
/// Some file systems know no locks, as of clusters and networks. Saving, mapping and appending are not refused there: what
/// would be a lock keeps nobody out, and [`is_held`](FileLock::is_held) says so. It is the same at each door.
///
/// A process that is forked keeps its locks, and what it forked has no share in them: dropping them there releases nothing.
///
/// What writes a file where it lies, as maps and appenders do, locks the file itself too (`flock`, on Unix), so that a
/// second name of it, by a hard link or a mount, is no way to a second writer. A program that has locked the file so for
/// itself keeps such writers out; the error cannot say who it is.
///
/// On Windows nobody reads a file that another has locked, so there the error does not say who that is, and the lock file
/// stays, unlocked, when the lock is dropped.
///
/// ```
/// use record_core::file::{FileError, FileLock};
/// # let path = std::env::temp_dir().join(format!("record-doc-lock-{}.bin", std::process::id()));
/// let lock = FileLock::acquire(&path)?;
/// let second = FileLock::acquire(&path);
/// let holder = cfg!(unix).then(std::process::id);
/// assert!(matches!(second, Err(FileError::Locked { by, .. }) if by == holder));
/// drop(lock);
/// assert!(FileLock::acquire(&path).is_ok());
/// # Ok::<(), FileError>(())
/// ```
pub struct FileLock {
    /// The lock file, locked; `None` on a file system without locks.
    file: Option<File>,
    /// The lock file.
    path: PathBuf,
    /// The file, behind all links as they were when it was locked: they may lead elsewhere since.
    target: PathBuf,
    /// The file itself, locked too, where it is written where it lies.
    data: Option<File>,
    /// The process that took it; a fork has it too, but not to release.
    owner: u32,
}

impl FileLock {
    /// Takes the lock of a file, which need not be there yet. It does not wait.
    ///
    /// # Errors
    /// [`FileError::Locked`] with the number of the process that holds it, on Unix; [`FileError::NotALock`] if
    /// `NAME.lock` is a file of somebody else; [`FileError::NotAFile`] for a folder, a pipe and the like;
    /// [`FileError::Io`] where the lock file cannot be made, as in a folder that is read-only;
    /// [`FileError::Unsettled`] where it never is the one that was opened.
    pub fn acquire(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let io = |doing| move |error| FileError::new(doing, path, error);
        if let Ok(there) = fs::metadata(path)
            && !there.is_file()
        {
            return Err(FileError::not_a_file(path, there.file_type()));
        }
        let target = match resolve(path).map_err(io("find the folder of"))? {
            Place::Name { path, .. } => path,
            Place::Descriptor => {
                return Err(FileError::NotAFile { path: path.to_path_buf(), found: FileKind::Descriptor });
            }
        };
        Self::settle(path, &target, File::try_lock)
    }

    /// Takes the lock of one file, `target`, which errors call `path`.
    fn settle(
        path: &Path,
        target: &Path,
        try_lock: impl Fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, FileError> {
        let lock = lock_path(target);
        for _ in 0..TRIES {
            match Self::attempt(target, &try_lock) {
                Ok(Some(lock)) => return Ok(lock),
                // The holder went, and its file with it.
                Ok(None) => {}
                Err(Attempt::Held { by }) => return Err(FileError::Locked { path: path.to_path_buf(), by }),
                Err(Attempt::NotAFile(kind)) => return Err(FileError::not_a_file(&lock, kind)),
                Err(Attempt::NotALock { len }) => return Err(FileError::NotALock { path: lock, len }),
                Err(Attempt::Io(error)) => return Err(FileError::new("make the lock file", &lock, error)),
            }
        }
        Err(FileError::Unsettled { path: lock, tries: TRIES })
    }

    /// Whether others are kept out: not on a file system without locks, where anybody may write at the same time.
    pub fn is_held(&self) -> bool {
        self.file.is_some()
    }

    /// The file, from the root and behind all links: what was locked, and so what is to be opened, made or replaced,
    /// wherever the path leads by now.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Opens the file that is locked, to read and to write. Errors name it by `path`, as the caller does.
    ///
    /// # Errors
    /// As [`open_regular`](super::open_regular) and [`hold`](FileLock::hold); a link that somebody put into its place is
    /// not followed.
    pub(crate) fn open(&mut self, path: &Path) -> Result<File, FileError> {
        let file = open_at(&self.target, no_link(File::options().read(true).write(true)), path)?;
        self.hold(&file, path)?;
        Ok(file)
    }

    /// Locks the file itself, which is written where it lies, so that nobody else writes it by another name: a hard link, a
    /// mount. On Windows a file that is locked is not read by others, so there it is not locked.
    ///
    /// # Errors
    /// [`FileError::Locked`]; [`FileError::Io`] for the system's answer, but where it has no locks.
    pub(crate) fn hold(&mut self, file: &File, path: &Path) -> Result<(), FileError> {
        if cfg!(unix) {
            lock_or_not(file, File::try_lock).map_err(|error| match error {
                TryLockError::WouldBlock => FileError::Locked { path: path.to_path_buf(), by: None },
                TryLockError::Error(error) => FileError::new("lock", path, error),
            })?;
            self.data = Some(file.try_clone().map_err(|error| FileError::new("lock", path, error))?);
        }
        Ok(())
    }

    /// Takes the lock of one file; `None` if its lock file is not the one under its name any more.
    fn attempt(
        target: &Path,
        try_lock: impl Fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Self>, Attempt> {
        let path = lock_path(target);
        let mut file = options().open(&path)?;
        let opened = file.metadata()?;
        // Nothing but a lock file is written to.
        if !opened.is_file() {
            return Err(Attempt::NotAFile(opened.file_type()));
        }
        let held = match lock_or_not(&file, try_lock) {
            Ok(held) => held,
            Err(TryLockError::WouldBlock) => return Err(Attempt::Held { by: holder(&mut file) }),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        };
        if !is_current(&file, &path)? {
            return Ok(None);
        }
        // Before there is a lock, which would take the file away when it is dropped.
        if !is_lock(&mut file)? {
            return Err(Attempt::NotALock { len: file.metadata()?.len() });
        }
        if held {
            sign(&mut file);
        } else {
            // What cannot be locked says nothing to anybody.
            _ = fs::remove_file(&path);
        }
        Ok(Some(Self {
            file: held.then_some(file),
            path,
            target: target.to_path_buf(),
            data: None,
            owner: std::process::id(),
        }))
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Where a process was forked, the lock is that of the first one.
        if self.owner != std::process::id() {
            return;
        }
        // While it is held: whoever opened it meanwhile finds that it is not under its name any more. Elsewhere than on Unix
        // nobody could find out, so the file stays.
        if cfg!(unix)
            && let Some(file) = &self.file
            && matches!(is_current(file, &self.path), Ok(true))
        {
            _ = fs::remove_file(&self.path);
        }
        // Not by closing: a process that another thread starts meanwhile has the files open until it runs its program.
        for file in [&self.file, &self.data].into_iter().flatten() {
            _ = file.unlock();
        }
    }
}

impl fmt::Debug for FileLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileLock({})", self.path.display())
    }
}

/// Whether there is a lock now: not on a file system without locks.
fn lock_or_not(
    file: &File,
    try_lock: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<bool, TryLockError> {
    loop {
        return match try_lock(file) {
            Ok(()) => Ok(true),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(false),
            Err(error) => Err(error),
        };
    }
}

/// Why a lock file was not locked.
enum Attempt {
    Held { by: Option<u32> },
    NotAFile(fs::FileType),
    NotALock { len: u64 },
    Io(io::Error),
}

impl From<io::Error> for Attempt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How often a lock file is made or opened that is gone when it is locked, since its holder went. Two processes that do
/// nothing but take a lock and release it see that a few times in a row.
const TRIES: u32 = 10_000;

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
    no_link(options.read(true).write(true).create(true).truncate(false));
    options
}

/// Through no link, where the system can be asked for that.
fn no_link(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW);
    }
    options
}

/// The longest content of a lock file in bytes: more than a process number and the end of its line take.
const LONGEST: u64 = 16;

/// Whether the file that is locked is still the one under its name.
#[cfg(unix)]
fn is_current(locked: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = locked.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok((held.dev(), held.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Lock files are left where they are on such systems, so it always is.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the system is asked on Unix")]
fn is_current(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// Whether a file may be a lock file: empty, as one that was just made, or with the line of a process in it. What is neither is
/// somebody else's, and not to be written to or taken away.
fn is_lock(file: &mut File) -> io::Result<bool> {
    let len = file.metadata()?.len();
    if len == 0 || len > LONGEST {
        return Ok(len == 0);
    }
    let mut text = Vec::new();
    file.rewind()?;
    file.take(LONGEST + 1).read_to_end(&mut text)?;
    let digits = text.strip_suffix(b"\n").unwrap_or_default();
    Ok(!digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// Writes the number of this process into the lock file, for the errors of others. Where there is no room for it, the lock is
/// held all the same.
fn sign(file: &mut File) {
    let text = format!("{}\n", std::process::id());
    _ = file.set_len(0);
    if file.rewind().is_ok() && check_limit(text.len() as u64).is_ok() {
        _ = file.write_all(text.as_bytes());
    }
}

/// The number that the holder wrote, if it did already, and if the system lets others read what is locked.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    text.strip_suffix('\n')?.parse().ok()
}

#[cfg(test)]
mod tests;
