//! What can go wrong when an array is made, in numbers.

use crate::layout::LayoutError;
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
            Self::Layout(error) => Some(error),
            _ => None,
        }
    }
}
