//! What can go wrong with `.npy` files, in numbers and names.

use crate::{
    buffer::ArrayError,
    convert::ConvertError,
    dtype::{DType, DTypeError, ParseProblem},
    layout::{LayoutError, Order},
    npy::MAGIC,
    table::TableError,
};
use alloc::boxed::Box;
use core::fmt;

/// A `.npy` file that cannot be read or written.
///
/// Positions count bytes of the header's text, which starts behind magic, version and length: at byte 10 of a file of
/// version 1.0, at byte 12 of later ones.
#[derive(Debug)]
#[non_exhaustive]
pub enum NpyError {
    /// The bytes do not start as those of a `.npy` file.
    Magic {
        /// The first ones.
        found: [u8; 6],
    },
    /// A version that nobody has defined yet.
    Version {
        /// The number before the dot.
        major: u8,
        /// The number behind it.
        minor: u8,
    },
    /// A header longer than is allowed: at first 10,000 characters, as in NumPy. Nothing was allocated for it.
    HeaderTooLong {
        /// Its length.
        len: u64,
        /// The longest allowed.
        limit: usize,
    },
    /// The bytes end within the header.
    ShortHeader {
        /// Bytes of the header, as far as is known.
        needed: u64,
        /// Bytes that there are in all.
        available: u64,
    },
    /// The header of a file of version 3.0 is not UTF-8.
    NotUtf8 {
        /// Where in its text.
        at: usize,
    },
    /// The text of the header is no dict of the three keys, or the value of one is not what it should be.
    Text {
        /// Where in the text.
        at: usize,
        /// What is wrong.
        problem: ParseProblem,
    },
    /// A key other than `descr`, `fortran_order` and `shape`.
    UnknownKey {
        /// Where in the text.
        at: usize,
        /// The key.
        key: Box<str>,
    },
    /// One of the three keys is there twice.
    KeyTwice {
        /// Where in the text the second one is.
        at: usize,
        /// The key.
        key: &'static str,
    },
    /// One of the three keys is absent.
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A dtype that the header of a file cannot say.
    DType(DTypeError),
    /// A shape of too many axes, or of more bytes than an address space holds.
    Layout(LayoutError),
    /// Fewer bytes of data than the header promises.
    ShortData {
        /// Bytes that the shape and the dtype take.
        expected: u64,
        /// Bytes behind the header.
        found: u64,
    },
    /// Bytes behind the data, which were not to be passed over, or which an append would have to cut off.
    Trailing {
        /// How many.
        bytes: u64,
    },
    /// The file holds elements of another dtype.
    Mismatch {
        /// The dtype asked for.
        expected: Box<DType>,
        /// That of the file.
        found: Box<DType>,
    },
    /// The file holds an array of scalars, where records are asked for by name.
    NoRecords {
        /// The dtype of its elements.
        dtype: Box<DType>,
        /// The length of each axis.
        shape: Box<[usize]>,
    },
    /// The memory for the elements cannot be had.
    Array(ArrayError),
    /// The records do not become those asked for.
    Convert(ConvertError),
    /// The elements do not make a table.
    Table(TableError),
    /// An array that cannot grow at its end: without axes, or with several in Fortran order.
    FixedShape {
        /// The length of each axis.
        shape: Box<[usize]>,
        /// The order in which its elements lie in the file.
        order: Order,
    },
    /// An append has failed in a way that leaves open whether the file has it. Opening the file again says so.
    Unknown,
    /// The content of a file, with its path: what doors that take a path answer where the error itself does not name it.
    /// [`kind`](NpyError::kind) and [`into_kind`](NpyError::into_kind) give what is wrong.
    #[cfg(feature = "std")]
    InFile {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        error: Box<NpyError>,
    },
    /// The records cannot be read by chunks, or through a guarded map.
    #[cfg(feature = "std")]
    Scan(crate::scan::ScanError),
    /// A file that cannot be opened, read, locked or written.
    #[cfg(feature = "std")]
    File(crate::file::FileError),
    /// The answer of a stream, and what was being done.
    #[cfg(feature = "std")]
    Io {
        /// What was being done: read, write.
        doing: &'static str,
        /// The answer.
        error: std::io::Error,
    },
}

