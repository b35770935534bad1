//! Numbers of every type, at every stride, misalignment and byte order.

use super::{
    by_value,
    columns::{Sample, every_column, lay, view},
    naive_order,
};
use crate::for_all_numbers;
use record_core::{
    Be, Bool8, Element, F16, FixedBytes, FixedUtf32, Le, Rank, View, ViewMut, layout::Layout, ops::Side,
};
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

/// Elements that are equal, or no values at all, but not the same: each stays as it is stored, in the order that they stand in.
#[test]
fn elements_of_other_bits_stay_in_order() {
    fn check<T: Element>(bytes: &[u8], key: impl Fn(&[u8]) -> u128) {
        for gap in [0, 3] {
            let size = size_of::<T>();
            // Each element has some bytes behind it that are not the column's.
            let mut memory: Vec<u8> =
                bytes.chunks(size).flat_map(|one| [one, &vec![0xA5; gap][..]].concat()).collect();
            let mut expected: Vec<&[u8]> = bytes.chunks(size).collect();
            expected.sort_by_key(|one| key(one));
            let expected: Vec<u8> =
                expected.into_iter().flat_map(|one| [one, &vec![0xA5; gap][..]].concat()).collect();
            let len = bytes.len() / size;
            let layout = Layout::<Rank<1>> { shape: [len], strides: [(size + gap).cast_signed()] };
            ViewMut::<T>::from_parts(&mut memory, layout, 0).unwrap().sort();
            assert_eq!(memory, expected, "{len} elements of {size} bytes");
        }
    }
    fn float(bits: u64, infinity: u64, sign: u64) -> u128 {
        let size = bits & (sign - 1);
        match () {
            () if size > infinity => u128::MAX,
            () if size == 0 => 1 << 64,
            () if bits & sign != 0 => (1 << 64) - u128::from(size),
            () => (1 << 64) + u128::from(size),
        }
    }
    let mut random = Random::new(91);
    for len in (0..40).chain([199, 200, 201, 1023, 1024, 1025, 5000]) {
        let floats: Vec<f64> = (0..len)
            .map(|_| match random.below(8) {
                0 => 0.0,
                1 => -0.0,
                2 => f64::from_bits(f64::NAN.to_bits() | random.below(9) as u64),
                3 => f64::from_bits((-f64::NAN).to_bits() | (random.below(9) as u64) << 42),
                4 => f64::INFINITY,
                5 => -1.5,
                _ => random.below(len) as f64 - 20.0,
            })
            .collect();
        let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_be_bytes()).collect();
        check::<Be<f64>>(&bytes, |one| {
            float(u64::from_be_bytes(one.try_into().unwrap()), f64::INFINITY.to_bits(), 1 << 63)
        });
        let bytes: Vec<u8> = floats.iter().flat_map(|float| narrow(*float).to_le_bytes()).collect();
        check::<Le<f32>>(&bytes, |one| {
            let infinity = u64::from(f32::INFINITY.to_bits());
            float(u32::from_le_bytes(one.try_into().unwrap()).into(), infinity, 1 << 31)
        });
        let bytes: Vec<u8> = (0..len * 8).map(|_| random.pick(&[0, 0, 1, 2, 255])).collect();
        check::<Bool8>(&bytes[..len], |one| (one[0] != 0).into());
        check::<Be<F16>>(&bytes[..2 * len], |one| {
            float(u16::from_be_bytes([one[0], one[1]]).into(), F16::INFINITY.to_bits().into(), 1 << 15)
        });
        let text = |one: &[u8]| one.iter().fold(0, |number, &byte| number << 8 | u128::from(byte));
        check::<FixedBytes<1>>(&bytes[..len], text);
        check::<FixedBytes<3>>(&bytes[..3 * len], text);
        check::<FixedBytes<7>>(&bytes[..7 * len], text);
        check::<FixedBytes<8>>(&bytes, text);
        let points = |one: &[u8]| {
            one.chunks(4).fold(0, |number, unit| {
                number << 32 | u128::from(u32::from_ne_bytes(unit.try_into().unwrap()))
            })
        };
        check::<FixedUtf32<1>>(&bytes[..4 * len], points);
        check::<FixedUtf32<2>>(&bytes, points);
        check::<Be<FixedUtf32<2>>>(&bytes, text);
    }
}
