//! The statistics of all columns of a table.

use crate::{
    ops::Description,
    raw::owner::Storage,
    record::Record,
    table::{AnyTable, RecordTable},
    view::ColumnError,
};

impl<R: Record, S: Storage> RecordTable<R, S> {
    /// The statistics of all columns in one pass; see [`AnyView::describe`](crate::AnyView::describe).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Employee { age: i32, salary: f64 }
    /// let table = RecordTable::from([Employee { age: 30, salary: 2.5 }, Employee { age: 50, salary: 4.5 }]);
    /// assert_eq!(table.describe()?["salary"].mean(), Some(3.5));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    pub fn describe(&self) -> Result<Description, ColumnError> {
        self.view().describe()
    }
}

impl<S: Storage> AnyTable<S> {
    /// The statistics of all columns in one pass; see [`AnyView::describe`](crate::AnyView::describe).
    ///
    /// # Errors
    /// As there.
    pub fn describe(&self) -> Result<Description, ColumnError> {
        self.view().describe()
    }
}
