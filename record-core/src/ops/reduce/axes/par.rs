//! Reductions along an axis on several threads: groups of cells, each with its own part of the answers.
//!
//! Where few cells are long, so are pieces of them, whose states are put together in order: pieces of 2^k whole blocks of the
//! sum rule, so that the answers are the same to the bit. Cells that are neighbours in memory stay together, for they are
//! read together.

use crate::{
    buffer::ArrayError,
    element::Element,
    layout::{Dim, DynRank, LayoutError, Rank},
    ops::{
        number::Ordered,
        parallel::{PIECE, mapped_from, on_one_thread},
        reduce::{
            along::{CELLS, across_cells, cells},
            error::ReduceError,
        },
        state::{BLOCK, Fold},
    },
    raw::view::{View, ViewMut},
};
use alloc::vec::Vec;
use core::mem;

/// Writes the answer for each cell along the last axis of a view, in row-major order; cell `first` is the first.
///
/// The error is that of the first cell that has one.
pub(super) fn answers<T: Element<Value: Ordered>, S: Fold<T::Value>, U: Element>(
    view: View<'_, T, DynRank>,
    out: ViewMut<'_, U>,
    first: usize,
    finish: &(impl Fn(usize, &mut S) -> Result<U, ReduceError> + Sync),
) -> Result<(), ReduceError> {
    let shape = view.shape();
    let (&len, rest) = shape.as_ref().split_last().expect("an axis");
    if on_one_thread(view.size()) {
        return written(view, out, first, finish);
    }
    if let Ok(table) = view.try_reshape([rest.iter().product(), len]) {
        return rows(table, out, first, finish);
    }
    // No single stride leads through the cells, so they are on two axes at least.
    let beside = view.size() / rest[0];
    let cells = beside / len;
    let step = (PIECE / beside).max(1);
    let parts = cut(view, out, step, cells)?;
    let part = |i: usize, (view, out): (View<'_, T, DynRank>, ViewMut<'_, U>)| {
        let first = first + i * step * cells;
        if beside > PIECE {
            answers(view.try_at(0)?, out, first, finish)
        } else {
            written(view, out, first, finish)
        }
    };
    mapped_from(parts, part).into_iter().collect()
}

/// Parts of a view along its first axis, of each index of which there are so many cells, and where their answers go.
#[allow(clippy::type_complexity)] // pairs
fn cut<'a, 'o, T: Element, U: Element, D: Dim>(
    view: View<'a, T, D>,
    mut out: ViewMut<'o, U>,
    step: usize,
    cells: usize,
) -> Result<Vec<(View<'a, T, D>, ViewMut<'o, U>)>, LayoutError> {
    let mut parts = Vec::new();
    for view in view.chunks(0, step)? {
        let count = view.shape().as_ref()[0] * cells;
        let (part, later) = out.split_at(0, count)?;
        parts.push((view, part));
        out = later;
    }
    Ok(parts)
}

/// The answers for the rows of a table.
fn rows<T: Element<Value: Ordered>, S: Fold<T::Value>, U: Element>(
    table: View<'_, T, Rank<2>>,
    out: ViewMut<'_, U>,
    first: usize,
    finish: &(impl Fn(usize, &mut S) -> Result<U, ReduceError> + Sync),
) -> Result<(), ReduceError> {
    let [count, len] = table.shape();
    let mut together = (PIECE / len).max(1);
    if across_cells(table) && !S::WHOLE {
        // As many as share lines of a cache, or a multiple.
        together = (together / CELLS).max(1) * CELLS;
    }
    let together = together.min(count);
    // Elements of a piece of a cell.
    let piece = if S::WHOLE || together * len < 2 * PIECE {
        len
    } else {
        BLOCK << (PIECE / together / BLOCK).ilog2()
    };
    let parts = cut(table, out, together, 1)?;
    let part = |i: usize, (table, out): (View<'_, T, Rank<2>>, ViewMut<'_, U>)| {
        let first = first + i * together;
        if piece == len {
            return written(table.derive(|parent| parent.with_rank::<DynRank>())?, out, first, finish);
        }
        let mut states = merged::<T, S>(table, piece)?.into_iter();
        put(out, first, |index| finish(index, &mut states.next().expect("one for each cell")))
    };
    mapped_from(parts, part).into_iter().collect()
}

/// The states of the rows of a table, from pieces of so many elements of each.
fn merged<T: Element<Value: Ordered>, S: Fold<T::Value>>(
    table: View<'_, T, Rank<2>>,
    piece: usize,
) -> Result<Vec<S>, ReduceError> {
    let pieces: Vec<View<'_, T, Rank<2>>> = table.chunks(1, piece)?.collect();
    let fed = |piece: View<'_, T, Rank<2>>| {
        let mut states = Vec::with_capacity(piece.shape()[0]);
        cells(piece.derive(|parent| parent.with_rank::<DynRank>())?, &mut |state: &mut S| {
            states.push(mem::take(state));
            Ok::<(), ReduceError>(())
        })?;
        Ok(states)
    };
    let fed: Vec<Result<Vec<S>, ReduceError>> = mapped_from(pieces, |_, piece| fed(piece));
    let mut all = Vec::new();
    for states in fed {
        let states = states?;
        if all.is_empty() {
            all = states;
        } else {
            all.iter_mut().zip(states).for_each(|(all, later): (&mut S, S)| all.merge(later));
        }
    }
    Ok(all)
}

/// The answers for all cells on this thread.
fn written<T: Element<Value: Ordered>, S: Fold<T::Value>, U: Element>(
    view: View<'_, T, DynRank>,
    out: ViewMut<'_, U>,
    first: usize,
    finish: &impl Fn(usize, &mut S) -> Result<U, ReduceError>,
) -> Result<(), ReduceError> {
    let mut answers = Vec::new();
    let bytes = out.size().saturating_mul(size_of::<U>());
    answers.try_reserve_exact(out.size()).map_err(|_| ArrayError::OutOfMemory { bytes })?;
    cells(view, &mut |state: &mut S| {
        answers.push(finish(first + answers.len(), state)?);
        Ok::<(), ReduceError>(())
    })?;
    let mut answers = answers.into_iter();
    put(out, first, |_| Ok(answers.next().expect("one for each cell")))
}

/// Puts an answer to each place, in order, up to where there is none.
fn put<U: Element>(
    mut out: ViewMut<'_, U>,
    first: usize,
    mut answer: impl FnMut(usize) -> Result<U, ReduceError>,
) -> Result<(), ReduceError> {
    let (mut result, mut index) = (Ok(()), first);
    out.for_each_slot(|_, slot| {
        if result.is_ok() {
            match answer(index) {
                Ok(answer) => slot.put(answer),
                Err(error) => result = Err(error),
            }
            index += 1;
        }
    });
    result
}
