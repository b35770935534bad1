//! Windows that move along a column, and what is computed from neighbours: rolling sums and means, differences, running totals.
//!
//! | here | NumPy, pandas |
//! | --- | --- |
//! | [`rolling(w)`](crate::Column::rolling) `.sum()` `.mean()` `.min()` `.max()` | `sliding_window_view(a, w).sum(-1)` …, `rolling(w)` |
//! | `.variance(ddof)` `.std(ddof)` `.count()`, `.nan_sum()` … | `.var(-1, ddof=ddof)` …, `nansum` … |
//! | [`rolling_by(times, span)`](crate::Column::rolling_by) and the same | pandas' `rolling("3s")` |
//! | [`diff(n)`](crate::Column::diff), [`shift(n)`](crate::Column::shift) | `diff(a, n)`, pandas' `shift(n)` |
//! | [`cumsum`](crate::Column::cumsum), [`cumprod`](crate::Column::cumprod), [`cummin`](crate::Column::cummin), [`cummax`](crate::Column::cummax) | `cumsum`, `cumprod`, `minimum.accumulate`, `maximum.accumulate` |
//! | [`gaps`](crate::Column::gaps), [`duplicates`](crate::Column::duplicates), [`setbacks`](crate::Column::setbacks) | `flatnonzero(diff(t) > step)` … |
//! | [`AnyView::rolling`](crate::AnyView::rolling), [`rolling_by`](crate::AnyView::rolling_by), [`diff`](crate::AnyView::diff), [`shift`](crate::AnyView::shift), [`gaps`](crate::AnyView::gaps) …: by name | |
//!
//! An operation computes nothing yet: `to_array` makes an array, `write_to` writes into a column that is there. All work for any
//! stride, byte order and number of axes, the axis named in `…_axis`.
//!
//! **How a window is added up.** No running total is kept that elements are added to and taken off from: such totals drift,
//! and one NaN stays in them for ever. A result is computed from the elements in its window and from nothing else, floats
//! in `f64`, integers exactly:
//!
//! * A whole window of up to 512 elements is a tree. Runs of 1, 2, 4, … elements are each the sum of two runs half as
//!   long; the window is the runs that its length has bits for, the shortest first, added from the first on. The error of a
//!   sum is at most 18 roundings of the sum of the magnitudes in the window, and equal windows have equal results.
//! * A longer one, one cut off at an end, and one of a span of time are two parts, each summed element by element: backwards from
//!   some point in the window, and onwards from there. The error is at most as many roundings as the window has elements.
//!   The points depend on the numbers of the elements, not on their values.
//!
//! So results are the same to the bit for every stride, byte order, storage and number of threads. Variances join the
//! parts' sums and squared deviations (Chan, Golub and LeVeque 1983), in the same order.
//!
//! **Missing values.** NaN (NaT) in a window gives NaN (NaT), as everywhere; the `nan_` twins leave them out, as pandas does.
//! A window with fewer elements than [`min_periods`](Rolling::min_periods) has no result: NaN, NaT, or what
//! [`fill`](Rolled::fill) says; of integers, which have neither, an error if nothing is said.
//!
//! **Several threads.** With the feature `rayon`, `par()` on a view, typed or by name, or on what is about to be computed, has
//! pieces of 65,536 results computed by the threads of the current pool, the same to the bit. Running totals have no `par()`:
//! each of their results needs all elements before its own, added in the order of one thread.

mod any;
mod count;
mod diff;
mod error;
mod fold;
mod gaps;
mod mode;
#[cfg(feature = "rayon")]
mod par;
mod plan;
mod queue;
mod rolling;
mod running;
mod shift;
mod sink;
mod spans;
mod tree;
mod values;

pub use any::{AnyGap, AnyRolling, AnyRollingBy, AnyShifted};
pub use count::Windows;
pub use diff::Differences;
pub use error::RollError;
pub use fold::{All, CountFold, ExtremeFold, Fold, MeanFold, Present, SpreadFold, SumFold};
pub use gaps::{Gap, Repeated};
#[cfg(feature = "rayon")]
pub use plan::Pieces;
pub use plan::{Plan, Rolled};
pub use rolling::{Folded, Frame, Rolling};
pub use running::{Running, RunningExtreme, RunningProduct, RunningSum, Total};
pub use shift::Shifted;
pub use spans::{Closed, Spans};
pub use values::{Differs, Multiplied, Outcome, Summed, Takes};
