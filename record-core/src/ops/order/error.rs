//! What cannot be ordered.

use crate::{
    buffer::ArrayError,
    view::{ColumnError, LengthError, SetError},
};
use alloc::string::String;
use core::fmt;

/// Records that cannot be ordered as asked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OrderError {
    /// A field that is not there, or a view that has not one axis.
    Column(ColumnError),
    /// A field named twice.
    Duplicate {
        /// The field.
        name: String,
        /// The places of the two in the list.
        positions: [usize; 2],
    },
    /// A key of another length than the first.
    Length {
        /// Its place in the list of keys.
        position: usize,
        /// The lengths.
        error: LengthError,
    },
    /// A value that does not compare with the column's.
    Value(SetError),
    /// A result that there is no memory for.
    Array(ArrayError),
}

impl From<ColumnError> for OrderError {
    fn from(error: ColumnError) -> Self {
        Self::Column(error)
    }
}

impl From<SetError> for OrderError {
    fn from(error: SetError) -> Self {
        Self::Value(error)
    }
}

impl From<ArrayError> for OrderError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(error) => error.fmt(f),
            Self::Duplicate { name, positions: [first, second] } => {
                write!(f, "the field `{name}` is a key twice, at positions {first} and {second}")
            }
            Self::Length { position, error: LengthError { expected, found } } => {
                write!(f, "the key at position {position} has {found} elements, the first has {expected}")
            }
            Self::Value(error) => error.fmt(f),
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for OrderError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Column(error) => error.source(),
            Self::Value(error) => error.source(),
            Self::Array(error) => error.source(),
            Self::Duplicate { .. } | Self::Length { .. } => None,
        }
    }
}
