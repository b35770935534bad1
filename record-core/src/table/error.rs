//! What can go wrong when a table is opened, in numbers.

use crate::{dtype::DType, layout::LayoutError};
use alloc::boxed::Box;
use core::{fmt, ops::Range};

/// A table that cannot be opened, or cannot give what was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum TableError {
    /// A part of a record is left at the end of the bytes.
    PartialRecord {
        /// Bytes from the first record on.
        available: u64,
        /// Whole records in them.
        records: u64,
        /// Bytes left over.
        left: u64,
        /// Size of a record in bytes.
        itemsize: usize,
    },
    /// Fewer bytes than the records asked for take.
    TooShort {
        /// Byte of the first record.
        offset: u64,
        /// Records asked for.
        count: u64,
        /// Size of a record in bytes.
        itemsize: usize,
        /// Bytes that there are in all.
        available: u64,
    },
    /// The records start behind the end.
    OffsetBehindEnd {
        /// Byte of the first record.
        offset: u64,
        /// Bytes that there are in all.
        available: u64,
    },
    /// The function of the header found something wrong.
    Header(
        /// What it said.
        Box<dyn core::error::Error + Send + Sync>,
    ),
    /// A file shorter than its header.
    ShortHeader {
        /// Bytes of the header.
        needed: u64,
        /// Bytes that there are in all.
        available: u64,
    },
    /// More bytes than there is memory, or than an address space holds (`isize::MAX`).
    OutOfMemory {
        /// The bytes asked for; `usize::MAX` if they overflow that too.
        bytes: usize,
    },
    /// Bytes of records whose gaps may be uninitialised.
    UndefinedGaps {
        /// The first gap, from the start of a record.
        gap: Range<usize>,
    },
    /// The records do not fit the bytes.
    Layout(LayoutError),
    /// The operating system's answer, and what was being done.
    #[cfg(feature = "std")]
    Io {
        /// What was being done: open, read, map.
        doing: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// The operating system's answer.
        error: std::io::Error,
    },
}

impl TableError {
    pub(crate) fn undefined_gaps(dtype: &DType) -> Self {
        Self::UndefinedGaps { gap: first_gap(dtype).unwrap_or(0..0) }
    }
}

/// The first bytes of a record that no leaf covers. Fields in order, as derived records have them.
fn first_gap(dtype: &DType) -> Option<Range<usize>> {
    if dtype.is_gap_free() {
        return None;
    }
    if let Some((base, _)) = dtype.as_array() {
        return first_gap(base);
    }
    let mut end = 0;
    for field in dtype.fields() {
        let start = field.offset();
        if start > end {
            return Some(end..start);
        }
        if let Some(gap) = first_gap(field.dtype()) {
            return Some(start + gap.start..start + gap.end);
        }
        end = start + field.dtype().itemsize();
    }
    (end < dtype.itemsize()).then(|| end..dtype.itemsize())
}

impl From<LayoutError> for TableError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PartialRecord { available, records, left, itemsize } => write!(
                f,
                "{available} bytes are {records} record{} of {itemsize} bytes, and {left} of a partial record",
                if *records == 1 { "" } else { "s" }
            ),
            Self::TooShort { offset, count, itemsize, available } => write!(
                f,
                "{count} records of {itemsize} bytes from byte {offset} on do not fit {available} bytes"
            ),
            Self::OffsetBehindEnd { offset, available } => {
                write!(f, "the records start at byte {offset} of {available}")
            }
            Self::Header(error) => write!(f, "the header: {error}"),
            Self::ShortHeader { needed, available } => {
                write!(f, "a header of {needed} bytes does not fit {available} bytes")
            }
            Self::OutOfMemory { bytes } => write!(f, "no memory for {bytes} bytes"),
            Self::UndefinedGaps { gap } => write!(
                f,
                "bytes {}..{} of each record are a gap that may be uninitialised: copy with `to_table` first",
                gap.start, gap.end
            ),
            Self::Layout(error) => error.fmt(f),
            #[cfg(feature = "std")]
            Self::Io { doing, path, error } => write!(f, "cannot {doing} {}: {error}", path.display()),
        }
    }
}

impl core::error::Error for TableError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Header(error) => Some(&**error),
            Self::Layout(error) => Some(error),
            #[cfg(feature = "std")]
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}
