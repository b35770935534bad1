//! The doors to mapped tables.

use crate::{
    dtype::DType,
    layout::LayoutError,
    raw::map::{CopyOnWrite, MapMode, Mapped, MappedMut, Opened},
    record::Record,
    table::{AnyTable, Found, OpenOptions, RecordTable, TableError},
};
use std::path::Path;

/// # Safety
/// The contract of the mode in [`map`](crate::map).
unsafe fn table<R: Record, S: MapMode>(
    options: OpenOptions<'_>,
    path: &Path,
) -> Result<RecordTable<R, S>, TableError> {
    let opened = Opened::<S>::open(path)?;
    // SAFETY: the caller's promise.
    let mapped = unsafe { opened.records(options, size_of::<R>()) };
    mapped
        .and_then(|(storage, place)| RecordTable::from_storage(storage, place))
        .map_err(|error| error.at(path))
}

/// # Safety
/// The contract of the mode in [`map`](crate::map).
unsafe fn any_table<S: MapMode>(
    options: OpenOptions<'_>,
    path: &Path,
    dtype: DType,
) -> Result<AnyTable<S>, TableError> {
    let opened = Opened::<S>::open(path)?;
    // SAFETY: the caller's promise.
    let mapped = unsafe { opened.records(options, dtype.itemsize()) };
    mapped
        .and_then(|(storage, place)| AnyTable::from_storage(storage, dtype, place))
        .map_err(|error| error.at(path))
}

/// A file of `count` records of this size, all zero, where the options say.
///
/// # Safety
/// The contract of [`MappedMut`] in [`map`](crate::map).
unsafe fn new_records(
    options: &OpenOptions<'_>,
    path: &Path,
    itemsize: usize,
    count: usize,
) -> Result<(MappedMut, Found), TableError> {
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize.into());
    }
    let (offset, overwrite) = options.place_of_new(count as u64)?;
    let place = Found { offset: 0, count: count as u64, trailing: 0 };
    // SAFETY: the caller's promise.
    let storage = unsafe { MappedMut::create(path, overwrite, &[], offset, place.bytes(itemsize)?) }?;
    Ok((storage, place))
}

