//! Safe traits implemented by somebody who lies: another answer each time, none at all, or writing while being asked.

use super::*;
use record_core::{
    CellView, Code, Coded, HasNative, Rank,
    coded::Unknown,
    layout::{DynRank, SliceItem, SliceSpec},
};
use std::{
    cell::{Cell, OnceCell},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicPtr, Ordering},
};

static KEPT: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());

thread_local! {
    static TURN: Cell<usize> = const { Cell::new(0) };
    static CELLS: OnceCell<CellView<'static, Coded<Liar>>> = const { OnceCell::new() };
}

/// Counts how often it was asked.
fn turn() -> usize {
    TURN.with(|turn| turn.replace(turn.get().wrapping_add(1)))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Liar {
    A,
    B,
}

impl Code for Liar {
    type Repr = u16;
    const NAME: &'static str = "Liar";
    const VARIANTS: &'static [(&'static str, Self)] = &[("A", Self::A), ("A", Self::A), ("", Self::B)];

    fn from_raw(raw: u16) -> Option<Self> {
        // Whoever reads a code is written to meanwhile.
        CELLS.with(|cells| {
            if let Some(cells) = cells.get() {
                let numbers = cells.view_as::<u16>().expect("as large");
                numbers.fill(raw.wrapping_add(1));
                numbers.flip(0).copy_from(numbers.slice(..1)).expect("one for all");
            }
        });
        match turn() % 4 {
            0 => None,
            1 => Some(Self::A),
            2 => Some(Self::B),
            _ if raw == 0xdead => panic!("asked for a wrong code"),
            _ => Some(Self::A),
        }
    }

    fn to_raw(self) -> u16 {
        u16::try_from(turn() % 70_000 % 0xffff).expect("small")
    }
}

#[test]
fn codes_that_change_are_counted_wrongly_and_nothing_worse() {
    let mut bytes = [0xde_u8, 0xad, 1, 2, 3, 4, 5, 6];
    let mut view = ViewMut::<Coded<Liar, Be<u16>>>::from_bytes(&mut bytes).expect("four codes");
    for _ in 0..64 {
        _ = catch_unwind(AssertUnwindSafe(|| {
            _ = view.counts().get(Liar::A);
            _ = view.unknown_rows().count();
            _ = format!("{view:?} {}", view.as_view());
            view.set(1, Ok(Liar::B));
            view.fill(Ok(Liar::A));
            view.set(0, Err(Coded::<Liar>::from_raw(0xdead).get().err().unwrap_or_else(unknown)));
            view.copy_within(s![1..], s![..-1]).expect("as many");
            _ = view.as_view().to_array().into_native();
        }));
    }
    assert_eq!(view.len(), 4);
}

/// What `get` gives sooner or later.
fn unknown() -> Unknown<Liar> {
    loop {
        if let Err(unknown) = Coded::<Liar>::from_raw(1).get() {
            return unknown;
        }
    }
}

#[test]
fn cells_are_written_while_they_are_read() {
    let leaked = Box::leak(Box::new([Coded::<Liar>::from_raw(7); 6]));
    let cells = ViewMut::from_slice(&mut leaked[..]).into_cells();
    // For those who look for lost memory.
    std::hint::black_box(&KEPT).store(cells.as_ptr().cast_mut().cast(), Ordering::Relaxed);
    assert!(CELLS.with(|place| place.set(cells).is_ok()));
    let windows = cells.windows(0, 3);
    for _ in 0..16 {
        windows.apply(|code| code);
        windows.for_each(|code| _ = code);
        windows.copy_from(windows.flip(1)).expect("the same shape");
        let stored = cells.view_as::<Coded<Liar, Be<u16>>>().expect("as large");
        stored.slice(1..).copy_from(cells.slice(..-1)).expect("as many");
        stored.copy_from(cells.flip(0)).expect("as many");
    }
    assert_eq!(cells.size(), 6);
}

/// A slicing expression that is another one each time.
struct Fickle;

