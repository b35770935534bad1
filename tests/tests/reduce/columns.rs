//! Every type of number, at every length and stride.

use crate::{
    columns::{Sample, every_column, lay, view},
    for_all_numbers,
    naive::{self, Plain, near, same},
    sum_rule,
};
use record_core::{
    AnyView, Be, Element, View,
    ops::{Number, Sum},
    scan::{InMemory, ScanOps as _},
    view::Value,
};
use record_tests::{Leaf, Random};

fn text(value: &dyn core::fmt::Debug) -> String {
    // Tells -0.0 from 0.0 and lets NaN be equal to itself; floats print exactly.
    format!("{value:?}")
}

/// One column by name, against the loops.
fn check_any<V: Plain>(values: &[V], any: AnyView<'_>) {
    let (least, greatest) = (naive::best(values, |a, b| a < b), naive::best(values, |a, b| a > b));
    assert_eq!((any.argmin().unwrap(), any.argmax().unwrap()), (least, greatest), "{any:?}");
    let both = any.min_max().unwrap();
    assert_eq!(text(&both), text(&any.min().unwrap().zip(any.max().unwrap())));
    match (&both, least, greatest) {
        (Some((a, b)), Some(c), Some(d)) => {
            // Of zeros of two signs either is as good.
            let same = |a: &Value, b: V| *a == b.value() || a.to_f64().is_some_and(f64::is_nan) && b.is_nan();
            assert!(same(a, values[c]) && same(b, values[d]), "{both:?}: {any:?}");
        }
        (None, None, None) => {}
        _ => panic!("{both:?}: {any:?}"),
    }
    let numbers: Vec<f64> = values.iter().map(|v| v.number()).collect();
    let scale = numbers.iter().map(|v| v * v).sum::<f64>();
    for ddof in [0, 1, 3] {
        let found = any.variance(ddof).unwrap();
        assert!(near(found, naive::variance(values, ddof), scale), "{found:?} at {ddof}: {any:?}");
        // The same to the bit however they lie.
        assert_eq!(text(&View::from_slice(&numbers).variance(ddof)), text(&found), "{any:?}");
        assert_eq!(text(&any.std(ddof).unwrap()), text(&found.map(f64::sqrt)));
    }
    let nonzero = numbers.iter().filter(|v| **v != 0.0).count();
    assert_eq!((any.count_nonzero().unwrap(), any.any().unwrap()), (nonzero, nonzero > 0));
    assert_eq!(any.all().unwrap(), nonzero == values.len());
    match (any.product().unwrap(), naive::product(values)) {
        (Some(Sum::Float(a)), Some(Sum::Float(b))) => assert!(same(a, b), "{a} is not {b}: {any:?}"),
        (a, b) => assert_eq!(a, b, "{any:?}"),
    }
    let threads = any.par();
    assert_eq!(text(&threads.sum().unwrap()), text(&any.sum().unwrap()));
    assert_eq!(text(&threads.mean().unwrap()), text(&any.mean().unwrap()));
    assert_eq!(text(&threads.max().unwrap()), text(&any.max().unwrap()));
}

