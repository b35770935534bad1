//! Appending to a `.npy` file in place, through the room that its header has for a growing length.

mod once;
mod store;
#[cfg(test)]
mod tests;

pub use self::once::{append_any_npy, append_npy};
use self::store::{Failed, Patch, append, check_len};
use super::{Header, NpyError, write::gather};
use crate::{
    dtype::DType,
    file::{FileError, FileLock, Replace},
    layout::{Axes as _, DynAxes, Layout, LayoutError, Order, Shape},
    raw::{any::AnyView, view::View},
    record::Record,
};
use core::{fmt, marker::PhantomData};
use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// Appends records of type `R` to a `.npy` file in place. What NumPy has not.
///
/// The data is written first, behind that of the file, and is on the disk before the header says so. Whatever interrupts an
/// append, the file stays readable: it has all of it or nothing, perhaps with bytes behind the array, which readers pass
/// over. Whose they are the file does not say, so [`open`](Appender::open) refuses them, and
/// [`open_over_trailing`](Appender::open_over_trailing) goes on after a crash. The [lock](FileLock) of the file is held as
/// long as the appender lives.
///
/// A file that others wrote, and whose header has no room for the length to grow, is written anew by the first append:
/// aside, and then put into its place. So is, each time, one whose length stands across the end of a page (4096 bytes) of the
/// header, where writing it could be interrupted.
///
/// ```
/// use record_core::{npy::Appender, prelude::*};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[repr(C, packed)]
/// struct Reading { at: u32, volts: f32 }
///
/// # let path = std::env::temp_dir().join(format!("record-doc-append-{}.npy", std::process::id()));
/// # let path = path.as_path();
/// let mut log = Appender::<Reading>::create(path)?;
/// log.append_slice(&[Reading { at: 1, volts: 0.5 }, Reading { at: 2, volts: 0.25 }])?;
/// log.append_slice(&[Reading { at: 3, volts: 1.0 }])?;
/// drop(log);
/// let log = RecordTable::<Reading>::open_npy(path)?;
/// assert_eq!((log.len(), log[Reading::AT].to_vec()), (3, vec![1, 2, 3]));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct Appender<R: Record> {
    any: AnyAppender,
    marker: PhantomData<fn(R)>,
}

/// Appends elements of a dtype known at run time along the first axis of a `.npy` file: what [`Appender`] is, for any number
/// of axes but none.
pub struct AnyAppender {
    file: File,
    path: PathBuf,
    header: Header,
    /// The header as it is in the file.
    bytes: Vec<u8>,
    /// Whether only the file knows what the last append has done.
    unknown: bool,
    /// Whether bytes behind the array are cut off: those of an append that did not come to its end.
    over: bool,
    lock: FileLock,
}

