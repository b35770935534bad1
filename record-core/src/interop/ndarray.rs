//! Views as those of the crate `ndarray`, and back, without a copy. Needs the feature `ndarray`.
//!
//! `ndarray` counts strides in elements and lends elements by reference. So a view becomes an
//! [`ArrayView`](ndarray::ArrayView) where its strides are multiples of the element's size and its first element is
//! aligned: a column of a packed record mostly is neither, and an error says so with numbers. Copy such a column with
//! `to_vec`. The other way every array is a view.
//!
//! | here | there |
//! | --- | --- |
//! | [`View::to_ndarray`](crate::View::to_ndarray), [`ViewMut::into_ndarray`](crate::ViewMut::into_ndarray) | `ArrayView`, `ArrayViewMut` |
//! | [`View::from_ndarray`](crate::View::from_ndarray), [`ViewMut::from_ndarray`](crate::ViewMut::from_ndarray) | `ArrayView`, `ArrayViewMut` |
//! | [`Rank<0>`](Rank) … `Rank<6>`, [`DynRank`] | `Ix0` … `Ix6`, `IxDyn` |
//!
//! ```
//! use record_core::prelude::*;
//! #[derive(Record, Clone, Copy)]
//! #[repr(C)]
//! struct Sample { time: f64, position: [f32; 4] }
//!
//! let table = RecordTable::from([Sample { time: 0.5, position: [1.0, 2.0, 3.0, 4.0] }; 3]);
//! let positions = table.col(Sample::POSITION).axes();
//! let array = positions.to_ndarray()?;
//! assert_eq!((array.shape(), array.strides(), array[[2, 1]]), (&[3, 4][..], &[6, 1][..], 2.0));
//! assert_eq!(array.as_ptr(), positions.as_ptr());
//! assert_eq!(View::from_ndarray(array.reversed_axes())?.strides(), [4, 24]);
//! # Ok::<(), record_core::Error>(())
//! ```

use crate::layout::{Dim, DynRank, LayoutError, Rank};
use core::fmt;
use ndarray::{Dimension, Ix0, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn};

/// A rank, and the type that `ndarray` has for it. Sealed.
pub trait ToDimension: Dim {
    /// `Ix2` for [`Rank<2>`](Rank).
    type Dimension: ToRank<Rank = Self>;
}

/// A type of `ndarray` for a number of axes, and the rank that it is here.
pub trait ToRank: Dimension {
    /// [`Rank<2>`](Rank) for `Ix2`.
    type Rank: Dim;
}

macro_rules! ranks {
    ($($rank:ty: $dimension:ty;)*) => {$(
        impl ToDimension for $rank {
            type Dimension = $dimension;
        }
        impl ToRank for $dimension {
            type Rank = $rank;
        }
    )*};
}

ranks! {
    Rank<0>: Ix0;
    Rank<1>: Ix1;
    Rank<2>: Ix2;
    Rank<3>: Ix3;
    Rank<4>: Ix4;
    Rank<5>: Ix5;
    Rank<6>: Ix6;
    DynRank: IxDyn;
}

/// A view that cannot be one of `ndarray`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NdarrayError {
    /// The bytes between neighbours on an axis are no multiple of the element's size.
    Stride {
        /// The axis.
        axis: usize,
        /// Bytes between neighbours on that axis.
        stride: isize,
        /// Size of an element in bytes.
        itemsize: usize,
    },
    /// The elements are those of a guarded map, whose bytes may change, so there are no references to them.
    MayChange,
    /// The elements are not aligned, so there are no references to them.
    Misaligned {
        /// Address of the first element.
        address: usize,
        /// What it should be a multiple of.
        alignment: usize,
    },
    /// A layout that the other side cannot have.
    Layout(LayoutError),
}

impl fmt::Display for NdarrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Stride { axis, stride, itemsize } => write!(
                f,
                "axis {axis} steps {stride} bytes, which ndarray cannot count in elements of {itemsize} bytes; copy the elements with `to_vec`"
            ),
            Self::Misaligned { address, alignment } => write!(
                f,
                "the elements are at {address:#x}, and ndarray lends references, which are at multiples of {alignment}; copy the elements with `to_vec`"
            ),
            Self::MayChange => f.write_str(
                "the elements are those of a guarded map, to which there are no references; copy them with `to_vec`"
            ),
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for NdarrayError {}

impl From<LayoutError> for NdarrayError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}
