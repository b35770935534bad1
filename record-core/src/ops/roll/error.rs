//! What can go wrong when windows move along a column.

use crate::{
    buffer::ArrayError,
    layout::LayoutError,
    view::{ColumnError, SetError},
};
use core::fmt;

/// A rolling, cumulative or differing operation that cannot be done. Results before it may have been written.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RollError {
    /// A window of no elements.
    EmptyWindow,
    /// Differences taken no times, or of each element and itself.
    ZeroOrder,
    /// A span of time that is negative, NaN or NaT.
    Span,
    /// Fewer elements in a window than were asked for, of a type that has no NaN and no NaT: `fill` says what to write; by name
    /// there is none, and `min_periods(1)` asks for one element only.
    Missing {
        /// The index of the result along the axis: of several columns, in its own.
        index: usize,
    },
    /// A result that its type does not hold.
    Overflow {
        /// The index of the result along the axis: of several columns, in its own.
        index: usize,
    },
    /// A time that is earlier than the one before it.
    NotSorted {
        /// The index of the earlier one.
        index: usize,
    },
    /// A time that is none: NaN or NaT.
    NoTime {
        /// Its index.
        index: usize,
    },
    /// Other times than elements.
    Lengths {
        /// Elements.
        expected: usize,
        /// Times.
        found: usize,
    },
    /// An axis that the view has not, or an output of another shape.
    Layout(LayoutError),
    /// A column of a dtype that the operation is not for.
    Column(ColumnError),
    /// A value to fill with that the column cannot hold.
    Value(SetError),
    /// A result that there is no memory for.
    Array(ArrayError),
}

impl From<LayoutError> for RollError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl From<ColumnError> for RollError {
    fn from(error: ColumnError) -> Self {
        Self::Column(error)
    }
}

impl From<SetError> for RollError {
    fn from(error: SetError) -> Self {
        Self::Value(error)
    }
}

impl From<ArrayError> for RollError {
    fn from(error: ArrayError) -> Self {
        match error {
            ArrayError::Layout(error) => Self::Layout(error),
            error => Self::Array(error),
        }
    }
}

impl fmt::Display for RollError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyWindow => f.write_str("a window of no elements"),
            Self::ZeroOrder => {
                f.write_str("differences are taken at least once, of elements at least one apart")
            }
            Self::Span => f.write_str("a window of time is neither negative nor NaN nor NaT"),
            Self::Missing { index } => write!(
                f,
                "result {index} along the axis has too few elements in its window, and its type no value for that: \
                 `fill` gives one; by name, `min_periods(1)` asks for one element only"
            ),
            Self::Overflow { index } => {
                write!(f, "result {index} along the axis is beyond the range of its type")
            }
            Self::NotSorted { index } => {
                write!(f, "the times do not ascend: that at index {index} is earlier than the one before")
            }
            Self::NoTime { index } => write!(f, "the time at index {index} is NaN or NaT"),
            Self::Lengths { expected, found } => write!(f, "{found} times for {expected} elements"),
            Self::Layout(error) => error.fmt(f),
            Self::Column(error) => error.fmt(f),
            Self::Value(error) => error.fmt(f),
            Self::Array(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for RollError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Layout(error) => error.source(),
            Self::Column(error) => error.source(),
            Self::Value(error) => error.source(),
            Self::Array(error) => error.source(),
            _ => None,
        }
    }
}
