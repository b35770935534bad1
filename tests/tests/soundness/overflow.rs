//! R1 against arithmetic: no count, offset or stride is too large to be refused.

use super::*;
use record_core::{
    AnyView,
    layout::{DynAxes, DynRank, Layout, LayoutError, Rank},
    table::{OpenOptions, Place, TableError, Trailing},
};
use std::panic::catch_unwind;

const MAX: usize = isize::MAX as usize;
const HOSTILE_COUNTS: [usize; 9] =
    [0, 1, 2, MAX / 44, MAX / 44 + 1, MAX, MAX + 1, usize::MAX / 44 + 1, usize::MAX];
const HOSTILE_STRIDES: [isize; 10] =
    [isize::MIN, isize::MIN + 1, isize::MIN / 2, -44, -1, 0, 1, 44, isize::MAX / 2, isize::MAX];

/// Uses a view in every way that computes an address.
fn exercise<T: Element, D: record_core::layout::Dim>(view: View<'_, T, D>) {
    let size = view.size();
    assert_eq!(size == 0, view.layout().is_empty());
    _ = (view.as_slice(), view.as_bytes(), view.is_aligned(), view.is_c_contiguous(), view.as_ptr());
    let shape = view.shape();
    for probe in [0, 1, MAX, usize::MAX] {
        let index: Vec<usize> = shape.as_ref().iter().map(|&n| n.saturating_sub(1).min(probe)).collect();
        assert_eq!(view.get_at(&index).is_some(), size > 0, "{:?}", view.layout());
        _ = view.try_at(probe).map(|inner| inner.size());
    }
    let mut iter = view.iter();
    assert_eq!(iter.len(), size);
    _ = (iter.next(), iter.next_back(), iter.nth(1), iter.next_back());
    _ = format!("{view:?}");
}

#[test]
fn hostile_layouts_are_refused_or_harmless() {
    let bytes: Vec<u8> = (0..=255).collect();
    let mut accepted = 0;
    for count in HOSTILE_COUNTS {
        for stride in HOSTILE_STRIDES {
            for start in [0, 1, 255, 256, 257, MAX, MAX + 1, usize::MAX] {
                let one = Layout::<Rank<1>> { shape: [count], strides: [stride] };
                if let Ok(view) = View::<u64>::from_parts(&bytes, one, start) {
                    accepted += 1;
                    exercise(view);
                }
                if let Ok(view) = View::<Sample>::from_parts(&bytes, one, start) {
                    exercise(view);
                }
                let mut copy = bytes.clone();
                if let Ok(mut view) = ViewMut::<u64>::from_parts(&mut copy, one, start) {
                    assert!(count < 2 || stride.unsigned_abs() >= 8);
                    view.fill(1);
                    assert_eq!(view.as_view().sum(), i128::try_from(count).expect("it fits the buffer"));
                }
            }
        }
    }
    assert!(accepted > 10, "some are right");
}

#[test]
fn hostile_layouts_of_two_and_more_axes_are_refused_or_harmless() {
    let bytes: Vec<u8> = (0..=255).collect();
    let mut accepted = 0;
    for (a, b) in HOSTILE_COUNTS.iter().flat_map(|&a| HOSTILE_COUNTS.map(|b| (a, b))) {
        for (s, t) in HOSTILE_STRIDES.iter().flat_map(|&s| HOSTILE_STRIDES.map(|t| (s, t))) {
            for start in [0, 128, 256, usize::MAX] {
                let two = Layout::<Rank<2>> { shape: [a, b], strides: [s, t] };
                if let Ok(view) = View::<u16, _>::from_parts(&bytes, two, start) {
                    accepted += 1;
                    exercise(view);
                    if view.size() <= 4 {
                        _ = (view.sum(), view.max());
                    }
                }
                let three = Layout::<Rank<3>> { shape: [a, 3, b], strides: [s, isize::MAX, t] };
                if let Ok(view) = View::<u16, _>::from_parts(&bytes, three, start) {
                    exercise(view);
                    assert!(view.size() > 0 || view.sum() == 0);
                }
                let mut copy = bytes.clone();
                if let Ok(view) = ViewMut::<u16, _>::from_parts(&mut copy, two, start) {
                    let reached: usize = view.size() * 2;
                    assert!(reached <= 256, "a byte is reached twice: {two:?}");
                }
            }
        }
    }
    assert!(accepted > 10, "some are right");
}

/// An inner axis longer than any object, of elements without bytes.
type Long = [[u8; 0]; usize::MAX];

