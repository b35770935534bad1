//! What expanded code calls for a struct of arrays. Nothing here asks a field to be an element: see `raw/leaves`.

use crate::{
    buffer::columns,
    element::Element,
    raw::{
        field::Field,
        leaves::{self, spread},
        view::View,
    },
    record::Record,
};
pub use crate::{
    buffer::{Array, ArrayError, ColumnsError},
    raw::leaves::spread::{Target, Threads},
    table::RecordTable,
};
pub use core::result::Result;

/// Zeroed room for one column.
///
/// # Errors
/// If there is no memory for it.
#[inline]
pub fn room<R: Element, T>(view: View<'_, R>, field: Field<R, T>) -> Result<Array<T>, ArrayError> {
    spread::room(view, field)
}

/// A column that a field will be copied to.
///
/// # Panics
/// If the token is not that of a field, but of a part of one.
#[inline]
pub fn target<R: Element, T>(column: &mut Array<T>, field: Field<R, T>) -> Target<'_, R> {
    Target::new(column, field)
}

/// Copies each field of the records to its column.
///
/// # Panics
/// If the columns are not as long as the records are many.
#[inline]
pub fn fill<R: Element>(view: View<'_, R>, targets: &mut [Target<'_, R>], threads: Threads) {
    spread::fill(view, targets, threads);
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
