//! Elements from the numbers that [`keys`](super::keys) made of them: how columns are sorted without positions.

use crate::{
    element::Element,
    raw::{
        order::{
            keys::{Code, Load, Map},
            leaves::only,
        },
        view::ViewMut,
    },
};

impl Code {
    /// The integer that is stored for a number, if only one is: not of truth values, of zero and of NaN, and of what is
    /// rarely read.
    #[inline]
    fn stored(self, number: u64) -> Option<u64> {
        let (sign, mask) = (1 << (self.width - 1), self.mask());
        match (self.load, self.map) {
            (Load::One | Load::Two { .. } | Load::Four { .. } | Load::Eight { .. }, map) => match map {
                Map::Plain => Some(number),
                Map::Sign => Some(number ^ sign),
                Map::Time => Some(number.wrapping_add(1) ^ sign),
                Map::Float { .. } if number == sign || number == mask => None,
                Map::Float { .. } if number & sign != 0 => Some(number ^ sign),
                Map::Float { .. } => Some(number ^ mask),
                Map::Truth | Map::Bits { .. } => None,
            },
            _ => None,
        }
    }
}

impl<T: Element> ViewMut<'_, T> {
    /// Writes the elements that have these numbers; writes nothing, and says so, if other elements have one of them too.
    ///
    /// # Panics
    /// If there are not as many numbers as elements.
    pub(crate) fn put_numbers(&mut self, numbers: &[u64]) -> bool {
        let Some(code) = only(T::DTYPE, T::SHOWN) else { return false };
        assert!(numbers.len() == self.head.len(), "as many numbers as elements");
        if numbers.iter().any(|&number| code.stored(number).is_none()) {
            return false;
        }
        let (first, stride) = (self.head.ptr().as_ptr(), self.head.stride());
        macro_rules! write {
            ($int:ident, $swapped:expr) => {
                for (i, number) in numbers.iter().enumerate() {
                    let at = first.wrapping_offset(i.cast_signed().wrapping_mul(stride));
                    #[allow(clippy::cast_possible_truncation)] // as wide as the scalar
                    let bits = code.stored(*number).unwrap_or_default() as $int;
                    let bits = if $swapped { bits.swap_bytes() } else { bits };
                    // SAFETY: element `i` of the view, which is one scalar of this width [R1]; nobody else reaches it [R4].
                    unsafe { at.cast::<$int>().write_unaligned(bits) };
                }
            };
        }
        match code.load {
            Load::One => write!(u8, false),
            Load::Two { swapped } => write!(u16, swapped),
            Load::Four { swapped } => write!(u32, swapped),
            Load::Eight { swapped } => write!(u64, swapped),
            Load::Bytes { .. } | Load::Units { .. } | Load::Missing { .. } => return false,
        }
        true
    }
}
