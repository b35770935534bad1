//! `take`: the elements at some indices, in their order.

use crate::{
    element::Element,
    ops::select::SelectError,
    or_panic::OrPanic as _,
    raw::{column::Column, simd::vectorized},
    view::IndexError,
};
use alloc::vec::Vec;

impl<T: Element> Column<T> {
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
    #[must_use]
    #[track_caller]
    pub fn take(&self, indices: &[usize]) -> Vec<T::Value> {
        self.try_take(indices).or_panic()
    }

    /// The values at `indices`, in that order, copied.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the first index that is not below the length.
    pub fn try_take(&self, indices: &[usize]) -> Result<Vec<T::Value>, IndexError> {
        let taken = vectorized(
            #[inline(always)]
            || self.as_view().values_at(indices),
        );
        taken.map_err(|position| self.out_of_range(indices, position))
    }

    /// Copies the elements at `indices`, in that order, to the first elements of `out`. NumPy's `a.take(indices, out=out)`, for
    /// an `out` that may be longer, and without counting from the end.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut out = [0; 3];
    /// View::from_slice(&[3, 1, 2]).take_into(&[2, 0], &mut ViewMut::from_slice(&mut out))?;
    /// assert_eq!(out, [2, 3, 0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`SelectError::Index`] with the place of the first index that is not below the length, [`SelectError::Room`] if there are
    /// more than elements of `out`; nothing has been written then.
    pub fn take_into<U: Element<Value = T::Value>>(
        &self,
        indices: &[usize],
        out: &mut Column<U>,
    ) -> Result<(), SelectError> {
        let (needed, found) = (indices.len(), out.len());
        if needed > found {
            return Err(SelectError::Room { needed, found });
        }
        let mut out = out.as_view_mut();
        let taken = vectorized(
            #[inline(always)]
            || out.gather_at(self.as_view(), indices),
        );
        taken.map_err(|position| SelectError::Index { position, error: self.out_of_range(indices, position) })
    }

    /// What is wrong with the index at this place of the list.
    #[cold]
    pub(crate) fn out_of_range(&self, indices: &[usize], position: usize) -> IndexError {
        IndexError::OutOfRange { axis: 0, index: indices[position], len: self.len() }
    }
}
