//! Floats at the ends of their range and digits: quotients rounded down as NumPy does it, powers, what is rounded once.

use record_core::{
    DType, Element, F16 as f16, View,
    ops::compute::{Expr, Float},
    view::Value,
};
use record_tests::Random;

/// The bits of a float, of one NaN for all.
fn bits(number: f64) -> u64 {
    if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() }
}

/// What NumPy says of each type: two numbers, the quotient rounded down, what is left.
fn facts(dtype: &str) -> impl Iterator<Item = [f64; 4]> {
    let lines = include_str!("../../data/floor_divide.csv").lines();
    lines.filter_map(move |line| {
        let numbers = line.strip_prefix(dtype)?.strip_prefix(',')?.split(',');
        let numbers: Vec<f64> = numbers.map(|number| number.parse().unwrap()).collect();
        Some(numbers.try_into().unwrap())
    })
}

fn quotients<V: Float + Element<Value = V> + Default>(dtype: &str, of: fn(f64) -> V, to: fn(V) -> f64)
where
    Value: From<V>,
{
    let mut count = 0;
    for [a, b, quotient, rest] in facts(dtype) {
        count += 1;
        let (left, right) = ([of(a)], [of(b)]);
        let (left, right) = (View::from_slice(&left), View::from_slice(&right));
        let by_type =
            [left.floor_divide(right).to_vec().unwrap()[0], left.floor_remainder(right).to_vec().unwrap()[0]];
        assert_eq!(by_type.map(|v| bits(to(v))), [quotient, rest].map(bits), "{a} // {b} in {dtype}");
        let (left, right) = (left.as_any(), right.as_any());
        let by_name = [left.expr().floor_divide(right), left.expr() % right]
            .map(|expr| expr.to_array().unwrap().view().values().next().unwrap().to_f64().unwrap());
        assert_eq!(by_name.map(bits), [quotient, rest].map(bits), "{a} // {b} in {dtype}, by name");
    }
    assert_eq!(count, 192);
}

#[test]
fn quotients_are_rounded_down_as_numpy_does() {
    quotients::<f16>("f2", f16::from_f64, f16::to_f64);
    #[allow(clippy::cast_possible_truncation)] // it was one
    quotients::<f32>("f4", |number| number as f32, f64::from);
    quotients::<f64>("f8", |number| number, |number| number);
}

#[test]
fn small_powers_are_not_lost() {
    let tiny = View::from_slice(&[10.0_f64]).powi(-309).to_vec().unwrap()[0];
    assert!((tiny / 1e-309 - 1.0).abs() < 1e-12, "{tiny:e}");
    assert_eq!(View::from_slice(&[2.0_f32, -2.0]).powi(-130).to_vec().unwrap(), [2_f32.powi(-130); 2]);
    assert_eq!(View::from_slice(&[-2.0]).powi(-1073).to_vec().unwrap(), [-f64::from_bits(2)]);
    let ends = [f64::INFINITY, f64::NEG_INFINITY, 1e300, 0.0, -0.0];
    assert_eq!(
        View::from_slice(&ends).powi(-3).to_vec().unwrap().into_iter().map(bits).collect::<Vec<_>>(),
        [0.0, -0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY].map(bits)
    );
}

/// A finite float of 16 bits in units of 2^-24: it is a whole number of them.
fn units(half: f16) -> i128 {
    (half.to_f64() * 16_777_216.0) as i128
}

/// The float of 16 bits nearest to a number in units of 2^-48, the even one of two, by comparing it with all.
fn nearest(number: i128, all: &[f16]) -> f16 {
    let after = all.partition_point(|half| units(*half) << 24 < number);
    let near = all[after.saturating_sub(1)..all.len().min(after + 1)].iter();
    // The step from the greatest to what would be next is 32.
    if number.abs() >= (65_520 << 24) << 24 {
        return if number > 0 { f16::INFINITY } else { f16::NEG_INFINITY };
    }
    *near.min_by_key(|half| (((units(**half) << 24) - number).abs(), half.to_bits() & 1)).unwrap()
}

#[test]
fn products_and_sums_of_halves_are_rounded_once() {
    // -0.0 is 0.0 here.
    let mut all: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).filter(|half| half.is_finite()).collect();
    all.sort_by(f16::total_cmp);
    let fused = |a: f16, b: f16, c: f16| View::from_slice(&[a]).mul_add(b, c).to_vec().unwrap()[0];
    let check = |a: f16, b: f16, c: f16| {
        let exact = units(a) * units(b) + (units(c) << 24);
        assert_eq!(fused(a, b, c), nearest(exact, &all), "{a} * {b} + {c}");
    };
    let half = f16::from_f64;
    check(half(3.0), half(683.0), half(2_f64.powi(-14)));
    check(half(2049.0 / 1024.0), half(1.0), half(2_f64.powi(-24)));
    let mut random = Random::new(5);
    let mut next = |below: usize| all[(all.len() - below) / 2 + random.below(below)];
    // Of any size, and of sizes that meet.
    for below in [all.len(), 4000, 40_000] {
        for _ in 0..30_000 {
            check(next(below), next(below), next(all.len()));
        }
    }
}

/// By name, a double becomes a half at once, not by way of a single.
#[test]
fn values_beside_halves_are_rounded_once() {
    let zero = [f16::ZERO];
    let sum = View::from_slice(&zero).as_any().expr() + (1.0 + 2_f64.powi(-11) + 2_f64.powi(-40));
    assert_eq!(sum.dtype().unwrap(), DType::parse("f2").unwrap());
    let above = f16::from_bits(f16::ONE.to_bits() + 1);
    // Nearer to 2050 than to 2048, but a float of 32 bits between both does not know.
    let wide = [2049.0 + 2_f64.powi(-14), -2049.0 - 2_f64.powi(-14)];
    let wide = View::from_slice(&wide);
    for cast in [
        wide.expr().cast::<f16>().to_vec(),
        wide.expr().cast_lossy().to_vec(),
        wide.expr().cast_wrapping().to_vec(),
    ] {
        assert_eq!(cast.unwrap(), [2050.0, -2050.0].map(f16::from_f64));
    }
    assert_eq!(sum.to_array().unwrap().view().values().collect::<Vec<_>>(), [Value::from(above)]);
}
