//! Chains of layout operations on views of every kind, against the same operations on a written-down list of places.
//!
//! The list knows nothing of strides ([`record_tests::Grid`]); after every step each element of the view is read, byte by
//! byte, and compared with the buffer at the place that the list gives.

#![no_main]

#[path = "layout_chain/ops.rs"]
mod ops;
#[path = "layout_chain/recast.rs"]
mod recast;

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use record_core::{
    AnyView, AnyViewMut, Be, CellView, DType, DynRank, Element, View, ViewMut, layout::LayoutError,
};
use record_tests::{Cell, Grid, Op, Operand, Oracle};
use std::{collections::HashSet, sync::LazyLock};

/// No view has many more elements than this.
const LIMIT: usize = 300;

/// The buffer: bytes that differ from their neighbours, and more of them than any first view needs.
static BYTES: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..6000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 23) as u8).collect());

/// What views are made of: numbers in both orders, records with gaps and overlapping fields, nothing.
static DTYPES: LazyLock<Vec<DType>> = LazyLock::new(|| {
    let texts = [
        "u1",
        "<i4",
        ">u2",
        "<u8",
        "V3",
        "V0",
        "record { a: u1 @ 0, b: >u2 @ 2 } size 7 align 1",
        "record { a: <u4 @ 4, b: <u2 @ 5, c: V0 @ 0 } size 8 align 1",
        "[>u2; 3]",
        "record { x: [record { y: u1 @ 1 } size 2 align 1; 2] @ 1 } size 6 align 1",
    ];
    texts.iter().map(|text| DType::parse(text).expect("a dtype")).collect()
});

/// A view and the places of its elements.
#[derive(Clone)]
struct State<'a> {
    view: AnyView<'a>,
    grid: Grid,
}

fuzz_target!(|data: &[u8]| {
    let _ = chain(&mut Unstructured::new(data));
});

/// Elements of a table of small records: shape, order, place of the field.
fn start(u: &mut Unstructured<'_>) -> Result<(usize, Oracle)> {
    let number = u.int_in_range(0..=DTYPES.len() - 1)?;
    let item = DTYPES[number].itemsize();
    let rank = u.int_in_range(0..=6)?;
    let largest = [6, 6, 5, 4, 3, 2, 2][rank];
    let mut shape = Vec::new();
    for _ in 0..rank {
        shape.push(u.int_in_range(0..=largest)?);
    }
    let step = (item + [0, 1, 3][u.int_in_range(0..=2)?]).cast_signed();
    let mut strides = Oracle::row_major(&shape, step);
    if u.ratio(1, 3)? {
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        strides = Oracle::row_major(&reversed, step);
        strides.reverse();
    }
    Ok((number, Oracle::new(u.int_in_range(0..=9)?, &shape, &strides, item)))
}

fn chain(u: &mut Unstructured<'_>) -> Result<()> {
    let (number, first) = start(u)?;
    let at = usize::try_from(first.start).expect("small");
    let view = AnyView::from_parts(&BYTES, &DTYPES[number], first.layout(), at).expect("inside");
    let grid = Grid::new(at, &first.shape, &first.strides, first.item);
    let mut state = State { view, grid: grid.clone() };
    check(&state);
    let mut applied = Vec::new();
    let mut recasts = false;
    for _ in 0..12 {
        if u.is_empty() {
            break;
        }
        let kind = u.int_in_range(0..=9)?;
        match kind {
            0 => recasts |= recast::view_as(&mut state, &DTYPES[u.int_in_range(0..=DTYPES.len() - 1)?]),
            1 => {
                let dtype = &DTYPES[u.int_in_range(0..=DTYPES.len() - 1)?];
                recasts |= recast::getfield(&mut state, dtype, u.int_in_range(0..=12)?);
            }
            2 => recasts |= recast::as_strided(&mut state, u)?,
            3 => recast::extreme(&state, u)?,
            _ => {
                let op = ops::op(u, &state.grid.shape)?;
                if ops::size(&op, &state.grid.shape).is_some_and(|size| size <= LIMIT)
                    && step(&mut state, &op)
                {
                    applied.push(op);
                }
            }
        }
        check(&state);
    }
    if !recasts {
        other_kinds(&DTYPES[number], &first, &applied, &state);
    }
    Ok(())
}

