//! Arrays of run-time dtype: made from a shape, and cast to and from Rust types.

use crate::{
    buffer::ArrayError,
    dtype::DType,
    element::Element,
    layout::{Dim, Layout, Order, Shape},
    raw::{
        alloc::AlignedBytes,
        any::AnyView,
        any_array::AnyArray,
        array::Array,
        view::{View, ViewMut},
    },
    shown::Shown,
    view::ColumnError,
};
use core::fmt;

impl AnyArray {
    /// An array of this dtype and shape, all bytes zero. NumPy's `zeros(shape, dtype, order)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let array = AnyArray::zeros(DType::parse("u1, <f4")?, [2, 3], Order::F)?;
    /// assert_eq!(array.layout().strides.as_ref(), [5, 10]);
    /// assert_eq!(array.as_bytes(), [0; 30]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Array::try_zeros`], and [`LayoutError::TooManyAxes`](crate::layout::LayoutError::TooManyAxes) in it if there are more than
    /// [`DynRank::MAX`](crate::DynRank::MAX).
    pub fn zeros(dtype: DType, shape: impl Shape, order: Order) -> Result<Self, ArrayError> {
        let layout = Layout::dense(shape.as_slice().to_axes()?, dtype.itemsize(), order)?;
        let (bytes, align) = (layout.len() * dtype.itemsize(), dtype.alignment().max(1));
        let memory = AlignedBytes::zeroed(bytes, align).ok_or(ArrayError::OutOfMemory { bytes })?;
        Ok(Self::from_bytes(memory, dtype, layout, order)?)
    }

    /// All elements as a view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if the type's dtype is another, [`ColumnError::Rank`] if the number of axes is.
    pub fn typed<T: Element, D: Dim>(&self) -> Result<View<'_, T, D>, ColumnError> {
        self.view().typed_as()
    }

    /// All elements as a writable view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// As [`typed`](AnyArray::typed).
    pub fn typed_mut<T: Element, D: Dim>(&mut self) -> Result<ViewMut<'_, T, D>, ColumnError> {
        // A check by itself, because the borrow below lasts.
        self.typed::<T, D>()?;
        match self.cast_mut() {
            Some(Ok(view)) => Ok(view),
            _ => unreachable!("`typed` has found the same dtype and rank"),
        }
    }

    /// The array under a Rust type, if its dtype and rank are the array's; nothing is copied.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let array = AnyArray::from(Array::from_rows([[1, 2], [3, 4]]));
    /// let array: Array<i32, Rank<2>> = array.into_typed()?;
    /// assert_eq!(array.get_at([1, 0]), Some(3));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`typed`](AnyArray::typed); the array is gone then.
    ///
    /// # Panics
    /// If there is no memory for a copy, which is made only for an element whose Rust type is aligned to more than 64 bytes
    /// and to more than its dtype.
    pub fn into_typed<T: Element, D: Dim>(self) -> Result<Array<T, D>, ColumnError> {
        let layout = self.typed::<T, D>()?.layout();
        let (.., order, bytes) = self.into_parts();
        if bytes.align() < align_of::<T>() {
            // Of a dtype that asks for less than the Rust type.
            let aligned = bytes.copied(align_of::<T>()).expect("memory for a copy");
            return Ok(Array::from_bytes(aligned, layout, order).expect("the array's own layout"));
        }
        Ok(Array::from_bytes(bytes, layout, order).expect("the array's own layout"))
    }
}

/// All elements, as a view.
impl<'a> From<&'a AnyArray> for AnyView<'a> {
    fn from(array: &'a AnyArray) -> Self {
        array.view()
    }
}

/// All elements, as a view without the Rust type.
impl<'a, T: Element, D: Dim> From<&'a Array<T, D>> for AnyView<'a> {
    fn from(array: &'a Array<T, D>) -> Self {
        array.view().as_any()
    }
}

impl AnyView<'_> {
    /// A copy in memory of its own, one element after the other in C order. NumPy's `a.copy()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let bytes = [1, 0, 0, 2, 0, 0];
    /// let table = AnyTable::from_bytes(&bytes, DType::parse("u1, <u2")?)?;
    /// let first = table.column("f0")?.to_array()?;
    /// assert_eq!(first.as_bytes(), [1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// Gaps are zero in the copy, but where fields of a record overlap.
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] if there is no memory for it, [`ArrayError::Layout`] if it takes more than `isize::MAX`
    /// bytes.
    pub fn to_array(&self) -> Result<AnyArray, ArrayError> {
        self.to_array_in(Order::C)
    }

    /// A copy in memory of its own, one element after the other in the order given. NumPy's `a.copy(order)`.
    ///
    /// # Errors
    /// As [`to_array`](AnyView::to_array).
    pub fn to_array_in(&self, order: Order) -> Result<AnyArray, ArrayError> {
        let mut array = AnyArray::zeros(self.dtype().clone(), self.shape(), order)?;
        array.copy_in(*self);
        Ok(array)
    }
}

impl fmt::Display for AnyArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl fmt::Debug for AnyArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().debug_as(f, "AnyArray", Shown::Plain)
    }
}
