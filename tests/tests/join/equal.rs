//! Every pair of equal keys, in order, and what is left over.

use record_core::{
    ops::{JoinError, JoinPairs, JoinSide, inner_join, left_join, outer_join},
    prelude::*,
};
use record_tests::Random;

type Outer = Vec<(Option<usize>, Option<usize>)>;

/// All pairs of an outer join: every left record with each of its partners, then the right ones without.
fn pairs<L: Copy, R: Copy>(left: &[L], right: &[R], equal: impl Fn(L, R) -> bool) -> Outer {
    let mut all = Outer::new();
    for (i, &a) in left.iter().enumerate() {
        let before = all.len();
        all.extend(right.iter().enumerate().filter(|(_, b)| equal(a, **b)).map(|(j, _)| (Some(i), Some(j))));
        if all.len() == before {
            all.push((Some(i), None));
        }
    }
    let alone = |&(_, b): &(usize, &R)| !left.iter().any(|&a| equal(a, *b));
    all.extend(right.iter().enumerate().filter(alone).map(|(j, _)| (None, Some(j))));
    all
}

fn check(
    expected: &Outer,
    inner: &JoinPairs,
    left: &JoinPairs<usize, Option<usize>>,
    outer: &JoinPairs<Option<usize>, Option<usize>>,
) {
    assert_eq!(outer.iter().collect::<Outer>(), *expected);
    let lefts: Vec<_> = expected.iter().filter_map(|&(a, b)| Some((a?, b))).collect();
    assert_eq!(left.iter().collect::<Vec<_>>(), lefts);
    let both: Vec<_> = expected.iter().filter_map(|&(a, b)| Some((a?, b?))).collect();
    assert_eq!(inner.iter().collect::<Vec<_>>(), both);
    assert_eq!((inner.len(), inner.is_empty()), (both.len(), both.is_empty()));
}

#[test]
#[allow(clippy::cast_possible_truncation)] // any keys will do
fn integers_of_both_byte_orders() {
    let mut random = Random::new(1);
    for round in 0..400 {
        let (n, m) = (random.below(60), random.below(60));
        // Unique and repeated, close together and far apart.
        let (spread, step) = (1 + random.below(90), [1, 1 << 26][round % 2]);
        let mut keys = |count| (0..count).map(|_| (random.below(spread) * step) as u32).collect::<Vec<u32>>();
        let (left, mut right) = (keys(n), keys(m));
        if round % 3 == 0 {
            right.sort_unstable();
            right.dedup();
        }
        let big: Vec<Be<u32>> = right.iter().map(|&key| Be::new(key)).collect();
        let (a, b) = (View::from_slice(&left), View::from_slice(&big));
        let expected = pairs(&left, &right, |a, b| a == b);
        check(&expected, &inner_join(a, b).unwrap(), &left_join(a, b).unwrap(), &outer_join(a, b).unwrap());
        // Every other one, backwards.
        let (a, b) = (a.flip(0), b.slice(s![..;2]));
        let expected = pairs(&a.to_vec(), &b.to_vec(), |a, b| a == b);
        check(&expected, &inner_join(a, b).unwrap(), &left_join(a, b).unwrap(), &outer_join(a, b).unwrap());
    }
}

#[test]
fn floats_and_texts_have_the_equality_of_groups() {
    let special = [0.0, -0.0, 1.5, f64::NAN, -f64::NAN, f64::INFINITY];
    let names = ["", "a", "a\0b", "abcd", "b"].map(FixedBytes::<4>::new);
    let mut random = Random::new(2);
    let mut keys =
        |count| (0..count).map(|_| (random.pick(&special), random.pick(&names))).collect::<Vec<_>>();
    let equal = |a: f64, b: f64| a == b || a.is_nan() && b.is_nan();
    for (n, m) in [(0, 5), (5, 0), (30, 40), (1, 300)] {
        let (left, right) = (keys(n), keys(m));
        let (x, s): (Vec<f64>, Vec<_>) = left.iter().copied().unzip();
        let (y, t): (Vec<f64>, Vec<_>) = right.iter().copied().unzip();
        let (a, b) = (View::from_slice(&x), View::from_slice(&y));
        let expected = pairs(&x, &y, equal);
        check(&expected, &inner_join(a, b).unwrap(), &left_join(a, b).unwrap(), &outer_join(a, b).unwrap());
        // By both.
        let (a, b) = ((a, View::from_slice(&s)), (b, View::from_slice(&t)));
        let expected = pairs(&left, &right, |a, b| equal(a.0, b.0) && a.1 == b.1);
        check(&expected, &inner_join(a, b).unwrap(), &left_join(a, b).unwrap(), &outer_join(a, b).unwrap());
    }
}

#[test]
fn many_keys_far_apart() {
    let mut random = Random::new(3);
    let left: Vec<u64> = (0..20_000).map(|_| random.bits()).collect();
    let mut right: Vec<u64> =
        left.iter().rev().step_by(2).copied().chain((0..5000).map(|_| random.bits())).collect();
    right.swap(0, 7000);
    let found = left_join(View::from_slice(&left), View::from_slice(&right)).unwrap();
    for (row, partner) in found.iter() {
        assert_eq!(partner.map(|at| right[at]), (row % 2 == 1).then_some(left[row]));
    }
}

#[test]
fn columns_of_another_length_are_refused() {
    let one = View::from_slice(&[1]);
    let two = View::from_slice(&[1, 2]);
    let five = View::from_slice(&[1; 5]);
    let error = inner_join((one, one), (two, five)).unwrap_err();
    assert_eq!(error.to_string(), "columns of the right side have 2 and 5 elements");
    let of = |side, expected, found| JoinError::Length { side, expected, found };
    assert_eq!(inner_join((one, one), (one, two)), Err(of(JoinSide::Right, 1, 2)));
    assert_eq!(left_join((one, two), (one, one)), Err(of(JoinSide::Left, 1, 2)));
    assert_eq!(outer_join((one, one), (two, one)), Err(of(JoinSide::Right, 2, 1)));
}