/// One operation on the view and on the list: the same answer.
fn step(state: &mut State<'_>, op: &Op) -> bool {
    match (state.view.apply(op), state.grid.apply(op)) {
        (Ok(view), Ok(grid)) => {
            typed_step(state, op, &view);
            (state.view, state.grid) = (view, grid);
            true
        }
        (Err(LayoutError::NeedsCopy { .. }), Ok(expected)) => {
            assert!(matches!(op, Op::Reshape(..) | Op::Ravel), "{op:?}");
            assert_eq!(expected.steps(), None, "{:?} {op:?}: there are strides", state.grid);
            false
        }
        (Err(error), Err(expected)) => {
            assert_eq!(error, expected, "{:?} {op:?}", state.grid.shape);
            assert!(!error.to_string().is_empty());
            false
        }
        (found, expected) => panic!("{:?} {op:?}: {found:?}, not {expected:?}", state.grid.shape),
    }
}

/// The same operation where the compiler knows the type of the elements.
fn typed_step(state: &State<'_>, op: &Op, expected: &AnyView<'_>) {
    fn one<T: Element>(state: &State<'_>, op: &Op, expected: &AnyView<'_>) {
        let Ok(view) = state.view.typed_as::<T, DynRank>() else { return };
        let found = view.apply(op).expect("as the view of a dtype");
        assert_eq!((found.layout(), found.as_ptr().cast()), (expected.layout(), expected.as_ptr()), "{op:?}");
    }
    one::<i32>(state, op, expected);
    one::<Be<u16>>(state, op, expected);
}

/// Shape, size, contiguity, and every byte of every element.
fn check(state: &State<'_>) {
    let State { view, grid } = state;
    let layout = view.layout();
    assert_eq!(
        (layout.shape.as_ref(), view.size(), view.dtype().itemsize()),
        (&grid.shape[..], grid.at.len(), grid.item)
    );
    let first = view.as_ptr().addr().wrapping_sub(BYTES.as_ptr().addr());
    assert!(first <= BYTES.len());
    let dense = grid.at.iter().enumerate().all(|(i, &at)| at == grid.at[0] + i * grid.item);
    if grid.item > 0 {
        assert_eq!(view.is_c_contiguous(), dense, "{grid:?}");
        if let Some(&at) = grid.at.first() {
            assert_eq!(first, at);
        }
        if let Some(found) = view.as_bytes() {
            let expected: Vec<u8> =
                grid.at.iter().flat_map(|&at| &BYTES[at..at + grid.item]).copied().collect();
            assert_eq!(found, expected);
        }
    }
    for byte in 0..grid.item {
        let bytes = view.getfield(u8::DTYPE, byte).expect("a byte of the element");
        let bytes: View<'_, u8, DynRank> = bytes.typed_as().expect("bytes");
        assert!(bytes.iter().eq(grid.at.iter().map(|&at| BYTES[at + byte])), "{grid:?}");
    }
    typed_check::<i32>(state);
    typed_check::<Be<u16>>(state);
    typed_check::<u64>(state);
    typed_check::<[Be<u16>; 3]>(state);
}

/// The values, where the compiler knows their type.
fn typed_check<T: Cell>(state: &State<'_>) {
    if state.view.dtype() == T::DTYPE {
        state.grid.check(state.view.typed_as::<T, DynRank>().expect("the same type"), &BYTES);
    }
}

/// The operations that worked, again on writable views and views of cells.
fn other_kinds(dtype: &DType, first: &Oracle, ops: &[Op], state: &State<'_>) {
    fn follow<V: Operand>(view: V, ops: &[Op]) -> V {
        ops.iter().fold(view, |view, op| view.apply(op).expect("as the reading view"))
    }
    let (layout, at) = (first.layout::<DynRank>(), usize::try_from(first.start).expect("small"));
    let mut copy = BYTES.clone();
    let base = copy.as_ptr().addr();
    let expected = (state.view.layout(), state.view.as_ptr().addr() - BYTES.as_ptr().addr());
    if !ops.iter().any(Op::repeats) {
        let view = AnyViewMut::from_parts(&mut copy, dtype, layout, at).expect("disjoint");
        let view = follow(view, ops);
        let view = view.as_view();
        assert_eq!((view.layout(), view.as_ptr().addr() - base), expected);
        let places: HashSet<usize> = state.grid.at.iter().copied().collect();
        assert!(first.item == 0 || places.len() == state.grid.at.len(), "an element twice: {:?}", state.grid);
    }
    if dtype == <Be<u16>>::DTYPE {
        let view =
            ViewMut::<Be<u16>, DynRank>::from_parts(&mut copy, layout, at).expect("disjoint").into_cells();
        let cells: CellView<'_, Be<u16>, DynRank> = follow(view, ops);
        assert_eq!(cells.layout(), state.view.layout());
        let mut found = Vec::new();
        cells.for_each(|value| found.push(value));
        assert!(found.into_iter().eq(state.grid.at.iter().map(|&at| Be::<u16>::read(&BYTES[at..at + 2]))));
    }
}
