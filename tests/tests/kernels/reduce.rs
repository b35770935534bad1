//! `sum`, `mean`, `min` and `max`.

use super::{
    columns::{Sample, every_column, lay, view},
    sum_rule,
};
use crate::for_all_numbers;
use record_core::{
    AnyView, Be, Bool8, DateTime64, DynRank, Element, F16, Le, Rank, TimeDelta64, View,
    layout::Dim,
    ops::{Number, Sum},
    time::Seconds,
    view::Value,
};
use record_tests::{Cell, Leaf, Oracle, Random};

/// A number and the kind of its sum, as the tests see it.
trait Plain: Sample + PartialOrd + Number {
    fn total(values: &[Self]) -> Sum;
    fn value(self) -> Value;
    fn is_nan(self) -> bool;
}

macro_rules! integers {
    ($($type:ty: $variant:ident)*) => {$(
        impl Plain for $type {
            fn total(values: &[Self]) -> Sum {
                Sum::Int(values.iter().map(|&value| i128::from(value)).sum())
            }
            fn value(self) -> Value {
                Value::$variant(self.into())
            }
            fn is_nan(self) -> bool {
                false
            }
        }
    )*};
}

integers! { bool: Bool i8: Int i16: Int i32: Int i64: Int u8: UInt u16: UInt u32: UInt u64: UInt }

macro_rules! floats {
    ($($type:ty: $variant:ident)*) => {$(
        impl Plain for $type {
            fn total(values: &[Self]) -> Sum {
                let wide: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
                Sum::Float(sum_rule::sum(&wide))
            }
            fn value(self) -> Value {
                Value::$variant(self.into())
            }
            fn is_nan(self) -> bool {
                self.is_nan()
            }
        }
    )*};
}

floats! { F16: Float32 f32: Float32 f64: Float64 }

/// Equal to the bit; any NaN is a NaN.
fn assert_same(found: Sum, expected: Sum, at: impl core::fmt::Debug) {
    match (found, expected) {
        (Sum::Float(a), Sum::Float(b)) => {
            assert!(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(), "{a} is not {b}: {at:?}");
        }
        _ => assert_eq!(found, expected, "{at:?}"),
    }
}

/// By a loop: the first NaN, or the value that no other is better than.
fn best<V: Plain>(values: &[V], better: impl Fn(V, V) -> bool) -> Option<V> {
    let mut best = *values.first()?;
    for &value in values {
        if value.is_nan() {
            return Some(value);
        }
        if better(value, best) {
            best = value;
        }
    }
    Some(best)
}

fn same<V: Plain>(found: Option<V>, expected: Option<V>) -> bool {
    match (found, expected) {
        (Some(a), Some(b)) => a == b || a.is_nan() && b.is_nan(),
        (None, None) => true,
        _ => false,
    }
}

