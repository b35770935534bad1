//! Records as a struct of arrays: the copy from a view, and what the hidden macro calls for the way back.

use crate::{
    buffer::{ArrayError, ColumnsError},
    or_panic::OrPanic as _,
    raw::{array::Array, column::Column, leaves::spread::Threads, view::View},
    record::Record,
};

impl<R: Record> View<'_, R> {
    /// A copy of all columns, each in memory of its own: a struct with an array for each field. NumPy has no word for it;
    /// `{name: a[name].copy() for name in a.dtype.names}`.
    ///
    /// Loops over one field of many records run faster over such a copy, and BLAS and the like take nothing else.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = RecordTable::from([Point { id: 1, at: [0.0, 0.5] }, Point { id: 2, at: [1.0, 1.5] }]);
    /// let mut columns: PointColumnsOwned = points.view().to_columns();
    /// columns.id += 10;
    /// assert_eq!(columns.at.as_slice(), Some(&[[0.0, 0.5], [1.0, 1.5]][..]));
    /// assert_eq!(columns.to_table()?[Point::ID].to_vec(), [11, 12]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_to_columns`](View::try_to_columns) says so instead.
    #[track_caller]
    pub fn to_columns(self) -> R::ColumnsOwned {
        self.try_to_columns().or_panic()
    }

    /// A copy of all columns, each in memory of its own.
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] if there is no memory for it.
    pub fn try_to_columns(self) -> Result<R::ColumnsOwned, ArrayError> {
        R::to_columns(self, Threads::One)
    }
}

impl<R: Record> Column<R> {
    /// A copy of all columns of these records, each in memory of its own; see [`View::to_columns`].
    ///
    /// # Panics
    /// If there is no memory for it.
    #[track_caller]
    pub fn to_columns(&self) -> R::ColumnsOwned {
        self.as_view().to_columns()
    }
}

impl<R: Record> Array<R> {
    /// Records whose fields are the elements of `columns`: what [`to_columns`](View::to_columns) took apart.
    ///
    /// # Errors
    /// [`ColumnsError::Length`] if the columns are not equally long, [`ColumnsError::Array`] if there is no memory.
    pub fn from_columns(columns: &R::ColumnsOwned) -> Result<Self, ColumnsError> {
        R::from_columns(columns)
    }
}

/// Zeroed records, as many as all columns are long.
pub(crate) fn records<R: Record>(lengths: &[(&str, usize)]) -> Result<Array<R>, ColumnsError> {
    let count = common(lengths.iter().copied())?.unwrap_or(0);
    Ok(Array::try_zeros([count])?)
}

/// The length that all columns have; `None` if there are no columns.
pub(crate) fn common<'a>(
    lengths: impl IntoIterator<Item = (&'a str, usize)>,
) -> Result<Option<usize>, ColumnsError> {
    let mut lengths = lengths.into_iter();
    let Some((first, expected)) = lengths.next() else { return Ok(None) };
    match lengths.find(|&(_, found)| found != expected) {
        Some((field, found)) => {
            Err(ColumnsError::Length { field: field.into(), found, first: first.into(), expected })
        }
        None => Ok(Some(expected)),
    }
}
