//! What can go wrong when arrays are made, or made into a table, in numbers.

use crate::{
    dtype::{DType, DTypeError},
    layout::LayoutError,
};
use alloc::{boxed::Box, string::String};
use core::fmt;

/// An array that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArrayError {
    /// A shape that does not fit the memory, or of too many axes.
    Layout(LayoutError),
    /// More bytes than there is memory.
    OutOfMemory {
        /// The bytes asked for.
        bytes: usize,
    },
    /// A shape of another number of elements than there are.
    Length {
        /// Elements of the shape; `usize::MAX` if they overflow that.
        expected: usize,
        /// Elements that there are.
        found: usize,
    },
    /// An alignment that is no power of two.
    Alignment {
        /// The alignment asked for.
        align: usize,
    },
}

impl From<LayoutError> for ArrayError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl fmt::Display for ArrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Layout(error) => error.fmt(f),
            Self::OutOfMemory { bytes } => write!(f, "no memory for {bytes} bytes"),
            Self::Length { expected, found } => {
                write!(f, "a shape of {expected} elements for {found} elements")
            }
            Self::Alignment { align } => write!(f, "an alignment of {align} bytes is no power of two"),
        }
    }
}

impl core::error::Error for ArrayError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Layout(error) => error.source(),
            _ => None,
        }
    }
}

/// Columns that are not those of one table.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ColumnsError {
    /// A column of another length than the first.
    Length {
        /// The field.
        field: Box<str>,
        /// Its elements.
        found: usize,
        /// The first field.
        first: Box<str>,
        /// The first field's elements.
        expected: usize,
    },
    /// A column of more axes than one, or of none.
    Rank {
        /// The field.
        field: String,
        /// Its axes.
        found: usize,
    },
    /// A column of another dtype than the record's field.
    Type {
        /// The field.
        field: String,
        /// The field's dtype.
        expected: Box<DType>,
        /// The column's dtype.
        found: Box<DType>,
    },
    /// A view of something other than records on one axis has no columns.
    NotRecords {
        /// What its elements are.
        found: Box<DType>,
        /// Its axes.
        ndim: usize,
    },
    /// The memory for them cannot be had.
    Array(ArrayError),
    /// The fields do not make a record.
    DType(DTypeError),
}

impl From<ArrayError> for ColumnsError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl From<DTypeError> for ColumnsError {
    fn from(error: DTypeError) -> Self {
        Self::DType(error)
    }
}

impl fmt::Display for ColumnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { field, found, first, expected } => write!(
                f,
                "the columns of a table are equally long: `{field}` has {found} elements, `{first}` {expected}"
            ),
            Self::Rank { field, found } => {
                write!(f, "the columns of a table have one axis: `{field}` has {found}")
            }
            Self::Type { field, expected, found } => {
                write!(f, "the column `{field}` is of {}", expected.unlike(found))
            }
            Self::NotRecords { found, ndim } => {
                write!(f, "columns are those of records on one axis, not of {found:?} on {ndim}")
            }
            Self::Array(error) => error.fmt(f),
            Self::DType(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ColumnsError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Array(error) => error.source(),
            Self::DType(error) => error.source(),
            _ => None,
        }
    }
}
