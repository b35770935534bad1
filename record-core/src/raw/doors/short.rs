//! The doors in short: a file from its first byte to its last.

use crate::{
    dtype::DType,
    element::Element,
    layout::{Dim, Shape},
    raw::{
        any_map_array::AnyMapArray,
        map::{CopyOnWrite, Mapped, MappedMut},
        map_array::MapArray,
    },
    record::Record,
    table::{AnyTable, OpenOptions, RecordTable, TableError},
};
use std::path::Path;

/// Tables in files, from the first byte to the last. [`OpenOptions`] has the same doors for parts of files.
impl<R: Record> RecordTable<R> {
    /// Maps a file of records for reading: [`OpenOptions::map`].
    ///
    /// # Errors
    /// As there; [`TableError::PartialRecord`] if a part of a record is left at the end.
    ///
    /// # Safety
    /// From the call on and as long as the table lives, nobody, in this process or another, makes the file shorter, and
    /// its pages can be read; while it is borrowed, nobody writes it: see [`OpenOptions::map`].
    pub unsafe fn map(path: impl AsRef<Path>) -> Result<RecordTable<R, Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map(path) }
    }

    /// Maps a file of records for reading and writing: [`OpenOptions::map_mut`].
    ///
    /// # Errors
    /// As there; [`TableError::PartialRecord`] if a part of a record is left at the end.
    ///
    /// # Safety
    /// As [`OpenOptions::map_mut`].
    pub unsafe fn map_mut(path: impl AsRef<Path>) -> Result<RecordTable<R, MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map_mut(path) }
    }

    /// Maps a file of records for reading, and for writing to memory of its own: [`OpenOptions::map_copy`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-copy-{}.bin", std::process::id()));
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// std::fs::write(&path, [0; 18])?;
    /// // SAFETY: nobody else writes the file, or makes it shorter.
    /// let mut points = unsafe { RecordTable::<Point>::map_copy(&path) }?;
    /// points[Point::ID].fill(7);
    /// assert_eq!((points[Point::ID].sum(), std::fs::read(&path)?), (14, vec![0; 18]));
    /// # drop(points);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there; [`TableError::PartialRecord`] if a part of a record is left at the end.
    ///
    /// # Safety
    /// As [`OpenOptions::map_copy`].
    pub unsafe fn map_copy(path: impl AsRef<Path>) -> Result<RecordTable<R, CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map_copy(path) }
    }

    /// Makes a file of `count` records, all zero, and maps it: [`OpenOptions::create`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`OpenOptions::create`].
    pub unsafe fn create(
        path: impl AsRef<Path>,
        count: usize,
    ) -> Result<RecordTable<R, MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().create(path, count) }
    }
}

/// Tables in files, from the first byte to the last. [`OpenOptions`] has the same doors for parts of files.
impl AnyTable {
    /// Maps a file of records for reading: [`OpenOptions::map_any`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`OpenOptions::map`].
    pub unsafe fn map(path: impl AsRef<Path>, dtype: DType) -> Result<AnyTable<Mapped>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map_any(path, dtype) }
    }

    /// Maps a file of records for reading and writing: [`OpenOptions::map_any_mut`].
    ///
    /// ```
    /// # use record_core::{prelude::*, view::Value};
    /// # let path = std::env::temp_dir().join(format!("record-doc-map-any-mut-{}.bin", std::process::id()));
    /// std::fs::write(&path, [1, 0, 2, 0])?;
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut table = unsafe { AnyTable::map_mut(&path, DType::parse("u1, u1")?) }?;
    /// table.column_mut("f1")?.try_set_at([1], &Value::UInt(9))?;
    /// table.close()?;
    /// assert_eq!(std::fs::read(&path)?, [1, 0, 2, 9]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`OpenOptions::map_mut`].
    pub unsafe fn map_mut(path: impl AsRef<Path>, dtype: DType) -> Result<AnyTable<MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map_any_mut(path, dtype) }
    }

    /// Maps a file of records for writing to memory of its own: [`OpenOptions::map_any_copy`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`OpenOptions::map_copy`].
    pub unsafe fn map_copy(
        path: impl AsRef<Path>,
        dtype: DType,
    ) -> Result<AnyTable<CopyOnWrite>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().map_any_copy(path, dtype) }
    }

    /// Makes a file of `count` records, all zero, and maps it: [`OpenOptions::create_any`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`OpenOptions::create`].
    pub unsafe fn create(
        path: impl AsRef<Path>,
        dtype: DType,
        count: usize,
    ) -> Result<AnyTable<MappedMut>, TableError> {
        // SAFETY: the caller's promise.
        unsafe { OpenOptions::new().create_any(path, dtype, count) }
    }
}

macro_rules! array_doors {
    ($($(#[$attribute:meta])* $name:ident, $mode:ident, $door:ident, $any_door:ident, $contract:literal;)*) => {
        /// Arrays in files, from the first byte on, in C order. [`OpenOptions`] has the same doors for other places and
        /// Fortran order.
        impl<T: Element, D: Dim> MapArray<T, D> {$(
            $(#[$attribute])*
            #[doc = concat!("[`OpenOptions::", stringify!($door), "`].")]
            ///
            /// # Errors
            /// As there.
            ///
            /// # Safety
            #[doc = $contract]
            pub unsafe fn $name(
                path: impl AsRef<Path>,
                shape: impl Shape<Rank = D>,
            ) -> Result<MapArray<T, D, $mode>, TableError> {
                // SAFETY: the caller's promise.
                unsafe { OpenOptions::new().$door(path, shape) }
            }
        )*}

        /// Arrays in files, from the first byte on, in C order. [`OpenOptions`] has the same doors for other places and
        /// Fortran order.
        impl AnyMapArray {$(
            $(#[$attribute])*
            #[doc = concat!("[`OpenOptions::", stringify!($any_door), "`].")]
            ///
            /// # Errors
            /// As there.
            ///
            /// # Safety
            #[doc = $contract]
            pub unsafe fn $name(
                path: impl AsRef<Path>,
                dtype: DType,
                shape: impl Shape,
            ) -> Result<AnyMapArray<$mode>, TableError> {
                // SAFETY: the caller's promise.
                unsafe { OpenOptions::new().$any_door(path, dtype, shape) }
            }
        )*}
    };
}

array_doors! {
    /// Maps the elements of a file in this shape for reading:
    map, Mapped, map_array, map_any_array, "As [`OpenOptions::map`].";
    /// Maps the elements of a file in this shape for reading and writing:
    map_mut, MappedMut, map_array_mut, map_any_array_mut, "As [`OpenOptions::map_mut`].";
    /// Maps the elements of a file in this shape for reading, and for writing to memory of its own:
    map_copy, CopyOnWrite, map_array_copy, map_any_array_copy, "As [`OpenOptions::map_copy`].";
    /// Makes a file of zeros in this shape and maps it for reading and writing; `(10000, 10000)` of `f32` on the disk
    /// is one line:
    create, MappedMut, create_array, create_any_array, "As [`OpenOptions::map_mut`].";
}
