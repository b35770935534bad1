//! No operation on views allocates: a counting allocator under each of them, also where they fail.
#![allow(unsafe_code)] // an allocator is unsafe to write

use record_core::{
    AnyView, DynRank, Rank,
    layout::{Layout, Order, broadcast_shapes},
    prelude::*,
};
use std::{
    alloc::{GlobalAlloc, System},
    cell::Cell,
    hint::black_box,
};

/// The system's allocator, counting the calls of each thread.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: std::alloc::Layout) -> *mut u8 {
        CALLS.set(CALLS.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: std::alloc::Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs an operation and counts it; it may not allocate.
#[track_caller]
fn quiet<R>(count: &mut usize, operation: impl FnOnce() -> R) -> R {
    let before = CALLS.get();
    let result = black_box(operation());
    assert_eq!(CALLS.get() - before, 0, "the operation allocates");
    *count += 1;
    result
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
    at: [f32; 3],
    #[record(bits(low = 0..4))]
    flags: u8,
}

/// What all views do, of shape (2, 1, 3). `$view` makes a new one each time.
macro_rules! common {
    ($count:ident, $view:expr, $slice:ident) => {{
        let count = &mut $count;
        quiet(count, || drop($view.transpose()));
        quiet(count, || drop($view.squeeze()));
        quiet(count, || drop($view.$slice(s![1..;-1, NewAxis, ..., 0])));
        quiet(count, || drop($view.at(1)));
        quiet(count, || drop($view.at_axis(2, 1)));
        quiet(count, || drop($view.permute([2, 0, 1])));
        quiet(count, || drop($view.swap_axes(0, 2)));
        quiet(count, || drop($view.move_axis(0, 2)));
        quiet(count, || drop($view.insert_axis(1)));
        quiet(count, || drop($view.remove_axis(1)));
        quiet(count, || drop($view.flip(2)));
        quiet(count, || drop($view.rot90(1, 0, 2)));
        quiet(count, || drop($view.diagonal(1, 0, 2)));
        quiet(count, || drop($view.reshape([3, 2])));
        quiet(count, || drop($view.reshape(&[6_usize][..])));
        quiet(count, || drop($view.try_reshape_in([6], Order::F)));
        quiet(count, || drop($view.ravel()));
        quiet(count, || drop($view.split_at(2, 1)));
        quiet(count, || $view.chunks(2, 2).expect("an axis").for_each(drop));
        quiet(count, || $view.split(2, 3).expect("thirds").for_each(drop));
        quiet(count, || $view.axis_iter(0).expect("an axis").for_each(drop));
        // What fails.
        quiet(count, || assert!($view.try_at(2).is_err()));
        quiet(count, || assert!($view.try_flip(3).is_err()));
        quiet(count, || assert!($view.try_permute([0, 0, 1]).is_err()));
        quiet(count, || assert!($view.transpose().try_ravel().is_err()));
        quiet(count, || assert!($view.chunks(0, 0).is_err()));
    }};
}

macro_rules! repeats {
    ($count:ident, $view:expr) => {{
        let count = &mut $count;
        quiet(count, || drop($view.broadcast_to([4, 2, 5, 3])));
        quiet(count, || drop($view.windows(2, 2)));
        quiet(count, || drop($view.windows_step(2, 1, 2)));
        quiet(count, || assert!($view.try_windows(2, 4).is_err()));
        quiet(count, || assert!($view.try_broadcast_to([2, 1, 2]).is_err()));
    }};
}

#[test]
fn the_counter_counts() {
    let before = CALLS.get();
    drop(black_box(vec![1_u8]));
    assert_eq!(CALLS.get() - before, 1);
}

#[test]
#[allow(dropping_copy_types, clippy::drop_non_drop)] // all results are dropped alike
fn no_operation_allocates() {
    let mut numbers: Vec<i32> = (0..6).collect();
    let mut count = 0;
    let copy = numbers.clone();
    let view = View::from_slice(&copy).reshape([2, 1, 3]);
    let any: AnyView<'_> = view.as_any();
    let dynamic: View<'_, i32, DynRank> = View::from_slice(&copy).reshape(&[2, 1, 3][..]);
    common!(count, view, slice);
    common!(count, dynamic, slice);
    common!(count, any, slice);
    repeats!(count, view);
    repeats!(count, dynamic);
    repeats!(count, any);
    let mut writable = ViewMut::from_slice(&mut numbers).reshape([2, 1, 3]);
    common!(count, writable.reborrow(), into_slice);
    common!(count, writable.reborrow().into_any(), into_slice);
    let cells = writable.cells();
    common!(count, cells, slice);
    repeats!(count, cells);
    println!("{count} operations");
    assert_eq!(count, 6 * 26 + 4 * 5);
}

#[test]
#[allow(clippy::drop_non_drop, dropping_copy_types)] // all results are dropped alike
fn no_other_type_of_the_same_bytes_allocates() {
    let mut table: RecordTable<Row> = (0..4).map(|id| Row { id, at: [0.5; 3], flags: id }).collect();
    let mut numbers: Vec<u32> = (0..6).collect();
    let mut count = 0;
    let count = &mut count;
    let layout = Layout::<Rank<2>> { shape: [2, 3], strides: [3, 3] };
    {
        let view = table.view();
        quiet(count, || view.col(Row::ID));
        quiet(count, || view.col(Row::LOW));
        quiet(count, || view.col(Row::AT).axes());
        quiet(count, || view.columns());
        quiet(count, || view.col(Row::AT).axes().subarrays::<3>().expect("three").layout());
        quiet(count, || view.getfield::<u16>(1).expect("inside").layout());
        quiet(count, || view.view_as::<[u8; 14]>().expect("as large").layout());
        quiet(count, || view.as_any().field_at(1).expect("a field").all_axes().expect("axes").layout());
        quiet(count, || view.as_any().column("at").expect("a field").layout());
        quiet(count, || view.as_any().typed::<Row>().expect("the type").layout());
        quiet(count, || (view.base(), view.layout(), view.is_aligned(), view.is_c_contiguous()));
        quiet(count, || (view.as_bytes().is_some(), view.as_slice().is_some()));
        quiet(count, || view.iter().len());
    }
    {
        let mut view = table.view_mut();
        quiet(count, || view.col_mut(Row::ID).layout());
        quiet(count, || {
            view.reborrow().into_col(Row::AT).into_axes().subarrays::<3>().expect("three").layout()
        });
        quiet(count, || view.cells().col(Row::ID).windows(0, 2).layout());
        quiet(count, || view.reborrow().getfield::<u16>(1).expect("inside").layout());
        quiet(count, || view.reborrow().view_as::<[u8; 14]>().expect("as large").layout());
        quiet(count, || drop(view.columns_mut()));
    }
    let bytes: [u8; 12] = [1; 12];
    let view = View::from_slice(&bytes);
    quiet(count, || view.as_strided(0, layout).is_ok());
    quiet(count, || View::<u8, Rank<2>>::from_parts(&bytes, layout, 0).is_ok());
    quiet(count, || view.view_as::<Be<u32>>().expect("four bytes").layout());
    quiet(count, || assert!(view.view_as::<[u8; 5]>().is_err()));
    quiet(count, || assert!(view.as_strided(9, layout).is_err()));
    quiet(count, || broadcast_shapes(&[&[2, 1], &[3]]).expect("fits").as_ref().len());
    quiet(count, || {
        ViewMut::from_slice(&mut numbers)
            .as_strided(4, Layout::<Rank<1>> { shape: [2], strides: [8] })
            .is_ok()
    });
    quiet(count, || {
        let cells = ViewMut::from_slice(&mut numbers).into_cells();
        cells.apply(|n| n + 1);
        cells.fill(3);
        cells.get_at([1])
    });
    quiet(count, || {
        let (mut low, high) = ViewMut::from_slice(&mut numbers).split_at(0, 3).expect("inside");
        low.zip_apply(high.as_view(), |low, high| low + high).expect("the same shape");
    });
    println!("{count} operations");
    assert_eq!(*count, 28);
}
