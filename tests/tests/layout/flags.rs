//! `is_c_contiguous` and `is_aligned` by their definition: where the elements are, one by one.

use record_core::{Be, Element, F16, Rank, View};
use record_tests::{Buffer, Oracle};

/// NumPy's C_CONTIGUOUS: the elements lie one after the other in row-major order. Strides of axes of length 1 and of
/// empty arrays take no part in that.
fn is_c_contiguous(oracle: &Oracle) -> bool {
    oracle.positions().iter().enumerate().all(|(i, &at)| at == oracle.start + (i * oracle.item) as i128)
}

/// NumPy's ALIGNED: every element at a multiple of the alignment. Also of a single element at an odd stride.
fn is_aligned(oracle: &Oracle, base: usize, alignment: usize) -> bool {
    oracle.positions().iter().all(|&at| (base as i128 + at) % alignment as i128 == 0)
}

fn check<T: Element>(counts: &mut [usize; 2]) {
    let item = size_of::<T>();
    for misalignment in 0..=8 {
        let buffer = Buffer::new(&[0; 200], misalignment);
        for shape in (0..=3).flat_map(|a| (0..=3).flat_map(move |b| (0..=2).map(move |c| [a, b, c]))) {
            let right = Oracle::row_major(&shape, item.cast_signed());
            for (axis, change) in [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 4)] {
                let mut strides = right.clone();
                strides[axis] += change;
                let oracle = Oracle::new(0, &shape, &strides, item);
                let view = View::<T, Rank<3>>::from_parts(buffer.bytes(), oracle.layout(), 0).unwrap();
                let contiguous = is_c_contiguous(&oracle);
                let aligned = is_aligned(&oracle, misalignment, align_of::<T>());
                assert_eq!(view.is_c_contiguous(), contiguous, "{oracle:?}");
                assert_eq!(view.is_aligned(), aligned, "{oracle:?} at {misalignment}");
                let any = view.as_any();
                assert_eq!((any.is_c_contiguous(), any.is_aligned()), (contiguous, aligned), "{oracle:?}");
                assert_eq!(view.as_slice().is_some(), contiguous && aligned, "{oracle:?}");
                assert_eq!(view.as_bytes().is_some(), contiguous, "{oracle:?}");
                if let Some(bytes) = view.as_bytes() {
                    assert_eq!(bytes.len(), view.size() * item);
                }
                counts[0] += usize::from(contiguous);
                counts[1] += usize::from(aligned);
            }
        }
    }
}

#[test]
fn flags_are_as_defined() {
    let mut counts = [0, 0];
    check::<u8>(&mut counts);
    check::<F16>(&mut counts);
    check::<Be<u32>>(&mut counts);
    check::<f64>(&mut counts);
    check::<[u16; 2]>(&mut counts);
    println!("{} contiguous, {} aligned", counts[0], counts[1]);
    assert!(counts[0] > 5_000 && counts[1] > 5_000);
}

#[test]
fn axes_of_length_one_do_not_count() {
    let bytes = Buffer::new(&[0; 64], 0);
    let layout = Oracle::new(0, &[1, 4, 1], &[-977, 2, 33], 2).layout::<Rank<3>>();
    assert!(View::<u16, Rank<3>>::from_parts(bytes.bytes(), layout, 0).unwrap().is_c_contiguous());
    assert!(View::<u16, Rank<3>>::from_parts(bytes.bytes(), layout, 0).unwrap().is_aligned());
    assert!(!View::<u16, Rank<3>>::from_parts(bytes.bytes(), layout, 1).unwrap().is_aligned());
}
