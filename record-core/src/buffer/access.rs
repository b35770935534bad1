//! Asking arrays for their shape, and reading and writing their elements.

use crate::{
    element::Element,
    layout::{Dim, LayoutError},
    or_panic::OrPanic as _,
    raw::{array::Array, iter::Iter, zip::ZipSource},
    shown::Shown,
    view::IndexError,
};
use alloc::vec::Vec;
use core::fmt;

impl<T: Element, D: Dim> Array<T, D> {
    /// What an element means. NumPy's `ndarray.dtype`.
    pub fn dtype(&self) -> &'static crate::DType {
        T::DTYPE
    }

    /// The elements in row-major order as they are stored, if they lie so: in C order, that is, or with at most one axis
    /// longer than 1. In any order of memory: [`as_memory_slice`](Array::as_memory_slice).
    pub fn as_slice(&self) -> Option<&[T]> {
        self.view().as_slice()
    }

    /// The value at `index`, one number for each axis; `None` if out of range or of another number of axes.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_rows([[1, 2], [3, 4]]);
    /// assert_eq!((grid.get_at([1, 0]), grid.get_at([1, 2])), (Some(3), None));
    /// ```
    #[inline]
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<T::Value> {
        self.view().get_at(index)
    }

    /// Writes `value` at `index`, one number for each axis. NumPy's `a[i, j] = value`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut grid = Array::from_rows([[1, 2], [3, 4]]);
    /// grid.set_at([1, 0], 9);
    /// assert_eq!(grid.to_vec(), [1, 2, 9, 4]);
    /// let error = grid.try_set_at([2, 0], 9).unwrap_err();
    /// assert_eq!(error.to_string(), "index 2 is out of range for axis 0 of length 2");
    /// ```
    ///
    /// # Panics
    /// If the index is out of range or of another number of axes; [`try_set_at`](Array::try_set_at) says so instead.
    #[inline]
    #[track_caller]
    pub fn set_at(&mut self, index: impl AsRef<[usize]>, value: T::Value) {
        self.try_set_at(index, value).or_panic();
    }

    /// Writes `value` at `index`, one number for each axis.
    ///
    /// # Errors
    /// [`IndexError`] with the index and the shape.
    #[inline]
    pub fn try_set_at(&mut self, index: impl AsRef<[usize]>, value: T::Value) -> Result<(), IndexError> {
        self.view_mut().try_set_at(index, value)
    }

    /// Writes `value` to every element. NumPy's `a[...] = value`.
    pub fn fill(&mut self, value: T::Value) {
        self.view_mut().fill(value);
    }

    /// Replaces every element by `f` of its value, in row-major order.
    pub fn apply(&mut self, f: impl FnMut(T::Value) -> T::Value) {
        self.view_mut().apply(f);
    }

    /// Replaces every element by `f` of its value and those at its index in other views; see
    /// [`ViewMut::zip_apply`](crate::ViewMut::zip_apply).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut gains = Array::from_rows([[1.0, 2.0], [3.0, 4.0]]);
    /// gains.zip_apply(View::from_slice(&[10.0, 100.0]), |gain, factor| gain * factor)?;
    /// assert_eq!((gains.to_vec(), gains.sum()), (vec![10.0, 200.0, 30.0, 400.0], 640.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    pub fn zip_apply<S: ZipSource>(
        &mut self,
        others: S,
        f: impl FnMut(T::Value, S::Values) -> T::Value,
    ) -> Result<(), LayoutError> {
        self.view_mut().zip_apply(others, f)
    }

    /// The values in row-major order. NumPy's `a.flat`.
    #[inline]
    pub fn iter(&self) -> Iter<'_, T, D> {
        self.view().iter()
    }

    /// A copy of the values in row-major order. NumPy's `a.ravel().tolist()`.
    pub fn to_vec(&self) -> Vec<T::Value> {
        self.view().to_vec()
    }
}

impl<'a, T: Element, D: Dim> IntoIterator for &'a Array<T, D> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T, D>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, D> {
        self.iter()
    }
}

/// Equal if the shapes and all values are; order, alignment and gaps do not count.
impl<T: Element<Value: PartialEq>, D: Dim> PartialEq for Array<T, D> {
    fn eq(&self, other: &Self) -> bool {
        self.shape() == other.shape() && self.iter().eq(other)
    }
}

impl<T: Element<Value: Eq>, D: Dim> Eq for Array<T, D> {}

impl<T: Element, D: Dim> fmt::Display for Array<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<T: Element, D: Dim> fmt::Debug for Array<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().as_any().debug_as(f, "Array", Shown::Plain)
    }
}
