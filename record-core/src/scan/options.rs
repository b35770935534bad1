//! How to open a reader: where the records are, how large the chunks, who hears of it.

use crate::{
    dtype::DType,
    element::Element,
    scan::{
        AnyRecordReader, CancelToken, Progress, RecordReader, ScanError,
        intake::{Intake, Shape},
    },
    table::{HeaderError, Place, Told, Trailing, Wanted},
};
use alloc::boxed::Box;
use core::fmt;
use std::{fs::File, io::Read, path::Path};

/// How to open a [`RecordReader`]: where the records start, how many there are, what a partial record at the end means, and how
/// they are read.
///
/// ```
/// use record_core::{prelude::*, scan::ReaderOptions, table::Trailing};
/// use std::io::Cursor;
///
/// let mut bytes = vec![0xff; 4];
/// bytes.extend([0, 1, 0, 2, 0]);
/// let options = ReaderOptions::new().offset(4).trailing(Trailing::Ignore);
/// let mut numbers = options.reader::<Be<u16>>(Cursor::new(bytes))?;
/// assert_eq!(numbers.next_chunk()?.map(|chunk| chunk.to_vec()), Some(vec![1, 2]));
/// assert!(numbers.next_chunk()?.is_none());
/// assert_eq!(numbers.end().map(|end| (end.records, end.trailing_bytes)), Some((2, 1)));
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct ReaderOptions<'h> {
    pub(super) told: Told<'h>,
    pub(super) last: Option<u64>,
    pub(super) chunk_bytes: usize,
    pub(super) read_ahead: bool,
    pub(super) progress: Option<Box<dyn FnMut(Progress) + Send>>,
    pub(super) cancel: Option<CancelToken>,
}

impl Default for ReaderOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'h> ReaderOptions<'h> {
    /// Bytes of a chunk, unless [`chunk_bytes`](ReaderOptions::chunk_bytes) says otherwise.
    pub const CHUNK_BYTES: usize = 1 << 20;

    /// The largest record that is read, in bytes, unless chunks are larger.
    pub const LARGEST_RECORD: usize = 1 << 28;

    /// All bytes from the first on are records; a partial one at the end is an error; chunks of about 1 MiB, the next read
    /// while the program works on one.
    pub fn new() -> Self {
        Self {
            told: Told::default(),
            last: None,
            chunk_bytes: Self::CHUNK_BYTES,
            read_ahead: true,
            progress: None,
            cancel: None,
        }
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

    /// Only the last `count` records of a file, or all if there are fewer: the end of a log. Record 0 is the first of them.
    ///
    /// What can be read once only has no last records before its end: there it is [`ScanError::Unreadable`].
    ///
    /// ```
    /// # use record_core::{prelude::*, scan::{ReaderOptions, ScanOps}};
    /// # let file = std::env::temp_dir().join(format!("record-doc-last-{}", std::process::id()));
    /// std::fs::write(&file, [1, 2, 3, 4, 5])?;
    /// assert_eq!(ReaderOptions::new().last(2).open::<u8>(&file)?.to_vec()?, [4, 5]);
    /// # std::fs::remove_file(&file)?;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn last(mut self, count: u64) -> Self {
        self.last = Some(count);
        self
    }

    /// What it means if the bytes end in the middle of a record, or before the last record of the count.
    #[must_use]
    pub fn trailing(mut self, trailing: Trailing) -> Self {
        self.told.trailing = trailing;
        self
    }

