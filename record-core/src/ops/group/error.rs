//! Records that cannot be grouped by name.

use crate::{buffer::ArrayError, dtype::DTypeError, view::ColumnError};
use alloc::string::String;
use core::fmt;

/// Why records of a dtype known at run time cannot be grouped as asked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GroupError {
    /// A field that is not there, or of another kind than is needed, or a view that has not one axis.
    Column(ColumnError),
    /// A key that is named twice.
    Duplicate {
        /// The field.
        name: String,
        /// The places of the two in the list.
        positions: [usize; 2],
    },
    /// A table of keys that cannot be made.
    DType(DTypeError),
    /// A result that there is no memory for.
    Array(ArrayError),
}

impl From<ColumnError> for GroupError {
    fn from(error: ColumnError) -> Self {
        Self::Column(error)
    }
}

impl From<DTypeError> for GroupError {
    fn from(error: DTypeError) -> Self {
        Self::DType(error)
    }
}

impl From<ArrayError> for GroupError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(error) => error.fmt(f),
            Self::Duplicate { name, positions: [first, second] } => {
                write!(f, "key {second} is the same field as key {first}: `{name}`")
            }
            Self::DType(error) => error.fmt(f),
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for GroupError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Column(error) => error.source(),
            Self::Duplicate { .. } => None,
            Self::DType(error) => error.source(),
            Self::Array(error) => error.source(),
        }
    }
}
