//! Views accept exactly the layouts whose every element lies in the buffer; writable ones none that overlaps itself.

use record_core::AnyView;
use record_core::{
    Be, DynRank, Element, Le, Rank, View, ViewMut,
    layout::{Dim, LayoutError},
    view::IndexError,
};
use record_tests::{Cell, Oracle};

/// What was seen, so that a test cannot pass by seeing nothing.
#[derive(Debug, Default)]
struct Seen {
    accepted: usize,
    refused: usize,
    overlapping: usize,
    /// Layouts without overlap that the sufficient rule for several axes refuses.
    refused_to_write: usize,
}

fn check<T: Cell, D: Dim>(bytes: &mut [u8], oracle: &Oracle, seen: &mut Seen) {
    let (layout, start) = (oracle.layout::<D>(), usize::try_from(oracle.start).unwrap());
    let inside = oracle.is_inside(bytes.len());
    match View::<T, D>::from_parts(bytes, layout, start) {
        Ok(view) => {
            assert!(inside, "accepted outside: {oracle:?} of {}", bytes.len());
            assert!(view.iter().eq(oracle.values::<T>(bytes)), "{oracle:?}");
            seen.accepted += 1;
        }
        Err(error) => {
            assert!(!inside, "refused inside: {oracle:?} of {}: {error}", bytes.len());
            let at = oracle.positions();
            let first = at.iter().copied().min().unwrap_or(oracle.start);
            let end = at.iter().max().map_or(oracle.start, |last| last + oracle.item as i128);
            let available = bytes.len();
            let (first, end) = (isize::try_from(first).unwrap(), isize::try_from(end).unwrap());
            assert_eq!(error, LayoutError::OutOfBuffer { first, end, available }, "{oracle:?}");
            seen.refused += 1;
        }
    }
    let any = AnyView::from_parts(bytes, T::DTYPE, oracle.layout::<DynRank>(), start);
    assert_eq!(any.is_ok(), inside, "{oracle:?}");
    let overlaps = oracle.shares_bytes();
    match ViewMut::<T, D>::from_parts(bytes, layout, start) {
        Ok(_) => assert!(inside && !overlaps, "writable and overlapping: {oracle:?}"),
        Err(LayoutError::Overlap { axis, stride, needed }) => {
            assert!(inside && oracle.shape[axis] > 1, "{oracle:?}");
            assert_eq!(stride, oracle.strides[axis]);
            assert!(stride.unsigned_abs() < needed);
            assert!(overlaps || oracle.shape.len() > 1, "refused without overlap: {oracle:?}");
            seen.overlapping += usize::from(overlaps);
            seen.refused_to_write += usize::from(!overlaps);
        }
        Err(error) => assert!(!inside, "{oracle:?}: {error}"),
    }
}

fn small_layouts<T: Cell>(seen: &mut Seen) {
    let item = size_of::<T>();
    for len in [0, 1, 9] {
        let mut bytes: Vec<u8> = (1..=len).collect();
        for start in 0..=bytes.len() + 1 {
            check::<T, Rank<0>>(&mut bytes, &Oracle::new(start, &[], &[], item), seen);
            for n in 0..=4 {
                for stride in -5..=5 {
                    let oracle = Oracle::new(start, &[n], &[stride], item);
                    check::<T, Rank<1>>(&mut bytes, &oracle, seen);
                    for (m, inner) in (0..=4).flat_map(|m| (-4..=4).map(move |s| (m, s))) {
                        let oracle = Oracle::new(start, &[n, m], &[stride, inner], item);
                        check::<T, Rank<2>>(&mut bytes, &oracle, seen);
                    }
                }
            }
        }
    }
}

#[test]
fn small_layouts_are_accepted_if_all_elements_are_inside() {
    let mut seen = Seen::default();
    small_layouts::<[u8; 0]>(&mut seen);
    small_layouts::<u8>(&mut seen);
    small_layouts::<Be<u16>>(&mut seen);
    small_layouts::<[u8; 3]>(&mut seen);
    println!("{seen:?}");
    assert!(seen.accepted > 50_000 && seen.refused > 50_000, "{seen:?}");
    assert!(seen.overlapping > 5_000, "{seen:?}");
}

