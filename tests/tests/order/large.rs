//! Columns long enough to be sorted by digits: distributions that leave few, many and all digits to sort by.

use super::by_value;
use proptest::prelude::*;
use record_core::prelude::*;
use record_tests::Random;

fn check<V: PartialOrd + Copy, T: Element<Value = V>>(values: &[T]) {
    let column = View::from_slice(values);
    let loaded: Vec<V> = values.iter().map(|value| value.load()).collect();
    let mut expected: Vec<usize> = (0..values.len()).collect();
    expected.sort_by(|&a, &b| by_value(&loaded[a], &loaded[b]));
    assert!(column.argsort() == expected);
}

/// Numbers whose bits vary in these places only.
fn within(random: &mut Random, len: usize, mask: u64) -> Vec<u64> {
    (0..len).map(|_| random.bits() & mask).collect()
}

#[test]
fn bits_that_vary() {
    let mut random = Random::new(5);
    let masks = [
        0,
        1,
        0xff,
        0xff00_0000_0000_0000,
        0x8000_0000_0000_0001,
        0x0000_00ff_ffff_0000,
        u64::MAX,
        u64::MAX << 32,
        u64::MAX >> 40,
        0xf0f0_f0f0_f0f0_f0f0,
        0xfff0_0000_0000_ffff,
    ];
    for len in [21, 199, 200, 201, 1000, 1024, 1025, 5000, 40_000] {
        for mask in masks {
            let bits = within(&mut random, len, mask);
            check(&bits);
            check(&bits.iter().map(|&n| n.cast_signed()).collect::<Vec<i64>>());
            check(&bits.iter().map(|&n| Be::new(f64::from_bits(n))).collect::<Vec<_>>());
        }
    }
}

#[test]
fn leading_bits_that_say_little() {
    let mut random = Random::new(6);
    // Two far values, and all others next to each other: the leading bits of the range are no help.
    let mut crowd = within(&mut random, 30_000, 0xffff_ffff);
    crowd[100] = u64::MAX;
    crowd[200] = u64::MAX - 1;
    check(&crowd);
    // The same with many ties, and in descending and ascending order.
    let mut ties = within(&mut random, 30_000, 0xff);
    ties[7] = u64::MAX;
    check(&ties);
    ties.sort_unstable();
    check(&ties);
    ties.reverse();
    check(&ties);
    let powers: Vec<f64> =
        (0..20_000).map(|_| f64::powi(2.0, i32::try_from(random.below(2000)).unwrap() - 1000)).collect();
    check(&powers);
}

/// Long enough for buckets, which are as full as their distribution makes them.
#[test]
fn too_many_for_a_cache() {
    let mut random = Random::new(7);
    let len = 150_000;
    for mask in [u64::MAX, u64::MAX >> 30, 0xfff0_0000_0000_ffff, 0xffff_0000_0000_0000] {
        let bits = within(&mut random, len, mask);
        check(&bits);
        check(&bits.iter().map(|&n| f64::from_bits(n)).collect::<Vec<_>>());
    }
    // Sums of few numbers gather in the middle; squares of squares at one end, and many are equal.
    let near = |random: &mut Random| (0..12).map(|_| random.below(1 << 20) as f64).sum::<f64>();
    check(&(0..len).map(|_| near(&mut random) - 6_291_456.0).collect::<Vec<f64>>());
    check(&(0..len).map(|_| (random.below(1 << 15) as u64).pow(4)).collect::<Vec<u64>>());
    // All in one place but for two, all of them next to each other, and most of them equal.
    let mut crowd = within(&mut random, len, 0x3_ffff_ffff);
    (crowd[9], crowd[10_000]) = (u64::MAX, 1 << 50);
    check(&crowd);
    let mut steps: Vec<u64> = (0..len as u64).map(|n| (1 << 40) | (n * 3 % 150_001)).collect();
    steps[70_000] = 0;
    check(&steps);
    let mut ties = within(&mut random, len, 0xf000_0000_0001);
    ties[77] = u64::MAX;
    check(&ties);
    let mut column = Array::from_vec(crowd);
    let mut sorted = column.as_memory_slice().to_vec();
    sorted.sort_unstable();
    column.sort();
    assert!(column.as_memory_slice() == sorted);
}

proptest! {
    #[test]
    fn any_numbers(bits in prop::collection::vec(any::<u64>(), 0..3000), drop in 0_u32..64) {
        let few: Vec<u64> = bits.iter().map(|n| n >> drop).collect();
        check(&few);
        check(&few.iter().map(|&n| f64::from_bits(n << drop)).collect::<Vec<_>>());
    }
}
