//! Copies between overlapping views allocate only where no order of copying would do.

#![allow(unsafe_code)] // a global allocator is an unsafe trait

use record_core::CellView;
use record_core::prelude::*;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// The system's allocator, which counts what each thread asks for.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.with(|calls| calls.set(calls.get() + 1));
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations of `f`.
fn allocations(f: impl FnOnce()) -> usize {
    let before = CALLS.with(Cell::get);
    f();
    CALLS.with(Cell::get) - before
}

#[test]
fn on_one_axis() {
    let mut numbers = [0_u32; 64];
    let mut count = |from: (isize, isize, isize), to: (isize, isize, isize)| {
        let mut view = ViewMut::from_slice(&mut numbers);
        allocations(|| view.copy_within(s![from.0..from.1; from.2], s![to.0..to.1; to.2]).expect("fits"))
    };
    // Shifted down and up, at any stride; apart; interleaved; packed and spread.
    for (from, to) in [
        ((1, 64, 1), (0, 63, 1)),
        ((0, 63, 1), (1, 64, 1)),
        ((2, 64, 2), (0, 62, 2)),
        ((0, 62, 2), (2, 64, 2)),
        ((0, 60, -3), (3, 63, -3)),
        ((3, 63, -3), (0, 60, -3)),
        ((0, 32, 1), (32, 64, -1)),
        ((0, 64, 2), (1, 64, 2)),
        ((0, 64, 2), (0, 32, 1)),
        ((0, 32, 1), (0, 64, 2)),
        ((32, 64, 1), (1, 64, 2)),
        ((5, 6, 1), (6, 64, 1)),
    ] {
        assert_eq!(count(from, to), 0, "{from:?} to {to:?}");
    }
    // Turned around in itself, or towards the middle from both sides.
    for (from, to) in [((0, 64, -1), (0, 64, 1)), ((0, 64, 1), (0, 64, -1)), ((0, 64, 2), (16, 48, 1))] {
        assert_eq!(count(from, to), 1, "{from:?} to {to:?}");
    }
}

#[test]
fn on_several_axes() {
    let mut numbers = [[0_u16; 8]; 8];
    let mut view = ViewMut::from_slice(&mut numbers).into_axes();
    let cells: CellView<'_, u16, Rank<2>> = view.cells();
    let count = |to: CellView<'_, u16, _>, from: CellView<'_, u16, Rank<2>>| {
        allocations(|| to.copy_from(from).expect("fits"))
    };
    let (low, high) = (cells.slice(s![..-1, ..-2]), cells.slice(s![1.., 2..]));
    assert_eq!((count(low, high), count(high, low)), (0, 0));
    assert_eq!(count(low.transpose().flip(0), high.transpose().flip(0)), 0);
    // A row to all rows: nothing shared but the row itself, which is written onto itself.
    assert_eq!(count(cells.slice(s![1.., ..]), cells.slice(s![..1, ..])), 0);
    assert_eq!(count(cells.slice(s![..4, ..]), cells.slice(s![4.., ..;-1])), 0);
    // Columns between columns.
    assert_eq!(count(cells.slice(s![.., ..;2]), cells.slice(s![.., 1..;2]).flip(0)), 0);
    assert_eq!(count(cells, cells.transpose()), 1);
    assert_eq!(count(cells, cells.flip(1)), 1);
}

#[test]
fn in_another_byte_order() {
    let mut stored = [Be::new(1.5); 50];
    let mut view = ViewMut::from_slice(&mut stored);
    let cells = view.cells();
    let native = cells.view_as::<f64>().expect("the same size");
    assert_eq!(allocations(|| native.copy_from(cells).expect("fits")), 0);
    assert_eq!(allocations(|| native.slice(1..).copy_from(cells.slice(..-1)).expect("fits")), 0);
    let (numbers, mut doubles) = ([Le::new(1_i32); 50], [0_i32; 50]);
    let mut view = ViewMut::from_slice(&mut doubles);
    assert_eq!(allocations(|| view.copy_from(View::from_slice(&numbers)).expect("fits")), 0);
}
