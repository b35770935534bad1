//! Maps of stored members of an archive.

use crate::{
    file::FileError,
    npy::{
        MapNpy, NpyError,
        npz::{NpzError, NpzReader},
    },
    raw::map::{Mapped, Opened},
};
use std::path::Path;

impl NpzReader {
    /// Maps the array of this name, where it is in the archive; the type says as what: `MapArray<f32, Rank<2>>`,
    /// [`AnyMapArray`](crate::AnyMapArray), `RecordTable<R, Mapped>`. NumPy does not map archives.
    ///
    /// Only what `numpy.savez` wrote is there as it is; what `savez_compressed` wrote has to be
    /// [read](NpzReader::read). The checksum is not compared, since that would read everything. Elements start at any
    /// byte, often none that is a multiple of their alignment: views do not mind, `as_slice` may be `None`. The map
    /// stays when the reader is dropped. Its `path()` is that of the archive, and empty if the reader was made
    /// [from an open file](NpzReader::from_reader), whose path nobody knows.
    ///
    /// ```
    /// use record_core::{MapArray, Rank, npy::npz::{NpzReader, NpzWriter}, prelude::*};
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-npz-{}.npz", std::process::id()));
    /// # let path = path.as_path();
    /// let mut archive = NpzWriter::create(path)?;
    /// archive.add("grid", &Array::from_rows([[1.5, 2.5], [3.5, 4.5]]))?;
    /// archive.finish()?;
    /// // SAFETY: nobody writes the file, or makes it shorter.
    /// let grid: MapArray<f64, Rank<2>> = unsafe { NpzReader::open(path)?.map("grid") }?;
    /// assert_eq!(grid.view().sum(), 12.0);
    /// # drop(grid);
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpzError::NotStored`] if the member is compressed, with how; others as [`header`](NpzReader::header), and
    /// those of [`NpyOptions::map`](crate::npy::NpyOptions::map) in [`NpzError::Npy`].
    ///
    /// # Safety
    /// From the call on and as long as the result lives, nobody, in this process or another, makes the archive shorter,
    /// and its pages can be read; while it is borrowed, nobody writes it: see [`map`](crate::map). What the reader has
    /// seen of the archive before has to be still so.
    pub unsafe fn map<X: MapNpy<Mode = Mapped>>(&mut self, name: &str) -> Result<X, NpzError> {
        let (header, offset) = self.stored(name)?;
        let file_name = self.member(name)?.file_name();
        let npy = |error: NpyError| NpzError::Npy { name: file_name.into(), error: error.into() };
        X::accept(&header).map_err(npy)?;
        let (file, path) = self.archive();
        let path = path.unwrap_or(Path::new(""));
        let file = file.try_clone().map_err(|error| FileError::new("map", path, error))?;
        let opened = Opened::<Mapped>::of(file, path).map_err(|error| npy(error.into()))?;
        // SAFETY: the caller's promise.
        let map = unsafe { opened.window(offset, header.data_len()) };
        X::from_map(&header, map.map_err(|error| npy(error.into()))?, 0).map_err(npy)
    }
}
