//! One state for each cell that an axis leaves, fed in an order that memory likes.
//!
//! A cell's elements are taken in their order whatever the order of cells is, so each answer is that of the reduction of the
//! cell's own column, to the bit.

use crate::{
    element::Element,
    layout::{Dim, DynRank, LayoutError, Rank},
    ops::{number::Ordered, state::Fold},
    raw::view::View,
};
use core::ops::ControlFlow::Continue;

/// Elements of a cell that are worth a look of their own.
const LONG: usize = 256;

/// Cells that are fed together where neighbours in memory are of different cells.
pub(super) const CELLS: usize = 16;

/// Elements of each that are put together meanwhile.
const STEPS: usize = 64;

/// Calls `each` with the state of each cell, in row-major order. The axis is one of the view's.
pub(super) fn along<T: Element<Value: Ordered>, D: Dim, S: Fold<T::Value>, E: From<LayoutError>>(
    view: View<'_, T, D>,
    axis: usize,
    each: &mut dyn FnMut(&mut S) -> Result<(), E>,
) -> Result<(), E> {
    let view = view.derive(|parent| parent.with_rank::<DynRank>())?;
    let view = view.try_move_axis(axis, view.ndim() - 1)?;
    cells(view, each)
}

/// Along the last axis.
pub(super) fn cells<T: Element<Value: Ordered>, S: Fold<T::Value>, E: From<LayoutError>>(
    view: View<'_, T, DynRank>,
    each: &mut dyn FnMut(&mut S) -> Result<(), E>,
) -> Result<(), E> {
    let shape = view.shape();
    let (len, rest) = shape.as_ref().split_last().expect("an axis");
    let count = rest.iter().product();
    // Where one stride leads through all cells, as it mostly does, they are one axis.
    if let Ok(table) = view.try_reshape([count, *len]) {
        return rows(table, each);
    }
    (0..rest[0]).try_for_each(|i| cells(view.try_at(i)?, each))
}

/// Whether neighbours in memory are of different rows, which are long.
pub(super) fn across_cells<T: Element>(table: View<'_, T, Rank<2>>) -> bool {
    let [count, len] = table.shape();
    let [down, across] = table.strides().map(isize::unsigned_abs);
    len >= LONG && across > down && count > 1
}

/// Along the rows of a table.
fn rows<T: Element<Value: Ordered>, S: Fold<T::Value>, E: From<LayoutError>>(
    table: View<'_, T, Rank<2>>,
    each: &mut dyn FnMut(&mut S) -> Result<(), E>,
) -> Result<(), E> {
    let [count, len] = table.shape();
    let mut state = S::default();
    if len < LONG {
        // Several whole cells at a time.
        let cells = LONG / len.max(1);
        for start in (0..count).step_by(cells) {
            let part = table.try_slice((start..count.min(start + cells), ..))?;
            if len == 0 {
                (0..part.shape()[0]).try_for_each(|_| each(&mut state))?;
                continue;
            }
            let mut result = Ok(());
            _ = part.each_block(&mut |values| {
                for cell in values.chunks_exact(len) {
                    if result.is_ok() {
                        state.restart();
                        state.values(cell);
                        result = each(&mut state);
                    }
                }
                Continue(())
            });
            result?;
        }
    } else if !across_cells(table) {
        for cell in 0..count {
            state.restart();
            state.feed(table.try_at(cell)?);
            each(&mut state)?;
        }
    } else {
        let mut states: [S; CELLS] = core::array::from_fn(|_| S::default());
        for start in (0..count).step_by(CELLS) {
            let cells = CELLS.min(count - start);
            let columns = table.try_slice((start..start + cells, ..))?.transpose();
            states.iter_mut().for_each(Fold::restart);
            let mut gathered: Option<[[T::Value; STEPS]; CELLS]> = None;
            for from in (0..len).step_by(STEPS) {
                let steps = STEPS.min(len - from);
                let mut at = 0;
                _ = columns.try_slice((from..from + steps, ..))?.each_block(&mut |values| {
                    let gathered = gathered.get_or_insert_with(|| [[values[0]; STEPS]; CELLS]);
                    for &value in values {
                        gathered[at % cells][at / cells] = value;
                        at += 1;
                    }
                    Continue(())
                });
                for (state, values) in states.iter_mut().zip(gathered.iter().flatten()).take(cells) {
                    state.values(&values[..steps]);
                }
            }
            states.iter_mut().take(cells).try_for_each(&mut *each)?;
        }
    }
    Ok(())
}
