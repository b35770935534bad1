//! Maps of `.npy` files: what the header says, checked before anything is mapped.

use crate::{
    dtype::DType,
    element::Element,
    file::{FileError, read_full},
    layout::{Dim, Order, Shape},
    npy::{Header, MapNpy, NpyError, NpyOptions},
    raw::{
        any_map_array::AnyMapArray,
        map::{CopyOnWrite, Mapped, MappedMut, Opened},
        map_array::MapArray,
    },
    record::Record,
    table::{AnyTable, RecordTable},
};
use std::path::Path;

/// The doors to mapped `.npy` files. The contracts are in [`map`](crate::map).
impl NpyOptions {
    /// Maps the elements of a file; the type says how: `RecordTable<R, Mapped>`, `MapArray<f32, Rank<2>, MappedMut>`.
    /// NumPy's `load(mmap_mode)`.
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the dtype of the file is another than that of the Rust type, with the first field that
    /// differs; [`NpyError::Layout`] if the number of axes is; [`NpyError::ShortData`] if the file is shorter than its
    /// header promises; [`NpyError::File`] if it cannot be opened, or somebody else writes it; others as
    /// [`Header::parse`].
    ///
    /// # Safety
    /// The contract of the mode in [`map`](crate::map): from the call on, and as long as the result lives, nobody makes
    /// the file shorter, and its pages can be read, or read and written; nobody writes its bytes while the result is
    /// borrowed.
    pub unsafe fn map<X: MapNpy>(&self, path: impl AsRef<Path>) -> Result<X, NpyError> {
        self.check_reading(false)?;
        let path = path.as_ref();
        // SAFETY: the caller's promise.
        unsafe { self.map_at(path) }.map_err(|error| error.at(path))
    }

    /// # Safety
    /// As [`map`](NpyOptions::map).
    unsafe fn map_at<X: MapNpy>(&self, path: &Path) -> Result<X, NpyError> {
        let opened = Opened::<X::Mode>::open(path)?;
        let mut file = opened.file();
        let header = Header::from_source(self.max_header_len, |part| {
            Ok(read_full(&mut file, part).map_err(|error| FileError::new("read", path, error))?)
        })?;
        X::accept(&header)?;
        let trailing = header.trailing_bytes(opened.len())?;
        if self.refuse_trailing && trailing > 0 {
            return Err(NpyError::Trailing { bytes: trailing });
        }
        // SAFETY: the caller's promise.
        let map = unsafe { opened.window(header.data_offset() as u64, header.data_len()) };
        X::from_map(&header, Opened::counted(map?), trailing)
    }