fn check<T: Cell<Value: Plain>, D: Dim>(values: &[T::Value], view: View<'_, T, D>)
where
    Sum: From<<T::Value as Number>::Sum>,
{
    let total = Plain::total(values);
    assert_same(view.sum().into(), total, view);
    let mean = (!values.is_empty()).then(|| total.to_f64() / values.len() as f64);
    assert!(view.mean().map(f64::to_bits) == mean.map(f64::to_bits) || mean.unwrap().is_nan(), "{view:?}");
    let (least, greatest) = (best(values, |a, b| a < b), best(values, |a, b| a > b));
    assert!(same(view.min(), least), "{:?} is not {least:?}: {view:?}", view.min());
    assert!(same(view.max(), greatest), "{:?} is not {greatest:?}: {view:?}", view.max());
    // The same by run-time dtype.
    let any = view.as_any();
    assert_same(any.sum().unwrap(), total, view);
    assert_eq!(any.mean().unwrap().map(f64::to_bits), view.mean().map(f64::to_bits));
    if !values.iter().any(|value| value.is_nan()) {
        assert_eq!(any.min().unwrap(), least.map(Plain::value));
        assert_eq!(any.max().unwrap(), greatest.map(Plain::value));
    }
}

#[test]
fn reductions_of_every_column() {
    let mut columns = 0;
    macro_rules! each {
        ($type:ty) => {
            columns += every_column::<$type>(|values, view| check(values, view));
        };
    }
    for_all_numbers!(each!);
    println!("{columns} columns");
    // 41 short lengths at 16 misalignments and 13 longer ones, at 9 strides, of 34 types.
    assert_eq!(columns, (41 * 16 + 13) * 9 * 34);
}

#[test]
fn sums_over_many_blocks() {
    let mut random = Random::new(3);
    for len in [3 * 1024, 3 * 1024 + 1, 5000, 7 * 1024 - 1, 7 * 1024 + 5, 9 * 1024, 16 * 1024 + 9] {
        let values: Vec<f64> = (0..len).map(|_| f64::sample(&mut random)).collect();
        for (stride, misalignment) in [(8, 0), (9, 3), (-8, 0), (-31, 5), (40, 1)] {
            let (buffer, oracle) = lay::<f64>(&values, stride, misalignment);
            check(&values, view::<f64>(&buffer, &oracle));
            let (buffer, oracle) = lay::<Be<f64>>(&values, stride, misalignment);
            check(&values, view::<Be<f64>>(&buffer, &oracle));
        }
    }
}

/// A view of several axes has the sum of its elements in row-major order, however they lie.
#[test]
fn sums_over_axes() {
    let mut random = Random::new(4);
    let mut tried = 0;
    for shape in [[2, 3, 4], [1, 1, 1], [40, 1, 30], [3, 1025, 2], [2, 2, 1031], [0, 4, 4], [16, 16, 16]] {
        let values: Vec<f32> = (0..shape.iter().product()).map(|_| f32::sample(&mut random)).collect();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]] {
            for (step, reversed) in [(4, false), (7, false), (4, true), (9, true)] {
                // The axes lie in memory in the given order, from coarse to fine.
                let lying: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
                let spread = Oracle::row_major(&lying, step);
                let mut strides = [0; 3];
                for (place, &axis) in order.iter().enumerate() {
                    strides[axis] = if reversed { -spread[place] } else { spread[place] };
                }
                let reach: usize =
                    (0..3).map(|a| shape[a].saturating_sub(1) * strides[a].unsigned_abs()).sum();
                let oracle = Oracle::new(if reversed { reach } else { 0 }, &shape, &strides, 4);
                let mut bytes = vec![0x5A; reach + 4];
                for (&at, &value) in oracle.positions().iter().zip(&values) {
                    bytes[usize::try_from(at).unwrap()..][..4].copy_from_slice(&Le::<f32>::write(value));
                }
                let start = usize::try_from(oracle.start).unwrap();
                let view = View::<Le<f32>, Rank<3>>::from_parts(&bytes, oracle.layout(), start).unwrap();
                check(&values, view);
                let view = View::<Le<f32>, DynRank>::from_parts(&bytes, oracle.layout(), start).unwrap();
                check(&values, view);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 7 * 4 * 4);
}

#[test]
fn broadcast_and_sub_arrays_count_every_element() {
    let value = 0.1_f64;
    let layout = Oracle::new(0, &[3, 700], &[0, 0], 8).layout::<Rank<2>>();
    let bytes = value.to_ne_bytes();
    check(&vec![value; 2100], View::<f64, Rank<2>>::from_parts(&bytes, layout, 0).unwrap());
    // By name, a sub-array's elements all count.
    let rows = [[1_i16, -2], [3, 4]];
    assert_eq!(View::from_slice(&rows).as_any().sum().unwrap(), Sum::Int(6));
    assert_eq!(View::from_slice(&rows).axes().sum(), 6);
}

fn specials<T: Leaf<Value: Plain>>(special: &[T::Value])
where
    Sum: From<<T::Value as Number>::Sum>,
{
    let mut random = Random::new(9);
    for len in [1_usize, 2, 7, 8, 9, 16, 23, 24, 40, 1023, 1024, 1025] {
        for &special in special {
            for place in [0, 1, len / 2, len.saturating_sub(2), len - 1] {
                let mut values: Vec<T::Value> = (0..len).map(|_| Sample::sample(&mut random)).collect();
                values[place.min(len - 1)] = special;
                for stride in [size_of::<T>().cast_signed(), -11] {
                    let (buffer, oracle) = lay::<T>(&values, stride, 1);
                    check(&values, view::<T>(&buffer, &oracle));
                }
            }
        }
    }
}

#[test]
fn nan_propagates_and_infinities_add_up() {
    specials::<f64>(&[f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, f64::MIN_POSITIVE / 2.0]);
    specials::<Be<f32>>(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -0.0, f32::MAX]);
    specials::<Le<F16>>(&[F16::NAN, F16::INFINITY, F16::NEG_INFINITY, F16::MAX]);
    assert!(View::from_slice(&[f64::INFINITY, f64::NEG_INFINITY]).sum().is_nan());
    assert!(View::from_slice(&[1.0, f64::NAN]).mean().unwrap().is_nan());
}

