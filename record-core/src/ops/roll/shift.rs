//! Elements moved along their column.

use crate::{
    element::Element,
    layout::{Dim, Rank},
    ops::roll::{
        error::RollError,
        fold::Finished,
        plan::{Pieces, Plan, Rolled},
        sink::Sink,
        values::{Outcome, Takes},
    },
    raw::{column::Column, view::View},
};
use alloc::vec::Vec;
use core::ops::Range;

/// Results of a block.
const BLOCK: usize = 1024;

/// Elements moved by so many places; see [`Column::shift`].
#[derive(Clone, Copy, Debug)]
pub struct Shifted<R> {
    by: isize,
    fill: Option<R>,
}

impl<T: Element<Value = R>, R: Outcome> Plan<T> for Shifted<R> {
    type Out = R;

    fn results(&self, len: usize) -> Result<usize, RollError> {
        Ok(len)
    }

    fn run<O: Element<Value: Takes<R>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        let len = column.len();
        let by = self.by.unsigned_abs().min(len);
        // The results that are elements.
        let whole = if self.by >= 0 { by..len } else { 0..len - by };
        let mut made = Vec::new();
        let mut start = results.start;
        while start < results.end {
            let end = results.end.min(start + BLOCK);
            let (low, high) = (whole.start.clamp(start, end), whole.end.clamp(start, end));
            made.clear();
            made.resize(end - start, Finished::Missing);
            if low < high {
                let from = if self.by >= 0 { low - by } else { low + by };
                let elements = column.derive(|parent| parent.range(0, from..from + (high - low)))?;
                elements.load_block(&mut made[low - start..high - start], Finished::Value);
            }
            sink.put(&made, self.fill, |made: Finished<R>| made)?;
            start = end;
        }
        Ok(())
    }

    fn set_fill(&mut self, fill: R) {
        self.fill = Some(fill);
    }
}

impl<R> Pieces for Shifted<R> {}

impl<T: Element> Column<T> {
    /// Element `i - by` for each `i`, NaN or NaT where there is none. pandas' `shift(by)`.
    ///
    /// Integers have no such value: [`fill`](Rolled::fill) says what stands there, else it is an error.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1_i32, 2, 3]);
    /// assert_eq!(column.shift(1).fill(0).to_array().to_vec(), [0, 1, 2]);
    /// assert_eq!(column.shift(-2).fill(0).to_array().to_vec(), [3, 0, 0]);
    /// ```
    pub fn shift(&self, by: isize) -> Rolled<'_, T, Rank<1>, Shifted<T::Value>>
    where
        T::Value: Outcome,
    {
        self.as_view().shift_axis(0, by)
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// As [`shift`](Column::shift) of each column along `axis`.
    pub fn shift_axis(self, axis: usize, by: isize) -> Rolled<'a, T, D, Shifted<T::Value>>
    where
        T::Value: Outcome,
    {
        Rolled { view: self, axis, plan: Shifted { by, fill: None } }
    }
}
