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
/// [`refresh`](RecordReader::refresh) goes on. After an error there are no
/// more chunks and no end, only [`ScanError::Failed`].
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
    /// [`ScanError::Truncated`] if the file has shrunk, [`ScanError::Unreadable`] if it could not be read;
    /// [`TableError::PartialRecord`] and [`TableError::TooShort`] at the end of a pipe. All records before were lent.
    ///
    /// # Panics
    /// If the [`Read`] that it reads from does.
    pub fn next_chunk(&mut self) -> Result<Option<View<'_, R>>, ScanError> {
        if self.intake.advance()? { Ok(Some(self.current()?)) } else { Ok(None) }
    }

    /// The chunk that was lent last; no records before the first and behind the last.
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
        Ok(self.intake.end().unwrap_or(ScanEnd::new(self.intake.records())))
    }

    /// The records that are left, by value.
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::RecordReader};
    /// let bytes: &[u8] = &[1, 0, 2, 0];
    /// let numbers = RecordReader::<Le<u16>>::from_reader(bytes)?.records().collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(numbers, [1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn records(&mut self) -> Records<'_, R> {
        Records { reader: self, at: 0, len: 0, over: false }
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
        Ok(self.intake.end().unwrap_or(ScanEnd::new(self.intake.records())))
    }
}

macro_rules! common {
    ($([$($generics:tt)*] $reader:ty, $record:ty, $dtype:expr;)*) => {$(
        impl $($generics)* $reader {
            /// The number of the first record of the chunk that was lent last: the records before it.
            pub fn first(&self) -> u64 {
                self.intake.first()
            }

            /// The records that were lent.
            pub fn records_read(&self) -> u64 {
                self.intake.records()
            }

            /// How it ended; `None` before the end, and after an error.
            pub fn end(&self) -> Option<ScanEnd> {
                self.intake.end()
            }

            /// After the end of a file: looks whether it has grown, and goes on with the new records. Says how many there are;
            /// 0 before the end, and always for what is no regular file.
            ///
            /// # Errors
            /// [`ScanError::Truncated`] if the file is shorter than the records that were read; [`TableError::PartialRecord`] if a
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

            /// The chunks that are left; once it has ended, only how.
            fn scan(
                &mut self,
                each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
            ) -> Result<ScanEnd, ScanError> {
                while self.intake.advance()? {
                    let view = AnyView::from_bytes(self.intake.current(), Scan::dtype(self));
                    let view = view.map_err(TableError::from)?;
                    if each(Chunk::new(self.intake.first(), view)).is_break() {
                        return Ok(ScanEnd::new(self.intake.records()));
                    }
                }
                Ok(self.intake.end().unwrap_or(ScanEnd::new(self.intake.records())))
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
    /// Of the chunk that is lent: how many were given out, and how many there are.
    at: usize,
    len: usize,
    /// Nothing comes any more.
    over: bool,
}

impl<R: Element> Iterator for Records<'_, R> {
    type Item = Result<R::Value, ScanError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at == self.len {
            if self.over {
                return None;
            }
            let chunk = self.reader.next_chunk();
            self.over = !matches!(chunk, Ok(Some(_)));
            match chunk {
                Ok(chunk) => (self.at, self.len) = (0, chunk.map_or(0, |chunk| chunk.len())),
                Err(error) => {
                    (self.at, self.len) = (0, 0);
                    return Some(Err(error));
                }
            }
        }
        self.at += 1;
        match self.reader.current() {
            Ok(chunk) => chunk.get(self.at - 1).map(Ok),
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl<R: Element> FusedIterator for Records<'_, R> {}
