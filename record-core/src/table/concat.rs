//! Tables one below the other.

use crate::{
    raw::view::View,
    record::Record,
    table::{RecordTable, TableError},
};

impl<R: Record> RecordTable<R> {
    /// The records of all views in a table of their own, in order. NumPy's `concatenate`.
    ///
    /// Room for all is made once. Records of other dtypes are put together by
    /// [`stack_arrays`](crate::convert::stack_arrays), their fields by name.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: f32 }
    /// let (a, b) = (RecordTable::from([Point { id: 1, at: 0.5 }]), [Point { id: 2, at: 1.5 }]);
    /// let both = RecordTable::concat([a.view(), View::from_slice(&b)])?;
    /// assert_eq!(both[Point::ID].to_vec(), [1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::OutOfMemory`] if there is no memory for so many.
    pub fn concat<'a>(
        views: impl IntoIterator<Item = View<'a, R>, IntoIter: Clone>,
    ) -> Result<Self, TableError> {
        let mut views = views.into_iter();
        let count = views.clone().fold(0, |sum: usize, view| sum.saturating_add(view.len()));
        let mut table = Self::new();
        table.try_reserve_total(count)?;
        views.try_for_each(|view| table.try_append(view))?;
        Ok(table)
    }
}
