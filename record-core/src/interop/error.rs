//! What can be wrong with a pointer from another language, in numbers.

use crate::layout::LayoutError;
use core::fmt;

/// A pointer, or a header with pointers, that cannot be a view.
///
/// What is found is found before anything is read: [`CView::view`](crate::interop::CView::view) and
/// [`View::from_raw_parts`](crate::View::from_raw_parts) say what they cannot find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointerError {
    /// A null pointer where something lies.
    Null {
        /// What it should point to.
        target: Target,
    },
    /// The numbers of a shape, or strides, at an address where no number can be.
    Misaligned {
        /// What it points to.
        target: Target,
        /// The address.
        address: usize,
        /// What the address must be a multiple of.
        alignment: usize,
    },
    /// The elements leave the address space.
    AddressSpace {
        /// Address of the element whose index is all zeros.
        address: usize,
        /// First byte reached, relative to that address.
        first: isize,
        /// One past the last byte reached, relative to that address.
        end: isize,
    },
    /// An array that says that nobody may write it.
    ReadOnly,
    /// Elements of another size.
    ItemSize {
        /// Size of the elements asked for.
        expected: usize,
        /// Size that the header says.
        found: usize,
    },
    /// A layout that nothing can have, or not what was asked for.
    Layout(LayoutError),
}

/// What a pointer of a header points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The element whose index is all zeros.
    Data,
    /// The lengths of the axes.
    Shape,
    /// The bytes between neighbours along each axis.
    Strides,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Data => "elements",
            Self::Shape => "shape",
            Self::Strides => "strides",
        })
    }
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Null { target } => write!(f, "the pointer to the {target} is null"),
            Self::Misaligned { target, address, alignment } => {
                write!(f, "the pointer to the {target} is {address:#x}, no multiple of {alignment}")
            }
            Self::AddressSpace { address, first, end } => {
                write!(f, "the elements reach bytes {first}..{end} around {address:#x}: no memory is there")
            }
            Self::ReadOnly => f.write_str("the array says that nobody may write it"),
            Self::ItemSize { expected, found } => {
                write!(f, "the elements are of {expected} bytes, the header says {found}")
            }
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for PointerError {}

impl From<LayoutError> for PointerError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}
