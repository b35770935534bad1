//! Windows of so many elements.

use crate::{
    element::Element,
    layout::Dim,
    ops::roll::{
        error::RollError,
        fold::{Finished, Fold},
        queue::queue,
        rolling::{Frame, Rolling},
        sink::Sink,
        tree::{self, tree},
        values::Takes,
    },
    raw::{column::Column, view::View},
};
use core::ops::Range;

/// Windows of so many elements; see [`Column::rolling`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    len: usize,
    place: Place,
}

/// Which window a result is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Result `i` of that which begins with element `i`, if it is whole.
    Whole,
    /// Result `i` of that which ends with element `i`.
    Trailing,
    /// Result `i` of that whose middle is element `i`.
    Centred,
}

impl Windows {
    /// How many elements before element `i` belong to the window of result `i`.
    #[inline(always)]
    fn before(self) -> usize {
        match self.place {
            Place::Whole => 0,
            Place::Trailing => self.len - 1,
            Place::Centred => self.len / 2,
        }
    }

    /// The elements in the window of result `i`.
    #[inline(always)]
    fn bounds(self, i: usize, len: usize) -> Range<usize> {
        let before = self.before();
        let behind = self.len - before;
        i.saturating_sub(before)..len.min(i.saturating_add(behind))
    }

    /// The results whose windows are whole, of a column of `len` elements.
    fn whole(self, len: usize) -> Range<usize> {
        let count = (len + 1).saturating_sub(self.len);
        let before = if count == 0 { 0 } else { self.before() };
        before..before + count
    }
}

impl Frame for Windows {
    fn results(&self, len: usize) -> Result<usize, RollError> {
        if self.len == 0 {
            return Err(RollError::EmptyWindow);
        }
        Ok(match self.place {
            Place::Whole => (len + 1).saturating_sub(self.len),
            Place::Trailing | Place::Centred => len,
        })
    }

    fn least(&self, present: bool) -> usize {
        // As pandas, which wants as many that are there; NumPy's `nansum` of a window takes what there is.
        if present && self.place == Place::Whole { 1 } else { self.len }
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
        let len = column.len();
        let whole = if self.len <= tree::LONGEST { self.whole(len) } else { 0..0 };
        let (start, end) = (whole.start.max(results.start), whole.end.min(results.end));
        // Those at the ends whose windows are cut off, or all.
        let (start, end) = if start < end { (start, end) } else { (results.end, results.end) };
        for part in [results.start..start, end..results.end] {
            if part.start == end && start < end {
                let (before, window) = (self.before(), self.len);
                tree(
                    column,
                    start - before..end - before,
                    window,
                    fold,
                    #[inline(always)]
                    |states| {
                        sink.put(
                            states,
                            fill,
                            #[inline(always)]
                            |state| fold.finish(state, window),
                        )
                    },
                )?;
            }
            queue(
                column,
                part,
                fold,
                #[inline(always)]
                |i| Ok(self.bounds(i, len)),
                #[inline(always)]
                |made| {
                    sink.put(
                        made,
                        fill,
                        #[inline(always)]
                        |made: Finished<F::Out>| made,
                    )
                },
            )?;
        }
        Ok(())
    }
}

impl<T: Element> Column<T> {
    /// Windows of `window` neighbours each, over which sums, means, least and greatest values and deviations are computed.
    /// NumPy's `sliding_window_view(a, window)`, pandas' `rolling(window)`.
    ///
    /// There is a result for each whole window, as in NumPy; after [`min_periods`](Rolling::min_periods) or
    /// [`centered`](Rolling::centered) one for each element, as in pandas. How results are added up, the
    /// [module](crate::ops::roll) says.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1.0, 2.0, 4.0, 8.0]);
    /// assert_eq!(column.rolling(2).mean().to_array().to_vec(), [1.5, 3.0, 6.0]);
    /// assert_eq!(column.rolling(3).min_periods(1).sum().to_array().to_vec(), [1.0, 3.0, 7.0, 14.0]);
    /// ```
    pub fn rolling(&self, window: usize) -> Rolling<'_, T> {
        self.as_view().rolling_axis(0, window)
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// Windows of `window` neighbours each on `axis`; see [`Column::rolling`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1_i32, 2, 4], [3, 5, 9]]);
    /// assert_eq!(table.view().rolling_axis(1, 2).max().to_array(), Array::from_rows([[2, 4], [5, 9]]));
    /// ```
    pub fn rolling_axis(self, axis: usize, window: usize) -> Rolling<'a, T, D> {
        Rolling { view: self, axis, frame: Windows { len: window, place: Place::Whole }, least: None }
    }
}

impl<T, D: Dim> Rolling<'_, T, D> {
    /// One result for each element, of the window that ends with it, if that has at least `least` elements; the first windows
    /// are cut off at the start. pandas' `min_periods`.
    ///
    /// Where there are fewer, the result is NaN or NaT, or what [`fill`](crate::ops::roll::Rolled::fill) says.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let means = View::from_slice(&[1.0, 2.0, 4.5]).rolling(3).min_periods(2).mean().to_array();
    /// assert!(means.item(0).is_nan());
    /// assert_eq!(means.slice(1..).to_vec(), [1.5, 2.5]);
    /// ```
    pub fn min_periods(mut self, least: usize) -> Self {
        if self.frame.place == Place::Whole {
            self.frame.place = Place::Trailing;
        }
        self.least = Some(least);
        self
    }

    /// One result for each element, of the window that has it in the middle: `window / 2` elements before it. pandas'
    /// `center=True`.
    ///
    /// Where the window is cut off at an end the result is NaN or NaT, unless [`min_periods`](Rolling::min_periods) says that
    /// fewer elements will do.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1_i32, 2, 4, 8]);
    /// assert_eq!(column.rolling(3).centered().min_periods(1).sum().to_array().to_vec(), [3, 7, 14, 12]);
    /// ```
    pub fn centered(mut self) -> Self {
        self.frame.place = Place::Centred;
        self
    }
}
