//! Records taken apart into columns on several threads.

use crate::{
    buffer::ArrayError,
    ops::Par,
    or_panic::OrPanic as _,
    raw::{leaves::spread::Threads, view::View},
    record::Record,
};

impl<R: Record> Par<View<'_, R>> {
    /// A copy of all columns, each in memory of its own; see [`View::to_columns`].
    ///
    /// # Panics
    /// If there is no memory for it; [`try_to_columns`](Par::try_to_columns) says so instead.
    #[track_caller]
    pub fn to_columns(self) -> R::ColumnsOwned {
        self.try_to_columns().or_panic()
    }

    /// A copy of all columns, each in memory of its own.
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] if there is no memory for it.
    pub fn try_to_columns(self) -> Result<R::ColumnsOwned, ArrayError> {
        R::to_columns(self.serial(), Threads::Pool)
    }
}
