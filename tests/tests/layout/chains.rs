//! Operations on views, one after the other, against the same operations on the schoolbook layout.

use record_core::{AnyView, Be, DynRank, Element, Field, Le, Rank, Record, View, layout::Dim};
use record_tests::{Cell, Oracle, Random};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair {
    id: u8,
    both: [Be<u16>; 2],
    last: Le<i16>,
}

impl Cell for Pair {
    fn read(bytes: &[u8]) -> Self {
        let both = [Be::new(Be::<u16>::read(&bytes[1..3])), Be::new(Be::<u16>::read(&bytes[3..5]))];
        Self { id: bytes[0], both, last: Le::new(Le::<i16>::read(&bytes[5..7])) }
    }
}

/// What the walk goes over, and how often it looked.
struct Walk<'a> {
    bytes: &'a [u8],
    views: usize,
}

/// Elements that are made of others.
trait Nested: Cell {
    fn descend<D: Dim>(walk: &mut Walk<'_>, view: View<'_, Self, D>, oracle: &Oracle, depth: usize);
}

impl<T: Nested, const N: usize> Nested for [T; N] {
    fn descend<D: Dim>(walk: &mut Walk<'_>, view: View<'_, Self, D>, oracle: &Oracle, depth: usize) {
        explore(walk, view.axes(), &oracle.parts(N, size_of::<T>()), depth);
    }
}

impl Nested for Pair {
    fn descend<D: Dim>(walk: &mut Walk<'_>, view: View<'_, Self, D>, oracle: &Oracle, depth: usize) {
        fn field<T: Nested, D: Dim>(
            (walk, view, oracle, depth): (&mut Walk<'_>, View<'_, Pair, D>, &Oracle, usize),
            field: Field<Pair, T>,
            offset: usize,
        ) {
            assert_eq!(field.offset(), offset);
            explore(walk, view.col(field), &oracle.field(offset, size_of::<T>()), depth);
        }
        field((walk, view, oracle, depth), Self::ID, 0);
        field((walk, view, oracle, depth), Self::BOTH, 1);
        field((walk, view, oracle, depth), Self::LAST, 5);
    }
}

macro_rules! leaf {
    ($($type:ty)*) => {$(
        impl Nested for $type {
            fn descend<D: Dim>(_: &mut Walk<'_>, _: View<'_, Self, D>, _: &Oracle, _: usize) {}
        }
    )*};
}

leaf! { u8 Be<u16> Le<i16> }

/// The view reaches what the oracle does.
fn look<T: Nested, D: Dim>(walk: &mut Walk<'_>, view: View<'_, T, D>, oracle: &Oracle) {
    walk.views += 1;
    assert_eq!(view.shape().as_ref(), oracle.shape);
    assert_eq!(view.strides().as_ref(), oracle.strides);
    assert_eq!((view.ndim(), view.size()), (oracle.shape.len(), oracle.positions().len()));
    assert!(view.iter().eq(oracle.values::<T>(walk.bytes)), "{oracle:?}");
    if !oracle.is_empty() {
        let at = view.as_ptr().addr() - walk.bytes.as_ptr().addr();
        assert_eq!(at as i128, oracle.start);
    }
    assert_eq!(view.get_at(vec![0; oracle.shape.len() + 1]), None);
    assert_eq!(view.get_at(&oracle.shape).is_some(), oracle.shape.is_empty());
}

/// All that one operation can make of the view, and so on, `depth` operations deep.
fn explore<T: Nested, D: Dim>(walk: &mut Walk<'_>, view: View<'_, T, D>, oracle: &Oracle, depth: usize) {
    look(walk, view, oracle);
    let Some(depth) = depth.checked_sub(1) else { return };
    for axis in 0..=oracle.shape.len() {
        let n = oracle.shape.get(axis).copied().unwrap_or(0);
        for index in 0..=n + 1 {
            let found = view.try_at_axis(axis, index);
            match oracle.at(axis, index) {
                Some(sub) => explore(walk, found.expect("in range"), &sub, depth),
                None => assert!(found.is_err()),
            }
            if axis == 0 {
                assert_eq!(view.try_at(index).is_ok(), index < n);
            }
        }
    }
    if oracle.shape.len() == 1 {
        let column = view.as_any().typed_as::<T, Rank<1>>().expect("one axis");
        let n = oracle.shape[0];
        for (start, end) in (0..=n + 1).flat_map(|start| (0..=n + 1).map(move |end| (start, end))) {
            let found = column.try_slice(start..end);
            match oracle.range(0, start..end) {
                Some(sub) => explore(walk, found.expect("in range"), &sub, depth),
                None => assert!(found.is_err()),
            }
        }
        assert_eq!(column.slice(..).shape(), [n]);
        assert_eq!(column.slice(n..).shape(), [0]);
        assert!(column.try_slice(..=n).is_err());
    }
    T::descend(walk, view, oracle, depth);
}

/// Strides of different kinds for a shape: row-major, column-major, backwards, spread out, overlapping, repeating.
fn stridings(shape: &[usize], item: usize) -> Vec<Vec<isize>> {
    let item = item.cast_signed();
    let right = Oracle::row_major(shape, item);
    let reversed: Vec<usize> = shape.iter().rev().copied().collect();
    let mut left = Oracle::row_major(&reversed, item);
    left.reverse();
    let negated = right.iter().map(|s| -s).collect();
    let spread = Oracle::row_major(shape, item + 3);
    let narrow = vec![1; shape.len()];
    let mixed = right.iter().enumerate().map(|(i, &s)| if i % 2 == 0 { -s } else { 0 }).collect();
    vec![right, left, negated, spread, narrow, mixed]
}

