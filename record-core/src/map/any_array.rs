//! Mapped arrays of a dtype known at run time: Rust types, advice, flushing and closing.

use super::{AnyMapArray, MapMode, MappedMut, rows};
use crate::{
    element::Element,
    layout::Dim,
    raw::{
        owner::{Storage, StorageMut},
        view::{View, ViewMut},
    },
    shown::Shown,
    table::TableError,
    view::ColumnError,
};
use core::{fmt, ops::Range};
use std::path::Path;

impl<S: Storage> AnyMapArray<S> {
    /// All elements as a view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if the type's dtype is another, [`ColumnError::Rank`] if the number of axes is.
    pub fn typed<T: Element, D: Dim>(&self) -> Result<View<'_, T, D>, ColumnError> {
        self.view().typed_as()
    }
}

impl<S: StorageMut> AnyMapArray<S> {
    /// All elements as a writable view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// As [`typed`](AnyMapArray::typed).
    pub fn typed_mut<T: Element, D: Dim>(&mut self) -> Result<ViewMut<'_, T, D>, ColumnError> {
        // A check by itself, because the borrow below lasts.
        self.typed::<T, D>()?;
        match self.cast_mut() {
            Some(Ok(view)) => Ok(view),
            _ => unreachable!("`typed` has found the same dtype and rank"),
        }
    }
}

impl<S: MapMode> AnyMapArray<S> {
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

impl AnyMapArray<MappedMut> {
    /// Writes what was written to the array to the disk, and waits for it. NumPy's `memmap.flush()`.
    ///
    /// # Errors
    /// [`TableError::File`]: the disk is full or broken, or the network gone; what was written may be lost.
    pub fn flush(&self) -> Result<(), TableError> {
        self.flush_range(0..self.shape().first().copied().unwrap_or(1))
    }

    /// Writes what was written to the elements with these first indices to the disk, and waits for it; others in their
    /// pages come along, which in Fortran order are almost all.
    ///
    /// # Errors
    /// As [`flush`](AnyMapArray::flush); [`TableError::OutOfRange`].
    pub fn flush_range(&self, rows: Range<usize>) -> Result<(), TableError> {
        let layout = self.layout();
        let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
        self.storage().flush(rows::bytes_of(rows, shape, strides, self.dtype().itemsize())?)
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
    /// As [`flush`](AnyMapArray::flush); the file is closed all the same.
    pub fn close(self) -> Result<(), TableError> {
        self.into_storage().close()
    }
}

impl<S: Storage> fmt::Display for AnyMapArray<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<S: Storage> fmt::Debug for AnyMapArray<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().describe(f, "AnyMapArray", Shown::Plain)
    }
}
