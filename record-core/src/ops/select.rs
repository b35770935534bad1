//! Some of the records, copied: `filter`, `filter_by`, `take`. NumPy's boolean and fancy indexing, under their own names.

use crate::{
    buffer::TakeError,
    element::Element,
    layout::{Dim, LayoutError},
    ops::mask::{Mask, MaskError},
    or_panic::OrPanic as _,
    raw::{array::Array, column::Column, view::View},
    view::IndexError,
};
use alloc::vec::Vec;

impl<T: Element> Column<T> {
    /// The values that the mask has in, copied. NumPy's `a[mask]`. Of records, [`RecordTable::filter`] makes a table:
    /// `RecordTable::from(view.filter(&mask))`.
    ///
    /// [`RecordTable::filter`]: crate::RecordTable::filter
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3, 1, 2]);
    /// assert_eq!(column.filter(&column.ge(2)), [3, 2]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_filter`](Column::try_filter) says so instead.
    #[track_caller]
    pub fn filter(&self, mask: &Mask) -> Vec<T::Value> {
        self.try_filter(mask).or_panic()
    }

    /// The values that the mask has in, copied.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length.
    pub fn try_filter(&self, mask: &Mask) -> Result<Vec<T::Value>, MaskError> {
        mask.check_len(self.len())?;
        let mut kept = Vec::with_capacity(mask.count());
        kept.extend(mask.positions().filter_map(|i| self.get(i)));
        Ok(kept)
    }

    /// The values for which `test` holds, copied.
    pub fn filter_by(&self, mut test: impl FnMut(T::Value) -> bool) -> Vec<T::Value> {
        self.iter().filter(|&value| test(value)).collect()
    }

    /// The values at `indices`, in that order, copied. NumPy's `a.take(indices)`, without counting from the end.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3, 1, 2]);
    /// assert_eq!(column.take(&[2, 0, 0]), [2, 3, 3]);
    /// assert!(column.try_take(&[3]).is_err());
    /// ```
    ///
    /// # Panics
    /// If an index is not below the length; [`try_take`](Column::try_take) says so instead.
    #[track_caller]
    pub fn take(&self, indices: &[usize]) -> Vec<T::Value> {
        self.try_take(indices).or_panic()
    }

    /// The values at `indices`, in that order, copied.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the first index that is not below the length.
    pub fn try_take(&self, indices: &[usize]) -> Result<Vec<T::Value>, IndexError> {
        indices.iter().map(|&i| self.try_get(i)).collect()
    }

    /// Writes `value` to the elements that the mask has in. NumPy's `a[mask] = value`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [3, 1, 2];
    /// let mut column = ViewMut::from_slice(&mut numbers);
    /// let mask = column.ge(2);
    /// column.fill_where(&mask, 0);
    /// column.apply_where(&!mask, |n| n * 10);
    /// assert_eq!(numbers, [0, 10, 0]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_apply_where`](Column::try_apply_where) says so instead.
    #[track_caller]
    pub fn fill_where(&mut self, mask: &Mask, value: T::Value) {
        self.apply_where(mask, |_| value);
    }

    /// Replaces the elements that the mask has in by `f` of their values.
    ///
    /// # Panics
    /// If the mask has another length; [`try_apply_where`](Column::try_apply_where) says so instead.
    #[track_caller]
    pub fn apply_where(&mut self, mask: &Mask, f: impl FnMut(T::Value) -> T::Value) {
        self.try_apply_where(mask, f).or_panic();
    }

    /// Replaces the elements that the mask has in by `f` of their values.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length; nothing has been written then.
    pub fn try_apply_where(
        &mut self,
        mask: &Mask,
        mut f: impl FnMut(T::Value) -> T::Value,
    ) -> Result<(), MaskError> {
        mask.check_len(self.len())?;
        for index in mask.positions() {
            self.update(index, &mut f);
        }
        Ok(())
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// A copy of the elements whose index on `axis` the mask has in. NumPy's `compress(mask, a, axis)` and `a[:, mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// let odd = table.view().at(0).mask_by(|n| n % 2 == 1);
    /// assert_eq!(table.view().filter_axis(1, &odd), Array::from_rows([[1, 3], [4, 6]]));
    /// ```
    ///
    /// # Panics
    /// If there is no such axis, the mask has another length than it, or there is no memory;
    /// [`try_filter_axis`](View::try_filter_axis) says so instead.
    #[track_caller]
    pub fn filter_axis(self, axis: usize, mask: &Mask) -> Array<T, D> {
        self.try_filter_axis(axis, mask).or_panic()
    }

    /// A copy of the elements whose index on `axis` the mask has in.
    ///
    /// # Errors
    /// [`TakeError::Array`] with [`LayoutError::Length`] if the mask has another length than the axis, and as
    /// [`try_take_axis`](View::try_take_axis).
    pub fn try_filter_axis(self, axis: usize, mask: &Mask) -> Result<Array<T, D>, TakeError> {
        if let Some(&found) = self.shape().as_ref().get(axis)
            && found != mask.len()
        {
            return Err(LayoutError::Length { axis, expected: mask.len(), found }.into());
        }
        self.try_take_axis(axis, &mask.positions().collect::<Vec<_>>())
    }
}
