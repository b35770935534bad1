//! Numbers of every type, at every stride, misalignment and byte order.

use super::{
    by_value,
    columns::{Sample, every_column, lay, view},
    naive_order,
};
use crate::for_all_numbers;
use record_core::{F16, View, ops::Side};
use record_tests::{Leaf, Random};

/// Few different values, among them all special ones.
pub trait Special: Sample + PartialOrd {
    fn special(random: &mut Random) -> Self;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Special for $type {
            fn special(random: &mut Random) -> Self {
                random.pick(&[<$type>::MIN, <$type>::MAX, 0, 1, 2, <$type>::MAX / 2, <$type>::MAX / 2 + 1])
            }
        }
    )*};
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl Special for bool {
    fn special(random: &mut Random) -> Self {
        random.below(2) == 1
    }
}

macro_rules! floats {
    ($($type:ty, $from:expr;)*) => {$(
        impl Special for $type {
            fn special(random: &mut Random) -> Self {
                let values = [
                    0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, 65504.0, -65504.0, 6e-8, -6e-8,
                ];
                $from(random.pick(&values))
            }
        }
    )*};
}

#[allow(clippy::cast_possible_truncation)] // rounded
const fn narrow(value: f64) -> f32 {
    value as f32
}

floats! { F16, F16::from_f64; f32, narrow; f64, core::convert::identity; }

/// By text, which tells -0.0 from 0.0 and lets NaN be equal to itself.
fn same<V: core::fmt::Debug>(found: &[V], expected: &[V]) {
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
}

fn check<T: Leaf<Value: Special + core::fmt::Debug>>(values: &[T::Value], column: View<'_, T>) {
    let order = naive_order(values.len(), |a, b| by_value(&values[a], &values[b]));
    assert_eq!(column.argsort(), order);
    let sorted: Vec<T::Value> = order.iter().map(|&i| values[i]).collect();
    same(&column.to_sorted(), &sorted);
    let ordered = values.is_sorted_by(|a, b| by_value(a, b).is_le());
    assert_eq!(column.is_sorted(), ordered);
    let mut copy = column.to_array();
    copy.sort();
    same(&copy.to_vec(), &sorted);
    assert!(copy.is_sorted());
    for &value in values.iter().take(12) {
        let left = sorted.iter().filter(|other| by_value(*other, &value).is_lt()).count();
        let right = sorted.iter().filter(|other| by_value(*other, &value).is_le()).count();
        assert_eq!(copy.searchsorted(value, Side::Left), left);
        assert_eq!(copy.searchsorted(value, Side::Right), right);
        assert_eq!(copy.searchsorted_many([value; 2], Side::Right), [right; 2]);
    }
}

#[test]
fn every_layout() {
    // All columns are sorted; one of nine goes through everything.
    let mut columns = 0_u32;
    macro_rules! run {
        ($type:ty) => {
            assert!(
                every_column::<$type>(|values, column| {
                    columns += 1;
                    if values.len() <= 300 && columns % 9 == 0 {
                        check::<$type>(values, column);
                    } else {
                        let mut expected: Vec<usize> = (0..values.len()).collect();
                        expected.sort_by(|&a, &b| by_value(&values[a], &values[b]));
                        assert_eq!(column.argsort(), expected);
                    }
                }) > 1000
            );
        };
    }
    for_all_numbers!(run!);
}

#[test]
fn special_values_and_many_ties() {
    let mut random = Random::new(3);
    macro_rules! run {
        ($type:ty) => {
            for len in (0..70).chain([199, 200, 201, 250, 300]) {
                let values: Vec<_> = (0..len).map(|_| Special::special(&mut random)).collect();
                for stride in [size_of::<$type>().cast_signed(), -11, 13] {
                    let (buffer, oracle) = lay::<$type>(&values, stride, random.below(16));
                    check::<$type>(&values, view(&buffer, &oracle));
                }
            }
        };
    }
    for_all_numbers!(run!);
}