/// The same by type, which must say the same.
pub fn check<T: Leaf<Value: Plain>>(values: &[T::Value], column: View<'_, T>)
where
    Sum: From<<T::Value as Number>::Sum>,
{
    let any = column.as_any();
    check_any(values, any);
    let par = column.par();
    let positions = (any.argmin().unwrap(), any.argmax().unwrap());
    assert_eq!((column.argmin(), column.argmax()), positions);
    assert_eq!((par.argmin(), par.argmax()), positions);
    let both = any.min_max().unwrap();
    assert_eq!(text(&column.min_max().map(|(a, b)| (a.value(), b.value()))), text(&both));
    assert_eq!(text(&column.min().map(Plain::value)), text(&any.min().unwrap()));
    assert_eq!(text(&column.max().map(Plain::value)), text(&any.max().unwrap()));
    assert_eq!(text(&par.min_max()), text(&column.min_max()));
    assert_eq!(text(&Sum::from(column.sum())), text(&any.sum().unwrap()));
    assert_eq!(text(&column.mean()), text(&any.mean().unwrap()));
    for ddof in [0, 1] {
        assert_eq!(text(&column.variance(ddof)), text(&any.variance(ddof).unwrap()));
        assert_eq!(text(&par.variance(ddof)), text(&any.variance(ddof).unwrap()));
    }
    assert_eq!((column.count_nonzero(), par.any()), (any.count_nonzero().unwrap(), any.any().unwrap()));
    assert_eq!((column.any(), column.all()), (any.any().unwrap(), any.all().unwrap()));
    assert_eq!(text(&column.product().map(Sum::from)), text(&any.product().unwrap()));
}

#[test]
fn every_column_has_its_answers_by_name() {
    let mut columns = 0;
    macro_rules! each {
        ($type:ty) => {
            // Each length at each stride, at one misalignment after the other.
            let mut number = 0;
            every_column::<$type>(|values, view| {
                number += 1;
                if number % 17 == 0 || values.len() > 1000 {
                    check_any(values, view.as_any());
                    columns += 1;
                }
            });
        };
    }
    for_all_numbers!(each!);
    println!("{columns} columns");
    assert!(columns > 10_000, "{columns}");
}

#[test]
fn some_types_have_the_same_answers() {
    fn each<T: Leaf<Value: Plain + Sample>>()
    where
        Sum: From<<T::Value as Number>::Sum>,
    {
        let mut number = 0;
        every_column::<T>(|values, view| {
            number += 1;
            if number % 29 == 0 || values.len() > 2000 {
                check(values, view);
            }
        });
    }
    each::<record_core::Bool8>();
    each::<Be<i16>>();
    each::<i32>();
    each::<Be<u64>>();
    each::<Be<f32>>();
    each::<f64>();
}

/// All lengths around groups of eight and the blocks that are read at once.
#[test]
fn every_length_up_to_300() {
    let mut random = Random::new(21);
    for len in (0..300).chain([511, 512, 513]) {
        let values: Vec<f32> = (0..len).map(|_| f32::sample(&mut random)).collect();
        for stride in [4, 21, -7] {
            let (buffer, oracle) = lay::<Be<f32>>(&values, stride, len % 16);
            check(&values, view::<Be<f32>>(&buffer, &oracle));
        }
        let values: Vec<i32> = (0..len).map(|_| i32::sample(&mut random)).collect();
        let (buffer, oracle) = lay::<i32>(&values, 4, len % 16);
        check(&values, view::<i32>(&buffer, &oracle));
    }
}

/// Several blocks that are added up at once, and what is left of them.
#[test]
fn lengths_around_several_blocks() {
    fn each<T: Leaf<Value: Plain + Sample>>(lengths: &[usize])
    where
        Sum: From<<T::Value as Number>::Sum>,
    {
        let mut random = Random::new(23);
        for &len in lengths {
            let values: Vec<T::Value> = (0..len).map(|_| Sample::sample(&mut random)).collect();
            let numbers: Vec<f64> = values.iter().map(|v| v.number()).collect();
            let integers: Option<i128> = values.iter().map(|v| v.integer()).sum();
            let sum = integers.map_or_else(|| Sum::Float(sum_rule::sum(&numbers)), Sum::Int);
            let ends = (naive::best(&values, |a, b| a < b), naive::best(&values, |a, b| a > b));
            let ends = ends.0.zip(ends.1).map(|(a, b)| (values[a], values[b]));
            // Aligned or not.
            for start in [0, 1] {
                let (buffer, oracle) = lay::<T>(&values, size_of::<T>().cast_signed(), start);
                let column = view::<T>(&buffer, &oracle);
                assert_eq!(text(&Sum::from(column.sum())), text(&sum), "{len}");
                assert_eq!(text(&column.min_max()), text(&ends), "{len}");
                assert_eq!(text(&column.min().zip(column.max())), text(&ends), "{len}");
            }
        }
    }
    each::<f64>(&[4095, 4096, 4097, 5121, 8192, 9217]);
    each::<Be<f32>>(&[4095, 4096, 9217]);
    each::<i16>(&[4095, 4096, 9217]);
    each::<Be<u64>>(&[4095, 4096, 9217]);
}

/// Zeros and special numbers at places where groups and blocks begin and end.
fn specials<T: Leaf<Value: Plain + Sample>>(specials: &[T::Value])
where
    Sum: From<<T::Value as Number>::Sum>,
{
    let mut random = Random::new(9);
    for len in [1_usize, 2, 8, 9, 23, 256, 257, 1024, 1025] {
        for &special in specials {
            for places in [&[0][..], &[1], &[len / 2, len - 1], &[len.saturating_sub(2), 0]] {
                let mut values: Vec<T::Value> = (0..len).map(|_| Sample::sample(&mut random)).collect();
                for &place in places {
                    values[place.min(len - 1)] = special;
                }
                for stride in [size_of::<T>().cast_signed(), -11] {
                    let (buffer, oracle) = lay::<T>(&values, stride, 1);
                    check(&values, view::<T>(&buffer, &oracle));
                }
            }
        }
    }
}

#[test]
fn special_numbers() {
    specials::<f64>(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0, 1e150, f64::MIN_POSITIVE]);
    specials::<Be<f32>>(&[f32::NAN, f32::INFINITY, -0.0, f32::MAX]);
    specials::<i32>(&[0, i32::MIN, i32::MAX]);
    specials::<Be<u64>>(&[0, u64::MAX]);
}

