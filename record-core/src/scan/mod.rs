//! Records that come a chunk at a time, and the same operations on them as on a view of all.
//!
//! A table in memory and a map that may be truncated are one chunk; a file that is larger than memory and a pipe are many. A
//! [`Scan`] hands out its records as views, one [`Chunk`] after the other, and an operation on it gives the same answer as on one
//! view of all records, whatever the chunks are.

#[cfg(feature = "std")]
mod ahead;
#[cfg(feature = "std")]
mod control;
mod error;
#[cfg(feature = "std")]
mod feed;
mod gather;
mod group;
mod group_any;
#[cfg(all(feature = "mmap", target_os = "linux"))]
mod guarded;
#[cfg(feature = "std")]
mod intake;
mod ops;
#[cfg(feature = "std")]
mod options;
mod pass;
#[cfg(all(feature = "std", unix))]
mod pipe;
mod quantile;
#[cfg(feature = "std")]
mod reader;
mod reductions;
mod tables;

pub use crate::raw::owner::Untyped;
pub use error::ScanError;
pub use group::ScanGroups;
pub use group_any::AnyScanGroups;
#[cfg(all(feature = "mmap", target_os = "linux"))]
pub use guarded::{AnyGuarded, Guarded};
pub use ops::ScanOps;
pub use tables::InMemory;
#[cfg(feature = "std")]
pub use {
    control::{CancelToken, Progress},
    error::InputName,
    options::ReaderOptions,
    reader::{AnyRecordReader, RecordReader, Records},
};

use crate::{
    dtype::DType,
    element::Element,
    raw::{any::AnyView, view::View},
    view::ColumnError,
};
use core::ops::ControlFlow;

/// Records that come a chunk at a time: a reader's, those of a guarded map, a plain table or view ([`InMemory`], one chunk).
///
/// It can be a trait object: `&mut dyn Scan<Record = Reading>`.
///
/// ```
/// use record_core::{prelude::*, scan::{InMemory, Scan}};
/// use std::ops::ControlFlow;
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
/// # struct Point { id: u8, at: [f32; 2] }
/// fn largest(points: &mut dyn Scan<Record = Point>) -> Result<Option<u8>, record_core::Error> {
///     let mut largest = None;
///     points.for_each_chunk(&mut |chunk| {
///         largest = largest.max(chunk.typed::<Point>().ok().and_then(|points| points.col(Point::ID).max()));
///         ControlFlow::Continue(())
///     })?;
///     Ok(largest)
/// }
/// let table = RecordTable::from([Point { id: 7, at: [0.0; 2] }, Point { id: 8, at: [0.0; 2] }]);
/// assert_eq!(largest(&mut InMemory(&table))?, Some(8));
/// assert_eq!(largest(&mut InMemory(table.view().slice(..1)))?, Some(7));
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Twice
/// Each scan starts at the first record, of every source, and so does each operation of [`ScanOps`]: a second one gives the
/// same answer, and one behind [`next_chunk`](RecordReader::next_chunk) has the records that this has lent. A reader of a
/// file goes back to them. What can be read once only, a pipe or standard input, cannot: there it is
/// [`ScanError::Exhausted`] once a record has been handed out, or the end was seen.
pub trait Scan {
    /// `R` where the type is known, [`Untyped`] where only run time knows it.
    type Record;

    /// What a record means.
    fn dtype(&self) -> &DType;

    /// Runs `each` over all records from the first on, in order, a chunk at a time, until it breaks. Chunks are not empty.
    ///
    /// # Errors
    /// [`ScanError`] if the records are not where they should be; `each` has had those before. [`ScanError::Cancelled`] if
    /// it was cancelled before the end was seen, [`ScanError::Exhausted`] if the first record cannot be had any more.
    fn for_each_chunk(
        &mut self,
        each: &mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>,
    ) -> Result<ScanEnd, ScanError>;
}

/// Some of the records of a scan, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    first: u64,
    view: AnyView<'a>,
}

impl<'a> Chunk<'a> {
    /// The records of `view`, of which the first is record number `first` of the scan.
    pub fn new(first: u64, view: AnyView<'a>) -> Self {
        Self { first, view }
    }

    /// The number of the chunk's first record, from the first record of the source on.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.view.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records.
    pub fn view(&self) -> AnyView<'a> {
        self.view
    }

    /// The records as a Rust type.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if the type's dtype is another.
    pub fn typed<R: Element>(&self) -> Result<View<'a, R>, ColumnError> {
        self.view.typed()
    }
}

/// How a scan ended: what there was, and what was left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScanEnd {
    /// Records handed out, from the first one on.
    pub records: u64,
    /// Bytes behind the last record: of a partial record, or of whatever follows when the count was given.
    pub trailing_bytes: u64,
    /// Bytes that the file has grown by since it was opened: they were not read.
    pub grown_bytes: u64,
}

impl ScanEnd {
    /// The end of a scan of so many records, with nothing left.
    pub fn new(records: u64) -> Self {
        Self { records, ..Self::default() }
    }
}
