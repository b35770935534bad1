//! Writing elements at places that a list of indices says.

use crate::{element::Element, layout::Dim, raw::view::ViewMut};
use core::fmt;

/// Indices and values that cannot be written; nothing has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PutError {
    /// An index that is not below the number of elements.
    Index {
        /// Its place in the list of indices.
        position: usize,
        /// The index.
        index: usize,
        /// Elements of the view.
        len: usize,
    },
    /// Another number of values than of indices.
    Length {
        /// Indices given.
        expected: usize,
        /// Values given.
        found: usize,
    },
}

impl fmt::Display for PutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Index { position, index, len } => {
                write!(
                    f,
                    "at position {position} of the indices: index {index} is out of range for {len} elements"
                )
            }
            Self::Length { expected, found } => write!(f, "{found} values for {expected} indices"),
        }
    }
}

impl core::error::Error for PutError {}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Writes `values[i]` to the element `indices[i]`, counted in row-major order whatever the strides. An index that is
    /// there twice keeps the last of its values. NumPy's `put`, which repeats values if there are too few and counts
    /// negative indices from the end.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut grid = [[0; 3]; 2];
    /// let mut view = ViewMut::from_slice(&mut grid).into_axes();
    /// view.put(&[1, 5, 1], &[7, 8, 9])?;
    /// let error = view.put(&[0, 6], &[1, 1]).unwrap_err();
    /// assert_eq!(error.to_string(), "at position 1 of the indices: index 6 is out of range for 6 elements");
    /// assert_eq!(grid, [[0, 9, 0], [0, 0, 8]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`PutError::Length`] if there are more values than indices or fewer, [`PutError::Index`] if an index is out of
    /// range; nothing is written then.
    pub fn put(&mut self, indices: &[usize], values: &[T::Value]) -> Result<(), PutError> {
        let (shape, len) = (self.layout().shape, self.layout().len());
        if indices.len() != values.len() {
            return Err(PutError::Length { expected: indices.len(), found: values.len() });
        }
        if let Some(position) = indices.iter().position(|&index| index >= len) {
            return Err(PutError::Index { position, index: indices[position], len });
        }
        for (&index, &value) in indices.iter().zip(values) {
            let (mut place, mut rest) = (shape, index);
            for (i, &n) in place.as_mut().iter_mut().zip(shape.as_ref()).rev() {
                (rest, *i) = (rest / n, rest % n);
            }
            if let Some(slot) = self.slot_at(place.as_ref()) {
                slot.put(T::store(value));
            }
        }
        Ok(())
    }
}
