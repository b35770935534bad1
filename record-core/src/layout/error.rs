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
        /// The index asked for; negative ones count from the end.
        index: isize,
        /// The length of the axis.
        len: usize,
    },
    /// A range that leaves its axis or runs backwards.
    Range {
        /// The axis.
        axis: usize,
        /// First index of the range; negative ones count from the end.
        start: isize,
        /// One past the last.
        end: isize,
        /// The length of the axis.
        len: usize,
    },
    /// More indices and ranges than axes.
    TooManyIndices {
        /// Indices and ranges given.
        found: usize,
        /// Axes of the view.
        ndim: usize,
    },
    /// Two `...` in one slicing expression.
    SecondEllipsis,
    /// A step of 0.
    ZeroStep {
        /// The axis.
        axis: usize,
    },
    /// An axis named twice where each may be named once.
    RepeatedAxis {
        /// The axis.
        axis: usize,
    },
    /// An axis that would have to be of length 1.
    NotOne {
        /// The axis.
        axis: usize,
        /// Its length.
        len: usize,
    },
    /// An axis of another length.
    Length {
        /// The axis.
        axis: usize,
        /// The length needed.
        expected: usize,
        /// Its length.
        found: usize,
    },
    /// An axis that would have to be contiguous.
    Strided {
        /// The axis.
        axis: usize,
        /// Bytes between neighbours that are needed.
        expected: isize,
        /// Bytes between neighbours.
        found: isize,
    },
    /// An axis that does not fall into equal parts.
    Split {
        /// The axis.
        axis: usize,
        /// Parts asked for.
        parts: usize,
        /// The length of the axis.
        len: usize,
    },
    /// A window that is longer than its axis.
    Window {
        /// The axis.
        axis: usize,
        /// Elements of a window.
        window: usize,
        /// The length of the axis.
        len: usize,
    },
    /// A shape of another number of elements.
    Reshape {
        /// Elements of the new shape, those of the axis to be inferred left out; `None` if they cannot be counted.
        expected: Option<usize>,
        /// Elements of the view.
        found: usize,
    },
    /// Two axes to be inferred.
    SecondInferred {
        /// The second of them.
        axis: usize,
    },
    /// A shape that no strides lead through: the elements would have to be copied.
    NeedsCopy {
        /// The axis of the view that does not go on where the next one ends.
        axis: usize,
        /// Its stride in bytes.
        stride: isize,
    },
    /// An axis that cannot be stretched.
    Broadcast {
        /// The axis of the result.
        axis: usize,
        /// Its length in the view.
        from: usize,
        /// Its length in the result.
        to: usize,
    },
    /// A broadcast to fewer axes.
    BroadcastRank {
        /// Axes of the view.
        from: usize,
        /// Axes asked for.
        to: usize,
    },
    /// A start or a stride that leads to bytes between the elements of the view.
    BetweenElements {
        /// The start or stride in bytes.
        distance: isize,
    },
    /// Elements of another size where the size must stay.
    ItemSize {
        /// Bytes of an element of the view.
        expected: usize,
        /// Bytes of an element asked for.
        found: usize,
    },
    /// A part that reaches beyond the element that it is a part of.
    OutOfElement {
        /// First byte of the part.
        offset: usize,
        /// Bytes of the part.
        size: usize,
        /// Bytes of the element.
        itemsize: usize,
    },
    /// Elements with bytes that no field covers, where every byte must belong to a field.
    Gaps {
        /// Bytes of an element.
        itemsize: usize,
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
            Self::Rank { expected, found } => {
                write!(
                    f,
                    "expected {expected} {}, found {found}",
                    if expected == 1 { "axis" } else { "axes" }
                )
            }
            Self::Axis { axis, ndim } => write!(f, "there is no axis {axis}: the view has {ndim} axes"),
            Self::TooManyAxes { needed, limit } => {
                write!(f, "{needed} axes are needed, and a layout has at most {limit}")
            }
            Self::Index { axis, index, len } => {
                write!(f, "index {index} is out of range for axis {axis} of length {len}")
            }
            Self::Range { axis, start, end, len } => {
                write!(f, "range {start}..{end} is out of range for axis {axis} of length {len}")
            }
            Self::TooManyIndices { found, ndim } => write!(f, "{found} indices for {ndim} axes"),
            Self::SecondEllipsis => f.write_str("a slicing expression may have one `...`"),
            Self::ZeroStep { axis } => write!(f, "the step on axis {axis} is 0"),
            Self::RepeatedAxis { axis } => write!(f, "axis {axis} is named twice"),
            Self::NotOne { axis, len } => {
                write!(f, "axis {axis} is of length {len} and only one of length 1 can go")
            }
            Self::Length { axis, expected, found } => {
                write!(f, "axis {axis} is of length {found} where {expected} is needed")
            }
            Self::Strided { axis, expected, found } => {
                write!(f, "axis {axis} steps {found} bytes where neighbours must be {expected} bytes apart")
            }
            Self::Split { axis, parts, len } => {
                write!(f, "axis {axis} of length {len} does not fall into {parts} equal parts")
            }
            Self::Window { axis, window, len } => {
                write!(f, "a window of {window} elements is longer than axis {axis} of length {len}")
            }
            Self::Reshape { expected: Some(expected), found } => {
                write!(f, "a shape of {expected} elements for a view of {found}")
            }
            Self::Reshape { expected: None, found } => {
                write!(f, "a shape of more elements than can be counted for a view of {found}")
            }
            Self::SecondInferred { axis } => {
                write!(f, "axis {axis} is the second to be inferred, and only one can be")
            }
            Self::NeedsCopy { axis, stride } => write!(
                f,
                "no strides lead through the elements in that shape, for axis {axis} steps {stride} bytes: \
                 `to_reshaped` copies"
            ),
            Self::Broadcast { axis, from, to } => {
                write!(f, "axis {axis} of length {from} cannot be broadcast to length {to}")
            }
            Self::BroadcastRank { from, to } => write!(f, "{from} axes cannot be broadcast to {to}"),
            Self::BetweenElements { distance } => {
                write!(f, "a start or stride of {distance} bytes leads between the elements of the view")
            }
            Self::ItemSize { expected, found } => {
                write!(f, "elements of {found} bytes where the view has elements of {expected}")
            }
            Self::OutOfElement { offset, size, itemsize } => {
                write!(
                    f,
                    "bytes {offset}..{} are not all in an element of {itemsize} bytes",
                    offset.saturating_add(size)
                )
            }
            Self::Gaps { itemsize } => {
                write!(f, "the elements of {itemsize} bytes have bytes that belong to no field")
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
