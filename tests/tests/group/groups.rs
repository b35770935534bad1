//! The reductions of each group are those of its values as a column, whatever the layout of keys and values.

use crate::columns::{Sample, lay, lengths, view};
use record_core::{
    Element, F16,
    ops::{Groups, Key, Number},
    prelude::*,
};
use record_tests::{Leaf, Random};
use std::{cmp::Ordering, fmt::Debug};

/// Prints what cannot be compared: NaN, and -0.0.
pub fn text(value: &dyn Debug) -> String {
    format!("{value:?}")
}

/// The rows of each key, the keys in their order. `order` compares two keys.
pub fn rows_of<K: Copy>(keys: &[K], order: impl Fn(&K, &K) -> Ordering) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (row, key) in keys.iter().enumerate() {
        match groups.iter_mut().find(|rows| order(&keys[rows[0]], key).is_eq()) {
            Some(rows) => rows.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups.sort_by(|a, b| order(&keys[a[0]], &keys[b[0]]));
    groups
}

/// All reductions, asked in an order so that each is once the one that finds the groups.
fn check<K, T>(keys: View<'_, K>, values: View<'_, T>, expected: &[Vec<usize>])
where
    K: Element<Value: Key + Debug>,
    T: Leaf<Value: Number + Debug>,
{
    let all = values.to_vec();
    let part = |rows: &Vec<usize>| rows.iter().map(|&row| all[row]).collect::<Vec<_>>();
    let columns: Vec<Vec<T::Value>> = expected.iter().map(part).collect();
    let laid: Vec<_> = columns.iter().map(|c| lay::<T>(c, size_of::<T>().cast_signed(), 0)).collect();
    let views: Vec<View<'_, T>> = laid.iter().map(|(buffer, oracle)| view(buffer, oracle)).collect();
    let of_each = |f: &dyn Fn(View<'_, T>) -> String| {
        format!("[{}]", views.iter().map(|v| f(*v)).collect::<Vec<_>>().join(", "))
    };
    let fresh = || Groups::by(keys).unwrap();
    let once = fresh();
    for groups in [&fresh(), &once, &once] {
        assert_eq!(text(&groups.sum(values).unwrap()), of_each(&|v| text(&v.sum())));
    }
    for groups in [&fresh(), &once] {
        assert_eq!(text(&groups.mean(values).unwrap()), of_each(&|v| text(&v.mean().unwrap())));
    }
    for groups in [&fresh(), &once] {
        assert_eq!(text(&groups.min(values).unwrap()), of_each(&|v| text(&v.min().unwrap())));
        assert_eq!(text(&groups.max(values).unwrap()), of_each(&|v| text(&v.max().unwrap())));
        assert_eq!(text(&groups.first(values).unwrap()), of_each(&|v| text(&v.first().unwrap())));
        assert_eq!(text(&groups.last(values).unwrap()), of_each(&|v| text(&v.last().unwrap())));
        assert_eq!(
            groups.apply(values, |group| text(&group)).unwrap(),
            columns.iter().map(|c| text(c)).collect::<Vec<_>>()
        );
    }
    for groups in [&fresh(), &once] {
        assert_eq!(groups.counts(), expected.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!(
            (groups.len(), groups.rows(), groups.is_empty()),
            (expected.len(), all.len(), all.is_empty())
        );
        assert!(groups.positions().iter().eq(expected.iter().map(|rows| &rows[..])));
        let mut ids = vec![usize::MAX; all.len()];
        expected.iter().enumerate().for_each(|(id, rows)| rows.iter().for_each(|&row| ids[row] = id));
        assert_eq!(groups.ids(), ids);
    }
}

/// Values of `T` in groups by a key of `K`, both at any stride.
fn every_layout<K, T>(key: impl Fn(&mut Random) -> K::Value, order: impl Fn(&K::Value, &K::Value) -> Ordering)
where
    K: Leaf<Value: Key + Debug>,
    T: Leaf<Value: Number + Sample + Debug>,
{
    let mut random = Random::new(11);
    for len in lengths().filter(|len| matches!(len % 8, 0 | 1 | 7)).chain([4001]) {
        let keys: Vec<K::Value> = (0..len).map(|_| key(&mut random)).collect();
        let values: Vec<T::Value> = (0..len).map(|_| Sample::sample(&mut random)).collect();
        let expected = rows_of(&keys, &order);
        let (k, t) = (size_of::<K>().cast_signed(), size_of::<T>().cast_signed());
        for (a, b) in [(k, t), (k + 3, -t - 1), (-k, 2 * t + 5)] {
            let (keys, key_oracle) = lay::<K>(&keys, a, len % 3);
            let (values, value_oracle) = lay::<T>(&values, b, len % 5);
            check::<K, T>(view(&keys, &key_oracle), view(&values, &value_oracle), &expected);
        }
    }
}

/// From few keys close together to many far apart, so that tables grow, and change their kind on the way.
fn words(spread: usize) -> impl Fn(&mut Random) -> u64 {
    move |random| {
        let near = random.below(spread) as u64;
        if random.below(spread * 4) == 0 { near << random.below(60) } else { near + 1000 }
    }
}

#[test]
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // any keys will do
fn reductions_are_those_of_the_groups_values() {
    for spread in [3, 300] {
        let word = words(spread);
        every_layout::<i32, f64>(|random| word(random) as i32, Ord::cmp);
        every_layout::<Be<u64>, Be<f32>>(&word, Ord::cmp);
        every_layout::<Le<i16>, i64>(|random| word(random) as i16, Ord::cmp);
        every_layout::<u8, F16>(|random| word(random) as u8, Ord::cmp);
    }
    every_layout::<i64, u8>(|random| random.bits().cast_signed() >> random.below(64), Ord::cmp);
    every_layout::<Bool8, Bool8>(|random| random.below(2) == 1, Ord::cmp);
}

/// Zeros of both signs, NaN of several kinds: the answer is the same one of them as for a column.
#[test]
fn special_floats_are_reduced_as_in_a_column() {
    let special = [
        0.0,
        -0.0,
        1.0,
        f64::NAN,
        -f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::from_bits(0x7ff8_0000_0000_0005),
    ];
    let mut random = Random::new(3);
    for round in 0..200 {
        let some = &special[..[2, 3, 8][round % 3]];
        let keys: Vec<u16> = (0..70).map(|_| u16::from(random.below(3) as u8 * 7)).collect();
        let values: Vec<f64> = (0..70).map(|_| random.pick(some)).collect();
        let groups = Groups::by(View::from_slice(&keys)).unwrap();
        let (min, max) =
            (groups.min(View::from_slice(&values)).unwrap(), groups.max(View::from_slice(&values)).unwrap());
        for (group, rows) in rows_of(&keys, Ord::cmp).iter().enumerate() {
            let column: Vec<f64> = rows.iter().map(|&row| values[row]).collect();
            let bits = |value: f64| value.to_bits();
            assert_eq!(Some(bits(min[group])), View::from_slice(&column).min().map(bits));
            assert_eq!(Some(bits(max[group])), View::from_slice(&column).max().map(bits));
        }
    }
}

/// Groups of more values than a block of the sum rule has, of which each column's sum has several levels.
#[test]
fn large_groups_are_summed_by_the_sum_rule() {
    let mut random = Random::new(5);
    let keys: Vec<i32> = (0..70_000)
        .map(|i| if i % 7 == 0 { random.below(5000) as i32 } else { -(random.below(3) as i32) })
        .collect();
    let values: Vec<f64> = (0..70_000).map(|_| Sample::sample(&mut random)).collect();
    let groups = Groups::by(View::from_slice(&keys)).unwrap();
    let sums = groups.sum(View::from_slice(&values)).unwrap();
    for (group, rows) in groups.positions().iter().enumerate() {
        let column: Vec<f64> = rows.iter().map(|&row| values[row]).collect();
        assert_eq!(sums[group].to_bits(), View::from_slice(&column).sum().to_bits());
    }
}

#[test]
fn columns_of_another_length_are_refused() {
    let error = Groups::by((View::from_slice(&[1, 2]), View::from_slice(&[1]))).map(|_| ()).unwrap_err();
    assert_eq!((error.expected, error.found), (2, 1));
    let groups = Groups::by(View::from_slice(&[1, 2])).unwrap();
    assert_eq!(groups.sum(View::from_slice(&[0.5])).unwrap_err().found, 1);
    assert_eq!(groups.apply(View::from_slice(&[0.5; 3]), |_| ()).unwrap_err().found, 3);
}
