//! Memory that several views reach: cells over each other, copies onto themselves, parts that must stay apart. What is
//! never to happen is a byte outside the view written, a gap filled, or a writable view that overlaps another one.

#![allow(clippy::cast_possible_truncation)] // small numbers

use super::*;
use record_core::{
    Rank,
    layout::{Layout, LayoutError},
    shares_memory,
    view::{CopyError, PutError},
};

#[test]
fn cells_over_each_other_and_themselves_only_move_values() {
    let mut numbers: [u32; 8] = core::array::from_fn(|i| i as u32);
    let mut view = ViewMut::from_slice(&mut numbers);
    let cells = view.cells();
    let (windows, rows) = (cells.windows(0, 3), cells.slice(..1).broadcast_to([5]));
    assert!(windows.flags().overlaps_itself && rows.flags().overlaps_itself);
    // Written through one while another is read, copied onto itself and turned around in itself.
    windows.copy_from(windows).expect("the same");
    windows.flip(0).copy_from(windows).expect("the same shape");
    cells.copy_from(rows.slice(..1)).expect("one for all");
    rows.apply(|n| n + 1);
    // The last window written holds the first element: that of 5, 6 and 7.
    assert_eq!(cells.get_at([0]), Some(5 + 5));
    let nested = cells.windows(0, 4).windows(1, 2);
    nested.fill(9);
    nested.transpose().copy_from(nested.transpose()).expect("the same");
    assert_eq!(numbers, [9; 8]);
}

#[test]
fn copies_stay_within_the_target() {
    // Every second record of a table, in a buffer whose other bytes must not change.
    let mut bytes = [0xaa_u8; 200];
    let layout = Layout::<Rank<1>> { shape: [4], strides: [24] };
    let source = [[1_u8; 8], [2; 8], [3; 8], [4; 8]];
    let mut view = ViewMut::<[u8; 8], Rank<1>>::from_parts(&mut bytes, layout, 50).expect("inside");
    view.copy_from(View::from_slice(&source)).expect("the same shape");
    view.copy_within(s![..;-1], ..).expect("the same shape");
    view.put(&[3, 0], &[[9; 8], [8; 8]]).expect("inside");
    assert_eq!(
        view.put(&[usize::MAX], &[[7; 8]]),
        Err(PutError::Index { position: 0, index: usize::MAX, len: 4 })
    );
    for (i, &byte) in bytes.iter().enumerate() {
        let inside = (50..130).contains(&i) && (i - 50) % 24 < 8;
        assert_eq!(byte == 0xaa, !inside, "byte {i} is {byte}");
    }
}

#[test]
fn gaps_are_not_copied() {
    // A file whose gaps are not zero, onto a table whose gaps are.
    let bytes = [0xff_u8; 5 * 40];
    let file = View::<Outer>::from_bytes(&bytes).expect("whole");
    let mut array = Array::<Outer, _>::zeros([5]);
    let gap = |at: usize| matches!(at % 40, 1..8 | 17..20 | 25..28 | 36..40);
    let holes_are_zero = |array: &Array<Outer>| {
        array.as_bytes().iter().enumerate().all(|(at, &byte)| if gap(at) { byte == 0 } else { byte == 0xff })
    };
    array.view_mut().copy_from(file).expect("the same shape");
    assert!(holes_are_zero(&array));
    // Forward, backward, through memory, and from records with undefined gaps.
    array.view_mut().copy_within(1.., ..-1).expect("fits");
    array.view_mut().copy_within(..-1, 1..).expect("fits");
    array.view_mut().copy_within(s![..;-1], ..).expect("fits");
    assert!(holes_are_zero(&array));
    let records: Vec<Outer> = (0..5).map(outer).collect();
    array.view_mut().copy_from(View::from_slice(&records)).expect("the same shape");
    assert!(array.as_bytes().iter().enumerate().all(|(at, &byte)| !gap(at) || byte == 0));
    assert!(array.iter().eq(records.iter().copied()));
    let taken = array.view().take_axis(0, &[4, 4, 0]);
    assert!(taken.as_bytes().iter().enumerate().all(|(at, &byte)| !gap(at) || byte == 0));
    // Cells of records with gaps are not cells of bytes: who writes a gap would leave it written.
    let mut view = array.view_mut();
    assert_eq!(view.cells().view_as::<[u8; 40]>().map(|_| ()), Err(LayoutError::Gaps { itemsize: 40 }));
}

#[test]
fn cells_seen_as_another_type_stay_within_their_bytes() {
    let mut bytes = [0_u8; 12];
    let mut view = ViewMut::from_slice(&mut bytes);
    let cells = view.cells().slice(1..);
    assert_eq!(
        cells.view_as::<u32>().map(|_| ()),
        Err(LayoutError::PartialElement { available: 11, itemsize: 4 })
    );
    assert!(cells.slice(s![..10;2]).view_as::<u16>().is_err());
    let (low, high) =
        (cells.slice(..8).view_as::<u32>().expect("two"), cells.slice(2..10).view_as::<u32>().expect("two"));
    low.fill(0x0101_0101);
    high.copy_from(low).expect("the same shape");
    assert_eq!(bytes, [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
}

#[test]
fn both_parts_of_complex_numbers_share_no_byte() {
    let mut table = vec![Complex::new(0.0_f32, 0.0); 6];
    let view = ViewMut::from_slice(&mut table).into_slice(s![..;-2]);
    let (mut real, mut imag) = view.into_parts();
    assert!(!shares_memory(&real, &imag));
    std::thread::scope(|scope| {
        scope.spawn(|| real.fill(1.0));
        scope.spawn(|| imag.fill(2.0));
    });
    let (one, zero) = (Complex::new(1.0, 2.0), Complex::new(0.0, 0.0));
    assert_eq!(table, [zero, one, zero, one, zero, one]);
    let mut none: [Complex<f64>; 0] = [];
    let (real, imag) = ViewMut::from_slice(&mut none).into_parts();
    assert!(real.is_empty() && imag.is_empty());
}

#[test]
fn shapes_that_are_too_large_are_refused_before_anything_is_written() {
    let one = [7_u8];
    let long = View::from_slice(&one).broadcast_to([isize::MAX.cast_unsigned()]);
    assert!(long.flags().overlaps_itself);
    assert!(shares_memory(&long, &long.slice(s![..;-3])));
    let mut numbers = [1_u8, 2];
    let mut view = ViewMut::from_slice(&mut numbers);
    assert_eq!(
        view.copy_from(long),
        Err(LayoutError::Broadcast { axis: 0, from: isize::MAX as usize, to: 2 })
    );
    // A copy that no memory has room for: an error, and nothing written.
    let cells = view.cells();
    let rows = cells.slice(..1).broadcast_to([isize::MAX.cast_unsigned()]);
    let same = rows.copy_from(rows.flip(0));
    assert_eq!(same, Err(CopyError::NoMemory { bytes: isize::MAX as usize }));
    assert_eq!(numbers, [1, 2]);
}