impl AnyAppender {
    /// Opens a file for appending.
    ///
    /// # Errors
    /// [`NpyError::FixedShape`] if the array has no axes, or several in Fortran order: it cannot grow at its end.
    /// [`NpyError::ShortData`] if data is absent. [`NpyError::Trailing`] if bytes follow the array: see
    /// [`open_over_trailing`](AnyAppender::open_over_trailing).
    /// [`NpyError::File`] if somebody else is writing the file, or it cannot be opened for writing; others as
    /// [`Header::parse`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        let path = path.as_ref();
        let lock = FileLock::acquire(path)?;
        Self::open_locked(path, lock, false).map_err(|error| error.at(path))
    }

    /// As [`open`](AnyAppender::open), where bytes may follow the array: the first append cuts them off, whatever they are.
    ///
    /// An append that is interrupted leaves such bytes; so does a program that puts something else behind the array.
    ///
    /// # Errors
    /// As [`open`](AnyAppender::open), but for [`NpyError::Trailing`].
    pub fn open_over_trailing(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        let path = path.as_ref();
        let lock = FileLock::acquire(path)?;
        Self::open_locked(path, lock, true).map_err(|error| error.at(path))
    }

    fn open_locked(path: &Path, mut lock: FileLock, over: bool) -> Result<Self, NpyError> {
        let mut file = lock.open(path)?;
        let error = |error| FileError::new("read", path, error);
        // Who may write a file is believed about its header's length.
        let header = Header::read_with(&file, u32::MAX as usize).map_err(|found| match found {
            NpyError::Io { error: answer, .. } => error(answer).into(),
            found => found,
        })?;
        let fixed = header.shape().is_empty() || header.shape().len() > 1 && header.order() == Order::F;
        if fixed {
            return Err(NpyError::FixedShape { shape: header.shape().into(), order: header.order() });
        }
        let len = file.metadata().map_err(|error| FileError::new("look at", path, error))?.len();
        let trailing = header.trailing_bytes(len)?;
        if trailing > 0 && !over {
            return Err(NpyError::Trailing { bytes: trailing });
        }
        let mut bytes = vec![0; header.data_offset()];
        file.seek(SeekFrom::Start(0)).map_err(error)?;
        file.read_exact(&mut bytes).map_err(error)?;
        Ok(Self { file, path: path.to_path_buf(), header, bytes, unknown: false, over, lock })
    }

    /// Makes a file of no elements, to be appended to: `element_shape` are the axes behind the first, `[]` for records.
    ///
    /// The file is written aside and then given its name, so it is whole or not there, and one that somebody else makes
    /// meanwhile stays. A process that is killed in between leaves a `NAME.<random>.tmp`, which anybody may remove; where the
    /// file system has no hard links, perhaps an empty file.
    ///
    /// # Errors
    /// [`NpyError::File`] if there is a file of this name; others as [`open`](AnyAppender::open).
    pub fn create(
        path: impl AsRef<Path>,
        dtype: impl Into<DType>,
        element_shape: impl Shape,
    ) -> Result<Self, NpyError> {
        let path = path.as_ref();
        let lock = FileLock::acquire(path)?;
        Self::create_locked(path, dtype.into(), element_shape.as_slice(), lock)
            .map_err(|error| error.at(path))
    }

    fn create_locked(
        path: &Path,
        dtype: DType,
        inner: &[usize],
        mut lock: FileLock,
    ) -> Result<Self, NpyError> {
        let shape = [&[0], inner].concat();
        let header = Header::new(dtype, &shape, Order::C)?;
        let mut file = Replace::create_new_locked(path, &lock)?;
        let bytes = header.to_bytes();
        file.write_all(&bytes).map_err(|error| file.error(error))?;
        let file = file.commit()?;
        lock.hold(&file, path)?;
        Ok(Self { file, path: path.to_path_buf(), header, bytes, unknown: false, over: false, lock })
    }

    /// What the header of the file says now.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Elements along the first axis.
    pub fn len(&self) -> usize {
        self.header.shape()[0]
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends all elements of a view along the first axis. They are on the disk when this returns.
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the view's dtype (`expected`) is not that of the file (`found`), with the first field that
    /// differs; [`NpyError::Layout`] if the axes behind the first are others. [`NpyError::File`] if there is no room or the file
    /// cannot be written: the array is what it was, or, where the operating system has not even said that much,
    /// [`NpyError::Unknown`] says so from then on.
    pub fn append(&mut self, view: AnyView<'_>) -> Result<(), NpyError> {
        if self.unknown {
            return Err(NpyError::Unknown);
        }
        let view = view.all_axes()?;
        let header = self.grown(view).map_err(|error| error.at(&self.path))?;
        let (end, len) = (self.end(), view.size() * view.dtype().itemsize());
        let bytes = header.to_bytes_of_len(self.header.version(), self.bytes.len());
        let patch = bytes.as_deref().and_then(|bytes| Patch::new(&self.bytes, bytes));
        let Some((bytes, patch)) = bytes.zip(patch) else {
            return self.rewrite(&header, view);
        };
        let done =
            append(&mut self.file, &self.path, end, len as u64, self.over, &patch, |out| gather(view, out));
        match done {
            Ok(()) => {
                self.header = header;
                self.bytes = bytes;
                self.over = false;
                Ok(())
            }
            Err(Failed::Restored(error)) => {
                // What it wrote may still be there, and is its own.
                self.over |= !matches!(error, FileError::Changed { .. });
                Err(error.into())
            }
            Err(Failed::Unknown(error)) => {
                self.unknown = true;
                Err(error.into())
            }
        }
    }

    /// Byte of the file at which its data ends.
    fn end(&self) -> u64 {
        self.header.data_offset() as u64 + self.header.data_len() as u64
    }

    /// The header with the elements of the view behind those that there are.
    fn grown(&self, view: AnyView<'_>) -> Result<Header, NpyError> {
        if view.dtype() != self.header.dtype() {
            return Err(NpyError::mismatch(view.dtype(), self.header.dtype()));
        }
        let (found, shape) = (view.shape(), self.header.shape());
        let found = found.as_ref();
        if found.len() != shape.len() {
            return Err(LayoutError::Rank { expected: shape.len(), found: found.len() }.into());
        }
        if let Some(axis) = (1..shape.len()).find(|&axis| shape[axis] != found[axis]) {
            let (expected, found) = (shape[axis], found[axis]);
            return Err(LayoutError::Length { axis, expected, found }.into());
        }
        let itemsize = view.dtype().itemsize();
        let too_large = LayoutError::TooLarge { itemsize };
        let len = shape[0].checked_add(found[0]).ok_or(too_large)?;
        let grown = DynAxes::from_fn(shape.len(), |axis| if axis == 0 { len } else { shape[axis] });
        let layout = Layout::dense(grown.ok_or(too_large)?, itemsize, self.header.order())?;
        self.header.with_layout(layout)
    }

    /// Writes the file anew, with a header that has room.
    fn rewrite(&mut self, header: &Header, view: AnyView<'_>) -> Result<(), NpyError> {
        let header = Header::new(header.dtype(), header.shape(), header.order())?;
        check_len(&self.file, &self.path, self.end(), self.over)?;
        let reading = |error| FileError::new("read", &self.path, error);
        let mut file = Replace::create_locked(&self.path, &self.lock)?;
        let bytes = header.to_bytes();
        file.write_all(&bytes).map_err(|error| file.error(error))?;
        self.file.seek(SeekFrom::Start(self.header.data_offset() as u64)).map_err(reading)?;
        let mut left = self.header.data_len();
        let mut part = vec![0; left.min(1 << 20)];
        while left > 0 {
            let part = &mut part[..left.min(1 << 20)];
            self.file.read_exact(part).map_err(reading)?;
            file.write_all(part).map_err(|error| file.error(error))?;
            left -= part.len();
        }
        gather(view, |bytes| file.write_all(bytes)).map_err(|error| file.error(error))?;
        file.flush().map_err(|error| file.error(error))?;
        // Which of the two files is under the name when this fails is left open.
        self.unknown = true;
        self.file = file.commit()?;
        self.lock.hold(&self.file, &self.path)?;
        self.bytes = bytes;
        self.header = header;
        (self.unknown, self.over) = (false, false);
        Ok(())
    }
}

