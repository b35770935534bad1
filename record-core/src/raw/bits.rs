//! `Bits` as an element, and the integer column it is laid over.

use crate::{
    bits::{Bits, Word},
    dtype::DType,
    element::Element,
    layout::Dim,
    raw::{field::Slot, view::View},
};

// SAFETY: transparent over T, so its bytes are T's: any pattern is valid (1), the dtype is T's (2, 3), and T's own leaves
// are put (4).
unsafe impl<T: Element<Value: Word>, const LO: u32, const LEN: u32> Element for Bits<T, LO, LEN> {
    const DTYPE: &'static DType = T::DTYPE;
    type Value = T::Value;

    #[inline]
    fn load(self) -> T::Value {
        self.get()
    }

    /// The bits alone, all others zero. Columns of bits are read-only, so this never reaches a table.
    fn store(value: T::Value) -> Self {
        const { Self::IN_RANGE };
        let mask = u64::MAX >> (64 - LEN);
        Self(T::store(T::Value::from_bits((value.to_bits() & mask) << LO)))
    }

    fn put_fields(self, slot: Slot<'_, Self>) {
        slot.put(self);
    }
}

impl<'a, T: Element<Value: Word>, D: Dim> View<'a, T, D> {
    /// The same integers, seen as some of their bits.
    #[inline]
    pub(crate) fn into_bits<const LO: u32, const LEN: u32>(self) -> View<'a, Bits<T, LO, LEN>, D> {
        // SAFETY: `Bits` is transparent over T: the same bytes are elements of it [R1], [R2], [R5].
        unsafe { View::from_header(self.head) }
    }
}
