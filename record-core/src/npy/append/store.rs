//! What an appender does to a file, step by step, and in which order: data, then disk, then header.
//!
//! Whatever interrupts it, the header says only what is there: a crash before the header leaves the old array with bytes
//! behind it, which only an appender cuts off that is told to.

use crate::file::{FileError, preallocate};
use std::{
    fs::File,
    io::{self, Seek as _, SeekFrom, Write as _},
    path::Path,
};

/// A file to which is appended: the steps whose order matters.
pub(super) trait Store {
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Makes it this long, with room on the disk for all of it.
    fn reserve(&mut self, len: u64) -> io::Result<()>;
    /// Makes it this long.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Returns when all that was written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
}

impl Store for File {
    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn reserve(&mut self, len: u64) -> io::Result<()> {
        preallocate(self, len)
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(at))?;
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Some bytes of a header, and what they are to become.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Patch {
    pub(super) at: u64,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

impl Patch {
    /// Written at once: the system copies a page at a time, and a process may end between two.
    const PAGE: usize = 4096;
    /// The digits of a length and what moves with them take less.
    const LONGEST: usize = 64;

    /// From one header to another of the same length; `None` if they differ in so many bytes, or in such places, that a
    /// crash could leave a mixture of both.
    pub(super) fn new(old: &[u8], new: &[u8]) -> Option<Self> {
        let differ = |&i: &usize| old[i] != new[i];
        if old.len() != new.len() {
            return None;
        }
        let first = (0..old.len()).find(differ).unwrap_or(0);
        let end = (first..old.len()).rfind(differ).map_or(first, |last| last + 1);
        let at_once = end - first <= Self::LONGEST
            && first / Self::PAGE == end.saturating_sub(1).max(first) / Self::PAGE;
        at_once.then(|| Self {
            at: first as u64,
            old: old[first..end].to_vec(),
            new: new[first..end].to_vec(),
        })
    }
}

/// How an append ended that did not succeed.
#[derive(Debug)]
pub(super) enum Failed {
    /// The array is what it was.
    Restored(FileError),
    /// The array is what it was or what it was to be, and only the file knows.
    Unknown(FileError),
}

/// That the file has the `end` bytes of the array and no others; more only if they may be written over.
pub(super) fn check_len(file: &impl Store, path: &Path, end: u64, over: bool) -> Result<u64, FileError> {
    let found = file.len().map_err(|error| FileError::new("look at", path, error))?;
    if found < end || found > end && !over {
        return Err(FileError::Changed { path: path.to_path_buf(), expected: end, found });
    }
    Ok(found)
}

/// Puts data behind the first `end` bytes of a file, `len` bytes of it, and then changes the header. Bytes that are there
/// are cut off if `over` says so, and are an error otherwise.
pub(super) fn append(
    file: &mut impl Store,
    path: &Path,
    end: u64,
    len: u64,
    over: bool,
    patch: &Patch,
    data: impl FnOnce(&mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()>,
) -> Result<(), Failed> {
    let error = |doing| move |error| FileError::new(doing, path, error);
    let found = check_len(file, path, end, over).map_err(Failed::Restored)?;
    let before = (|| {
        if found > end {
            // What an append left that did not come to its end.
            file.set_len(end).map_err(error("shorten"))?;
        }
        file.reserve(end + len).map_err(error("grow"))?;
        let mut at = end;
        let written = data(&mut |bytes| {
            file.write_at(at, bytes)?;
            at += bytes.len() as u64;
            Ok(())
        });
        written.map_err(error("append to"))?;
        debug_assert_eq!(at, end + len, "as many bytes as were announced");
        file.sync().map_err(error("write to the disk"))
    })();
    if let Err(error) = before {
        // The header says what it said; that the file cannot be shortened is less than why.
        _ = file.set_len(end);
        return Err(Failed::Restored(error));
    }
    let header = file.write_at(patch.at, &patch.new).map_err(error("write the header of"));
    if let Err(error) = header {
        let undone = file.write_at(patch.at, &patch.old);
        return Err(match undone {
            Ok(()) => Failed::Restored(error),
            Err(_) => Failed::Unknown(error),
        });
    }
    file.sync().map_err(|answer| Failed::Unknown(error("write to the disk")(answer)))
}
