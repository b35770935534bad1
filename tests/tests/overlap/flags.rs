//! Flags by their definition, element by element.

use record_core::layout::Layout;
use record_core::prelude::*;
use record_core::{DynRank, Flags, Rank, View};
use record_tests::{Buffer, Oracle};
use std::collections::BTreeSet;

/// The flags by where the elements are.
fn flags(oracle: &Oracle, base: usize, alignment: usize) -> [bool; 5] {
    let positions = oracle.positions();
    let mut turned = oracle.clone();
    turned.shape.reverse();
    turned.strides.reverse();
    let dense = |positions: &[i128]| {
        positions.iter().enumerate().all(|(i, &at)| at == oracle.start + (i * oracle.item) as i128)
    };
    let bytes: BTreeSet<i128> = positions.iter().flat_map(|&at| at..at + oracle.item as i128).collect();
    let spanned = bytes.last().zip(bytes.first()).map_or(0, |(last, first)| last - first + 1);
    [
        dense(&positions),
        dense(&turned.positions()),
        positions.iter().all(|&at| (base as i128 + at) % alignment as i128 == 0),
        spanned == bytes.len() as i128,
        oracle.shares_bytes(),
    ]
}

fn listed(flags: Flags) -> [bool; 5] {
    [flags.c_contiguous, flags.f_contiguous, flags.aligned, flags.owns_gaps, flags.overlaps_itself]
}

#[test]
fn of_all_small_layouts() {
    let mut counts = [[0; 2]; 5];
    for misalignment in [0, 1, 2] {
        let buffer = Buffer::new(&[0; 128], misalignment);
        for shape in (0..=3).flat_map(|a| (0..=3).map(move |b| [a, b])) {
            for strides in (-6..=6).flat_map(|a| (-6..=6).map(move |b| [a, b])) {
                let oracle = Oracle::new(64, &shape, &strides, 2);
                let layout: Layout<Rank<2>> = oracle.layout();
                let view = View::<u16, Rank<2>>::from_parts(buffer.bytes(), layout, 64).expect("inside");
                let expected = flags(&oracle, misalignment, 2);
                assert_eq!(listed(view.flags()), expected, "{oracle:?} at {misalignment}");
                assert_eq!(listed(view.as_any().flags()), expected, "{oracle:?} at {misalignment}");
                assert_eq!(view.is_f_contiguous(), expected[1]);
                assert!(!view.flags().writable);
                for (count, flag) in counts.iter_mut().zip(expected) {
                    count[usize::from(flag)] += 1;
                }
                let mut bytes = buffer.clone();
                if let Ok(mut view) = ViewMut::<u16, Rank<2>>::from_parts(bytes.bytes_mut(), layout, 64) {
                    let aligned = view.as_ptr().addr() % 2 == 0;
                    let found = view.flags();
                    assert!(found.writable && !found.overlaps_itself);
                    assert_eq!((view.is_c_contiguous(), view.is_f_contiguous()), (expected[0], expected[1]));
                    assert_eq!(view.is_aligned(), found.aligned);
                    assert!(aligned || !found.aligned || layout.is_empty());
                    assert_eq!(view.cells().flags(), found);
                    assert_eq!(view.into_any().flags(), found);
                }
            }
        }
    }
    println!("no and yes: {counts:?}");
    assert!(counts.iter().flatten().all(|&count| count > 100), "{counts:?}");
}

#[test]
fn packed_records_are_always_aligned_but_their_fields_are_not() {
    // numpy.md's trap T1: NumPy says ALIGNED of a['c'] of packed records, by the alignment of the field alone.
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Packed {
        a: u8,
        b: f64,
    }
    let table: RecordTable<Packed> = RecordTable::zeroed(3).expect("memory");
    let flags = table.view().flags();
    assert!(flags.aligned && flags.c_contiguous && flags.owns_gaps);
    let column = table[Packed::B].flags();
    assert!(!column.aligned && !column.c_contiguous && !column.owns_gaps && !column.overlaps_itself);
    assert_eq!(table["b"].flags(), column);
    assert!(Array::<f64, _>::zeros([2, 2]).flags().writable);
    assert!(View::from_slice(&[1, 2]).windows(0, 2).flags().c_contiguous);
    assert!(View::from_slice(&[1, 2, 3]).windows(0, 2).flags().overlaps_itself);
    let lengths = [1; 4];
    let one: View<'_, u8, DynRank> = View::from_slice(&[1_u8]).broadcast_to(&lengths[..]);
    assert!(one.flags().c_contiguous && one.flags().f_contiguous && !one.flags().overlaps_itself);
}
