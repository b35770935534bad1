//! Slicing expressions whose rank the compiler knows, and views cut into parts.

use record_core::{NewAxis, Rank, View, ViewMut, layout::SliceItem, s};
use record_tests::{Grid, Op, Operand, Oracle, Part, Random};

/// The result of an expression, of known rank, against the oracle's for the same parts.
macro_rules! slices {
    ($bytes:ident, $view:ident, $grid:ident, $count:ident: $($rank:literal, [$($part:expr),*], $spec:expr;)*) => {$(
        let parts: Vec<Part> = vec![$($part),*];
        let found = $view.try_slice($spec);
        match $grid.apply(&Op::Slice(parts)) {
            Ok(expected) => {
                let found: View<'_, u16, Rank<$rank>> = found.expect("as the oracle");
                let any = found.as_any().typed_as::<u16, record_core::DynRank>().expect("the type");
                expected.check(any, &$bytes);
                $count += 1;
            }
            Err(error) => assert_eq!(found.err(), Some(error)),
        }
    )*};
}

#[test]
fn slicing_expressions_of_known_rank() {
    let bytes = Random::new(61).bytes(400);
    let mut count = 0;
    for (n, m) in (0..=4).flat_map(|n| (0..=4).map(move |m| (n, m))) {
        let strides = Oracle::row_major(&[n, m], 3);
        let layout = Oracle::new(50, &[n, m], &strides, 2).layout();
        let view = View::<u16, Rank<2>>::from_parts(&bytes, layout, 50).expect("inside");
        let grid = Grid::new(50, &[n, m], &strides, 2);
        let (all, new, rest) = (Part::Range(None, None, 1), Part::NewAxis, Part::Ellipsis);
        for i in -5_i32..=5 {
            let (at, j) = (Part::At(i as isize), isize::try_from(i).unwrap());
            slices! { bytes, view, grid, count:
                1, [at], i;
                1, [at], s![i];
                1, [at, all], s![i, ..];
                1, [all, at], s![.., i];
                1, [rest, at], s![..., j];
                0, [at, at], s![i, j];
                2, [new, at], s![NewAxis, i];
                3, [at, new, rest, new], s![i, NewAxis, ..., NewAxis];
                2, [Part::Range(Some(j), None, 1)], i..;
                2, [Part::Range(None, Some(j), 1)], ..i;
                2, [all, Part::Range(Some(j), None, -2)], s![.., j..;-2];
            }
            if let Ok(u) = usize::try_from(i) {
                slices! { bytes, view, grid, count:
                    1, [at], u;
                    2, [Part::Range(None, Some(j + 1), 1)], ..=u;
                    2, [Part::Range(None, Some(j + 1), 3), all], s![..=i;3, ..];
                    2, [all, Part::Range(Some(0), Some(j), 1)], s![.., 0..u];
                }
            }
            for k in -5_i32..=5 {
                let end = isize::try_from(k).unwrap();
                slices! { bytes, view, grid, count:
                    2, [Part::Range(Some(j), Some(end), 1)], j..end;
                    2, [Part::Range(Some(j), Some(end), -1), all], s![i..k;-1, ..];
                    1, [Part::Range(Some(j), Some(end), 2), at], s![i..k;2, i];
                    3, [new, rest, Part::Range(Some(j), Some(end), 1)], s![NewAxis, ..., i..k];
                    2, [Part::Range(Some(j), if end == -1 { None } else { Some(end + 1) }, 1)], i..=k;
                }
            }
        }
    }
    println!("{count} views");
    assert_eq!(count, 3840);
}

/// A `;-1` of a `;-2` is a `;2`, and the steps of a slicing item are what they say.
#[test]
fn a_step_of_a_step_multiplies() {
    use record_core::layout::{SlicePart, Stepped};
    let twice = Stepped(Stepped(.., -2), -1).item();
    assert_eq!(twice, SliceItem::Range { start: None, end: None, step: 2 });
    assert_eq!(Stepped(Stepped(.., isize::MIN), isize::MIN).item(), {
        SliceItem::Range { start: None, end: None, step: isize::MAX }
    });
}

#[test]
fn parts_are_all_there_and_in_order() {
    let bytes = Random::new(62).bytes(400);
    let mut cuts = 0;
    for (n, m) in (0..=5).flat_map(|n| (0..=4).map(move |m| (n, m))) {
        let strides = Oracle::row_major(&[n, m], 3);
        let layout = Oracle::new(50, &[n, m], &strides, 2).layout();
        let view = View::<u16, Rank<2>>::from_parts(&bytes, layout, 50).expect("inside");
        let any = view.as_any();
        let grid = Grid::new(50, &[n, m], &strides, 2);
        for axis in 0..2 {
            let len = [n, m][axis];
            for size in 1..=6 {
                let count = len.div_ceil(size);
                let chunks = view.chunks(axis, size).expect("an axis");
                assert_eq!((chunks.len(), any.chunks(axis, size).unwrap().len()), (count, count));
                let mut found = 0;
                for (nth, chunk) in chunks.enumerate() {
                    let expected = grid.apply(&Op::Chunk(axis, size, nth)).expect("a chunk");
                    let chunk = chunk.as_any().typed_as::<u16, record_core::DynRank>().unwrap();
                    expected.check(chunk, &bytes);
                    found += 1;
                }
                assert_eq!(found, count);
                assert_eq!(view.split(axis, size).map(Iterator::count).ok(), {
                    (len > 0 && len % size == 0).then_some(size)
                });
                cuts += 1;
            }
            assert_eq!(view.axis_iter(axis).unwrap().len(), len);
            assert_eq!(view.axis_iter(axis).unwrap().count(), len);
            let rows: Vec<Vec<u16>> = view.axis_iter(axis).unwrap().map(|row| row.iter().collect()).collect();
            let expected: Vec<Vec<u16>> = (0..len)
                .map(|i| {
                    view.as_any().typed_as::<u16, record_core::DynRank>().unwrap().apply(&Op::AtAxis(axis, i))
                })
                .map(|row| row.expect("in range").iter().collect())
                .collect();
            assert_eq!(rows, expected);
        }
    }
    assert_eq!(cuts, 6 * 5 * 2 * 6);
}

/// The writable parts are disjoint and are the whole: each element is written once.
#[test]
fn writable_parts_are_the_whole() {
    for (axis, size) in (0..3).flat_map(|axis| (1..5).map(move |size| (axis, size))) {
        let mut numbers = [0_u16; 24];
        let mut whole = ViewMut::from_slice(&mut numbers).reshape([2, 3, 4]).permute([1, 2, 0]);
        let mut next = 0;
        let number = |part: &mut ViewMut<'_, u16, Rank<3>>, next: &mut u16| {
            part.reborrow().cells().apply(|old| {
                assert_eq!(old, 0, "written before");
                *next += 1;
                *next
            });
        };
        let mut chunks: Vec<_> = whole.reborrow().chunks(axis, size).expect("an axis").collect();
        // All are alive at once.
        for chunk in &mut chunks {
            number(chunk, &mut next);
        }
        assert_eq!(next, 24);
        let rows: Vec<ViewMut<'_, u16, Rank<2>>> = whole.axis_iter(axis).expect("an axis").collect();
        let len = [3, 4, 2][axis];
        assert_eq!((rows.len(), rows.iter().map(|row| row.as_view().size()).sum::<usize>()), (len, 24));
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(1..=24));
    }
}
