//! Records from a file, a pipe or standard input, by chunks, in constant memory.

use crate::{
    dtype::DType,
    element::Element,
    raw::{any::AnyView, owner::Untyped, view::View},
    scan::{Chunk, ReaderOptions, Scan, ScanEnd, ScanError, intake::Intake},
    table::TableError,
};
use core::{fmt, iter::FusedIterator, marker::PhantomData, ops::ControlFlow};
use std::{io::Read, path::Path};

/// Reads records of type `R` by chunks, which it lends as views: the way to go through a file that is larger than memory, that
/// somebody else may cut while it is read, or that is no file but a pipe.
///
/// It reads with the system's `pread` into aligned buffers of its own, and a second thread fills the next one while the program
/// works on the last. Memory is constant: two chunks of about 1 MiB ([`ReaderOptions::chunk_bytes`]). No unsafe promise is
/// needed, and nothing that happens to the file kills the process.
///
/// A part of a record at the end is an error ([`TableError::PartialRecord`]), unless
/// [`Trailing::Ignore`](crate::table::Trailing::Ignore). A file has the records that it had when it was opened: if it shrinks, the
/// whole records before the cut are handed out and then [`ScanError::Truncated`]; if it grows, [`ScanEnd::grown_bytes`] says so and
/// [`refresh`](RecordReader::refresh) goes on. After an error there are no more chunks and no end, only [`ScanError::Failed`];
/// after a cancellation, at every door, [`ScanError::Cancelled`].
///
/// [`next_chunk`](RecordReader::next_chunk), [`for_each`](RecordReader::for_each) and [`records`](RecordReader::records) go on
/// behind the last record that was handed out. The operations of [`ScanOps`](crate::scan::ScanOps) are about all records: each
/// goes back to the first one of a file, whatever was read before, and leaves the reader at the end. From what can be read once
/// only, such as a pipe, they are [`ScanError::Exhausted`] once a record was handed out or the end was seen.
///
/// NumPy's `fromfile(file, dtype, count)` in a loop.
///
/// ```
/// use record_core::{prelude::*, scan::{RecordReader, ScanOps}};
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Reading { channel: u8, volts: Be<f32> }
///
/// # let file = std::env::temp_dir().join(format!("record-core-reader-{}", std::process::id()));
/// # std::fs::write(&file, [1, 0x3f, 0x80, 0, 0, 2, 0x40, 0, 0, 0])?;
/// let mut readings = RecordReader::<Reading>::open(&file)?;
/// assert_eq!(readings.mean(Reading::VOLTS)?, Some(1.5));
/// assert_eq!(readings.max(Reading::VOLTS)?, Some(2.0));
///
/// let mut readings = RecordReader::<Reading>::open(&file)?;
/// while let Some(chunk) = readings.next_chunk()? {
///     assert_eq!(chunk.col(Reading::CHANNEL).to_vec(), [1, 2]);
/// }
/// assert_eq!(readings.end().map(|end| end.records), Some(2));
/// # std::fs::remove_file(&file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RecordReader<R> {
    intake: Intake,
    marker: PhantomData<fn() -> R>,
}

/// Reads records whose dtype only run time knows, by chunks: what [`RecordReader`] is, without the Rust type.
///
/// ```
/// use record_core::{prelude::*, scan::{AnyRecordReader, ScanOps}};
/// let bytes: &[u8] = &[7, 0, 1, 9, 0, 2];
/// let mut readings = AnyRecordReader::from_reader(bytes, DType::parse("[('id', 'u1'), ('level', '>u2')]")?)?;
/// assert_eq!(readings.mean_of("level")?, Some(1.5));
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct AnyRecordReader {
    intake: Intake,
    dtype: DType,
}

impl<R: Element> RecordReader<R> {
    pub(super) fn new(intake: Intake) -> Self {
        Self { intake, marker: PhantomData }
    }

    /// Opens a file of records, from the first byte to the last. [`ReaderOptions`] has headers, counts, chunk sizes, progress and
    /// cancelling.
    ///
    /// # Errors
    /// As [`ReaderOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ScanError> {
        ReaderOptions::new().open(path)
    }

    /// Reads records from anything that can be read.
    ///
    /// # Errors
    /// As [`ReaderOptions::reader`].
    pub fn from_reader(read: impl Read + Send + 'static) -> Result<Self, ScanError> {
        ReaderOptions::new().reader(read)
    }

    /// Reads records from standard input.
    ///
    /// # Errors
    /// As [`ReaderOptions::stdin`].
    pub fn stdin() -> Result<Self, ScanError> {
        ReaderOptions::new().stdin()
    }

    /// The next records, `None` at the end. Waits until there are some.
    ///
    /// # Errors
    /// [`ScanError::Cancelled`] if it was cancelled before the end was seen; [`ScanError::Truncated`] if the file has shrunk,
    /// [`ScanError::Unreadable`] if it could not be read; [`TableError::PartialRecord`] and [`TableError::TooShort`] at the end of a pipe. All records before were lent.
    ///
    /// # Panics
    /// If the [`Read`] that it reads from does.
    pub fn next_chunk(&mut self) -> Result<Option<View<'_, R>>, ScanError> {
        if self.intake.advance()? { Ok(Some(self.current()?)) } else { Ok(None) }
    }

    /// The records that were lent last; no records before the first and behind the last.
    fn current(&self) -> Result<View<'_, R>, TableError> {
        Ok(View::from_bytes(self.intake.current())?)
    }

    /// Runs `each` over the chunks that are left.
    ///
    /// # Errors
    /// As [`next_chunk`](RecordReader::next_chunk).
    pub fn for_each(&mut self, mut each: impl FnMut(View<'_, R>)) -> Result<ScanEnd, ScanError> {
        while let Some(chunk) = self.next_chunk()? {
            each(chunk);
        }
        Ok(self.intake.how_far())
    }

    /// The records that are left, by value. Those that are not taken stay, for the next call of this or of another.
    ///
    /// An error is the last item, [`ScanError::Cancelled`] too.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::RecordReader};
    /// let bytes: &[u8] = &[1, 0, 2, 0];
    /// let numbers = RecordReader::<Le<u16>>::from_reader(bytes)?.records().collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(numbers, [1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn records(&mut self) -> Records<'_, R> {
        Records { reader: self, over: false }
    }
}

