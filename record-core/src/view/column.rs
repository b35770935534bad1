//! What a column can be asked and told, element by element. Tables' columns, views and writable views all have these.

use crate::{
    bits::Token,
    element::Element,
    layout::{LayoutError, Rank, SliceSpec},
    or_panic::OrPanic as _,
    raw::{
        column::Column,
        iter::Iter,
        view::{View, ViewMut},
    },
    record::Record,
    view::{IndexError, LengthError},
};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

impl<T> Column<T> {
    /// The number of elements. NumPy's `len(a)`.
    #[inline]
    pub fn len(&self) -> usize {
        self.as_view().size()
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Signed bytes from one element to the next. NumPy's `a.strides[0]`.
    #[inline]
    pub fn stride(&self) -> isize {
        self.as_view().strides()[0]
    }
}

impl<T: Element> Column<T> {
    /// The value at `index`, or `None` behind the end.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[10, 11]);
    /// assert_eq!((column.get(1), column.get(2)), (Some(11), None));
    /// assert_eq!(column.try_get(2).unwrap_err().to_string(), "index 2 is out of range for axis 0 of length 2");
    /// ```
    #[inline]
    pub fn get(&self, index: usize) -> Option<T::Value> {
        self.as_view().load_at(&[index]).map(T::load)
    }

    /// The value at `index`. NumPy's `a[i]`, without counting from the end.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the index and the length.
    #[inline]
    pub fn try_get(&self, index: usize) -> Result<T::Value, IndexError> {
        self.get(index).ok_or(IndexError::OutOfRange { axis: 0, index, len: self.len() })
    }

    /// The value at `index`.
    ///
    /// # Panics
    /// If `index` is not below the length; [`get`](Column::get) and [`try_get`](Column::try_get) do not panic.
    #[inline]
    #[track_caller]
    pub fn item(&self, index: usize) -> T::Value {
        self.try_get(index).or_panic()
    }

    /// The value of the first element.
    pub fn first(&self) -> Option<T::Value> {
        self.get(0)
    }

