//! Shapes as arguments: an array of lengths says the rank, a slice leaves it to run time.

use super::{Dim, DynAxes, DynRank, Rank};

/// In a shape for `reshape`: the length that the number of elements leaves. NumPy's `-1`.
///
/// ```
/// # use record_core::prelude::*;
/// use record_core::layout::INFER;
/// assert_eq!(View::from_slice(&[0; 6]).reshape([2, INFER]).shape(), [2, 3]);
/// ```
pub const INFER: usize = usize::MAX;

/// The lengths of the axes, outermost first: `[2, 3]` for a rank that the type knows, a slice for one that it does not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no shape",
    label = "expected lengths of axes",
    note = "a shape is an array of up to 6 `usize`, as `[2, 3]`, or a slice `&[usize]` for a rank known at run time"
)]
pub trait Shape {
    /// The rank of views of this shape.
    type Rank: Dim;

    /// The lengths.
    fn lengths(&self) -> &[usize];
}

impl<const N: usize> Shape for [usize; N]
where
    Rank<N>: Dim,
{
    type Rank = Rank<N>;

    #[inline]
    fn lengths(&self) -> &[usize] {
        self
    }
}

impl Shape for &[usize] {
    type Rank = DynRank;

    #[inline]
    fn lengths(&self) -> &[usize] {
        self
    }
}

impl Shape for DynAxes<usize> {
    type Rank = DynRank;

    #[inline]
    fn lengths(&self) -> &[usize] {
        self.as_ref()
    }
}
