//! One element of run-time dtype as a Rust value: for printing, for tests, for what has no type.

use crate::{
    byte_order::ByteOrder,
    dtype::{Scalar, ScalarKind, TimeUnit},
    raw::any::AnyView,
    view::half::half_to_f32,
};
use alloc::{string::String, vec, vec::Vec};

/// A value of any dtype, decoded to native order.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `'?'`
    Bool(bool),
    /// `'i1'` to `'i8'`
    Int(i64),
    /// `'u1'` to `'u8'`
    UInt(u64),
    /// `'f2'` and `'f4'`, which an `f32` holds exactly
    Float32(f32),
    /// `'f8'`
    Float64(f64),
    /// `'c8'`: real and imaginary part
    Complex64(f32, f32),
    /// `'c16'`: real and imaginary part
    Complex128(f64, f64),
    /// `'S'`, without the NULs at the end
    Bytes(Vec<u8>),
    /// `'U'`, without the NULs at the end; what is no code point is U+FFFD
    Text(String),
    /// `'V'`
    Opaque(Vec<u8>),
    /// `'M8'`: counts of the unit since 1970, `i64::MIN` for NaT
    DateTime(i64, TimeUnit),
    /// `'m8'`: counts of the unit, `i64::MIN` for NaT
    TimeDelta(i64, TimeUnit),
    /// A sub-array, or the rest of a view's axes
    Array(Vec<Value>),
    /// A record: the values of its fields in order
    Record(Vec<Value>),
}

impl Value {
    /// The number as `f64`, rounded if it is an integer beyond 2^53; truth values are 0 and 1; `None` for others.
    pub fn to_f64(&self) -> Option<f64> {
        Some(match *self {
            Self::Bool(v) => f64::from(u8::from(v)),
            Self::Int(v) => v as f64,
            Self::UInt(v) => v as f64,
            Self::Float32(v) => f64::from(v),
            Self::Float64(v) => v,
            _ => return None,
        })
    }

    /// The integer, exactly; truth values are 0 and 1; `None` for others, floats too.
    pub fn to_i128(&self) -> Option<i128> {
        Some(match *self {
            Self::Bool(v) => i128::from(v),
            Self::Int(v) => i128::from(v),
            Self::UInt(v) => i128::from(v),
            _ => return None,
        })
    }

    /// The bytes of a text in bytes or of opaque data; `None` for others.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) | Self::Opaque(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text, of code points or of bytes that are UTF-8; `None` for others.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(bytes) => core::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }
}

impl AnyView<'_> {
    /// The element at `index`, one number for each axis, decoded; `None` if out of range.
    ///
    /// A sub-array of elements without bytes is given as an empty array, however many there are: a file's dtype may
    /// claim any number of them.
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<Value> {
        self.value_within(index.as_ref(), usize::MAX)
    }

    /// The element at `index`, of its sub-arrays at most `limit` parts each.
    pub(crate) fn value_within(&self, index: &[usize], limit: usize) -> Option<Value> {
        let dtype = self.dtype();
        // First: nothing is allocated for an element that is not there, whatever size its dtype claims.
        if index.len() != self.ndim() || index.iter().zip(self.shape().as_ref()).any(|(i, n)| i >= n) {
            return None;
        }
        if let Some(scalar) = dtype.as_scalar() {
            let mut inline = [0; 64];
            let mut heap = Vec::new();
            let bytes = if scalar.itemsize() <= inline.len() {
                &mut inline[..scalar.itemsize()]
            } else {
                heap.resize(scalar.itemsize(), 0);
                &mut heap[..]
            };
            self.copy_scalar(index, bytes)?;
            return Some(decode(scalar, bytes));
        }
        if let Some((base, count)) = dtype.as_array() {
            if base.itemsize() == 0 {
                return Some(Value::Array(Vec::new()));
            }
            // From the one element on: a view of all would need an axis for each level, and there may be too many.
            let mut element = *self;
            for &i in index {
                element = element.try_at(i).ok()?;
            }
            let parts = element.split_axis()?.ok()?;
            let part = |i| parts.try_at(i).ok()?.value_within(&[], limit);
            return (0..count.min(limit)).map(part).collect::<Option<_>>().map(Value::Array);
        }
        let field = |i| self.field_at(i)?.value_within(index, limit);
        (0..dtype.fields().len()).map(field).collect::<Option<_>>().map(Value::Record)
    }

    /// The element at `index` of a view of one axis, decoded; `None` if out of range.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.get_at([index])
    }

    /// The values in row-major order.
    pub fn values(&self) -> impl Iterator<Item = Value> + '_ {
        let mut next = (!self.is_empty()).then(|| vec![0; self.ndim()]);
        core::iter::from_fn(move || {
            let index = next.as_mut()?;
            let value = self.get_at(&index);
            // To the next index; after the last one there is none.
            let mut axis = index.len();
            loop {
                let Some(lower) = axis.checked_sub(1) else {
                    next = None;
                    break;
                };
                axis = lower;
                index[axis] += 1;
                if index[axis] < self.shape().as_ref()[axis] {
                    break;
                }
                index[axis] = 0;
            }
            value
        })
    }
}

