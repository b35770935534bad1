//! Mapped tables of records that are appended to.

use super::MappedMut;
use crate::{
    layout::LayoutError,
    raw::view::View,
    record::Record,
    table::{RecordTable, TableError},
};

impl<R: Record> RecordTable<R, MappedMut> {
    /// Appends records to the file. Each call reserves room and maps anew, so many at once are better than one by one.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # let path = std::env::temp_dir().join(format!("record-doc-extend-{}.bin", std::process::id()));
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut points = unsafe { RecordTable::<Point>::create(&path, 0) }?;
    /// points.extend_from_slice(&[Point { id: 1, at: [0.0; 2] }, Point { id: 2, at: [1.0; 2] }])?;
    /// points.truncate(1)?;
    /// assert_eq!((points[Point::ID].to_vec(), std::fs::metadata(&path)?.len()), (vec![1], 9));
    /// # drop(points);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`grow_to`](RecordTable::grow_to); the table and the file are as they were then.
    pub fn extend_from_slice(&mut self, records: &[R]) -> Result<(), TableError> {
        let first = self.len();
        let count = first.checked_add(records.len());
        self.grow_to(count.ok_or(LayoutError::TooLarge { itemsize: size_of::<R>() })?)?;
        self.owner.copy_records(first, View::from_slice(records).as_any());
        Ok(())
    }
}
