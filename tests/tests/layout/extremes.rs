//! Numbers at the ends of their types: strides that nobody steps, shapes that nobody holds.

use super::operations::{Dyn, Seen, explore};
use record_core::{
    Be, DynRank, Rank, View,
    layout::{Layout, LayoutError},
};
use record_tests::{Grid, Oracle, Random};

#[test]
fn strides_of_short_axes_may_be_anything() {
    let bytes = Random::new(41).bytes(200);
    let mut seen = Seen::default();
    let far = [isize::MAX, isize::MIN, isize::MIN + 1, isize::MAX / 2 + 1];
    for stride in far {
        for other in [isize::MIN, 2, 0] {
            let layouts: [(&[usize], &[isize]); 9] = [
                (&[1], &[stride]),
                (&[0], &[stride]),
                (&[1, 3], &[stride, 2]),
                (&[3, 1], &[2, stride]),
                (&[1, 1], &[stride, other]),
                (&[0, 2], &[stride, other]),
                (&[3, 0], &[stride, other]),
                (&[1, 2, 1], &[stride, 5, other]),
                (&[2, 0, 1], &[stride, stride, other]),
            ];
            for (shape, strides) in layouts {
                let layout = Oracle::new(100, shape, strides, 2).layout();
                let view = Dyn::<Be<u16>>::from_parts(&bytes, layout, 100).expect("inside");
                // What an axis steps that is not stepped along is no matter for the oracle.
                let near: Vec<isize> =
                    shape.iter().zip(strides).map(|(&n, &s)| if n < 2 { 0 } else { s }).collect();
                let near = if shape.contains(&0) { vec![0; shape.len()] } else { near };
                let depth = if stride == isize::MAX && other == isize::MIN { 2 } else { 1 };
                explore(&bytes, (view, &Grid::new(100, shape, &near, 2)), depth, &mut seen);
            }
        }
    }
    println!("{seen:?}");
    assert!(seen.applied > 400_000 && seen.views > 150_000, "{seen:?}");
}

/// Whether elements of a shape can be counted, as bytes, in an `isize`: those of its axes that are not empty.
fn fits(shape: &[usize], item: usize) -> bool {
    let bytes = shape
        .iter()
        .filter(|&&n| n > 0)
        .try_fold(item.max(1) as u128, |bytes, &n| bytes.checked_mul(n as u128));
    bytes.is_some_and(|bytes| bytes <= isize::MAX as u128)
}

#[test]
fn broadcasts_are_as_large_as_addresses() {
    const MAX: usize = isize::MAX.unsigned_abs();
    let (bytes, words) = ([7_u8], [9_i32]);
    let nothing = [[0_u8; 0]];
    let mut counts = [0; 2];
    for shape in [
        &[MAX][..],
        &[MAX + 1],
        &[usize::MAX],
        &[MAX / 4],
        &[MAX / 4 + 1],
        &[1 << 31, 1 << 31],
        &[1 << 32, 1 << 31],
        &[1 << 40, 1 << 40],
        &[1 << 60, 2, 2],
        &[1 << 60, 2, 2, 2],
        &[0, MAX],
        &[0, MAX, 2],
        &[MAX, 0, 3],
        &[usize::MAX, usize::MAX, usize::MAX],
        &[2; 8],
    ] {
        let answers = [
            (View::from_slice(&bytes).try_broadcast_to(shape).map(|view| view.layout()), 1),
            (View::from_slice(&words).try_broadcast_to(shape).map(|view| view.layout()), 4),
            (View::from_slice(&nothing).try_broadcast_to(shape).map(|view| view.layout()), 0),
            (View::from_slice(&words).as_any().try_broadcast_to(shape).map(|view| view.layout()), 4),
        ];
        for (answer, itemsize) in answers {
            let fits = fits(shape, itemsize);
            counts[usize::from(fits)] += 1;
            match answer {
                Ok(layout) => assert!(fits && layout.shape.as_ref() == shape, "{shape:?} at {itemsize}"),
                Err(error) => {
                    assert!(!fits, "{shape:?} at {itemsize}");
                    assert_eq!(error, LayoutError::TooLarge { itemsize });
                }
            }
        }
    }
    assert_eq!(counts, [42, 18]);
    let error = View::from_slice(&bytes).try_broadcast_to(&[1_usize; 13][..]).unwrap_err();
    assert_eq!(error, LayoutError::TooManyAxes { needed: 13, limit: DynRank::MAX });
}

