//! Writing a file aside and putting it into its place when it is whole, so that there is the old file or the new one, and
//! never a part of one.

use super::{
    FileError, FileKind, FileLock,
    error::Refused,
    path::{Place, resolve},
    preallocate::check_limit,
};
use core::{
    fmt,
    hash::{BuildHasher, Hasher},
    sync::atomic::{AtomicU64, Ordering},
};
use std::{
    fs::{self, File, Metadata, OpenOptions},
    hash::RandomState,
    io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 << 10;

/// A file that is being written aside, as `NAME.<random>.tmp` in the folder of `NAME`.
///
/// [`commit`](Replace::commit) puts it into its place; dropped without that, it is removed, and nothing has happened. The lock
/// of `NAME` is held meanwhile.
///
/// * A link is followed first, so that the file behind it is replaced and the link stays, as when NumPy opens it.
/// * A file that is replaced keeps its permissions, and its owner and group where this user may give them; other names of it
///   (hard links) keep the old bytes. One that may not be written is not replaced.
/// * What is no regular file (a pipe, a device, `/dev/stdout`) has no name that could be replaced, and is written to at once,
///   as by NumPy. A folder or a socket is an error.
pub(crate) struct Replace {
    /// `None` once it is taken apart.
    out: Option<BufWriter<Limited>>,
    aside: Option<Aside>,
    /// As the caller calls it.
    path: PathBuf,
}

/// The names of a file that is written aside.
struct Aside {
    folder: PathBuf,
    /// Where it is.
    at: PathBuf,
    /// Where it is to be.
    to: PathBuf,
    /// Whether it must be the first file of that name.
    new: bool,
    /// Whether it is there.
    done: bool,
    /// The process that writes it; a fork has the names too, but not to remove.
    owner: u32,
    /// Released when it is, or when it is given up.
    _lock: Option<FileLock>,
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.done && self.owner == std::process::id() {
            _ = fs::remove_file(&self.at);
        }
    }
}

impl Replace {
    /// Starts a file aside.
    ///
    /// # Errors
    /// [`FileError::Locked`] if somebody else writes the file, [`FileError::NotAFile`] for a folder or a socket,
    /// [`FileError::Io`] if there is no folder, or no right to write in it or to the file.
    pub(crate) fn create(path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::start(path.as_ref(), None, false)
    }

    /// As [`create`](Replace::create), for a caller that holds the lock of the file: what is replaced is the file that
    /// was locked.
    pub(crate) fn create_locked(path: impl AsRef<Path>, lock: &FileLock) -> Result<Self, FileError> {
        Self::start(path.as_ref(), Some(lock), false)
    }

    /// As [`create_locked`](Replace::create_locked), for a file that replaces none: one that is there now, or when it is put
    /// into its place, is an error and stays what it is.
    pub(crate) fn create_new_locked(path: impl AsRef<Path>, lock: &FileLock) -> Result<Self, FileError> {
        Self::start(path.as_ref(), Some(lock), true)
    }

    fn start(path: &Path, locked: Option<&FileLock>, new: bool) -> Result<Self, FileError> {
        let io = |doing| move |error| FileError::new(doing, path, error);
        let mut own = None;
        let to = if let Some(lock) = locked {
            lock.target().to_path_buf()
        } else {
            match fs::metadata(path).map(|there| there.file_type()) {
                Ok(kind) if !kind.is_file() => {
                    return match FileKind::of(kind) {
                        FileKind::Folder | FileKind::Socket => Err(FileError::not_a_file(path, kind)),
                        _ => Self::direct(path),
                    };
                }
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(io("look at")(error)),
                _ => {}
            }
            if resolve(path).map_err(io("find the folder of"))? == Place::Descriptor {
                return Self::direct(path);
            }
            own.insert(FileLock::acquire(path)?).target().to_path_buf()
        };
        // Behind all links, so what is a link there now was none when it was locked.
        let there = match fs::symlink_metadata(&to) {
            Ok(there) if there.is_file() => Some(there),
            Ok(other) => return Err(FileError::not_a_file(path, other.file_type())),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(io("look at")(error)),
        };
        if new && there.is_some() {
            return Err(io("create")(ErrorKind::AlreadyExists.into()));
        }
        let folder =
            to.parent().unwrap_or_else(|| unreachable!("resolved to a name in a folder")).to_path_buf();
        if there.is_some() {
            // Not to replace what this user may not write.
            File::options().write(true).open(&to).map_err(io("write"))?;
        }
        let (at, file) = create_aside(&folder, &to, there.is_some()).map_err(io("write a file beside"))?;
        let aside = Aside { folder, at, to, new, done: false, owner: std::process::id(), _lock: own };
        if let Some(there) = &there {
            keep_permissions(&file, there).map_err(io("keep the permissions of"))?;
        }
        Ok(Self::over(file, Some(aside), path))
    }

    /// Writes to what is there.
    fn direct(path: &Path) -> Result<Self, FileError> {
        let file = File::options()
            .write(true)
            .truncate(true)
            .open(path)
            .map_err(|error| FileError::new("open", path, error))?;
        Ok(Self::over(file, None, path))
    }

    fn over(file: File, aside: Option<Aside>, path: &Path) -> Self {
        let limited = file.metadata().is_ok_and(|about| about.is_file());
        let out = BufWriter::with_capacity(BUFFER, Limited { file, at: limited.then_some(0) });
        Self { out: Some(out), aside, path: path.to_path_buf() }
    }

