//! Mapped arrays: asking for their shape, reading and writing elements, advice, flushing and closing.

use super::{MapArray, MapMode, MappedMut, rows};
use crate::{
    element::Element,
    layout::Dim,
    or_panic::OrPanic as _,
    raw::{
        iter::Iter,
        owner::{Storage, StorageMut},
    },
    shown::Shown,
    table::TableError,
    view::IndexError,
};
use core::{fmt, ops::Range};
use std::path::Path;

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

impl<T: Element, D: Dim, S: MapMode> MapArray<T, D, S> {
    /// The file, as it was opened. NumPy's `memmap.filename`.
    pub fn path(&self) -> &Path {
        self.storage().path()
    }

    /// Tells the system how the map will be used: [`Advice`](super::Advice), and for
    /// [`CopyOnWrite`](crate::CopyOnWrite) [`PrivateAdvice`](super::PrivateAdvice). Nothing but speed and memory depends on it.
    ///
    /// # Errors
    /// [`TableError::Io`], or [`TableError::File`] for a file that is open for writing: the system does not take the advice.
    pub fn advise(&self, advice: S::Advice) -> Result<(), TableError> {
        self.storage().advise(advice)
    }
}

impl<T: Element, D: Dim> MapArray<T, D, MappedMut> {
    /// Writes what was written to the array to the disk, and waits for it. NumPy's `memmap.flush()`.
    ///
    /// # Errors
    /// [`TableError::File`]: the disk is full or broken, or the network gone; what was written may be lost.
    pub fn flush(&self) -> Result<(), TableError> {
        let rows = self.shape().as_ref().first().copied().unwrap_or(1);
        self.flush_range(0..rows)
    }

    /// Writes what was written to the elements with these first indices to the disk, and waits for it; others in their
    /// pages come along, which in Fortran order are almost all.
    ///
    /// # Errors
    /// As [`flush`](MapArray::flush); [`TableError::OutOfRange`].
    pub fn flush_range(&self, rows: Range<usize>) -> Result<(), TableError> {
        let layout = self.layout();
        let bytes = rows::bytes_of(rows, layout.shape.as_ref(), layout.strides.as_ref(), size_of::<T>())?;
        self.storage().flush(bytes)
    }

    /// Has what was written to the array written to the disk, and does not wait.
    ///
    /// # Errors
    /// [`TableError::File`] if that cannot be begun.
    pub fn flush_async(&self) -> Result<(), TableError> {
        self.storage().flush_async()
    }

    /// Flushes, and closes the file: as dropping does, but it says what went wrong.
    ///
    /// # Errors
    /// As [`flush`](MapArray::flush); the file is closed all the same.
    pub fn close(self) -> Result<(), TableError> {
        self.into_storage().close()
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
        self.view().as_any().describe(f, "MapArray", Shown::Plain)
    }
}
