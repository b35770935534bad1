//! `Coded` as an element and as plain data, and the column of the integers under it.

use crate::{
    bits::Word,
    coded::{Code, Coded, Stores, Unknown},
    dtype::DType,
    element::Element,
    raw::field::{Field, Slot},
    shown::Shown,
};
use bytemuck::{Pod, Zeroable};

// SAFETY: transparent over S, an element, so its bytes are S's: any pattern is valid (1), the dtype is S's (2, 3), and S
// has no gaps (4), for it is an integer in some byte order. No `E` is stored.
unsafe impl<E: Code, S: Stores<E::Repr>> Element for Coded<E, S> {
    const DTYPE: &'static DType = S::DTYPE;
    type Value = Result<E, Unknown<E>>;
    const SHOWN: Shown = Shown::Codes(|bits| E::from_raw(E::Repr::from_bits(bits)).map(E::name));

    #[inline(always)]
    fn load(self) -> Result<E, Unknown<E>> {
        self.get()
    }

    #[inline(always)]
    fn store(value: Result<E, Unknown<E>>) -> Self {
        match value {
            Ok(code) => Self::new(code),
            Err(unknown) => Self::from_raw(unknown.raw()),
        }
    }

    fn put_fields(self, slot: Slot<'_, Self>) {
        slot.put(self);
    }
}

impl<E: Code, S: Stores<E::Repr>> Coded<E, S> {
    /// The token of the stored integer: of columns that any token leads to, the integers.
    ///
    /// ```
    /// use record_core::prelude::*;
    ///
    /// #[derive(Code, Clone, Copy)]
    /// #[repr(u8)]
    /// enum Mode { Off, On }
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C)]
    /// struct Row { id: u8, mode: Coded<Mode> }
    ///
    /// let mut rows = RecordTable::from([Row { id: 1, mode: Mode::On.into() }]);
    /// rows[Row::MODE.then(Coded::RAW)].set(0, 7);
    /// assert_eq!(rows.col(Row::MODE).col(Coded::RAW).max(), Some(7));
    /// ```
    pub const RAW: Field<Self, S> = {
        // SAFETY: `Coded` is transparent over S, which is therefore at offset 0.
        unsafe { Field::new(0) }
    };
}

// SAFETY: transparent over S, which is Zeroable.
unsafe impl<E: Code, S: Stores<E::Repr> + Zeroable> Zeroable for Coded<E, S> {}
// SAFETY: transparent over S, which is Pod.
unsafe impl<E: Code, S: Stores<E::Repr> + Pod> Pod for Coded<E, S> {}
