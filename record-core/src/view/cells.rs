//! Reading and writing through cells.

use crate::or_panic::OrPanic as _;
use crate::{element::Element, layout::Dim, raw::cell::CellView, view::IndexError};
use core::fmt;

/// The header only: whoever is printed to might write the elements.
impl<T: Element, D: Dim> fmt::Debug for CellView<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct("CellView");
        text.field("shape", &self.shape())
            .field("strides", &self.strides())
            .field("dtype", &T::DTYPE)
            .finish()
    }
}

impl<T: Element, D: Dim> CellView<'_, T, D> {
    /// The value at `index`, one number for each axis; `None` if out of range or of another number of axes.
    #[inline]
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<T::Value> {
        self.load_at(index.as_ref()).map(T::load)
    }

    /// Writes `value` at `index`, one number for each axis.
    ///
    /// # Panics
    /// If the index is out of range or of another number of axes; [`try_set_at`](CellView::try_set_at) says so instead.
    #[inline]
    #[track_caller]
    pub fn set_at(&self, index: impl AsRef<[usize]>, value: T::Value) {
        self.try_set_at(index, value).or_panic();
    }

    /// Writes `value` at `index`, one number for each axis.
    ///
    /// # Errors
    /// [`IndexError`] with the index and the shape.
    #[inline]
    pub fn try_set_at(&self, index: impl AsRef<[usize]>, value: T::Value) -> Result<(), IndexError> {
        let index = index.as_ref();
        self.put_at(index, T::store(value)).ok_or_else(|| IndexError::of(index, self.layout().shape.as_ref()))
    }

    /// Writes `value` to every element.
    pub fn fill(&self, value: T::Value) {
        self.apply(|_| value);
    }
}