impl<R: Record> Appender<R> {
    /// Opens a file of records of this type for appending.
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the file holds others, with the first field that differs; [`NpyError::Layout`] if it has
    /// several axes; others as [`AnyAppender::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        Self::of(AnyAppender::open(path)?)
    }

    /// As [`open`](Appender::open), where bytes may follow the records: the first append cuts them off, whatever they are.
    /// So one goes on after an append that was interrupted.
    ///
    /// ```
    /// use record_core::{npy::{Appender, NpyError}, prelude::*};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Reading { at: u32, volts: f32 }
    /// # let path = std::env::temp_dir().join(format!("record-doc-over-{}.npy", std::process::id()));
    /// # let path = path.as_path();
    /// # RecordTable::<Reading>::from(vec![Reading { at: 1, volts: 0.5 }]).save_npy(path)?;
    /// # let mut bytes = std::fs::read(path)?;
    /// # bytes.extend([0; 20]);
    /// # std::fs::write(path, bytes)?;
    /// let mut log = match Appender::<Reading>::open(path) {
    ///     // Nobody but this program writes the file, so these are its own.
    ///     Err(error) if matches!(error.kind(), NpyError::Trailing { bytes: 20 }) => {
    ///         Appender::open_over_trailing(path)?
    ///     }
    ///     other => other?,
    /// };
    /// log.append_slice(&[Reading { at: 2, volts: 0.25 }])?;
    /// # drop(log);
    /// # assert_eq!(RecordTable::<Reading>::open_npy(path)?[Reading::AT].to_vec(), [1, 2]);
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`open`](Appender::open), but for [`NpyError::Trailing`].
    pub fn open_over_trailing(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        Self::of(AnyAppender::open_over_trailing(path)?)
    }

    fn of(any: AnyAppender) -> Result<Self, NpyError> {
        any.header.layout_as::<R, crate::Rank<1>>().map_err(|error| error.at(&any.path))?;
        Ok(Self { any, marker: PhantomData })
    }

    /// Makes a file of no records, to be appended to.
    ///
    /// # Errors
    /// [`NpyError::File`] if there is a file of this name; others as [`open`](Appender::open).
    pub fn create(path: impl AsRef<Path>) -> Result<Self, NpyError> {
        Ok(Self { any: AnyAppender::create(path, R::DTYPE, [])?, marker: PhantomData })
    }

    /// Appends all records of a view. They are on the disk when this returns.
    ///
    /// # Errors
    /// As [`AnyAppender::append`].
    pub fn append(&mut self, records: View<'_, R>) -> Result<(), NpyError> {
        self.any.append(records.as_any())
    }

    /// Appends all records of a slice. They are on the disk when this returns.
    ///
    /// # Errors
    /// As [`AnyAppender::append`].
    pub fn append_slice(&mut self, records: &[R]) -> Result<(), NpyError> {
        self.append(View::from_slice(records))
    }

    /// How many records the file has.
    pub fn len(&self) -> usize {
        self.any.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty()
    }
}

impl fmt::Debug for AnyAppender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyAppender")
            .field("path", &self.path)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl<R: Record> fmt::Debug for Appender<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}
