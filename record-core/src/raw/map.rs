//! Tables over memory maps, read-only.

use crate::{
    dtype::DType,
    raw::{
        origin::{MappedFile, Origin},
        owner::{OriginState, Storage, sealed},
    },
    record::Record,
    table::{AnyTable, OpenOptions, RecordTable, TableError},
};
use core::{fmt, ptr::NonNull};
use memmap2::Mmap;
use std::{fs::File, io, path::Path};

/// The table reads a file through a memory map.
///
/// The map is private to the table and unmapped when the table is dropped.
pub struct Mapped {
    map: Mmap,
    /// Owned; a pointer, so that headers may point at it wherever the storage is moved to.
    file: NonNull<MappedFile>,
}

// SAFETY: owns the map and the name of the file, which are `Send + Sync`; the name is never written.
unsafe impl Send for Mapped {}
// SAFETY: as above.
unsafe impl Sync for Mapped {}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: made by `Box::leak` in `new`, given back once; views that point at it borrow the storage.
        drop(unsafe { Box::from_raw(self.file.as_ptr()) });
    }
}

// SAFETY: the map's address does not change while it lives, and its pages are initialised by the system; that nobody
// shortens or writes the file is the contract of `Mapped::new`.
unsafe impl Storage for Mapped {
    fn base(&self) -> NonNull<u8> {
        NonNull::from_ref(self.bytes()).cast()
    }
    fn byte_len(&self) -> usize {
        self.map.len()
    }
    fn origin(&self) -> OriginState {
        OriginState(Origin::Mapped(self.file))
    }
}

impl sealed::Sealed for Mapped {}

impl Mapped {
    /// Maps the whole file; an empty file is no bytes.
    ///
    /// # Safety
    /// While the map lives, nobody, in this process or another, writes the file or makes it shorter.
    pub(crate) unsafe fn new(file: &File, path: &Path) -> io::Result<Self> {
        // SAFETY: the file is not changed while the map lives (caller).
        let map = unsafe { Mmap::map(file) }?;
        let file = MappedFile { path: path.to_path_buf(), address: map.as_ptr().addr(), offset: 0 };
        Ok(Self { map, file: NonNull::from_mut(Box::leak(Box::new(file))) })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.map
    }
}

impl fmt::Debug for Mapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mapped({} bytes)", self.map.len())
    }
}

/// The doors to mapped tables. The contract is the same at each.
impl OpenOptions<'_> {
    /// Maps a file: the table reads it in place, nothing is copied, and only what is looked at is loaded.
    ///
    /// NumPy's `memmap(mode='r')`.
    ///
    /// # Errors
    /// [`TableError::Io`] with the path; others if the records are not in the file.
    ///
    /// # Safety
    /// While the table lives, nobody, in this process or another, writes the file or makes it shorter. A write shows
    /// through values that the compiler takes to be constant; after a truncation, reading kills the process (SIGBUS).
    /// Where that cannot be promised, [`read`](OpenOptions::read) is safe.
    pub unsafe fn map<R: Record>(self, path: impl AsRef<Path>) -> Result<RecordTable<R, Mapped>, TableError> {
        // SAFETY: the caller's promise.
        let map = unsafe { open(path.as_ref()) }?;
        let place = self.resolve(map.bytes(), size_of::<R>())?;
        RecordTable::from_storage(map, place)
    }

    /// Maps a file for a dtype known at run time.
    ///
    /// # Errors
    /// As [`map`](OpenOptions::map).
    ///
    /// # Safety
    /// As [`map`](OpenOptions::map).
    pub unsafe fn map_any(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyTable<Mapped>, TableError> {
        // SAFETY: the caller's promise.
        let map = unsafe { open(path.as_ref()) }?;
        let place = self.resolve(map.bytes(), dtype.itemsize())?;
        AnyTable::from_storage(map, dtype, place)
    }
}

impl<R: Record> RecordTable<R> {
    /// Maps a file of records, from the first byte to the last.
    ///
    /// # Errors
    /// [`TableError::Io`] with the path; [`TableError::PartialRecord`] if a part of a record is left at the end.
    /// [`OpenOptions`] allows that, and headers and counts.
    ///
    /// # Safety
    /// While the table lives, nobody, in this process or another, writes the file or makes it shorter: see
    /// [`OpenOptions::map`].
    pub unsafe fn map(path: impl AsRef<Path>) -> Result<RecordTable<R, Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map(path) }
    }
}

/// # Safety
/// As `Mapped::new`.
unsafe fn open(path: &Path) -> Result<Mapped, TableError> {
    let io = |doing| move |error| TableError::Io { doing, path: path.to_path_buf(), error };
    let file = File::open(path).map_err(io("open"))?;
    // SAFETY: the caller's promise.
    unsafe { Mapped::new(&file, path) }.map_err(io("map"))
}