macro_rules! from {
    ($($(#[$attribute:meta])* $variant:ident($error:ty),)*) => {$(
        $(#[$attribute])*
        impl From<$error> for NpyError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    DType(DTypeError),
    Layout(LayoutError),
    Array(ArrayError),
    Convert(ConvertError),
    #[cfg(feature = "std")]
    Scan(crate::scan::ScanError),
    #[cfg(feature = "std")]
    File(crate::file::FileError),
}

impl From<TableError> for NpyError {
    fn from(error: TableError) -> Self {
        match error {
            // Errors of files are those of files here too.
            #[cfg(feature = "std")]
            TableError::File(error) => Self::File(error),
            error => Self::Table(error),
        }
    }
}

impl NpyError {
    /// Another dtype than the one asked for.
    pub(super) fn mismatch(expected: &DType, found: &DType) -> Self {
        Self::Mismatch { expected: Box::new(expected.clone()), found: Box::new(found.clone()) }
    }

    /// What is wrong, without the path of the file: this error, or the one in [`InFile`](NpyError::InFile). For `match`.
    ///
    /// ```
    /// use record_core::{Array, npy::NpyError};
    /// # let path = std::env::temp_dir().join(format!("record-doc-npy-kind-{}.npy", std::process::id()));
    /// std::fs::write(&path, "no array")?;
    /// let error = Array::<f64>::open_npy(&path).unwrap_err();
    /// assert!(matches!(error.kind(), NpyError::Magic { .. }));
    /// assert!(error.to_string().starts_with(&path.display().to_string()));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn kind(&self) -> &Self {
        match self {
            #[cfg(feature = "std")]
            Self::InFile { error, .. } => error.kind(),
            kind => kind,
        }
    }

    /// As [`kind`](NpyError::kind), by value.
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
    fn names_path(&self) -> bool {
        match self {
            Self::Table(error) | Self::Scan(crate::scan::ScanError::Table(error)) => error.names_path(),
            Self::InFile { .. } | Self::File(_) | Self::Scan(_) => true,
            _ => false,
        }
    }
}

impl fmt::Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic { found } => {
                write!(f, "not a .npy file: it starts with {found:02x?}, not with {MAGIC:02x?}")?;
                let what = match found {
                    [b'P', b'K', 3 | 5, ..] => ": a zip archive, perhaps .npz",
                    [0x80, ..] => ": a Python pickle, which cannot be read safely",
                    _ => "",
                };
                f.write_str(what)
            }
            Self::Version { major, minor } => {
                write!(f, "version {major}.{minor} of the .npy format is not one of 1.0, 2.0 and 3.0")
            }
            Self::HeaderTooLong { len, limit } => {
                write!(f, "a header of {len} characters is longer than the {limit} that are allowed")
            }
            Self::ShortHeader { available: 0, .. } => {
                f.write_str("the file is empty: it has not even the header of a .npy file")
            }
            Self::ShortHeader { needed, available } => {
                write!(
                    f,
                    "the file is cut within its header: {available} of at least {needed} bytes are there"
                )
            }
            Self::NotUtf8 { at } => write!(f, "the header is not UTF-8 at byte {at}"),
            Self::Text { at, problem } => write!(f, "the header at byte {at}: {problem}"),
            Self::UnknownKey { at, key } => write!(
                f,
                "the header at byte {at}: the key {key:?} is not one of descr, fortran_order and shape"
            ),
            Self::KeyTwice { at, key } => {
                write!(f, "the header at byte {at}: the key {key:?} is there twice")
            }
            Self::MissingKey { key } => write!(f, "the header has no key {key:?}"),
            Self::DType(error) => error.fmt(f),
            Self::Layout(error) => error.fmt(f),
            Self::ShortData { expected, found } => {
                write!(f, "the header promises {expected} bytes of data, there are {found}")
            }
            Self::Trailing { bytes } => write!(
                f,
                "{bytes} bytes follow the data; if an append left them that did not come to its end, \
                 Appender::open_over_trailing goes on"
            ),
            Self::Mismatch { expected, found } => write!(
                f,
                "the file is of {}; `open_as` converts records while reading, `open_array_as` arrays",
                expected.unlike(found)
            ),
            Self::Array(error) => error.fmt(f),
            Self::Convert(error) => {
                error.fmt(f)?;
                let chosen = matches!(
                    error,
                    ConvertError::MissingField { .. }
                        | ConvertError::ExtraField { .. }
                        | ConvertError::Refused { .. }
                        | ConvertError::TextKinds { .. }
                );
                f.write_str(if chosen { " (`NpyOptions::convert` takes the options)" } else { "" })
            }
            Self::NoRecords { dtype, shape } => write!(
                f,
                "the file has an array of shape {shape:?} of {dtype:?}, no records: `open_array_as` reads it as \
                 elements of a scalar type, `AnyArray::open_npy` as it is"
            ),
            Self::Table(error) => error.fmt(f),
            Self::FixedShape { shape, .. } if shape.is_empty() => {
                f.write_str("a single element without axes cannot be appended to: save an array of one axis")
            }
            Self::FixedShape { shape, .. } => write!(
                f,
                "an array of shape {shape:?} in Fortran order cannot be appended to: more rows would belong between the \
                 elements of the file, not behind them; save it in C order (`to_array_in(Order::C)`), then append"
            ),
            Self::Unknown => {
                f.write_str("an append has failed: open the file again to see whether it has it")
            }
            #[cfg(feature = "std")]
            Self::InFile { path, error } => write!(f, "{}: {error}", path.display()),
            #[cfg(feature = "std")]
            Self::Scan(error) => error.fmt(f),
            #[cfg(feature = "std")]
            Self::File(error) => error.fmt(f),
            #[cfg(feature = "std")]
            Self::Io { doing, error } => write!(f, "cannot {doing}: {error}"),
        }
    }
}

impl core::error::Error for NpyError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::DType(error) => error.source(),
            Self::Layout(error) => error.source(),
            Self::Array(error) => error.source(),
            Self::Convert(error) => error.source(),
            Self::Table(error) => error.source(),
            #[cfg(feature = "std")]
            Self::InFile { error, .. } => error.source(),
            #[cfg(feature = "std")]
            Self::Scan(error) => error.source(),
            #[cfg(feature = "std")]
            Self::File(error) => error.source(),
            #[cfg(feature = "std")]
            Self::Io { error, .. } => error.source(),
            _ => None,
        }
    }
}
