//! Where a value belongs among the elements of a column that ascends.
//!
//! Which bytes make an element's number is known when a program is compiled, and so the search is a loop of its own for each
//! type: a load, a comparison, and nothing to be looked up in between.

use crate::{
    element::Element,
    layout::Rank,
    raw::{
        order::{
            code::number_of,
            keys::{Code, Map},
        },
        view::View,
    },
};
use core::ptr;

/// The number of an element whose type is known, as [`Leaf`](super::keys::Leaf) gives it; `None` of elements that are not one.
#[inline]
pub(crate) fn number<T: Element>(element: &T) -> Option<u64> {
    let code = const { number_of(T::DTYPE, T::SHOWN) }?;
    // SAFETY: the code was made of the element's type: its scalar lies there.
    Some(unsafe { code.number(false, ptr::from_ref(element).cast()) })
}

impl<T: Element> View<'_, T, Rank<1>> {
    /// Where `sought` belongs among the elements from `from` on, which ascend: before those that are equal, or `behind` them.
    /// `None` of elements that are not one number.
    #[inline]
    pub(crate) fn place_of(self, from: usize, sought: &T, behind: bool) -> Option<usize> {
        let code: Code = const { number_of(T::DTYPE, T::SHOWN) }?;
        // The element itself: all that the code is of lies there.
        let sought = ptr::from_ref(sought).cast::<u8>();
        // SAFETY: `sought`, or an element of the view (`partition_point`) [R1], [R2], of the type that the code was made of; here and
        // below.
        let sixty_four = |at| f64::from_bits(unsafe { code.read(at) });
        #[allow(clippy::cast_possible_truncation)] // a load of four bytes
        // SAFETY: as above.
        let thirty_two = |at| f32::from_bits(unsafe { code.read(at) } as u32);
        Some(match (code.map, code.width) {
            // Floats are compared as what they are: that takes less than to make a number of each.
            (Map::Float { .. }, 64) => self.place_of_float(from, sixty_four(sought), behind, sixty_four),
            (Map::Float { .. }, 32) => self.place_of_float(from, thirty_two(sought), behind, thirty_two),
            _ => {
                // SAFETY: as above.
                let number = |at| unsafe { code.number(false, at) };
                let sought = number(sought);
                if behind {
                    self.partition_point(from, |at| number(at) <= sought)
                } else {
                    self.partition_point(from, |at| number(at) < sought)
                }
            }
        })
    }

    /// As `place_of`, of floats that `read` gives. NaN comes after everything.
    #[inline(always)]
    fn place_of_float<F: PartialOrd + Copy>(
        self,
        from: usize,
        sought: F,
        behind: bool,
        read: impl Fn(*const u8) -> F,
    ) -> usize {
        let is_nan = |value: F| value.partial_cmp(&value).is_none();
        match (is_nan(sought), behind) {
            (false, false) => self.partition_point(from, |at| read(at) < sought),
            (false, true) => self.partition_point(from, |at| read(at) <= sought),
            (true, false) => self.partition_point(from, |at| !is_nan(read(at))),
            (true, true) => self.head.len(),
        }
    }

    /// The place behind the last element for which `before` holds, from `from` on; it holds for no elements behind others.
    #[inline(always)]
    fn partition_point(self, from: usize, before: impl Fn(*const u8) -> bool) -> usize {
        let (base, stride) = (self.head.ptr().as_ptr().cast_const(), self.head.stride());
        let (mut low, mut high) = (from, self.head.len());
        while low < high {
            // Below the length: an element of the view.
            let middle = low + (high - low) / 2;
            if before(base.wrapping_offset(middle.cast_signed().wrapping_mul(stride))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
