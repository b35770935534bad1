//! `take_axis`, `filter_axis` and `take_at` against `from_fn`.

#![allow(clippy::cast_possible_truncation)] // small numbers

use record_core::buffer::TakeError;
use record_core::layout::LayoutError;
use record_core::prelude::*;
use record_core::view::IndexError;

#[test]
fn along_every_axis_of_every_striding() {
    let cube = Array::from_fn([3, 4, 5], |[i, j, k]| Be::new((100 * i + 10 * j + k) as u16));
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        for flip in 0..3 {
            let view = cube.view().permute(order).flip(flip);
            for axis in 0..3 {
                for indices in [&[][..], &[0], &[2, 0, 2, 1], &[1; 7]] {
                    let mut shape = view.shape();
                    shape[axis] = indices.len();
                    let expected = Array::from_fn(shape, |mut index| {
                        index[axis] = indices[index[axis]];
                        Be::new(view.get_at(index).expect("in range"))
                    });
                    assert_eq!(
                        view.take_axis(axis, indices),
                        expected,
                        "{order:?} {flip} {axis} {indices:?}"
                    );
                }
                let mask = View::from_slice(&[1, 0, 1, 1, 0]).slice(..view.shape()[axis]).eq(1);
                let positions: Vec<usize> = mask.positions().collect();
                assert_eq!(view.filter_axis(axis, &mask), view.take_axis(axis, &positions));
            }
        }
    }
}

#[test]
fn what_is_not_there_is_named() {
    let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    let view = table.view();
    let out = |position, axis, index, len| {
        Err(TakeError::Index { position, error: IndexError::OutOfRange { axis, index, len } })
    };
    assert_eq!(view.try_take_axis(1, &[0, 2, 3, 9]), out(2, 1, 3, 3));
    assert_eq!(view.try_take_axis(2, &[0]), Err(LayoutError::Axis { axis: 2, ndim: 2 }.into()));
    assert_eq!(view.try_take_at(&[[0, 0], [1, 3]]).map(|_| table.clone()), out(1, 1, 3, 3));
    let rank = TakeError::Index { position: 0, error: IndexError::Rank { expected: 2, found: 1 } };
    assert_eq!(view.try_take_at(&[vec![1]]), Err(rank));
    let none: [[usize; 2]; 0] = [];
    assert!(view.take_at(&none).is_empty());
    let empty = Array::<u8, _>::zeros([0, 3]);
    assert_eq!(empty.view().take_axis(1, &[2, 2]).shape(), [0, 2]);
    assert_eq!(empty.view().try_take_axis(0, &[0]).map(|_| table.clone()), out(0, 0, 0, 0));
}