    /// The value of the last element.
    pub fn last(&self) -> Option<T::Value> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The values in order.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1.5, 2.5]);
    /// assert_eq!(column.iter().rev().collect::<Vec<_>>(), [2.5, 1.5]);
    /// ```
    #[inline]
    pub fn iter(&self) -> Iter<'_, T> {
        self.as_view().iter()
    }

    /// The elements in `range`, without a copy; [`s!`](crate::s) says more than ranges can. NumPy's `a[1:5]`.
    ///
    /// # Panics
    /// If the range leaves the column; [`try_slice`](Column::try_slice) says so instead.
    #[track_caller]
    pub fn slice<S: SliceSpec<Rank<1>>>(&self, range: S) -> View<'_, T, S::Rank> {
        self.as_view().slice(range)
    }

    /// The elements in `range`, without a copy.
    ///
    /// # Errors
    /// As [`View::try_slice`].
    pub fn try_slice<S: SliceSpec<Rank<1>>>(&self, range: S) -> Result<View<'_, T, S::Rank>, LayoutError> {
        self.as_view().try_slice(range)
    }

    /// The column of one field of these records.
    #[inline]
    pub fn col<K: Token<T>>(&self, token: K) -> View<'_, K::Element> {
        self.as_view().col(token)
    }

    /// A copy of the values. NumPy's `a.tolist()`, and `a.astype(native)`.
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> Vec<T::Value> {
        self.iter().collect()
    }

    /// Writes `value` at `index`. NumPy's `a[i] = value`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }]);
    /// points[Point::ID].set(0, 5);
    /// points[Point::ID].update(0, |id| id + 1);
    /// points[Point::ID] *= 2;
    /// assert_eq!(points[Point::ID].to_vec(), [12]);
    /// ```
    ///
    /// # Panics
    /// If `index` is not below the length; [`try_set`](Column::try_set) says so instead.
    #[inline]
    #[track_caller]
    pub fn set(&mut self, index: usize, value: T::Value) {
        self.try_set(index, value).or_panic();
    }

    /// Writes `value` at `index`.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the index and the length.
    #[inline]
    pub fn try_set(&mut self, index: usize, value: T::Value) -> Result<(), IndexError> {
        self.as_view_mut().try_set_at([index], value)
    }

    /// Replaces the element at `index` by `f` of its value. Of records, this edits one row.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }]);
    /// points.update(0, |mut point| {
    ///     point.id += 1;
    ///     point.at = [1.0; 2];
    ///     point
    /// });
    /// assert_eq!(points.get(0), Some(Point { id: 2, at: [1.0; 2] }));
    /// ```
    ///
    /// # Panics
    /// If `index` is not below the length.
    #[inline]
    #[track_caller]
    pub fn update(&mut self, index: usize, f: impl FnOnce(T::Value) -> T::Value) {
        let old = self.item(index);
        self.set(index, f(old));
    }

    /// Writes `value` to every element. NumPy's `a[:] = value`.
    pub fn fill(&mut self, value: T::Value) {
        self.as_view_mut().fill(value);
    }

    /// Writes `values` to the elements, in order. NumPy's `a[:] = values`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [0; 3];
    /// ViewMut::from_slice(&mut numbers).assign([1, 2, 3]);
    /// assert_eq!(numbers, [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there are more or fewer values than elements; [`try_assign`](Column::try_assign) says so instead.
    #[track_caller]
    pub fn assign(&mut self, values: impl IntoIterator<Item = T::Value>) {
        self.try_assign(values).or_panic();
    }

    /// Writes `values` to the elements, in order.
    ///
    /// # Errors
    /// [`LengthError`] if there are more or fewer values than elements; as many as there are of both have been written.
    pub fn try_assign(&mut self, values: impl IntoIterator<Item = T::Value>) -> Result<(), LengthError> {
        let expected = self.len();
        let mut values = values.into_iter();
        for index in 0..expected {
            let Some(value) = values.next() else {
                return Err(LengthError { expected, found: index });
            };
            self.set(index, value);
        }
        match values.next() {
            None => Ok(()),
            Some(_) => Err(LengthError { expected, found: expected + 1 }),
        }
    }

    /// Replaces every element by `f` of its value, in order.
    pub fn apply(&mut self, f: impl FnMut(T::Value) -> T::Value) {
        self.as_view_mut().apply(f);
    }

    /// The elements in `range`, writable.
    ///
    /// # Errors
    /// As [`View::try_slice`].
    pub fn try_slice_mut<S: SliceSpec<Rank<1>>>(
        &mut self,
        range: S,
    ) -> Result<ViewMut<'_, T, S::Rank>, LayoutError> {
        self.as_view_mut().try_into_slice(range)
    }

    /// The elements in `range`, writable.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3];
    /// ViewMut::from_slice(&mut numbers).slice_mut(1..).fill(0);
    /// assert_eq!(numbers, [1, 0, 0]);
    /// ```
    ///
    /// # Panics
    /// If the range leaves the column; [`try_slice_mut`](Column::try_slice_mut) says so instead.
    #[track_caller]
    pub fn slice_mut<S: SliceSpec<Rank<1>>>(&mut self, range: S) -> ViewMut<'_, T, S::Rank> {
        self.try_slice_mut(range).or_panic()
    }
}

impl<R: Record> Column<R> {
    /// All columns of these records, each writable.
    pub fn columns_mut(&mut self) -> R::ColumnsMut<'_> {
        R::columns_mut(self.as_view_mut())
    }
}

impl<'a, T: Element> IntoIterator for &'a Column<T> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Element, D: crate::layout::Dim> IntoIterator for View<'a, T, D> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T, D>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, D> {
        self.iter()
    }
}

impl<'a, T: Element, D: crate::layout::Dim> IntoIterator for &View<'a, T, D> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T, D>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, D> {
        self.iter()
    }
}
