//! Tables made of columns: a struct of arrays, or arrays by name where only run time knows the fields.

use crate::{
    buffer::ColumnsError,
    raw::owner::{Owned, Owner},
    record::Record,
    table::RecordTable,
};

impl<R: Record> RecordTable<R> {
    /// A table of the records whose fields are the elements of `columns`, copied: what
    /// [`to_columns`](crate::View::to_columns) took apart.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut columns = PointColumnsOwned { id: [1, 2].into(), at: [[0.0; 2]; 2].into() };
    /// assert_eq!(RecordTable::<Point>::from_columns(&columns)?.len(), 2);
    /// columns.at = Array::default();
    /// assert_eq!(
    ///     columns.to_table().unwrap_err().to_string(),
    ///     "the columns of a table are equally long: `at` has 0 elements, `id` 2"
    /// );
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnsError::Length`] if the columns are not equally long, [`ColumnsError::Array`] if there is no memory, or
    /// records have size 0.
    pub fn from_columns(columns: &R::ColumnsOwned) -> Result<Self, ColumnsError> {
        let records = R::from_columns(columns)?;
        let count = records.size();
        let owner = Owner::new(Owned(records.into_bytes()), 0, count);
        Ok(Self { owner: owner.map_err(crate::buffer::ArrayError::from)?, trailing: 0 })
    }
}
