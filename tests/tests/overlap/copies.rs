//! Copies within one piece of memory against a naive copy through a second one.

#![allow(clippy::cast_possible_truncation, clippy::type_complexity)] // small numbers

use record_core::prelude::*;
use record_core::view::CopyError;
use record_core::{CellView, Rank, layout::LayoutError};
use serde_json::Value;

/// All slicings of an axis of `n`: start, end and step.
fn slicings(n: isize, steps: &[isize]) -> Vec<(isize, isize, isize)> {
    let mut all = vec![(0, 0, 1)];
    for start in 0..n {
        for end in start + 1..=n {
            all.extend(steps.iter().map(|&step| (start, end, step)));
        }
    }
    all
}

/// The indices that a slicing says, by its definition.
fn indices((start, end, step): (isize, isize, isize)) -> Vec<usize> {
    let mut found = Vec::new();
    let mut i = if step > 0 { start } else { end - 1 };
    while (start..end).contains(&i) {
        found.push(i.cast_unsigned());
        i += step;
    }
    found
}

#[test]
fn all_slices_of_a_line_onto_each_other() {
    const N: usize = 6;
    let all = slicings(N.cast_signed(), &[1, 2, 3, -1, -2, -3]);
    let mut counts = [0, 0];
    for &from in &all {
        for &to in &all {
            let (sources, targets) = (indices(from), indices(to));
            let mut numbers: [u32; N] = core::array::from_fn(|i| i as u32 + 1);
            let mut naive = numbers;
            let fits = sources.len() == targets.len() || sources.len() == 1;
            if fits {
                for (i, &target) in targets.iter().enumerate() {
                    let source = if sources.len() == 1 { sources[0] } else { sources[i] };
                    naive[target] = numbers[source];
                }
            }
            let expected = naive;
            let mut view = ViewMut::from_slice(&mut numbers);
            let done = view.copy_within(s![from.0..from.1; from.2], s![to.0..to.1; to.2]);
            assert_eq!(done.is_ok(), fits, "{from:?} to {to:?}: {done:?}");
            assert_eq!(numbers, expected, "{from:?} to {to:?}");
            counts[usize::from(fits)] += 1;
        }
    }
    println!("{counts:?} refused and copied");
    assert!(counts.iter().all(|&count| count > 3_000));
}

#[test]
fn pairs_of_bytes_that_overlap_by_one() {
    const N: usize = 9;
    // Pairs from byte `offset` on, some of them.
    fn pairs(
        cells: CellView<'_, u8>,
        (offset, slicing): (usize, (isize, isize, isize)),
    ) -> CellView<'_, [u8; 2]> {
        let whole = (N - offset) / 2 * 2;
        let pairs = cells.slice(offset..offset + whole).view_as::<[u8; 2]>().expect("whole pairs");
        pairs.slice(s![slicing.0..slicing.1; slicing.2])
    }
    let ways: Vec<_> = (0..2)
        .flat_map(|offset| slicings(4, &[1, 2, 3, -1, -2, -3]).into_iter().map(move |s| (offset, s)))
        .collect();
    let mut copied = 0;
    for &from in &ways {
        for &to in &ways {
            let (sources, targets) = (indices(from.1), indices(to.1));
            if sources.len() != targets.len() {
                continue;
            }
            let mut bytes: [u8; N] = core::array::from_fn(|i| i as u8 + 1);
            let mut naive = bytes;
            for (&source, &target) in sources.iter().zip(&targets) {
                for byte in 0..2 {
                    naive[to.0 + 2 * target + byte] = bytes[from.0 + 2 * source + byte];
                }
            }
            let mut view = ViewMut::from_slice(&mut bytes);
            let cells = view.cells();
            pairs(cells, to).copy_from(pairs(cells, from)).expect("the same shape");
            assert_eq!(bytes, naive, "{from:?} to {to:?}");
            copied += 1;
        }
    }
    assert!(copied > 3_000, "{copied}");
}

#[test]
fn all_slices_of_a_plane_onto_each_other_and_turned() {
    const N: usize = 3;
    let all = slicings(3, &[1, 2, -1, -2]);
    let mut views = Vec::new();
    for &rows in &all {
        for &columns in &all {
            for transposed in [false, true] {
                views.push((rows, columns, transposed));
            }
        }
    }
    let shape = |&(rows, columns, transposed)| {
        let (a, b) = (indices(rows).len(), indices(columns).len());
        if transposed { (b, a) } else { (a, b) }
    };
    let places = |&(rows, columns, transposed)| -> Vec<usize> {
        let (rows, columns) = (indices(rows), indices(columns));
        let at = |&row: &usize, &column: &usize| row * N + column;
        if transposed {
            columns.iter().flat_map(|column| rows.iter().map(move |row| at(row, column))).collect()
        } else {
            rows.iter().flat_map(|row| columns.iter().map(move |column| at(row, column))).collect()
        }
    };
    let mut copied = 0;
    for from in &views {
        for to in &views {
            if shape(from) != shape(to) {
                continue;
            }
            let mut square = [[0_u16, 1, 2], [10, 11, 12], [20, 21, 22]];
            let flat = square.as_flattened();
            let mut naive = flat.to_vec();
            for (source, target) in places(from).into_iter().zip(places(to)) {
                naive[target] = flat[source];
            }
            let mut view = ViewMut::from_slice(&mut square).into_axes();
            let cells = view.cells();
            let part =
                |&(rows, columns, transposed): &((isize, isize, isize), (isize, isize, isize), bool)| {
                    let part = cells.slice(s![rows.0..rows.1; rows.2, columns.0..columns.1; columns.2]);
                    if transposed { part.transpose() } else { part }
                };
            part(to).copy_from(part(from)).expect("the same shape");
            assert_eq!(square.as_flattened(), naive, "{from:?} to {to:?}");
            copied += 1;
        }
    }
    println!("{copied} copies");
    assert!(copied > 10_000);
}

