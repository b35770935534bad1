//! Elements that cannot be selected.

use crate::{buffer::ArrayError, ops::mask::MaskError, view::IndexError};
use core::fmt;

/// Elements that cannot be copied to where they shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectError {
    /// A mask of another length than the view.
    Mask(MaskError),
    /// An index that the view does not have.
    Index {
        /// Its place in the list of indices.
        position: usize,
        /// What is wrong with it.
        error: IndexError,
    },
    /// More elements than there is room for.
    Room {
        /// Elements to be written; of a filter by a closure, those found so far.
        needed: usize,
        /// Elements of the view that they should be written to.
        found: usize,
    },
    /// A copy that cannot be made.
    Array(ArrayError),
}

impl From<MaskError> for SelectError {
    fn from(error: MaskError) -> Self {
        Self::Mask(error)
    }
}

impl From<ArrayError> for SelectError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl fmt::Display for SelectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mask(error) => error.fmt(f),
            Self::Index { position, error } => write!(f, "at position {position} of the indices: {error}"),
            Self::Room { needed, found } => write!(f, "{needed} elements where there is room for {found}"),
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for SelectError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Mask(error) => error.source(),
            Self::Index { error, .. } => error.source(),
            Self::Room { .. } => None,
            Self::Array(error) => error.source(),
        }
    }
}
