//! `as_strided`: what it accepts reaches only bytes of the view's elements, and all that our own operations make of a
//! view it accepts.

use record_core::{Be, DynRank, View, ViewMut, layout::LayoutError};
use record_tests::{Cell, Grid, Op, Operand, Oracle, Random, random_op};
use std::collections::HashSet;

/// What was seen.
#[derive(Debug, Default)]
struct Seen {
    accepted: usize,
    refused: usize,
    dense: usize,
    /// Refused, though every element reached is one of the view's.
    refused_elements: usize,
    /// Refused, though every byte reached is one of the view's elements, put together anew.
    refused_bytes: usize,
}

/// The bytes of the elements, and whether no other byte lies between them.
fn bytes_of(grid: &Grid) -> (HashSet<i128>, bool) {
    let bytes: HashSet<i128> =
        grid.at.iter().flat_map(|&at| (at..at + grid.item).map(|byte| byte as i128)).collect();
    let lowest = bytes.iter().min().copied().unwrap_or(0);
    let dense = bytes.iter().max().is_none_or(|highest| highest - lowest + 1 == bytes.len() as i128);
    (bytes, dense)
}

fn try_layout<T: Cell>(bytes: &mut [u8], (grid, view): (&Grid, &Oracle), asked: &Oracle, seen: &mut Seen) {
    let first = grid.at.first().copied().unwrap_or(0);
    let start = isize::try_from(asked.start - first as i128).unwrap();
    let (own, dense) = bytes_of(grid);
    let places: HashSet<i128> = grid.at.iter().map(|&at| at as i128).collect();
    let reached = asked.positions();
    let elements = reached.iter().all(|at| places.contains(at));
    let made_of = reached.iter().flat_map(|&at| at..at + asked.item as i128).all(|byte| own.contains(&byte));
    let source = View::<T, DynRank>::from_parts(bytes, view.layout(), first).unwrap();
    let found = source.as_strided::<DynRank>(start, asked.layout());
    let lowest = own.iter().min().copied().unwrap_or(first as i128);
    let available = own.iter().max().map_or(0, |highest| highest + 1 - lowest);
    match &found {
        Ok(found) => {
            seen.accepted += 1;
            assert!(if dense { made_of } else { elements }, "{grid:?} {asked:?}");
            assert!(found.iter().eq(asked.values::<T>(bytes)));
            assert_eq!(found.layout(), asked.layout());
        }
        Err(error) => {
            seen.refused += 1;
            assert!(!(dense && made_of) || asked.is_empty(), "{error}: {grid:?} {asked:?}");
            seen.refused_elements += usize::from(elements && !asked.is_empty());
            seen.refused_bytes += usize::from(made_of && !elements);
            match *error {
                LayoutError::OutOfBuffer { first, end, available: found } => {
                    assert_eq!(found as i128, available);
                    assert!(!made_of || asked.is_empty());
                    if !asked.is_empty() && asked.start >= lowest {
                        assert_eq!(first as i128, reached.iter().min().unwrap() - lowest);
                        assert_eq!(end as i128, reached.iter().max().unwrap() + asked.item as i128 - lowest);
                    }
                }
                LayoutError::BetweenElements { distance } => {
                    let stride = asked.strides.contains(&distance);
                    assert!(stride || distance as i128 == asked.start - lowest, "{distance}: {asked:?}");
                }
                other => panic!("{other}: {grid:?} {asked:?}"),
            }
        }
    }
    seen.dense += usize::from(dense);
    // To write, the same, but that the layout may not overlap itself.
    let accepted = found.is_ok();
    let layout = view.layout::<DynRank>();
    let Ok(source) = ViewMut::<T, DynRank>::from_parts(bytes, layout, first) else { return };
    match source.as_strided::<DynRank>(start, asked.layout()) {
        Ok(_) => assert!(accepted && !asked.shares_bytes()),
        Err(LayoutError::Overlap { axis, .. }) => assert!(asked.shape[axis] > 1),
        Err(_) => assert!(!accepted),
    }
}

