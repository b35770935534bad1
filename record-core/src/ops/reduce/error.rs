//! Reductions that have no answer.

use crate::{
    buffer::ArrayError,
    layout::LayoutError,
    view::{ColumnError, LengthError},
};
use core::fmt;

/// A reduction that has no answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReduceError {
    /// An axis that the view does not have, or a result that there is no memory for.
    Array(ArrayError),
    /// A column that is not there, or of another kind.
    Column(ColumnError),
    /// Values of another number than the records that they are grouped with.
    Length(LengthError),
    /// The least, greatest, mean or median along an axis on which nothing is.
    Empty {
        /// The axis.
        axis: usize,
    },
    /// A variance along an axis on which there are no more elements than `ddof`.
    TooFew {
        /// The axis.
        axis: usize,
        /// Its length.
        len: usize,
        /// What the number of elements has to exceed.
        ddof: usize,
    },
    /// A sum or product of integers that 64 bits cannot hold.
    Overflow {
        /// The axis.
        axis: usize,
        /// Its index in row-major order among the results.
        index: usize,
    },
    /// A quantile that is not between 0 and 1.
    Quantile {
        /// The number asked for.
        q: f64,
    },
    /// More bytes than there is memory, for a copy that is put in order.
    OutOfMemory {
        /// The elements to copy.
        elements: usize,
    },
}

impl From<ArrayError> for ReduceError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

impl From<LayoutError> for ReduceError {
    fn from(error: LayoutError) -> Self {
        Self::Array(error.into())
    }
}

impl From<ColumnError> for ReduceError {
    fn from(error: ColumnError) -> Self {
        Self::Column(error)
    }
}

impl From<LengthError> for ReduceError {
    fn from(error: LengthError) -> Self {
        Self::Length(error)
    }
}

impl fmt::Display for ReduceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array(error) => error.fmt(f),
            Self::Column(error) => error.fmt(f),
            Self::Length(error) => error.fmt(f),
            Self::Empty { axis } => {
                write!(
                    f,
                    "axis {axis} is empty: it has no mean and no median, and nothing on it is least or greatest"
                )
            }
            Self::TooFew { axis, len, ddof } => {
                write!(f, "no variance of {len} elements along axis {axis} with a ddof of {ddof}")
            }
            Self::Overflow { axis, index } => {
                write!(f, "the sum or product {index} along axis {axis} does not fit in 64 bits")
            }
            Self::Quantile { q } => write!(f, "a quantile of {q} is not between 0 and 1"),
            Self::OutOfMemory { elements } => write!(f, "no memory for a copy of {elements} elements"),
        }
    }
}

impl core::error::Error for ReduceError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Array(error) => error.source(),
            Self::Column(error) => error.source(),
            Self::Length(error) => error.source(),
            _ => None,
        }
    }
}
