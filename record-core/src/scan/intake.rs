//! A reader without its type: chunks of whole records as bytes, one after the other, and how they end.

mod open;

use crate::{
    dtype::DType,
    element::Element,
    layout::LayoutError,
    raw::alloc::AlignedBytes,
    scan::{
        CancelToken, InputName, Progress, ReaderOptions, ScanEnd, ScanError,
        ahead::Ahead,
        feed::{Feed, Filled, Input, Stop},
    },
    table::{Place, TableError, Trailing},
};
use alloc::{boxed::Box, sync::Arc};
use core::ops::Range;
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
    from: InputName,
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
    /// The chunk that was read last, and how many bytes it has.
    buffer: Option<AlignedBytes>,
    len: usize,
    /// What of it is lent: the rest comes next.
    lent: Range<usize>,
    /// Records before those that are lent.
    first: u64,
    /// What comes behind that chunk.
    stop: Option<(Stop, u64)>,
    end: Option<ScanEnd>,
    failed: bool,
    cancelled: bool,
}

impl Intake {
    /// A reader that has nothing to read yet.
    fn new(
        options: ReaderOptions<'_>,
        (place, trailing): (Place, Trailing),
        from: InputName,
        shape: Shape,
    ) -> Result<Self, ScanError> {
        let ReaderOptions { chunk_bytes, read_ahead, progress, cancel, .. } = options;
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
            lent: 0..0,
            first: 0,
            stop: None,
            end: None,
            failed: false,
            cancelled: false,
        })
    }

    /// Bytes of so many records; as many as can be counted if they are more.
    fn bytes_of(&self, count: Option<u64>) -> Option<u64> {
        count.map(|count| count.saturating_mul(self.shape.itemsize as u64))
    }

    /// Begins to read the records of the file from number `record` on; nothing is lent.
    fn start(&mut self, record: u64) -> Result<(), ScanError> {
        let Some(Watched { file, .. }) = &self.file else { return Ok(()) };
        let input = Input::File(Arc::clone(file));
        let before = self.bytes_of(Some(record)).unwrap_or(0);
        let left = self.bytes_of(self.count).unwrap_or(0).saturating_sub(before);
        // The buffers of before go first. Unless all goes well:
        (self.supply, self.buffer, self.failed) = (Supply::Over, None, true);
        (self.first, self.len, self.lent) = (record, 0, 0..0);
        (self.stop, self.end) = (None, None);
        self.supply(input, self.offset + before, 0, Some(left))?;
        self.failed = false;
        Ok(())
    }

    /// Goes back to the first record.
    ///
    /// # Errors
    /// [`ScanError::Exhausted`] if it cannot be had any more; what has failed or was cancelled stays so.
    pub(super) fn rewind(&mut self) -> Result<(), ScanError> {
        let records = self.records();
        self.usable()?;
        if records == 0 && self.end.is_none() {
            return Ok(());
        }
        if self.file.is_none() {
            return Err(ScanError::Exhausted { records });
        }
        self.start(0)
    }

    /// Makes the buffers and begins to read.
    fn supply(&mut self, input: Input, at: u64, skip: u64, left: Option<u64>) -> Result<(), ScanError> {
        let Shape { itemsize, align } = self.shape;
        let most = usize::try_from(left.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let bytes = (self.chunk_bytes.min(most) / itemsize).max(1) * itemsize;
        let none = |bytes| ScanError::from(TableError::OutOfMemory { bytes });
        let buffer = || AlignedBytes::zeroed(bytes, align).ok_or_else(|| none(bytes));
        let feed = Feed::new(input, at, skip, left, itemsize).ok_or_else(|| none(itemsize))?;
        let (mut feed, buffer) = if self.read_ahead && bytes < most {
            match Ahead::start(feed, buffer()?, buffer()?) {
                Ok(ahead) => {
                    (self.supply, self.buffer) = (Supply::Ahead(ahead), None);
                    return Ok(());
                }
                Err(unused) => *unused,
            }
        } else {
            (feed, buffer()?)
        };
        if self.cancel.is_none() {
            feed.wait_for_ever();
        }
        (self.supply, self.buffer) = (Supply::Here(feed), Some(buffer));
        Ok(())
    }

    /// The number of the first record of those that are lent.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// Records handed out.
    pub(super) fn records(&self) -> u64 {
        self.first + (self.lent.len() / self.shape.itemsize) as u64
    }

    pub(super) fn end(&self) -> Option<ScanEnd> {
        self.end
    }

    /// How it ended, or where it stands.
    pub(super) fn how_far(&self) -> ScanEnd {
        self.end.unwrap_or(ScanEnd::new(self.records()))
    }

    /// The bytes of the records that are lent.
    pub(super) fn current(&self) -> &[u8] {
        self.buffer.as_ref().map_or(&[], |buffer| &buffer.as_slice()[self.lent.clone()])
    }

    /// Lends the next chunk, or the rest of one: whether there is one.
    pub(super) fn advance(&mut self) -> Result<bool, ScanError> {
        self.lend(usize::MAX)
    }

    /// Lends the next record alone: whether there is one.
    pub(super) fn advance_by_one(&mut self) -> Result<bool, ScanError> {
        self.lend(self.shape.itemsize)
    }

    /// Lends what comes next, so many bytes at most.
    fn lend(&mut self, most: usize) -> Result<bool, ScanError> {
        self.first = self.records();
        self.lent.start = self.lent.end;
        self.usable()?;
        if self.end.is_some() {
            return Ok(false);
        }
        if self.lent.end == self.len {
            // Unless all goes well; what is read from may panic too.
            self.failed = true;
            let more = self.fill()?;
            self.failed = false;
            if !more {
                return Ok(false);
            }
        } else if self.is_cancelled() {
            return Err(self.give_up());
        }
        self.lent.end = self.len.min(self.lent.start.saturating_add(most));
        Ok(true)
    }

    /// That it was not cancelled, and has not failed.
    fn usable(&self) -> Result<(), ScanError> {
        let records = self.records();
        if self.cancelled {
            return Err(ScanError::Cancelled { records });
        }
        if self.failed { Err(ScanError::Failed { records }) } else { Ok(()) }
    }

    fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(CancelToken::is_cancelled)
    }

    /// Ends a scan that was cancelled.
    fn give_up(&mut self) -> ScanError {
        self.supply = Supply::Over;
        self.cancelled = true;
        ScanError::Cancelled { records: self.records() }
    }

    /// Reads the next chunk: whether there is one. None of it is lent yet.
    fn fill(&mut self) -> Result<bool, ScanError> {
        (self.len, self.lent) = (0, 0..0);
        while self.stop.is_none() {
            if self.is_cancelled() {
                return Err(self.give_up());
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
        let records = self.first + (self.len / self.shape.itemsize) as u64;
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

    /// Looks how long the file is now: goes on to the records that it has got since, and says how many.
    pub(super) fn refresh(&mut self) -> Result<u64, ScanError> {
        self.usable()?;
        let Some(watched) = &mut self.file else { return Ok(0) };
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
            if let Some(end) = &mut self.end {
                (end.trailing_bytes, end.grown_bytes) = (found.trailing, 0);
            }
            return Ok(0);
        }
        self.count = Some(found.count);
        // What was read ahead of the end that there was is read again.
        self.start(self.records())?;
        Ok(found.count - before)
    }
}
