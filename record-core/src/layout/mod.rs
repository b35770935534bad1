//! Where records lie: shape and byte strides, integers only.
//!
//! A layout knows no dtype and no pointer. `span` is the one place where shape × stride arithmetic is checked
//! against a buffer; what it returns is the only key to `raw/`. The other files compute a new layout
//! that reaches only elements which the old one reaches.

mod axes;
mod broadcast;
mod diophantine;
mod error;
mod join_rank;
mod order;
pub(crate) mod overlap;
mod parent;
mod rank;
mod reinterpret;
mod reshape;
mod shape;
mod slice;
pub(crate) mod span;
mod strided;
mod strides;
pub(crate) mod way;

pub(crate) use axes::with_inner_axis;
pub use broadcast::broadcast_shapes;
pub use error::LayoutError;
pub use join_rank::JoinRank;
pub use order::Order;
pub(crate) use parent::{Parent, Repeat, Sub};
pub use rank::{Axes, Dim, DynAxes, DynRank, Rank};
pub use shape::{INFER, Shape};
pub use slice::{Ellipsis, NewAxis, SliceIndex, SliceItem, SlicePart, SliceSpec, Stepped};
pub(crate) use span::Checked;
pub(crate) use strides::{element_count, is_c_contiguous, is_f_contiguous};

/// Lengths of the axes and signed bytes between neighbours along them, outermost axis first.
///
/// NumPy's `shape` and `strides`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout<D: Dim> {
    /// Length of each axis.
    pub shape: D::Shape,
    /// Bytes between neighbours along each axis.
    pub strides: D::Strides,
}

impl<D: Dim> Layout<D> {
    /// The number of axes.
    #[inline]
    pub fn ndim(&self) -> usize {
        D::NDIM.unwrap_or(self.shape.as_ref().len())
    }

    /// The number of elements. No overflow: a layout in use spans at most `isize::MAX` bytes, and one with an empty
    /// axis holds none.
    #[inline]
    pub fn len(&self) -> usize {
        element_count(self.shape.as_ref())
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shape.as_ref().contains(&0)
    }

    /// The same axes under a rank that the type knows, or does not.
    pub(crate) fn with_rank<E: Dim>(self) -> Result<Layout<E>, LayoutError> {
        Parent::new(&self).with_rank().map(|sub| sub.into_repeat().layout())
    }
}
