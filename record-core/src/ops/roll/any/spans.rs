//! Windows of a span of time by name: `data["volts"].rolling_by(&data["time"], TimeDelta64::<Seconds>::from_count(3)).mean()?`.
//!
//! Which elements are in which window is found first, by the code of the typed windows; the folds need not know what the
//! times are.

#[cfg(feature = "rayon")]
use crate::ops::parallel::Par;
use crate::{
    element::Element,
    layout::DynRank,
    ops::{
        roll::{
            any::rolling::Settings,
            error::RollError,
            fold::{Finished, Fold},
            mode::Mode,
            queue::queue,
            rolling::{Frame, Rolling},
            sink::Sink,
            spans::{Closed, Spans},
            values::{Differs, Takes},
        },
        times::{Times, Values},
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    time::TimeDelta64,
    view::Value,
};
use alloc::vec::Vec;
use core::{convert::Infallible, marker::PhantomData, ops::Range};

/// Windows of a span of time along an axis of a column of run-time dtype; see [`AnyView::rolling_by`].
#[derive(Clone, Debug)]
#[must_use = "windows by themselves compute nothing"]
pub struct AnyRollingBy<'a> {
    pub(super) view: AnyView<'a>,
    axis: usize,
    least: Option<usize>,
    times: AnyView<'a>,
    span: Value,
    closed: Closed,
}

impl AnyRollingBy<'_> {
    /// Where the windows have their ends in; see [`Rolling::closed`](crate::ops::roll::Rolling::closed).
    pub fn closed(mut self, closed: Closed) -> Self {
        self.closed = closed;
        self
    }

    /// The fewest elements that make a result; 1 if nothing is said. pandas' `min_periods`.
    pub fn min_periods(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }

    #[inline]
    pub(super) fn settings<'w, M: Mode>(&self, found: &'w Found, ddof: usize) -> InSpans<'w, M> {
        InSpans { found, axis: self.axis, least: self.least, ddof, mode: PhantomData }
    }

    /// The elements of each window.
    #[inline]
    pub(super) fn found<M: Mode>(&self) -> Result<Found, RollError> {
        let (times, measure) = Times::of(self.times, "rolling_by")?;
        let (span, closed) = (&self.span, self.closed);
        Ok(match times {
            Times::Integers(times) => {
                let open = matches!(closed, Closed::Right | Closed::Neither);
                let times = all::<_, M>(&times);
                match measure.whole(span)? {
                    // Of whole distances, those below 2.5 are below 3, and those up to 2.5 are up to 2.
                    Some((below, above)) if below >= 0 => {
                        match u64::try_from(if open { above } else { below }) {
                            Ok(span) => Found::of::<_, M>(&times, span, closed),
                            // No distance is as long: the earlier end may as well be in.
                            Err(_) if closed == Closed::Right => {
                                Found::of::<_, M>(&times, u64::MAX, Closed::Both)
                            }
                            Err(_) if closed == Closed::Neither => {
                                Found::of::<_, M>(&times, u64::MAX, Closed::Left)
                            }
                            Err(_) => Found::of::<_, M>(&times, u64::MAX, closed),
                        }
                    }
                    _ => Found { times: times.len(), windows: Vec::new(), error: Some(RollError::Span) },
                }
            }
            #[cfg(feature = "half")]
            Times::Halves(times) => {
                Found::of::<_, M>(&all::<_, M>(&times), half::f16::from_f64(measure.float(span)?), closed)
            }
            #[allow(clippy::cast_possible_truncation)] // rounded, as in comparisons
            Times::Singles(times) => {
                Found::of::<_, M>(&all::<_, M>(&times), measure.float(span)? as f32, closed)
            }
            Times::Doubles(times) => Found::of::<_, M>(&all::<_, M>(&times), measure.float(span)?, closed),
            Times::Counts(times) => {
                Found::of::<_, M>(&all::<_, M>(&times), TimeDelta64::from_count(measure.count(span)?), closed)
            }
        })
    }
}

#[cfg(feature = "rayon")]
impl<'a> AnyRollingBy<'a> {
    /// The same windows, whose results are computed on the threads of the current rayon pool; see [`View::par`].
    pub fn par(self) -> Par<AnyRollingBy<'a>> {
        Par(self)
    }
}

#[cfg(feature = "rayon")]
impl Par<AnyRollingBy<'_>> {
    /// As [`AnyRollingBy::closed`].
    #[must_use]
    pub fn closed(self, closed: Closed) -> Self {
        Self(self.0.closed(closed))
    }

    /// As [`AnyRollingBy::min_periods`].
    #[must_use]
    pub fn min_periods(self, least: usize) -> Self {
        Self(self.0.min_periods(least))
    }
}

/// All times.
fn all<V: Copy + Send + Sync + 'static, M: Mode>(times: &Values<'_, V>) -> Vec<V> {
    let read = |part, all: &mut Vec<V>| {
        times.read_into(part, all);
        Ok::<(), Infallible>(())
    };
    M::listed(times.len(), read).0
}

/// Windows that have been found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// How many times there are.
    times: usize,
    /// The elements of the window of each result, up to the first time that has none.
    windows: Vec<Range<usize>>,
    /// Why there are no more of them.
    error: Option<RollError>,
}

