//! Views without elements: any stride is accepted, for none is used, and every operation still answers.

use record_core::{AnyView, DynRank, Rank, View, layout::Dim};
use record_tests::Oracle;

fn answers<D: Dim>(oracle: &Oracle) {
    let bytes = [0_u8; 8];
    let view = View::<u16, D>::from_parts(&bytes, oracle.layout(), 3).expect("nothing is reached");
    assert_eq!((view.size(), view.iter().len()), (0, 0));
    assert_eq!((view.iter().next(), view.iter().next_back(), view.iter().nth(1)), (None, None, None));
    assert_eq!(view.iter().fold(0, |n, _| n + 1), 0);
    assert_eq!((view.sum(), view.mean(), view.min(), view.max()), (0, None, None, None));
    assert!(view.is_c_contiguous() && view.is_aligned());
    let rank = oracle.shape.len();
    // Indices that are in range on all other axes, and beyond.
    for i in 0..3 {
        assert_eq!(view.get_at(vec![i; rank]), None);
    }
    let last: Vec<usize> = oracle.shape.iter().map(|n| n.saturating_sub(1)).collect();
    assert_eq!(view.get_at(last), None);
    for axis in 0..rank {
        let n = oracle.shape[axis];
        assert_eq!(view.try_at_axis(axis, n.saturating_sub(1)).is_ok(), n > 0);
        assert!(view.try_at_axis(axis, n).is_err());
    }
    let any = view.as_any();
    assert_eq!((any.values().count(), any.get(0)), (0, None));
    assert_eq!(any.as_bytes(), Some(&[][..]));
    assert_eq!(view.as_bytes(), Some(&[][..]));
    assert!(!any.to_string().is_empty());
    let n = oracle.shape[0];
    assert_eq!(any.try_slice(n / 2..n).expect("in range").size(), 0);
}

#[test]
fn any_stride_will_do() {
    let strides = [0, 2, -2, isize::MAX, isize::MIN, isize::MAX / 2 + 1];
    let mut tried = 0;
    for shape in [[0, 2, 2], [2, 0, 2], [2, 2, 0], [0, 0, 3], [0, 3, 2], [5, 1, 0]] {
        for (a, b) in strides.iter().flat_map(|&a| strides.iter().map(move |&b| (a, b))) {
            for c in strides {
                let oracle = Oracle::new(3, &shape, &[a, b, c], 2);
                answers::<Rank<3>>(&oracle);
                answers::<DynRank>(&oracle);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 6 * 6 * 6 * 6);
}

#[test]
fn nothing_at_the_end_of_a_buffer_is_nothing() {
    let bytes = [1_u8, 2];
    let empty = View::<u16>::from_parts(&bytes, Oracle::new(2, &[0], &[2], 2).layout(), 2).unwrap();
    assert_eq!((empty.to_vec(), empty.as_slice()), (vec![], Some(&[][..])));
    assert!(View::<u16>::from_parts(&bytes, Oracle::new(3, &[0], &[2], 2).layout(), 3).is_err());
    assert_eq!(View::<u16>::from_bytes(&[]).unwrap().len(), 0);
    let any = AnyView::from_bytes(&[], <u16 as record_core::Element>::DTYPE).unwrap();
    assert_eq!((any.len(), any.is_empty()), (0, true));
    // Elements of size 0 at the very end.
    let layout = Oracle::new(2, &[3], &[0], 0).layout();
    let view = View::<[u8; 0]>::from_parts(&bytes, layout, 2).unwrap();
    assert_eq!(view.to_vec(), [[]; 3]);
}
