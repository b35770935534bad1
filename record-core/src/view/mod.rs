//! Looking at records: columns, elements, slices and axes of views.
//!
//! `raw/` defines the types and touches the pointers; here is what users call, in safe code. [`View`] and [`ViewMut`]
//! have what returns views and works at any rank; [`Column`](crate::Column) has the operations of rank 1, which both
//! deref to.

mod any;
mod arith;
mod column;
mod display;
mod error;
#[cfg(feature = "alloc")]
mod named;
#[cfg(feature = "alloc")]
mod value;

#[cfg(feature = "alloc")]
pub use error::ColumnError;
pub use error::IndexError;
#[cfg(feature = "alloc")]
pub use value::Value;

use crate::{
    bits::Token,
    element::Element,
    layout::{Dim, Layout, LayoutError, Rank, span},
    raw::{
        field::Field,
        view::{View, ViewMut},
    },
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

impl<T, D: Dim> ViewMut<'_, T, D> {
    /// Length of each axis, outermost first.
    #[inline]
    pub fn shape(&self) -> D::Shape {
        self.layout().shape
    }

    /// Bytes between neighbours along each axis.
    #[inline]
    pub fn strides(&self) -> D::Strides {
        self.layout().strides
    }

    /// The number of elements, all axes together.
    #[inline]
    pub fn size(&self) -> usize {
        self.layout().len()
    }
}

impl<'a, T: Element> ViewMut<'a, T> {
    /// All of `bytes` as writable elements one after the other.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut bytes = [0; 4];
    /// ViewMut::<Be<u16>>::from_bytes(&mut bytes)?.fill(0x0102);
    /// assert_eq!(bytes, [1, 2, 1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::from_bytes`].
    pub fn from_bytes(bytes: &'a mut [u8]) -> Result<Self, LayoutError> {
        let layout = whole::<T>(bytes.len())?;
        let checked = span::check(layout, 0, size_of::<T>(), bytes.len())?;
        Self::from_checked(bytes, &checked)
    }

    /// The elements in `range`, without a copy; this view is given up.
    ///
    /// # Errors
    /// [`LayoutError::Range`] if the range leaves the view.
    pub fn try_into_slice(self, range: impl RangeBounds<usize>) -> Result<ViewMut<'a, T>, LayoutError> {
        let range = resolve(&range, self.size());
        self.derive(|parent| parent.range(0, range))
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// A writable view of any shape and strides over `bytes`, the first element at byte `start`.
    ///
    /// # Errors
    /// As [`View::from_parts`], and [`LayoutError::Overlap`] if a byte would be reached twice.
    pub fn from_parts(bytes: &'a mut [u8], layout: Layout<D>, start: usize) -> Result<Self, LayoutError> {
        let checked = span::check(layout, start, size_of::<T>(), bytes.len())?;
        Self::from_checked(bytes, &checked)
    }

    /// The writable column of one field; this view is borrowed.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }]);
    /// points.view_mut().col_mut(Point::ID).fill(7);
    /// assert_eq!(points[Point::ID].to_vec(), [7]);
    /// ```
    #[inline]
    pub fn col_mut<U: Element>(&mut self, field: Field<T, U>) -> ViewMut<'_, U, D> {
        self.reborrow().project(field)
    }

    /// The writable column of one field; this view is given up.
    #[inline]
    pub fn into_col<U: Element>(self, field: Field<T, U>) -> ViewMut<'a, U, D> {
        self.project(field)
    }

    /// Writes `value` at `index`, one number for each axis.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [[1, 2], [3, 4]];
    /// let mut view = ViewMut::from_slice(&mut numbers).into_axes();
    /// view.try_set_at([1, 0], 9)?;
    /// assert!(view.try_set_at([2, 0], 9).is_err());
    /// assert_eq!(numbers, [[1, 2], [9, 4]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`IndexError`] with the index and the shape.
    pub fn try_set_at(&mut self, index: impl AsRef<[usize]>, value: T::Value) -> Result<(), IndexError> {
        let index = index.as_ref();
        match self.slot_at(index) {
            Some(slot) => {
                slot.put(T::store(value));
                Ok(())
            }
            None => Err(IndexError::of(index, self.layout().shape.as_ref())),
        }
    }

    /// Writes `value` to every element. NumPy's `a[...] = value`.
    pub fn fill(&mut self, value: T::Value) {
        let stored = T::store(value);
        self.for_each_slot(|_, slot| slot.put(stored));
    }

    /// Replaces every element by `f` of its value, in row-major order.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3];
    /// ViewMut::from_slice(&mut numbers).apply(|n| n * n);
    /// assert_eq!(numbers, [1, 4, 9]);
    /// ```
    pub fn apply(&mut self, mut f: impl FnMut(T::Value) -> T::Value) {
        self.for_each_slot(|old, slot| slot.put(T::store(f(old.load()))));
    }
}

impl<'a, R: Record> ViewMut<'a, R> {
    /// All columns at once, each writable: `let EmployeeColumnsMut { mut salary, age, .. } = view.columns_mut();`
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }]);
    /// let PointColumnsMut { mut id, at } = points.view_mut().columns_mut();
    /// if at.first() == Some([0.0, 0.5]) {
    ///     id.fill(9);
    /// }
    /// assert_eq!(points[Point::ID].to_vec(), [9]);
    /// ```
    pub fn columns_mut(self) -> R::ColumnsMut<'a> {
        R::columns_mut(self)
    }
}

impl<'a, T: Element, const N: usize, D: Dim> ViewMut<'a, [T; N], D> {
    /// The sub-array's own axis as the innermost axis of the view; this view is given up.
    ///
    /// # Panics
    /// As [`View::axes`].
    #[must_use]
    pub fn into_axes(self) -> ViewMut<'a, T, D::Larger> {
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
