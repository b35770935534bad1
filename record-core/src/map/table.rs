//! Mapped tables of records: advice, flushing, closing, growing.

use super::{MapMode, MappedMut, rows};
use crate::{
    layout::LayoutError,
    raw::view::View,
    record::Record,
    table::{RecordTable, TableError},
};
use core::ops::Range;
use std::path::Path;

impl<R: Record, S: MapMode> RecordTable<R, S> {
    /// The file, as it was opened. NumPy's `memmap.filename`.
    pub fn path(&self) -> &Path {
        self.owner.storage().path()
    }

    /// Tells the system how the map will be used: [`Advice`](super::Advice), and for
    /// [`CopyOnWrite`](crate::CopyOnWrite) [`PrivateAdvice`](super::PrivateAdvice). Nothing but speed and memory depends on it.
    ///
    /// ```
    /// use record_core::{map::Advice, prelude::*};
    /// # let path = std::env::temp_dir().join(format!("record-doc-advise-{}.bin", std::process::id()));
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// # std::fs::write(&path, [1; 18])?;
    /// // SAFETY: nobody else writes the file, or makes it shorter.
    /// let points = unsafe { RecordTable::<Point>::map(&path) }?;
    /// points.advise(Advice::Sequential)?;
    /// assert_eq!(points[Point::ID].sum(), 2);
    /// points.advise(Advice::Drop)?;
    /// assert_eq!(points[Point::ID].sum(), 2);
    /// # drop(points);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::Io`], or [`TableError::File`] for a file that is open for writing: the system does not take the advice.
    pub fn advise(&self, advice: S::Advice) -> Result<(), TableError> {
        self.owner.storage().advise(advice)
    }
}

impl<R: Record> RecordTable<R, MappedMut> {
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
    /// As [`flush`](RecordTable::flush); [`TableError::OutOfRange`].
    pub fn flush_range(&self, records: Range<usize>) -> Result<(), TableError> {
        let size = size_of::<R>();
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
    /// As [`flush`](RecordTable::flush); the file is closed all the same.
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
    /// [`cut_behind`](RecordTable::cut_behind) drops that. [`TableError::File`] if there is no room, or if others changed
    /// the length of the file. [`TableError::Layout`] for more bytes than fit memory.
    pub fn grow(&mut self, count: usize) -> Result<(), TableError> {
        if count <= self.len() {
            return Ok(());
        }
        let bytes = bytes_of(count, size_of::<R>())?;
        self.owner.rebuild(|storage| storage.grow(bytes).map(|()| count))
    }

    /// Makes the file shorter, so that there are `count` records in all. With as many as there are, or more, nothing happens.
    ///
    /// # Errors
    /// As [`grow`](RecordTable::grow), also on systems where no file gets shorter while it is mapped (Windows); the table and the file are as they were then.
    pub fn truncate(&mut self, count: usize) -> Result<(), TableError> {
        if count >= self.len() {
            return Ok(());
        }
        let bytes = bytes_of(count, size_of::<R>())?;
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
    /// As [`grow`](RecordTable::grow); the table and the file are as they were then.
    pub fn extend_from_slice(&mut self, records: &[R]) -> Result<(), TableError> {
        let first = self.len();
        let count = first.checked_add(records.len());
        self.grow(count.ok_or(LayoutError::TooLarge { itemsize: size_of::<R>() })?)?;
        self.owner.copy_records(first, View::from_slice(records).as_any());
        Ok(())
    }
}

/// The bytes of that many records, if they fit memory.
pub(super) fn bytes_of(count: usize, itemsize: usize) -> Result<usize, LayoutError> {
    let bytes = count.checked_mul(itemsize).filter(|&bytes| isize::try_from(bytes).is_ok());
    bytes.ok_or(LayoutError::TooLarge { itemsize })
}
