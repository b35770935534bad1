//! What is unique, twice, and first.

use super::{by_value, naive_order};
use record_core::{ops::lexsort, prelude::*};
use record_tests::Random;

/// The groups of equal values in ascending order, by a naive sort.
fn groups<V: PartialOrd>(values: &[V]) -> Vec<Vec<usize>> {
    let order = naive_order(values.len(), |a, b| by_value(&values[a], &values[b]));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for position in order {
        match groups.last_mut() {
            Some(group) if by_value(&values[group[0]], &values[position]).is_eq() => group.push(position),
            _ => groups.push(vec![position]),
        }
    }
    groups
}

fn check<T: Element<Value: PartialOrd + core::fmt::Debug>>(column: View<'_, T>) {
    let values = column.to_vec();
    let groups = groups(&values);
    let text = |values: &[T::Value]| format!("{values:?}");
    let expected: Vec<T::Value> = groups.iter().map(|group| values[group[0]]).collect();
    let index: Vec<usize> = groups.iter().map(|group| group[0]).collect();
    let counts: Vec<usize> = groups.iter().map(Vec::len).collect();
    let mut inverse = vec![0; values.len()];
    for (id, group) in groups.iter().enumerate() {
        for &position in group {
            inverse[position] = id;
        }
    }
    assert_eq!(text(&column.unique()), text(&expected));
    let (found, found_counts) = column.unique_counts();
    assert_eq!((text(&found), found_counts), (text(&expected), counts.clone()));
    let (found, found_index) = column.unique_index();
    assert_eq!((text(&found), found_index), (text(&expected), index.clone()));
    let (found, found_inverse) = column.unique_inverse();
    assert_eq!((text(&found), found_inverse), (text(&expected), inverse.clone()));
    let all = column.unique_all();
    assert_eq!(text(&all.values), text(&expected));
    assert_eq!((all.index, all.inverse, all.counts), (index, inverse, counts));
    let twice: Vec<usize> = groups.iter().filter(|group| group.len() > 1).flatten().copied().collect();
    assert_eq!(column.find_duplicates(), twice);
}

/// The first of both orders, for all numbers of them.
fn check_first<T: Element<Value: PartialOrd>>(column: View<'_, T>, ks: &[usize]) {
    let values = column.to_vec();
    let mut up: Vec<usize> = (0..values.len()).collect();
    let mut down = up.clone();
    up.sort_by(|&a, &b| by_value(&values[a], &values[b]));
    down.sort_by(|&a, &b| match values[a].partial_cmp(&values[b]) {
        Some(order) => order.reverse(),
        None => by_value(&values[a], &values[b]),
    });
    for &k in ks {
        let k = k.min(values.len());
        assert!(column.bottom_k(k) == up[..k], "{k} of {}", values.len());
        assert!(column.top_k(k) == down[..k], "{k} of {}", values.len());
        assert_eq!(column.bottom_k(k).len(), k);
    }
}

#[test]
fn unique_values() {
    let mut random = Random::new(21);
    let floats = [0.0, -0.0, f64::NAN, -f64::NAN, 1.0, -1.0, f64::INFINITY];
    for len in (0..40).chain([199, 300]) {
        let ages: Vec<i32> = (0..len).map(|_| i32::try_from(random.below(20)).unwrap() - 5).collect();
        check(View::from_slice(&ages));
        check(View::from_slice(&ages).flip(0));
        let far: Vec<Be<i64>> =
            (0..len).map(|_| Be::new(random.pick(&[i64::MIN, -1, 0, 65_535, 65_536]))).collect();
        check(View::from_slice(&far));
        check(View::from_slice(&(0..len).map(|_| random.pick(&floats)).collect::<Vec<f64>>()));
        let texts = ["", "a", "aa", "abcdefgh", "abcdefghi"].map(FixedBytes::<9>::new);
        check(View::from_slice(&(0..len).map(|_| random.pick(&texts)).collect::<Vec<_>>()));
        check(View::from_slice(&(0..len).map(|_| [random.below(2) as u64; 2]).collect::<Vec<_>>()));
    }
    // A table that grows both ways, to its limits, and beyond.
    let wide: Vec<i32> = (0..5000).map(|i: i32| (i * 7919) % 40_000 - 20_000).collect();
    check(View::from_slice(&wide[..3000]));
    for last in [65_535, 65_536, i32::MAX] {
        let mut ends = vec![0; 1025];
        ends.push(last);
        ends.push(1);
        check(View::from_slice(&ends));
        ends.reverse();
        check(View::from_slice(&ends));
    }
}

#[test]
fn the_first_of_an_order() {
    let mut random = Random::new(22);
    for len in [0, 1, 5, 100, 3000, 20_000] {
        let ks = [0, 1, 2, 3, 10, len / 100, len / 8, len / 8 + 1, len / 2, len, len + 1];
        let wide: Vec<u64> = (0..len).map(|_| random.bits()).collect();
        check_first(View::from_slice(&wide), &ks);
        let few: Vec<u8> = (0..len).map(|_| u8::try_from(random.below(3)).unwrap()).collect();
        check_first(View::from_slice(&few), &ks);
        let floats = [0.0_f32, -0.0, f32::NAN, 1.0, f32::INFINITY, f32::NEG_INFINITY];
        check_first(View::from_slice(&(0..len).map(|_| random.pick(&floats)).collect::<Vec<_>>()), &ks);
        let pairs: Vec<[u64; 2]> =
            (0..len).map(|_| [u64::MAX - random.below(2) as u64, random.bits()]).collect();
        check_first(View::from_slice(&pairs), &ks);
        let rising: Vec<u32> = (0..u32::try_from(len).unwrap()).collect();
        check_first(View::from_slice(&rising), &ks);
        check_first(View::from_slice(&rising).flip(0), &ks);
    }
}

#[test]
fn by_several_columns() {
    let mut random = Random::new(23);
    for len in [0, 1, 50, 250] {
        let a: Vec<Be<i16>> = (0..len).map(|_| Be::new(random.pick(&[-1, 0, 300]))).collect();
        let b: Vec<f32> = (0..len).map(|_| random.pick(&[f32::NAN, 0.5, -0.5])).collect();
        let expected = naive_order(len, |i, j| by_value(&b[i], &b[j]).then(a[i].get().cmp(&a[j].get())));
        let keys = [View::from_slice(&a).as_any(), View::from_slice(&b).as_any()];
        assert_eq!(lexsort(&keys).unwrap(), expected);
    }
    assert!(lexsort(&[]).unwrap().is_empty());
    let keys = [View::from_slice(&[1, 2]).as_any(), View::from_slice(&[1_u8]).as_any()];
    let error = lexsort(&keys).unwrap_err();
    assert_eq!(error.to_string(), "the key at position 1 has 1 elements, the first has 2");
}
