//! The same bytes as other elements, and layouts of the fuzzer's own making, byte by byte.

use crate::{BYTES, LIMIT, State};
use arbitrary::{Result, Unstructured};
use record_core::{
    DType, DynRank,
    layout::{Axes, DynAxes, Layout, LayoutError},
};
use record_tests::{Grid, Oracle};
use std::collections::HashSet;

/// `view_as`: the bytes along the last axis, taken as other elements. Whether there is a new view.
pub fn view_as(state: &mut State<'static>, dtype: &'static DType) -> bool {
    let expected = resized(&state.grid, state.view.layout().strides.as_ref(), dtype.itemsize());
    answer(state, state.view.view_as(dtype), expected)
}

/// `getfield`: a part of each element.
pub fn getfield(state: &mut State<'static>, dtype: &'static DType, offset: usize) -> bool {
    let (grid, size) = (&state.grid, dtype.itemsize());
    let expected = if offset + size <= grid.item {
        Ok(Grid { at: grid.at.iter().map(|at| at + offset).collect(), item: size, ..grid.clone() })
    } else {
        Err(LayoutError::OutOfElement { offset, size, itemsize: grid.item })
    };
    answer(state, state.view.getfield(dtype, offset), expected)
}

fn answer(
    state: &mut State<'static>,
    found: core::result::Result<record_core::AnyView<'static>, LayoutError>,
    expected: core::result::Result<Grid, LayoutError>,
) -> bool {
    match (found, expected) {
        (Ok(view), Ok(grid)) => {
            (state.view, state.grid) = (view, grid);
            true
        }
        (found, expected) => {
            assert_eq!(found.map(|view| view.layout()).unwrap_err(), expected.unwrap_err());
            false
        }
    }
}

fn resized(grid: &Grid, strides: &[isize], to: usize) -> core::result::Result<Grid, LayoutError> {
    if grid.item == to {
        return Ok(grid.clone());
    }
    if grid.item == 0 || to == 0 {
        return Err(LayoutError::ZeroSize);
    }
    let Some((&n, outer)) = grid.shape.split_last() else {
        return Err(LayoutError::ItemSize { expected: grid.item, found: to });
    };
    let (axis, found, expected) = (outer.len(), strides[outer.len()], grid.item.cast_signed());
    if n > 1 && found != expected {
        return Err(LayoutError::Strided { axis, expected, found });
    }
    if !(n * grid.item).is_multiple_of(to) {
        return Err(LayoutError::PartialElement { available: n * grid.item, itemsize: to });
    }
    let runs = if n == 0 { &[][..] } else { &grid.at[..] };
    let bytes: Vec<usize> = runs.iter().flat_map(|&at| at..at + grid.item).collect();
    let at = bytes.chunks(to).map(|element| element[0]).collect();
    Ok(Grid { shape: [outer, &[n * grid.item / to]].concat(), at, item: to })
}

/// `as_strided` with small numbers: accepted is what reaches only bytes of the elements, if these lie together, or only
/// whole elements.
pub fn as_strided(state: &mut State<'_>, u: &mut Unstructured<'_>) -> Result<bool> {
    let grid = &state.grid;
    let first = state.view.as_ptr().addr() - BYTES.as_ptr().addr();
    let own = state.view.layout();
    let item = grid.item.cast_signed();
    let start = if u.arbitrary()? && !grid.at.is_empty() {
        grid.at[u.int_in_range(0..=grid.at.len() - 1)?].cast_signed() - first.cast_signed()
    } else {
        isize::from(u.arbitrary::<i8>()?)
    };
    let (mut shape, mut strides) = (Vec::new(), Vec::new());
    for _ in 0..u.int_in_range(0..=4)? {
        shape.push(u.int_in_range(0..=4_usize)?);
        let near = own.strides.as_ref();
        strides.push(match u.int_in_range(0..=5)? {
            0 => isize::from(u.arbitrary::<i8>()?),
            1 => item * u.int_in_range(-3..=3)?,
            _ if near.is_empty() => item,
            _ => near[u.int_in_range(0..=near.len() - 1)?].clamp(-9999, 9999) * u.int_in_range(-2..=2)?,
        });
    }
    if shape.iter().product::<usize>() > LIMIT {
        return Ok(false);
    }
    let asked = Oracle { start: first as i128 + start as i128, shape, strides, item: grid.item };
    let places: HashSet<i128> = grid.at.iter().map(|&at| at as i128).collect();
    let bytes: HashSet<i128> = places.iter().flat_map(|&at| at..at + grid.item as i128).collect();
    let lowest = bytes.iter().min().copied().unwrap_or(0);
    let dense = bytes.iter().max().is_none_or(|highest| highest - lowest + 1 == bytes.len() as i128);
    let reached = asked.positions();
    let made_of =
        reached.iter().flat_map(|&at| at..at + asked.item as i128).all(|byte| bytes.contains(&byte));
    let elements = reached.iter().all(|at| places.contains(at));
    match state.view.as_strided(start, asked.layout()) {
        Ok(view) => {
            assert!(asked.item == 0 || if dense { made_of } else { elements }, "{grid:?} {asked:?}");
            assert_eq!(view.layout(), asked.layout());
            let at = reached.iter().map(|&at| usize::try_from(at).expect("inside")).collect();
            let grid = Grid { shape: asked.shape.clone(), at, item: asked.item };
            (state.view, state.grid) = (view, grid);
            Ok(true)
        }
        Err(error) => {
            assert!(
                !(dense && made_of) || asked.is_empty() || asked.item == 0,
                "{error}: {grid:?} {asked:?}"
            );
            assert!(!error.to_string().is_empty());
            Ok(false)
        }
    }
}

