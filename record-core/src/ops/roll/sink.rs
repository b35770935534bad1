//! Where results go: a writable column, a block at a time.

use crate::{
    element::Element,
    ops::roll::{
        error::RollError,
        fold::Finished,
        values::{Outcome, Takes},
    },
    raw::view::ViewMut,
};
use core::fmt;

/// A column that results are written to, the next of them at its front.
pub struct Sink<'a, O> {
    out: ViewMut<'a, O>,
    /// Results written.
    at: usize,
    /// The index of the first result.
    first: usize,
}

impl<'a, O: Element<Value: Outcome>> Sink<'a, O> {
    pub(super) fn new(out: ViewMut<'a, O>, first: usize) -> Self {
        Self { out, at: 0, first }
    }

    /// Writes what `finish` makes of each state, and `fill` where that is missing; nothing if one of them is wrong.
    #[inline(always)]
    pub(super) fn put<S: Copy, R>(
        &mut self,
        states: &[S],
        fill: Option<R>,
        finish: impl Fn(S) -> Finished<R>,
    ) -> Result<(), RollError>
    where
        O::Value: Takes<R>,
        R: Copy,
    {
        let range = self.at..self.at + states.len();
        let mut part = self.out.reborrow().derive(|parent| parent.range(0, range))?;
        let fill = fill.map(O::Value::take).or(O::Value::MISSING);
        // Before anything is written. Where no result can be wrong, nothing is left of this.
        let wrong = states.iter().fold(false, |wrong, &state| {
            wrong
                | match finish(state) {
                    Finished::Value(_) => false,
                    Finished::Missing => fill.is_none(),
                    Finished::Overflow => true,
                }
        });
        if wrong {
            return Err(self.blame(states, fill.is_some(), finish));
        }
        part.store_block(
            states,
            #[inline(always)]
            |state| match finish(state) {
                Finished::Value(value) => O::Value::take(value),
                Finished::Missing | Finished::Overflow => fill.unwrap_or(O::Value::ANY),
            },
        );
        self.at += states.len();
        Ok(())
    }

    /// Which of the states is wrong, and why.
    #[cold]
    fn blame<S: Copy, R>(&self, states: &[S], filled: bool, finish: impl Fn(S) -> Finished<R>) -> RollError {
        for (i, &state) in states.iter().enumerate() {
            let index = self.first + self.at + i;
            match finish(state) {
                Finished::Overflow => return RollError::Overflow { index },
                Finished::Missing if !filled => return RollError::Missing { index },
                _ => {}
            }
        }
        unreachable!("one of these was found to be wrong")
    }
}

impl<O> fmt::Debug for Sink<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("at", &self.at).finish_non_exhaustive()
    }
}
