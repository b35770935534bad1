//! Tables that cannot be joined.

use crate::{
    buffer::ArrayError,
    convert::ConvertError,
    dtype::{DType, DTypeError, nearest},
    layout::LayoutError,
    ops::{JoinError, JoinSide},
    view::{ColumnError, SetError},
};
use alloc::string::String;
use core::fmt;

/// Why two tables do not make one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum JoinByError {
    /// No key is named.
    NoKey,
    /// A key that is named twice.
    DuplicateKey {
        /// The key.
        name: String,
    },
    /// A table without a field of a key's name.
    MissingKey {
        /// The key.
        name: String,
        /// The table.
        side: JoinSide,
        /// The most similar name of the table, if there is one that looks like a misspelling.
        nearest: Option<String>,
    },
    /// A field of both tables that is no key, and no postfix to tell them apart.
    Postfixes {
        /// The field.
        name: String,
    },
    /// A default of a field that the result has not.
    UnknownDefault {
        /// The field.
        name: String,
        /// The most similar name of the result, if there is one that looks like a misspelling.
        nearest: Option<String>,
    },
    /// A record without a partner, and no value for the fields that it would have from there.
    NoPartner {
        /// The record of the result.
        row: usize,
        /// The field of the result.
        field: String,
    },
    /// Pairs of another number of left and right records.
    Pairs {
        /// Left ones.
        left: usize,
        /// Right ones.
        right: usize,
    },
    /// Pairs with a record that the table has not.
    Row {
        /// The record.
        row: usize,
        /// The table.
        side: JoinSide,
        /// How many records it has.
        len: usize,
    },
    /// A field that a table has not, or of another kind than an as-of join needs.
    Column {
        /// The table.
        side: JoinSide,
        /// What is wrong.
        error: ColumnError,
    },
    /// A tolerance of an as-of join that is no distance between its times.
    Tolerance(ColumnError),
    /// Times of an as-of join that are not in order.
    Asof(JoinError),
    /// Fields that do not go together, or cannot be copied.
    Convert(ConvertError),
}

impl JoinByError {
    /// A key that a table has not.
    pub(super) fn missing(name: &str, side: JoinSide, dtype: &DType) -> Self {
        Self::MissingKey { name: name.into(), side, nearest: nearest(name, dtype.names()).map(Into::into) }
    }
}

macro_rules! from {
    ($($error:ty => $convert:expr;)*) => {$(
        impl From<$error> for JoinByError {
            fn from(error: $error) -> Self {
                Self::Convert($convert(error))
            }
        }
    )*};
}

from! {
    ConvertError => core::convert::identity;
    DTypeError => ConvertError::from;
    LayoutError => ConvertError::from;
    ArrayError => ConvertError::from;
    SetError => ConvertError::Default;
}

impl fmt::Display for JoinByError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => f.write_str("a join needs a key"),
            Self::DuplicateKey { name } => write!(f, "the field `{name}` is a key twice"),
            Self::MissingKey { name, side, nearest } => {
                write!(f, "the {side} table has no key field `{name}`")?;
                nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; it has `{nearest}`"))
            }
            Self::Postfixes { name } => write!(
                f,
                "both tables have a field `{name}`, which is no key, and both postfixes are empty: one of them must differ"
            ),
            Self::UnknownDefault { name, nearest } => {
                write!(f, "the result has no field `{name}` that a default would be for")?;
                nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; it has `{nearest}`"))
            }
            Self::NoPartner { row, field } => write!(
                f,
                "record {row} of the result has no partner for field `{field}`: `JoinOptions::default_value` gives it a value, \
                 `zeros()` zeros"
            ),
            Self::Pairs { left, right } => write!(f, "pairs of {left} left and {right} right records"),
            Self::Row { row, side, len } => {
                write!(f, "a pair has {side} record {row}, and there are {len}")
            }
            Self::Column { side, error } => write!(f, "the {side} table: {error}"),
            Self::Tolerance(error) => error.fmt(f),
            Self::Asof(error) => error.fmt(f),
            Self::Convert(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for JoinByError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Column { error, .. } | Self::Tolerance(error) => error.source(),
            Self::Asof(error) => error.source(),
            Self::Convert(error) => error.source(),
            _ => None,
        }
    }
}
