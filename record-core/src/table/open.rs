//! Where in a file or a buffer the records are, and how they get into a table.

#[cfg(feature = "mmap")]
mod new;
mod told;

pub(crate) use told::Told;

use crate::{
    dtype::DType,
    layout::LayoutError,
    raw::owner::{Borrowed, BorrowedMut},
    record::Record,
    table::{AnyTable, RecordTable, TableError},
};
use alloc::boxed::Box;
use core::fmt;

/// What to do with a part of a record at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trailing {
    /// It is an error: [`TableError::PartialRecord`].
    #[default]
    Error,
    /// It is left out, and so are records that a count promises and the bytes do not have, as in a log that was cut. The
    /// table's `len` and `trailing_bytes` say what there is.
    Ignore,
}

/// Where the records are: what a header says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Byte of the first record.
    pub offset: u64,
    /// How many records there are; `None` for all that follow.
    pub count: Option<u64>,
}

/// Where the records were found to be, checked against the bytes that there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) offset: u64,
    pub(crate) count: u64,
    pub(crate) trailing: u64,
}

impl Found {
    #[cfg(feature = "std")]
    /// The records alone, where they begin their storage.
    pub(crate) fn alone(self) -> Self {
        Self { offset: 0, ..self }
    }

    #[cfg(feature = "std")]
    /// Bytes of the records, if so many fit into memory.
    ///
    /// # Errors
    /// [`LayoutError::TooLarge`] if they are more than `isize::MAX`.
    pub(crate) fn bytes(self, itemsize: usize) -> Result<usize, LayoutError> {
        let bytes = usize::try_from(self.count).ok().and_then(|count| count.checked_mul(itemsize));
        let fits = bytes.filter(|&bytes| isize::try_from(bytes).is_ok());
        fits.ok_or(LayoutError::TooLarge { itemsize })
    }

    /// Byte of the first record in storage, and how many follow.
    ///
    /// # Errors
    /// [`LayoutError::TooLarge`] if memory has not so many bytes.
    pub(crate) fn in_memory(self, itemsize: usize) -> Result<(usize, usize), LayoutError> {
        let numbers = usize::try_from(self.offset).ok().zip(usize::try_from(self.count).ok());
        numbers.ok_or(LayoutError::TooLarge { itemsize })
    }
}

/// What is wrong with a header: any error, or a text with `.into()`.
pub type HeaderError = Box<dyn core::error::Error + Send + Sync>;
pub(crate) type HeaderFn<'h> = Box<dyn FnOnce(&[u8]) -> Result<Place, HeaderError> + 'h>;

/// The bytes that a function of the header wants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    First(usize),
    All,
}

/// How to open a table: where the records start, how many there are, and what a partial record at the end means.
///
/// An option that is set and means nothing at a door is an error there, [`TableError::UnusedOption`].
///
/// ```
/// use record_core::{prelude::*, table::{OpenOptions, Trailing}};
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Reading { at: Be<u32>, value: Be<f32> }
///
/// let bytes = [0; 4 + 2 * 8 + 3];
/// let table = OpenOptions::new().offset(4).trailing(Trailing::Ignore).bytes::<Reading>(&bytes)?;
/// assert_eq!((table.len(), table.trailing_bytes()), (2, 3));
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Default)]
pub struct OpenOptions<'h> {
    told: Told<'h>,
    #[cfg(feature = "mmap")]
    new: new::New,
}

impl<'h> OpenOptions<'h> {
    /// From the first byte to the last; a partial record is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// The records start at this byte.
    #[must_use]
    pub fn offset(mut self, offset: u64) -> Self {
        self.told.place.offset = offset;
        self
    }

