//! What can go wrong with a file, by its path and in numbers.

use core::fmt;
use std::{
    fs::FileType,
    io,
    path::{Path, PathBuf},
};

/// A file that cannot be opened, locked, written or replaced.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileError {
    /// The operating system's answer, and what was being done.
    Io {
        /// What was being done, as in "cannot open": open, lock, write.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        error: io::Error,
    },
    /// No room: the disk is full, or the user's share of it.
    Full {
        /// The file.
        path: PathBuf,
        /// How many bytes it was to have.
        needed: u64,
        /// The operating system's answer.
        error: io::Error,
    },
    /// Longer than this process may make a file (`ulimit -f`), or than the file system holds.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes it was to have.
        needed: u64,
        /// How many it may have; `None` where that is the file system's to know.
        limit: Option<u64>,
    },
    /// Somebody else writes the file: a mapped table, an appender, a save.
    Locked {
        /// The file.
        path: PathBuf,
        /// The number of the process that does, perhaps this one; `None` if it has not said so.
        by: Option<u32>,
    },
    /// What stands where the lock file should be is a file of somebody else, which is left as it is.
    NotALock {
        /// That file.
        path: PathBuf,
        /// Bytes in it.
        len: u64,
    },
    /// The lock file was another one each time it had been locked: a file system that numbers a file anew whenever it is
    /// looked at, or very many who take and release the lock.
    Unsettled {
        /// The lock file.
        path: PathBuf,
        /// How often it was tried.
        tries: u32,
    },
    /// Not a file of bytes at places, so that nothing can be mapped, locked or replaced.
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        found: FileKind,
    },
    /// The file has another length than when it was last looked at, so somebody else writes it.
    Changed {
        /// The file.
        path: PathBuf,
        /// Bytes that it had.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
}

impl FileError {
    /// The error of an answer of the operating system, with its numbers where it has some.
    pub(crate) fn new(doing: &'static str, path: &Path, error: io::Error) -> Self {
        let path = path.to_path_buf();
        match error.downcast::<Refused>() {
            Ok(Refused::Full { needed, error }) => Self::Full { path, needed, error },
            Ok(Refused::TooLarge { needed, limit }) => Self::TooLarge { path, needed, limit },
            Err(error) => Self::Io { doing, path, error },
        }
    }

    /// What is no file, or is one that `is_file` and so does not matter.
    pub(crate) fn not_a_file(path: &Path, kind: FileType) -> Self {
        Self::NotAFile { path: path.to_path_buf(), found: FileKind::of(kind) }
    }
}

/// What stands under a name where a file should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A pipe, with a name in a folder.
    Pipe,
    /// A socket.
    Socket,
    /// A device: a disk, a terminal, `/dev/null`.
    Device,
    /// A symbolic link, where links are not followed.
    Link,
    /// What this process has open, as `/dev/stdout`: it has no name that could be locked or replaced.
    Descriptor,
    /// Something else.
    Other,
}

impl FileKind {
    /// Of what is no regular file.
    pub(super) fn of(kind: FileType) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt;
            if kind.is_fifo() {
                return Self::Pipe;
            }
            if kind.is_socket() {
                return Self::Socket;
            }
            if kind.is_block_device() || kind.is_char_device() {
                return Self::Device;
            }
        }
        match kind {
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_symlink() => Self::Link,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Pipe => "a pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Link => "a link",
            Self::Descriptor => "an open descriptor",
            Self::Other => "no regular file",
        })
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, error } => write!(f, "cannot {doing} {}: {error}", path.display()),
            Self::Full { path, needed, error } => {
                write!(f, "no room for the {needed} bytes of {}: {error}", path.display())
            }
            Self::TooLarge { path, needed, limit } => {
                let refused = Refused::TooLarge { needed: *needed, limit: *limit };
                write!(f, "{}: {refused}", path.display())
            }
            Self::Locked { path, by: Some(by) } => {
                write!(f, "{} is being written by process {by}", path.display())
            }
            Self::Locked { path, by: None } => write!(f, "{} is being written by another", path.display()),
            Self::NotALock { path, len } => write!(
                f,
                "{} is in the way: a lock file is to be there, and this one, of {len} bytes, is none",
                path.display()
            ),
            Self::Unsettled { path, tries } => {
                write!(f, "{} is another file each time it is locked, {tries} times over", path.display())
            }
            Self::NotAFile { path, found } => write!(f, "{} is {found}, not a file", path.display()),
            Self::Changed { path, expected, found } => write!(
                f,
                "{} has {found} bytes where it had {expected}: somebody else writes it",
                path.display()
            ),
        }
    }
}

impl core::error::Error for FileError {
    /// What is behind the system's answer, whose text is in that of this error.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } | Self::Full { error, .. } => error.source(),
            _ => None,
        }
    }
}

/// Why bytes were not written, in numbers: what an `io::Error` of this floor carries.
#[derive(Debug)]
pub(super) enum Refused {
    Full { needed: u64, error: io::Error },
    TooLarge { needed: u64, limit: Option<u64> },
}

impl Refused {
    /// An answer to a file that was to have `needed` bytes, with that number if it is about it.
    pub(super) fn wrap(error: io::Error, needed: u64) -> io::Error {
        match error.kind() {
            // Wrapped already.
            _ if error.get_ref().is_some_and(<dyn core::error::Error + Send + Sync>::is::<Self>) => error,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                io::Error::new(error.kind(), Self::Full { needed, error })
            }
            io::ErrorKind::FileTooLarge => Self::too_large(needed, None),
            _ => error,
        }
    }

    pub(super) fn too_large(needed: u64, limit: Option<u64>) -> io::Error {
        io::Error::new(io::ErrorKind::FileTooLarge, Self::TooLarge { needed, limit })
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { needed, error } => write!(f, "no room for {needed} bytes: {error}"),
            Self::TooLarge { needed, limit: Some(limit) } => {
                write!(f, "{needed} bytes, where this process may make files of {limit} (ulimit -f)")
            }
            Self::TooLarge { needed, limit: None } => {
                write!(f, "{needed} bytes are more than the file system holds in one file")
            }
        }
    }
}

impl core::error::Error for Refused {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Full { error, .. } => error.source(),
            Self::TooLarge { .. } => None,
        }
    }
}
