//! A value as the stored bytes of a scalar: exactly, or an error.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    layout::LayoutError,
    view::{
        IndexError, Value,
        half::{half_from_f64, half_to_f32},
    },
};
use alloc::{boxed::Box, format, string::String};
use core::fmt;

/// A value that cannot be written where it should.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SetError {
    /// There is no such element.
    Index(IndexError),
    /// The axes of a sub-array are too many.
    Layout(LayoutError),
    /// A value of another kind than the dtype's.
    Kind {
        /// The dtype.
        expected: Box<DType>,
        /// The value.
        found: Box<Value>,
    },
    /// A number that the dtype cannot hold exactly, or a text that is too long for it.
    Range {
        /// The dtype.
        expected: Box<DType>,
        /// The value.
        found: Box<Value>,
    },
    /// Another number of fields or parts.
    Length {
        /// Fields of the record, or parts of the sub-array.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// Any of these, in a field.
    Field {
        /// The field, as `outer.inner` or `outer[3]`.
        path: String,
        /// What is wrong.
        error: Box<SetError>,
    },
}

impl SetError {
    pub(crate) fn kind(expected: &DType, found: &Value) -> Self {
        Self::Kind { expected: Box::new(expected.clone()), found: Box::new(found.clone()) }
    }

    pub(crate) fn within(self, outer: &str) -> Self {
        match self {
            Self::Field { path, error } if path.starts_with('[') => {
                Self::Field { path: format!("{outer}{path}"), error }
            }
            Self::Field { path, error } => Self::Field { path: format!("{outer}.{path}"), error },
            error => Self::Field { path: outer.into(), error: Box::new(error) },
        }
    }
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => error.fmt(f),
            Self::Layout(error) => error.fmt(f),
            Self::Kind { expected, found } => write!(f, "{found:?} is no value of {expected:?}"),
            Self::Range { expected, found } => write!(f, "{found:?} does not fit into {expected:?}"),
            Self::Length { expected, found } => write!(f, "{found} values where {expected} are needed"),
            Self::Field { path, error } => write!(f, "field `{path}`: {error}"),
        }
    }
}

impl core::error::Error for SetError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Field { error, .. } => error.source(),
            _ => None,
        }
    }
}

impl From<IndexError> for SetError {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<LayoutError> for SetError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

/// Writes the value to `out`, which is as long as the scalar.
pub(crate) fn encode(scalar: Scalar, value: &Value, out: &mut [u8]) -> Result<(), SetError> {
    let dtype = || DType::scalar(scalar);
    let kind = || SetError::kind(&dtype(), value);
    let range = || SetError::Range { expected: Box::new(dtype()), found: Box::new(value.clone()) };
    let order = scalar.byte_order().unwrap_or(ByteOrder::Little);
    match scalar.kind() {
        ScalarKind::Bool => match value {
            Value::Bool(truth) => out[0] = u8::from(*truth),
            _ => return Err(kind()),
        },
        ScalarKind::Int(_) | ScalarKind::UInt(_) => {
            let number = value.to_i128().ok_or_else(kind)?;
            let bits = 8 * u32::try_from(out.len()).expect("at most 8");
            let signed = matches!(scalar.kind(), ScalarKind::Int(_));
            let (low, high) =
                if signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) };
            if number < low || number > high {
                return Err(range());
            }
            put(out, number.cast_unsigned(), order);
        }
        ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => {
            let number =
                float(value).ok_or_else(|| if value.to_f64().is_some() { range() } else { kind() })?;
            put_float(scalar.kind(), number, out, order).ok_or_else(range)?;
        }
        ScalarKind::Complex64 | ScalarKind::Complex128 => {
            let (re, im) = match *value {
                Value::Complex64(re, im) => (f64::from(re), f64::from(im)),
                Value::Complex128(re, im) => (re, im),
                _ => (float(value).ok_or_else(kind)?, 0.0),
            };
            let part = if out.len() == 8 { ScalarKind::Float32 } else { ScalarKind::Float64 };
            let (first, second) = out.split_at_mut(out.len() / 2);
            put_float(part, re, first, order).ok_or_else(range)?;
            put_float(part, im, second, order).ok_or_else(range)?;
        }
        ScalarKind::Bytes(_) | ScalarKind::Opaque(_) => {
            let (Value::Bytes(bytes) | Value::Opaque(bytes)) = value else { return Err(kind()) };
            if bytes.len() > out.len() {
                return Err(range());
            }
            out.fill(0);
            out[..bytes.len()].copy_from_slice(bytes);
        }
        ScalarKind::Utf32(_) => {
            let Value::Text(text) = value else { return Err(kind()) };
            if text.chars().count() > out.len() / 4 {
                return Err(range());
            }
            out.fill(0);
            for (unit, c) in out.chunks_exact_mut(4).zip(text.chars()) {
                put(unit, u128::from(u32::from(c)), order);
            }
        }
        ScalarKind::DateTime(unit) => match *value {
            Value::DateTime(count, of) if of == unit => put(out, i128::from(count).cast_unsigned(), order),
            _ => return Err(kind()),
        },
        ScalarKind::TimeDelta(unit) => match *value {
            Value::TimeDelta(count, of) if of == unit => put(out, i128::from(count).cast_unsigned(), order),
            _ => return Err(kind()),
        },
    }
    Ok(())
}

/// The number as a float, if one holds it exactly.
fn float(value: &Value) -> Option<f64> {
    let number = value.to_f64()?;
    match value.to_i128() {
        #[allow(clippy::cast_possible_truncation)] // saturates, and is compared
        Some(integer) if number as i128 != integer => None,
        _ => Some(number),
    }
}

/// A float of the kind's width; `None` if it is finite and not exact there.
fn put_float(kind: ScalarKind, number: f64, out: &mut [u8], order: ByteOrder) -> Option<()> {
    if kind == ScalarKind::Float64 {
        put(out, u128::from(number.to_bits()), order);
        return Some(());
    }
    #[allow(clippy::cast_possible_truncation)] // compared at once
    let narrow = number as f32;
    if !number.is_nan() && f64::from(narrow).to_bits() != number.to_bits() {
        return None;
    }
    let bits = if kind == ScalarKind::Float32 { narrow.to_bits() } else { exact_half(narrow)?.into() };
    put(out, bits.into(), order);
    Some(())
}

/// The bits of an f32 as a float of 16 bits, if that holds the number exactly.
fn exact_half(number: f32) -> Option<u16> {
    let bits = half_from_f64(f64::from(number));
    (number.is_nan() || half_to_f32(bits).to_bits() == number.to_bits()).then_some(bits)
}

/// The lowest bytes of `bits`.
fn put(out: &mut [u8], bits: u128, order: ByteOrder) {
    let len = out.len();
    match order {
        ByteOrder::Little => out.copy_from_slice(&bits.to_le_bytes()[..len]),
        ByteOrder::Big => out.copy_from_slice(&bits.to_be_bytes()[16 - len..]),
    }
}
