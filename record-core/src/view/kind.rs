//! What kind of value a value is, without the value: for errors.

use crate::{
    dtype::{DType, ScalarKind, TimeUnit},
    view::Value,
};
use core::fmt;

/// What kind of value a [`Value`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// True or false.
    Bool,
    /// An integer.
    Integer,
    /// A float.
    Float,
    /// A complex number.
    Complex,
    /// A text, in bytes or in code points.
    Text,
    /// Opaque bytes.
    Opaque,
    /// A date, counted in this unit.
    Date(TimeUnit),
    /// A time span, counted in this unit.
    Span(TimeUnit),
    /// An array of values.
    Array,
    /// A record.
    Record,
}

impl Value {
    /// What kind of value this is.
    ///
    /// ```
    /// # use record_core::view::{Value, ValueKind};
    /// assert_eq!(Value::from("5").kind(), ValueKind::Text);
    /// assert_eq!(Value::from(5).kind().to_string(), "an integer");
    /// ```
    pub fn kind(&self) -> ValueKind {
        match *self {
            Self::Bool(_) => ValueKind::Bool,
            Self::Int(_) | Self::UInt(_) => ValueKind::Integer,
            Self::Float32(_) | Self::Float64(_) => ValueKind::Float,
            Self::Complex64(..) | Self::Complex128(..) => ValueKind::Complex,
            Self::Bytes(_) | Self::Text(_) => ValueKind::Text,
            Self::Opaque(_) => ValueKind::Opaque,
            Self::DateTime(_, unit) => ValueKind::Date(unit),
            Self::TimeDelta(_, unit) => ValueKind::Span(unit),
            Self::Array(_) => ValueKind::Array,
            Self::Record(_) => ValueKind::Record,
        }
    }
}

/// In words, with an article: `a text`, `a date in s`.
impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, unit) = match *self {
            Self::Bool => ("a truth value", None),
            Self::Integer => ("an integer", None),
            Self::Float => ("a float", None),
            Self::Complex => ("a complex number", None),
            Self::Text => ("a text", None),
            Self::Opaque => ("opaque bytes", None),
            Self::Date(unit) => ("a date", Some(unit)),
            Self::Span(unit) => ("a time span", Some(unit)),
            Self::Array => ("an array", None),
            Self::Record => ("a record", None),
        };
        in_unit(f, name, unit)
    }
}

fn in_unit(f: &mut fmt::Formatter<'_>, name: &str, unit: Option<TimeUnit>) -> fmt::Result {
    f.write_str(name)?;
    match unit {
        None => Ok(()),
        Some(TimeUnit { base: None, .. }) => f.write_str(" without a unit"),
        Some(TimeUnit { base: Some(base), multiple: 1 }) => write!(f, " in {}", base.code()),
        Some(TimeUnit { base: Some(base), multiple }) => write!(f, " in {multiple}{}", base.code()),
    }
}

/// What the elements of a dtype are, in words: `floats`, `dates in ms`.
pub(super) struct Elements<'d>(pub(super) &'d DType);

impl fmt::Display for Elements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(scalar) = self.0.base().as_scalar() else { return f.write_str("records") };
        let (name, unit) = match scalar.kind() {
            ScalarKind::Bool => ("truth values", None),
            ScalarKind::Int(_) | ScalarKind::UInt(_) => ("integers", None),
            ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => ("floats", None),
            ScalarKind::Complex64 | ScalarKind::Complex128 => ("complex numbers", None),
            ScalarKind::Bytes(_) | ScalarKind::Utf32(_) => ("texts", None),
            ScalarKind::Opaque(_) => ("opaque bytes", None),
            ScalarKind::DateTime(unit) => ("dates", Some(unit)),
            ScalarKind::TimeDelta(unit) => ("time spans", Some(unit)),
        };
        in_unit(f, name, unit)
    }
}
