//! The reductions as loops over a list of values.

use record_core::{
    F16,
    ops::{Number, Sum},
    view::Value,
};

/// A number, as loops see it.
pub trait Plain: Number + PartialOrd + core::fmt::Debug {
    fn number(self) -> f64;
    fn integer(self) -> Option<i128>;
    fn value(self) -> Value;
    fn is_nan(self) -> bool {
        self.number().is_nan()
    }
}

macro_rules! plain {
    ($($type:ty: $variant:ident, $integer:expr;)*) => {$(
        impl Plain for $type {
            fn number(self) -> f64 {
                self.to_f64()
            }
            fn integer(self) -> Option<i128> {
                $integer(self)
            }
            fn value(self) -> Value {
                Value::$variant(self.into())
            }
        }
    )*};
}

plain! {
    bool: Bool, |v| Some(i128::from(v)); i8: Int, |v| Some(i128::from(v)); i16: Int, |v| Some(i128::from(v));
    i32: Int, |v| Some(i128::from(v)); i64: Int, |v| Some(i128::from(v)); u8: UInt, |v| Some(i128::from(v));
    u16: UInt, |v| Some(i128::from(v)); u32: UInt, |v| Some(i128::from(v)); u64: UInt, |v| Some(i128::from(v));
    F16: Float32, |_| None; f32: Float32, |_| None; f64: Float64, |_| None;
}

/// Where the first missing one is, or the first that no other is better than.
pub fn best<V: Plain>(values: &[V], better: impl Fn(V, V) -> bool) -> Option<usize> {
    if let Some(nan) = values.iter().position(|v| v.is_nan()) {
        return Some(nan);
    }
    let mut best = None;
    for (i, &value) in values.iter().enumerate() {
        if best.is_none_or(|best: usize| better(value, values[best])) {
            best = Some(i);
        }
    }
    best
}

/// In two passes, the mean first.
pub fn variance<V: Plain>(values: &[V], ddof: usize) -> Option<f64> {
    let numbers: Vec<f64> = values.iter().map(|v| v.number()).collect();
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    let squares: f64 = numbers.iter().map(|v| (v - mean) * (v - mean)).sum();
    (numbers.len() > ddof).then(|| squares / (numbers.len() - ddof) as f64)
}

/// Floats by the sum rule's order; integers exactly, if `i128` can.
pub fn product<V: Plain>(values: &[V]) -> Option<Sum> {
    let integers: Option<Vec<i128>> = values.iter().map(|v| v.integer()).collect();
    if let Some(integers) =
        integers.filter(|_| core::any::TypeId::of::<V::Sum>() == core::any::TypeId::of::<i128>())
    {
        if integers.contains(&0) {
            return Some(Sum::Int(0));
        }
        // By magnitude, for -2^127 is an `i128` and 2^127 is not.
        let size = integers.iter().try_fold(1_u128, |all, v| all.checked_mul(v.unsigned_abs()))?;
        let negative = integers.iter().filter(|v| **v < 0).count() % 2 == 1;
        let product = if negative { 0_i128.checked_sub_unsigned(size) } else { i128::try_from(size).ok() };
        return product.map(Sum::Int);
    }
    let block = |values: &[V]| {
        let mut lanes = [1.0; 8];
        for (i, value) in values.iter().enumerate() {
            lanes[i % 8] *= value.number();
        }
        let [a, b, c, d, e, f, g, h] = lanes;
        ((a * b) * (c * d)) * ((e * f) * (g * h))
    };
    // Up to three blocks, as all columns here have: full ones pairwise, then the rest.
    let (full, rest) = values.as_chunks::<1024>();
    let full: Vec<f64> = full.iter().map(|values| block(values)).collect();
    let rest = block(rest);
    Some(Sum::Float(match full[..] {
        [] => rest,
        [a] => a * rest,
        [a, b] => (a * b) * rest,
        _ => panic!("more blocks than columns have here"),
    }))
}

/// Equal to the bit, or both NaN.
pub fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// Equal but for rounding, where `scale` is as large as the terms are.
pub fn near(found: Option<f64>, expected: Option<f64>, scale: f64) -> bool {
    match (found, expected) {
        (Some(a), Some(b)) => same(a, b) || (a - b).abs() <= 1e-12 * scale,
        (None, None) => true,
        _ => false,
    }
}
