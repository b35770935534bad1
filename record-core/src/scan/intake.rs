//! A reader without its type: chunks of whole records as bytes, one after the other, and how they end.

mod open;

use crate::{
    dtype::DType,
    element::Element,
    layout::LayoutError,
    raw::alloc::AlignedBytes,
    scan::{
        CancelToken, Progress, ReaderOptions, ScanEnd, ScanError, Source,
        ahead::Ahead,
        feed::{Feed, Filled, Input, Stop},
    },
    table::{Place, TableError, Trailing},
};
use alloc::{boxed::Box, sync::Arc};
use std::fs::File;

/// Size and alignment of a record.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    itemsize: usize,
    align: usize,
}

impl Shape {
    pub(super) fn of<T: Element>() -> Self {
        Self { itemsize: size_of::<T>(), align: align_of::<T>() }
    }

    pub(super) fn of_dtype(dtype: &DType) -> Self {
        Self { itemsize: dtype.itemsize(), align: dtype.alignment().max(1) }
    }
}

/// Who fills the buffers.
enum Supply {
    /// The caller's own thread.
    Here(Feed),
    /// A second thread.
    Ahead(Ahead),
    /// Nobody any more.
    Over,
}

/// A regular file that is read.
struct Watched {
    file: Arc<File>,
    /// Its length when it was opened, or looked at again.
    len: u64,
}

pub(super) struct Intake {
    from: Source,
    shape: Shape,
    /// Byte of the first record.
    offset: u64,
    /// The records that there should be, where that is known.
    count: Option<u64>,
    /// The records that somebody said there are.
    told: Option<u64>,
    trailing: Trailing,
    chunk_bytes: usize,
    read_ahead: bool,
    progress: Option<Box<dyn FnMut(Progress) + Send>>,
    cancel: Option<CancelToken>,
    file: Option<Watched>,
    supply: Supply,
    /// The chunk that is lent, and how much of it.
    buffer: Option<AlignedBytes>,
    len: usize,
    /// Records before that chunk.
    first: u64,
    /// What comes behind that chunk.
    stop: Option<(Stop, u64)>,
    end: Option<ScanEnd>,
    failed: bool,
}

impl Intake {
    /// A reader that has nothing to read yet.
    fn new(options: ReaderOptions<'_>, place: Place, from: Source, shape: Shape) -> Result<Self, ScanError> {
        let ReaderOptions { trailing, chunk_bytes, read_ahead, progress, cancel, .. } = options;
        let (itemsize, limit) = (shape.itemsize, ReaderOptions::LARGEST_RECORD.max(chunk_bytes));
        if itemsize == 0 {
            return Err(TableError::from(LayoutError::ZeroSize).into());
        }
        if itemsize > limit {
            return Err(ScanError::RecordTooLarge { itemsize, limit });
        }
        Ok(Self {
            from,
            shape,
            offset: place.offset,
            count: place.count,
            told: place.count,
            trailing,
            chunk_bytes,
            read_ahead,
            progress,
            cancel,
            file: None,
            supply: Supply::Over,
            buffer: None,
            len: 0,
            first: 0,
            stop: None,
            end: None,
            failed: false,
        })
    }

    /// Bytes of so many records; as many as can be counted if they are more.
    fn bytes_of(&self, count: Option<u64>) -> Option<u64> {
        count.map(|count| count.saturating_mul(self.shape.itemsize as u64))
    }

    /// Begins to read the records of the file from number `record` on.
    fn start(&mut self, record: u64) -> Result<(), ScanError> {
        let Some(Watched { file, .. }) = &self.file else { return Ok(()) };
        let input = Input::File(Arc::clone(file));
        let before = self.bytes_of(Some(record)).unwrap_or(0);
        let left = self.bytes_of(self.count).unwrap_or(0).saturating_sub(before);
        self.supply(input, self.offset + before, 0, Some(left))
    }

    /// Makes the buffers and begins to read.
    fn supply(&mut self, input: Input, at: u64, skip: u64, left: Option<u64>) -> Result<(), ScanError> {
        let Shape { itemsize, align } = self.shape;
        let most = usize::try_from(left.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let bytes = (self.chunk_bytes.min(most) / itemsize).max(1) * itemsize;
        let none = |bytes| ScanError::from(TableError::OutOfMemory { bytes });
        let buffer = || AlignedBytes::zeroed(bytes, align).ok_or_else(|| none(bytes));
        let feed = Feed::new(input, at, skip, left, itemsize).ok_or_else(|| none(itemsize))?;
        self.buffer = None;
        self.supply = if self.read_ahead && bytes < most {
            match Ahead::start(feed, buffer()?, buffer()?) {
                Ok(ahead) => Supply::Ahead(ahead),
                Err(unused) => {
                    let (feed, buffer) = *unused;
                    self.buffer = Some(buffer);
                    Supply::Here(feed)
                }
            }
        } else {
            self.buffer = Some(buffer()?);
            Supply::Here(feed)
        };
        Ok(())
    }

    /// The number of the first record of the chunk that is lent.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// Records handed out.
    pub(super) fn records(&self) -> u64 {
        self.first + (self.len / self.shape.itemsize) as u64
    }

    pub(super) fn end(&self) -> Option<ScanEnd> {
        self.end
    }

    /// The bytes of the chunk that is lent.
    pub(super) fn current(&self) -> &[u8] {
        self.buffer.as_ref().map_or(&[], |buffer| &buffer.as_slice()[..self.len])
    }

    /// Lends the next chunk: whether there is one.
    pub(super) fn advance(&mut self) -> Result<bool, ScanError> {
        self.first = self.records();
        self.len = 0;
        if self.failed {
            return Err(ScanError::Failed { records: self.first });
        }
        if self.end.is_some() {
            return Ok(false);
        }
        // Unless all goes well; what is read from may panic too.
        self.failed = true;
        let more = self.fill()?;
        self.failed = false;
        Ok(more)
    }

    fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(CancelToken::is_cancelled)
    }

