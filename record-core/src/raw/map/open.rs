//! From a path to a map: opened and locked, looked into for a header, then mapped.

use super::{
    mode::{MapMode, MappedMut, modes::Mode},
    window::{Access, Mapping, Window},
};
use crate::{
    file::{FileError, FileLock, Replace, preallocate},
    table::{Found, OpenOptions, TableError, Wanted},
};
use std::{
    fs::{self, File},
    io::{ErrorKind, Read, Seek, Write},
    path::{Path, PathBuf},
};

/// A regular file that is open for maps of one mode, and locked if the mode writes it.
pub(crate) struct Opened<S: MapMode> {
    file: File,
    lock: S::Lock,
    path: PathBuf,
    len: u64,
}

impl<S: MapMode> Opened<S> {
    /// Opens the file.
    ///
    /// # Errors
    /// [`TableError::File`] with the path: also for what is no regular file, and, where the file is opened for writing, for one
    /// that somebody else writes.
    pub(crate) fn open(path: &Path) -> Result<Self, TableError> {
        let (file, lock) = S::open_file(path)?;
        let len = file.metadata().map_err(|error| FileError::new("look at", path, error))?.len();
        Ok(Self { file, lock, path: path.to_path_buf(), len })
    }

    /// A file that is open already, and takes no lock.
    ///
    /// # Errors
    /// [`TableError::File`] if the system does not say how long it is.
    #[cfg(feature = "npz")]
    pub(crate) fn of(file: File, path: &Path) -> Result<Self, TableError>
    where
        S: Mode<Lock = ()>,
    {
        let len = file.metadata().map_err(|error| FileError::new("look at", path, error))?.len();
        Ok(Self { file, lock: (), path: path.to_path_buf(), len })
    }

    /// The file, its cursor at the start; for headers, which are not read through the map.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Bytes of the file.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Maps `len` bytes from byte `offset` on.
    ///
    /// # Errors
    /// [`TableError::ShortFile`] if the file has not so many; [`FileError::Changed`] if it had them when it was opened;
    /// the system's answer.
    ///
    /// # Safety
    /// The contract of the mode in [`map`](crate::map).
    pub(crate) unsafe fn window(self, offset: u64, len: usize) -> Result<S, TableError> {
        let Self { file, lock, path, len: available } = self;
        let needed = end_of(offset, len)?;
        if needed > available {
            return Err(TableError::ShortFile { needed, available });
        }
        // Who looked for the header may have taken long, or have done something to the file.
        let found = file.metadata().map_err(|error| FileError::new("look at", &path, error))?.len();
        if needed > found {
            return Err(FileError::Changed { path, expected: available, found }.into());
        }
        let mapping = Mapping::new(&file, offset, len, S::ACCESS);
        let mapping = mapping.map_err(|error| FileError::new("map", &path, error))?;
        // SAFETY: mapped for this access; the rest is the caller's promise.
        Ok(unsafe { S::over(Window::new(mapping, file, &path, offset), lock) })
    }

    /// The map, whose length a header of the file says, and which must not grow or shrink therefore.
    pub(crate) fn counted(map: S) -> S {
        map.counted()
    }

    /// Where the records are, as the options or a header say.
    ///
    /// # Safety
    /// Nobody writes the file meanwhile, or makes it shorter: a header may be looked for in all bytes.
    pub(crate) unsafe fn place<T>(
        &self,
        options: OpenOptions<'_>,
        find: impl FnOnce(OpenOptions<'_>, &[u8], u64) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        match options.wanted() {
            None => find(options, &[], self.len),
            Some(Wanted::First(len)) => {
                let mut header = vec![0; len.min(usize::try_from(self.len).unwrap_or(len))];
                let read = (&self.file).rewind().and_then(|()| (&self.file).read_exact(&mut header));
                read.map_err(|error| FileError::new("read", &self.path, error))?;
                find(options, &header, self.len)
            }
            Some(Wanted::All) => {
                let all = usize::try_from(self.len).ok().filter(|&len| isize::try_from(len).is_ok());
                let all = all.ok_or(TableError::OutOfReach { offset: 0, bytes: self.len })?;
                let mapping = Mapping::new(&self.file, 0, all, Access::Read);
                let mapping = mapping.map_err(|error| FileError::new("map", &self.path, error))?;
                // SAFETY: the caller's promise.
                unsafe { mapping.with(|bytes| find(options, bytes, self.len)) }
            }
        }
    }

    /// Maps the records that the options or a header find, and says how many there are.
    ///
    /// # Safety
    /// The contract of the mode in [`map`](crate::map).
    pub(crate) unsafe fn records(
        self,
        options: OpenOptions<'_>,
        itemsize: usize,
    ) -> Result<(S, Found), TableError> {
        let find = |options: OpenOptions<'_>, header: &[u8], len| options.place_in(header, len, itemsize);
        // SAFETY: the caller's promise.
        let place = unsafe { self.place(options, find) }?;
        // SAFETY: as above.
        let storage = unsafe { self.window(place.offset, place.bytes(itemsize)?) }?;
        Ok((storage, place.alone()))
    }
}

/// The byte of a file behind `len` bytes from byte `offset` on.
pub(super) fn end_of(offset: u64, len: usize) -> Result<u64, TableError> {
    let bytes = len as u64;
    offset.checked_add(bytes).ok_or(TableError::OutOfReach { offset, bytes })
}

/// A new file that goes again unless it is kept.
struct NewFile<'p> {
    path: &'p Path,
    kept: bool,
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.kept {
            _ = fs::remove_file(self.path);
        }
    }
}

impl MappedMut {
    /// Makes a file that begins with `head` and maps `len` bytes of it from byte `offset` on, where it ends. All other
    /// bytes are zero, and there is room on the disk for each. A file of that name is an error, or replaced on request:
    /// whoever has it open keeps the old one.
    ///
    /// # Errors
    /// [`TableError::File`]; there is no new file then, and the old one is still there.
    ///
    /// # Safety
    /// The contract of the mode in [`map`](crate::map).
    pub(crate) unsafe fn create(
        path: &Path,
        overwrite: bool,
        head: &[u8],
        offset: u64,
        len: usize,
    ) -> Result<Self, TableError> {
        let end = end_of(offset, len)?;
        let io = |doing| move |error| FileError::new(doing, path, error);
        let mut lock = FileLock::acquire(path)?;
        let there = fs::symlink_metadata(path).is_ok();
        let (mapping, file) = if overwrite && there {
            let mut aside = Replace::create_locked(path, &lock)?;
            lock.hold(aside.file(), path)?;
            preallocate(aside.file(), end).map_err(io("make room for"))?;
            aside.write_all(head).map_err(io("write"))?;
            let mapping = Mapping::new(aside.file(), offset, len, Access::Write).map_err(io("map"))?;
            (mapping, aside.commit()?)
        } else {
            if there {
                // Also a link to what is not there.
                return Err(io("create")(ErrorKind::AlreadyExists.into()).into());
            }
            let file = File::options().read(true).write(true).create_new(true).open(lock.target());
            let file = file.map_err(io("create"))?;
            let target = lock.target().to_path_buf();
            let mut new = NewFile { path: &target, kept: false };
            lock.hold(&file, path)?;
            preallocate(&file, end).map_err(io("make room for"))?;
            (&file).write_all(head).map_err(io("write"))?;
            let mapping = Mapping::new(&file, offset, len, Access::Write).map_err(io("map"))?;
            new.kept = true;
            (mapping, file)
        };
        // SAFETY: mapped for this access; the rest is the caller's promise.
        Ok(unsafe { Self::over(Window::new(mapping, file, path, offset), lock) })
    }
}
