//! The same bytes as other elements: `view_as`, `getfield`, `axes` and `subarrays`, byte by byte.

use record_core::{Be, DynRank, Rank, Record, View, ViewMut, layout::LayoutError, prelude::RecordTable};
use record_tests::{Cell, Grid, Oracle, Random};

/// What was seen.
#[derive(Debug, Default)]
struct Seen {
    views: usize,
    refused: usize,
}

type Answer = Result<Grid, LayoutError>;

/// The bytes along the last axis, taken as elements of `to` bytes.
fn view_as(grid: &Grid, strides: &[isize], to: usize) -> Answer {
    if grid.item == to {
        return Ok(grid.clone());
    }
    if grid.item == 0 || to == 0 {
        return Err(LayoutError::ZeroSize);
    }
    let Some((&n, outer)) = grid.shape.split_last() else {
        return Err(LayoutError::ItemSize { expected: grid.item, found: to });
    };
    let (axis, found, expected) = (outer.len(), strides[outer.len()], grid.item.cast_signed());
    if n > 1 && found != expected {
        return Err(LayoutError::Strided { axis, expected, found });
    }
    if !(n * grid.item).is_multiple_of(to) {
        return Err(LayoutError::PartialElement { available: n * grid.item, itemsize: to });
    }
    let runs = if n == 0 { &[][..] } else { &grid.at[..] };
    let bytes = runs.iter().flat_map(|&at| at..at + grid.item).collect::<Vec<usize>>();
    let at: Vec<usize> = bytes
        .chunks(to)
        .map(|element| {
            assert!(element.windows(2).all(|pair| pair[1] == pair[0] + 1), "bytes that lie together");
            element[0]
        })
        .collect();
    Ok(Grid { shape: [outer, &[n * grid.item / to]].concat(), at, item: to })
}

fn getfield(grid: &Grid, offset: usize, size: usize) -> Answer {
    if offset + size > grid.item {
        return Err(LayoutError::OutOfElement { offset, size, itemsize: grid.item });
    }
    Ok(Grid { at: grid.at.iter().map(|at| at + offset).collect(), item: size, ..grid.clone() })
}

fn subarrays(grid: &Grid, strides: &[isize], len: usize) -> Answer {
    let Some((&found, outer)) = grid.shape.split_last() else {
        return Err(LayoutError::Axis { axis: 0, ndim: 0 });
    };
    let axis = outer.len();
    if found != len {
        return Err(LayoutError::Length { axis, expected: len, found });
    }
    let (expected, stride) = (grid.item.cast_signed(), strides[axis]);
    if found > 1 && stride != expected {
        return Err(LayoutError::Strided { axis, expected, found: stride });
    }
    let at = grid.at.iter().step_by(len.max(1)).copied().collect();
    Ok(Grid { shape: outer.to_vec(), at, item: len * grid.item })
}

fn parts(grid: &Grid, len: usize, item: usize) -> Grid {
    let at = grid.at.iter().flat_map(|&at| (0..len).map(move |i| at + i * item)).collect();
    Grid { shape: [&grid.shape[..], &[len]].concat(), at, item }
}

fn compare<U: Cell>(
    found: Result<View<'_, U, DynRank>, LayoutError>,
    expected: Answer,
    (bytes, seen): (&[u8], &mut Seen),
) {
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            seen.views += 1;
            // Elements without bytes may lie anywhere in the buffer.
            if expected.item == 0 {
                assert_eq!(found.shape().as_ref(), expected.shape);
                return;
            }
            expected.check(found, bytes);
        }
        (found, expected) => {
            seen.refused += 1;
            assert_eq!(found.map(|view| view.layout()).unwrap_err(), expected.unwrap_err());
        }
    }
}

fn pair<T: Cell, U: Cell>(bytes: &[u8], (grid, strides): (&Grid, &[isize]), seen: &mut Seen) {
    let first = grid.at.first().copied().unwrap_or(300);
    let layout = Oracle::new(first, &grid.shape, strides, grid.item).layout();
    let view = || View::<T, DynRank>::from_parts(bytes, layout, first).expect("inside");
    compare(view().view_as::<U>(), view_as(grid, strides, size_of::<U>()), (bytes, seen));
    for offset in 0..=size_of::<T>() + 1 {
        compare(view().getfield::<U>(offset), getfield(grid, offset, size_of::<U>()), (bytes, seen));
    }
    // To write, the same.
    let mut copy = bytes.to_vec();
    if let Ok(writable) = ViewMut::<T, DynRank>::from_parts(&mut copy, layout, first) {
        let found = writable.view_as::<U>().map(|view| view.layout());
        assert_eq!(found, view().view_as::<U>().map(|view| view.layout()));
        let writable = ViewMut::<T, DynRank>::from_parts(&mut copy, layout, first).unwrap();
        let found = writable.getfield::<U>(1).map(|view| view.layout());
        assert_eq!(found, view().getfield::<U>(1).map(|view| view.layout()));
    }
}