    /// There are this many records; what follows them is not looked at.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.told.place.count = Some(count);
        self
    }

    /// Where the records are: offset and count at once.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.told.place = place;
        self
    }

    /// What it means if the bytes end in the middle of a record, or before the last record of the count.
    #[must_use]
    pub fn trailing(mut self, trailing: Trailing) -> Self {
        self.told.trailing = trailing;
        self
    }

    /// Where the records are is said by the first `len` bytes: `find` reads it from them.
    /// Replaces `offset`, and `count` if it finds one.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// use record_core::table::{OpenOptions, Place};
    /// // Two bytes that count the records, then the records.
    /// let file = [1, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0];
    /// let points = OpenOptions::new()
    ///     .header(2, |head| Ok(Place { offset: 2, count: Some(head[0].into()) }))
    ///     .bytes::<Point>(&file)?;
    /// assert_eq!(points[Point::ID].to_vec(), [7]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn header(mut self, len: usize, find: impl FnOnce(&[u8]) -> Result<Place, HeaderError> + 'h) -> Self {
        self.told.header = Some((Wanted::First(len), Box::new(find)));
        self
    }

    /// Where the records are is found by `find` in all bytes, where no header of a known length says it. Replaces
    /// `offset`, and `count` if it finds one.
    ///
    /// Where a file is mapped, the bytes are those of the map, and its contract holds already: `find` does not write the
    /// file, or make it shorter, and neither does anybody else while it runs. A function that gets its file by name, or
    /// waits for one who has it, is none for an `unsafe` door.
    #[must_use]
    pub fn locate(mut self, find: impl FnOnce(&[u8]) -> Result<Place, HeaderError> + 'h) -> Self {
        self.told.header = Some((Wanted::All, Box::new(find)));
        self
    }

    /// A table over `bytes`, without a copy.
    ///
    /// # Errors
    /// [`TableError`] if the records are not in the bytes.
    pub fn bytes<R: Record>(self, bytes: &[u8]) -> Result<RecordTable<R, Borrowed<'_>>, TableError> {
        let place = self.resolve(bytes, size_of::<R>())?;
        RecordTable::from_storage(Borrowed::bytes(bytes), place)
    }

    /// A writable table over `bytes`, without a copy.
    ///
    /// # Errors
    /// [`TableError`] if the records are not in the bytes.
    pub fn bytes_mut<R: Record>(
        self,
        bytes: &mut [u8],
    ) -> Result<RecordTable<R, BorrowedMut<'_>>, TableError> {
        let place = self.resolve(bytes, size_of::<R>())?;
        RecordTable::from_storage(BorrowedMut::bytes(bytes), place)
    }

    /// A table over `bytes` for a dtype known at run time, without a copy.
    ///
    /// # Errors
    /// [`TableError`] if the records are not in the bytes.
    pub fn bytes_any(self, bytes: &[u8], dtype: DType) -> Result<AnyTable<Borrowed<'_>>, TableError> {
        let place = self.resolve(bytes, dtype.itemsize())?;
        AnyTable::from_storage(Borrowed::bytes(bytes), dtype, place)
    }

    /// A writable table over `bytes` for a dtype known at run time, without a copy.
    ///
    /// # Errors
    /// [`TableError`] if the records are not in the bytes.
    pub fn bytes_any_mut(
        self,
        bytes: &mut [u8],
        dtype: DType,
    ) -> Result<AnyTable<BorrowedMut<'_>>, TableError> {
        let place = self.resolve(bytes, dtype.itemsize())?;
        AnyTable::from_storage(BorrowedMut::bytes(bytes), dtype, place)
    }

    /// Where the records of this size are, in these bytes.
    pub(crate) fn resolve(self, bytes: &[u8], itemsize: usize) -> Result<Found, TableError> {
        let header = match self.told.header {
            Some((Wanted::First(len), _)) => bytes.get(..len).unwrap_or(bytes),
            _ => bytes,
        };
        self.place_in(header, bytes.len() as u64, itemsize)
    }

    /// Where the records are, in `available` bytes of which `header` are the first.
    pub(crate) fn place_in(
        self,
        header: &[u8],
        available: u64,
        itemsize: usize,
    ) -> Result<Found, TableError> {
        let (place, trailing) = self.find(header, available)?;
        place.check(available, itemsize, trailing)
    }

    /// What the options or the header say, not yet compared with the `available` bytes.
    pub(crate) fn find(self, header: &[u8], available: u64) -> Result<(Place, Trailing), TableError> {
        #[cfg(feature = "mmap")]
        self.new.check_unused()?;
        self.told.find(header, available)
    }
}

impl Place {
    pub(crate) fn check(
        self,
        available: u64,
        itemsize: usize,
        trailing: Trailing,
    ) -> Result<Found, TableError> {
        if itemsize == 0 {
            return Err(LayoutError::ZeroSize.into());
        }
        let Self { offset, count } = self;
        let behind =
            available.checked_sub(offset).ok_or(TableError::OffsetBehindEnd { offset, available })?;
        let (records, left) = (behind / itemsize as u64, behind % itemsize as u64);
        match count {
            Some(count) if count > records && trailing == Trailing::Error => {
                Err(TableError::TooShort { offset, count, itemsize, available })
            }
            Some(count) if count <= records => {
                Ok(Found { offset, count, trailing: behind - count * itemsize as u64 })
            }
            None if left > 0 && trailing == Trailing::Error => {
                Err(TableError::PartialRecord { available: behind, records, left, itemsize })
            }
            _ => Ok(Found { offset, count: records, trailing: left }),
        }
    }
}

