//! From the system's cache to the disk.

use super::mode::{MappedMut, modes::Mode};
use crate::{file::FileError, table::TableError};
use core::ops::Range;
use std::io;

impl MappedMut {
    /// Writes what was written to these bytes of the window to the disk, and waits for it.
    pub(crate) fn flush(&self, bytes: Range<usize>) -> Result<(), TableError> {
        let Some(map) = self.window().map() else { return Ok(()) };
        map.flush_range(bytes.start, bytes.len()).map_err(|error| self.flush_error(error))
    }

    /// Has all that was written to the window written to the disk, and does not wait.
    pub(crate) fn flush_async(&self) -> Result<(), TableError> {
        let Some(map) = self.window().map() else { return Ok(()) };
        map.flush_async().map_err(|error| self.flush_error(error))
    }

    /// Flushes all, and the length of the file with it, and gives up the map, the file and the lock.
    pub(crate) fn close(self) -> Result<(), TableError> {
        self.flush(0..self.window().len())?;
        self.window().file().sync_all().map_err(|error| self.flush_error(error))
    }

    fn flush_error(&self, error: io::Error) -> TableError {
        FileError::new("write to the disk", self.path(), error).into()
    }
}