#[test]
fn three_axes_are_accepted_if_all_elements_are_inside() {
    let mut seen = Seen::default();
    let mut bytes: Vec<u8> = (0..24).collect();
    let strides = [-12, -6, -3, -2, 0, 2, 3, 4, 6, 12];
    for shape in [[2, 2, 2], [3, 2, 2], [2, 3, 2], [1, 3, 4], [2, 0, 3], [3, 1, 2]] {
        for start in [0, 6, 12, 22, 24] {
            for (a, b) in strides.iter().flat_map(|&a| strides.iter().map(move |&b| (a, b))) {
                for c in strides {
                    let oracle = Oracle::new(start, &shape, &[a, b, c], 2);
                    check::<Le<u16>, Rank<3>>(&mut bytes, &oracle, &mut seen);
                    check::<Le<u16>, DynRank>(&mut bytes, &oracle, &mut seen);
                }
            }
        }
    }
    println!("{seen:?}");
    assert!(seen.accepted > 3_000 && seen.overlapping > 500, "{seen:?}");
}

/// Layouts as slicing and transposing give them do not overlap, and none of them is refused.
#[test]
fn ordinary_layouts_can_be_written() {
    let mut bytes = vec![0_u8; 256];
    let mut tried = 0;
    for shape in [[2, 3, 4], [4, 1, 3], [1, 1, 1], [3, 3, 3], [5, 2, 1]] {
        for step in [2, 3, 5] {
            let strides = Oracle::row_major(&shape, step);
            for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                for reversed in 0..8_u32 {
                    let (mut oracle, mut start) = (Oracle::new(0, &[], &[], 2), 0);
                    for axis in order {
                        let back = reversed >> axis & 1 == 1;
                        start += if back { (shape[axis] - 1) * strides[axis].unsigned_abs() } else { 0 };
                        oracle.shape.push(shape[axis]);
                        oracle.strides.push(if back { -strides[axis] } else { strides[axis] });
                    }
                    let view = ViewMut::<u16, Rank<3>>::from_parts(&mut bytes, oracle.layout(), start);
                    assert!(view.is_ok(), "{oracle:?}: {view:?}");
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 5 * 3 * 6 * 8);
}

/// The same rule in `i128`, by corners, for numbers that cannot be enumerated.
fn accepted_by_arithmetic(oracle: &Oracle, available: usize) -> bool {
    // All that slicing can add up stays within an address space, also if another axis is empty, and so does the
    // number of elements.
    let mut extent = oracle.item.max(1) as i128;
    for &n in oracle.shape.iter().filter(|&&n| n != 0) {
        extent = extent.saturating_mul(n as i128);
    }
    if extent > isize::MAX as i128 || oracle.start > isize::MAX as i128 {
        return false;
    }
    if oracle.is_empty() {
        return oracle.start <= available as i128;
    }
    let reaches: Vec<i128> =
        oracle.shape.iter().zip(&oracle.strides).map(|(&n, &s)| (n as i128 - 1) * s as i128).collect();
    let first = oracle.start + reaches.iter().filter(|&&r| r < 0).sum::<i128>();
    let last = oracle.start + reaches.iter().filter(|&&r| r > 0).sum::<i128>();
    first >= 0 && last + oracle.item as i128 <= available as i128
}

fn huge<T: Element>(counts: &[usize], strides: &[isize], starts: &[usize], seen: &mut Seen) {
    let bytes = [7; 40];
    let item = size_of::<T>();
    for &start in starts {
        for (&n, &outer) in counts.iter().flat_map(|n| strides.iter().map(move |s| (n, s))) {
            for (&m, &inner) in counts.iter().flat_map(|m| strides.iter().map(move |s| (m, s))) {
                let oracle = Oracle::new(start, &[n, m], &[outer, inner], item);
                let expected = accepted_by_arithmetic(&oracle, bytes.len());
                let view = View::<T, Rank<2>>::from_parts(&bytes, oracle.layout(), start);
                assert_eq!(view.is_ok(), expected, "{oracle:?}: {view:?}");
                let any = AnyView::from_parts(&bytes, T::DTYPE, oracle.layout(), start);
                assert_eq!(any.is_ok(), expected, "{oracle:?}: {any:?}");
                let Ok(view) = view else {
                    seen.refused += 1;
                    continue;
                };
                seen.accepted += 1;
                // None of these overflows, however large the numbers are.
                let size = n * m;
                assert_eq!((view.size(), any.unwrap().size()), (size, size), "{oracle:?}");
                assert_eq!(view.iter().len(), size);
                assert_eq!(view.iter().next().is_some(), size > 0);
                assert_eq!(view.iter().next_back().is_some(), size > 0);
                for index in [[0, 0], [n.wrapping_sub(1), m.wrapping_sub(1)], [n, m], [0, m], [n, 0]] {
                    assert_eq!(view.get_at(index).is_some(), index[0] < n && index[1] < m, "{oracle:?}");
                }
                assert_eq!(view.try_at(n / 2).is_ok(), n > 0);
                assert_eq!(view.try_at_axis(1, m.saturating_sub(1)).is_ok(), m > 0);
            }
        }
    }
}

#[test]
fn huge_numbers_are_refused_or_work() {
    const TOP: usize = isize::MAX.cast_unsigned();
    let counts = [0, 1, 2, 3, 1 << 31, 1 << 32, TOP / 2, TOP - 1, TOP, TOP + 1, usize::MAX];
    let strides = [
        0,
        1,
        -1,
        8,
        1 << 31,
        1 << 32,
        isize::MAX / 2,
        isize::MAX - 1,
        isize::MAX,
        isize::MIN,
        isize::MIN + 1,
    ];
    let starts = [0, 1, 32, 40, 41, TOP - 1, TOP, TOP + 1, usize::MAX];
    let mut seen = Seen::default();
    huge::<u8>(&counts, &strides, &starts, &mut seen);
    huge::<u64>(&counts, &strides, &starts, &mut seen);
    huge::<[u8; 0]>(&counts, &strides, &starts, &mut seen);
    println!("{seen:?}");
    assert!(seen.accepted > 10_000 && seen.refused > 100_000, "{seen:?}");
}

#[test]
fn errors_have_the_numbers() {
    let mut bytes = [0; 10];
    let layout = Oracle::new(0, &[3], &[3], 4).layout::<Rank<1>>();
    let error = View::<u32>::from_parts(&bytes, layout, 1).unwrap_err();
    assert_eq!(error, LayoutError::OutOfBuffer { first: 1, end: 11, available: 10 });
    assert_eq!(error.to_string(), "the layout reaches bytes 1..11 of a buffer of 10 bytes");
    let error = ViewMut::<u32>::from_parts(&mut bytes, layout, 0).unwrap_err();
    assert_eq!(error, LayoutError::Overlap { axis: 0, stride: 3, needed: 4 });
    assert_eq!(
        View::<u32>::from_bytes(&bytes).unwrap_err(),
        LayoutError::PartialElement { available: 10, itemsize: 4 }
    );
    assert_eq!(View::<[u8; 0]>::from_bytes(&bytes).unwrap_err(), LayoutError::ZeroSize);
    assert_eq!(AnyView::from_bytes(&bytes, <[u8; 0]>::DTYPE).unwrap_err(), LayoutError::ZeroSize);
    assert_eq!(View::<u16>::from_bytes(&bytes).unwrap().len(), 5);

    let view = View::<u16>::from_bytes(&bytes).unwrap();
    assert_eq!(view.try_at(5).unwrap_err(), LayoutError::Index { axis: 0, index: 5, len: 5 });
    assert_eq!(view.try_at_axis(1, 0).unwrap_err(), LayoutError::Axis { axis: 1, ndim: 1 });
    assert_eq!(view.try_slice(2..6).unwrap_err(), LayoutError::Range { axis: 0, start: 2, end: 6, len: 5 });
    assert_eq!(
        view.try_slice(..=usize::MAX).unwrap_err(),
        LayoutError::Range { axis: 0, start: 0, end: isize::MAX, len: 5 }
    );
    assert_eq!(view.try_get(5), Err(IndexError::OutOfRange { axis: 0, index: 5, len: 5 }));
    let mut view = ViewMut::<u16>::from_bytes(&mut bytes).unwrap();
    assert_eq!(view.try_set(5, 1), Err(IndexError::OutOfRange { axis: 0, index: 5, len: 5 }));
    assert_eq!(view.try_set_at([0, 0], 1), Err(IndexError::Rank { expected: 1, found: 2 }));
}
