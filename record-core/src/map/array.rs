//! Mapped arrays: asking for their shape, reading and writing elements.

use super::MapArray;
use crate::{
    element::Element,
    layout::Dim,
    or_panic::OrPanic as _,
    raw::{
        iter::Iter,
        owner::{Storage, StorageMut},
    },
    shown::Shown,
    view::IndexError,
};
use core::fmt;

impl<T: Element, D: Dim, S: Storage> MapArray<T, D, S> {
    /// What an element means. NumPy's `ndarray.dtype`.
    pub fn dtype(&self) -> &'static crate::DType {
        T::DTYPE
    }

    /// Length of each axis. NumPy's `ndarray.shape`.
    #[inline]
    pub fn shape(&self) -> D::Shape {
        self.layout().shape
    }

    /// Bytes between neighbours along each axis. NumPy's `ndarray.strides`.
    #[inline]
    pub fn strides(&self) -> D::Strides {
        self.layout().strides
    }

    /// The number of elements. NumPy's `ndarray.size`.
    #[inline]
    pub fn size(&self) -> usize {
        self.layout().len()
    }

    /// The value at `index`, one number for each axis; `None` if out of range or of another number of axes.
    #[inline]
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<T::Value> {
        self.view().get_at(index)
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

impl<T: Element, D: Dim, S: StorageMut> MapArray<T, D, S> {
    /// Writes `value` at `index`, one number for each axis. NumPy's `a[i, j] = value`.
    ///
    /// # Panics
    /// If the index is out of range or of another number of axes; [`try_set_at`](MapArray::try_set_at) says so instead.
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
}

impl<'a, T: Element, D: Dim, S: Storage> IntoIterator for &'a MapArray<T, D, S> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T, D>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, D> {
        self.iter()
    }
}

impl<T: Element, D: Dim, S: Storage> fmt::Display for MapArray<T, D, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<T: Element, D: Dim, S: Storage> fmt::Debug for MapArray<T, D, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().as_any().debug_as(f, "MapArray", Shown::Plain)
    }
}
