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
        needed: usize,
        /// Bytes that there are.
        available: usize,
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
        expected: usize,
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
            Self::ShortHeader { needed, available } => {
                write!(f, "a header of {needed} bytes does not fit {available} bytes")
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
            Self::Mismatch { expected, found } => match expected.first_difference(found) {
                Some(difference) => write!(f, "the file is of another dtype: {difference}"),
                None => write!(f, "the file holds {found:?}, not {expected:?}"),
            },
            Self::Array(error) => error.fmt(f),
            Self::Convert(error) => error.fmt(f),
            Self::Table(error) => error.fmt(f),
            Self::FixedShape { shape, order } => write!(
                f,
                "an array of shape {shape:?} in {order:?} order cannot be appended to: it grows along its first axis, which \
                 must be there, in C order"
            ),
            Self::Unknown => {
                f.write_str("an append has failed: open the file again to see whether it has it")
            }
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
            Self::File(error) => error.source(),
            #[cfg(feature = "std")]
            Self::Io { error, .. } => error.source(),
            _ => None,
        }
    }
}
