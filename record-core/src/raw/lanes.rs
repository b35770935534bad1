//! The one primitive under the kernels: a column in groups of eight.

use crate::{element::Element, raw::view::View};

/// How many elements a kernel takes at a time.
pub(crate) const LANES: usize = 8;

/// What a column comes in: groups of eight, then up to seven single elements, each with its lane.
pub(crate) enum Piece<V> {
    Group([V; LANES]),
    One(usize, V),
}

impl<T: Element> View<'_, T> {
    /// Calls `piece` with all elements in order.
    #[inline(always)]
    pub(crate) fn lanes(self, mut piece: impl FnMut(Piece<T::Value>)) {
        let (base, stride, len) =
            (self.head.ptr().as_ptr().cast_const(), self.head.stride(), self.head.len());
        let load = |i: usize| {
            let at = base.wrapping_offset(i.cast_signed() * stride);
            // SAFETY: called below with i < len only: the element is readable [R1], any bytes are a T [R5].
            unsafe { at.cast::<T>().read_unaligned() }.load()
        };
        let whole = len - len % LANES;
        let mut i = 0;
        while i < whole {
            piece(Piece::Group(core::array::from_fn(|lane| load(i + lane))));
            i += LANES;
        }
        for lane in 0..len % LANES {
            piece(Piece::One(lane, load(whole + lane)));
        }
    }
}
