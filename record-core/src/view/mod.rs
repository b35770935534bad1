//! Looking at records: columns, elements, slices and axes of views.
//!
//! `raw/` defines the types and touches the pointers; here is what users call, in safe code. [`View`] and
//! [`ViewMut`](crate::ViewMut) have what returns views and works at any rank; [`Column`](crate::Column) has the
//! operations of rank 1, which both deref to.

mod any;
mod any_mut;
mod arith;
mod axes;
mod cells;
mod column;
#[cfg(feature = "alloc")]
mod complex;
mod copy;
mod display;
#[cfg(feature = "alloc")]
mod encode;
mod error;
mod explain;
mod flags;
#[cfg(feature = "alloc")]
pub(crate) mod half;
#[cfg(feature = "alloc")]
mod kind;
mod memory;
#[cfg(feature = "alloc")]
mod named;
mod put;
mod shape;
mod split;
mod together;
#[cfg(feature = "alloc")]
mod value;
mod writable;

pub use copy::CopyError;
#[cfg(feature = "alloc")]
pub use encode::SetError;
#[cfg(feature = "alloc")]
pub use error::ColumnError;
pub use error::{IndexError, LengthError};
pub use explain::Explain;
pub use flags::Flags;
#[cfg(feature = "alloc")]
pub use kind::ValueKind;
pub use memory::{Memory, may_share_memory, shares_memory, shares_memory_within};
pub use put::PutError;
pub use split::{AxisIter, Chunks, Split};
pub use together::{Together, broadcast_together};
#[cfg(feature = "alloc")]
pub use value::Value;
#[cfg(feature = "alloc")]
pub(crate) use value::decode;

use crate::{
    bits::Token,
    element::Element,
    layout::{Dim, Layout, LayoutError, span},
    or_panic::OrPanic as _,
    raw::view::View,
    record::Record,
};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

impl<'a, T: Element> View<'a, T> {
    /// All of `bytes` as elements one after the other. NumPy's `frombuffer`.
    ///
    /// # Errors
    /// [`LayoutError::PartialElement`] if the length is no multiple of the element's size, [`LayoutError::ZeroSize`] if
    /// that is 0.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, LayoutError> {
        let layout = any::whole(bytes.len(), size_of::<T>())?;
        Ok(Self::from_checked(bytes, &span::check(layout, 0, size_of::<T>(), bytes.len())?))
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// A view of any shape and strides over `bytes`, the first element at byte `start`.
    ///
    /// NumPy's `ndarray(shape, dtype, buffer, offset, strides)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::{Rank, layout::Layout};
    /// let bytes = [1, 2, 3, 4, 5, 6];
    /// // Every other byte, backwards.
    /// let layout = Layout::<Rank<1>> { shape: [3], strides: [-2] };
    /// assert_eq!(View::<u8>::from_parts(&bytes, layout, 4)?.to_vec(), [5, 3, 1]);
    /// assert!(View::<u8, Rank<1>>::from_parts(&bytes, layout, 3).is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches bytes outside the slice or its size overflows.
    pub fn from_parts(bytes: &'a [u8], layout: Layout<D>, start: usize) -> Result<Self, LayoutError> {
        let checked = span::check(layout, start, size_of::<T>(), bytes.len())?;
        Ok(Self::from_checked(bytes, &checked))
    }

    /// The value at `index`, one number for each axis; `None` if out of range or of another number of axes.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
    /// assert_eq!((view.get_at([1, 0]), view.get_at([1, 2])), (Some(3), None));
    /// ```
    #[inline]
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<T::Value> {
        self.load_at(index.as_ref()).map(T::load)
    }

    /// A copy of the values in row-major order. NumPy's `a.ravel().tolist()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
    /// assert_eq!(view.transpose().to_vec(), [1, 3, 2, 4]);
    /// ```
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> Vec<T::Value> {
        self.iter().collect()
    }
}

impl<'a, R: Element, D: Dim> View<'a, R, D> {
    /// The column of one field, or of some bits of it: the same shape and strides, moved into each record. NumPy's
    /// `a['salary']`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }, Point { id: 2, at: [1.0, 1.5] }]);
    /// let ids = points.view().col(Point::ID);
    /// assert_eq!((ids.to_vec(), ids.stride()), (vec![1, 2], 9));
    /// ```
    #[inline]
    pub fn col<K: Token<R>>(self, token: K) -> View<'a, K::Element, D> {
        token.column(self)
    }
}

impl<'a, R: Record> View<'a, R> {
    /// All columns, as a struct with a view for each field.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }]);
    /// let PointColumns { id, at } = points.view().columns();
    /// assert_eq!((id.first(), at.first()), (Some(1), Some([0.0, 0.5])));
    /// ```
    pub fn columns(self) -> R::Columns<'a> {
        R::columns(self)
    }
}

impl<'a, T: Element, const N: usize, D: Dim> View<'a, [T; N], D> {
    /// The sub-array's own axis as the innermost axis of the view: a column of `[f32; 3]` becomes a view of shape
    /// `(n, 3)`. NumPy does this for every sub-array field.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1_u8, 2, 3], [4, 5, 6]]).axes();
    /// assert_eq!((view.shape(), view.sum()), ([2, 3], 21));
    /// ```
    ///
    /// # Panics
    /// If there would be more than [`DynRank::MAX`](crate::DynRank::MAX) axes.
    #[must_use]
    #[track_caller]
    pub fn axes(self) -> View<'a, T, D::Larger> {
        self.split_axis().or_panic()
    }
}