fn start_of_all<T: Nested, D: Dim>(walk: &mut Walk<'_>, shape: &[usize], depth: usize) {
    for strides in stridings(shape, size_of::<T>()) {
        let middle = walk.bytes.len() / 2;
        let oracle = Oracle::new(middle, shape, &strides, size_of::<T>());
        let view = View::<T, D>::from_parts(walk.bytes, oracle.layout(), middle).expect("inside");
        explore(walk, view, &oracle, depth);
    }
}

#[test]
fn two_operations_at_up_to_two_axes() {
    let bytes = Random::new(5).bytes(1200);
    let mut walk = Walk { bytes: &bytes, views: 0 };
    start_of_all::<Pair, Rank<0>>(&mut walk, &[], 2);
    start_of_all::<[[Be<u16>; 2]; 3], Rank<0>>(&mut walk, &[], 2);
    for n in 0..=4 {
        start_of_all::<[Be<u16>; 2], Rank<1>>(&mut walk, &[n], 2);
        start_of_all::<[Pair; 2], Rank<1>>(&mut walk, &[n], 2);
        for m in 0..=4 {
            start_of_all::<Pair, Rank<2>>(&mut walk, &[n, m], 2);
            start_of_all::<[Be<u16>; 0], DynRank>(&mut walk, &[n, m], 2);
        }
    }
    println!("{} views", walk.views);
    assert!(walk.views > 20_000);
}

#[test]
fn one_operation_at_three_axes() {
    let bytes = Random::new(6).bytes(4000);
    let mut walk = Walk { bytes: &bytes, views: 0 };
    for shape in [[1, 1, 1], [2, 3, 4], [4, 1, 2], [0, 2, 3], [2, 0, 3], [3, 3, 0]] {
        start_of_all::<Pair, Rank<3>>(&mut walk, &shape, 1);
        start_of_all::<[[Be<u16>; 3]; 2], Rank<3>>(&mut walk, &shape, 1);
    }
    println!("{} views", walk.views);
    assert!(walk.views > 500);
}

/// One step of a random walk, typed: a view of the same elements under a type, and back.
fn typed_index<T: Element>(view: AnyView<'_>, axis: usize, index: usize) -> Option<AnyView<'_>> {
    let view = view.typed_as::<T, DynRank>().ok()?;
    Some(view.try_at_axis(axis, index).ok()?.as_any())
}

#[test]
fn random_chains_at_up_to_six_axes() {
    type Grid = [[Be<u16>; 2]; 3];
    let mut random = Random::new(7);
    let bytes = random.bytes(20_000);
    let (mut steps, mut refused) = (0, 0);
    while steps < 200_000 {
        let rank = random.below(7);
        let shape: Vec<usize> =
            (0..rank).map(|_| random.below(4) + usize::from(random.below(4) > 0)).collect();
        let (dtype, item) = random.pick(&[(Pair::DTYPE, 7), (Grid::DTYPE, 12), (<Be<u16>>::DTYPE, 2)]);
        let strides: Vec<isize> = (0..rank).map(|_| random.below(600).cast_signed() - 300).collect();
        let mut oracle = Oracle::new(10_000, &shape, &strides, item);
        let mut view = AnyView::from_parts(&bytes, dtype, oracle.layout(), 10_000).expect("inside");
        for _ in 0..8 {
            steps += 1;
            let axis = random.below(oracle.shape.len() + 1);
            let n = oracle.shape.get(axis).copied().unwrap_or(0);
            let (first, second) = (random.below(n + 2), random.below(n + 2));
            let (found, expected) = match random.below(6) {
                0 => (view.try_at(first).ok(), oracle.at(0, first)),
                1 if view.dtype() == Pair::DTYPE => {
                    (typed_index::<Pair>(view, axis, first), oracle.at(axis, first))
                }
                1 if view.dtype() == Grid::DTYPE => {
                    (typed_index::<Grid>(view, axis, first), oracle.at(axis, first))
                }
                2 | 3 => (view.try_slice(first..second).ok(), oracle.range(0, first..second)),
                4 if view.dtype().as_array().is_some() => {
                    let mut parts = oracle.clone();
                    let mut dtype = view.dtype();
                    while let Some((base, count)) = dtype.as_array() {
                        parts = parts.parts(count, base.itemsize());
                        dtype = base;
                    }
                    (view.all_axes().ok(), Some(parts))
                }
                5 if view.dtype().as_record().is_some() => {
                    let (name, offset, size) = random.pick(&[("id", 0, 1), ("both", 1, 4), ("last", 5, 2)]);
                    (view.column(name).ok(), Some(oracle.field(offset, size)))
                }
                _ => continue,
            };
            assert_eq!(found.is_some(), expected.is_some(), "{view:?} {first} {second}");
            let (Some(found), Some(expected)) = (found, expected) else {
                refused += 1;
                continue;
            };
            (view, oracle) = (found, expected);
            assert_eq!(view.shape().as_ref(), oracle.shape);
            assert_eq!(view.strides().as_ref(), oracle.strides);
            assert_eq!(view.dtype().itemsize(), oracle.item);
            if oracle.is_empty() {
                continue;
            }
            assert_eq!((view.as_ptr().addr() - bytes.as_ptr().addr()) as i128, oracle.start);
            let index: Vec<usize> = oracle.shape.iter().map(|&n| random.below(n)).collect();
            if let Ok(words) = view.typed_as::<Be<u16>, DynRank>() {
                let at = usize::try_from(oracle.position(&index)).unwrap();
                assert_eq!(words.get_at(&index), Some(Be::<u16>::read(&bytes[at..][..2])));
            }
        }
    }
    println!("{steps} steps, {refused} of them refused");
    assert!(refused > 20_000 && refused < steps / 2);
}
