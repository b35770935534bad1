//! The nearest in time, against a loop over all right records.

use record_core::{
    ops::{AsofOptions, JoinError, JoinSide, Nearest, asof_join, asof_join_by},
    prelude::*,
    time::Seconds,
};
use record_tests::Random;

/// The right record for a left one; `key` says which ones count.
fn expected(
    time: i64,
    right: &[i64],
    nearest: Nearest,
    tolerance: Option<u64>,
    exact: bool,
    key: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut best: Option<(usize, bool)> = None;
    for (row, &other) in right.iter().enumerate().filter(|(row, _)| key(*row)) {
        let earlier = other < time || exact && other == time && nearest != Nearest::Later;
        let later = other > time || exact && other == time && nearest == Nearest::Later;
        if !(earlier && nearest != Nearest::Later || later && nearest != Nearest::Earlier) {
            continue;
        }
        let gap = |row: usize| right[row].abs_diff(time);
        let better = best.is_none_or(|(held, held_earlier)| {
            // Of the same side the last of the earlier ones and the first of the later ones; an earlier one before a later one.
            gap(row) < gap(held) || gap(row) == gap(held) && earlier && held_earlier
        });
        if better {
            best = Some((row, earlier));
        }
    }
    let (row, _) = best?;
    tolerance.is_none_or(|most| right[row].abs_diff(time) <= most).then_some(row)
}

fn options(random: &mut Random) -> (AsofOptions<i64>, Nearest, Option<u64>, bool) {
    let nearest = random.pick(&[Nearest::Earlier, Nearest::Later, Nearest::Both]);
    let tolerance = random.pick(&[None, Some(0), Some(1), Some(7), Some(u64::MAX)]);
    let exact = random.below(2) == 0;
    let options = AsofOptions::new().nearest(nearest).allow_exact(exact);
    (tolerance.map_or(options, |most| options.tolerance(most)), nearest, tolerance, exact)
}

#[test]
#[allow(clippy::cast_possible_wrap)] // small numbers
fn the_nearest_of_all_and_of_the_same_key() {
    let mut random = Random::new(1);
    for round in 0..600 {
        let (n, m, spread) = (random.below(50), random.below(120), 1 + random.below(100));
        let mut times = |count| (0..count).map(|_| random.below(spread) as i64 - 20).collect::<Vec<i64>>();
        let (mut left, mut right) = (times(n), times(m));
        right.sort_unstable();
        if round % 2 == 0 {
            left.sort_unstable();
        }
        if round % 5 == 0 && m > 0 && n > 0 {
            (right[0], right[m - 1], left[n - 1]) = (i64::MIN, i64::MAX, i64::MAX);
        }
        let (options, nearest, tolerance, exact) = options(&mut random);
        let stored: Vec<Be<i64>> = right.iter().map(|&time| Be::new(time)).collect();
        let (a, b) = (View::from_slice(&left), View::from_slice(&stored));
        let found = asof_join(a, b, &options).unwrap();
        let all = left.iter().map(|&time| expected(time, &right, nearest, tolerance, exact, |_| true));
        assert_eq!(found.right, all.collect::<Vec<_>>(), "{left:?} {right:?} {options:?}");
        assert!(found.left.iter().copied().eq(0..n));

        let keys = 1 + random.below(4);
        let mut some = |count| (0..count).map(|_| random.below(keys) as u16).collect::<Vec<u16>>();
        let (k, l) = (some(n), some(m));
        let found = asof_join_by(a, View::from_slice(&k), b, View::from_slice(&l), &options).unwrap();
        let same = left
            .iter()
            .zip(&k)
            .map(|(&time, key)| expected(time, &right, nearest, tolerance, exact, |row| l[row] == *key));
        assert_eq!(found.right, same.collect::<Vec<_>>(), "{left:?} {k:?} {right:?} {l:?} {options:?}");
    }
}

#[test]
fn what_is_no_time_has_no_partner() {
    let (left, right) = ([f64::NAN, 2.0, f64::INFINITY], [f64::NEG_INFINITY, 1.0, f64::INFINITY, f64::NAN]);
    let (left, right) = (View::from_slice(&left), View::from_slice(&right));
    let near = |options: AsofOptions<f64>| asof_join(left, right, &options).unwrap().right;
    assert_eq!(near(AsofOptions::new()), [None, Some(1), Some(2)]);
    assert_eq!(near(AsofOptions::new().nearest(Nearest::Later)), [None, Some(2), Some(2)]);
    assert_eq!(near(AsofOptions::new().tolerance(0.0)), [None, None, Some(2)]);
    assert_eq!(near(AsofOptions::new().tolerance(f64::NAN)), [None; 3]);

    let date = DateTime64::<Seconds>::from_count;
    let (left, right) = ([date(5), DateTime64::NAT, date(100)], [date(1), date(90), DateTime64::NAT]);
    let span = TimeDelta64::<Seconds>::from_count;
    let near = |most| {
        asof_join(View::from_slice(&left), View::from_slice(&right), &AsofOptions::new().tolerance(most))
    };
    assert_eq!(near(span(4)).unwrap().right, [Some(0), None, None]);
    assert_eq!(near(span(10)).unwrap().right, [Some(0), None, Some(1)]);
    assert_eq!(near(TimeDelta64::NAT).unwrap().right, [None; 3]);
}

#[test]
fn times_out_of_order_are_refused() {
    let join = |right: &[f64]| {
        asof_join(View::from_slice(&[1.0]), View::from_slice(right), &AsofOptions::new()).map(|_| ())
    };
    assert_eq!(join(&[1.0, 3.0, 2.0]), Err(JoinError::Unsorted { row: 2 }));
    assert_eq!(join(&[1.0, f64::NAN, 2.0]), Err(JoinError::Unsorted { row: 2 }));
    assert_eq!(join(&[1.0, 1.0, f64::NAN, f64::NAN]), Ok(()));
    // Only those of one key need be in order.
    let (times, keys, one) = ([5, 1, 6, 0], [1, 2, 1, 2], [1]);
    let by = |keys: &[i32]| {
        let (a, k) = (View::from_slice(&one), View::from_slice(&one));
        asof_join_by(a, k, View::from_slice(&times), View::from_slice(keys), &AsofOptions::new())
            .map(|pairs| pairs.right)
    };
    assert_eq!(by(&keys), Err(JoinError::Unsorted { row: 3 }));
    assert_eq!(by(&[1, 2, 1, 3]), Ok(vec![None]));
    // Of all keys the first record, though the first key has one too.
    let (times, keys) = ([5, 9, 1, 0], [1, 2, 2, 1]);
    let (a, k) = (View::from_slice(&one), View::from_slice(&one));
    let pairs = asof_join_by(a, k, View::from_slice(&times), View::from_slice(&keys), &AsofOptions::new());
    assert_eq!(pairs, Err(JoinError::Unsorted { row: 2 }));
    assert_eq!(by(&[1]), Err(JoinError::Length { side: JoinSide::Right, expected: 4, found: 1 }));
}
