//! The one primitive under the reductions: a column in groups of eight.

use crate::{element::Element, raw::view::View};

/// How many elements a reduction takes at a time.
pub(crate) const LANES: usize = 8;

impl<T: Element> View<'_, T> {
    /// Calls `group` with the elements by eights, in order, then `rest` with each of the up to seven left over.
    #[inline(always)]
    pub(crate) fn lanes(self, mut group: impl FnMut([T::Value; LANES]), mut rest: impl FnMut(T::Value)) {
        let (base, stride, len) = (self.head.ptr().as_ptr().cast_const(), self.head.stride(), self.head.len());
        let load = |i: usize| {
            let at = base.wrapping_offset(i.cast_signed() * stride);
            // SAFETY: called below with i < len only: the element is readable [R1], any bytes are a T [R5].
            unsafe { at.cast::<T>().read_unaligned() }.load()
        };
        let whole = len - len % LANES;
        let mut i = 0;
        while i < whole {
            group(core::array::from_fn(|lane| load(i + lane)));
            i += LANES;
        }
        for i in whole..len {
            rest(load(i));
        }
    }
}
