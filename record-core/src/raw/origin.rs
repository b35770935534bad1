//! Whose bytes a header points at: carried along by every view, for those who debug a memory layout.

use core::ptr::NonNull;

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
    /// Address of the file's byte `offset`.
    pub(crate) address: usize,
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
}

impl Origin {
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
            Self::Mapped(file) => {
                // SAFETY: alive for 'a (caller), and never written.
                let file = unsafe { file.as_ref() };
                let into_map = address.as_ptr().addr().saturating_sub(file.address) as u64;
                Base::Mapped { path: &file.path, offset: file.offset.saturating_add(into_map) }
            }
        }
    }
}
