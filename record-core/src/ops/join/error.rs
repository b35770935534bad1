//! Columns that cannot be joined.

use crate::{ops::group::columns::KeyColumns, view::LengthError};
use core::fmt;

/// One of the two tables of a join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinSide {
    /// The first: NumPy's `r1`.
    Left,
    /// The second: NumPy's `r2`.
    Right,
}

impl fmt::Display for JoinSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Left => "left",
            Self::Right => "right",
        })
    }
}

impl JoinSide {
    /// The records of this side, of which these are the keys.
    pub(super) fn rows(self, keys: impl KeyColumns) -> Result<usize, JoinError> {
        keys.rows().map_err(|LengthError { expected, found }| JoinError::Length {
            side: self,
            expected,
            found,
        })
    }
}

/// Why records cannot be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinError {
    /// Columns of one side that have different lengths.
    Length {
        /// Which side.
        side: JoinSide,
        /// The length of its first key column; of an as-of join by keys, that of its times if the key columns agree.
        expected: usize,
        /// That of another one.
        found: usize,
    },
    /// Times of the right records that are not in ascending order.
    Unsorted {
        /// The first record whose time is before that of a record before it, of the same key.
        row: usize,
    },
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { side, expected, found } => {
                write!(f, "columns of the {side} side have {expected} and {found} elements")
            }
            Self::Unsorted { row } => write!(
                f,
                "the time of right record {row} is before that of one before it: an as-of join needs ascending times, NaN and NaT last"
            ),
        }
    }
}

impl core::error::Error for JoinError {}
