//! What can be wrong with a layout, in numbers.

use core::fmt;

/// A layout that does not fit its bytes, or an operation that a layout does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutError {
    /// The elements take more bytes than an address space holds (`isize::MAX`).
    TooLarge {
        /// Size of one element in bytes.
        itemsize: usize,
    },
    /// The layout reaches bytes outside the buffer.
    OutOfBuffer {
        /// First byte reached, relative to the start of the buffer.
        first: isize,
        /// One past the last byte reached.
        end: isize,
        /// Bytes in the buffer.
        available: usize,
    },
    /// A writable layout reaches a byte twice.
    Overlap {
        /// The axis whose neighbours overlap.
        axis: usize,
        /// Bytes between neighbours on that axis.
        stride: isize,
        /// Bytes that one step on that axis spans.
        needed: usize,
    },
    /// A number of axes other than the type's.
    Rank {
        /// Axes of the type.
        expected: usize,
        /// Axes asked for.
        found: usize,
    },
    /// An axis that does not exist.
    Axis {
        /// The axis asked for.
        axis: usize,
        /// How many there are.
        ndim: usize,
    },
    /// More axes than [`DynRank`](super::DynRank) holds.
    TooManyAxes {
        /// Axes needed.
        needed: usize,
        /// Axes that it holds.
        limit: usize,
    },
    /// An index that is not below the length of its axis.
    Index {
        /// The axis.
        axis: usize,
        /// The index asked for.
        index: usize,
        /// The length of the axis.
        len: usize,
    },
    /// A range that leaves its axis or runs backwards.
    Range {
        /// The axis.
        axis: usize,
        /// First index of the range.
        start: usize,
        /// One past the last.
        end: usize,
        /// The length of the axis.
        len: usize,
    },
    /// A buffer whose size is no multiple of the element's.
    PartialElement {
        /// Bytes in the buffer.
        available: usize,
        /// Size of one element in bytes.
        itemsize: usize,
    },
    /// Elements without bytes: how many lie in a buffer has no answer.
    ZeroSize,
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooLarge { itemsize } => {
                write!(f, "the shape asks for more than isize::MAX bytes at {itemsize} bytes an element")
            }
            Self::OutOfBuffer { first, end, available } => {
                write!(f, "the layout reaches bytes {first}..{end} of a buffer of {available} bytes")
            }
            Self::Overlap { axis, stride, needed } => write!(
                f,
                "a writable layout may not overlap itself: axis {axis} steps {stride} bytes where {needed} are needed"
            ),
            Self::Rank { expected, found } => write!(f, "expected {expected} axes, found {found}"),
            Self::Axis { axis, ndim } => write!(f, "axis {axis} of a view of {ndim} axes"),
            Self::TooManyAxes { needed, limit } => {
                write!(f, "{needed} axes are needed and at most {limit} are held")
            }
            Self::Index { axis, index, len } => {
                write!(f, "index {index} is out of range for axis {axis} of length {len}")
            }
            Self::Range { axis, start, end, len } => {
                write!(f, "range {start}..{end} is out of range for axis {axis} of length {len}")
            }
            Self::PartialElement { available, itemsize } => write!(
                f,
                "{available} bytes are {} elements of {itemsize} bytes and {} bytes more",
                available / itemsize.max(1),
                available % itemsize.max(1)
            ),
            Self::ZeroSize => f.write_str("elements of size 0 cannot be counted in a buffer"),
        }
    }
}

impl core::error::Error for LayoutError {}
