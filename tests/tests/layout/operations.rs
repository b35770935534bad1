//! Every operation on views with every argument that means something, two deep, against places written down one by one.

use record_core::{AnyView, Be, DynRank, Rank, View, layout::LayoutError};
use record_tests::{Cell, Grid, Oracle, Random, all_ops, apply_typed};
use record_tests::{Op, Operand};
use std::collections::HashSet;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) applied: usize,
    pub(super) views: usize,
    refused: usize,
    copies: usize,
    typed: usize,
}

pub(super) type Dyn<'a, T> = View<'a, T, DynRank>;

/// One operation on one view: the same answer as the oracle's.
fn step<'a, T: Cell>(
    bytes: &[u8],
    (view, grid): (Dyn<'a, T>, &Grid),
    op: &Op,
    seen: &mut Seen,
) -> Option<(Dyn<'a, T>, Grid)> {
    seen.applied += 1;
    let found = view.apply(op);
    match (found, grid.apply(op)) {
        (Ok(found), Ok(expected)) => {
            seen.views += 1;
            expected.check(found, bytes);
            Some((found, expected))
        }
        (Err(LayoutError::NeedsCopy { axis, stride }), Ok(expected)) => {
            seen.copies += 1;
            assert!(matches!(op, Op::Reshape(..) | Op::Ravel), "{op:?}");
            assert_eq!(expected.steps(), None, "{grid:?} {op:?}: there are strides");
            assert_eq!(view.strides().as_ref()[axis], stride);
            None
        }
        (Err(error), Err(expected)) => {
            seen.refused += 1;
            assert_eq!(error, expected, "{:?} {op:?}", grid.shape);
            assert!(!error.to_string().is_empty());
            None
        }
        (found, expected) => panic!("{:?} {op:?}: {found:?}, not {expected:?}", grid.shape),
    }
}

/// The same operation on the same view, its rank known to the compiler: the same view, the same error.
fn step_typed<T: Cell>(view: Dyn<'_, T>, op: &Op, seen: &mut Seen) {
    fn same(found: Result<AnyView<'_>, LayoutError>, expected: Result<AnyView<'_>, LayoutError>, op: &Op) {
        match (found, expected) {
            (Ok(found), Ok(expected)) => {
                assert_eq!(
                    (found.layout(), found.as_ptr()),
                    (expected.layout(), expected.as_ptr()),
                    "{op:?}"
                );
            }
            (found, expected) => assert_eq!(found.err(), expected.err(), "{op:?}"),
        }
    }
    if matches!(op, Op::Slice(_)) {
        return;
    }
    seen.typed += 1;
    let expected = view.apply(op).map(View::as_any);
    let any = view.as_any();
    macro_rules! ranks {
        ($($rank:literal)*) => {
            match view.ndim() {
                $($rank => apply_typed(any.typed_as::<T, Rank<$rank>>().expect("the rank"), op),)*
                _ => return,
            }
        };
    }
    same(ranks!(0 1 2 3 4), expected, op);
}

/// All operations, and on each different view that they give, all again.
pub(super) fn explore<T: Cell>(
    bytes: &[u8],
    (view, grid): (Dyn<'_, T>, &Grid),
    depth: usize,
    seen: &mut Seen,
) {
    let mut known = HashSet::new();
    for op in all_ops(&grid.shape, depth == 2) {
        step_typed(view, &op, seen);
        let Some((found, expected)) = step(bytes, (view, grid), &op, seen) else { continue };
        let layout = found.layout();
        let key = (layout.shape.as_ref().to_vec(), layout.strides.as_ref().to_vec(), found.as_ptr().addr());
        if depth > 1 && known.insert(key) {
            for op in all_ops(&expected.shape, false) {
                step(bytes, (found, &expected), &op, seen);
            }
        }
    }
}

/// Views of elements `step` bytes apart, row-major, column-major and backwards.
fn start<T: Cell>(bytes: &[u8], shape: &[usize], step: isize, depth: usize, seen: &mut Seen) {
    let right = Oracle::row_major(shape, step);
    let reversed: Vec<usize> = shape.iter().rev().copied().collect();
    let mut left = Oracle::row_major(&reversed, step);
    left.reverse();
    let back: Vec<isize> = right.iter().map(|s| -s).collect();
    let all = if depth == 2 { vec![right] } else { vec![right, left, back] };
    let middle = bytes.len() / 2;
    for strides in all {
        let layout = Oracle::new(middle, shape, &strides, size_of::<T>()).layout();
        let view = Dyn::<T>::from_parts(bytes, layout, middle).expect("inside");
        let grid = Grid::new(middle, shape, &strides, size_of::<T>());
        explore(bytes, (view, &grid), depth, seen);
    }
}

#[test]
fn two_of_all_operations_at_up_to_two_axes() {
    let bytes = Random::new(21).bytes(1000);
    let mut seen = Seen::default();
    start::<i32>(&bytes, &[], 15, 2, &mut seen);
    for n in 0..=4 {
        // A field of a packed record, at no multiple of its size.
        start::<i32>(&bytes, &[n], 15, 2, &mut seen);
        for m in 0..=4 {
            start::<i32>(&bytes, &[n, m], 15, 2, &mut seen);
        }
    }
    println!("{seen:?}");
    assert_eq!(
        (seen.applied, seen.views, seen.refused, seen.copies),
        (3_020_297, 1_400_408, 1_582_457, 37_432)
    );
}

#[test]
fn one_of_all_operations_at_up_to_four_axes() {
    let bytes = Random::new(22).bytes(8000);
    let mut seen = Seen::default();
    for rank in 0..=4_u32 {
        for number in 0..4_usize.pow(rank) {
            let shape: Vec<usize> = (0..rank).map(|axis| number / 4_usize.pow(axis) % 4).collect();
            // At four axes, those of which no two neighbours are equal.
            if rank == 4 && shape.windows(2).any(|pair| pair[0] == pair[1]) {
                continue;
            }
            start::<Be<u16>>(&bytes, &shape, 7, 1, &mut seen);
            if rank <= 2 {
                start::<i32>(&bytes, &shape, 4, 1, &mut seen);
                start::<[u8; 0]>(&bytes, &shape, 3, 1, &mut seen);
                start::<[u8; 0]>(&bytes, &shape, 0, 1, &mut seen);
            }
        }
    }
    println!("{seen:?}");
    assert_eq!((seen.applied, seen.views, seen.refused, seen.copies), (624_156, 310_597, 304_563, 8_996));
    assert_eq!(seen.typed, 356_628);
}
