//! Casts of expressions whose dtypes only run time knows, by the rules of the typed ones.

use super::{
    AnyExpr,
    functions::Unary,
    kind::{is_float, number_type, range},
    lanes::Lanes,
};
use crate::{
    dtype::{DType, Scalar, ScalarKind},
    ops::compute::error::{ComputeError, Fault, Operated},
};
use alloc::vec::Vec;

/// How values become values of another kind; see [`Lazy::cast`](crate::ops::compute::Lazy::cast) and its like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rule {
    Exact,
    Lossy,
    Saturate,
    Wrap,
}

macro_rules! casts {
    ($($(#[$doc:meta])* $name:ident $rule:ident;)*) => {
        impl AnyExpr<'_> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`ComputeError::NotNumbers`] if the dtype is no number and no truth value. Its byte order does not matter.
                pub fn $name(self, dtype: &DType) -> Result<Self, ComputeError> {
                    let found = dtype.as_scalar().map(Scalar::kind);
                    match found {
                        Some(kind) if range(kind).is_some() || is_float(kind) => Ok(self.then(Unary::Cast(kind, Rule::$rule))),
                        _ => Err(ComputeError::NotNumbers { found }),
                    }
                }
            )*
        }
    };
}

casts! {
    /// The values as another dtype, exactly; see [`Lazy::cast`](crate::ops::compute::Lazy::cast).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers = [1.0, 300.0];
    /// let bytes = View::from_slice(&numbers).as_any().expr().cast(&DType::parse("u1")?)?;
    /// assert_eq!(bytes.to_array().unwrap_err().to_string(), "the value 300 at element 1 does not fit in u8");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    cast Exact;
    /// The values as another dtype, in range but not exactly; see [`Lazy::cast_lossy`](crate::ops::compute::Lazy::cast_lossy).
    cast_lossy Lossy;
    /// The values as another dtype, as near as there are; see
    /// [`Lazy::cast_saturating`](crate::ops::compute::Lazy::cast_saturating).
    cast_saturating Saturate;
    /// The values as another dtype, by Rust's `as`; see [`Lazy::cast_wrapping`](crate::ops::compute::Lazy::cast_wrapping).
    cast_wrapping Wrap;
}

/// All values as another kind.
pub(super) fn cast(lanes: Lanes, to: ScalarKind, rule: Rule, start: usize) -> Result<Lanes, ComputeError> {
    let fault = |at: usize, value| Fault::Cast { value, to: number_type(to) }.at(start + at);
    macro_rules! each {
        ($values:expr, $operated:expr, $cast:expr) => {{
            let values = $values;
            let mut cast = Vec::with_capacity(values.len());
            for (at, value) in values.into_iter().enumerate() {
                cast.push($cast(value, rule).ok_or_else(|| fault(at, $operated(value)))?);
            }
            cast
        }};
    }
    let single = |v| Operated::Float(f64::from(v));
    let mut made = match (to, lanes) {
        (ScalarKind::Float64, Lanes::Single(values)) => {
            Lanes::Double(values.into_iter().map(f64::from).collect())
        }
        (ScalarKind::Float64, Lanes::Double(values)) => Lanes::Double(values),
        (ScalarKind::Float64, lanes) => Lanes::Double(each!(lanes.wide(), Operated::Int, whole_to_double)),
        (ScalarKind::Float16 | ScalarKind::Float32, lanes) => Lanes::Single(match lanes {
            Lanes::Single(values) => each!(values, single, |v, rule| narrow(f64::from(v), to, rule)),
            Lanes::Double(values) => each!(values, Operated::Float, |v, rule| narrow(v, to, rule)),
            lanes => each!(lanes.wide(), Operated::Int, |v, rule| whole_to_single(v, to, rule)),
        }),
        (_, lanes) => {
            let values = match lanes {
                Lanes::Single(values) => {
                    each!(values, single, |v, rule| float_to_whole(f64::from(v), to, rule))
                }
                Lanes::Double(values) => {
                    each!(values, Operated::Float, |v, rule| float_to_whole(v, to, rule))
                }
                lanes => each!(lanes.wide(), Operated::Int, |v, rule| whole_to_whole(v, to, rule)),
            };
            Lanes::whole(to, values)
        }
    };
    made.round(to);
    Ok(made)
}

/// An integer or truth value as another.
fn whole_to_whole(value: i128, to: ScalarKind, rule: Rule) -> Option<i128> {
    if to == ScalarKind::Bool && rule != Rule::Exact {
        return Some(i128::from(value != 0));
    }
    let (low, high) = range(to)?;
    match rule {
        Rule::Exact | Rule::Lossy => (low..=high).contains(&value).then_some(value),
        Rule::Saturate => Some(value.clamp(low, high)),
        // The range is a power of two.
        Rule::Wrap => Some((value - low).rem_euclid(high - low + 1) + low),
    }
}

/// A float as an integer or truth value.
#[allow(clippy::cast_possible_truncation, clippy::float_cmp)] // the fraction is what the rule says; exact is meant
fn float_to_whole(value: f64, to: ScalarKind, rule: Rule) -> Option<i128> {
    if to == ScalarKind::Bool {
        let exact = value == 0.0 || value == 1.0;
        return (exact || rule != Rule::Exact).then_some(i128::from(value != 0.0));
    }
    let (low, high) = range(to)?;
    let whole = value as i128;
    match rule {
        Rule::Exact => (whole as f64 == value && (low..=high).contains(&whole)).then_some(whole),
        Rule::Lossy => (!value.is_nan() && (low..=high).contains(&whole)).then_some(whole),
        Rule::Saturate | Rule::Wrap => Some(whole.clamp(low, high)),
    }
}

/// An integer as a float; the integer has 64 bits at most.
#[allow(clippy::cast_possible_truncation)] // back again, to compare
fn whole_to_double(value: i128, rule: Rule) -> Option<f64> {
    let float = value as f64;
    (rule != Rule::Exact || float as i128 == value).then_some(float)
}

#[allow(clippy::cast_possible_truncation)] // back again, to compare
fn whole_to_single(value: i128, to: ScalarKind, rule: Rule) -> Option<f32> {
    let float = if to == ScalarKind::Float16 { narrow(value as f64, to, rule)? } else { value as f32 };
    (rule != Rule::Exact || float as i128 == value).then_some(float)
}

/// A float as a narrower one: finite values stay finite, but where they wrap.
#[allow(clippy::cast_possible_truncation)] // rounded to nearest
fn narrow(value: f64, to: ScalarKind, rule: Rule) -> Option<f32> {
    use crate::view::half::{half_from_f64, half_to_f32};
    let (float, most) = match to {
        ScalarKind::Float16 => (half_to_f32(half_from_f64(value)), 65504.0),
        _ => (value as f32, f32::MAX),
    };
    if !float.is_infinite() || value.is_infinite() {
        return Some(float);
    }
    match rule {
        Rule::Exact | Rule::Lossy => None,
        Rule::Saturate => Some(if value > 0.0 { most } else { -most }),
        Rule::Wrap => Some(float),
    }
}