fn layouts_at_random<T: Cell>(random: &mut Random, bytes: &mut [u8], count: usize) -> Seen {
    let item = size_of::<T>();
    let mut seen = Seen::default();
    for _ in 0..count {
        let rank = random.below(4);
        let shape: Vec<usize> = (0..rank).map(|_| random.pick(&[0, 1, 2, 2, 3, 3, 4])).collect();
        let step = item.cast_signed() + random.pick(&[0, 0, 1, 3]);
        let mut strides = Oracle::row_major(&shape, step);
        for stride in &mut strides {
            *stride *= random.pick(&[1, 1, 1, 2, -1, 0]);
            *stride += random.pick(&[0, 0, 0, 0, 1, item.cast_signed()]);
        }
        let view = Oracle::new(1500, &shape, &strides, item);
        let grid = Grid::new(1500, &shape, &strides, item);
        for _ in 0..8 {
            let steps: Vec<isize> =
                strides.iter().copied().chain([0, 1, item.cast_signed(), 2 * step, step]).collect();
            let rank = random.below(4);
            let shape: Vec<usize> = (0..rank).map(|_| random.pick(&[0, 1, 2, 2, 3, 3, 4])).collect();
            let asked =
                (0..rank).map(|_| random.pick(&steps) * random.pick(&[1, 1, -1, 2])).collect::<Vec<_>>();
            let near = grid.at.get(random.below(grid.at.len().max(1))).copied().unwrap_or(1500);
            let start = near + random.pick(&[0, 0, 0, 1, 4, 80]);
            try_layout::<T>(bytes, (&grid, &view), &Oracle::new(start, &shape, &asked, item), &mut seen);
        }
    }
    seen
}

#[test]
fn what_is_accepted_reaches_only_elements() {
    let mut random = Random::new(31);
    let mut bytes = random.bytes(3000);
    for (name, seen) in [
        ("u8", layouts_at_random::<u8>(&mut random, &mut bytes, 8_000)),
        ("Be<u16>", layouts_at_random::<Be<u16>>(&mut random, &mut bytes, 8_000)),
        ("i32", layouts_at_random::<i32>(&mut random, &mut bytes, 8_000)),
    ] {
        println!("{name}: {seen:?}");
        assert!(seen.accepted > 10_000 && seen.refused > 10_000 && seen.dense > 10_000);
    }
}

/// Applies operations at random, with those that fail left out.
fn wander<'a>(
    random: &mut Random,
    (mut view, mut grid): (View<'a, i32, DynRank>, Grid),
    (count, repeat): (usize, bool),
) -> (View<'a, i32, DynRank>, Grid) {
    for _ in 0..count {
        let op: Op = random_op(random, &grid.shape, 40);
        if op.repeats() && !repeat {
            continue;
        }
        if let (Ok(found), Ok(expected)) = (view.apply(&op), grid.apply(&op)) {
            (view, grid) = (found, expected);
        }
    }
    (view, grid)
}

#[test]
fn what_operations_make_is_accepted() {
    let mut random = Random::new(32);
    let bytes = random.bytes(9000);
    // Of views made by slicing and turning, and of views that repeat elements.
    for repeat in [false, true] {
        let (mut tried, mut refused) = (0, 0);
        for _ in 0..40_000 {
            let record = random.pick(&[4, 15]);
            let rank = random.below(5);
            let shape: Vec<usize> = (0..rank).map(|_| random.below(4) + 1).collect();
            let strides = Oracle::row_major(&shape, record);
            let layout = Oracle::new(0, &shape, &strides, 4).layout();
            let view = View::<i32, DynRank>::from_parts(&bytes, layout, 0).unwrap();
            let (before, more) = (random.below(4), random.below(5) + 1);
            let grid = Grid::new(0, &shape, &strides, 4);
            let (view, grid) = wander(&mut random, (view, grid), (before, repeat));
            let (made, expected) = wander(&mut random, (view, grid.clone()), (more, true));
            if expected.at.is_empty() {
                continue;
            }
            tried += 1;
            let start = made.as_ptr().addr().cast_signed() - view.as_ptr().addr().cast_signed();
            match view.as_strided(start, made.layout()) {
                Ok(again) => expected.check(again, &bytes),
                Err(error) => {
                    refused += 1;
                    println!("{:?} of {:?}: {error}", made.layout(), view.layout());
                }
            }
        }
        println!("{tried} layouts, {refused} refused");
        assert!(tried > 20_000 && refused == 0);
    }
}