/// The least and the greatest at each place of a column in which all others are equal.
#[test]
fn positions_are_the_first() {
    for len in [1, 8, 9, 255, 256, 257, 1024, 1025] {
        for place in 0..len {
            let mut values = vec![5_i32; len];
            values[place] = 7;
            let column = View::from_slice(&values);
            assert_eq!((column.argmax(), column.par().argmax()), (Some(place), Some(place)));
            assert_eq!(
                column.argmin(),
                (len > 1 || place > 0).then_some(usize::from(place == 0)).or(Some(0))
            );
            values[len - 1] = 7;
            assert_eq!(View::from_slice(&values).argmax(), Some(place));
        }
    }
    // Ever better ones.
    let rising: Vec<u32> = (0..3000).collect();
    assert_eq!(
        (View::from_slice(&rising).argmax(), View::from_slice(&rising).argmin()),
        (Some(2999), Some(0))
    );
    assert_eq!(View::from_slice(&[0.0, -0.0, 0.0]).argmin(), Some(0));
}

#[test]
fn variance_keeps_its_digits_far_from_zero() {
    // Deviations of which the exact variance is known, upon a mean that takes most of the digits.
    for offset in [0.0, 1e6, 1e9, 1e12] {
        let values: Vec<f64> = (0..100_000).map(|i| offset + f64::from(i % 4)).collect();
        let found = View::from_slice(&values).variance(0).unwrap();
        assert!((found - 1.25).abs() < 1e-12, "{found} at {offset}");
    }
    assert_eq!(View::from_slice(&vec![0.1; 3000]).variance(0), Some(0.0));
    assert_eq!(View::from_slice(&[1e300, -1e300]).variance(0), Some(f64::INFINITY));
    // One far away from all others, first and last.
    for place in [0, 2999] {
        let mut values: Vec<f64> = (0..3000).map(|i| f64::from(i % 2)).collect();
        values[place] = 1e8;
        let (found, expected) = (View::from_slice(&values).variance(0), naive::variance(&values, 0));
        assert!(near(found, expected, expected.unwrap()), "{found:?} is not {expected:?}");
    }
}