#[test]
fn operations_on_huge_views() {
    const MAX: usize = isize::MAX.unsigned_abs();
    let seven = [7_u8];
    let line = View::from_slice(&seven).broadcast_to([MAX]);
    assert_eq!(line.get_at([MAX - 1]), Some(7));
    // Runs of half the axis are too many to count.
    assert_eq!(line.try_windows(0, MAX / 2).unwrap_err(), LayoutError::TooLarge { itemsize: 1 });
    assert_eq!(line.windows(0, MAX).shape(), [1, MAX]);
    assert_eq!(line.windows(0, 1).shape(), [MAX, 1]);
    assert_eq!(line.try_windows(0, 2).unwrap_err(), LayoutError::TooLarge { itemsize: 1 });
    assert_eq!(line.windows_step(0, 2, usize::MAX).shape(), [1, 2]);
    assert_eq!(line.windows_step(0, 2, MAX / 2).shape(), [2, 2]);
    // No runs of nothing can be one more than the elements that can be counted.
    assert_eq!(line.try_windows(0, 0).map(|view| view.size()), Err(LayoutError::TooLarge { itemsize: 1 }));
    assert_eq!(line.flip(0).shape(), [MAX]);
    assert_eq!(line.reshape([7, MAX / 7]).shape(), [7, MAX / 7]);
    assert_eq!(line.reshape([7, MAX / 7]).ravel().shape(), [MAX]);
    assert_eq!(
        line.try_reshape([usize::MAX - 1, usize::MAX - 1]).unwrap_err(),
        LayoutError::Reshape { expected: None, found: MAX }
    );
    assert_eq!(line.slice(record_core::s![..;isize::MIN]).shape(), [1]);
    assert_eq!(line.slice(record_core::s![..;2]).shape(), [MAX / 2 + 1]);
    assert_eq!(line.split_at(0, MAX).unwrap().1.shape(), [0]);
    assert_eq!(line.chunks(0, MAX / 2).unwrap().len(), 3);
    assert_eq!(line.axis_iter(0).unwrap().len(), MAX);
    // Nothing, as often as can be counted.
    let empty = View::from_slice(&[[0_u8; 0]]).broadcast_to([MAX]);
    assert_eq!((empty.get_at([MAX - 1]), empty.get_at([MAX])), (Some([]), None));
    assert_eq!(empty.flip(0).slice(record_core::s![1..;3]).shape(), [MAX / 3]);
    assert_eq!(empty.reshape([7, MAX / 7]).transpose().shape(), [MAX / 7, 7]);
}

#[test]
fn arguments_at_the_ends_of_their_types() {
    let numbers: Vec<u16> = (0..6).collect();
    let view = View::from_slice(&numbers).reshape([2, 3]);
    assert_eq!(view.rot90(i32::MAX, 0, 1).layout(), view.rot90(3, 0, 1).layout());
    assert_eq!(view.rot90(i32::MIN, 0, 1).layout(), view.layout());
    for offset in [isize::MIN, isize::MIN + 1, isize::MAX] {
        assert_eq!(view.diagonal(offset, 0, 1).shape(), [0]);
        assert_eq!(view.diagonal(offset, 1, 0).shape(), [0]);
    }
    assert_eq!(
        view.split_at(1, usize::MAX).unwrap_err(),
        LayoutError::Range { axis: 1, start: 0, end: isize::MAX, len: 3 }
    );
    assert_eq!(
        view.try_at(usize::MAX).unwrap_err(),
        LayoutError::Index { axis: 0, index: isize::MAX, len: 2 }
    );
    assert_eq!(view.try_flip(usize::MAX).unwrap_err(), LayoutError::Axis { axis: usize::MAX, ndim: 2 });
    assert!(view.try_insert_axis(usize::MAX).is_err() && view.try_remove_axis(usize::MAX).is_err());
    assert!(view.try_permute([usize::MAX, 0]).is_err() && view.try_swap_axes(0, usize::MAX).is_err());
    assert!(view.try_move_axis(usize::MAX, 0).is_err() && view.try_windows(usize::MAX, 0).is_err());
    assert!(view.try_windows(0, usize::MAX).is_err());
    assert_eq!(view.chunks(0, usize::MAX).unwrap().next().unwrap().layout(), view.layout());
    assert!(view.split(0, usize::MAX).is_err());
    assert!(view.getfield::<u8>(usize::MAX).is_err());
    for far in [isize::MIN, isize::MIN + 1, isize::MAX] {
        for n in [1, 2, 3, usize::MAX] {
            for start in [0, 2, isize::MIN, isize::MAX] {
                let asked = Layout::<Rank<1>> { shape: [n], strides: [far] };
                let good = n == 1 && (0..=10).contains(&start);
                assert_eq!(view.as_strided(start, asked).is_ok(), good, "{asked:?} from {start}");
                let spread = view.slice(record_core::s![.., ..;2]);
                let good = n == 1 && start == 0;
                assert_eq!(spread.as_strided(start, asked).is_ok(), good, "{asked:?} from {start}");
            }
        }
    }
    let any = view.as_any().typed_as::<u16, DynRank>().expect("the same type");
    assert_eq!(any.ndim(), 2);
}