impl Found {
    fn of<V: Differs + Element<Value = V>, M: Mode>(times: &[V], span: V::Delta, closed: Closed) -> Self {
        let (spans, count) = (Spans { times: View::from_slice(times), span, closed }, times.len());
        if let Err(error) = spans.results(count) {
            return Self { times: count, windows: Vec::new(), error: Some(error) };
        }
        let (windows, error) = M::listed(count, |results, windows| {
            let mut walk = spans.walk(&results)?;
            for i in results {
                windows.push(spans.window(i, &mut walk)?);
            }
            Ok(())
        });
        Self { times: count, windows, error }
    }
}

impl Frame for &Found {
    fn results(&self, len: usize) -> Result<usize, RollError> {
        if self.times != len {
            return Err(RollError::Lengths { expected: len, found: self.times });
        }
        match &self.error {
            Some(RollError::Span) => Err(RollError::Span),
            // Times that are wrong have results before them.
            _ => Ok(len),
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
        let window = |i: usize| match (self.windows.get(i), &self.error) {
            (Some(window), _) => Ok(window.clone()),
            (None, Some(error)) => Err(error.clone()),
            (None, None) => Err(RollError::Lengths { expected: column.len(), found: self.times }),
        };
        queue(column, results, fold, window, |made| sink.put(made, fill, |made: Finished<F::Out>| made))
    }
}

/// What is needed to make the windows once the type of the elements is known.
#[derive(Clone, Copy)]
pub(super) struct InSpans<'w, M> {
    found: &'w Found,
    axis: usize,
    least: Option<usize>,
    ddof: usize,
    mode: PhantomData<M>,
}

impl<'w, M: Mode> Settings for InSpans<'w, M> {
    type Frame = &'w Found;
    type Mode = M;

    fn windows<T: Element>(self, view: View<'_, T, DynRank>) -> Rolling<'_, T, DynRank, &'w Found> {
        Rolling { view, axis: self.axis, frame: self.found, least: self.least }
    }

    fn ddof(self) -> usize {
        self.ddof
    }
}

impl<'a> AnyView<'a> {
    /// For each record along the first axis the window of those whose time, in `times`, is up to `span` before its own; see
    /// [`Column::rolling_by`](crate::Column::rolling_by). pandas' `rolling('3s', on='time')`.
    ///
    /// Times are integers, floats, dates, time spans or truth values, a column of one axis with one for each record, in
    /// ascending order. The span of dates and time spans is a [`TimeDelta64`] of any unit that theirs counts exactly; of
    /// integers any number, exactly; of floats it is rounded to their type.
    ///
    /// ```
    /// # use record_core::{ByteOrder, prelude::*, time::{Milliseconds, Seconds}, view::Value};
    /// let dtype = DType::parse_on("[('time', '<M8[ms]'), ('n', '>u2')]", ByteOrder::Little)?;
    /// let mut data = AnyTable::zeroed(dtype, 3)?;
    /// for (i, (time, n)) in [(0, 1_u64), (2500, 2), (4000, 4)].into_iter().enumerate() {
    ///     let time = DateTime64::<Milliseconds>::from_count(time);
    ///     data.view_mut().try_set_at([i], &Value::Record(vec![time.into(), n.into()]))?;
    /// }
    /// let sums = data["n"].rolling_by(&data["time"], TimeDelta64::<Seconds>::from_count(3)).sum()?;
    /// assert_eq!(sums.typed::<u64, record_core::Rank<1>>()?.to_vec(), [1, 3, 6]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn rolling_by(self, times: impl Into<AnyView<'a>>, span: impl Into<Value>) -> AnyRollingBy<'a> {
        self.rolling_by_axis(0, times, span)
    }

    /// As [`rolling_by`](AnyView::rolling_by) along any axis.
    pub fn rolling_by_axis(
        self,
        axis: usize,
        times: impl Into<AnyView<'a>>,
        span: impl Into<Value>,
    ) -> AnyRollingBy<'a> {
        let (times, span) = (times.into(), span.into());
        AnyRollingBy { view: self, axis, least: None, times, span, closed: Closed::default() }
    }
}

#[cfg(feature = "rayon")]
impl<'a> Par<AnyView<'a>> {
    /// For each record along the first axis a window of time; see [`AnyView::rolling_by`]. The times are read on several threads
    /// too.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let times: Vec<u32> = (0..200_000).map(|n| n / 3).collect();
    /// let column = View::from_slice(&times).as_any();
    /// let (all, one) = (column.par().rolling_by(column, 2).sum()?, column.rolling_by(column, 2).sum()?);
    /// assert_eq!(all.as_bytes(), one.as_bytes());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn rolling_by(self, times: impl Into<AnyView<'a>>, span: impl Into<Value>) -> Par<AnyRollingBy<'a>> {
        self.0.rolling_by(times, span).par()
    }

    /// As [`rolling_by`](Self::rolling_by) along any axis.
    #[must_use]
    pub fn rolling_by_axis(
        self,
        axis: usize,
        times: impl Into<AnyView<'a>>,
        span: impl Into<Value>,
    ) -> Par<AnyRollingBy<'a>> {
        self.0.rolling_by_axis(axis, times, span).par()
    }
}

impl AnyColumn {
    /// Windows of a span of time; see [`AnyView::rolling_by`].
    pub fn rolling_by<'a>(
        &'a self,
        times: impl Into<AnyView<'a>>,
        span: impl Into<Value>,
    ) -> AnyRollingBy<'a> {
        self.as_view().rolling_by(times, span)
    }
}
