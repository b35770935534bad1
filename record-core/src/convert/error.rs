//! What can go wrong when records become other records, with names and numbers.

use crate::{
    buffer::{ArrayError, ConcatError},
    convert::Casting,
    dtype::{DType, DTypeError, nearest},
    layout::LayoutError,
    view::{SetError, Value},
};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

/// Records that do not become others, or columns that do not make a table.
///
/// Fields are named by their path, with dots between the names; the path of what is no record is empty.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ConvertError {
    /// The target has a field that the source has not.
    MissingField {
        /// The field of the target.
        field: String,
        /// The most similar name of the source, if there is one that looks like a misspelling.
        nearest: Option<String>,
    },
    /// The source has a field that the target has not.
    ExtraField {
        /// The field of the source.
        field: String,
    },
    /// Records of different numbers of fields, joined by position.
    FieldCount {
        /// The field that holds the records.
        field: String,
        /// Fields of the source.
        from: usize,
        /// Fields of the target.
        to: usize,
    },
    /// A record, a sub-array or a scalar on one side and another of the three on the other, or sub-arrays of different
    /// lengths.
    Structure {
        /// The field.
        field: String,
        /// The dtype of the source.
        from: Box<DType>,
        /// The dtype of the target.
        to: Box<DType>,
    },
    /// The rule does not allow it.
    Refused {
        /// The field.
        field: String,
        /// The dtype of the source.
        from: Box<DType>,
        /// The dtype of the target.
        to: Box<DType>,
        /// The rule.
        casting: Casting,
        /// The first rule that allows it.
        needed: Casting,
    },
    /// There is no way from one to the other, under any rule.
    NoConversion {
        /// The field.
        field: String,
        /// The dtype of the source.
        from: Box<DType>,
        /// The dtype of the target.
        to: Box<DType>,
    },
    /// Text in bytes on one side, in code points on the other, which has to be chosen.
    TextKinds {
        /// The field.
        field: String,
        /// The dtype of the source.
        from: Box<DType>,
        /// The dtype of the target.
        to: Box<DType>,
    },
    /// A value does not fit; those of the rows before it may have been written.
    Value {
        /// The row, or the element in row-major order, counted from 0.
        row: usize,
        /// The field.
        field: String,
        /// The value.
        value: Box<Value>,
        /// The dtype that it does not fit.
        to: Box<DType>,
    },
    /// A default that does not fit its field.
    Default(SetError),
    /// Two dtypes that no dtype holds both.
    NoCommon {
        /// The field.
        field: String,
        /// The one.
        left: Box<DType>,
        /// The other.
        right: Box<DType>,
    },
    /// The fields of a record are not the elements of a row: their dtypes differ, or their distances do.
    NoMatrix {
        /// The first field that does not join those before it.
        field: String,
    },
    /// Views of different shapes.
    Shape {
        /// The shape of the target.
        expected: Vec<usize>,
        /// The shape of the source.
        found: Vec<usize>,
    },
    /// Columns of different lengths, or one that has not one axis.
    Lengths {
        /// The column, by its name or its position.
        column: String,
        /// Records of the table.
        expected: usize,
        /// The shape of the column.
        found: Vec<usize>,
    },
    /// A view of another dtype than the conversion was made for.
    OtherDType {
        /// The dtype that it was made for.
        expected: Box<DType>,
        /// The dtype of the view.
        found: Box<DType>,
    },
    /// A dtype that cannot be made, or a field that it has not.
    DType(DTypeError),
    /// A view that cannot be made.
    Layout(LayoutError),
    /// A table or an array that cannot be made.
    Array(ArrayError),
    /// Views that cannot be put together.
    Concat(ConcatError),
}

impl ConvertError {
    /// A field of the target that `source` lacks.
    pub(super) fn missing(field: String, name: &str, source: &DType) -> Self {
        Self::MissingField { field, nearest: nearest(name, source.names()).map(Into::into) }
    }
}

impl From<DTypeError> for ConvertError {
    fn from(error: DTypeError) -> Self {
        Self::DType(error)
    }
}

impl From<LayoutError> for ConvertError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl From<ConcatError> for ConvertError {
    fn from(error: ConcatError) -> Self {
        match error {
            ConcatError::Layout(error) => error.into(),
            ConcatError::Array(error) => error.into(),
            error => Self::Concat(error),
        }
    }
}

impl From<ArrayError> for ConvertError {
    fn from(error: ArrayError) -> Self {
        Self::Array(error)
    }
}

/// The field that a sentence is about, where there is one.
struct Of<'a>(&'a str);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "field `{}`: ", self.0) }
    }
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingField { field, nearest } => {
                write!(f, "the source has no field `{field}`")?;
                match nearest {
                    Some(nearest) => write!(f, "; it has `{nearest}`"),
                    None => f.write_str(
                        ": `ConvertOptions::default_value` gives one to it, `missing(Missing::Zero)` zeros",
                    ),
                }
            }
            Self::ExtraField { field } => {
                write!(f, "the target has no field `{field}`: `ConvertOptions::ignore_extra()` leaves it out")
            }
            Self::FieldCount { field, from, to } => {
                write!(f, "{}a record of {from} fields does not become one of {to}", Of(field))
            }
            Self::Structure { field, from, to } => {
                write!(f, "{}{from:?} and {to:?} are not made of the same parts", Of(field))
            }
            Self::Refused { field, from, to, casting, needed } => write!(
                f,
                "{}{from:?} becomes {to:?} under the rule '{needed}', not under '{casting}'; \
                 `ConvertOptions::checked()` looks at each value instead",
                Of(field)
            ),
            Self::NoConversion { field, from, to } => {
                write!(f, "{}there is no conversion from {from:?} to {to:?}", Of(field))
            }
            Self::TextKinds { field, from, to } => write!(
                f,
                "{}{from:?} becomes {to:?} only if its text is ASCII: choose that with `ConvertOptions::ascii_text()`",
                Of(field)
            ),
            Self::Value { row, field, value, to } => {
                write!(f, "{}row {row}: {value:?} does not fit {to:?}", Of(field))
            }
            Self::Default(error) => write!(f, "a default: {error}"),
            Self::NoCommon { field, left, right } => {
                write!(f, "{}no dtype holds both {left:?} and {right:?}", Of(field))
            }
            Self::NoMatrix { field } => write!(
                f,
                "field `{field}` does not continue a row of equal elements at equal distances: copy with `to_matrix`"
            ),
            Self::Shape { expected, found } => {
                write!(f, "a source of shape {found:?} for a target of shape {expected:?}")
            }
            Self::Lengths { column, expected, found } => {
                write!(f, "column `{column}` of shape {found:?} for a table of {expected} records")
            }
            Self::OtherDType { expected, found } => {
                write!(f, "the elements are of {}", expected.unlike(found))
            }
            Self::DType(error) => error.fmt(f),
            Self::Layout(error) => error.fmt(f),
            Self::Array(error) => error.fmt(f),
            Self::Concat(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ConvertError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Default(error) => error.source(),
            Self::DType(error) => error.source(),
            Self::Layout(error) => error.source(),
            Self::Array(error) => error.source(),
            Self::Concat(error) => error.source(),
            _ => None,
        }
    }
}
