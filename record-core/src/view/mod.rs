//! Looking at records: columns, elements, slices and axes of views.
//!
//! `raw/` defines the types and touches the pointers; here is what users call, in safe code. [`View`] and
//! [`ViewMut`](crate::ViewMut) have what returns views and works at any rank; [`Column`](crate::Column) has the
//! operations of rank 1, which both deref to.

mod any;
mod arith;
mod column;
mod display;
mod error;
#[cfg(feature = "alloc")]
mod named;
#[cfg(feature = "alloc")]
mod value;
mod writable;

#[cfg(feature = "alloc")]
pub use error::ColumnError;
pub use error::{IndexError, LengthError};
#[cfg(feature = "alloc")]
pub use value::Value;

use crate::{
    bits::Token,
    element::Element,
    layout::{Dim, Layout, LayoutError, Rank, span},
    raw::view::View,
    record::Record,
};
use core::ops::{Bound, Range, RangeBounds};

/// A range of a column of `len` elements as start and end; neither is checked.
pub(crate) fn resolve(range: &impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(&i) => i,
        Bound::Excluded(&i) => i.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(&i) => i.saturating_add(1),
        Bound::Excluded(&i) => i,
        Bound::Unbounded => len,
    };
    Range { start, end }
}

impl<T, D: Dim> View<'_, T, D> {
    /// Length of each axis, outermost first. NumPy's `ndarray.shape`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let bytes = [0; 24];
    /// let view = View::<[f32; 3]>::from_bytes(&bytes)?.axes();
    /// assert_eq!((view.shape(), view.strides(), view.ndim(), view.size()), ([2, 3], [12, 4], 2, 6));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[inline]
    pub fn shape(&self) -> D::Shape {
        self.layout().shape
    }

    /// Bytes between neighbours along each axis. NumPy's `ndarray.strides`.
    #[inline]
    pub fn strides(&self) -> D::Strides {
        self.layout().strides
    }

    /// The number of axes. NumPy's `ndarray.ndim`.
    #[inline]
    pub fn ndim(&self) -> usize {
        self.layout().ndim()
    }

    /// The number of elements, all axes together. NumPy's `ndarray.size`.
    #[inline]
    pub fn size(&self) -> usize {
        self.layout().len()
    }
}

impl<'a, T: Element> View<'a, T> {
    /// All of `bytes` as elements one after the other. NumPy's `frombuffer`.
    ///
    /// # Errors
    /// [`LayoutError::PartialElement`] if the length is no multiple of the element's size, [`LayoutError::ZeroSize`] if
    /// that is 0.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, LayoutError> {
        let layout = whole::<T>(bytes.len())?;
        Ok(Self::from_checked(bytes, &span::check(layout, 0, size_of::<T>(), bytes.len())?))
    }

    /// The elements in `range`, without a copy. NumPy's `a[1:5]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[10, 11, 12, 13]);
    /// assert_eq!(view.slice(1..3).to_vec(), [11, 12]);
    /// assert!(view.try_slice(1..9).is_err());
    /// ```
    ///
    /// # Panics
    /// If the range leaves the view; [`try_slice`](View::try_slice) says so instead.
    #[must_use]
    #[track_caller]
    pub fn slice(self, range: impl RangeBounds<usize>) -> View<'a, T> {
        self.try_slice(range).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The elements in `range`, without a copy.
    ///
    /// # Errors
    /// [`LayoutError::Range`] if the range leaves the view.
    pub fn try_slice(self, range: impl RangeBounds<usize>) -> Result<View<'a, T>, LayoutError> {
        let range = resolve(&range, self.size());
        self.derive(|parent| parent.range(0, range))
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

    /// The elements with this index on the first axis. NumPy's `a[i]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
    /// assert_eq!(view.at(1).to_vec(), [3, 4]);
    /// ```
    ///
    /// # Panics
    /// If there is no axis, or the index is out of range; [`try_at`](View::try_at) says so instead.
    #[must_use]
    #[track_caller]
    pub fn at(self, index: usize) -> View<'a, T, D::Smaller> {
        self.try_at(index).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The elements with this index on the first axis.
    ///
    /// # Errors
    /// [`LayoutError::Index`], or [`LayoutError::Axis`] if there is no axis.
    pub fn try_at(self, index: usize) -> Result<View<'a, T, D::Smaller>, LayoutError> {
        self.derive(|parent| parent.index(0, index))
    }

    /// The elements with this index on `axis`. NumPy's `a[:, i]` for axis 1.
    ///
    /// # Panics
    /// If there is no such axis, or the index is out of range; [`try_at_axis`](View::try_at_axis) says so instead.
    #[must_use]
    #[track_caller]
    pub fn at_axis(self, axis: usize, index: usize) -> View<'a, T, D::Smaller> {
        self.try_at_axis(axis, index).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The elements with this index on `axis`. NumPy's `a[:, i]` for axis 1.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2], [3, 4]]).axes();
    /// assert_eq!(view.try_at_axis(1, 0)?.to_vec(), [1, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Index`] or [`LayoutError::Axis`].
    pub fn try_at_axis(self, axis: usize, index: usize) -> Result<View<'a, T, D::Smaller>, LayoutError> {
        self.derive(|parent| parent.index(axis, index))
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
    pub fn axes(self) -> View<'a, T, D::Larger> {
        self.split_axis().unwrap_or_else(|error| panic!("{error}"))
    }
}

/// The layout of the whole elements of `T` that `available` bytes are.
fn whole<T: Element>(available: usize) -> Result<Layout<Rank<1>>, LayoutError> {
    let itemsize = size_of::<T>();
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize);
    }
    if !available.is_multiple_of(itemsize) {
        return Err(LayoutError::PartialElement { available, itemsize });
    }
    Ok(Layout { shape: [available / itemsize], strides: [itemsize.cast_signed()] })
}
