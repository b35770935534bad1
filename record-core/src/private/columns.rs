//! What expanded code calls for a struct of arrays. Nothing here asks a field to be an element: see `raw/leaves`.

use crate::{
    buffer::columns,
    element::Element,
    raw::{field::Field, leaves, view::View},
    record::Record,
};
pub use crate::{
    buffer::{Array, ArrayError, ColumnsError},
    table::RecordTable,
};
pub use core::result::Result;

/// A copy of one column.
///
/// # Errors
/// If there is no memory for it.
#[inline]
pub fn owned<R: Element, T>(view: View<'_, R>, field: Field<R, T>) -> Result<Array<T>, ArrayError> {
    leaves::take(view, field)
}

/// Zeroed records, as many as all columns are long.
///
/// # Errors
/// If the columns are not equally long, or there is no memory.
pub fn records<R: Record>(lengths: &[(&str, usize)]) -> Result<Array<R>, ColumnsError> {
    columns::records(lengths)
}

/// The length of a column.
pub fn len<T>(column: &Array<T>) -> usize {
    column.size()
}

/// Writes a column to a field of as many records.
///
/// # Panics
/// If there are not as many.
#[inline]
pub fn put<R: Element, T>(records: &mut Array<R>, field: Field<R, T>, column: &Array<T>) {
    leaves::put(records, field, column);
}

/// A table of the columns.
///
/// # Errors
/// If the columns are not equally long, there is no memory, or records have size 0.
pub fn table<R: Record>(columns: &R::ColumnsOwned) -> Result<RecordTable<R>, ColumnsError> {
    RecordTable::from_columns(columns)
}
