//! R1: an iterator stands on an element whenever it reads, from whichever end and however far it is asked to go.

use super::*;
use record_core::layout::{Layout, Rank};

#[test]
fn both_ends_meet_and_stay_exhausted() {
    let table = samples(5);
    for front in 0..=6 {
        let mut iter = table[Sample::ID].iter();
        let mut seen: Vec<u32> = iter.by_ref().take(front).collect();
        let mut back = Vec::new();
        while let Some(id) = iter.next_back() {
            back.push(id);
        }
        seen.extend(back.iter().rev());
        assert_eq!(seen, [0, 1, 2, 3, 4]);
        for _ in 0..3 {
            assert_eq!(
                (iter.next(), iter.next_back(), iter.next(), iter.nth(usize::MAX)),
                (None, None, None, None)
            );
            assert_eq!(iter.len(), 0);
        }
    }
}

#[test]
fn nth_jumps_and_never_leaves() {
    let table = samples(10);
    let mut iter = table[Sample::ID].iter();
    assert_eq!((iter.nth(3), iter.nth_back(2), iter.len()), (Some(3), Some(7), 3));
    assert_eq!((iter.nth(isize::MAX.cast_unsigned()), iter.next(), iter.next_back()), (None, None, None));
    let mut skipped = table[Sample::ID].iter().skip(usize::MAX).step_by(usize::MAX);
    assert_eq!(skipped.next(), None);
}

#[test]
fn all_ranks_and_directions() {
    let bytes: Vec<u8> = (0..24).collect();
    let reversed =
        View::<u8, Rank<3>>::from_parts(&bytes, Layout { shape: [2, 3, 4], strides: [-12, -4, -1] }, 23)
            .expect("in the bytes");
    let forward: Vec<u8> = reversed.iter().collect();
    assert!(forward.iter().copied().eq((0..24).rev()));
    let mut iter = reversed.iter();
    let mut mixed = Vec::new();
    while let (Some(a), Some(b)) = (iter.next(), iter.next_back()) {
        mixed.push(u32::from(a) + u32::from(b));
    }
    assert_eq!(mixed, [23; 12]);
    assert_eq!((iter.next(), iter.next_back(), iter.clone().next()), (None, None, None));
    let scalar = View::<u8, Rank<0>>::from_parts(&bytes, Layout { shape: [], strides: [] }, 5).expect("one");
    let mut iter = scalar.iter();
    assert_eq!((iter.next_back(), iter.next(), iter.next_back()), (Some(5), None, None));
}

#[test]
fn broadcast_elements_are_read_again_and_again() {
    let view =
        View::<u32>::from_parts(&[1, 0, 0, 0], Layout { shape: [1 << 40], strides: [0] }, 0).expect("one");
    let mut iter = view.iter();
    assert_eq!((iter.nth((1 << 40) - 2), iter.next(), iter.next()), (Some(1), Some(1), None));
    assert!(view.as_slice().is_none() && view.as_bytes().is_none());
}