/// Numbers at the ends of their types: any answer will do, but for a panic or a view of more than there is.
pub fn extreme(state: &State<'_>, u: &mut Unstructured<'_>) -> Result<()> {
    let far = |u: &mut Unstructured<'_>| -> Result<usize> {
        const TOP: usize = isize::MAX.cast_unsigned();
        Ok(match u.int_in_range(0..=9)? {
            0 => usize::MAX,
            1 => TOP,
            2 => TOP + 1,
            3 => TOP / 2 + 1,
            4 => 1 << 32,
            5 => u.arbitrary()?,
            _ => u.int_in_range(0..=5)?,
        })
    };
    let view = state.view;
    let (mut shape, mut strides) = (Vec::new(), Vec::new());
    for _ in 0..u.int_in_range(0..=4)? {
        shape.push(far(u)?);
        strides.push(far(u)?.cast_signed());
    }
    let (a, b, c) = (far(u)?, far(u)?, far(u)?);
    let axes = |numbers: &[usize]| DynAxes::from_fn(numbers.len(), |i| numbers[i]).expect("few");
    let signed = DynAxes::from_fn(strides.len(), |i| strides[i]).expect("few");
    let layout = Layout::<DynRank> { shape: axes(&shape), strides: signed };
    let made = [
        view.as_strided(a.cast_signed(), layout).ok(),
        view.try_broadcast_to(&shape[..]).ok(),
        view.try_reshape(&shape[..]).ok(),
        view.try_windows_step(b % 3, a, c).ok(),
        view.try_windows(a, b).ok(),
        view.try_diagonal(a.cast_signed(), b % 3, c % 3).ok(),
        view.try_at_axis(a, b).ok(),
        view.try_flip(a).ok(),
        view.try_insert_axis(a).ok(),
        view.split_at(b % 3, a).ok().map(|(_, behind)| behind),
        view.chunks(b % 3, a).ok().and_then(|mut chunks| chunks.nth(c)),
        view.split(b % 3, a).ok().and_then(|mut parts| parts.nth(c)),
    ];
    for view in made.into_iter().flatten() {
        let layout = view.layout();
        let shape: &[usize] = layout.shape.as_ref();
        // The last element, and no more than that: there may be very many.
        let mut one = view;
        for &n in shape {
            match n.checked_sub(1) {
                Some(last) => one = one.try_at_axis(0, last).expect("the last"),
                None => return Ok(()),
            }
        }
        let at = one.as_ptr().addr().wrapping_sub(BYTES.as_ptr().addr());
        assert!(at + one.dtype().itemsize() <= BYTES.len());
        if state.grid.item > 0 && view.dtype() == state.view.dtype() {
            let dense = state
                .grid
                .at
                .iter()
                .any(|&place| at < place + state.grid.item && place < at + state.grid.item);
            assert!(dense, "{at}: {:?}", state.grid);
        }
        assert!(view.size() <= isize::MAX.cast_unsigned());
    }
    Ok(())
}
