//! A part of a file in memory.

use crate::raw::origin::{MappedFile, Origin};
use core::{fmt, ptr::NonNull};
use memmap2::{MmapOptions, MmapRaw};
use std::{fs::File, io, path::Path};

/// What a map is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading.
    Read,
    /// Reading and writing, to the file.
    Write,
    /// Reading and writing, to pages of its own.
    Copy,
}

/// Bytes of a file in memory; no map where there are none.
pub struct Mapping {
    map: Option<MmapRaw>,
    base: NonNull<u8>,
    access: Access,
}

impl Mapping {
    /// Maps `len` bytes from byte `offset` on.
    pub(super) fn new(file: &File, offset: u64, len: usize, access: Access) -> io::Result<Self> {
        if len == 0 {
            return Ok(Self { map: None, base: NonNull::dangling(), access });
        }
        let mut options = MmapOptions::new();
        options.offset(offset).len(len);
        let map = match access {
            Access::Read => options.map_raw_read_only(file)?,
            Access::Write => options.map_raw(file)?,
            // SAFETY: asked of slices of the map, "the underlying file is not modified"; of a raw map none is made here.
            Access::Copy => unsafe { options.map_copy(file) }?.into(),
        };
        // A map is nowhere else than where the system put it, which is not at 0.
        let base = NonNull::new(map.as_mut_ptr()).ok_or(io::ErrorKind::AddrNotAvailable)?;
        Ok(Self { map: Some(map), base, access })
    }

    fn len(&self) -> usize {
        self.map.as_ref().map_or(0, MmapRaw::len)
    }

    /// What `look` says of the bytes.
    ///
    /// # Safety
    /// Nobody writes the bytes of the file meanwhile, or makes it shorter.
    pub(super) unsafe fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        // SAFETY: `len` bytes are mapped from `base` on, which the system has initialised; where there are none, `base` is
        // dangling. They do not change (caller), and `self` is borrowed.
        look(unsafe { core::slice::from_raw_parts(self.base.as_ptr(), self.len()) })
    }
}

/// A part of a file in memory, the file, and its name.
pub struct Window {
    mapping: Mapping,
    file: File,
    /// Owned; a pointer, so that headers may point at it wherever the window is moved to.
    name: NonNull<MappedFile>,
}

// SAFETY: owns the map and the name of the file, which are `Send + Sync`; the name is written through `&mut` only.
unsafe impl Send for Window {}
// SAFETY: as above.
unsafe impl Sync for Window {}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes from byte {} of {}", self.len(), self.offset(), self.path().display())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: made by `Box::leak` in `new`, given back once; views that point at it borrow the storage.
        drop(unsafe { Box::from_raw(self.name.as_ptr()) });
    }
}

impl Window {
    /// A mapping of this file from byte `offset` on.
    pub(super) fn new(mapping: Mapping, file: File, path: &Path, offset: u64) -> Self {
        let name = MappedFile { path: path.to_path_buf(), address: mapping.base.addr().get(), offset };
        Self { mapping, file, name: NonNull::from_mut(Box::leak(Box::new(name))) }
    }

    pub(super) fn base(&self) -> NonNull<u8> {
        self.mapping.base
    }

    pub(super) fn len(&self) -> usize {
        self.mapping.len()
    }

    pub(super) fn origin(&self) -> Origin {
        Origin::Mapped(self.name)
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// The map itself; `None` where there are no bytes.
    pub(super) fn map(&self) -> Option<&MmapRaw> {
        self.mapping.map.as_ref()
    }

    pub(super) fn access(&self) -> Access {
        self.mapping.access
    }

    fn name(&self) -> &MappedFile {
        // SAFETY: owned by the window, which is borrowed; written through `&mut` only.
        unsafe { self.name.as_ref() }
    }

    /// The file, as it was opened.
    pub(super) fn path(&self) -> &Path {
        &self.name().path
    }

    /// Byte of the file that the first mapped byte is.
    pub(super) fn offset(&self) -> u64 {
        self.name().offset
    }

    /// Puts another mapping of the same file, from the same byte on, in the place of this one, which comes back.
    pub(super) fn swap(&mut self, mapping: Mapping) -> Mapping {
        // SAFETY: owned by the window, which is borrowed mutably; views that read it borrow the storage.
        unsafe { self.name.as_mut() }.address = mapping.base.addr().get();
        core::mem::replace(&mut self.mapping, mapping)
    }
}
