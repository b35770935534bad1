//! Mapped tables of a dtype known at run time that are appended to.

use super::MappedMut;
use crate::{
    layout::LayoutError,
    raw::{any::AnyView, view::View},
    record::Record,
    table::{AnyTable, TableError},
};

impl AnyTable<MappedMut> {
    /// Appends records to the file. Each call reserves room and maps anew, so many at once are better than one by one.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # let path = std::env::temp_dir().join(format!("record-doc-extend-any-{}.bin", std::process::id()));
    /// let dtype = DType::parse("u1, >u2")?;
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut table = unsafe { AnyTable::create(&path, dtype.clone(), 1) }?;
    /// table.extend_from_view(AnyTable::from_bytes(&[7, 0, 9], dtype)?.view())?;
    /// table.close()?;
    /// assert_eq!(std::fs::read(&path)?, [0, 0, 0, 7, 0, 9]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`grow_to`](AnyTable::grow_to), and [`TableError::OtherDType`] for records of another dtype, or on more axes
    /// than one: the table and the file are as they were then.
    pub fn extend_from_view(&mut self, records: AnyView<'_>) -> Result<(), TableError> {
        if records.dtype() != self.dtype() {
            let (expected, found) = (self.dtype().clone(), records.dtype().clone());
            return Err(TableError::OtherDType { expected: Box::new(expected), found: Box::new(found) });
        }
        if records.ndim() != 1 {
            return Err(LayoutError::Rank { expected: 1, found: records.ndim() }.into());
        }
        let first = self.len();
        let count = first.checked_add(records.size());
        self.grow_to(count.ok_or(LayoutError::TooLarge { itemsize: self.dtype().itemsize() })?)?;
        self.owner.copy_records(first, records);
        Ok(())
    }

    /// Appends records of a Rust type: [`extend_from_view`](AnyTable::extend_from_view).
    ///
    /// # Errors
    /// As there.
    pub fn extend_from_slice<R: Record>(&mut self, records: &[R]) -> Result<(), TableError> {
        self.extend_from_view(View::from_slice(records).as_any())
    }
}