    /// Where the records are is said by the first `len` bytes: `find` reads it from them.
    /// Replaces `offset`, and `count` if it finds one. A reader has never all bytes at once, so there is no
    /// [`locate`](crate::table::OpenOptions::locate) here.
    ///
    /// ```
    /// use record_core::{prelude::*, scan::{ReaderOptions, ScanOps}, table::Place};
    /// let bytes: &[u8] = &[2, 0, 10, 20, 30];
    /// let options = ReaderOptions::new().header(2, |head| Ok(Place { offset: 2, count: Some(head[0].into()) }));
    /// assert_eq!(options.reader::<u8>(bytes)?.to_vec()?, [10, 20]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn header(mut self, len: usize, find: impl FnOnce(&[u8]) -> Result<Place, HeaderError> + 'h) -> Self {
        self.told.header = Some((Wanted::First(len), Box::new(find)));
        self
    }

    /// A chunk is at most this many bytes, but at least one record. There are two while the reader reads ahead, else one.
    #[must_use]
    pub fn chunk_bytes(mut self, bytes: usize) -> Self {
        self.chunk_bytes = bytes;
        self
    }

    /// Whether a second thread reads the next chunk while the program works on one. It does, unless one chunk is all there
    /// is.
    ///
    /// The thread ends with the source, or when the reader is dropped, also while it waits for the bytes of a pipe or of standard
    /// input. Only a `Read` of the program's own ([`reader`](ReaderOptions::reader)), and all of them where there is no `poll`,
    /// cannot be told: then the thread ends when that read returns, and nobody waits for it.
    #[must_use]
    pub fn read_ahead(mut self, yes: bool) -> Self {
        self.read_ahead = yes;
        self
    }

    /// `tell` hears how far the reader is, with each chunk.
    #[must_use]
    pub fn progress(mut self, tell: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// The token ends the scan, with [`ScanError::Cancelled`] at every door.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// Opens a file of records. A pipe or a device is read from its start on, once.
    ///
    /// # Errors
    /// [`ScanError::Table`] if there is no such file, or the records are not in it; [`ScanError::RecordTooLarge`].
    pub fn open<R: Element>(self, path: impl AsRef<Path>) -> Result<RecordReader<R>, ScanError> {
        let path = path.as_ref();
        let intake = Intake::open(self, path, Shape::of::<R>());
        Ok(RecordReader::new(intake.map_err(|error| error.at(path))?))
    }

    /// Opens a file of records of a dtype known at run time.
    ///
    /// # Errors
    /// As [`open`](ReaderOptions::open).
    pub fn open_any(self, path: impl AsRef<Path>, dtype: DType) -> Result<AnyRecordReader, ScanError> {
        let path = path.as_ref();
        let intake = Intake::open(self, path, Shape::of_dtype(&dtype));
        Ok(AnyRecordReader::new(intake.map_err(|error| error.at(path))?, dtype))
    }

    /// The records are there, whatever was said before.
    pub(crate) fn at(mut self, place: Place) -> Self {
        (self.told.place, self.told.header) = (place, None);
        self
    }

    /// Reads the records of a regular file that is open.
    pub(crate) fn file<R: Element>(self, file: File, path: &Path) -> Result<RecordReader<R>, ScanError> {
        Ok(RecordReader::new(Intake::of(self, file, path, Shape::of::<R>())?))
    }

    /// Reads the records of a regular file that is open, of a dtype known at run time.
    pub(crate) fn file_any(
        self,
        file: File,
        path: &Path,
        dtype: DType,
    ) -> Result<AnyRecordReader, ScanError> {
        let intake = Intake::of(self, file, path, Shape::of_dtype(&dtype))?;
        Ok(AnyRecordReader::new(intake, dtype))
    }

    /// Reads records from anything that can be read: once, from where it is.
    ///
    /// Waits for the header, if there is one, and for nothing else.
    ///
    /// # Errors
    /// [`ScanError::Table`] if the header is short or wrong, [`ScanError::Unreadable`] if it cannot be read;
    /// [`ScanError::RecordTooLarge`].
    pub fn reader<R: Element>(self, read: impl Read + Send + 'static) -> Result<RecordReader<R>, ScanError> {
        Ok(RecordReader::new(Intake::stream(self, read, Shape::of::<R>())?))
    }

    /// Reads records of a dtype known at run time from anything that can be read.
    ///
    /// # Errors
    /// As [`reader`](ReaderOptions::reader).
    pub fn reader_any(
        self,
        read: impl Read + Send + 'static,
        dtype: DType,
    ) -> Result<AnyRecordReader, ScanError> {
        let intake = Intake::stream(self, read, Shape::of_dtype(&dtype))?;
        Ok(AnyRecordReader::new(intake, dtype))
    }

    /// Reads records from standard input.
    ///
    /// # Errors
    /// As [`reader`](ReaderOptions::reader).
    pub fn stdin<R: Element>(self) -> Result<RecordReader<R>, ScanError> {
        Ok(RecordReader::new(Intake::stdin(self, Shape::of::<R>())?))
    }

    /// Reads records of a dtype known at run time from standard input.
    ///
    /// # Errors
    /// As [`reader`](ReaderOptions::reader).
    pub fn stdin_any(self, dtype: DType) -> Result<AnyRecordReader, ScanError> {
        let intake = Intake::stdin(self, Shape::of_dtype(&dtype))?;
        Ok(AnyRecordReader::new(intake, dtype))
    }
}

impl fmt::Debug for ReaderOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReaderOptions")
            .field("place", &self.told.place)
            .field("header", &self.told.header_len())
            .field("trailing", &self.told.trailing)
            .field("chunk_bytes", &self.chunk_bytes)
            .field("read_ahead", &self.read_ahead)
            .finish_non_exhaustive()
    }
}