    /// The file that is written, for making room in it.
    #[cfg(feature = "mmap")]
    pub(crate) fn file(&self) -> &File {
        let out = self.out.as_ref().unwrap_or_else(|| unreachable!("taken apart when it is given up only"));
        &out.get_ref().file
    }

    /// The error of an answer to a write or a seek.
    pub(crate) fn error(&self, error: io::Error) -> FileError {
        FileError::new("write", &self.path, error)
    }

    /// Puts the file into its place: its bytes are on the disk first, and then its name.
    ///
    /// # Errors
    /// [`FileError`]: the file is removed, and what was there is still there. If only the folder could not be synced, the new
    /// file is in its place, but perhaps not after a power failure.
    pub(crate) fn commit(mut self) -> Result<File, FileError> {
        let io = |doing| {
            let path = self.path.clone();
            move |error| FileError::new(doing, &path, error)
        };
        let (write, sync, create, rename, folder) = (
            io("write"),
            io("write to the disk"),
            io("create"),
            io("put a new file in the place of"),
            io("sync the folder of"),
        );
        let mut out = self.out.take().unwrap_or_else(|| unreachable!("taken here only"));
        out.flush().map_err(write)?;
        let file = out.into_parts().0.file;
        let Some(mut aside) = self.aside.take() else {
            // A pipe cannot be synced.
            return Ok(file);
        };
        file.sync_all().map_err(sync)?;
        if aside.new {
            link_new(&aside.at, &aside.to).map_err(create)?;
        } else {
            fs::rename(&aside.at, &aside.to).map_err(rename)?;
        }
        aside.done = true;
        sync_folder(&aside.folder).map_err(folder)?;
        Ok(file)
    }

    fn out(&mut self) -> io::Result<&mut BufWriter<Limited>> {
        self.out.as_mut().ok_or_else(|| ErrorKind::BrokenPipe.into())
    }
}

impl Drop for Replace {
    fn drop(&mut self) {
        // A buffered writer writes what it has when it is dropped; what is removed need not be written.
        if let Some(out) = self.out.take()
            && self.aside.is_some()
        {
            _ = out.into_parts();
        }
    }
}

impl Write for Replace {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out()?.flush()
    }
}

impl Seek for Replace {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out()?.seek(to)
    }
}

impl fmt::Debug for Replace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Replace({})", self.path.display())
    }
}

/// A file that refuses to grow beyond what this process may write, which would end it.
struct Limited {
    file: File,
    /// The byte that is written next; `None` for what has no length.
    at: Option<u64>,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(at) = self.at else {
            return self.file.write(bytes);
        };
        let end = at.saturating_add(bytes.len() as u64);
        check_limit(end)?;
        let written = self.file.write(bytes).map_err(|error| Refused::wrap(error, end))?;
        self.at = Some(at + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Limited {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        self.at = self.at.map(|_| at);
        Ok(at)
    }
}

/// Gives a file another name, which no file may have. A second name is one step, and fails if it is taken. A process that
/// ends behind it leaves both names.
///
/// Where the file system knows one name for a file only, an empty file takes the name, and the other its place: a process
/// that ends between the two leaves the empty one.
fn link_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => {
            // The file is in its place; a name too many is nothing to fail for.
            _ = fs::remove_file(from);
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Err(_) => {
            File::create_new(to)?;
            fs::rename(from, to)
        }
    }
}

/// A new file in the folder, named after the one that it is to be. Until it has the permissions of a file that it
/// replaces, nobody else may read it.
fn create_aside(folder: &Path, to: &Path, replaces: bool) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if replaces { 0o600 } else { 0o666 });
    }
    #[cfg(not(unix))]
    let _ = replaces;
    // A name must not get too long by what is behind it.
    let name = to.file_name().filter(|name| name.len() <= 200).unwrap_or("records".as_ref());
    loop {
        // std's keys are random, and differ from call to call.
        let mut random = RandomState::new().build_hasher();
        random.write_u32(std::process::id());
        random.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
        let mut aside = name.to_os_string();
        aside.push(format!(".{:016x}.tmp", random.finish()));
        let at = folder.join(aside);
        match options.open(&at) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (at, file)),
        }
    }
}

/// Gives a file the owner, the group and the permissions of another.
#[cfg(unix)]
fn keep_permissions(file: &File, there: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let new = file.metadata()?;
    let mut mode = there.mode() & 0o7777;
    if (new.uid(), new.gid()) != (there.uid(), there.gid()) {
        let group = Some(there.gid());
        if fchown(file, Some(there.uid()), group).is_err() {
            // Another's file: it becomes this user's, without the rights to run as the other.
            mode &= 0o1777;
            if fchown(file, None, group).is_err() {
                // What the group might is not for another group: no more than everybody might.
                mode = mode & !0o070 | (mode & 0o007) << 3;
            }
        }
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Gives a file the permissions of another.
#[cfg(not(unix))]
fn keep_permissions(file: &File, there: &Metadata) -> io::Result<()> {
    file.set_permissions(there.permissions())
}

/// Puts the names in a folder on the disk, where that is offered.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // A folder that may be written but not read, and a file system that syncs no folders.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::Unsupported | ErrorKind::InvalidInput
            ) =>
        {
            Ok(())
        }
        synced => synced,
    }
}
