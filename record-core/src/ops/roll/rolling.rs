//! What is computed from windows, under the names of the operations.

use crate::{
    element::Element,
    layout::{Dim, Rank},
    ops::{
        number::{Number, Ordered},
        roll::{
            count::Windows,
            error::RollError,
            fold::{All, CountFold, ExtremeFold, Fold, MeanFold, Present, SpreadFold, SumFold},
            plan::{Pieces, Plan, Rolled},
            sink::Sink,
            values::{Outcome, Summed, Takes},
        },
    },
    raw::{simd::vectorized, view::View},
};
use core::{fmt, ops::Range};

/// Windows along an axis: of so many neighbours ([`Column::rolling`](crate::Column::rolling)), or of a span of time
/// ([`Column::rolling_by`](crate::Column::rolling_by)).
#[derive(Clone, Copy)]
#[must_use = "windows by themselves compute nothing"]
pub struct Rolling<'a, T, D: Dim = Rank<1>, W = Windows> {
    pub(super) view: View<'a, T, D>,
    pub(super) axis: usize,
    pub(super) frame: W,
    pub(super) least: Option<usize>,
}

impl<T, D: Dim, W: fmt::Debug> fmt::Debug for Rolling<'_, T, D, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = self.view.layout().shape;
        let mut shown = f.debug_struct("Rolling");
        shown.field("shape", &shape).field("axis", &self.axis).field("windows", &self.frame);
        shown.field("least", &self.least).finish()
    }
}

/// Where windows lie. Sealed: windows of elements and windows of time.
pub trait Frame: Clone + Send + Sync {
    /// How many results there are of a column of `len` elements.
    #[doc(hidden)]
    fn results(&self, len: usize) -> Result<usize, RollError>;

    /// How many elements a window needs at least, if nothing is said; without missing ones, or whatever they are.
    #[doc(hidden)]
    fn least(&self, present: bool) -> usize;

    /// Some of the results of a column.
    #[doc(hidden)]
    fn run<T: Element, F: Fold<T::Value>, O: Element<Value: Takes<F::Out>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        fold: F,
        fill: Option<F::Out>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError>;
}

/// A fold over windows.
#[derive(Clone, Copy, Debug)]
pub struct Folded<W, F, R> {
    frame: W,
    fold: F,
    fill: Option<R>,
}

impl<T: Element, W: Frame, F: Fold<T::Value, Out = R>, R: Outcome> Plan<T> for Folded<W, F, R> {
    type Out = R;

    fn results(&self, len: usize) -> Result<usize, RollError> {
        self.frame.results(len)
    }

    fn run<O: Element<Value: Takes<R>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        vectorized(
            #[inline(always)]
            || self.frame.run(column, results, self.fold, self.fill, sink),
        )
    }

    fn set_fill(&mut self, fill: R) {
        self.fill = Some(fill);
    }
}

impl<W: Frame, F, R> Pieces for Folded<W, F, R> {}

/// Results of a fold of all elements of a window.
type OfAll<'a, T, D, W, F> = Rolled<'a, T, D, Folded<W, All<F>, <F as Fold<<T as Element>::Value>>::Out>>;

/// Results of a fold of the elements of a window that are not missing.
type OfPresent<'a, T, D, W, F> =
    Rolled<'a, T, D, Folded<W, Present<F>, <F as Fold<<T as Element>::Value>>::Out>>;