fn with_all<T: Cell>(bytes: &[u8], (grid, strides): (&Grid, &[isize]), seen: &mut Seen) {
    pair::<T, u8>(bytes, (grid, strides), seen);
    pair::<T, Be<u16>>(bytes, (grid, strides), seen);
    pair::<T, [u8; 3]>(bytes, (grid, strides), seen);
    pair::<T, i32>(bytes, (grid, strides), seen);
    pair::<T, u64>(bytes, (grid, strides), seen);
    pair::<T, [u8; 0]>(bytes, (grid, strides), seen);
    let first = grid.at.first().copied().unwrap_or(300);
    let layout = Oracle::new(first, &grid.shape, strides, grid.item).layout();
    let view = || View::<T, DynRank>::from_parts(bytes, layout, first).expect("inside");
    compare(view().subarrays::<0>(), subarrays(grid, strides, 0), (bytes, seen));
    compare(view().subarrays::<1>(), subarrays(grid, strides, 1), (bytes, seen));
    compare(view().subarrays::<2>(), subarrays(grid, strides, 2), (bytes, seen));
    compare(view().subarrays::<3>(), subarrays(grid, strides, 3), (bytes, seen));
    if let Ok(triples) = view().subarrays::<3>() {
        let again = triples.axes();
        compare(Ok(again), Ok(parts(&subarrays(grid, strides, 3).unwrap(), 3, grid.item)), (bytes, seen));
    }
}

fn start<T: Cell>(bytes: &[u8], seen: &mut Seen) {
    let item = size_of::<T>();
    let mut shapes: Vec<Vec<usize>> = vec![vec![]];
    shapes.extend((0..=4).map(|n| vec![n]));
    shapes.extend((0..=4).flat_map(|n| (0..=4).map(move |m| vec![n, m])));
    for shape in shapes {
        let dense = Oracle::row_major(&shape, item.cast_signed());
        let spread = Oracle::row_major(&shape, item.cast_signed() + 3);
        let backwards: Vec<isize> = dense.iter().map(|s| -s).collect();
        let mut rows = dense.clone();
        if let Some(row) = rows.first_mut() {
            *row = if shape.len() == 1 { *row } else { -*row - 5 };
        }
        let overlapping = vec![1; shape.len()];
        for strides in [dense, spread, backwards, rows, overlapping] {
            let grid = Grid::new(300, &shape, &strides, item);
            with_all::<T>(bytes, (&grid, &strides), seen);
        }
    }
}

#[test]
fn bytes_are_seen_as_other_elements() {
    let bytes = Random::new(51).bytes(600);
    let mut seen = Seen::default();
    start::<u8>(&bytes, &mut seen);
    start::<Be<u16>>(&bytes, &mut seen);
    start::<[u8; 3]>(&bytes, &mut seen);
    start::<i32>(&bytes, &mut seen);
    start::<u64>(&bytes, &mut seen);
    start::<[u8; 0]>(&bytes, &mut seen);
    println!("{seen:?}");
    assert_eq!((seen.views, seen.refused), (13_813, 23_471));
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Gappy {
    id: u8,
    value: u32,
}

#[test]
fn undefined_gaps_are_not_seen_and_defined_ones_not_written() {
    let rows = [Gappy { id: 1, value: 2 }, Gappy { id: 3, value: 4 }];
    let gaps = LayoutError::Gaps { itemsize: 8 };
    let of_values = View::from_slice(&rows);
    assert_eq!(of_values.view_as::<u64>().err(), Some(gaps));
    assert_eq!(of_values.getfield::<u8>(0).err(), Some(gaps));
    // Only whole records.
    assert_eq!(
        of_values.as_strided(4, record_core::layout::Layout::<Rank<1>> { shape: [1], strides: [8] }).err(),
        Some(LayoutError::BetweenElements { distance: 4 })
    );
    let mut table: RecordTable<Gappy> = rows.into_iter().collect();
    assert_eq!(table.view().getfield::<u8>(0).expect("zeroed").to_vec(), [1, 3]);
    assert_eq!(table.view().view_as::<u32>().expect("zeroed").to_vec(), [1, 2, 3, 4]);
    assert_eq!(table.view_mut().view_as::<u32>().err(), Some(gaps));
    assert_eq!(table.view_mut().getfield::<u32>(4).err(), Some(gaps));
    let shifted = record_core::layout::Layout::<Rank<1>> { shape: [1], strides: [8] };
    assert!(table.view().as_strided(4, shifted).is_ok());
    assert_eq!(
        table.view_mut().as_strided(4, shifted).err(),
        Some(LayoutError::BetweenElements { distance: 4 })
    );
}
