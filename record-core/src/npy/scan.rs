//! Files that are larger than memory, by chunks: a reader of records that a `.npy` header describes.

use crate::{
    file::open_regular,
    npy::{Header, NpyError},
    record::Record,
    scan::{AnyRecordReader, ReaderOptions, RecordReader},
};
use std::{
    fs::{File, OpenOptions},
    path::Path,
};

fn open(path: &Path) -> Result<(File, Header), NpyError> {
    let mut file = open_regular(path, OpenOptions::new().read(true))?;
    let header = Header::read(&mut file)?;
    Ok((file, header))
}

impl<R: Record> RecordReader<R> {
    /// Reads the records of a `.npy` file by chunks, in constant memory.
    ///
    /// ```
    /// use record_core::{prelude::*, scan::{RecordReader, ScanOps}};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// # let path = std::env::temp_dir().join(format!("record-doc-npy-reader-{}.npy", std::process::id()));
    /// RecordTable::from([Point { id: 7, at: [0.0; 2] }, Point { id: 9, at: [0.5; 2] }]).save_npy(&path)?;
    /// let mut points = RecordReader::<Point>::open_npy(&path)?;
    /// assert_eq!(points.mean(Point::ID)?, Some(8.0));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`ReaderOptions::open_npy`].
    pub fn open_npy(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        ReaderOptions::new().open_npy(path)
    }
}

impl AnyRecordReader {
    /// Reads the records of a `.npy` file by chunks, of the dtype that its header says.
    ///
    /// # Errors
    /// As [`ReaderOptions::open_npy_any`].
    pub fn open_npy(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        ReaderOptions::new().open_npy_any(path)
    }
}

impl ReaderOptions<'_> {
    /// Reads the records of a `.npy` file by chunks. Its header replaces `offset`, `count` and `header`.
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the file's dtype is another, with the first field that differs; [`NpyError::Layout`] if it has
    /// several axes, or none; [`NpyError::File`] if it cannot be opened or is a pipe; [`NpyError::Scan`] as
    /// [`open`](ReaderOptions::open).
    pub fn open_npy<R: Record>(self, path: impl AsRef<Path>) -> Result<RecordReader<R>, NpyError> {
        let path = path.as_ref();
        let read = || {
            let (file, header) = open(path)?;
            Ok(self.at(header.place_of::<R>()?).file(file, path)?)
        };
        read().map_err(|error: NpyError| error.at(path))
    }

    /// Reads the records of a `.npy` file by chunks, of the dtype that its header says.
    ///
    /// # Errors
    /// As [`open_npy`](ReaderOptions::open_npy), but for the dtype.
    pub fn open_npy_any(self, path: impl AsRef<Path>) -> Result<AnyRecordReader, NpyError> {
        let path = path.as_ref();
        let read = || {
            let (file, header) = open(path)?;
            Ok(self.at(header.place()?).file_any(file, path, header.dtype().clone())?)
        };
        read().map_err(|error: NpyError| error.at(path))
    }
}
