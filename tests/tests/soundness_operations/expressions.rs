//! R4: expressions read and write elements in place, also those that their own functions write meanwhile, those of another
//! result, and those of a neighbour on another thread.

#![allow(clippy::float_cmp)] // numbers that floats hold exactly

use super::*;
use record_core::{
    CellView,
    ops::{Mask, compute::ComputeError},
};
use std::cell::Cell;

/// What stands for the result inside `compute` is carried out of it, to other results.
#[test]
fn the_own_elements_of_another_result_are_not_reached() {
    let (mut x, mut y, mut z) = (vec![1.0_f64; 100], vec![2.0_f64; 3], vec![3_u64; 100]);
    let mut own = None;
    let twice = ViewMut::from_slice(&mut x).compute(|x| {
        own = Some(x);
        x * 2.0
    });
    twice.expect("in place");
    let own = own.expect("it was called");
    // Of the same type: those of the new result, as many as it has.
    ViewMut::from_slice(&mut y).compute(|_| own * 10.0).expect("in place");
    assert_eq!(y, [20.0; 3]);
    ViewMut::from_slice(&mut y).slice_mut(s![..;2]).compute(|_| own + 1.0).expect("in place");
    assert_eq!(y, [21.0, 20.0, 21.0]);
    // Of another type, and where there is no result to replace.
    assert_eq!(
        ViewMut::from_slice(&mut z).compute(|z| own.map(|v| v as u64).maximum(z)),
        Err(ComputeError::NotInPlace)
    );
    assert_eq!((own + 1.0).write_to(&mut x), Err(ComputeError::NotInPlace));
    assert_eq!(own.par().write_to(&mut x), Err(ComputeError::NotInPlace));
    assert!(own.par().sum().is_err() && own.shape().is_err());
    let ones = vec![1.0; 300_000];
    let mut many = vec![0.0_f64; 300_000];
    assert!((own + View::from_slice(&ones)).par().write_to(&mut many).is_err());
    let mut stored = View::from_slice(&x).view_as::<Le<f64>>().expect("as large").to_array();
    assert!(stored.compute(|_| own * 1.0).is_err());
    assert_eq!((x, z), (vec![2.0; 100], vec![3; 100]));
}

/// Functions of an expression write to its operands while it is computed: values are others then, and nothing is worse.
#[test]
fn operands_change_while_they_are_computed() {
    let mut numbers: Vec<u32> = (0..1000).collect();
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    let filling = cells.flip(0).map(move |x| {
        cells.fill(x ^ 1);
        x
    });
    cells.compute_from(filling).expect("as many");
    let moving = cells.slice(..999).zip_map(cells.slice(1..), move |a, b| {
        cells.slice(..500).copy_from(cells.slice(250..750)).expect("as many");
        a ^ b
    });
    cells.slice(1..).compute_from(moving).expect("as many");
    let calls = Cell::new(0_usize);
    let mut out = vec![7_u32; 1000];
    let counted = cells.map(|x| {
        calls.set(calls.get() + 1);
        assert!(calls.get() < 500, "on purpose");
        x
    });
    assert!(caught(|| counted.write_to(&mut out)).is_none());
    assert_eq!(out[999], 7);
    let cleared = cells.map(move |x| {
        cells.fill(0);
        x < u32::MAX
    });
    assert_eq!(cleared.to_mask().expect("memory").len(), 1000);
    assert_eq!(numbers, [0; 1000]);
}

struct Fields<'a> {
    a: ViewMut<'a, u8>,
    b: ViewMut<'a, Be<u32>>,
    c: ViewMut<'a, f64>,
    t: ViewMut<'a, FixedBytes<11>>,
    d: ViewMut<'a, u16>,
}

fn fields(records: ViewMut<'_, Packed>) -> Fields<'_> {
    let all = records.columns_mut();
    Fields { a: all.a, b: all.b, c: all.c, t: all.t, d: all.d }
}

/// Fields whose elements lie in each other's strides, each on a thread of its own, with all that writes.
#[test]
fn neighbours_are_written_on_threads_of_their_own() {
    let mask: Mask = (0..4000).map(|i| i % 3 == 0).collect();
    let (low, ones): (Vec<u8>, _) = ((0..4000).map(|i| i as u8).collect(), [1_u16; 4000]);
    let dense: Vec<f64> = (0..4000).map(f64::from).collect();
    let mut bytes = vec![0; 4000 * size_of::<Packed>()];
    let mut records = ViewMut::<Packed>::from_bytes(&mut bytes).expect("whole records");
    for i in 0..4000 {
        records.set_at([i], packed(i as u64 * 7919 % 4001));
    }
    let Fields { mut a, mut b, mut c, mut t, mut d } = fields(records);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            a.compute(|x| x.maximum(3)).expect("in place");
            View::from_slice(&low).filter_into(&mask, &mut a).expect("room");
            a.sort();
        });
        scope.spawn(|| {
            b.sort();
            b.byteswap_inplace();
            b.byteswap_inplace();
            b.compute(|x| x.maximum(1)).expect("in place");
        });
        scope.spawn(|| {
            (View::from_slice(&dense) * 2.0).par().write_to(&mut c).expect("as many");
            (View::from_slice(&dense) * 3.0).write_where(&mask, &mut c).expect("as many");
            c.apply_where(&mask, |x| x + 1.0);
            c.byteswap_inplace();
            c.byteswap_inplace();
        });
        scope.spawn(|| {
            t.sort();
            let all = t.as_view().to_array();
            t.zip_apply(all.view().flip(0), |_, new| new).expect("as many");
        });
        scope.spawn(|| {
            d.sort();
            d.cells().windows(0, 2).apply(|x| x ^ 1);
            d.cells().flip(0).compute_from(View::from_slice(&ones) + 1).expect("as many");
        });
    });
    let expected = |i: usize| if i.is_multiple_of(3) { i as f64 * 3.0 + 1.0 } else { i as f64 * 2.0 };
    assert!(c.iter().eq((0..4000).map(expected)));
    assert!(d.iter().all(|x| x == 2) && a.iter().is_sorted() && t.iter().rev().is_sorted());
    assert!(b.iter().all(|x| (1..=4001).contains(&x)) && b.iter().is_sorted());
}

/// Cells over each other are their own operands.
#[test]
fn cells_are_computed_from_themselves() {
    let mut numbers = [1_u32, 2, 3, 4];
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells: CellView<'_, u32> = view.cells();
    cells.compute_from(cells + cells).expect("as many");
    cells.flip(0).compute_from(cells + 1).expect("as many");
    assert_eq!(numbers, [9, 7, 5, 3]);
}