#[test]
fn elements_without_bytes_have_a_size_all_the_same() {
    let layout = |shape| Layout::<Rank<3>> { shape, strides: [0, 0, 0] };
    for shape in [[MAX, MAX, 2], [usize::MAX, 1, 1], [1 << 32, 1 << 32, 1], [0, MAX, MAX], [MAX, 0, MAX]] {
        match View::<[u8; 0], _>::from_parts(&[], layout(shape), 0) {
            Ok(view) => exercise(view),
            Err(error) => assert!(matches!(error, LayoutError::TooLarge { .. }), "{error}"),
        }
    }
    let fits = View::<[u8; 0], _>::from_parts(&[], layout([1 << 20, 1 << 20, 1 << 20]), 0).expect("2^60");
    assert_eq!((fits.size(), fits.iter().len()), (1 << 60, 1 << 60));
    let outer: Layout<Rank<1>> = Layout { shape: [2], strides: [0] };
    let long = View::<Long>::from_parts(&[], outer, 0).expect("no bytes");
    assert!(catch_unwind(|| long.axes().size()).is_err(), "more elements than a view can count");
    let empty: [Long; 0] = [];
    _ = catch_unwind(|| View::from_slice(&empty).axes().size());
}

#[test]
fn places_that_overflow_are_refused() {
    let bytes = [0_u8; 100];
    for offset in [101, MAX as u64, MAX as u64 + 1, u64::MAX] {
        let error = OpenOptions::new().offset(offset).bytes::<Sample>(&bytes).expect_err("behind the end");
        assert!(matches!(error, TableError::OffsetBehindEnd { available: 100, .. }), "{error}");
    }
    let most = MAX as u64;
    for count in [3, most / 44, most / 44 + 1, most, u64::MAX / 44 + 1, u64::MAX] {
        for offset in [0, 1, 100] {
            let place = Place { offset, count: Some(count) };
            let error = OpenOptions::new().place(place).bytes::<Sample>(&bytes).expect_err("too many");
            assert!(matches!(error, TableError::TooShort { available: 100, .. }), "{error}");
            let header = move |_: &[u8]| Ok(place);
            assert!(OpenOptions::new().header(4, header).bytes::<Sample>(&bytes).is_err());
            assert!(OpenOptions::new().locate(header).bytes_mut::<Sample>(&mut bytes.clone()).is_err());
            let dtype = <Sample as Element>::DTYPE.clone();
            assert!(OpenOptions::new().place(place).bytes_any(&bytes, dtype).is_err());
        }
    }
    let short = OpenOptions::new().header(101, |_: &[u8]| Ok(Place::default()));
    assert!(matches!(short.bytes::<Sample>(&bytes), Err(TableError::ShortHeader { needed: 101, .. })));
    let rest =
        OpenOptions::new().offset(99).trailing(Trailing::Ignore).bytes::<Sample>(&bytes).expect("none");
    assert_eq!((rest.len(), rest.trailing_bytes()), (0, 1));
}

#[test]
fn owned_tables_that_overflow_are_refused() {
    for count in [MAX / 44 + 1, MAX, usize::MAX / 44 + 1, usize::MAX] {
        assert!(matches!(RecordTable::<Sample>::zeroed(count), Err(TableError::OutOfMemory { .. })));
        assert!(catch_unwind(|| RecordTable::<Sample>::with_capacity(count)).is_err());
        let grown = catch_unwind(|| {
            let mut table = samples(3);
            table.reserve(count);
        });
        assert!(grown.is_err());
    }
    // The largest that has a name; the system refuses it, as an error.
    assert!(RecordTable::<Sample>::zeroed(MAX / 44).is_err());
}

#[test]
fn run_time_layouts_are_checked_alike() {
    let bytes = [0_u8; 64];
    let dtype = DType::parse("<u4").expect("a dtype");
    let four = View::<u32>::from_bytes(&bytes).expect("whole").as_any();
    let axes: (DynAxes<usize>, DynAxes<isize>) = (four.shape(), four.strides());
    let mut layout: Layout<DynRank> = Layout { shape: axes.0, strides: axes.1 };
    layout.shape.as_mut()[0] = 17;
    assert!(AnyView::from_parts(&bytes, &dtype, layout, 0).is_err());
    layout.shape.as_mut()[0] = 16;
    assert!(AnyView::from_parts(&bytes, &dtype, layout, 0).is_ok());
    assert!(AnyView::from_parts(&bytes, &dtype, layout, 1).is_err());
    layout.strides.as_mut()[0] = isize::MIN;
    assert!(AnyView::from_parts(&bytes, &dtype, layout, 0).is_err());
    // Shape and strides of different lengths.
    let two =
        View::<u8, Rank<2>>::from_parts(&bytes, Layout { shape: [2, 2], strides: [2, 1] }, 0).expect("in");
    let mixed: Layout<DynRank> = Layout { shape: axes.0, strides: two.as_any().strides() };
    assert!(matches!(
        AnyView::from_parts(&bytes, &dtype, mixed, 0),
        Err(LayoutError::Rank { expected: 1, found: 2 })
    ));
}
