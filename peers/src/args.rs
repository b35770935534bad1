//! What Python hands over, and the views made of it.

use rayon::{ThreadPool, ThreadPoolBuilder};
use record_core::{Element, View, ViewMut};
use std::{slice, sync::OnceLock};

/// The operands of a call. Python keeps all of it alive and unchanged through the call, and nothing else uses `out`.
#[repr(C)]
pub struct Args {
    /// The records.
    data: *const u8,
    /// How many.
    count: usize,
    /// Where a result goes; null if nobody wants it.
    out: *mut u8,
    /// Bytes of `out`.
    out_len: usize,
    /// The second operand, if there is one.
    other: *const u8,
    /// How many elements it has.
    other_count: usize,
}

impl Args {
    /// How many records there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first byte of the records.
    pub fn start(&self) -> *const u8 {
        self.data
    }

    /// The first byte of the result.
    pub fn out_start(&self) -> *mut u8 {
        self.out
    }

    /// The first byte of the second operand, and how many elements it has.
    pub fn other(&self) -> (*const u8, usize) {
        (self.other, self.other_count)
    }

    /// The records, or numbers, of the first operand.
    pub fn view<T: Element>(&self) -> View<'_, T> {
        // SAFETY: `data` points to `count` packed elements, which live through the call and which nobody writes.
        let bytes = unsafe { slice::from_raw_parts(self.data, self.count * size_of::<T>()) };
        View::from_bytes(bytes).expect("whole elements")
    }

    /// The records, or numbers, of the second operand.
    pub fn other_view<T: Element>(&self) -> View<'_, T> {
        // SAFETY: `other` points to `other_count` packed elements, which live through the call and which nobody writes.
        let bytes = unsafe { slice::from_raw_parts(self.other, self.other_count * size_of::<T>()) };
        View::from_bytes(bytes).expect("whole elements")
    }

    /// The elements that `out` has room for.
    pub fn out_view<T: Element>(&self) -> ViewMut<'_, T> {
        let bytes = if self.out.is_null() {
            &mut []
        } else {
            // SAFETY: `out` points to `out_len` bytes, which live through the call and which nothing else uses.
            unsafe { slice::from_raw_parts_mut(self.out, self.out_len) }
        };
        ViewMut::from_bytes(bytes).expect("whole elements")
    }

    /// Copies a result to `out`, if somebody wants it, from `at` bytes on. Gives where the next one goes.
    pub fn keep(&self, at: usize, result: &[u8]) -> usize {
        if !self.out.is_null() {
            assert!(at + result.len() <= self.out_len, "room for the result");
            // SAFETY: `out` has room for that, and nothing else uses it.
            let out = unsafe { slice::from_raw_parts_mut(self.out.wrapping_add(at), result.len()) };
            out.copy_from_slice(result);
        }
        at + result.len()
    }

    /// Copies numbers to `out`, if somebody wants them; see [`keep`](Self::keep).
    pub fn keep_all<T: Copy>(&self, at: usize, results: &[T]) -> usize {
        // SAFETY: the bytes of the slice; only numbers and packed records without gaps are passed.
        let bytes = unsafe { slice::from_raw_parts(results.as_ptr().cast(), size_of_val(results)) };
        self.keep(at, bytes)
    }
}

/// Runs `work` where `par()` finds two threads.
pub fn on_two<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    static POOL: OnceLock<ThreadPool> = OnceLock::new();
    POOL.get_or_init(|| ThreadPoolBuilder::new().num_threads(2).build().expect("two threads")).install(work)
}

// SAFETY: the operands may be read from any thread; `out` is written by the one that the call gives it to.
unsafe impl Sync for Args {}
