//! How a program gives a shape: an array of lengths if it knows their number, a slice if only run time does.

use super::{Axes as _, Dim, DynAxes, DynRank, LayoutError, Rank};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// In a shape for `reshape`: the length that the number of elements leaves. NumPy's `-1`.
///
/// ```
/// # use record_core::prelude::*;
/// use record_core::layout::INFER;
/// assert_eq!(View::from_slice(&[0; 6]).reshape([2, INFER]).shape(), [2, 3]);
/// ```
pub const INFER: usize = usize::MAX;

mod sealed {
    pub trait Sealed {}
}

/// Lengths of axes, outermost first, and the rank that they give an array.
///
/// `[usize; N]` gives [`Rank<N>`](Rank), for N from 0 to 6; slices, vectors and [`DynAxes`] give [`DynRank`]. References
/// to these will do as well. Sealed.
///
/// ```
/// use record_core::prelude::*;
/// let square = Array::<u8, _>::zeros([2, 2]);
/// let lengths = vec![2, 2];
/// let same = Array::<u8, _>::zeros(&lengths[..]);
/// assert_eq!((square.shape().as_slice(), same.shape().as_ref()), (&lengths[..], &lengths[..]));
/// ```
pub trait Shape: sealed::Sealed {
    /// The rank.
    type Rank: Dim;

    /// The lengths.
    fn as_slice(&self) -> &[usize];

    /// The lengths as an array of this rank stores them.
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`] if there are more than [`DynRank::MAX`].
    fn to_axes(&self) -> Result<<Self::Rank as Dim>::Shape, LayoutError> {
        let lengths = self.as_slice();
        let axes = <Self::Rank as Dim>::Shape::from_fn(lengths.len(), |axis| lengths[axis]);
        axes.ok_or(LayoutError::TooManyAxes { needed: lengths.len(), limit: DynRank::MAX })
    }
}

macro_rules! shapes {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $type:ty, $rank:ty, $slice:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> sealed::Sealed for $type {}

        $(#[$attribute])*
        impl<$($generics)*> Shape for $type
        where
            $rank: Dim,
        {
            type Rank = $rank;

            #[inline]
            fn as_slice(&self) -> &[usize] {
                $slice(self)
            }
        }
    )*};
}

shapes! {
    {const N: usize} [usize; N], Rank<N>, <[usize; N]>::as_slice;
    {} [usize], DynRank, core::convert::identity;
    {} DynAxes<usize>, DynRank, Self::as_ref;
    #[cfg(feature = "alloc")]
    {} Vec<usize>, DynRank, Self::as_slice;
}

impl<S: Shape + ?Sized> sealed::Sealed for &S {}

impl<S: Shape + ?Sized> Shape for &S {
    type Rank = S::Rank;

    #[inline]
    fn as_slice(&self) -> &[usize] {
        S::as_slice(self)
    }
}
