//! One error for `?` across floors; each floor has its own, with the numbers.

use crate::{
    coded::{Code, Unknown, UnknownCode},
    layout::LayoutError,
    view::{CopyError, IndexError, LengthError, PutError},
};
use core::fmt;

#[cfg(all(test, feature = "std"))]
mod tests;

/// Any error of the crate. Each floor returns its own; this one is for a function that crosses several.
///
/// `{error:?}` is the same sentence as `{error}`, so that `fn main() -> Result<(), Error>` ends with words for a user;
/// `{error:#?}` shows the variants and their fields.
///
/// The text of an error of this crate is whole: that of an error in it, as of the operating system's answer, is part of it. So
/// `source` is not that error, which is a field of the variant, but what is behind it, and a report of the whole chain says
/// nothing twice.
///
/// ```
/// use record_core::{Error, View};
/// fn sum(bytes: &[u8]) -> Result<i128, Error> {
///     Ok(View::<u32>::from_bytes(bytes)?.sum())
/// }
/// let error = sum(&[0; 6]).unwrap_err();
/// assert!(matches!(error, Error::Layout(_)));
/// assert_eq!(format!("{error:?}"), error.to_string());
/// ```
#[non_exhaustive]
pub enum Error {
    /// A layout that does not fit its bytes.
    Layout(LayoutError),
    /// An index out of range.
    Index(IndexError),
    /// Another number of values than there are elements.
    Length(LengthError),
    /// Elements that cannot be copied.
    Copy(CopyError),
    /// Indices and values that cannot be written.
    Put(PutError),
    /// The operating system's answer, where no table adds a path to it.
    #[cfg(feature = "std")]
    Io(std::io::Error),
    /// A file that cannot be opened, locked, written or replaced.
    #[cfg(feature = "std")]
    File(crate::file::FileError),
    /// An array that cannot be made.
    #[cfg(feature = "alloc")]
    Array(crate::buffer::ArrayError),
    /// Columns that are not those of one table.
    #[cfg(feature = "alloc")]
    Columns(crate::buffer::ColumnsError),
    /// Views that cannot be put together.
    #[cfg(feature = "alloc")]
    Concat(crate::buffer::ConcatError),
    /// Elements that cannot be taken.
    #[cfg(feature = "alloc")]
    Take(crate::buffer::TakeError),
    /// Records that do not become others.
    #[cfg(feature = "alloc")]
    Convert(crate::convert::ConvertError),
    /// A column that is not there, or not of that type.
    #[cfg(feature = "alloc")]
    Column(crate::view::ColumnError),
    /// A value that cannot be written.
    #[cfg(feature = "alloc")]
    Set(crate::view::SetError),
    /// A dtype that cannot be made.
    #[cfg(feature = "alloc")]
    DType(crate::dtype::DTypeError),
    /// A table that cannot be opened.
    #[cfg(feature = "alloc")]
    Table(crate::table::TableError),
    /// Records that did not all come in.
    #[cfg(feature = "alloc")]
    Scan(crate::scan::ScanError),
    /// An array interface that cannot be made or read.
    #[cfg(feature = "alloc")]
    Interface(crate::interop::InterfaceError),
    /// A buffer format that cannot be written or read.
    #[cfg(feature = "alloc")]
    Pep3118(crate::interop::Pep3118Error),
    /// Source text that cannot be written or read.
    #[cfg(feature = "alloc")]
    Source(crate::interop::SourceError),
    /// A view that the crate `ndarray` cannot have.
    #[cfg(feature = "ndarray")]
    Ndarray(crate::interop::ndarray::NdarrayError),
    /// A pointer of another language that cannot be a view.
    Pointer(crate::interop::PointerError),
    /// A text that does not fit its field.
    Text(crate::text::TextError),
    /// A number that is no code point.
    CodePoint(crate::text::InvalidCodePoint),
    /// An integer that is no code of its enum.
    Code(UnknownCode),
    /// A mask of another length.
    #[cfg(feature = "alloc")]
    Mask(crate::ops::MaskError),
    /// Records that cannot be ordered.
    #[cfg(feature = "alloc")]
    Order(crate::ops::OrderError),
    /// Columns that cannot be joined.
    #[cfg(feature = "alloc")]
    Join(crate::ops::JoinError),
    /// An expression that cannot be computed.
    Compute(crate::ops::compute::ComputeError),
    /// Elements that cannot be selected.
    #[cfg(feature = "alloc")]
    Select(crate::ops::SelectError),
    /// Windows, differences or running totals that cannot be computed.
    #[cfg(feature = "alloc")]
    Roll(crate::ops::roll::RollError),
    /// Tables that cannot be joined.
    #[cfg(feature = "alloc")]
    JoinBy(crate::convert::JoinByError),
    /// Records that cannot be grouped.
    #[cfg(feature = "alloc")]
    Group(crate::ops::GroupError),
    /// A dtype whose byte order cannot be changed in place.
    #[cfg(feature = "alloc")]
    Byteswap(crate::ops::ByteswapError),
    /// A reduction that has no answer.
    #[cfg(feature = "alloc")]
    Reduce(crate::ops::ReduceError),
    /// A `.npy` file that cannot be read or written.
    #[cfg(feature = "alloc")]
    Npy(crate::npy::NpyError),
    /// An archive of arrays that cannot be read or written.
    #[cfg(feature = "npz")]
    Npz(crate::npy::npz::NpzError),
}

