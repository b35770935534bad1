//! Arrays in another byte order, converted in place: typed ones become arrays of native elements, others get another dtype.

use super::{ByteswapError, FOREIGN};
use crate::{
    byte_order::ByteOrder,
    element::Element,
    layout::Dim,
    native::HasNative,
    raw::{alloc::AlignedBytes, any_array::AnyArray, array::Array, byteswap::Leaves},
};

impl<T: Element, D: Dim> Array<T, D> {
    /// The same numbers in native byte order, converted in place; see
    /// [`ViewMut::into_native`](crate::ViewMut::into_native). Native, they may be had as a slice.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// let stored = [0, 1, 0, 2, 0, 3, 0, 4];
    /// let array = View::<[Be<u16>; 2]>::from_bytes(&stored)?.axes().to_array().into_native();
    /// assert_eq!(array.as_memory_slice(), [1, 2, 3, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// At compile time, if `T::Native` is not `T` in native byte order, or is aligned to more than 64 bytes and to more than
    /// `T` is.
    #[must_use]
    pub fn into_native(mut self) -> Array<T::Native, D>
    where
        T: HasNative,
    {
        const { T::DTYPE.assert_twin(<T::Native>::DTYPE, ByteOrder::NATIVE) };
        const {
            let (old, new) = (align_of::<T>(), align_of::<T::Native>());
            assert!(new <= old || new <= AlignedBytes::ALIGN, "the native twin is aligned to more");
        }
        self.view_mut().swap_leaves(FOREIGN);
        let (layout, order) = (self.layout(), self.order());
        Array::from_bytes(self.into_bytes(), layout, order).expect("the array's own layout")
    }
}

impl AnyArray {
    /// The same values in another byte order, converted in place: every number is stored in `order`, and the dtype says so.
    /// Numbers that are in that order already stay as they are.
    ///
    /// ```
    /// use record_core::{ByteOrder, prelude::*};
    /// let array = AnyArray::from(Array::from_vec(vec![Be::new(1_u16), Be::new(2)]));
    /// let array = array.into_byte_order(ByteOrder::Little)?;
    /// assert_eq!((array.dtype(), array.as_bytes()), (&DType::parse("<u2")?, &[1, 0, 2, 0][..]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ByteswapError::Overlap`] if fields share bytes. The array is gone then: where it is needed still, ask
    /// [`DType::fields_overlap`](crate::DType::fields_overlap) before.
    pub fn into_byte_order(mut self, order: ByteOrder) -> Result<Self, ByteswapError> {
        self.view_mut().swap(Leaves::Stored(order.swapped()))?;
        Ok(self.into_order(order))
    }

    /// The same values in the byte order of the machine, converted in place; see
    /// [`into_byte_order`](AnyArray::into_byte_order).
    ///
    /// # Errors
    /// As [`into_byte_order`](AnyArray::into_byte_order).
    pub fn into_native(self) -> Result<Self, ByteswapError> {
        self.into_byte_order(ByteOrder::NATIVE)
    }
}
