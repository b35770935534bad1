//! Some of the records, copied: `filter`, `filter_by`, `take`. NumPy's boolean and fancy indexing, under their own names.

use crate::{
    element::Element,
    ops::mask::{Mask, MaskError},
    raw::column::Column,
    view::IndexError,
};
use alloc::vec::Vec;

impl<T: Element> Column<T> {
    /// The values that the mask has in, copied. NumPy's `a[mask]`.
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
        self.try_filter(mask).unwrap_or_else(|error| panic!("{error}"))
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
        self.try_take(indices).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The values at `indices`, in that order, copied.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the first index that is not below the length.
    pub fn try_take(&self, indices: &[usize]) -> Result<Vec<T::Value>, IndexError> {
        indices.iter().map(|&i| self.try_get(i)).collect()
    }
}