impl fmt::Debug for OpenOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions")
            .field("place", &self.told.place)
            .field("header", &self.told.header.as_ref().map(|(wanted, _)| wanted))
            .field("trailing", &self.told.trailing)
            .finish()
    }
}

#[cfg(feature = "std")]
mod read {
    use super::*;
    use crate::{file::FileError, raw::owner::Owned};
    use alloc::vec;
    use std::{
        fs::File,
        io::{Read as _, Seek as _, SeekFrom},
        path::Path,
    };

    impl OpenOptions<'_> {
        /// Reads the records of a file into a table of its own: 64-byte aligned, growable. NumPy's `fromfile`.
        ///
        /// # Errors
        /// [`TableError::File`] with the path, also for a folder; others if the records are not in the file.
        pub fn read<R: Record>(self, path: impl AsRef<Path>) -> Result<RecordTable<R>, TableError> {
            let path = path.as_ref();
            let read = self.read_records(path, size_of::<R>(), align_of::<R>());
            read.and_then(|(bytes, place)| RecordTable::from_storage(bytes, place))
                .map_err(|error| error.at(path))
        }

        /// Reads the records of a file into a table of its own, for a dtype known at run time.
        ///
        /// # Errors
        /// As [`read`](OpenOptions::read).
        pub fn read_any(self, path: impl AsRef<Path>, dtype: DType) -> Result<AnyTable, TableError> {
            let path = path.as_ref();
            let read = self.read_records(path, dtype.itemsize(), 1);
            read.and_then(|(bytes, place)| AnyTable::from_storage(bytes, dtype, place))
                .map_err(|error| error.at(path))
        }

        /// Reads the records alone, so that the first one is aligned, and straight to where they stay.
        fn read_records(
            self,
            path: &Path,
            itemsize: usize,
            align: usize,
        ) -> Result<(Owned, Found), TableError> {
            let io = |doing| move |error| FileError::new(doing, path, error);
            let mut file = File::open(path).map_err(io("open"))?;
            let about = file.metadata().map_err(io("look at"))?;
            if about.is_dir() {
                return Err(FileError::not_a_file(path, about.file_type()).into());
            }
            let first = match self.told.header {
                Some((Wanted::First(len), _)) => Some(len),
                Some((Wanted::All, _)) => None,
                None => Some(0),
            };
            // A pipe has no length and cannot be read twice; files of the system say that they are empty.
            let (Some(first), true, 1..) = (first, about.is_file(), about.len()) else {
                let mut bytes = vec![];
                file.read_to_end(&mut bytes).map_err(io("read"))?;
                let place = self.resolve(&bytes, itemsize)?;
                let (start, _) = place.in_memory(itemsize)?;
                let records = &bytes[start..][..place.bytes(itemsize)?];
                let mut owned = Owned::zeroed(records.len(), align)?;
                owned.0.as_mut_slice().copy_from_slice(records);
                return Ok((owned, place.alone()));
            };
            let available = about.len();
            let mut header = vec![0; first.min(usize::try_from(available).unwrap_or(first))];
            file.read_exact(&mut header).map_err(io("read"))?;
            let place = self.place_in(&header, available, itemsize)?;
            let too_many = |_| TableError::OutOfMemory { bytes: usize::MAX };
            let mut owned = Owned::zeroed(place.bytes(itemsize).map_err(too_many)?, align)?;
            file.seek(SeekFrom::Start(place.offset)).map_err(io("read"))?;
            file.read_exact(owned.0.as_mut_slice()).map_err(io("read"))?;
            Ok((owned, place.alone()))
        }
    }

    impl<R: Record> RecordTable<R> {
        /// Reads a file of records, from the first byte to the last, into a table of its own.
        ///
        /// # Errors
        /// [`TableError::File`] with the path; [`TableError::PartialRecord`] if a part of a record is left at the end.
        /// [`OpenOptions`] allows that, and headers and counts.
        pub fn read(path: impl AsRef<Path>) -> Result<Self, TableError> {
            OpenOptions::new().read(path)
        }
    }
}