    /// Makes a file of zeros with this header and maps it for reading and writing. NumPy's `open_memmap(mode='w+')`.
    ///
    /// The room on the disk is reserved first, so that a full disk is an error here, and, where [that room is
    /// kept](crate::map#full-disks), not a killed process later. A file of that name is an error, unless
    /// [`overwrite`](NpyOptions::overwrite) says to replace it.
    ///
    /// ```
    /// use record_core::{layout::Order, npy::{Header, NpyOptions}, prelude::*, MapArray, MappedMut, Rank};
    /// # let path = std::env::temp_dir().join(format!("record-doc-create-npy-f-{}.npy", std::process::id()));
    /// # let path = path.as_path();
    /// let header = Header::of::<f32>([100, 200], Order::F)?;
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut grid: MapArray<f32, Rank<2>, MappedMut> = unsafe { NpyOptions::new().create(path, &header) }?;
    /// grid.view_mut().try_set_at([99, 0], 1.5)?;
    /// grid.close()?;
    /// assert_eq!(Array::<f32, Rank<2>>::open_npy(path)?.get_at([99, 0]), Some(1.5));
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NpyError::File`] with the path: there is no new file then. [`NpyError::Mismatch`] and [`NpyError::Layout`] if
    /// the header is not one for this type.
    ///
    /// # Safety
    /// As [`map`](NpyOptions::map).
    pub unsafe fn create<X: MapNpy<Mode = MappedMut>>(
        &self,
        path: impl AsRef<Path>,
        header: &Header,
    ) -> Result<X, NpyError> {
        self.check_making()?;
        X::accept(header)?;
        // One that was read from a file may not be what is written.
        let header = Header::new(header.dtype(), header.shape(), header.order())?;
        let (head, len) = (header.to_bytes(), header.data_len());
        // SAFETY: the caller's promise.
        let map = unsafe { MappedMut::create(path.as_ref(), self.overwrite, &head, head.len() as u64, len) };
        X::from_map(&header, Opened::counted(map?), 0)
    }
}

macro_rules! doors {
    ($({$($generics:tt)*} $base:ty, [$($of:tt)*], $mapped:ident: $what:literal;)*) => {$(
        impl<$($generics)*> $base {
            #[doc = concat!("Maps ", $what, " of a `.npy` file for reading. NumPy's `load(mmap_mode='r')`.")]
            ///
            /// # Errors
            /// As [`NpyOptions::map`].
            ///
            /// # Safety
            /// From the call on and as long as the result lives, nobody, in this process or another, makes the file
            /// shorter, and its pages can be read; while it is borrowed, nobody writes it: see [`map`](crate::map).
            pub unsafe fn map_npy(path: impl AsRef<Path>) -> Result<$mapped<$($of)* Mapped>, NpyError> {
                // SAFETY: the caller's promise.
                unsafe { NpyOptions::new().map(path) }
            }

            #[doc = concat!("Maps ", $what, " of a `.npy` file for reading and writing.")]
            /// NumPy's `load(mmap_mode='r+')`.
            ///
            /// # Errors
            /// As [`NpyOptions::map`].
            ///
            /// # Safety
            /// As [`OpenOptions::map_mut`](crate::table::OpenOptions::map_mut).
            pub unsafe fn map_npy_mut(path: impl AsRef<Path>) -> Result<$mapped<$($of)* MappedMut>, NpyError> {
                // SAFETY: the caller's promise.
                unsafe { NpyOptions::new().map(path) }
            }

            #[doc = concat!("Maps ", $what, " of a `.npy` file for reading, and for writing to memory of its own.")]
            /// NumPy's `load(mmap_mode='c')`.
            ///
            /// # Errors
            /// As [`NpyOptions::map`].
            ///
            /// # Safety
            /// As [`map_npy`](Self::map_npy).
            pub unsafe fn map_npy_copy(path: impl AsRef<Path>) -> Result<$mapped<$($of)* CopyOnWrite>, NpyError> {
                // SAFETY: the caller's promise.
                unsafe { NpyOptions::new().map(path) }
            }
        }
    )*};
}

doors! {
    {R: Record} RecordTable<R>, [R,], RecordTable: "the records";
    {} AnyTable, [], AnyTable: "the records, of the dtype that its header says,";
    {T: Element, D: Dim} MapArray<T, D>, [T, D,], MapArray: "the elements";
    {} AnyMapArray, [], AnyMapArray: "the elements, of the dtype, shape and order that its header says,";
}

impl<R: Record> RecordTable<R> {
    /// Makes a `.npy` file of `count` records, all zero, and maps it for reading and writing: [`NpyOptions::create`].
    /// NumPy's `open_memmap(mode='w+')`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # let path = std::env::temp_dir().join(format!("record-doc-create-npy-{}.npy", std::process::id()));
    /// # let path = path.as_path();
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// // SAFETY: nobody else reads or writes the file, or makes it shorter.
    /// let mut points = unsafe { RecordTable::<Point>::create_npy(path, 3) }?;
    /// points[Point::ID].fill(7);
    /// points.close()?;
    /// assert_eq!(AnyTable::open_npy(path)?["id"].mean()?, Some(7.0));
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`map_npy_mut`](RecordTable::map_npy_mut).
    pub unsafe fn create_npy(
        path: impl AsRef<Path>,
        count: usize,
    ) -> Result<RecordTable<R, MappedMut>, NpyError> {
        // SAFETY: the caller's promise.
        unsafe { NpyOptions::new().create(path, &Header::of::<R>([count], Order::C)?) }
    }
}

impl AnyTable {
    /// Makes a `.npy` file of `count` records, all zero, and maps it for reading and writing: [`NpyOptions::create`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`map_npy_mut`](AnyTable::map_npy_mut).
    pub unsafe fn create_npy(
        path: impl AsRef<Path>,
        dtype: impl Into<DType>,
        count: usize,
    ) -> Result<AnyTable<MappedMut>, NpyError> {
        // SAFETY: the caller's promise.
        unsafe { NpyOptions::new().create(path, &Header::new(dtype, [count], Order::C)?) }
    }
}

impl<T: Element, D: Dim> MapArray<T, D> {
    /// Makes a `.npy` file of zeros in this shape, in C order, and maps it for reading and writing:
    /// [`NpyOptions::create`], which has Fortran order too. It may be larger than memory.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`map_npy_mut`](MapArray::map_npy_mut).
    pub unsafe fn create_npy(
        path: impl AsRef<Path>,
        shape: impl Shape<Rank = D>,
    ) -> Result<MapArray<T, D, MappedMut>, NpyError> {
        // SAFETY: the caller's promise.
        unsafe { NpyOptions::new().create(path, &Header::of::<T>(shape, Order::C)?) }
    }
}

impl AnyMapArray {
    /// Makes a `.npy` file of zeros of this dtype and shape, in C order, and maps it for reading and writing:
    /// [`NpyOptions::create`], which has Fortran order too. It may be larger than memory.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As [`map_npy_mut`](AnyMapArray::map_npy_mut).
    pub unsafe fn create_npy(
        path: impl AsRef<Path>,
        dtype: impl Into<DType>,
        shape: impl Shape,
    ) -> Result<AnyMapArray<MappedMut>, NpyError> {
        // SAFETY: the caller's promise.
        unsafe { NpyOptions::new().create(path, &Header::new(dtype, shape, Order::C)?) }
    }
}
