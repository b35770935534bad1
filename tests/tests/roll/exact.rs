//! Values as the oracles see them: compared to the bit, and added without rounding.

use crate::columns::Sample;
use core::ops::RangeInclusive;
use record_core::{
    DateTime64, Element, F16, TimeDelta64,
    ops::{
        Number,
        roll::{Outcome, Summed},
    },
    time::Seconds,
};

/// A value that is compared by its bits; any NaN is a NaN.
pub trait Bits: Copy {
    fn bits(self) -> u64;
}

macro_rules! bits {
    ($($type:ty: $value:ident => $bits:expr;)*) => {$(
        impl Bits for $type {
            #[allow(clippy::cast_sign_loss, clippy::cast_lossless)] // any bits that tell values apart
            fn bits(self) -> u64 {
                let $value = self;
                $bits
            }
        }
    )*};
}

bits! {
    bool: v => v as u64;
    i8: v => v as u64;
    i16: v => v as u64;
    i32: v => v as u64;
    i64: v => v as u64;
    u8: v => v as u64;
    u16: v => v as u64;
    u32: v => v as u64;
    u64: v => v;
    f64: v => if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() };
    f32: v => f64::from(v).bits();
    F16: v => f64::from(v).bits();
    DateTime64<Seconds>: v => v.to_bits().cast_unsigned();
    TimeDelta64<Seconds>: v => v.to_bits().cast_unsigned();
}

/// Bits of all.
pub fn bits<V: Bits>(values: impl IntoIterator<Item = V>) -> Vec<u64> {
    values.into_iter().map(V::bits).collect()
}

/// A number that the oracles add up.
pub trait Plain:
    Sample + Bits + Number + Summed<Sum: Bits + Default> + Outcome<Stored: Element<Value = Self>>
{
    /// The number times 2^80, exactly, if it is a finite float as [`Sample`] makes them; integers as they are.
    fn fixed(self) -> i128;
    /// Times what a float is fixed.
    const ONE: f64;
    /// The sums of integers that are results.
    const SUMS: RangeInclusive<i128>;
    /// The difference as NumPy has it: integers wrap around, truth values differ or not.
    fn less(self, earlier: Self) -> Self;
}

const I64: RangeInclusive<i128> = i64::MIN as i128..=i64::MAX as i128;
const U64: RangeInclusive<i128> = 0..=u64::MAX as i128;
const ALL: RangeInclusive<i128> = i128::MIN..=i128::MAX;

macro_rules! plain {
    ($($type:ty: $one:expr, $sums:expr, $less:expr, $value:ident => $fixed:expr;)*) => {$(
        impl Plain for $type {
            const ONE: f64 = $one;
            const SUMS: RangeInclusive<i128> = $sums;
            fn less(self, earlier: Self) -> Self {
                $less(self, earlier)
            }
            fn fixed(self) -> i128 {
                let $value = self;
                $fixed
            }
        }
    )*};
}

/// 2^80.
const TWO_80: f64 = (1_u128 << 80) as f64;

/// A finite float times 2^80: no bit is lost of the samples, which are not below 2^-26 and have 53 bits.
fn fixed(value: f64) -> i128 {
    let exponent = ((value.to_bits() >> 52 & 0x7ff) as i32) - 1075;
    let mantissa =
        i128::from(value.to_bits() & 0xf_ffff_ffff_ffff | if exponent == -1075 { 0 } else { 1 << 52 });
    let shift = exponent + 80;
    let magnitude = if let Ok(left) = u32::try_from(shift) {
        mantissa << left
    } else {
        let right = shift.unsigned_abs().min(126);
        assert!(mantissa & ((1_i128 << right) - 1) == 0, "{value} has bits below 2^-80");
        mantissa >> right
    };
    if value < 0.0 { -magnitude } else { magnitude }
}

plain! {
    bool: 1.0, I64, |a, b| a != b, v => i128::from(v);
    i8: 1.0, I64, Self::wrapping_sub, v => v.into();
    i16: 1.0, I64, Self::wrapping_sub, v => v.into();
    i32: 1.0, I64, Self::wrapping_sub, v => v.into();
    i64: 1.0, I64, Self::wrapping_sub, v => v.into();
    u8: 1.0, U64, Self::wrapping_sub, v => v.into();
    u16: 1.0, U64, Self::wrapping_sub, v => v.into();
    u32: 1.0, U64, Self::wrapping_sub, v => v.into();
    u64: 1.0, U64, Self::wrapping_sub, v => v.into();
    f64: TWO_80, ALL, |a, b| a - b, v => fixed(v);
    f32: TWO_80, ALL, |a, b| a - b, v => fixed(v.into());
    // Rounded twice: an f32 has bits enough for that.
    F16: TWO_80, ALL, |a: F16, b: F16| F16::from_f32(a.to_f32() - b.to_f32()), v => fixed(v.into());
}

/// The exact sum, the sum of the magnitudes, as they are fixed.
pub fn exact<V: Plain>(values: &[V]) -> (i128, i128) {
    let fixed = || values.iter().map(|&value| value.fixed());
    (fixed().sum(), fixed().map(i128::abs).sum())
}

/// Whether `found` is within so many roundings of the exact sum over `divisor`.
pub fn near<V: Plain>(found: f64, values: &[V], divisor: f64, roundings: usize) -> bool {
    let (sum, magnitude) = exact(values);
    let bound = magnitude as f64 * (roundings as f64 + 2.0) * f64::EPSILON / 2.0;
    (found * divisor * V::ONE - sum as f64).abs() <= bound
}
