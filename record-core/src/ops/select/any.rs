//! Some of the elements of a view whose dtype only run time knows, copied.

use crate::{
    layout::{LayoutError, Order},
    ops::{mask::Mask, select::SelectError},
    raw::{any::AnyView, any_array::AnyArray},
    view::IndexError,
};
use alloc::vec::Vec;

impl AnyView<'_> {
    /// A copy of what the mask has in along the first axis: of a table, some of its records. NumPy's `a[mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[1, 10, 2, 20, 3, 30], DType::parse("[('id', 'u1'), ('level', 'u1')]")?)?;
    /// let high = table.view().filter(&table["level"].gt(15)?)?;
    /// assert_eq!(high.as_bytes(), [2, 20, 3, 30]);
    /// assert_eq!(table.view().take(&[2, 0])?.as_bytes(), [3, 30, 1, 10]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`SelectError::Mask`] if the mask has another length than the first axis, [`SelectError::Array`] if there is no axis or
    /// no memory.
    pub fn filter(&self, mask: &Mask) -> Result<AnyArray, SelectError> {
        mask.check_len(self.records()?)?;
        if self.ndim() == 1 {
            return Ok(self.gathered(&mask.positions().collect::<Vec<_>>())?);
        }
        let mut made = self.room(mask.count())?;
        made.gather(*self, mask.positions());
        Ok(made)
    }

    /// A copy of what is at `indices` of the first axis, in that order. NumPy's `a.take(indices, 0)`, without counting from the
    /// end.
    ///
    /// # Errors
    /// [`SelectError::Index`] with the place of the first index that is out of range, [`SelectError::Array`] if there is no axis
    /// or no memory.
    pub fn take(&self, indices: &[usize]) -> Result<AnyArray, SelectError> {
        let len = self.records()?;
        if let Some(position) = indices.iter().position(|&index| index >= len) {
            let error = IndexError::OutOfRange { axis: 0, index: indices[position], len };
            return Err(SelectError::Index { position, error });
        }
        if self.ndim() == 1 {
            return Ok(self.gathered(indices)?);
        }
        let mut made = self.room(indices.len())?;
        made.gather(*self, indices.iter().copied());
        Ok(made)
    }

    /// The length of the first axis.
    pub(super) fn records(&self) -> Result<usize, SelectError> {
        let none = || SelectError::Array(LayoutError::Axis { axis: 0, ndim: 0 }.into());
        self.shape().as_ref().first().copied().ok_or_else(none)
    }

    /// Zeroed elements, of which there are `count` on the first axis.
    fn room(&self, count: usize) -> Result<AnyArray, SelectError> {
        let mut shape = self.shape();
        shape.as_mut()[0] = count;
        Ok(AnyArray::zeros(self.dtype().clone(), shape, Order::C)?)
    }
}