/// The value of a scalar from its stored bytes. `bytes` is as long as the scalar.
pub(crate) fn decode(scalar: Scalar, bytes: &[u8]) -> Value {
    let order = scalar.byte_order().unwrap_or(ByteOrder::Little);
    let bits = |bytes: &[u8]| unsigned(bytes, order);
    #[allow(clippy::cast_possible_truncation)] // as wide as the bytes were
    let f32_of = |bytes: &[u8]| f32::from_bits(bits(bytes) as u32);
    let f64_of = |bytes: &[u8]| f64::from_bits(bits(bytes));
    match scalar.kind() {
        ScalarKind::Bool => Value::Bool(bytes[0] != 0),
        ScalarKind::Int(size) => {
            let unused = 64 - 8 * size as u32;
            Value::Int((bits(bytes) << unused).cast_signed() >> unused)
        }
        ScalarKind::UInt(_) => Value::UInt(bits(bytes)),
        #[allow(clippy::cast_possible_truncation)] // two bytes
        ScalarKind::Float16 => Value::Float32(half_to_f32(bits(bytes) as u16)),
        ScalarKind::Float32 => Value::Float32(f32_of(bytes)),
        ScalarKind::Float64 => Value::Float64(f64_of(bytes)),
        ScalarKind::Complex64 => Value::Complex64(f32_of(&bytes[..4]), f32_of(&bytes[4..])),
        ScalarKind::Complex128 => Value::Complex128(f64_of(&bytes[..8]), f64_of(&bytes[8..])),
        ScalarKind::Bytes(_) => Value::Bytes(strip(bytes, |&b| b == 0).into()),
        ScalarKind::Opaque(_) => Value::Opaque(bytes.into()),
        ScalarKind::Utf32(_) => {
            #[allow(clippy::cast_possible_truncation)] // four bytes
            let units: Vec<u32> = bytes.chunks_exact(4).map(|unit| bits(unit) as u32).collect();
            let text = strip(&units, |&unit| unit == 0);
            Value::Text(
                text.iter().map(|&u| char::from_u32(u).unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            )
        }
        ScalarKind::DateTime(unit) => Value::DateTime(bits(bytes).cast_signed(), unit),
        ScalarKind::TimeDelta(unit) => Value::TimeDelta(bits(bytes).cast_signed(), unit),
    }
}

/// Up to eight bytes in the given order as a number.
fn unsigned(bytes: &[u8], order: ByteOrder) -> u64 {
    let add = |number: u64, &byte: &u8| number << 8 | u64::from(byte);
    match order {
        ByteOrder::Big => bytes.iter().fold(0, add),
        ByteOrder::Little => bytes.iter().rev().fold(0, add),
    }
}

/// Without what is padding at the end.
fn strip<T>(items: &[T], padding: impl Fn(&T) -> bool) -> &[T] {
    let len = items.iter().rposition(|item| !padding(item)).map_or(0, |last| last + 1);
    &items[..len]
}