#[test]
fn windows_and_broadcasts_as_targets_keep_the_last() {
    let mut numbers = [1, 2, 3, 4, 5];
    let mut view = ViewMut::from_slice(&mut numbers);
    let windows = view.cells().windows(0, 2);
    // Row-major: each element but the ends is written twice, the second time as the first of a pair.
    windows.copy_from(windows.flip(1)).expect("the same shape");
    // Pairs turned: (2, 1), (3, 2), (4, 3), (5, 4).
    assert_eq!(numbers, [2, 3, 4, 5, 4]);
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    let first: CellView<'_, i32, Rank<1>> = cells.slice(..1).broadcast_to([5]);
    first.copy_from(cells).expect("the same shape");
    assert_eq!(numbers, [4, 3, 4, 5, 4]);
}

#[test]
fn conversions_in_place_and_elsewhere() {
    let mut stored: Vec<Be<f64>> = (0..9).map(|i| Be::new(f64::from(i) / 4.0)).collect();
    let mut native = vec![0.0; 9];
    ViewMut::from_slice(&mut native).copy_from(View::from_slice(&stored)).expect("the same shape");
    assert_eq!(native, (0..9).map(|i| f64::from(i) / 4.0).collect::<Vec<_>>());
    // Strided to strided, backwards, and to more axes.
    let mut grid = Array::<Le<f64>, _>::zeros([2, 2]);
    let source = View::from_slice(&native);
    grid.view_mut().transpose().copy_from(source.slice(s![..4;-1]).reshape([2, 2])).expect("the same shape");
    assert_eq!(grid.to_vec(), [0.75, 0.25, 0.5, 0.0]);
    // In place: the same bytes in another order.
    let mut view = ViewMut::from_slice(&mut stored);
    let cells = view.cells();
    cells.view_as::<f64>().expect("the same size").copy_from(cells).expect("the same shape");
    let swapped: Vec<f64> =
        stored.iter().map(|stored| f64::from_ne_bytes(stored.to_bits().to_ne_bytes())).collect();
    assert_eq!(swapped, native);
    // A NaN's bits and a truth value's byte are copied as they are stored.
    let odd = [f64::from_bits(0x7ff0_0000_0000_0001)];
    let mut to = [0.0_f64];
    ViewMut::from_slice(&mut to).copy_from(View::from_slice(&odd)).expect("the same shape");
    assert_eq!(to[0].to_bits(), odd[0].to_bits());
    let (bytes, mut copy) = ([7_u8, 9, 0, 9], [1_u8; 4]);
    let odd = View::<Bool8>::from_bytes(&bytes).expect("bytes").slice(s![..;2]);
    let mut view = ViewMut::<Bool8>::from_bytes(&mut copy).expect("bytes");
    view.slice_mut(s![..;2]).copy_from(odd).expect("the same shape");
    assert_eq!(copy, [7, 1, 0, 1]);
}

#[test]
fn what_does_not_fit_writes_nothing() {
    let mut numbers = [1, 2, 3];
    let mut view = ViewMut::from_slice(&mut numbers);
    let other = [7; 4];
    let refused = view.copy_from(View::from_slice(&other)).unwrap_err();
    assert_eq!(refused, LayoutError::Broadcast { axis: 0, from: 4, to: 3 });
    let refused = view.copy_from(View::from_slice(&other).reshape([2, 2])).unwrap_err();
    assert_eq!(refused, LayoutError::BroadcastRank { from: 2, to: 1 });
    let refused = view.copy_within(s![..2], s![..]).unwrap_err();
    assert_eq!(refused, CopyError::Layout(LayoutError::Broadcast { axis: 0, from: 2, to: 3 }));
    assert!(matches!(view.copy_within(s![..7], s![..]), Err(CopyError::Layout(LayoutError::Range { .. }))));
    assert!(matches!(view.copy_within(.., 7), Err(CopyError::Layout(LayoutError::Index { .. }))));
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn as_numpy_recorded() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let mut seen = 0;
    for fact in facts.iter().filter(|fact| fact["area"] == "overlap") {
        let mut z: [i64; 6] = [0, 1, 2, 3, 4, 5];
        let mut view = ViewMut::from_slice(&mut z);
        match fact["id"].as_str().expect("text") {
            // In `shares`.
            "fields_disjoint" => {
                assert_eq!(fact["expect"], serde_json::json!([false, true]));
                seen += 1;
                continue;
            }
            "overlap_assign_backward" => view.copy_within(s![1..], s![..-1]).expect("fits"),
            "overlap_reverse_copy" => view.copy_within(s![..;-1], ..).expect("fits"),
            "overlap_out_shifted" => {
                // A ufunc whose output overlaps its inputs: the inputs are copied first, visibly.
                let (left, right) = (view.slice(..-1).to_array(), view.slice(1..).to_array());
                view.slice_mut(1..).zip_apply((left.view(), right.view()), |_, (a, b)| a + b).expect("fits");
            }
            other => panic!("a fact without a counterpart: {other}"),
        }
        let expected: Vec<i64> =
            serde_json::from_value(fact["expect"]["ndarray"]["values"].clone()).expect("numbers");
        assert_eq!(z, *expected, "{}", fact["id"]);
        seen += 1;
    }
    assert_eq!(seen, 4);
}