impl AnyRecordReader {
    pub(super) fn new(intake: Intake, dtype: DType) -> Self {
        Self { intake, dtype }
    }

    /// Opens a file of records, from the first byte to the last.
    ///
    /// # Errors
    /// As [`ReaderOptions::open`].
    pub fn open(path: impl AsRef<Path>, dtype: DType) -> Result<Self, ScanError> {
        ReaderOptions::new().open_any(path, dtype)
    }

    /// Reads records from anything that can be read.
    ///
    /// # Errors
    /// As [`ReaderOptions::reader`].
    pub fn from_reader(read: impl Read + Send + 'static, dtype: DType) -> Result<Self, ScanError> {
        ReaderOptions::new().reader_any(read, dtype)
    }

    /// Reads records from standard input.
    ///
    /// # Errors
    /// As [`ReaderOptions::stdin`].
    pub fn stdin(dtype: DType) -> Result<Self, ScanError> {
        ReaderOptions::new().stdin_any(dtype)
    }

    /// What a record means.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The next records, `None` at the end. Waits until there are some.
    ///
    /// # Errors
    /// As [`RecordReader::next_chunk`].
    ///
    /// # Panics
    /// If the [`Read`] that it reads from does.
    pub fn next_chunk(&mut self) -> Result<Option<AnyView<'_>>, ScanError> {
        if self.intake.advance()? { Ok(Some(self.current()?)) } else { Ok(None) }
    }

    fn current(&self) -> Result<AnyView<'_>, TableError> {
        Ok(AnyView::from_bytes(self.intake.current(), &self.dtype)?)
    }

    /// Runs `each` over the chunks that are left.
    ///
    /// # Errors
    /// As [`next_chunk`](AnyRecordReader::next_chunk).
    pub fn for_each(&mut self, mut each: impl FnMut(AnyView<'_>)) -> Result<ScanEnd, ScanError> {
        while let Some(chunk) = self.next_chunk()? {
            each(chunk);
        }
        Ok(self.intake.how_far())
    }
}

macro_rules! common {
    ($([$($generics:tt)*] $reader:ty, $record:ty, $dtype:expr;)*) => {$(
        impl $($generics)* $reader {
            /// The number of the first record of those that were lent last: the records before it.
            pub fn first(&self) -> u64 {
                self.intake.first()
            }

            /// The records that were handed out, from the first one on.
            pub fn records_read(&self) -> u64 {
                self.intake.records()
            }

            /// How it ended; `None` before the end, and after an error.
            pub fn end(&self) -> Option<ScanEnd> {
                self.intake.end()
            }

            /// Looks whether the file has grown since it was opened or refreshed, so that its new records come too, behind those that are
            /// left. Says how many they are; always 0 for what is no regular file.
            ///
            /// # Errors
            /// [`ScanError::Truncated`] if the file is shorter than it was; [`ScanError::Failed`] and [`ScanError::Cancelled`] after such an end; [`TableError::PartialRecord`] if a
            /// part of a record is left at its end now. It can be called again.
            pub fn refresh(&mut self) -> Result<u64, ScanError> {
                self.intake.refresh()
            }
        }

        impl $($generics)* Scan for $reader {
            type Record = $record;

            fn dtype(&self) -> &DType {
                let dtype: fn(&Self) -> &DType = $dtype;
                dtype(self)
            }

            /// From the first record of a file on, wherever the reader is. If `each` breaks, the reader goes on behind that chunk.
            fn for_each_chunk(
                &mut self,
                each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
            ) -> Result<ScanEnd, ScanError> {
                self.intake.rewind()?;
                while self.intake.advance()? {
                    let view = AnyView::from_bytes(self.intake.current(), Scan::dtype(self));
                    let view = view.map_err(TableError::from)?;
                    if each(Chunk::new(self.intake.first(), view)).is_break() {
                        return Ok(ScanEnd::new(self.intake.records()));
                    }
                }
                Ok(self.intake.how_far())
            }
        }

        impl $($generics)* fmt::Debug for $reader {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($reader))
                    .field("dtype", &Scan::dtype(self))
                    .field("records", &self.intake.records())
                    .field("end", &self.intake.end())
                    .finish_non_exhaustive()
            }
        }
    )*};
}

common! {
    [<R: Element>] RecordReader<R>, R, |_| R::DTYPE;
    [] AnyRecordReader, Untyped, |reader| &reader.dtype;
}

/// The records of a reader by value, one after the other; see [`RecordReader::records`].
#[derive(Debug)]
pub struct Records<'a, R: Element> {
    reader: &'a mut RecordReader<R>,
    /// Nothing comes any more.
    over: bool,
}

impl<R: Element> Iterator for Records<'_, R> {
    type Item = Result<R::Value, ScanError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let more = self.reader.intake.advance_by_one();
        self.over = !matches!(more, Ok(true));
        match more {
            Ok(true) => match self.reader.current() {
                Ok(record) => record.get(0).map(Ok),
                Err(error) => Some(Err(error.into())),
            },
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl<R: Element> FusedIterator for Records<'_, R> {}
