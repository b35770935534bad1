//! Windows of a span of time, along times that ascend.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Ordered as _,
        roll::{
            error::RollError,
            fold::{Finished, Fold},
            queue::queue,
            rolling::{Frame, Rolling},
            sink::Sink,
            values::{Differs, Takes},
        },
    },
    raw::{column::Column, view::View},
};
use core::ops::Range;

/// Which of its two ends a window of time has in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Closed {
    /// The later one: `(t - span, t]`.
    #[default]
    Right,
    /// The earlier one: `[t - span, t)`.
    Left,
    /// Both: `[t - span, t]`.
    Both,
    /// None: `(t - span, t)`.
    Neither,
}

/// Windows of a span of time; see [`Column::rolling_by`].
#[derive(Clone, Copy)]
pub struct Spans<'t, U: Element<Value: Differs>> {
    pub(super) times: View<'t, U>,
    pub(super) span: <U::Value as Differs>::Delta,
    pub(super) closed: Closed,
}

/// How far the windows of results in order have come.
pub(super) struct Walk<V> {
    /// Where the last window began.
    low: usize,
    /// Where it ended.
    high: usize,
    /// Its time, or that before the first window.
    before: Option<V>,
}

impl<U: Element<Value: Differs>> Spans<'_, U> {
    /// Before the window of the first of these results.
    #[inline]
    pub(super) fn walk(&self, results: &Range<usize>) -> Result<Walk<U::Value>, RollError> {
        let start = results.start;
        // Where the first window begins: times ascend, so a search will do; whether they do is found out on the way.
        let mut low = 0;
        if start > 0 && !results.is_empty() {
            let now = self.time(start, None)?;
            let mut end = start;
            while low < end {
                let middle = low + (end - low) / 2;
                if self.is_before(self.time(middle, None)?, now) { low = middle + 1 } else { end = middle }
            }
        }
        Ok(Walk { low, high: low, before: start.checked_sub(1).and_then(|i| self.times.get(i)) })
    }

    /// The window of the next result, which is number `i`.
    #[inline(always)]
    pub(super) fn window(&self, i: usize, walk: &mut Walk<U::Value>) -> Result<Range<usize>, RollError> {
        let now = self.time(i, walk.before)?;
        walk.before = Some(now);
        while self.times.get(walk.low).is_some_and(|time| self.is_before(time, now)) {
            walk.low += 1;
        }
        walk.high = walk.high.max(walk.low);
        while self.times.get(walk.high).is_some_and(|time| !self.is_behind(time, now)) {
            walk.high += 1;
        }
        Ok(walk.low..walk.high)
    }

    /// The time at `i`, if it is one and not earlier than that before it.
    #[inline]
    fn time(&self, i: usize, before: Option<U::Value>) -> Result<U::Value, RollError> {
        let time =
            self.times.get(i).filter(|time| !time.is_missing()).ok_or(RollError::NoTime { index: i })?;
        match before {
            Some(before) if time < before => Err(RollError::NotSorted { index: i }),
            _ => Ok(time),
        }
    }

    /// Whether the window that ends at `now` begins behind `time`.
    #[inline]
    fn is_before(&self, time: U::Value, now: U::Value) -> bool {
        if now.beyond(time, self.span) {
            return true;
        }
        // As far apart as the span is: in only where the earlier end is.
        let open = matches!(self.closed, Closed::Right | Closed::Neither);
        open && {
            let (delta, wraps) = now.minus(time);
            // Nothing is as far away as an infinite span, which less itself is NaN.
            let (none, _) = self.span.minus(self.span);
            !wraps && delta == self.span && none.partial_cmp(&Differs::ZERO).is_some()
        }
    }

    /// Whether the window that ends at `now` ends before `time`, which is not earlier than the window's begin.
    #[inline]
    fn is_behind(&self, time: U::Value, now: U::Value) -> bool {
        match self.closed {
            Closed::Right | Closed::Both => time > now,
            Closed::Left | Closed::Neither => time >= now,
        }
    }
}

impl<U: Element<Value: Differs>> Frame for Spans<'_, U> {
    fn results(&self, len: usize) -> Result<usize, RollError> {
        let found = self.times.len();
        if found != len {
            return Err(RollError::Lengths { expected: len, found });
        }
        // Not `self.span < ZERO`: of NaN and NaT that is false.
        match self.span.partial_cmp(&Differs::ZERO) {
            None | Some(core::cmp::Ordering::Less) => Err(RollError::Span),
            Some(_) => Ok(len),
        }
    }

    fn least(&self, _: bool) -> usize {
        1
    }

    #[inline(always)]
    fn run<T: Element, F: Fold<T::Value>, O: Element<Value: Takes<F::Out>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        fold: F,
        fill: Option<F::Out>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        let mut walk = self.walk(&results)?;
        queue(
            column,
            results,
            fold,
            #[inline(always)]
            |i| self.window(i, &mut walk),
            |made| sink.put(made, fill, |made: Finished<F::Out>| made),
        )
    }
}

impl<T: Element> Column<T> {
    /// For each element the window of those whose time, in `times`, is up to `span` before its own: `(t - span, t]`. pandas'
    /// `rolling('3s')`, Polars' `rolling_mean_by(times, '3s')`.
    ///
    /// Times are dates, time spans, integers or floats, one for each element, in ascending order; elements with the same time
    /// have the same window, with all of them in it. A span of floats may be infinite: all elements up to each.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let times = View::from_slice(&[0_u32, 1, 2, 10]);
    /// let column = View::from_slice(&[1.0, 2.0, 4.0, 8.0]);
    /// assert_eq!(column.rolling_by(times, 2).sum().to_array().to_vec(), [1.0, 3.0, 6.0, 8.0]);
    /// ```
    pub fn rolling_by<'a, U: Element<Value: Differs>>(
        &'a self,
        times: View<'a, U>,
        span: <U::Value as Differs>::Delta,
    ) -> Rolling<'a, T, crate::Rank<1>, Spans<'a, U>> {
        self.as_view().rolling_by_axis(0, times, span)
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// As [`rolling_by`](Column::rolling_by) of each column along `axis`.
    pub fn rolling_by_axis<'t, U: Element<Value: Differs>>(
        self,
        axis: usize,
        times: View<'t, U>,
        span: <U::Value as Differs>::Delta,
    ) -> Rolling<'a, T, D, Spans<'t, U>> {
        Rolling { view: self, axis, frame: Spans { times, span, closed: Closed::default() }, least: None }
    }
}

impl<T, D: Dim, U: Element<Value: Differs>> Rolling<'_, T, D, Spans<'_, U>> {
    /// Where the windows have their ends in. pandas' `closed`.
    ///
    /// ```
    /// # use record_core::{prelude::*, ops::roll::Closed};
    /// let times = View::from_slice(&[0_u32, 1, 2]);
    /// let column = View::from_slice(&[1_i32, 2, 4]);
    /// let windows = column.rolling_by(times, 2).closed(Closed::Both);
    /// assert_eq!(windows.sum().to_array().to_vec(), [1, 3, 7]);
    /// ```
    pub fn closed(mut self, closed: Closed) -> Self {
        self.frame.closed = closed;
        self
    }

    /// The fewest elements that make a result; 1 if nothing is said. pandas' `min_periods`.
    pub fn min_periods(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }
}

impl<U: Element<Value: Differs>> core::fmt::Debug for Spans<'_, U> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Spans")
            .field("times", &self.times.len())
            .field("closed", &self.closed)
            .finish_non_exhaustive()
    }
}