/// The doors to mapped tables. The contracts are in [`map`](crate::map).
impl OpenOptions<'_> {
    /// Maps a file: the table reads it in place, nothing is copied, and only what is looked at is loaded. NumPy's
    /// `memmap(mode='r')`.
    ///
    /// ```
    /// use record_core::{prelude::*, table::OpenOptions};
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-{}.bin", std::process::id()));
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// struct Reading { at: Le<u16>, value: Le<f32> }
    ///
    /// std::fs::write(&path, [9, 9, 9, 1, 0, 0, 0, 0, 0x3f])?;
    /// // SAFETY: nobody else writes the file, or makes it shorter.
    /// let readings = unsafe { OpenOptions::new().offset(3).map::<Reading>(&path) }?;
    /// assert_eq!((readings[Reading::AT].max(), readings[Reading::VALUE].max()), (Some(1), Some(0.5)));
    /// # drop(readings);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::File`] with the path: also for a folder, a pipe or a device; others if the records are not in
    /// the file.
    ///
    /// # Safety
    /// From the call on and as long as the table lives, nobody, in this process or another, makes the file shorter, and
    /// every page of it can be read (see [`map`](crate::map)); while a function given to
    /// [`locate`](OpenOptions::locate) runs, and while the table is borrowed, which it is by every view, column and
    /// iterator, nobody writes its bytes. A write shows through values that the
    /// compiler takes to be constant; after a truncation, reading kills the process (SIGBUS). Where that cannot be
    /// promised, [`read`](OpenOptions::read) is safe.
    pub unsafe fn map<R: Record>(self, path: impl AsRef<Path>) -> Result<RecordTable<R, Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { table(self, path.as_ref()) }
    }

    /// Maps a file for reading and writing: what is written to the table is written to the file. NumPy's
    /// `memmap(mode='r+')`, which makes a file longer that is too short; here that is an error, and the file is left as
    /// it is.
    ///
    /// ```
    /// # use record_core::{prelude::*, table::OpenOptions};
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-mut-{}.bin", std::process::id()));
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// std::fs::write(&path, [0; 18])?;
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut points = unsafe { OpenOptions::new().map_mut::<Point>(&path) }?;
    /// points[Point::ID].fill(7);
    /// points.close()?;
    /// assert_eq!(std::fs::read(&path)?[..10], [7, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::File`] with the path: also for a file that somebody else writes, a folder, a pipe or a device;
    /// [`TableError::TooShort`] with the numbers, and others if the records are not in the file.
    ///
    /// # Safety
    /// From the call on and as long as the table lives, nobody, in this process or another, makes the file shorter, and
    /// every page of it can be read and written (see [`map`](crate::map)); while a function given to
    /// [`locate`](OpenOptions::locate) runs, and while the table is borrowed, nobody else writes its bytes; while it is
    /// borrowed mutably, nobody else in this process reads them, by another map. The table holds a lock that keeps
    /// those out who ask for it; it cannot keep out others.
    pub unsafe fn map_mut<R: Record>(
        self,
        path: impl AsRef<Path>,
    ) -> Result<RecordTable<R, MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { table(self, path.as_ref()) }
    }

    /// Maps a file for reading, and for writing to memory of its own: the file never changes. NumPy's
    /// `memmap(mode='c')`.
    ///
    /// # Errors
    /// As [`map`](OpenOptions::map).
    ///
    /// # Safety
    /// As [`map`](OpenOptions::map): pages that have not been written to are still those of the file.
    pub unsafe fn map_copy<R: Record>(
        self,
        path: impl AsRef<Path>,
    ) -> Result<RecordTable<R, CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { table(self, path.as_ref()) }
    }

    /// Makes a file of `count` records, all zero, and maps it for reading and writing. NumPy's `memmap(mode='w+')`.
    ///
    /// The records begin at the [`offset`](OpenOptions::offset), behind zeros. The room on the disk is reserved first,
    /// so that a full disk is an error here, and, where [that room is kept](crate::map#full-disks), not a killed
    /// process later. A file of that name is an error, unless [`overwrite`](OpenOptions::overwrite) says to replace it.
    ///
    /// ```
    /// # use record_core::{prelude::*, table::OpenOptions};
    /// # let path = std::env::temp_dir().join(format!("record-doc-create-{}.bin", std::process::id()));
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut points = unsafe { OpenOptions::new().create::<Point>(&path, 2) }?;
    /// points[Point::ID].fill(7);
    /// points.extend_from_slice(&[Point { id: 8, at: [0.0; 2] }])?;
    /// points.close()?;
    /// assert_eq!(RecordTable::<Point>::read(&path)?[Point::ID].to_vec(), [7, 7, 8]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`TableError::File`] with the path: there is no new file then. [`TableError::OtherCount`] if the options have
    /// another count, [`TableError::NoHeaderYet`] if they look for a header.
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn create<R: Record>(
        self,
        path: impl AsRef<Path>,
        count: usize,
    ) -> Result<RecordTable<R, MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        let made = unsafe { new_records(&self, path.as_ref(), size_of::<R>(), count) };
        let made = made.and_then(|(storage, place)| RecordTable::from_storage(storage, place));
        made.map_err(|error| error.at(path.as_ref()))
    }

    /// Maps a file for a dtype known at run time: [`map`](OpenOptions::map).
    ///
    /// # Errors
    /// As [`map`](OpenOptions::map).
    ///
    /// # Safety
    /// As [`map`](OpenOptions::map).
    pub unsafe fn map_any(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyTable<Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_table(self, path.as_ref(), dtype) }
    }

    /// Maps a file for reading and writing, for a dtype known at run time: [`map_mut`](OpenOptions::map_mut).
    ///
    /// # Errors
    /// As [`map_mut`](OpenOptions::map_mut).
    ///
    /// # Safety
    /// As [`map_mut`](OpenOptions::map_mut).
    pub unsafe fn map_any_mut(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyTable<MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_table(self, path.as_ref(), dtype) }
    }

    /// Maps a file for writing to memory of its own, for a dtype known at run time:
    /// [`map_copy`](OpenOptions::map_copy).
    ///
    /// # Errors
    /// As [`map_copy`](OpenOptions::map_copy).
    ///
    /// # Safety
    /// As [`map_copy`](OpenOptions::map_copy).
    pub unsafe fn map_any_copy(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyTable<CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { any_table(self, path.as_ref(), dtype) }
    }

    /// Makes a file of `count` records of a dtype known at run time: [`create`](OpenOptions::create).
    ///
    /// # Errors
    /// As [`create`](OpenOptions::create).
    ///
    /// # Safety
    /// As [`create`](OpenOptions::create).
    pub unsafe fn create_any(
        self,
        path: impl AsRef<Path>,
        dtype: DType,
        count: usize,
    ) -> Result<AnyTable<MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        let (storage, place) = unsafe { new_records(&self, path.as_ref(), dtype.itemsize(), count) }?;
        AnyTable::from_storage(storage, dtype, place)
    }
}
