//! Columns that cannot be joined.

use crate::view::LengthError;
use core::fmt;

/// Why records cannot be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinError {
    /// Columns of one side that have different lengths.
    Length(LengthError),
    /// Times of the right records that are not in ascending order.
    Unsorted {
        /// The first record whose time is before that of a record before it, of the same key.
        row: usize,
    },
}

impl From<LengthError> for JoinError {
    fn from(error: LengthError) -> Self {
        Self::Length(error)
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(error) => error.fmt(f),
            Self::Unsorted { row } => write!(
                f,
                "the time of right record {row} is before that of one before it: an as-of join needs ascending times, NaN and NaT last"
            ),
        }
    }
}

impl core::error::Error for JoinError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Length(error) => error.source(),
            Self::Unsorted { .. } => None,
        }
    }
}