macro_rules! from {
    ($($(#[$attribute:meta])* $variant:ident($error:ty);)*) => {
        $(
            $(#[$attribute])*
            impl From<$error> for Error {
                fn from(error: $error) -> Self {
                    Self::$variant(error)
                }
            }
        )*

        impl fmt::Display for Error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($(#[$attribute])* Self::$variant(error) => error.fmt(f),)*
                }
            }
        }

        impl fmt::Debug for Error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if !f.alternate() {
                    return fmt::Display::fmt(self, f);
                }
                match self {
                    $($(#[$attribute])* Self::$variant(error) => f.debug_tuple(stringify!($variant)).field(error).finish(),)*
                }
            }
        }

        impl core::error::Error for Error {
            fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
                match self {
                    $($(#[$attribute])* Self::$variant(error) => error.source(),)*
                }
            }
        }
    };
}

from! {
    Layout(LayoutError);
    Index(IndexError);
    Length(LengthError);
    Copy(CopyError);
    Put(PutError);
    #[cfg(feature = "std")]
    Io(std::io::Error);
    #[cfg(feature = "std")]
    File(crate::file::FileError);
    #[cfg(feature = "alloc")]
    Array(crate::buffer::ArrayError);
    #[cfg(feature = "alloc")]
    Columns(crate::buffer::ColumnsError);
    #[cfg(feature = "alloc")]
    Concat(crate::buffer::ConcatError);
    #[cfg(feature = "alloc")]
    Take(crate::buffer::TakeError);
    #[cfg(feature = "alloc")]
    Convert(crate::convert::ConvertError);
    #[cfg(feature = "alloc")]
    Column(crate::view::ColumnError);
    #[cfg(feature = "alloc")]
    Set(crate::view::SetError);
    #[cfg(feature = "alloc")]
    DType(crate::dtype::DTypeError);
    #[cfg(feature = "alloc")]
    Table(crate::table::TableError);
    #[cfg(feature = "alloc")]
    Scan(crate::scan::ScanError);
    #[cfg(feature = "alloc")]
    Interface(crate::interop::InterfaceError);
    #[cfg(feature = "alloc")]
    Pep3118(crate::interop::Pep3118Error);
    #[cfg(feature = "alloc")]
    Source(crate::interop::SourceError);
    #[cfg(feature = "ndarray")]
    Ndarray(crate::interop::ndarray::NdarrayError);
    Pointer(crate::interop::PointerError);
    Text(crate::text::TextError);
    CodePoint(crate::text::InvalidCodePoint);
    Code(UnknownCode);
    #[cfg(feature = "alloc")]
    Mask(crate::ops::MaskError);
    Compute(crate::ops::compute::ComputeError);
    #[cfg(feature = "alloc")]
    Order(crate::ops::OrderError);
    #[cfg(feature = "alloc")]
    Join(crate::ops::JoinError);
    #[cfg(feature = "alloc")]
    Select(crate::ops::SelectError);
    #[cfg(feature = "alloc")]
    Roll(crate::ops::roll::RollError);
    #[cfg(feature = "alloc")]
    JoinBy(crate::convert::JoinByError);
    #[cfg(feature = "alloc")]
    Group(crate::ops::GroupError);
    #[cfg(feature = "alloc")]
    Byteswap(crate::ops::ByteswapError);
    #[cfg(feature = "alloc")]
    Reduce(crate::ops::ReduceError);
    #[cfg(feature = "alloc")]
    Npy(crate::npy::NpyError);
    #[cfg(feature = "npz")]
    Npz(crate::npy::npz::NpzError);
}

impl<E: Code> From<Unknown<E>> for Error {
    fn from(unknown: Unknown<E>) -> Self {
        Self::Code(unknown.into())
    }
}
