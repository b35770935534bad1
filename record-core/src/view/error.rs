//! Asking a view for an element or a field that it has not.

#[cfg(feature = "alloc")]
use crate::{
    dtype::{DType, Scalar, ScalarKind, nearest},
    layout::LayoutError,
    view::{
        Value,
        kind::{Elements, ValueKind},
    },
};
#[cfg(feature = "alloc")]
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

/// An index that a view does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexError {
    /// A number that is not below the length of its axis.
    OutOfRange {
        /// The axis; 0 for a column.
        axis: usize,
        /// The index asked for.
        index: usize,
        /// The length of the axis.
        len: usize,
    },
    /// Another number of numbers than there are axes.
    Rank {
        /// Axes of the view.
        expected: usize,
        /// Numbers in the index.
        found: usize,
    },
}

impl IndexError {
    /// What is wrong with `index` in a view of this shape; the first such thing.
    pub(crate) fn of(index: &[usize], shape: &[usize]) -> Self {
        let bad = index.iter().zip(shape).enumerate().find(|(_, (i, n))| i >= n);
        match bad {
            Some((axis, (&index, &len))) => Self::OutOfRange { axis, index, len },
            None => Self::Rank { expected: shape.len(), found: index.len() },
        }
    }
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::OutOfRange { axis, index, len } => {
                write!(f, "index {index} is out of range for axis {axis} of length {len}")
            }
            Self::Rank { expected, found } => {
                write!(f, "an index of rank {found} for a view of rank {expected}")
            }
        }
    }
}

impl core::error::Error for IndexError {}

/// Another number of values than there are elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LengthError {
    /// Elements of the column.
    pub expected: usize,
    /// Values given; of an iterator that had more, one more than expected.
    pub found: usize,
}

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            // Perhaps those behind it were not counted.
            Self { expected, found } if found.checked_sub(expected) == Some(1) => {
                write!(f, "more than {expected} values where {expected} are needed")
            }
            Self { expected, found } => write!(f, "{found} values where {expected} are needed"),
        }
    }
}

impl core::error::Error for LengthError {}

/// A column that a table has not, or not of that type.
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnError {
    /// There is no field of this name.
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
    /// The column holds something else.
    Type {
        /// The dtype of the type asked for.
        expected: Box<DType>,
        /// The dtype of the column.
        found: Box<DType>,
    },
    /// The column has another number of axes.
    Rank {
        /// Axes of the type asked for.
        expected: usize,
        /// Axes of the column.
        found: usize,
    },
    /// The operation is not defined for what the column holds.
    Unsupported {
        /// The operation.
        operation: &'static str,
        /// The dtype of the column.
        found: Box<DType>,
    },
    /// The elements do not compare with such a value.
    Incomparable {
        /// The comparison.
        operation: &'static str,
        /// The dtype of the column.
        expected: Box<DType>,
        /// What the value was.
        found: ValueKind,
    },
    /// Views whose shapes do not go together.
    Layout(LayoutError),
}

#[cfg(feature = "alloc")]
impl ColumnError {
    pub(crate) fn of_type(expected: &DType, found: &DType) -> Self {
        Self::Type { expected: Box::new(expected.clone()), found: Box::new(found.clone()) }
    }

    pub(crate) fn unsupported(operation: &'static str, found: &DType) -> Self {
        Self::Unsupported { operation, found: Box::new(found.clone()) }
    }

    pub(crate) fn incomparable(operation: &'static str, expected: &DType, found: &Value) -> Self {
        Self::Incomparable { operation, expected: Box::new(expected.clone()), found: found.kind() }
    }

    pub(crate) fn unknown(name: &str, dtype: &DType) -> Self {
        let names = dtype.fields().iter().map(|f| f.name().into()).collect();
        Self::Unknown { name: name.into(), names }
    }
}

#[cfg(feature = "alloc")]
impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, names } if names.is_empty() => {
                write!(f, "no field named `{name}`: the dtype is not a record")
            }
            Self::Unknown { name, names } => {
                write!(f, "no field named `{name}`")?;
                match nearest(name, names.iter().map(String::as_str)) {
                    Some(near) => write!(f, "; did you mean `{near}`?")?,
                    None => f.write_str(".")?,
                }
                f.write_str(" The fields are ")?;
                for (i, name) in names.iter().enumerate() {
                    write!(f, "{}`{name}`", if i == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::Type { expected, found } => write!(f, "the column is of {}", expected.unlike(found)),
            Self::Rank { expected, found } => write!(
                f,
                "the column has rank {found}, the type asked for has rank {expected}: `typed_as` and `into_typed_as` take \
                 the rank too"
            ),
            Self::Unsupported { operation, found } => {
                write!(f, "{operation} is not defined for {found:?}")?;
                match found.base().as_scalar().map(Scalar::kind) {
                    Some(ScalarKind::Float16) => f.write_str(" without the feature `half`"),
                    _ => Ok(()),
                }
            }
            Self::Incomparable { operation, expected, found } => {
                write!(
                    f,
                    "{operation}: {} (`{expected:?}`) do not compare with {found}",
                    Elements(expected)
                )?;
                match (expected.base().as_scalar().map(Scalar::kind), found) {
                    (Some(ScalarKind::DateTime(_)), ValueKind::Date(_))
                    | (Some(ScalarKind::TimeDelta(_)), ValueKind::Span(_)) => {
                        f.write_str(" that their unit does not count exactly")
                    }
                    _ => Ok(()),
                }
            }
            Self::Layout(error) => error.fmt(f),
        }
    }
}

#[cfg(feature = "alloc")]
impl core::error::Error for ColumnError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Layout(error) => error.source(),
            _ => None,
        }
    }
}