#[test]
fn products_are_exact_or_none() {
    assert_eq!(View::from_slice(&[i64::MAX; 2]).product(), Some(i128::from(i64::MAX) * i128::from(i64::MAX)));
    assert_eq!(View::from_slice(&[i64::MAX; 3]).product(), None);
    assert_eq!(View::from_slice(&[i64::MAX, i64::MAX, i64::MAX, 0]).product(), Some(0));
    let powers = [i64::MIN, 1 << 32, 1 << 32];
    assert_eq!(View::from_slice(&powers).product(), Some(i128::MIN));
    assert_eq!(View::from_slice(&[i64::MIN, -(1 << 32), 1 << 32]).product(), None);
    assert_eq!(View::<f64>::from_slice(&[]).product(), Some(1.0));
    assert_eq!(View::<i8>::from_slice(&[]).product(), Some(1));
}

#[test]
fn scans_go_on_where_they_were() {
    let mut random = Random::new(5);
    let values: Vec<f64> = (0..5000).map(|_| f64::sample(&mut random)).collect();
    for pieces in [1, 3, 7, 8, 100, 1024, 1030, 5000] {
        let mut variance = record_core::ops::VarianceState::new();
        let mut both = record_core::ops::MinMaxState::new();
        let mut least = record_core::ops::ArgMinState::new();
        let mut product = record_core::ops::ProductState::new();
        for piece in values.chunks(pieces) {
            variance.add(View::from_slice(piece));
            both.add(View::from_slice(piece));
            least.add(View::from_slice(piece));
            product.add(View::from_slice(piece));
        }
        let whole = View::from_slice(&values);
        assert_eq!(variance.count(), 5000);
        assert_eq!(variance.variance(1).map(f64::to_bits), whole.variance(1).map(f64::to_bits), "{pieces}");
        assert_eq!(both.value(), whole.min_max());
        assert_eq!(least.position(), whole.argmin().map(|i| i as u64));
        assert_eq!(product.product().map(f64::to_bits), whole.product().map(f64::to_bits));
    }
}

#[derive(record_core::Record, Clone, Copy)]
#[repr(C, packed)]
struct Pair {
    id: u16,
    level: Be<f64>,
}

#[test]
fn scans_answer_by_token_and_by_name() {
    let pairs: record_core::RecordTable<Pair> = (0..3000_u16)
        .map(|id| Pair { id, level: Be::new(if id % 7 == 0 { f64::NAN } else { 1.0 / f64::from(id) }) })
        .collect();
    let (ids, level) = (pairs.col(Pair::ID), pairs.col(Pair::LEVEL));
    let mut scan = InMemory(&pairs);
    assert_eq!(scan.variance(Pair::ID, 1).unwrap(), ids.variance(1));
    assert_eq!(scan.std_of("id", 0).unwrap(), ids.std(0));
    assert_eq!(scan.argmax(Pair::ID).unwrap(), Some(2999));
    assert_eq!(scan.argmin_of("level").unwrap(), Some(0));
    assert_eq!(scan.count_nonzero_of("id").unwrap(), 2999);
    assert_eq!(scan.count_missing(Pair::LEVEL).unwrap(), 429);
    assert_eq!(scan.count_missing_of("level").unwrap(), 429);
    assert_eq!(scan.nan_sum(Pair::LEVEL).unwrap().to_bits(), level.nan_sum().to_bits());
    assert_eq!(scan.nan_mean_of("level").unwrap(), level.nan_mean());
    assert_eq!(scan.nan_min_max(Pair::LEVEL).unwrap(), level.nan_min_max());
    assert_eq!(scan.nan_variance_of("level", 1).unwrap(), level.nan_variance(1));
    assert_eq!(scan.product_of("id").unwrap(), Some(Sum::Int(0)));
    assert_eq!(scan.nan_max_of("level").unwrap(), Some(Value::Float64(1.0)));
    assert_eq!((scan.any(Pair::ID).unwrap(), scan.all(Pair::ID).unwrap()), (ids.any(), ids.all()));
    assert_eq!((scan.any_of("level").unwrap(), scan.all_of("level").unwrap()), (true, true));
    assert_eq!(scan.nan_argmin(Pair::LEVEL).unwrap(), level.nan_argmin().map(|i| i as u64));
    assert_eq!(scan.nan_argmax_of("level").unwrap(), Some(1));
    assert_eq!(<Pair as Element>::DTYPE.itemsize(), 10);
}