    fn fill(&mut self) -> Result<bool, ScanError> {
        while self.stop.is_none() {
            if self.cancelled() {
                self.supply = Supply::Over;
                self.end = Some(ScanEnd { cancelled: true, ..ScanEnd::new(self.first) });
                return Ok(false);
            }
            let filled = match (&mut self.supply, &mut self.buffer) {
                (Supply::Here(feed), Some(buffer)) => {
                    let cancel = &self.cancel;
                    let given_up = || cancel.as_ref().is_some_and(CancelToken::is_cancelled);
                    feed.fill(buffer.as_mut_slice(), given_up)
                }
                (Supply::Ahead(ahead), buffer) => ahead.next(buffer, self.cancel.as_ref()),
                _ => return Ok(false),
            };
            let Filled { len, stop, at } = filled;
            self.stop = stop.map(|stop| (stop, at));
            if len > 0 {
                self.len = len;
                self.tell();
                return Ok(true);
            }
        }
        self.supply = Supply::Over;
        match self.stop.take() {
            Some((stop, at)) => {
                let end = self.finish(stop, at).map_err(|error| error.at_source(&self.from))?;
                self.end = Some(end);
            }
            None => return Ok(false),
        }
        Ok(false)
    }

    fn tell(&mut self) {
        let records = self.records();
        let total = self.bytes_of(self.count);
        let bytes = self.bytes_of(Some(records)).unwrap_or(0);
        if let Some(tell) = &mut self.progress {
            tell(Progress { records, bytes, total });
        }
    }

    /// What it means that nothing comes behind byte `at` of the source.
    fn finish(&self, stop: Stop, at: u64) -> Result<ScanEnd, ScanError> {
        let (records, itemsize) = (self.records(), self.shape.itemsize);
        let end = ScanEnd::new(records);
        let trailing = match (stop, &self.file) {
            (Stop::Failed(error), _) => {
                return Err(ScanError::Unreadable { from: self.from.clone(), byte: at, error: Some(error) });
            }
            (Stop::Done, Some(Watched { file, len })) => {
                let now = file.metadata().map_or(*len, |about| about.len());
                let trailing_bytes = len - self.offset - self.bytes_of(Some(records)).unwrap_or(0);
                return Ok(ScanEnd { trailing_bytes, grown_bytes: now.saturating_sub(*len), ..end });
            }
            (Stop::Done, None) => return Ok(end),
            (_, Some(_)) => {
                let count = self.count.unwrap_or(records);
                return Err(ScanError::Truncated { from: self.from.clone(), record: records, count });
            }
            (Stop::NoRecords, None) => {
                return Err(TableError::OffsetBehindEnd { offset: self.offset, available: at }.into());
            }
            (Stop::Ended { trailing }, None) => trailing as u64,
        };
        if self.trailing == Trailing::Error {
            if let Some(count) = self.told {
                return Err(
                    TableError::TooShort { offset: self.offset, count, itemsize, available: at }.into()
                );
            }
            if trailing > 0 {
                let available = at - self.offset;
                return Err(TableError::PartialRecord { available, records, left: trailing, itemsize }.into());
            }
        }
        Ok(ScanEnd { trailing_bytes: trailing, ..end })
    }

    /// After the end of a file: goes on with the records that it has got since, and says how many.
    pub(super) fn refresh(&mut self) -> Result<u64, ScanError> {
        let (Some(end), Some(watched)) = (self.end, &mut self.file) else { return Ok(0) };
        if end.cancelled {
            return Ok(0);
        }
        let unreadable =
            |error| ScanError::Unreadable { from: self.from.clone(), byte: watched.len, error: Some(error) };
        let len = watched.file.metadata().map_err(unreadable)?.len();
        let before = self.count.unwrap_or(0);
        let itemsize = self.shape.itemsize as u64;
        let there = len.saturating_sub(self.offset) / itemsize;
        if there < before {
            return Err(ScanError::Truncated { from: self.from.clone(), record: there, count: before });
        }
        let place = Place { offset: self.offset, count: self.told };
        let found = place.check(len, self.shape.itemsize, self.trailing);
        let found = found.map_err(|error| ScanError::from(error).at_source(&self.from))?;
        watched.len = len;
        if found.count == before {
            self.end = Some(ScanEnd { trailing_bytes: found.trailing, grown_bytes: 0, ..end });
            return Ok(0);
        }
        self.first = self.records();
        self.len = 0;
        self.count = Some(found.count);
        self.start(before)?;
        self.end = None;
        Ok(found.count - before)
    }
}