impl SliceSpec<Rank<2>> for Fickle {
    type Rank = Rank<1>;

    fn with_items<R>(&self, f: impl FnOnce(&[SliceItem]) -> R) -> R {
        let range = |start, end, step| SliceItem::Range { start: Some(start), end: Some(end), step };
        match turn() * 7 / 3 % 6 {
            0 => f(&[SliceItem::Index(1), range(0, 3, -2)]),
            1 => f(&[SliceItem::NewAxis; 12]),
            2 => f(&[SliceItem::Ellipsis, SliceItem::Ellipsis]),
            3 => f(&[SliceItem::Index(isize::MIN), range(isize::MIN, isize::MAX, isize::MIN)]),
            4 => f(&[range(0, 2, isize::MIN), SliceItem::Index(-1)]),
            _ => f(&[SliceItem::Index(0); 40]),
        }
    }
}

#[test]
fn slicing_expressions_that_change_slice_or_fail() {
    let mut grid = [[1_u32, 2, 3], [4, 5, 6]];
    let mut view = ViewMut::from_slice(&mut grid).into_axes();
    let mut sliced = 0;
    for _ in 0..60 {
        _ = view.copy_within(Fickle, Fickle);
        _ = view.cells().try_slice(Fickle);
        if let Ok(some) = view.as_view().try_slice(Fickle) {
            assert!(some.iter().all(|n| (1..=6).contains(&n)));
            sliced += 1;
        }
        if let Ok(mut some) = view.reborrow().try_into_slice(Fickle) {
            some.fill(3);
        }
    }
    assert!(sliced > 0);
}

/// Indices that are others each time.
struct Indices([Vec<usize>; 4]);

impl AsRef<[usize]> for Indices {
    fn as_ref(&self) -> &[usize] {
        &self.0[turn() % 4]
    }
}

#[test]
fn indices_that_change_are_checked_each_time() {
    let mut grid = [[1_u32, 2, 3], [4, 5, 6]];
    let lies = || Indices([vec![1, 2], vec![usize::MAX, 0], vec![], vec![0; 50]]);
    let mut view = ViewMut::from_slice(&mut grid).into_axes();
    for _ in 0..40 {
        assert!(view.as_view().get_at(lies()).is_none_or(|n| n == 6));
        _ = view.try_set_at(lies(), 6);
        _ = view.cells().try_set_at(lies(), 6);
        _ = view.as_view().try_permute(lies());
        _ = view.as_view().try_take_at(&[lies(), lies()]);
        let dynamic = view.as_view().as_any();
        assert!(dynamic.try_permute(lies()).is_err() || dynamic.ndim() == 2);
    }
    assert_eq!(grid, [[1, 2, 3], [4, 5, 6]]);
}

/// A twin that is aligned to more than the record.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Loose {
    at: Be<u32>,
    rest: [u8; 60],
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
struct Tight {
    at: u32,
    rest: [u8; 60],
}

impl HasNative for Loose {
    type Native = Tight;
}

#[test]
fn a_twin_of_greater_alignment_is_a_slice_only_where_aligned() {
    let array = Array::from_vec(vec![Loose { at: Be::new(7), rest: [1; 60] }; 3]).into_native();
    assert_eq!(array.as_memory_slice(), [Tight { at: 7, rest: [1; 60] }; 3]);
    let mut bytes = [0_u8; 64 * 3 + 1];
    let odd = usize::from(bytes.as_ptr().addr().is_multiple_of(2));
    let table = RecordTable::<Loose>::from_bytes_mut(&mut bytes[odd..][..192]).expect("three records");
    let native = table.into_native();
    assert!(native.view().as_slice().is_none() && native.item(2).at == 0);
    let empty = Array::<Loose, _>::zeros([0]).into_native();
    assert_eq!(empty.as_memory_slice().as_ptr().addr() % 64, 0);
    let any = AnyArray::from(Array::<Loose, _>::zeros(&[2, 0][..]));
    assert!(any.into_typed::<Loose, DynRank>().is_ok());
}
