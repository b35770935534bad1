//! A million chains of operations at random, on views of every kind.

use record_core::{AnyView, AnyViewMut, Be, CellView, DynRank, View, ViewMut, layout::LayoutError};
use record_tests::{Cell, Grid, Op, Operand, Oracle, Random, random_op};
use std::thread;

const CHAINS: u32 = 1_000_000;

/// What was seen.
#[derive(Debug, Default)]
struct Seen {
    chains: u32,
    steps: usize,
    refused: usize,
    copies: usize,
    elements: usize,
    other_kinds: usize,
}

/// Elements of a table: a record's size, a field's place in it and its size.
fn start(random: &mut Random, (record, offset, item): (usize, usize, usize)) -> Grid {
    let rank = random.below(7);
    let largest = [5, 5, 5, 4, 3, 3, 3][rank];
    let shape: Vec<usize> =
        (0..rank).map(|_| if random.below(24) == 0 { 0 } else { random.below(largest) + 1 }).collect();
    let mut strides = Oracle::row_major(&shape, record.cast_signed());
    if random.below(3) == 0 {
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        strides = Oracle::row_major(&reversed, record.cast_signed());
        strides.reverse();
    }
    Grid::new(offset, &shape, &strides, item)
}

/// The elements of the grid, to write.
fn writable<'a, T: Cell>(bytes: &'a mut [u8], original: &Grid, first: usize) -> ViewMut<'a, T, DynRank> {
    ViewMut::<T, DynRank>::from_parts(bytes, original.layout(), first).expect("writable")
}

fn chain<T: Cell>(random: &mut Random, bytes: &[u8], record: (usize, usize), seen: &mut Seen) {
    let original = start(random, (record.0, record.1, size_of::<T>()));
    let layout = original.layout();
    let first = original.at.first().copied().unwrap_or(0);
    let view = View::<T, DynRank>::from_parts(bytes, layout, first).expect("inside");
    let (mut view, mut grid) = (view, original.clone());
    let mut ops: Vec<Op> = Vec::new();
    for _ in 0..=random.below(8) {
        seen.steps += 1;
        let op = random_op(random, &grid.shape, 60);
        match (view.apply(&op), grid.apply(&op)) {
            (Ok(found), Ok(expected)) => {
                (view, grid) = (found, expected);
                ops.push(op);
            }
            (Err(LayoutError::NeedsCopy { axis, stride }), Ok(expected)) => {
                assert_eq!(expected.steps(), None, "{grid:?} {op:?}: there are strides");
                assert_eq!(view.strides().as_ref()[axis], stride);
                seen.copies += 1;
            }
            (Err(error), Err(expected)) => {
                assert_eq!(error, expected, "{:?} {op:?}", grid.shape);
                seen.refused += 1;
            }
            (found, expected) => panic!("{:?} {op:?}: {found:?}, not {expected:?}", grid.shape),
        }
    }
    grid.check(view, bytes);
    seen.chains += 1;
    seen.elements += grid.at.len();
    if seen.chains.is_multiple_of(16) {
        seen.other_kinds += 1;
        let start = View::<T, DynRank>::from_parts(bytes, layout, first).expect("inside");
        let any = follow(start.as_any(), &ops);
        assert_eq!((any.layout(), any.as_ptr()), (view.layout(), view.as_ptr().cast()));
        let values: Vec<T::Value> = view.iter().collect();
        let mut copy = bytes.to_vec();
        let cell: CellView<'_, T, DynRank> =
            follow(writable::<T>(&mut copy, &original, first).into_cells(), &ops);
        assert_eq!(cell.layout(), view.layout());
        let mut found = Vec::new();
        cell.for_each(|value| found.push(value));
        assert_eq!(found, values);
        if !ops.iter().any(Op::repeats) {
            let changed = follow(writable::<T>(&mut copy, &original, first), &ops);
            assert_eq!(changed.layout(), view.layout());
            assert!(changed.as_view().iter().eq(values));
            let changed: AnyViewMut<'_> = follow(writable::<T>(&mut copy, &original, first).into_any(), &ops);
            assert_eq!(changed.layout(), view.layout());
            let found: AnyView<'_> = changed.as_view();
            assert_eq!(
                found.as_ptr().addr() - copy.as_ptr().addr(),
                view.as_ptr().addr() - bytes.as_ptr().addr()
            );
        }
    }
}

/// All operations one after the other, none of which fails.
fn follow<V: Operand>(view: V, ops: &[Op]) -> V {
    ops.iter().fold(view, |view, op| view.apply(op).expect("as the reading view"))
}

fn walk(seed: u64, chains: u32) -> Seen {
    let mut random = Random::new(seed);
    let bytes = random.bytes(12_000);
    let mut seen = Seen::default();
    while seen.chains < chains {
        match seen.chains % 10 {
            // Dense, a field of a packed record, a big-endian one, elements without bytes.
            0..3 => chain::<i32>(&mut random, &bytes, (4, 0), &mut seen),
            3..6 => chain::<i32>(&mut random, &bytes, (15, 4), &mut seen),
            6..9 => chain::<Be<u16>>(&mut random, &bytes, (7, 1), &mut seen),
            _ => chain::<[u8; 0]>(&mut random, &bytes, (3, 2), &mut seen),
        }
    }
    seen
}

#[test]
fn a_million_chains() {
    let walks = thread::scope(|scope| {
        let started: Vec<_> = (0..4).map(|seed| scope.spawn(move || walk(seed, CHAINS / 4))).collect();
        started.into_iter().map(|walk| walk.join().expect("no chain differs")).collect::<Vec<_>>()
    });
    println!("{walks:?}");
    assert_eq!(walks.iter().map(|seen| seen.chains).sum::<u32>(), CHAINS);
    let sum = |count: fn(&Seen) -> usize| walks.iter().map(count).sum::<usize>();
    assert_eq!(sum(|seen| seen.other_kinds), 62_500);
    assert!(sum(|seen| seen.steps) > 4_000_000 && sum(|seen| seen.elements) > 7_000_000);
    assert!(sum(|seen| seen.refused) > 400_000 && sum(|seen| seen.copies) > 100_000);
}
