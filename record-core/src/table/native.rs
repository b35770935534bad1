//! Tables in native byte order, converted in place: typed ones become tables of the native twin, others get another dtype.

use crate::{
    byte_order::ByteOrder,
    dtype::DType,
    element::Element,
    native::HasNative,
    ops::{ByteswapError, FOREIGN},
    or_panic::OrPanic as _,
    raw::{
        byteswap::Leaves,
        owner::{Owner, Storage, StorageMut},
    },
    record::Record,
    table::{AnyTable, RecordTable},
};

/// That no header goes on to say the byte order which the elements had.
fn check<R>(owner: &Owner<R, impl Storage>, dtype: &DType, leaves: Leaves) -> Result<(), ByteswapError> {
    if owner.is_described() && leaves.any_in(dtype) { Err(ByteswapError::Described) } else { Ok(()) }
}

impl<R: Record, S: StorageMut> RecordTable<R, S> {
    /// The same records in native byte order, converted in place: nothing is copied, and reading costs nothing more from
    /// then on.
    ///
    /// Only leaves in the other order are swapped; a record may have both. What the records are then, a struct of its own,
    /// is named by `#[record(native = "..")]`.
    ///
    /// ```
    /// use record_core::prelude::*;
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// #[record(native = "EventNative")]
    /// struct Event { id: Be<u16>, energy: Be<f64> }
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[repr(C, packed)]
    /// struct EventNative { id: u16, energy: f64 }
    ///
    /// let events = RecordTable::from([Event { id: Be::new(7), energy: Be::new(2.5) }]);
    /// let events: RecordTable<EventNative> = events.into_native();
    /// assert_eq!(events.item(0), EventNative { id: 7, energy: 2.5 });
    /// // And back, to be written.
    /// assert_eq!(RecordTable::<Event>::from_native(events).as_bytes()?[..2], [0, 7]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// Through a table that writes somebody's bytes, those are converted, and stay so when the table is gone: also those of
    /// a plain file, by [`MappedMut`](crate::MappedMut), which then holds the native records.
    ///
    /// # Panics
    /// If the records are those of a `.npy` file that is mapped for writing, and not native yet: its header would still say
    /// the old order. [`try_into_native`](RecordTable::try_into_native) is an error then. At compile time, if the native
    /// record is not this one in native byte order.
    #[must_use = "the bytes are converted; as the old records they mean something else"]
    #[track_caller]
    pub fn into_native(self) -> RecordTable<R::Native, S>
    where
        R: HasNative<Native: Record>,
    {
        const { R::DTYPE.assert_twin(<R::Native>::DTYPE, ByteOrder::NATIVE) };
        self.into_native_here().or_panic()
    }

    /// As [`into_native`](RecordTable::into_native), without panics.
    ///
    /// # Errors
    /// [`ByteswapError::Described`] if the records are those of a `.npy` file that is mapped for writing, and not native
    /// yet. No byte has changed then, but the map is closed.
    pub fn try_into_native(self) -> Result<RecordTable<R::Native, S>, ByteswapError>
    where
        R: HasNative<Native: Record>,
    {
        const { R::DTYPE.assert_twin(<R::Native>::DTYPE, ByteOrder::NATIVE) };
        self.into_native_here()
    }

    /// The doors before it compare the twins, so that the compiler names their callers' lines.
    fn into_native_here(mut self) -> Result<RecordTable<R::Native, S>, ByteswapError>
    where
        R: HasNative<Native: Record>,
    {
        check(&self.owner, R::DTYPE, FOREIGN)?;
        self.view_mut().swap_leaves(FOREIGN);
        Ok(RecordTable { owner: self.owner.into_twin(), trailing: self.trailing })
    }

    /// Native records as they are to be stored, converted in place: the way back from
    /// [`into_native`](RecordTable::into_native).
    ///
    /// # Panics
    /// As [`into_native`](RecordTable::into_native); [`try_from_native`](RecordTable::try_from_native) is an error where
    /// a header says the order.
    #[track_caller]
    pub fn from_native(native: RecordTable<R::Native, S>) -> Self
    where
        R: HasNative<Native: Record>,
    {
        const { R::DTYPE.assert_twin(<R::Native>::DTYPE, ByteOrder::NATIVE) };
        Self::from_native_here(native).or_panic()
    }

    /// As [`from_native`](RecordTable::from_native), without panics.
    ///
    /// # Errors
    /// As [`try_into_native`](RecordTable::try_into_native).
    pub fn try_from_native(native: RecordTable<R::Native, S>) -> Result<Self, ByteswapError>
    where
        R: HasNative<Native: Record>,
    {
        const { R::DTYPE.assert_twin(<R::Native>::DTYPE, ByteOrder::NATIVE) };
        Self::from_native_here(native)
    }

    fn from_native_here(native: RecordTable<R::Native, S>) -> Result<Self, ByteswapError>
    where
        R: HasNative<Native: Record>,
    {
        check(&native.owner, R::DTYPE, FOREIGN)?;
        let mut table = Self { owner: native.owner.into_twin(), trailing: native.trailing };
        table.view_mut().swap_leaves(FOREIGN);
        Ok(table)
    }
}

impl<S: StorageMut> AnyTable<S> {
    /// Reverses the bytes of every number in place, and so changes the values: NumPy's `a.byteswap(inplace=True)`. See
    /// [`ViewMut::byteswap_inplace`](crate::ViewMut::byteswap_inplace).
    ///
    /// A table that only reads has no such method; NumPy raises a `ValueError`.
    ///
    /// # Errors
    /// [`ByteswapError::Overlap`] if fields share bytes; nothing has changed then.
    pub fn byteswap_inplace(&mut self) -> Result<(), ByteswapError> {
        self.view_mut().byteswap_inplace()
    }

    /// The same values in another byte order, converted in place: every number is stored in `order`, and the dtype says so.
    ///
    /// Numbers that are in that order already stay as they are. NumPy's `a.astype(a.dtype.newbyteorder(..))`, without a copy.
    ///
    /// ```
    /// use record_core::{ByteOrder, prelude::*};
    /// // One number of each order.
    /// let mut bytes = [0, 1, 2, 0];
    /// let table = AnyTable::from_bytes_mut(&mut bytes, DType::parse(">u2, <u2")?)?;
    /// let table = table.into_byte_order(ByteOrder::Big)?;
    /// assert_eq!(table.dtype(), &DType::parse(">u2, >u2")?);
    /// assert_eq!(table.as_bytes(), [0, 1, 0, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ByteswapError::Overlap`] if fields share bytes; [`ByteswapError::Described`] if a number would be swapped of a
    /// `.npy` file that is mapped for writing, whose header would still say the old order. No byte has changed then, but
    /// the table is gone: where it is needed still, ask [`DType::fields_overlap`](crate::DType::fields_overlap) before. Of
    /// a plain file that is mapped so the bytes are converted.
    pub fn into_byte_order(mut self, order: ByteOrder) -> Result<Self, ByteswapError> {
        let leaves = Leaves::Stored(order.swapped());
        check(&self.owner, self.dtype(), leaves)?;
        self.view_mut().swap(leaves)?;
        Ok(Self { owner: self.owner.into_order(order), trailing: self.trailing })
    }

    /// The same values in the byte order of the machine, converted in place; see
    /// [`into_byte_order`](AnyTable::into_byte_order).
    ///
    /// # Errors
    /// As [`into_byte_order`](AnyTable::into_byte_order).
    pub fn into_native(self) -> Result<Self, ByteswapError> {
        self.into_byte_order(ByteOrder::NATIVE)
    }
}
