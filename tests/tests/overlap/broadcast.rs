//! `zip_apply` and `broadcast_together` against loops over indices.

#![allow(clippy::cast_possible_truncation)] // small numbers

use record_core::prelude::*;
use record_core::view::broadcast_together;
use record_core::{DynRank, layout::LayoutError};

#[test]
fn four_sources_of_other_orders_and_ranks() {
    let rows = [10.0_f64, 20.0].map(Be::new);
    let columns = [1_i16, 2, 3].map(Le::new);
    let one = [0.5_f32];
    let grid = Array::from_fn([3, 2], |[i, j]| (10 * i + j) as u64);
    let mut totals = Array::<Be<f64>, _>::full([2, 3], Be::new(1000.0));
    let sources = (
        View::from_slice(&rows).insert_axis(1),
        View::from_slice(&columns),
        View::from_slice(&one).at(0),
        grid.view().transpose(),
    );
    let mut seen = Vec::new();
    totals
        .view_mut()
        .zip_apply(sources, |old, (row, column, half, cell)| {
            seen.push(cell);
            old + row + f64::from(column) + f64::from(half) + cell as f64
        })
        .expect("one shape");
    // Row-major, and each element once.
    assert_eq!(seen, [0, 10, 20, 1, 11, 21]);
    let expected = Array::from_fn([2, 3], |[i, j]| {
        Be::new(1000.0 + [10.0, 20.0][i] + (j + 1) as f64 + 0.5 + (10 * j + i) as f64)
    });
    assert_eq!(totals, expected);
}

#[test]
fn every_number_of_sources() {
    let (a, b, c) = ([1, 2], [10, 20], [100, 200]);
    let mut sums = [0; 2];
    let mut view = ViewMut::from_slice(&mut sums);
    let (a, b, c) = (View::from_slice(&a), View::from_slice(&b), View::from_slice(&c));
    view.zip_apply(a, |old, a| old + a).expect("one shape");
    view.zip_apply((a, b), |old, (a, b)| old + a + b).expect("one shape");
    view.zip_apply((a, b, c), |old, (a, b, c)| old + a + b + c).expect("one shape");
    view.zip_apply((a, b, c, c.flip(0)), |old, (a, b, c, d)| old + a + b + c - d).expect("one shape");
    assert_eq!(sums, [1 + 11 + 111 - 89, 2 + 22 + 222 + 122]);
}

#[test]
fn nothing_is_written_where_one_does_not_fit() {
    let mut numbers = [1, 2, 3];
    let (good, bad) = ([5; 3], [5; 2]);
    let mut view = ViewMut::from_slice(&mut numbers);
    let mut calls = 0;
    let refused = view.zip_apply((View::from_slice(&good), View::from_slice(&bad)), |_, _| {
        calls += 1;
        0
    });
    assert_eq!(refused, Err(LayoutError::Broadcast { axis: 0, from: 2, to: 3 }));
    // The target is never stretched, as in NumPy.
    let refused = view.zip_apply(View::from_slice(&good).insert_axis(0), |_, _| 0);
    assert_eq!(refused, Err(LayoutError::BroadcastRank { from: 2, to: 1 }));
    assert_eq!((numbers, calls), ([1, 2, 3], 0));
    // An empty axis takes axes of one, and then there is nothing to do.
    let mut none = Array::<u8, _>::zeros([0, 4]);
    none.view_mut().zip_apply(View::from_slice(&[1_u8]), |_, _| panic!("no element")).expect("fits");
}

#[test]
fn views_of_different_ranks_on_one_shape() {
    let (a, b, c) = (Array::from_fn([2, 1, 3], |[i, _, k]| (10 * i + k) as u32), [7_u8; 4], [0.5_f32]);
    let shape = [2, 4, 3];
    let (a, b, c, d) = broadcast_together((
        a.view(),
        View::from_slice(&b).insert_axis(1),
        View::from_slice(&c).at(0),
        View::from_slice(&c),
    ))
    .expect("one shape");
    assert_eq!((a.shape().as_ref(), b.shape().as_ref()), (&shape[..], &shape[..]));
    assert_eq!((c.strides().as_ref(), d.strides().as_ref()), (&[0; 3][..], &[0; 3][..]));
    assert_eq!(a.get_at([1, 3, 2]), Some(12));
    assert_eq!(a.iter().zip(b).zip(c).count(), 24);
    let (two, three) = ([0; 2], [0; 3]);
    let refused = broadcast_together((View::from_slice(&two), View::from_slice(&three))).unwrap_err();
    assert_eq!(refused, LayoutError::Broadcast { axis: 0, from: 3, to: 2 });
    // A common shape too large for one of them.
    let long = View::from_slice(&[0_u8]).broadcast_to([usize::MAX >> 2]);
    let (wide, high) = (View::from_slice(&[0_u64]), long);
    let refused = broadcast_together::<(View<'_, u64>, View<'_, u8>)>((wide, high)).unwrap_err();
    assert_eq!(refused, LayoutError::TooLarge { itemsize: 8 });
    let _: View<'_, u32, DynRank> = a;
}
