//! Differences of neighbours.

use crate::{
    element::Element,
    layout::Dim,
    ops::roll::{
        error::RollError,
        fold::Finished,
        plan::{Pieces, Plan, Rolled},
        sink::Sink,
        values::{Differs, Takes},
    },
    raw::{column::Column, simd::vectorized, view::View},
};
use alloc::vec::Vec;
use core::ops::Range;

/// Results of a block.
const BLOCK: usize = 1024;

/// Differences of elements so many apart, taken so many times; see [`Column::diff`].
#[derive(Clone, Copy, Debug)]
pub struct Differences<R> {
    order: usize,
    lag: usize,
    wrapping: bool,
    fill: Option<R>,
}

impl<R> Differences<R> {
    /// How many elements a result is made of, but one.
    fn reach(&self) -> usize {
        self.order.saturating_mul(self.lag)
    }
}

impl<T: Element<Value: Differs<Delta = R>>, R: Differs<Delta = R>> Plan<T> for Differences<R> {
    type Out = R;

    fn results(&self, len: usize) -> Result<usize, RollError> {
        if self.reach() == 0 {
            return Err(RollError::ZeroOrder);
        }
        Ok(len.saturating_sub(self.reach()))
    }

    fn run<O: Element<Value: Takes<R>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        vectorized(
            #[inline(always)]
            || self.results_of(column, results, sink),
        )
    }

    fn set_fill(&mut self, fill: R) {
        self.fill = Some(fill);
    }
}

impl<R> Pieces for Differences<R> {}

impl<R: Differs<Delta = R>> Differences<R> {
    /// Some of the results of a column.
    #[inline(always)]
    fn results_of<T: Element<Value: Differs<Delta = R>>, O: Element<Value: Takes<R>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        let (mut values, mut deltas, mut next) = (Vec::new(), Vec::new(), Vec::new());
        let mut start = results.start;
        while start < results.end {
            let count = BLOCK.min(results.end - start);
            let Some(first) = column.get(start) else { break };
            // Elements that are far apart are brought together, without those that lie between.
            let (runs, len, lag) = if self.lag > count {
                (self.order + 1, count, count)
            } else {
                (1, count + self.reach(), self.lag)
            };
            values.resize(runs * len, first);
            for (run, values) in values.chunks_exact_mut(len).enumerate() {
                let from = start + run * self.lag;
                let elements = column.derive(|parent| parent.range(0, from..from + len))?;
                elements.load_block(
                    values,
                    #[inline(always)]
                    |value| value,
                );
            }
            let mut wraps = neighbours(&values, lag, &mut deltas);
            for _ in 1..self.order {
                wraps |= neighbours(&deltas, lag, &mut next);
                core::mem::swap(&mut deltas, &mut next);
            }
            if wraps && !self.wrapping {
                let wraps = |&result: &usize| self.wraps(&values[result..], lag);
                let first = (0..count).find(wraps).unwrap_or(0);
                return Err(RollError::Overflow { index: start + first });
            }
            sink.put(
                &deltas,
                self.fill,
                #[inline(always)]
                |delta| Finished::Value(delta),
            )?;
            start += count;
        }
        Ok(())
    }

    /// Whether a difference wraps around that the result is made of whose first value is the first of these.
    #[cold]
    fn wraps<V: Differs<Delta = R>>(&self, values: &[V], lag: usize) -> bool {
        let values: Vec<V> = values.iter().step_by(lag).take(self.order + 1).copied().collect();
        let (mut deltas, mut next) = (Vec::new(), Vec::new());
        let mut wraps = neighbours(&values, 1, &mut deltas);
        for _ in 1..self.order {
            wraps |= neighbours(&deltas, 1, &mut next);
            core::mem::swap(&mut deltas, &mut next);
        }
        wraps
    }
}

/// The differences of the values that are `lag` apart, and whether one wraps around.
#[inline(always)]
fn neighbours<V: Differs>(values: &[V], lag: usize, into: &mut Vec<V::Delta>) -> bool {
    let (earlier, later) = (&values[..values.len() - lag], &values[lag..]);
    into.clear();
    let mut wrong = false;
    into.extend(earlier.iter().zip(later).map(
        #[inline(always)]
        |(&earlier, &later)| {
            let (delta, wraps) = later.minus(earlier);
            wrong |= wraps;
            delta
        },
    ));
    wrong
}

impl<T: Element> Column<T> {
    /// The differences of neighbours, taken `order` times: `a[i + 1] - a[i]` for 1, of which there is one less than elements.
    /// NumPy's `diff(a, n)`.
    ///
    /// Of dates they are time spans, NaT where one of the two is; of truth values, whether the two differ. Integers that
    /// overflow are an error, unless [`wrapping`](Rolled::wrapping) is asked for.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1_i32, 4, 9, 16]);
    /// assert_eq!(column.diff(1).to_array().to_vec(), [3, 5, 7]);
    /// assert_eq!(column.diff(2).to_array().to_vec(), [2, 2]);
    /// assert_eq!(column.diff(1).lag(2).to_array().to_vec(), [8, 12]);
    /// ```
    pub fn diff(
        &self,
        order: usize,
    ) -> Rolled<'_, T, crate::Rank<1>, Differences<<T::Value as Differs>::Delta>>
    where
        T::Value: Differs,
    {
        self.as_view().diff_axis(0, order)
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The differences of neighbours on `axis`, taken `order` times; see [`Column::diff`]. NumPy's `diff(a, n, axis)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1_i32, 2, 4], [3, 5, 9]]);
    /// assert_eq!(table.view().diff_axis(1, 1).to_array(), Array::from_rows([[1, 2], [2, 4]]));
    /// ```
    pub fn diff_axis(
        self,
        axis: usize,
        order: usize,
    ) -> Rolled<'a, T, D, Differences<<T::Value as Differs>::Delta>>
    where
        T::Value: Differs,
    {
        Rolled { view: self, axis, plan: Differences { order, lag: 1, wrapping: false, fill: None } }
    }
}

impl<T, D: Dim, R> Rolled<'_, T, D, Differences<R>> {
    /// Differences of elements `lag` apart, instead of neighbours: `a[i + lag] - a[i]`. pandas' `diff(lag)`, which has a
    /// result for the first elements too.
    pub fn lag(mut self, lag: usize) -> Self {
        self.plan.lag = lag;
        self
    }

    /// Integers that overflow wrap around, as they do in NumPy.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3_u8, 2]);
    /// assert!(column.diff(1).try_to_array().is_err());
    /// assert_eq!(column.diff(1).wrapping().to_array().to_vec(), [255]);
    /// ```
    pub fn wrapping(mut self) -> Self {
        self.plan.wrapping = true;
        self
    }
}
