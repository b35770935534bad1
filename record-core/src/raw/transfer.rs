//! Blocks of a column, moved to and from a slice of native values: what kernels with a window work on.

use crate::{
    element::Element,
    raw::{
        field::Slot,
        view::{View, ViewMut},
    },
};

impl<T: Element> View<'_, T> {
    /// Writes `f` of each element to the place in `into` that has its index.
    ///
    /// # Panics
    /// If there are more places or fewer.
    #[inline(always)]
    pub(crate) fn load_block<S>(self, into: &mut [S], f: impl Fn(T::Value) -> S) {
        assert!(into.len() == self.head.len(), "a place for each element");
        let dense = size_of::<T>().cast_signed();
        // Elements one after the other get a loop of their own, in which the compiler knows the stride.
        if self.head.stride() == dense {
            // SAFETY: the stride of this view.
            unsafe { self.load_every(dense, into, f) };
        } else {
            // SAFETY: as above.
            unsafe { self.load_every(self.head.stride(), into, f) };
        }
    }

    /// The loop itself, for a view whose stride is `stride`.
    ///
    /// # Safety
    /// `stride` is the stride of this view.
    #[inline(always)]
    unsafe fn load_every<S>(self, stride: isize, into: &mut [S], f: impl Fn(T::Value) -> S) {
        assert!(into.len() == self.head.len(), "a place for each element");
        debug_assert!(stride == self.head.stride(), "the stride of this view");
        let base = self.head.ptr().as_ptr().cast_const();
        for (i, place) in into.iter_mut().enumerate() {
            let at = base.wrapping_offset(i.cast_signed().wrapping_mul(stride));
            // SAFETY: `stride` is the header's (caller) and i < len (checked): the element is readable [R1], any bytes are
            // a T [R5].
            *place = f(unsafe { at.cast::<T>().read_unaligned() }.load());
        }
    }
}

impl<T: Element> ViewMut<'_, T> {
    /// Writes `f` of each of `from` to the element that has its index.
    ///
    /// # Panics
    /// If there are more elements or fewer.
    #[inline(always)]
    pub(crate) fn store_block<S: Copy>(&mut self, from: &[S], f: impl FnMut(S) -> T::Value) {
        let dense = size_of::<T>().cast_signed();
        if self.head.stride() == dense {
            // SAFETY: the stride of this view.
            unsafe { self.store_every(dense, from, f) };
        } else {
            // SAFETY: as above.
            unsafe { self.store_every(self.head.stride(), from, f) };
        }
    }

    /// The loop itself, for a view whose stride is `stride`.
    ///
    /// # Safety
    /// `stride` is the stride of this view.
    #[inline(always)]
    unsafe fn store_every<S: Copy>(&mut self, stride: isize, from: &[S], mut f: impl FnMut(S) -> T::Value) {
        assert!(from.len() == self.head.len(), "an element for each value");
        debug_assert!(stride == self.head.stride(), "the stride of this view");
        let base = self.head.ptr().as_ptr();
        for (i, &value) in from.iter().enumerate() {
            let at = base.wrapping_offset(i.cast_signed().wrapping_mul(stride));
            // SAFETY: `stride` is the header's (caller) and i < len (checked): the element is writable [R1], [R4], while `self` is borrowed mutably; the slot ends before the next one is made.
            unsafe { Slot::new(at) }.put(T::store(f(value)));
        }
    }
}
