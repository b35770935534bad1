//! `put` against the definition: row-major numbers of elements, whatever the strides.

use record_core::prelude::*;
use record_core::view::PutError;
use record_tests::{Oracle, Random};

#[test]
fn counts_in_row_major_order_at_any_strides() {
    let mut random = Random::new(7);
    for (shape, strides, start) in [
        (vec![24], vec![1], 0),
        (vec![12], vec![-2], 23),
        (vec![2, 3, 4], vec![12, 4, 1], 0),
        (vec![4, 3, 2], vec![1, 4, 12], 0),
        (vec![3, 2], vec![-7, 3], 18),
        (vec![], vec![], 5),
    ] {
        let oracle = Oracle::new(start, &shape, &strides, 1);
        let positions = oracle.positions();
        let (mut bytes, mut naive) = ([0_u8; 24], [0_u8; 24]);
        let indices: Vec<usize> = (0..40).map(|_| random.below(positions.len())).collect();
        let values = random.bytes(40);
        for (&index, &value) in indices.iter().zip(&values) {
            naive[usize::try_from(positions[index]).expect("inside")] = value;
        }
        let mut view =
            ViewMut::<u8, DynRank>::from_parts(&mut bytes, oracle.layout(), start).expect("disjoint");
        view.put(&indices, &values).expect("in range");
        let len = positions.len();
        let refused = view.put(&[0, 0, len], &[99; 3]).unwrap_err();
        assert_eq!(refused, PutError::Index { position: 2, index: len, len });
        assert_eq!(view.put(&[0], &[99, 99]).unwrap_err(), PutError::Length { expected: 1, found: 2 });
        assert_eq!(view.put(&[0, 0], &[99]).unwrap_err(), PutError::Length { expected: 2, found: 1 });
        assert_eq!(bytes, naive, "{oracle:?}");
    }
}

#[test]
fn nothing_is_put_into_nothing() {
    let mut none: [u32; 0] = [];
    let mut view = ViewMut::from_slice(&mut none);
    assert_eq!(view.put(&[], &[]), Ok(()));
    let refused: record_core::Error = view.put(&[0], &[1]).unwrap_err().into();
    assert_eq!(refused.to_string(), "at position 0 of the indices: index 0 is out of range for 0 elements");
}
