//! Owned bytes: aligned, zeroed, all of them initialised at any time.

use crate::raw::pages;
use alloc::alloc::{Layout, alloc_zeroed, dealloc};
use core::{fmt, num::NonZero, ptr::NonNull};

/// Bytes on the heap, at an address that is a multiple of 64 or of more, zeroed when they are allocated.
///
/// All `capacity` bytes are initialised at any time, and those behind `len` are zero. Where there are none, the address is
/// still a multiple of the alignment. Large buffers are made of pages of their own; see [`pages`].
pub(crate) struct AlignedBytes {
    ptr: NonNull<u8>,
    len: usize,
    capacity: usize,
    align: usize,
}

// SAFETY: owns its bytes, like a `Vec<u8>`.
unsafe impl Send for AlignedBytes {}
// SAFETY: as above.
unsafe impl Sync for AlignedBytes {}

impl AlignedBytes {
    /// The least alignment: a cache line.
    pub(crate) const ALIGN: usize = 64;

    /// No bytes yet; buffers will be aligned to 64 and to `align`, a power of two.
    pub(crate) const fn new(align: usize) -> Self {
        let align = if align > Self::ALIGN { align } else { Self::ALIGN };
        let address = NonZero::new(align).expect("at least 64");
        Self { ptr: NonNull::without_provenance(address), len: 0, capacity: 0, align }
    }

    /// `len` zero bytes; `None` if that exceeds `isize::MAX`, or memory.
    pub(crate) fn zeroed(len: usize, align: usize) -> Option<Self> {
        let mut bytes = Self::new(align);
        bytes.try_reserve_total(len)?;
        bytes.set_len(len);
        Some(bytes)
    }

    /// A copy, at an address that is a multiple of `align` too; `None` if there is no memory for it.
    pub(crate) fn copied(&self, align: usize) -> Option<Self> {
        let mut bytes = Self::zeroed(self.len, align.max(self.align))?;
        bytes.as_mut_slice().copy_from_slice(self.as_slice());
        Some(bytes)
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(crate) fn ptr(&self) -> NonNull<u8> {
        self.ptr
    }

    /// What the address is a multiple of.
    pub(crate) fn align(&self) -> usize {
        self.align
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes from `ptr` are allocated and initialised, any address is fine where `len` is 0; `self` is
        // borrowed.
        unsafe { core::slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        // SAFETY: `len` bytes from `ptr` are allocated and initialised, any address is fine where `len` is 0; `self` is
        // borrowed mutably.
        unsafe { core::slice::from_raw_parts_mut(self.ptr.as_ptr(), self.len) }
    }

    /// Room for `capacity` bytes in all; `None` if that exceeds `isize::MAX`, or memory.
    pub(crate) fn try_reserve_total(&mut self, capacity: usize) -> Option<()> {
        if capacity <= self.capacity {
            return Some(());
        }
        let layout = Layout::from_size_align(capacity, self.align).ok()?;
        let new = if pages::fits(capacity, self.align) {
            pages::map(capacity)?
        } else {
            // SAFETY: the size is not 0, for it exceeds the old capacity.
            NonNull::new(unsafe { alloc_zeroed(layout) })?
        };
        // SAFETY: `len` bytes are readable at the old place and writable at the new one, which is another allocation.
        unsafe { self.ptr.copy_to_nonoverlapping(new, self.len) };
        self.free();
        self.ptr = new;
        self.capacity = capacity;
        Some(())
    }

    /// Sets the length to at most the capacity. New bytes are zero, and so are given-up ones.
    ///
    /// # Panics
    /// If `len` exceeds the capacity.
    pub(crate) fn set_len(&mut self, len: usize) {
        assert!(len <= self.capacity, "length {len} of a buffer of {} bytes", self.capacity);
        if let Some(given_up) = self.as_mut_slice().get_mut(len..) {
            given_up.fill(0);
        }
        self.len = len;
    }

    /// As [`set_len`](Self::set_len), for more bytes, which are written next: many pages of a large buffer are asked for at once.
    ///
    /// # Panics
    /// If `len` exceeds the capacity.
    #[inline]
    pub(crate) fn extend_to(&mut self, len: usize) {
        let start = self.len;
        self.set_len(len);
        if pages::fits(self.capacity, self.align) {
            // SAFETY: `fits` said the same when they were mapped; both are at most the capacity (`set_len`).
            unsafe { pages::expect(self.ptr, self.capacity, start, len) };
        }
    }

    /// Gives room that was never written back to the system, where that moves nothing.
    pub(crate) fn give_back(&mut self) {
        if !pages::fits(self.capacity, self.align) {
            return;
        }
        let kept = pages::whole(self.len.max(pages::LARGE));
        if let Some(rest) = self.capacity.checked_sub(kept).and_then(NonZero::new) {
            // SAFETY: `kept` is below the capacity: within the mapping.
            let tail = unsafe { self.ptr.add(kept) };
            // SAFETY: whole pages at the end of the mapping, behind `len`, which nothing uses; what stays is still large, so
            // that it will be unmapped too. If the system refuses, the pages leak: they are behind the capacity from now on.
            unsafe { pages::unmap(tail, rest) };
            self.capacity = kept;
        }
    }

    /// Moves to room of just its length, if that is less than half; where there is no memory for both, it stays.
    pub(crate) fn shrink_if_sparse(&mut self) {
        if self.len < self.capacity / 2
            && let Some(exact) = self.copied(self.align)
        {
            *self = exact;
        }
    }

    fn free(&mut self) {
        let Some(capacity) = NonZero::new(self.capacity) else { return };
        if pages::fits(self.capacity, self.align) {
            // SAFETY: `fits` said the same when they were mapped; the owner of the bytes lets them go, also if the system does
            // not take them.
            unsafe { pages::unmap(self.ptr, capacity) };
        } else {
            let layout = Layout::from_size_align(self.capacity, self.align).expect("checked when allocated");
            // SAFETY: allocated with this very layout.
            unsafe { dealloc(self.ptr.as_ptr(), layout) };
        }
        self.capacity = 0;
    }
}

impl Drop for AlignedBytes {
    fn drop(&mut self) {
        self.free();
    }
}

impl fmt::Debug for AlignedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes at {:p}", self.len, self.ptr)
    }
}
