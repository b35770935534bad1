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
    /// A file that ends before the bytes that are to be mapped do.
    ShortFile {
        /// The byte at which they end.
        needed: u64,
        /// Bytes of the file.
        available: u64,
    },
    /// Bytes that an address space, or the numbers of a file's bytes, do not reach.
    OutOfReach {
        /// The first byte, in the file.
        offset: u64,
        /// How many they are.
        bytes: u64,
    },
    /// A new file has no header yet that could say where its records are: [`Place`](super::Place) says it.
    NoHeaderYet,
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
    /// A count of records or elements, where a shape or another count says another.
    OtherCount {
        /// What the options or the header say.
        expected: u64,
        /// What was asked for.
        found: u64,
    },
    /// Records of another dtype than the table's.
    OtherDType {
        /// The table's.
        expected: Box<DType>,
        /// The records'.
        found: Box<DType>,
    },
    /// Bytes in the file behind the last record, which would become records or be lost.
    BytesBehind {
        /// The byte behind the last record.
        end: u64,
        /// Bytes of the file.
        available: u64,
    },
    /// A range of records, or of elements along an axis, that there are not.
    OutOfRange {
        /// The range.
        range: Range<usize>,
        /// How many there are.
        len: usize,
    },
    /// An option that means nothing at this door, as `overwrite` where no file is made.
    UnusedOption {
        /// The option.
        option: &'static str,
    },
    /// The content of a file, with its path: what doors that take a path answer where the error itself does not name it.
    /// [`kind`](TableError::kind) and [`into_kind`](TableError::into_kind) give what is wrong.
    #[cfg(feature = "std")]
    InFile {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        error: Box<TableError>,
    },
    /// A file that cannot be opened, read, mapped, locked or written, or is none.
    #[cfg(feature = "std")]
    File(crate::file::FileError),
    /// A mapped file whose header says how many records there are, as that of `.npy` does: growing or shrinking the map would
    /// make it wrong.
    #[cfg(feature = "std")]
    Counted {
        /// The file.
        path: std::path::PathBuf,
    },
}

impl TableError {
    pub(crate) fn undefined_gaps(dtype: &DType) -> Self {
        Self::UndefinedGaps { gap: first_gap(dtype).unwrap_or(0..0) }
    }

    /// What is wrong, without the path of the file: this error, or the one in [`InFile`](TableError::InFile). For `match`.
    ///
    /// ```
    /// use record_core::{prelude::*, table::TableError};
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)] struct Reading { at: u32 }
    /// # let path = std::env::temp_dir().join(format!("record-doc-kind-{}.bin", std::process::id()));
    /// std::fs::write(&path, [0; 10])?;
    /// let error = RecordTable::<Reading>::read(&path).unwrap_err();
    /// assert!(matches!(error.kind(), TableError::PartialRecord { records: 2, left: 2, .. }));
    /// assert!(error.to_string().starts_with(&path.display().to_string()));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// A table over bytes has no path, and its errors are never wrapped.
    pub fn kind(&self) -> &Self {
        match self {
            #[cfg(feature = "std")]
            Self::InFile { error, .. } => error.kind(),
            kind => kind,
        }
    }

    /// As [`kind`](TableError::kind), by value.
    #[must_use]
    pub fn into_kind(self) -> Self {
        match self {
            #[cfg(feature = "std")]
            Self::InFile { error, .. } => error.into_kind(),
            kind => kind,
        }
    }

    /// This error, at a file; as it is, if it names one already.
    #[cfg(feature = "std")]
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        if self.names_path() {
            self
        } else {
            Self::InFile { path: path.to_path_buf(), error: Box::new(self) }
        }
    }

    #[cfg(feature = "std")]
    pub(crate) fn names_path(&self) -> bool {
        matches!(self, Self::InFile { .. } | Self::File(_) | Self::Counted { .. })
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

#[cfg(feature = "std")]
impl From<crate::file::FileError> for TableError {
    fn from(error: crate::file::FileError) -> Self {
        Self::File(error)
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
            Self::ShortFile { needed, available } => {
                write!(f, "a file of {available} bytes, where {needed} are needed")
            }
            Self::OutOfReach { offset, bytes } => {
                write!(f, "{bytes} bytes from byte {offset} on are more than can be addressed")
            }
            Self::NoHeaderYet => f.write_str("a new file has no header yet that could be looked at"),
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
            Self::OtherCount { expected, found } => {
                write!(f, "{expected} records or elements, where {found} are asked for")
            }
            Self::OtherDType { expected, found } => {
                write!(f, "the records are of {}", expected.unlike(found))
            }
            Self::BytesBehind { end, available } => {
                write!(f, "the records end at byte {end} of {available}: what is behind them would be lost")
            }
            Self::UnusedOption { option } => write!(f, "the option `{option}` means nothing here"),
            Self::OutOfRange { range, len } => write!(f, "{}..{} of {len}", range.start, range.end),
            #[cfg(feature = "std")]
            Self::Counted { path } => write!(
                f,
                "the header of {} counts its records, and a map does not write it: append to the file when it is not mapped",
                path.display()
            ),
            #[cfg(feature = "std")]
            Self::InFile { path, error } => write!(f, "{}: {error}", path.display()),
            #[cfg(feature = "std")]
            Self::File(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for TableError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Header(error) => error.source(),
            Self::Layout(error) => error.source(),
            #[cfg(feature = "std")]
            Self::InFile { error, .. } => error.source(),
            #[cfg(feature = "std")]
            Self::File(error) => error.source(),
            _ => None,
        }
    }
}