impl<'a, T: Element, D: Dim, W: Frame> Rolling<'a, T, D, W> {
    fn all<F: Fold<T::Value>>(self, fold: F) -> OfAll<'a, T, D, W, F> {
        let least = self.least.unwrap_or_else(|| self.frame.least(false));
        self.of(All { fold, least })
    }

    fn present<F: Fold<T::Value>>(self, fold: F) -> OfPresent<'a, T, D, W, F>
    where
        T::Value: Ordered,
    {
        let least = self.least.unwrap_or_else(|| self.frame.least(true));
        self.of(Present { fold, least })
    }

    fn of<F: Fold<T::Value>>(self, fold: F) -> Rolled<'a, T, D, Folded<W, F, F::Out>> {
        Rolled { view: self.view, axis: self.axis, plan: Folded { frame: self.frame, fold, fill: None } }
    }

    /// The sum of each window: `f64` of floats, `i64` or `u64` of integers, exactly. NumPy's
    /// `sliding_window_view(a, w).sum(-1)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3_u8, 255, 255]);
    /// assert_eq!(column.rolling(2).sum().to_array().to_vec(), [258, 510]);
    /// ```
    pub fn sum(self) -> OfAll<'a, T, D, W, SumFold>
    where
        T::Value: Summed,
    {
        self.all(SumFold)
    }

    /// The sum of each window's elements that are not missing. NumPy's `nansum`.
    pub fn nan_sum(self) -> OfPresent<'a, T, D, W, SumFold>
    where
        T::Value: Summed,
    {
        self.present(SumFold)
    }

    /// The mean of each window, as `f64`. NumPy's `sliding_window_view(a, w).mean(-1)`.
    pub fn mean(self) -> OfAll<'a, T, D, W, MeanFold>
    where
        T::Value: Summed + Number,
    {
        self.all(MeanFold)
    }

    /// The mean of each window's elements that are not NaN. NumPy's `nanmean`.
    pub fn nan_mean(self) -> OfPresent<'a, T, D, W, MeanFold>
    where
        T::Value: Summed + Number,
    {
        self.present(MeanFold)
    }

    /// The least value of each window, the first of equal ones. NumPy's `sliding_window_view(a, w).min(-1)`.
    pub fn min(self) -> OfAll<'a, T, D, W, ExtremeFold<false>>
    where
        T::Value: Outcome,
    {
        self.all(ExtremeFold)
    }

    /// The least value of each window that is not missing. NumPy's `nanmin`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3.0, 1.0, f64::NAN, 2.0]);
    /// assert_eq!(column.rolling(2).nan_min().to_array().to_vec(), [1.0, 1.0, 2.0]);
    /// ```
    pub fn nan_min(self) -> OfPresent<'a, T, D, W, ExtremeFold<false>>
    where
        T::Value: Outcome,
    {
        self.present(ExtremeFold)
    }

    /// The greatest value of each window, the first of equal ones. NumPy's `sliding_window_view(a, w).max(-1)`.
    pub fn max(self) -> OfAll<'a, T, D, W, ExtremeFold<true>>
    where
        T::Value: Outcome,
    {
        self.all(ExtremeFold)
    }

    /// The greatest value of each window that is not missing. NumPy's `nanmax`.
    pub fn nan_max(self) -> OfPresent<'a, T, D, W, ExtremeFold<true>>
    where
        T::Value: Outcome,
    {
        self.present(ExtremeFold)
    }

    /// The variance of each window: the squares of what its elements differ from their mean by, over `n - ddof`. NumPy's
    /// `sliding_window_view(a, w).var(-1, ddof=ddof)`; pandas has `ddof` 1.
    ///
    /// Where `ddof` is not less than the number of elements there is no result.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1.0, 3.0, 7.0]);
    /// assert_eq!(column.rolling(2).variance(1).to_array().to_vec(), [2.0, 8.0]);
    /// ```
    pub fn variance(self, ddof: usize) -> OfAll<'a, T, D, W, SpreadFold<false>>
    where
        T::Value: Number,
    {
        self.all(SpreadFold { ddof })
    }

    /// The variance of each window's elements that are not NaN; see [`variance`](Rolling::variance). NumPy's `nanvar`.
    pub fn nan_variance(self, ddof: usize) -> OfPresent<'a, T, D, W, SpreadFold<false>>
    where
        T::Value: Number,
    {
        self.present(SpreadFold { ddof })
    }

    /// The standard deviation of each window, the root of its [`variance`](Rolling::variance). NumPy's
    /// `sliding_window_view(a, w).std(-1, ddof=ddof)`; pandas has `ddof` 1.
    #[cfg(feature = "std")]
    pub fn std(self, ddof: usize) -> OfAll<'a, T, D, W, SpreadFold<true>>
    where
        T::Value: Number,
    {
        self.all(SpreadFold { ddof })
    }

    /// The standard deviation of each window's elements that are not NaN. NumPy's `nanstd`.
    #[cfg(feature = "std")]
    pub fn nan_std(self, ddof: usize) -> OfPresent<'a, T, D, W, SpreadFold<true>>
    where
        T::Value: Number,
    {
        self.present(SpreadFold { ddof })
    }

    /// How many elements of each window are neither NaN nor NaT. pandas' `rolling(w, min_periods=0).count()`: every window has
    /// a count, however few elements are in it and whatever `min_periods` asks for.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[1.0, f64::NAN, 2.0]);
    /// assert_eq!(column.rolling(2).min_periods(0).count().to_array().to_vec(), [1, 1, 1]);
    /// ```
    pub fn count(mut self) -> OfAll<'a, T, D, W, CountFold>
    where
        T::Value: Ordered,
    {
        self.least = Some(0);
        self.all(CountFold)
    }
}
