//! Byte order in place: reversing the bytes of every number, and turning elements into native ones.
//!
//! The two are not the same. [`byteswap_inplace`](ViewMut::byteswap_inplace) changes the bytes and not the type, so it changes
//! the values; [`into_native`](ViewMut::into_native) changes both, so the values stay. NumPy has the first, and the second
//! as a `byteswap` and a `view` that a program must not forget.

#[cfg(feature = "alloc")]
mod any;
#[cfg(feature = "alloc")]
mod arrays;
#[cfg(feature = "rayon")]
mod par;

#[cfg(feature = "alloc")]
pub use any::ByteswapError;

use crate::{
    byte_order::ByteOrder,
    element::Element,
    layout::Dim,
    native::HasNative,
    raw::{byteswap::Leaves, column::Column, view::ViewMut},
};

/// The leaves that a program would have to swap as it reads them.
pub(crate) const FOREIGN: Leaves = Leaves::Stored(ByteOrder::NATIVE.swapped());

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Reverses the bytes of every number in place, and so changes the values: NumPy's `a.byteswap(inplace=True)`.
    ///
    /// Integers, floats and dates as a whole, complex numbers by halves, `FixedUtf32` by code points, sub-arrays and nested
    /// records element by element. Bytes that have no order (`u8`, `Bool8`, `FixedBytes`, `Opaque`, gaps) stay. Done twice,
    /// nothing has changed.
    ///
    /// For numbers whose byte order was mistaken. To convert them, [`into_native`](ViewMut::into_native) changes the type too.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// let mut bytes = [1, 2, 3, 4, 5, 6];
    /// ViewMut::<[Be<u16>; 3]>::from_bytes(&mut bytes)?.byteswap_inplace();
    /// assert_eq!(bytes, [2, 1, 4, 3, 6, 5]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn byteswap_inplace(&mut self) {
        const { assert!(!T::SHOWN.is_bits(), "bits have no byte order: swap the whole field") };
        self.swap_leaves(Leaves::All);
    }
}

impl<T: Element> Column<T> {
    /// Reverses the bytes of every number in place, and so changes the values; see [`ViewMut::byteswap_inplace`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [u16; 2] }
    /// let mut points = RecordTable::from([Point { id: 1, at: [0x0203, 0x0405] }]);
    /// points[Point::AT].byteswap_inplace();
    /// assert_eq!(points[Point::AT].to_vec(), [[0x0302, 0x0504]]);
    /// ```
    pub fn byteswap_inplace(&mut self) {
        self.as_view_mut().byteswap_inplace();
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The same numbers in native byte order, converted in place: bytes and type change, values do not.
    ///
    /// Only leaves in the other order are swapped, so records of both orders are converted too, and a view of native
    /// elements costs nothing. NumPy's `a.byteswap(inplace=True).view(a.dtype.newbyteorder())`, for numbers that are all
    /// in one order.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// let mut bytes = [0, 1, 0, 2, 0, 3];
    /// let numbers = ViewMut::<Be<u16>>::from_bytes(&mut bytes)?.into_native();
    /// assert_eq!(numbers.iter().collect::<Vec<u16>>(), [1, 2, 3]);
    /// assert_eq!(bytes[..2], 1_u16.to_ne_bytes());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// At compile time, if `T::Native` is not `T` in native byte order.
    #[must_use = "the bytes are converted; through the old type they mean something else"]
    pub fn into_native(mut self) -> ViewMut<'a, T::Native, D>
    where
        T: HasNative,
    {
        const { T::DTYPE.assert_twin(<T::Native>::DTYPE, ByteOrder::NATIVE) };
        self.swap_leaves(FOREIGN);
        self.into_twin()
    }

    /// Native numbers as they are to be stored, converted in place: the way back from [`into_native`](ViewMut::into_native).
    ///
    /// ```
    /// use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3];
    /// ViewMut::<Be<u16>>::from_native(ViewMut::from_slice(&mut numbers));
    /// assert_eq!(numbers.map(u16::from_be), [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// At compile time, if `T::Native` is not `T` in native byte order.
    pub fn from_native(native: ViewMut<'a, T::Native, D>) -> Self
    where
        T: HasNative,
    {
        const { T::DTYPE.assert_twin(<T::Native>::DTYPE, ByteOrder::NATIVE) };
        let mut stored: Self = native.into_twin();
        stored.swap_leaves(FOREIGN);
        stored
    }
}
