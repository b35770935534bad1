//! `Bits` as an element, and the integer column it is laid over.

use crate::{
    bits::{BitField, Bits, Word},
    dtype::DType,
    element::Element,
    layout::Dim,
    raw::{column::Column, field::Slot, view::View},
    shown::Shown,
};
use core::ops::Index;

// SAFETY: transparent over T, so its bytes are T's: any pattern is valid (1), the dtype is T's (2, 3), and T's own leaves
// are put (4).
unsafe impl<T: Element<Value: Word>, const LO: u32, const LEN: u32> Element for Bits<T, LO, LEN> {
    const DTYPE: &'static DType = {
        let () = Self::IN_RANGE;
        T::DTYPE
    };
    type Value = T::Value;
    const SHOWN: Shown = {
        let () = Self::IN_RANGE;
        Shown::Bits { low: LO, len: LEN }
    };

    #[inline]
    fn load(self) -> T::Value {
        self.get()
    }

    /// Does not compile where it is used: the other bits would be lost.
    fn store(_: T::Value) -> Self {
        const { panic!("bits are read-only: write the whole integer") }
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

/// The column of some bits of a field.
impl<R: Element, T: Element<Value: Word>, const LO: u32, const LEN: u32> Index<BitField<R, T, LO, LEN>>
    for Column<R>
{
    type Output = Column<Bits<T, LO, LEN>>;

    #[inline]
    fn index(&self, bits: BitField<R, T, LO, LEN>) -> &Column<Bits<T, LO, LEN>> {
        // SAFETY: the field lies in R [R3], and `Bits` is transparent over its type.
        unsafe { Column::from_head(&self.head, self.offset.len() + bits.offset()) }
    }
}
