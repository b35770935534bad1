//! What can go wrong while records come in, in numbers.

use crate::{
    buffer::ArrayError,
    ops::{GroupError, MaskError, ReduceError},
    table::TableError,
    view::ColumnError,
};
use alloc::boxed::Box;
use core::fmt;

/// A scan that did not come to its end, or an operation that it cannot have.
#[derive(Debug)]
#[non_exhaustive]
pub enum ScanError {
    /// The records are not where they should be: a partial record, fewer than the header promises, a file that cannot be
    /// opened.
    Table(TableError),
    /// The file was shortened while it was read; the records before were handed out.
    #[cfg(feature = "std")]
    Truncated {
        /// The file.
        from: InputName,
        /// The first record that is not there any more, or not all of it.
        record: u64,
        /// The records that there were.
        count: u64,
    },
    /// The operating system, or the reader, could not read on; the records before were handed out.
    #[cfg(feature = "std")]
    Unreadable {
        /// The file, or what it is.
        from: InputName,
        /// The byte at which it failed, from the first one on.
        byte: u64,
        /// The answer; `None` of a page of a guarded map, where there is a signal and no answer.
        error: Option<std::io::Error>,
    },
    /// Records that are too large to be read by chunks.
    RecordTooLarge {
        /// Size of a record in bytes.
        itemsize: usize,
        /// The largest that is read.
        limit: usize,
    },
    /// A column that is not there, or not of that type, or without the operation.
    Column(Box<ColumnError>),
    /// An array that cannot be made of the records.
    Array(ArrayError),
    /// Keys that records cannot be grouped by.
    Group(Box<GroupError>),
    /// A quantile that is not between 0 and 1, or no memory to find one.
    Reduce(Box<ReduceError>),
    /// A mask of another length than the chunk that it is for.
    Mask(MaskError),
    /// The elements, or those in a range of values, are not as many as in the first pass of an operation that takes several:
    /// somebody wrote meanwhile.
    Changed {
        /// As many there were.
        expected: u64,
        /// As many there are.
        found: u64,
    },
    /// It failed before, with another error.
    Failed {
        /// The records that were handed out until then.
        records: u64,
    },
    /// The scan was cancelled before its end was seen, so there is no answer for all records.
    Cancelled {
        /// The records that were handed out.
        records: u64,
    },
    /// An operation on all records of what can be read once only, some of which were handed out before, or whose end was
    /// seen. Open it again, or take what is left with `next_chunk`, `for_each` or `records`.
    Exhausted {
        /// The records that were handed out.
        records: u64,
    },
}

/// Where bytes come from, for a message.
#[cfg(feature = "std")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputName {
    /// A file, a pipe or a device with a name.
    Path(std::path::PathBuf),
    /// The process' standard input.
    StandardInput,
    /// Some [`Read`](std::io::Read).
    Reader,
}

#[cfg(feature = "std")]
impl fmt::Display for InputName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::StandardInput => f.write_str("standard input"),
            Self::Reader => f.write_str("the reader"),
        }
    }
}

impl ScanError {
    /// What is wrong with the records, if it is that, without the path of the file: [`TableError::kind`]. For `match`.
    ///
    /// ```
    /// use record_core::{prelude::*, scan::RecordReader, table::TableError};
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)] struct Reading { at: u32 }
    /// # let path = std::env::temp_dir().join(format!("record-doc-scan-table-{}.bin", std::process::id()));
    /// std::fs::write(&path, [0; 10])?;
    /// let error = RecordReader::<Reading>::open(&path).unwrap_err();
    /// assert!(matches!(error.table(), Some(TableError::PartialRecord { records: 2, left: 2, .. })));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn table(&self) -> Option<&TableError> {
        match self {
            Self::Table(error) => Some(error.kind()),
            _ => None,
        }
    }

    /// This error, at a file.
    #[cfg(feature = "std")]
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::Table(error) => Self::Table(error.at(path)),
            other => other,
        }
    }

    /// This error, at the file that the bytes come from, if it is one.
    #[cfg(feature = "std")]
    pub(super) fn at_source(self, from: &InputName) -> Self {
        match from {
            InputName::Path(path) => self.at(path),
            _ => self,
        }
    }
}

macro_rules! from {
    ($($variant:ident($error:ty);)*) => {$(
        impl From<$error> for ScanError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    Table(TableError);
    Mask(MaskError);
    Array(ArrayError);
}

impl From<ColumnError> for ScanError {
    fn from(error: ColumnError) -> Self {
        Self::Column(Box::new(error))
    }
}

impl From<GroupError> for ScanError {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::Column(error) => error.into(),
            GroupError::Array(error) => error.into(),
            other => Self::Group(Box::new(other)),
        }
    }
}

impl From<ReduceError> for ScanError {
    fn from(error: ReduceError) -> Self {
        match error {
            ReduceError::Column(error) => error.into(),
            ReduceError::Array(error) => error.into(),
            other => Self::Reduce(Box::new(other)),
        }
    }
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(error) => error.fmt(f),
            #[cfg(feature = "std")]
            Self::Truncated { from, record, count } => {
                write!(
                    f,
                    "{from} was shortened while it was read: record {record} of {count} is not there any more"
                )
            }
            #[cfg(feature = "std")]
            Self::Unreadable { from, byte, error: Some(error) } => {
                write!(f, "cannot read {from} at byte {byte}: {error}")
            }
            #[cfg(feature = "std")]
            Self::Unreadable { from, byte, error: None } => write!(f, "cannot read {from} at byte {byte}"),
            Self::RecordTooLarge { itemsize, limit } => {
                write!(f, "records of {itemsize} bytes, but chunks are of at most {limit}")
            }
            Self::Column(error) => error.fmt(f),
            Self::Group(error) => error.fmt(f),
            Self::Reduce(error) => error.fmt(f),
            Self::Mask(error) => error.fmt(f),
            Self::Changed { expected, found } => {
                write!(
                    f,
                    "the records changed between two passes: {found} elements in a range of values that had {expected}"
                )
            }
            Self::Array(error) => error.fmt(f),
            Self::Failed { records } => write!(f, "the scan failed before, after {records} records"),
            Self::Cancelled { records } => write!(f, "cancelled after {records} records"),
            Self::Exhausted { records } => {
                write!(
                    f,
                    "the records can be read once only, and {records} of them were: open the source again"
                )
            }
        }
    }
}

impl core::error::Error for ScanError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Table(error) => error.source(),
            Self::Group(error) => error.source(),
            Self::Reduce(error) => error.source(),
            #[cfg(feature = "std")]
            Self::Unreadable { error: Some(error), .. } => error.source(),
            _ => None,
        }
    }
}
