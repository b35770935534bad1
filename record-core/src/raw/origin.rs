//! Whose bytes a header points at, carried along by every view: for those who debug a memory layout, and so that no
//! reference is handed out to bytes that may change under it.

use core::ptr::NonNull;
#[cfg(feature = "mmap")]
use core::sync::atomic::{AtomicUsize, Ordering};

/// Whose bytes a view looks at: NumPy's `ndarray.base`, and `flags.owndata` of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base<'a> {
    /// Bytes that the program lent: a slice, an array, foreign memory.
    Borrowed,
    /// A buffer that a table or an array owns.
    Owned,
    /// A mapped file.
    #[cfg(feature = "mmap")]
    Mapped {
        /// The file.
        path: &'a std::path::Path,
        /// Bytes from the start of the file to the first element.
        offset: u64,
    },
    /// Not made: the lifetime is that of a path.
    #[doc(hidden)]
    Never(core::convert::Infallible, core::marker::PhantomData<&'a ()>),
}

/// A file in memory.
#[cfg(feature = "mmap")]
#[derive(Debug)]
pub(crate) struct MappedFile {
    /// Its path, as it was opened.
    pub(crate) path: std::path::PathBuf,
    /// Address of the file's byte `offset`, which is another one after the file was mapped anew. Headers that point
    /// here are made anew as well; that they never point at what is gone does not hang on that.
    address: AtomicUsize,
    /// See `address`.
    pub(crate) offset: u64,
}

/// Where the bytes of a header come from. The file lives as long as the header's bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    Borrowed,
    #[cfg(feature = "alloc")]
    Owned,
    #[cfg(feature = "mmap")]
    Mapped(NonNull<MappedFile>),
    /// A map whose bytes may turn to zeros: no reference to them is handed out.
    #[cfg(all(feature = "mmap", target_os = "linux"))]
    Guarded(NonNull<MappedFile>),
}

impl Origin {
    /// Whether bytes stay as they are while a view is there, so that references to them may be handed out.
    #[inline]
    pub(crate) fn is_constant(self) -> bool {
        match self {
            #[cfg(all(feature = "mmap", target_os = "linux"))]
            Self::Guarded(_) => false,
            _ => true,
        }
    }

    /// The origin of bytes at `address`, for callers.
    ///
    /// # Safety
    /// What the origin points at lives for `'a`.
    pub(crate) unsafe fn base<'a>(self, address: NonNull<u8>) -> Base<'a> {
        let _ = address;
        match self {
            Self::Borrowed => Base::Borrowed,
            #[cfg(feature = "alloc")]
            Self::Owned => Base::Owned,
            #[cfg(feature = "mmap")]
            // SAFETY: alive for 'a (caller), and written as an atomic only.
            Self::Mapped(file) => unsafe { file.as_ref() }.base(address),
            #[cfg(all(feature = "mmap", target_os = "linux"))]
            // SAFETY: as above.
            Self::Guarded(file) => unsafe { file.as_ref() }.base(address),
        }
    }
}

#[cfg(feature = "mmap")]
impl MappedFile {
    /// Byte `offset` of this file is at `address`.
    pub(crate) fn new(path: &std::path::Path, address: usize, offset: u64) -> Self {
        Self { path: path.to_path_buf(), address: AtomicUsize::new(address), offset }
    }

    pub(crate) fn address(&self) -> usize {
        self.address.load(Ordering::Relaxed)
    }

    /// The file was mapped anew.
    pub(crate) fn moved_to(&self, address: usize) {
        self.address.store(address, Ordering::Relaxed);
    }

    /// The base of bytes at `address`.
    fn base(&self, address: NonNull<u8>) -> Base<'_> {
        let into_map = address.as_ptr().addr().saturating_sub(self.address()) as u64;
        Base::Mapped { path: &self.path, offset: self.offset.saturating_add(into_map) }
    }
}
