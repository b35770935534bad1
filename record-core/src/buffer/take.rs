//! Elements at places that a list of indices says, copied. NumPy's fancy indexing, under its own names.

use crate::{
    buffer::{ArrayError, create::allocate},
    element::Element,
    layout::{Dim, Layout, LayoutError, Order},
    or_panic::OrPanic as _,
    raw::{array::Array, view::View},
    view::IndexError,
};
use alloc::vec::Vec;
use core::fmt;

/// Elements that cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TakeError {
    /// An index that the view does not have.
    Index {
        /// Its place in the list of indices.
        position: usize,
        /// What is wrong with it.
        error: IndexError,
    },
    /// A mask of another length than the axis.
    Mask {
        /// Elements of the axis.
        expected: usize,
        /// Elements of the mask.
        found: usize,
    },
    /// An axis that the view does not have, or a result that cannot be made.
    Array(ArrayError),
}

impl From<ArrayError> for TakeError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl From<LayoutError> for TakeError {
    fn from(error: LayoutError) -> Self {
        Self::Array(error.into())
    }
}

impl fmt::Display for TakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index { position, error } => write!(f, "at position {position} of the indices: {error}"),
            Self::Mask { expected, found } => {
                write!(f, "a mask of {found} records where {expected} are needed")
            }
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for TakeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Index { error, .. } => error.source(),
            Self::Mask { .. } => None,
            Self::Array(error) => error.source(),
        }
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// A copy of the elements with these indices on `axis`, in that order. NumPy's `take(a, indices, axis)`, without
    /// counting from the end.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(table.view().take_axis(1, &[2, 0, 2, 2]), Array::from_rows([[3, 1, 3, 3], [6, 4, 6, 6]]));
    /// let error = table.view().try_take_axis(0, &[1, 2]).unwrap_err();
    /// assert_eq!(error.to_string(), "at position 1 of the indices: index 2 is out of range for axis 0 of length 2");
    /// ```
    ///
    /// # Panics
    /// If the axis or an index is out of range, or there is no memory; [`try_take_axis`](View::try_take_axis) says so
    /// instead.
    #[track_caller]
    pub fn take_axis(self, axis: usize, indices: &[usize]) -> Array<T, D> {
        self.try_take_axis(axis, indices).or_panic()
    }

    /// A copy of the elements with these indices on `axis`, in that order.
    ///
    /// # Errors
    /// [`TakeError::Index`] with the place of the first index that is out of range; [`TakeError::Array`] if there is no such
    /// axis or no memory.
    pub fn try_take_axis(self, axis: usize, indices: &[usize]) -> Result<Array<T, D>, TakeError> {
        let mut shape = self.shape();
        let ndim = self.ndim();
        let taken = shape.as_mut().get_mut(axis).ok_or(LayoutError::Axis { axis, ndim })?;
        let len = core::mem::replace(taken, indices.len());
        if let Some(position) = indices.iter().position(|&index| index >= len) {
            let error = IndexError::OutOfRange { axis, index: indices[position], len };
            return Err(TakeError::Index { position, error });
        }
        let mut made = allocate(Layout::dense(shape, size_of::<T>(), Order::C)?, Order::C, 1)?;
        for (to, &from) in indices.iter().enumerate() {
            made.view_mut().try_at_axis(axis, to)?.copy_from(self.try_at_axis(axis, from)?)?;
        }
        Ok(made)
    }

    /// The values at these indices, one number for each axis. NumPy's `a[rows, columns]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(table.view().take_at(&[[1, 0], [0, 2], [1, 0]]), [4, 3, 4]);
    /// assert!(table.view().try_take_at(&[[0, 3]]).is_err());
    /// ```
    ///
    /// # Panics
    /// If an index is out of range; [`try_take_at`](View::try_take_at) says so instead.
    #[track_caller]
    pub fn take_at(self, indices: &[impl AsRef<[usize]>]) -> Vec<T::Value> {
        self.try_take_at(indices).or_panic()
    }

    /// The values at these indices, one number for each axis.
    ///
    /// # Errors
    /// [`TakeError::Index`] with the place of the first index that is out of range, or of another number of axes.
    pub fn try_take_at(self, indices: &[impl AsRef<[usize]>]) -> Result<Vec<T::Value>, TakeError> {
        let value = |(position, index): (usize, &_)| {
            let index: &[usize] = AsRef::as_ref(index);
            let error = || IndexError::of(index, self.shape().as_ref());
            self.get_at(index).ok_or_else(|| TakeError::Index { position, error: error() })
        };
        indices.iter().enumerate().map(value).collect()
    }
}
