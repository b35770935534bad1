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
    ///
    /// Elements that lie one after the other get a loop of their own, in which the compiler knows the stride: only
    /// there can it load several at once.
    #[inline(always)]
    pub(crate) fn lanes(self, mut piece: impl FnMut(Piece<T::Value>)) {
        let dense = size_of::<T>().cast_signed();
        if self.head.stride() == dense {
            // SAFETY: the stride of this view.
            unsafe { self.lanes_every(dense, &mut piece) };
        } else {
            // SAFETY: as above.
            unsafe { self.lanes_every(self.head.stride(), &mut piece) };
        }
    }

    /// The loop itself, for a view whose stride is `stride`.
    ///
    /// # Safety
    /// `stride` is the stride of this view.
    #[inline(always)]
    unsafe fn lanes_every(self, stride: isize, piece: &mut impl FnMut(Piece<T::Value>)) {
        debug_assert!(stride == self.head.stride(), "the stride of this view");
        let (base, len) = (self.head.ptr().as_ptr().cast_const(), self.head.len());
        let load = |i: usize| {
            let at = base.wrapping_offset(i.cast_signed() * stride);
            // SAFETY: `stride` is the header's (caller), and this is called below with i < len only: the element is
            // readable [R1], any bytes are a T [R5].
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
