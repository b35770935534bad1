//! The trait that `#[derive(Record)]` implements: a struct as a record.

#[cfg(feature = "alloc")]
use crate::{
    buffer::error::{ArrayError, ColumnsError},
    raw::{array::Array, leaves::spread::Threads},
};
use crate::{
    dtype::FieldType,
    element::Element,
    layout::Rank,
    raw::view::{View, ViewMut},
};

/// A struct whose fields are elements: one row of a table.
///
/// Implemented by `#[derive(Record)]`, which also gives the struct a token for each field and a struct of its columns.
/// The dtype is [`Element::DTYPE`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "not a record",
    note = "write `#[derive(Record, Clone, Copy)]` and `#[repr(C)]` or `#[repr(C, packed)]` on the struct"
)]
pub trait Record: Element<Value = Self> {
    /// The fields, in order of declaration.
    const FIELDS: &'static [FieldType];

    /// A view of each field: `EmployeeColumns<'a>`.
    type Columns<'a>;

    /// A writable view of each field: `EmployeeColumnsMut<'a>`.
    type ColumnsMut<'a>;

    /// All columns of a view. Called as [`View::columns`].
    #[doc(hidden)]
    fn columns(view: View<'_, Self, Rank<1>>) -> Self::Columns<'_>;

    /// All columns of a writable view at once. Called as [`ViewMut::columns_mut`].
    #[doc(hidden)]
    fn columns_mut(view: ViewMut<'_, Self, Rank<1>>) -> Self::ColumnsMut<'_>;

    /// An array of each field: `EmployeeColumnsOwned`.
    #[cfg(feature = "alloc")]
    type ColumnsOwned;

    /// A copy of all columns. Called as [`View::to_columns`].
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    fn to_columns(view: View<'_, Self, Rank<1>>, threads: Threads) -> Result<Self::ColumnsOwned, ArrayError>;

    /// Records of the columns. Called as [`Array::from_columns`].
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    fn from_columns(columns: &Self::ColumnsOwned) -> Result<Array<Self>, ColumnsError>;
}
