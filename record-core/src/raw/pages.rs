//! Pages straight from the system, for large buffers: zero without being written first, and huge where the system has such.
//!
//! `alloc_zeroed` at an alignment of 64 writes all bytes of a large buffer before its owner does; fresh pages are zero. One
//! huge page (2 MiB) is one fault instead of 512. NumPy asks for them from 4 MiB on too.

use core::{num::NonZero, ptr::NonNull};

/// From this many bytes on, a buffer is made of pages.
pub(super) const LARGE: usize = 4 << 20;

/// Whether a buffer of this size and alignment is made of pages.
pub(super) const fn fits(len: usize, align: usize) -> bool {
    // Pages have 4 KiB at least on every system.
    cfg!(all(feature = "std", target_os = "linux", not(miri))) && len >= LARGE && align <= 4096
}

/// The bytes of the pages that hold `len` bytes. Pages of 64 KiB are the largest that a Linux has, huge ones apart.
pub(super) const fn whole(len: usize) -> usize {
    len.next_multiple_of(64 << 10)
}

/// `len` zero bytes at the start of a page; `None` if there is no memory. `len` is not 0.
#[cfg(all(feature = "std", target_os = "linux"))]
pub(super) fn map(len: usize) -> Option<NonNull<u8>> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: a new mapping at an address that the system chooses, of no file.
    let at =
        unsafe { libc::mmap(core::ptr::null_mut(), len, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
    let at = (at != libc::MAP_FAILED).then(|| NonNull::new(at)).flatten()?;
    // SAFETY: the mapping of just now. A hint: it changes no byte, and its refusal nothing.
    unsafe { libc::madvise(at.as_ptr(), len, libc::MADV_HUGEPAGE) };
    Some(at.cast())
}

/// Bytes of pages that are asked for at once, shortly before they are written: few enough that they stay in the cache.
#[cfg(all(feature = "std", target_os = "linux"))]
const AHEAD: usize = 512 << 10;

/// Asks for the pages of the bytes from `start` to `end` of a mapping of `len` bytes, which are about to be written, and of some
/// behind them, where nobody has before: a call for many pages, instead of a fault for each. Bytes are to be written in
/// ascending order. A hint: it changes no byte, and its refusal nothing.
///
/// # Safety
/// `at` is where a mapping of `map` starts, `len` the bytes that are left of it; `start` and `end` are at most `len`.
#[cfg(all(feature = "std", target_os = "linux"))]
pub(super) unsafe fn expect(at: NonNull<u8>, len: usize, start: usize, end: usize) {
    let mut next = start.next_multiple_of(AHEAD);
    while next < end {
        // SAFETY: below `end` and so within the mapping (caller).
        let first = unsafe { at.add(next) };
        // SAFETY: bytes of the mapping, from the start of a page. They keep their values: pages that are there stay, others
        // would be zero at the first write too.
        unsafe { libc::madvise(first.as_ptr().cast(), AHEAD.min(len - next), libc::MADV_POPULATE_WRITE) };
        next += AHEAD;
    }
}

/// Gives the pages back.
///
/// # Safety
/// `at` is of `map(len)`, or where the last `len` bytes of such a mapping start at a page; nothing uses the bytes any more.
#[cfg(all(feature = "std", target_os = "linux"))]
pub(super) unsafe fn unmap(at: NonNull<u8>, len: NonZero<usize>) {
    // If the system refuses, as where a process may have no more mappings, the pages stay mapped: a leak and no more, for
    // nothing uses the bytes, and no address of theirs is given out again.
    // SAFETY: a whole mapping, or its last pages, which nothing uses, by the contract.
    unsafe { libc::munmap(at.as_ptr().cast(), len.get()) };
}

/// Elsewhere no buffer [`fits`].
#[cfg(not(all(feature = "std", target_os = "linux")))]
pub(super) fn map(_: usize) -> Option<NonNull<u8>> {
    None
}

/// Elsewhere no buffer [`fits`].
///
/// # Safety
/// None: it does nothing.
#[cfg(not(all(feature = "std", target_os = "linux")))]
pub(super) unsafe fn expect(_: NonNull<u8>, _: usize, _: usize, _: usize) {}

/// Elsewhere no buffer [`fits`].
///
/// # Safety
/// None: it does nothing.
#[cfg(not(all(feature = "std", target_os = "linux")))]
pub(super) unsafe fn unmap(_: NonNull<u8>, _: NonZero<usize>) {}
