//! Joins whose left keys are looked up in pieces.

use crate::pools;
use record_core::{
    ops::{AsofOptions, JoinError, Nearest, Par, asof_join, asof_join_by, inner_join, left_join, outer_join},
    prelude::*,
};
use record_tests::Random;

const COUNTS: [usize; 5] = [0, 1, 65_536, 65_537, 140_001];

fn numbers(count: usize, below: usize, random: &mut Random) -> Vec<u32> {
    (0..count).map(|_| random.below(below) as u32).collect()
}

#[test]
fn pairs_are_those_of_one_thread() {
    let mut random = Random::new(6);
    for count in COUNTS {
        let keys = numbers(count, 3000, &mut random);
        let foreign: Vec<Be<u32>> = keys.iter().map(|&key| Be::new(key)).collect();
        let twice = numbers(2000, 2500, &mut random);
        let unique: Vec<u32> = (0..2500).rev().collect();
        let far: Vec<u32> = unique.iter().map(|key| key * 1_000_003).collect();
        for right in [&twice, &unique, &far, &Vec::new()] {
            pools(|| {
                let (left, right) = (View::from_slice(&keys), View::from_slice(right));
                assert_eq!(left.par().inner_join(right), inner_join(left, right));
                assert_eq!(left.par().left_join(right), left_join(left, right));
                assert_eq!(left.par().outer_join(right), outer_join(left, right));
                // Of another byte order, and the other way round.
                let left = View::from_slice(&foreign).slice(s![..;-1]);
                assert_eq!(left.par().inner_join(right), inner_join(left, right));
                assert_eq!(left.par().outer_join(right), outer_join(left, right));
            });
        }
    }
}

#[test]
fn tuples_and_lengths() {
    let mut random = Random::new(7);
    let (a, b) = (numbers(100_000, 50, &mut random), numbers(100_000, 60, &mut random));
    let (c, d) = (numbers(700, 50, &mut random), numbers(700, 60, &mut random));
    pools(|| {
        let left = (View::from_slice(&a), View::from_slice(&b));
        let right = (View::from_slice(&c), View::from_slice(&d));
        assert_eq!(Par::new(left).inner_join(right), inner_join(left, right));
        assert_eq!(Par::new(left).outer_join(right), outer_join(left, right));
        let short = (right.0, right.1.slice(..9));
        assert_eq!(Par::new(left).left_join(short), left_join(left, short));
        assert_eq!(Par::new(left).inner_join(short).unwrap_err(), inner_join(left, short).unwrap_err());
        let short = (left.0, left.1.slice(..70_000));
        assert_eq!(Par::new(short).outer_join(right).unwrap_err(), outer_join(short, right).unwrap_err());
    });
}

#[test]
fn the_nearest_are_those_of_one_thread() {
    let mut random = Random::new(8);
    for count in COUNTS {
        let mut left: Vec<f64> = (0..count).map(|_| random.below(200_000) as f64 / 2.0).collect();
        let mut right: Vec<Be<f64>> =
            (0..70_001).map(|i| Be::new(f64::from(i) + [0.0, 0.5][random.below(2)])).collect();
        right[5] = right[4];
        right[70_000] = Be::new(f64::NAN);
        if let Some(last) = left.last_mut() {
            *last = f64::NAN;
        }
        let few = numbers(count, 4, &mut random);
        let many = numbers(count, 90_000, &mut random);
        let (right_few, right_many) = (numbers(70_001, 3, &mut random), numbers(70_001, 90_000, &mut random));
        pools(|| {
            let (left, right) = (View::from_slice(&left), View::from_slice(&right));
            for nearest in [Nearest::Earlier, Nearest::Later, Nearest::Both] {
                let options = AsofOptions::new().nearest(nearest);
                for options in [options, options.tolerance(0.5), options.allow_exact(false)] {
                    assert_eq!(left.par().asof_join(right, &options), asof_join(left, right, &options));
                }
                for (keys, right_keys) in [(&few, &right_few), (&many, &right_many)] {
                    let (keys, right_keys) = (View::from_slice(keys), View::from_slice(right_keys));
                    assert_eq!(
                        left.par().asof_join_by(keys, right, right_keys, &options),
                        asof_join_by(left, keys, right, right_keys, &options)
                    );
                }
            }
        });
    }
}

#[test]
fn the_first_that_is_not_in_order() {
    let left = vec![5_i64; 70_000];
    let keys = vec![1_u8; 70_000];
    let options = AsofOptions::new();
    // Of the key that comes later, but in an earlier record.
    let mut right: Vec<i64> = (0..150_000).collect();
    (right[70_000], right[9]) = (-1, -1);
    let right_keys: Vec<u8> = (0..right.len()).map(|row| u8::from(row % 2 == 1)).collect();
    pools(|| {
        let (left, right) = (View::from_slice(&left), View::from_slice(&right));
        let (keys, right_keys) = (View::from_slice(&keys), View::from_slice(&right_keys));
        let error = left.par().asof_join_by(keys, right, right_keys, &options).unwrap_err();
        assert_eq!(error, JoinError::Unsorted { row: 9 });
    });
    // Within a piece, and between two.
    for (first, second) in [(70_000, 140_000), (65_536, 65_537), (65_535, 131_072), (131_072, 140_000)] {
        let mut right: Vec<i64> = (0..150_000).collect();
        (right[first], right[second]) = (-1, -2);
        let right_keys = vec![1_u8; right.len()];
        pools(|| {
            let (left, right) = (View::from_slice(&left), View::from_slice(&right));
            let error = left.par().asof_join(right, &options).unwrap_err();
            assert_eq!(error, JoinError::Unsorted { row: first });
            let keys = (View::from_slice(&keys), View::from_slice(&right_keys));
            let error = left.par().asof_join_by(keys.0, right, keys.1, &options).unwrap_err();
            assert_eq!(error, JoinError::Unsorted { row: first });
            let short = keys.1.slice(..9);
            assert_eq!(
                left.par().asof_join_by(keys.0, right, short, &options).unwrap_err(),
                asof_join_by(left, keys.0, right, short, &options).unwrap_err()
            );
        });
    }
}
