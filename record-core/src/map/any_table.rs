//! Mapped tables of a dtype known at run time: advice, flushing, closing, growing.

use super::{MapMode, MappedMut, rows, table::bytes_of};
use crate::{
    layout::LayoutError,
    raw::{any::AnyView, view::View},
    record::Record,
    table::{AnyTable, TableError},
};
use core::ops::Range;
use std::path::Path;

impl<S: MapMode> AnyTable<S> {
    /// The file, as it was opened. NumPy's `memmap.filename`.
    pub fn path(&self) -> &Path {
        self.owner.storage().path()
    }

    /// Tells the system how the map will be used: [`Advice`](super::Advice), and for
    /// [`CopyOnWrite`](crate::CopyOnWrite) [`PrivateAdvice`](super::PrivateAdvice). Nothing but speed and memory depends on it.
    ///
    /// # Errors
    /// [`TableError::Io`], or [`TableError::File`] for a file that is open for writing: the system does not take the advice.
    pub fn advise(&self, advice: S::Advice) -> Result<(), TableError> {
        self.owner.storage().advise(advice)
    }
}

impl AnyTable<MappedMut> {
    /// Writes what was written to the table to the disk, and waits for it. NumPy's `memmap.flush()`.
    ///
    /// # Errors
    /// [`TableError::File`]: the disk is full or broken, or the network gone; what was written may be lost.
    pub fn flush(&self) -> Result<(), TableError> {
        self.flush_range(0..self.len())
    }

    /// Writes what was written to these records to the disk, and waits for it; others in their pages come along.
    ///
    /// # Errors
    /// As [`flush`](AnyTable::flush); [`TableError::OutOfRange`].
    pub fn flush_range(&self, records: Range<usize>) -> Result<(), TableError> {
        let size = self.dtype().itemsize();
        let bytes = rows::bytes_of(records, &[self.len()], &[size.cast_signed()], size)?;
        self.owner.storage().flush(bytes)
    }

    /// Has what was written to the table written to the disk, and does not wait.
    ///
    /// # Errors
    /// [`TableError::File`] if that cannot be begun.
    pub fn flush_async(&self) -> Result<(), TableError> {
        self.owner.storage().flush_async()
    }

    /// Flushes, and closes the file: as dropping does, but it says what went wrong.
    ///
    /// # Errors
    /// As [`flush`](AnyTable::flush); the file is closed all the same.
    pub fn close(self) -> Result<(), TableError> {
        self.owner.into_storage().close()
    }

    /// Makes the file longer, so that there are `count` records in all; the new ones are zero. With as many as there are, or
    /// fewer, nothing happens.
    ///
    /// Room on the disk is reserved first, and then the file is mapped anew, which takes a few microseconds and as much of
    /// the address space again for a moment.
    ///
    /// # Errors
    /// The table and the file are as they were then. [`TableError::BytesBehind`] if the file goes on behind the last record:
    /// [`cut_behind`](AnyTable::cut_behind) drops that. [`TableError::File`] if there is no room, or if others changed
    /// the length of the file. [`TableError::Layout`] for more bytes than fit memory.
    pub fn grow(&mut self, count: usize) -> Result<(), TableError> {
        if count <= self.len() {
            return Ok(());
        }
        let bytes = bytes_of(count, self.dtype().itemsize())?;
        self.owner.rebuild(|storage| storage.grow(bytes).map(|()| count))
    }

    /// Makes the file shorter, so that there are `count` records in all. With as many as there are, or more, nothing happens.
    ///
    /// # Errors
    /// As [`RecordTable::truncate`](crate::RecordTable::truncate); the table and the file are as they were then.
    pub fn truncate(&mut self, count: usize) -> Result<(), TableError> {
        if count >= self.len() {
            return Ok(());
        }
        let bytes = bytes_of(count, self.dtype().itemsize())?;
        self.owner.rebuild(|storage| storage.shrink(bytes).map(|()| count))
    }

    /// Makes the file end with the last record, and says how many bytes were behind it: a partial record of a log that was
    /// cut, or whatever a count left out.
    ///
    /// # Errors
    /// [`TableError::File`]; the file is as it was then.
    pub fn cut_behind(&mut self) -> Result<u64, TableError> {
        let mut cut = 0;
        let count = self.len();
        self.owner.rebuild(|storage| {
            cut = storage.cut_behind()?;
            Ok::<_, TableError>(count)
        })?;
        self.trailing = 0;
        Ok(cut)
    }

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
    /// As [`grow`](AnyTable::grow), and [`TableError::OtherDType`] for records of another dtype, or on more axes than one:
    /// the table and the file are as they were then.
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
        self.grow(count.ok_or(LayoutError::TooLarge { itemsize: self.dtype().itemsize() })?)?;
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
