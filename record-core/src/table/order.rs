//! Tables in order: `sort_by` in place, `sorted_by` as a new table.

use crate::{
    buffer::ArrayError,
    ops::{OrderError, SortBy, SortKey},
    raw::owner::Storage,
    record::Record,
    table::{AnyTable, RecordTable},
};

impl<R: Record> RecordTable<R> {
    /// Puts the records in the order of a key: a token, one in descending order, or a tuple of these. Equal ones keep their
    /// order. NumPy's `a.sort(order=…, kind="stable")`, but truly stable.
    ///
    /// The records are moved once, to new memory. Of records in memory of others' and in files,
    /// [`Column::sort_by`](crate::Column::sort_by) moves them there and back.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// points.sort_by(Point::ID);
    /// assert_eq!(points[Point::ID].to_vec(), [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for them.
    #[track_caller]
    pub fn sort_by<K: SortKey<R>>(&mut self, key: K) {
        self.owner = self.sorted_by(key).owner;
    }
}

impl<R: Record, S: Storage> RecordTable<R, S> {
    /// The records in the order of a key, copied. NumPy's `np.sort(a, order=…, kind="stable")`, but truly stable.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert_eq!(points.sorted_by(Point::ID.desc())[Point::ID].to_vec(), [3, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    #[track_caller]
    pub fn sorted_by<K: SortKey<R>>(&self, key: K) -> RecordTable<R> {
        self.view().sorted_by(key).into()
    }
}

impl AnyTable {
    /// Puts the records in the order of fields by name, equal ones in the order that they stand in. NumPy's
    /// `a.sort(order=…, kind="stable")`, but truly stable. The records are moved once, to new memory.
    ///
    /// ```
    /// # use record_core::{ops::SortBy, prelude::*};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// let mut any = AnyTable::try_from(points.as_any().to_array()?)?;
    /// any.sort_by([SortBy::desc("id")])?;
    /// assert_eq!(any["id"].typed::<u8>()?.to_vec(), [3, 2, 1]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`AnyView::argsort_by`](crate::AnyView::argsort_by); nothing has been moved then.
    pub fn sort_by<'n>(
        &mut self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<(), OrderError> {
        self.owner = self.sorted_by(keys)?.owner;
        Ok(())
    }
}

impl<S: Storage> AnyTable<S> {
    /// The records in the order of fields by name, copied. NumPy's `np.sort(a, order=…, kind="stable")`, but truly stable.
    ///
    /// # Errors
    /// Those of [`AnyView::argsort_by`](crate::AnyView::argsort_by), and [`OrderError::Array`] if there is no memory.
    pub fn sorted_by<'n>(
        &self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<AnyTable, OrderError> {
        let sorted = self.view().sorted_by(keys)?;
        Ok(AnyTable::try_from(sorted).map_err(ArrayError::from)?)
    }
}
