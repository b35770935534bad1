//! Windows of any lengths, whose ends only move forward: each is folded from two parts.
//!
//! The front part is one of the folds of all runs that end where the front does, made from there backwards; the back part grows
//! by one element at a time. When the window leaves the front behind, what is in the window becomes the front. So a result
//! is made of the elements in its window and of nothing else: nothing is ever taken off, and each element is joined twice.

use crate::{
    element::Element,
    ops::roll::{
        error::RollError,
        fold::{Finished, Fold},
    },
    raw::view::View,
};
use alloc::vec::Vec;
use core::ops::Range;

/// After so many results the parts are made anew, so that results do not depend on where a thread begins.
pub(super) const PIECE: usize = 1 << 16;

/// Results of a block.
const BLOCK: usize = 1024;

/// Hands out what the fold makes of the windows of these results, in order, a block at a time. `bounds` says where the window of a
/// result begins and ends; neither is less than for the result before.
#[inline(always)]
pub(super) fn queue<T: Element, F: Fold<T::Value>>(
    column: View<'_, T>,
    results: Range<usize>,
    fold: F,
    mut bounds: impl FnMut(usize) -> Result<Range<usize>, RollError>,
    mut emit: impl FnMut(&[Finished<F::Out>]) -> Result<(), RollError>,
) -> Result<(), RollError> {
    let mut made = Vec::with_capacity(BLOCK.min(results.len()));
    let mut parts = Parts {
        column,
        fold,
        front: Vec::new(),
        start: 0,
        middle: 0,
        back: None,
        end: 0,
        ahead: Vec::new(),
        read: 0..0,
    };
    let mut fresh = true;
    for result in results {
        let window = bounds(result)?;
        if fresh || result.is_multiple_of(PIECE) {
            parts.begin(window.start);
            fresh = false;
        }
        made.push(parts.to(window)?);
        if made.len() == BLOCK {
            emit(&made)?;
            made.clear();
        }
    }
    emit(&made)
}

/// The two parts of a window.
struct Parts<'a, T: Element, F: Fold<T::Value>> {
    column: View<'a, T>,
    fold: F,
    /// Entry `i` is the fold of the elements from `start + i` to `middle`.
    front: Vec<F::State>,
    start: usize,
    middle: usize,
    /// The fold of those from `middle` to `end`, if there are any.
    back: Option<F::State>,
    end: usize,
    /// The elements that come next, `read` of the column.
    ahead: Vec<F::State>,
    read: Range<usize>,
}

impl<T: Element, F: Fold<T::Value>> Parts<'_, T, F> {
    /// With nothing in it, before the element at `start`.
    fn begin(&mut self, start: usize) {
        (self.start, self.middle, self.end, self.back) = (start, start, start, None);
        self.front.clear();
    }

    /// Moves on to a window.
    #[inline(always)]
    fn to(&mut self, window: Range<usize>) -> Result<Finished<F::Out>, RollError> {
        if window.is_empty() {
            self.begin(window.end.max(self.end));
            return Ok(self.fold.empty());
        }
        if window.start >= self.end {
            self.begin(window.start);
        }
        while self.end < window.end {
            let next = self.next()?;
            self.back = Some(match self.back {
                None => next,
                Some(back) => self.fold.join(back, self.end - self.middle, next, 1),
            });
            self.end += 1;
        }
        if window.start >= self.middle {
            self.turn(window.start)?;
        }
        let front = self.front[window.start - self.start];
        let state = match self.back {
            None => front,
            Some(back) => self.fold.join(front, self.middle - window.start, back, self.end - self.middle),
        };
        Ok(self.fold.finish(state, window.len()))
    }

    /// The element at `end`.
    #[inline(always)]
    fn next(&mut self) -> Result<F::State, RollError> {
        if !self.read.contains(&self.end) {
            let end = self.column.len().min(self.end + BLOCK);
            self.read = self.end..end;
            read(self.column, self.read.clone(), self.fold, &mut self.ahead)?;
        }
        Ok(self.ahead[self.end - self.read.start])
    }

    /// All elements from `start` on become the front.
    #[inline(always)]
    fn turn(&mut self, start: usize) -> Result<(), RollError> {
        read(self.column, start..self.end, self.fold, &mut self.front)?;
        let mut later: Option<F::State> = None;
        for (joined, state) in self.front.iter_mut().rev().enumerate() {
            if let Some(later) = later {
                *state = self.fold.join(*state, 1, later, joined);
            }
            later = Some(*state);
        }
        (self.start, self.middle, self.back) = (start, self.end, None);
        Ok(())
    }
}

/// Some elements, each by itself.
#[inline(always)]
fn read<T: Element, F: Fold<T::Value>>(
    column: View<'_, T>,
    range: Range<usize>,
    fold: F,
    into: &mut Vec<F::State>,
) -> Result<(), RollError> {
    let elements = column.derive(|parent| parent.range(0, range))?;
    if let Some(first) = elements.first() {
        // Every place is written below, whatever was there.
        into.resize(elements.len(), fold.one(first));
        elements.load_block(into, |value| fold.one(value));
    }
    Ok(())
}
