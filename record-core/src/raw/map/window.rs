//! A part of a file in memory.

use crate::raw::origin::{MappedFile, Origin};
use core::{fmt, ptr::NonNull};
use memmap2::{MmapOptions, MmapRaw};
use std::{fs::File, io, path::Path, sync::Arc};

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
    access: Access,
}

impl Mapping {
    /// Maps `len` bytes from byte `offset` on.
    pub(super) fn new(file: &File, offset: u64, len: usize, access: Access) -> io::Result<Self> {
        if len == 0 {
            return Ok(Self { map: None, access });
        }
        let mut options = MmapOptions::new();
        options.offset(offset).len(len);
        let map = match access {
            Access::Read => options.map_raw_read_only(file)?,
            Access::Write => options.map_raw(file)?,
            // SAFETY: asked of slices of the map, "the underlying file is not modified"; of a raw map none is made
            // here.
            Access::Copy => unsafe { options.map_copy(file) }?.into(),
        };
        // A map is not at 0; `base` relies on it.
        NonNull::new(map.as_mut_ptr()).ok_or(io::ErrorKind::AddrNotAvailable)?;
        Ok(Self { map: Some(map), access })
    }

    /// The first byte: where the system has put the map, and nowhere else as long as there is one; dangling where there
    /// are no bytes. Not kept, since whoever holds a pointer is not `Send`, and a map is.
    fn base(&self) -> NonNull<u8> {
        self.map.as_ref().and_then(|map| NonNull::new(map.as_mut_ptr())).unwrap_or(NonNull::dangling())
    }

    fn len(&self) -> usize {
        self.map.as_ref().map_or(0, MmapRaw::len)
    }

    /// What `look` says of the bytes.
    ///
    /// # Safety
    /// Nobody writes the bytes of the file meanwhile, or makes it shorter.
    pub(super) unsafe fn with<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        // SAFETY: `len` bytes are mapped from `base` on, which the system has initialised; where there are none, `base`
        // is dangling. They do not change (caller), and `self` is borrowed.
        look(unsafe { core::slice::from_raw_parts(self.base().as_ptr(), self.len()) })
    }
}

/// A part of a file in memory, the file, and its name.
pub struct Window {
    mapping: Mapping,
    file: File,
    /// Where headers point at, wherever the window is moved to.
    about: Arc<MappedFile>,
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes from byte {} of {}", self.len(), self.offset(), self.path().display())
    }
}

impl Window {
    /// A mapping of this file from byte `offset` on.
    pub(super) fn new(mapping: Mapping, file: File, path: &Path, offset: u64) -> Self {
        let about = Arc::new(MappedFile::new(path, mapping.base().addr().get(), offset));
        Self { mapping, file, about }
    }

    pub(super) fn base(&self) -> NonNull<u8> {
        self.mapping.base()
    }

    pub(super) fn len(&self) -> usize {
        self.mapping.len()
    }

    pub(super) fn origin(&self) -> Origin {
        Origin::Mapped(NonNull::from(&*self.about))
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

    /// The file, as it was opened.
    pub(super) fn path(&self) -> &Path {
        &self.about.path
    }

    /// Byte of the file that the first mapped byte is.
    pub(super) fn offset(&self) -> u64 {
        self.about.offset
    }

    /// Puts another mapping of the same file, from the same byte on, in the place of this one, which comes back.
    pub(super) fn swap(&mut self, mapping: Mapping) -> Mapping {
        self.about.moved_to(mapping.base().addr().get());
        core::mem::replace(&mut self.mapping, mapping)
    }
}
