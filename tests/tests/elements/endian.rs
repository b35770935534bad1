//! `Be` and `Le` against the standard library's `to_be_bytes` and `to_le_bytes`, with either order as native.

use core::hash::{Hash, Hasher};
use proptest::prelude::*;
use record_core::{
    ByteOrder::{self, Big, Little},
    Element,
    endian::{self, Endian},
    prelude::{Be, Complex, DateTime64, F16, FixedUtf32, Le, TimeDelta64},
    time::{Nanoseconds, Seconds},
};
use std::hash::DefaultHasher;
use zerocopy::IntoBytes;

/// Stores and loads `value`, whose bytes are `be` and `le` in the two orders, every way there is.
fn check<T>(value: T, be: &[u8], le: &[u8])
where
    T: Endian + Element<Value = T>,
{
    let bytes = |value: T| bytemuck::bytes_of(&value).to_vec();
    let native = bytes(value);

    let (big, little) = (Be::new(value), Le::new(value));
    assert_eq!(big.as_bytes(), be);
    assert_eq!(little.as_bytes(), le);
    assert_eq!(bytes(big.get()), native);
    assert_eq!(bytes(little.get()), native);
    assert_eq!(bytes(Be::from(little).get()), native);
    assert_eq!(Le::from(big).as_bytes(), le);
    assert_eq!(bytes(big.load()), native);
    assert_eq!(<Be<T> as Element>::store(value).as_bytes(), be);
    assert_eq!(<Le<T> as Element>::store(value).as_bytes(), le);
    assert_eq!(Be::<T>::from_bits(big.to_bits()).as_bytes(), be);
    let mut set = Be::<T>::from_bits(bytemuck::Zeroable::zeroed());
    set.set(value);
    assert_eq!(set.as_bytes(), be);

    // A machine's own order is what makes a swap or not: a "big-endian machine" stores '>' as it is.
    for machine in [Little, Big] {
        for stored in [Little, Big] {
            let bits = endian::encode(value, stored, machine);
            let expected = if stored == machine { &native } else { swapped(be, le) };
            assert_eq!(bits.as_bytes(), expected, "{stored} on {machine}");
            assert_eq!(bytes(endian::decode::<T>(bits, stored, machine)), native);
        }
    }
}

/// The bytes in the order that this machine does not have.
fn swapped<'a>(be: &'a [u8], le: &'a [u8]) -> &'a [u8] {
    if ByteOrder::NATIVE == Big { le } else { be }
}

macro_rules! numbers {
    ($($name:ident: $type:ty, $strategy:expr;)*) => {
        proptest! {$(
            #[test]
            fn $name(value in $strategy) {
                check::<$type>(value, &value.to_be_bytes(), &value.to_le_bytes());
            }
        )*}
    };
}

numbers! {
    i8_both_ways: i8, any::<i8>();
    i16_both_ways: i16, any::<i16>();
    i32_both_ways: i32, any::<i32>();
    i64_both_ways: i64, any::<i64>();
    u8_both_ways: u8, any::<u8>();
    u16_both_ways: u16, any::<u16>();
    u32_both_ways: u32, any::<u32>();
    u64_both_ways: u64, any::<u64>();
    f32_both_ways: f32, any::<u32>().prop_map(f32::from_bits);
    f64_both_ways: f64, any::<u64>().prop_map(f64::from_bits);
    f16_both_ways: F16, any::<u16>().prop_map(F16::from_bits);
}

proptest! {
    #[test]
    fn complex_halves_are_swapped_one_by_one(re in any::<u64>(), im in any::<u64>()) {
        let (be, le) = ([re.to_be_bytes(), im.to_be_bytes()], [re.to_le_bytes(), im.to_le_bytes()]);
        let value = Complex::new(f64::from_bits(re), f64::from_bits(im));
        check(value, be.as_flattened(), le.as_flattened());

        let (re, im) = ((re >> 32) as u32, (im >> 32) as u32);
        let (be, le) = ([re.to_be_bytes(), im.to_be_bytes()], [re.to_le_bytes(), im.to_le_bytes()]);
        let value = Complex::new(f32::from_bits(re), f32::from_bits(im));
        check(value, be.as_flattened(), le.as_flattened());
    }

    #[test]
    fn counts_of_time_are_swapped(count in any::<i64>()) {
        check(DateTime64::<Nanoseconds>::from_count(count), &count.to_be_bytes(), &count.to_le_bytes());
        check(TimeDelta64::<Seconds>::from_count(count), &count.to_be_bytes(), &count.to_le_bytes());
    }

    #[test]
    fn code_points_are_swapped_one_by_one(points in any::<[u32; 3]>()) {
        let (be, le) = (points.map(u32::to_be_bytes), points.map(u32::to_le_bytes));
        check(FixedUtf32::from_raw(points), be.as_flattened(), le.as_flattened());
    }

    #[test]
    fn equality_order_and_hash_are_the_values(a in any::<i32>(), b in any::<i32>()) {
        let (x, y) = (Be::new(a), Be::new(b));
        prop_assert_eq!(x == y, a == b);
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        prop_assert_eq!(x.partial_cmp(&b), Some(a.cmp(&b)));
        let hash = |value: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            value(&mut hasher);
            hasher.finish()
        };
        prop_assert_eq!(hash(&|h| x.hash(h)), hash(&|h| a.hash(h)));
        prop_assert_eq!(hash(&|h| Le::new(a).hash(h)), hash(&|h| a.hash(h)));
        prop_assert_eq!(i32::from(x), a);
        prop_assert_eq!((format!("{x} {x:?} {x:#x}"), format!("{x:>14}")), (format!("{a} {a:?} {a:#x}"), format!("{a:>14}")));
    }
}

#[test]
fn the_bits_of_nans_are_kept() {
    // Quiet, signalling, negative, and with payloads.
    for bits in
        [0x7ff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xfff4_5678_9abc_def0, 0x7fff_ffff_ffff_ffff_u64]
    {
        let stored = Be::<f64>::from_bits(u64::from_ne_bytes(bits.to_be_bytes()));
        assert_eq!(stored.get().to_bits(), bits);
        assert_eq!(Be::new(stored.get()).as_bytes(), bits.to_be_bytes());
        assert_eq!(Le::from(stored).as_bytes(), bits.to_le_bytes());
        assert_ne!(stored, Be::from(Le::from(stored)), "a NaN differs from itself");
        assert_eq!(stored.partial_cmp(&0.0), None);
    }
}

#[test]
#[allow(clippy::float_cmp)] // exact values
fn floats_compare_as_floats() {
    assert_eq!(Be::new(-0.0_f64), Be::new(0.0));
    assert_eq!(Be::new(-0.0_f64), 0.0);
    assert!(Be::new(1.0_f32) < Be::new(256.0));
    assert!(Le::new(-1.0_f64) < 1.0);
    assert_eq!(Be::<f64>::default(), 0.0);
}

#[test]
fn constants_of_every_kind() {
    const A: Be<f64> = Be::new(1.5);
    const B: Le<i16> = Le::new(-2);
    const C: Be<FixedUtf32<2>> = Be::new(FixedUtf32::new("é"));
    const D: f64 = A.get();
    assert_eq!(D.to_bits(), 1.5_f64.to_bits());
    assert_eq!(B.as_bytes(), [0xfe, 0xff]);
    assert_eq!(C.as_bytes(), [0, 0, 0, 0xe9, 0, 0, 0, 0]);
}
