//! Writable views: parts of them, columns, and writing elements.
//!
//! [`ViewMut`] is not `Copy`: what makes a part of it borrows it or gives it up.

use crate::{
    element::Element,
    layout::{Dim, Layout, LayoutError, span},
    or_panic::OrPanic as _,
    raw::{field::Field, iter::Iter, view::ViewMut, zip::ZipSource},
    record::Record,
    view::IndexError,
};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

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
    /// As [`View::from_bytes`](crate::View::from_bytes).
    pub fn from_bytes(bytes: &'a mut [u8]) -> Result<Self, LayoutError> {
        let layout = super::any::whole(bytes.len(), size_of::<T>())?;
        let checked = span::check(layout, 0, size_of::<T>(), bytes.len())?;
        Self::from_checked(bytes, &checked)
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// A writable view of any shape and strides over `bytes`, the first element at byte `start`.
    ///
    /// # Errors
    /// As [`View::from_parts`](crate::View::from_parts), and [`LayoutError::Overlap`] if a byte would be reached twice.
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

    /// The values in row-major order.
    #[inline]
    pub fn iter(&self) -> Iter<'_, T, D> {
        ViewMut::as_view(self).iter()
    }

    /// The value at `index`, one number for each axis; `None` if out of range or of another number of axes.
    #[inline]
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<T::Value> {
        ViewMut::as_view(self).get_at(index)
    }

    /// A copy of the values in row-major order. NumPy's `a.ravel().tolist()`.
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> Vec<T::Value> {
        self.iter().collect()
    }

    /// Writes `value` at `index`, one number for each axis. NumPy's `a[i, j] = value`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [[1, 2], [3, 4]];
    /// let mut view = ViewMut::from_slice(&mut numbers).into_axes();
    /// view.set_at([1, 0], 9);
    /// assert!(view.try_set_at([2, 0], 9).is_err());
    /// assert_eq!(numbers, [[1, 2], [9, 4]]);
    /// ```
    ///
    /// # Panics
    /// If the index is out of range or of another number of axes; [`try_set_at`](ViewMut::try_set_at) says so instead.
    #[inline]
    #[track_caller]
    pub fn set_at(&mut self, index: impl AsRef<[usize]>, value: T::Value) {
        self.try_set_at(index, value).or_panic();
    }

    /// Writes `value` at `index`, one number for each axis.
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

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Replaces every element by `f` of its value and those at its index in other views, in row-major order. The others,
    /// one view or a tuple of up to four, are broadcast to this view's shape. NumPy's `np.add(a, b, out=a)` for any `f`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut totals = [[0; 3]; 2];
    /// let (rows, columns) = ([10, 20], [1, 2, 3]);
    /// ViewMut::from_slice(&mut totals).into_axes().zip_apply(
    ///     (View::from_slice(&rows).insert_axis(1), View::from_slice(&columns)),
    ///     |_, (row, column)| row + column,
    /// )?;
    /// assert_eq!(totals, [[11, 12, 13], [21, 22, 23]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Broadcast`] or [`LayoutError::BroadcastRank`] if another view cannot be broadcast to this one's shape;
    /// nothing is written then.
    pub fn zip_apply<S: ZipSource>(
        &mut self,
        others: S,
        f: impl FnMut(T::Value, S::Values) -> T::Value,
    ) -> Result<(), LayoutError> {
        others.zip_into(self, f)
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
    /// As [`View::axes`](crate::View::axes).
    #[must_use]
    #[track_caller]
    pub fn into_axes(self) -> ViewMut<'a, T, D::Larger> {
        self.split_axis().or_panic()
    }
}

impl<'a, T: Element, D: Dim> IntoIterator for &'a ViewMut<'_, T, D> {
    type Item = T::Value;
    type IntoIter = Iter<'a, T, D>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, D> {
        self.iter()
    }
}
