//! `a * b + c` and its reductions over every length, stride, misalignment, byte order and type of number.

use crate::columns::{Sample, every_column, lay, view};
use record_core::{
    Array, Be, Element, F16, View, ViewMut,
    ops::{
        Number,
        compute::{Arithmetic, Expr},
    },
};
use record_tests::{Leaf, Random};

/// What a loop computes, in the plain arithmetic of the type.
trait Plain: Sample + Arithmetic + Number + Default {
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// The bits, so that NaN is equal to itself and -0.0 is not 0.0.
    fn bits(self) -> u64;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Plain for $type {
            fn mul_add(self, b: Self, c: Self) -> Self {
                self.wrapping_mul(b).wrapping_add(c)
            }
            #[allow(clippy::cast_sign_loss, clippy::cast_lossless)] // only compared
            fn bits(self) -> u64 {
                self as u64
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! floats {
    ($($type:ty)*) => {$(
        impl Plain for $type {
            fn mul_add(self, b: Self, c: Self) -> Self {
                let product = self * b;
                product + c
            }
            fn bits(self) -> u64 {
                self.to_bits().into()
            }
        }
    )*};
}

floats! { f32 f64 F16 }

fn bits<V: Plain>(values: &[V]) -> Vec<u64> {
    values.iter().map(|value| value.bits()).collect()
}

/// The expression over this view, dense values and a single one, written to each kind of target.
fn check<T: Leaf<Value: Plain>>(
    values: &[T::Value],
    view: View<'_, T>,
    random: &mut Random,
) -> Vec<T::Value> {
    let factors: Vec<T::Value> = values.iter().map(|_| Sample::sample(random)).collect();
    let factors_view = View::from_slice(&factors);
    let addend = <T::Value as Sample>::sample(random);
    let expected: Vec<T::Value> = values.iter().zip(&factors).map(|(a, &b)| a.mul_add(b, addend)).collect();
    let expression = (view * factors_view + addend).wrapping();
    // Collected, and written as the view's own type, backwards with a distance.
    assert_eq!(bits(&expression.to_vec().unwrap()), bits(&expected), "{view:?}");
    let mut pairs = vec![[T::store(T::Value::default()); 2]; values.len()];
    let mut target = ViewMut::from_slice(&mut pairs).into_axes().at_axis(1, 1).flip(0);
    expression.write_to(&mut target).unwrap();
    assert_eq!(bits(&target.to_vec()), bits(&expected), "{view:?}");
    assert!(pairs.iter().all(|pair| pair[0].load().bits() == 0), "nothing is written between: {view:?}");
    factors
}

/// Everything else that an expression can do.
fn check_more<T: Leaf<Value: Plain + std::fmt::Debug>>(
    values: &[T::Value],
    view: View<'_, T>,
    random: &mut Random,
) {
    let factors = check(values, view, random);
    let factors_view = View::from_slice(&factors);
    let expression = (view * factors_view).wrapping();
    let expected: Vec<T::Value> =
        values.iter().zip(&factors).map(|(a, &b)| a.mul_add(b, T::Value::default())).collect();
    assert_eq!(bits(&expression.to_array().unwrap().to_vec()), bits(&expected), "{view:?}");
    // In place, in the view's own type.
    let mut stored = Array::<T, _>::zeros([values.len()]);
    expression.write_to(&mut stored).unwrap();
    stored.compute(|x| (x * factors_view + view).wrapping()).unwrap();
    let again: Vec<T::Value> =
        expected.iter().zip(&factors).zip(values).map(|((x, &b), &a)| x.mul_add(b, a)).collect();
    assert_eq!(bits(&stored.to_vec()), bits(&again), "{view:?}");
    // Reduced.
    let array = View::from_slice(&expected);
    let text = |value: &dyn std::fmt::Debug| format!("{value:?}");
    assert_eq!(text(&expression.sum().unwrap()), text(&array.sum()), "{view:?}");
    assert_eq!(text(&expression.mean().unwrap()), text(&array.mean()), "{view:?}");
    assert_eq!(text(&expression.min().unwrap()), text(&array.min()), "{view:?}");
    assert_eq!(text(&expression.max().unwrap()), text(&array.max()), "{view:?}");
    // Truth values.
    let limit = <T::Value as Sample>::sample(random);
    let above: Vec<bool> = expected.iter().map(|&value| value > limit).collect();
    let holds = expression.gt(limit);
    let mask = holds.to_mask().unwrap();
    assert_eq!(mask.to_vec(), above, "{view:?}");
    let found = (holds.count().unwrap(), holds.any().unwrap(), holds.all().unwrap());
    assert_eq!(found, (mask.count(), mask.any(), mask.all()));
    // Chosen, and written where a mask says.
    let chosen = holds.select(view, factors_view).to_vec().unwrap();
    let naive: Vec<T::Value> =
        (0..values.len()).map(|i| if above[i] { values[i] } else { factors[i] }).collect();
    assert_eq!(bits(&chosen), bits(&naive), "{view:?}");
    let mut out = factors.clone();
    view.expr().write_where(&mask, &mut out).unwrap();
    assert_eq!(bits(&out), bits(&naive), "{view:?}");
}

#[test]
fn expressions_of_every_column() {
    let mut columns = 0;
    let mut random = Random::new(11);
    macro_rules! each {
        ($check:ident $($type:ty)*) => {$(
            columns += every_column::<$type>(|values, view| {
                // Every length and stride; of the misalignments some, for the others are those of `read_unaligned`.
                if values.len() > 40 || random.below(4) == 0 {
                    $check(values, view, &mut random);
                }
            });
        )*};
    }
    // Some of each size, kind and byte order: the loads are those of the reductions, which try all.
    each!(check u8 Be<i32> u64 Be<F16> f32);
    each!(check_more Be<i16> Be<f64>);
    // 41 short lengths at 16 misalignments and 13 longer ones, at 9 strides, of 7 types.
    assert_eq!(columns, (41 * 16 + 13) * 9 * 7);
}

/// NaN, infinities, signed zeros and extremes come out as the loop's.
#[test]
fn special_floats() {
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::MIN_POSITIVE / 4.0,
    ];
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for a in special {
        for b in special {
            left.push(a);
            right.push(Be::new(b));
        }
    }
    let (a, b) = (View::from_slice(&left), View::from_slice(&right));
    macro_rules! same {
        ($($expression:expr, $loop:expr;)*) => {$(
            let found = $expression.to_vec().unwrap();
            for ((&a, b), found) in left.iter().zip(b).zip(found) {
                let expected: f64 = $loop(a, b);
                assert!(
                    found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                    "{}: {a} and {b} give {found}, not {expected}", stringify!($expression),
                );
            }
        )*};
    }
    same! {
        a + b, |a, b| a + b;
        a - b, |a, b| a - b;
        a * b, |a, b| a * b;
        a / b, |a, b| a / b;
        a % b, |a: f64, b| a % b;
        2.0 - a, |a, _| 2.0 - a;
        2.0 / a, |a, _| 2.0 / a;
        -a, |a: f64, _| -a;
        a.abs(), |a: f64, _| a.abs();
        a.sqrt(), |a: f64, _| a.sqrt();
        a.floor(), |a: f64, _| a.floor();
        a.round_ties_even(), |a: f64, _| a.round_ties_even();
        a.recip(), |a: f64, _| a.recip();
        a.atan2(b), f64::atan2;
        a.hypot(b), f64::hypot;
        a.copysign(b), f64::copysign;
        a.mul_add(b, 1.0), |a: f64, b| a.mul_add(b, 1.0);
        a.powi(3), |a: f64, _| a * a * a;
        a.minimum(b), |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else if a < b { a } else { b };
        a.maximum(b), |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else if a > b { a } else { b };
        a.fmin(b), |a: f64, b: f64| if a.is_nan() { b } else if b.is_nan() || a < b { a } else { b };
        a.fmax(b), |a: f64, b: f64| if a.is_nan() { b } else if b.is_nan() || a > b { a } else { b };
        a.zip_map(b, |a, b| a + 2.0 * b), |a, b| a + 2.0 * b;
    }
}

/// Every length around the borders of groups and blocks, each sum equal to that of the array.
#[test]
fn sums_of_long_expressions() {
    let mut random = Random::new(5);
    for len in (0..=300).chain([1000, 1023, 1024, 1025, 2047, 2048, 3000, 10_000]) {
        let values: Vec<f64> = (0..len).map(|_| f64::sample(&mut random)).collect();
        let (buffer, oracle) = lay::<Be<f64>>(&values, -13, 3);
        let strided = view::<Be<f64>>(&buffer, &oracle);
        let expression = strided * View::from_slice(&values) - 1.5;
        let expected: Vec<f64> = values.iter().map(|x| x * x - 1.5).collect();
        assert_eq!(expression.sum().unwrap().to_bits(), View::from_slice(&expected).sum().to_bits(), "{len}");
        assert_eq!(expression.to_vec().unwrap(), expected);
    }
}

/// The function that takes any kind of number of any rank compiles, and is right.
fn doubled<T: Element<Value: Arithmetic>, D: record_core::layout::Dim>(
    view: View<'_, T, D>,
) -> Array<T::Value, D> {
    (view + view).to_array().unwrap()
}

#[test]
fn generic_code() {
    assert_eq!(doubled(View::from_slice(&[1, 2])).to_vec(), [2, 4]);
    assert_eq!(doubled(View::from_slice(&[[1.5_f32; 2]; 2]).axes()), Array::full([2, 2], 3.0_f32));
}