#[test]
fn integers_do_not_overflow() {
    assert_eq!(View::from_slice(&vec![u64::MAX; 3000]).sum(), 3000 * i128::from(u64::MAX));
    assert_eq!(View::from_slice(&vec![i64::MIN; 3000]).sum(), 3000 * i128::from(i64::MIN));
    assert_eq!(View::from_slice(&vec![u32::MAX; 5000]).sum(), 5000 * i128::from(u32::MAX));
    assert_eq!(View::from_slice(&vec![i8::MIN; 5000]).sum(), -640_000);
    assert_eq!(View::from_slice(&[u64::MAX; 4]).mean(), Some(18_446_744_073_709_551_615.0));
    // Truth values count as 1, whatever their byte.
    let bytes = [0, 1, 2, 255, 0];
    assert_eq!(View::<Bool8>::from_bytes(&bytes).unwrap().sum(), 3);
    assert_eq!(View::<Bool8>::from_bytes(&bytes).unwrap().mean(), Some(0.6));
}

#[test]
fn dates_have_a_least_and_a_greatest() {
    type Date = DateTime64<Seconds>;
    let dates = [3, -7, 12, 5].map(Date::from_count);
    let view = View::from_slice(&dates);
    assert_eq!((view.min(), view.max()), (Some(dates[1]), Some(dates[2])));
    let stored = dates.map(Be::new);
    assert_eq!(View::from_slice(&stored).min(), Some(dates[1]));
    for at in 0..20 {
        let mut dates: Vec<Date> = (0..20).map(Date::from_count).collect();
        dates[at] = Date::NAT;
        let view = View::from_slice(&dates);
        assert!(view.min().unwrap().is_nat() && view.max().unwrap().is_nat(), "NaT at {at}");
        let unit = record_core::dtype::TimeUnit::new(record_core::dtype::TimeBase::Second, 1);
        assert_eq!(view.as_any().max().unwrap(), Some(Value::DateTime(i64::MIN, unit)));
        let most = View::from_slice(&dates[..at]).as_any().max().unwrap();
        assert_eq!(most, at.checked_sub(1).map(|last| Value::DateTime(i64::try_from(last).unwrap(), unit)));
        let spans: Vec<TimeDelta64<Seconds>> =
            dates.iter().map(|d| d.count().map_or(TimeDelta64::NAT, TimeDelta64::from_count)).collect();
        let view = View::from_slice(&spans);
        assert!(view.min().unwrap().is_nat() && view.max().unwrap().is_nat(), "NaT at {at}");
    }
    assert_eq!(View::<Date>::from_slice(&[]).max(), None);
}

#[test]
fn what_is_no_number_has_no_sum() {
    let bytes = [0; 16];
    for name in ["S4", "V4", "c8", "M8[s]", "U1", "i4,f4"] {
        let dtype = record_core::DType::parse(name).unwrap();
        let view = AnyView::from_bytes(&bytes, &dtype).unwrap();
        let error = view.sum().unwrap_err();
        let expected =
            record_core::view::ColumnError::Unsupported { operation: "sum", found: dtype.clone().into() };
        assert_eq!(error, expected, "{name}");
        assert!(view.mean().is_err());
        // Dates cannot be added, but there is an earliest and a latest.
        assert_eq!((view.min().is_ok(), view.max().is_ok()), (name == "M8[s]", name == "M8[s]"), "{name}");
    }
    assert_eq!(<u8 as Element>::DTYPE.itemsize(), 1);
}
