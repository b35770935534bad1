//! Comparisons, and the algebra of the masks that they give.

use super::columns::{Sample, every_column};
use crate::for_all_numbers;
use record_core::{
    View,
    ops::{Mask, MaskError},
};
use record_tests::Random;

#[test]
#[allow(clippy::float_cmp)] // the operators are what is tested
fn comparisons_of_every_column() {
    let mut masks = 0;
    let mut random = Random::new(12);
    macro_rules! each {
        ($type:ty) => {
            masks += 6 * every_column::<$type>(|values, view| {
                let limit = match values {
                    [] => Sample::sample(&mut random),
                    some => some[random.below(some.len())],
                };
                macro_rules! same {
                    ($name:ident $op:tt) => {
                        let expected: Vec<bool> = values.iter().map(|&value| value $op limit).collect();
                        let mask = view.$name(limit);
                        assert_eq!(mask.to_vec(), expected, "{} in {view:?}", stringify!($op));
                        assert_eq!(mask.count(), expected.iter().filter(|&&is| is).count());
                    };
                }
                same!(gt >);
                same!(ge >=);
                same!(lt <);
                same!(le <=);
                same!(eq ==);
                same!(ne !=);
            });
        };
    }
    for_all_numbers!(each!);
    println!("{masks} masks");
    assert_eq!(masks, (41 * 16 + 13) * 9 * 34 * 6);
}

#[test]
fn nan_is_different_from_all() {
    let view = View::from_slice(&[f64::NAN, 1.0, f64::NAN, 2.0, -0.0]);
    assert_eq!(view.eq(f64::NAN).count(), 0);
    assert_eq!(view.ne(f64::NAN).count(), 5);
    assert_eq!(view.gt(0.0).to_vec(), [false, true, false, true, false]);
    assert_eq!(view.le(1.0).to_vec(), [false, true, false, false, true]);
    assert_eq!(view.eq(0.0).to_vec(), [false, false, false, false, true]);
}

fn bools(random: &mut Random, len: usize) -> Vec<bool> {
    (0..len).map(|_| random.below(2) == 1).collect()
}

#[test]
fn masks_are_lists_of_truth_values() {
    let mut random = Random::new(2);
    for len in (0..=200).chain([1023, 1024, 1025]) {
        let (a, b) = (bools(&mut random, len), bools(&mut random, len));
        let (mask, other): (Mask, Mask) = (a.iter().copied().collect(), b.iter().copied().collect());
        let each =
            |op: fn(bool, bool) -> bool| -> Vec<bool> { a.iter().zip(&b).map(|(&a, &b)| op(a, b)).collect() };
        assert_eq!((mask.len(), mask.is_empty()), (len, len == 0));
        assert_eq!(mask.to_vec(), a);
        assert_eq!((&mask & &other).to_vec(), each(|a, b| a & b));
        assert_eq!((mask.clone() | &other).to_vec(), each(|a, b| a | b));
        assert_eq!((&mask ^ other.clone()).to_vec(), each(|a, b| a ^ b));
        assert_eq!((mask.clone() & other.clone()).to_vec(), each(|a, b| a & b));
        let not: Vec<bool> = a.iter().map(|a| !a).collect();
        assert_eq!((!&mask).to_vec(), not);
        // Bits behind the last record stay zero, whatever was done.
        assert_eq!((!&mask).count() + mask.count(), len);
        assert_eq!(!&(!&mask), mask);
        assert!((&mask | &!&mask).all() && !(&mask & &!&mask).any());
        assert_eq!((&mask ^ &mask), Mask::new(len, false));
        assert_eq!((mask.any(), mask.all()), (a.contains(&true), !a.contains(&false)));
        let positions: Vec<usize> = (0..len).filter(|&i| a[i]).collect();
        assert_eq!(mask.positions().collect::<Vec<_>>(), positions);
        assert_eq!(mask.iter().len(), len);
        for (i, &is) in a.iter().enumerate() {
            assert_eq!(mask.get(i), Some(is));
        }
        assert_eq!((mask.get(len), mask.get(usize::MAX)), (None, None));
        for value in [false, true] {
            let all = Mask::new(len, value);
            assert_eq!((all.to_vec(), all.count()), (vec![value; len], if value { len } else { 0 }));
        }
        let mut changed = Mask::new(len, false);
        for &i in &positions {
            changed.set(i, true);
            changed.set(i, false);
            changed.set(i, true);
        }
        assert_eq!(changed, mask);
        assert_eq!(format!("{mask:?}"), format!("Mask({} of {len})", positions.len()));
    }
}

#[test]
fn masks_of_other_lengths_are_refused_with_the_numbers() {
    let (three, four) = (Mask::new(3, true), Mask::new(4, true));
    let error = MaskError { expected: 3, found: 4 };
    assert_eq!(three.try_and(&four), Err(error));
    assert_eq!(three.try_or(&four), Err(error));
    assert_eq!(four.try_xor(&three), Err(MaskError { expected: 4, found: 3 }));
    assert_eq!(error.to_string(), "a mask of 4 records where 3 are needed");
}

#[test]
#[should_panic(expected = "a mask of 64 records where 65 are needed")]
fn operators_panic_at_other_lengths() {
    _ = Mask::new(65, true) & Mask::new(64, true);
}

#[test]
#[should_panic(expected = "index 3 is out of range for a mask of 3 records")]
fn setting_behind_the_end_panics() {
    Mask::new(3, true).set(3, false);
}
