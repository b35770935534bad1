//! Guarded maps of `.npy` files: the header is looked at in the map itself, so that it and the records are of one file.

use crate::{
    npy::{Header, NpyError},
    record::Record,
    scan::{Guarded, ScanError},
    table::{OpenOptions, TableError},
};
use std::path::Path;

impl OpenOptions<'_> {
    /// Maps the records of a `.npy` file that may be shortened while they are read. Its header replaces `offset`, `count` and
    /// `header`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// use record_core::table::OpenOptions;
    /// # let path = std::env::temp_dir().join(format!("record-doc-npy-guarded-{}.npy", std::process::id()));
    /// RecordTable::from([Point { id: 7, at: [0.0; 2] }, Point { id: 9, at: [0.5; 2] }]).save_npy(&path)?;
    /// // SAFETY: nobody writes the file; shortening it is allowed.
    /// let points = unsafe { OpenOptions::new().map_npy_guarded::<Point>(&path)? };
    /// assert_eq!(points.scan(|points| points.col(Point::ID).sum())?, 16);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the file's dtype is another, with the first field that differs; [`NpyError::Layout`] if it has
    /// several axes, or none; others as [`Header::parse`]; [`NpyError::Scan`] as [`map_guarded`](OpenOptions::map_guarded).
    ///
    /// # Safety
    /// As [`map_guarded`](OpenOptions::map_guarded).
    pub unsafe fn map_npy_guarded<R: Record>(self, path: impl AsRef<Path>) -> Result<Guarded<R>, NpyError> {
        // The header is parsed from copies of its bytes, which may be zeros the next time.
        let located = self.locate(|file| Ok(Header::parse(file)?.place_of::<R>()?));
        let path = path.as_ref();
        // SAFETY: the caller's promise.
        let map = unsafe { located.map_guarded(path) };
        map.map_err(|error| match error {
            ScanError::Table(error) => match error.into_kind() {
                TableError::Header(error) => match error.downcast::<NpyError>() {
                    Ok(error) => error.at(path),
                    Err(error) => ScanError::from(TableError::Header(error).at(path)).into(),
                },
                other => ScanError::from(other.at(path)).into(),
            },
            other => other.into(),
        })
    }
}
