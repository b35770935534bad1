//! Reductions: many elements, one answer.
//!
//! | NumPy | here | of nothing |
//! | --- | --- | --- |
//! | `sum`, `mean` | [`sum`](View::sum), [`mean`](View::mean) | 0, `None` |
//! | `min`, `max` | [`min`](View::min), [`max`](View::max), both in one pass [`min_max`](View::min_max) | `None` |
//! | `argmin`, `argmax` | [`argmin`](View::argmin), [`argmax`](View::argmax) | `None` |
//! | `var(ddof=)`, `std(ddof=)` | [`variance`](View::variance), [`std`](View::std) | `None` |
//! | `any`, `all`, `count_nonzero` | [`any`](View::any), [`all`](View::all), [`count_nonzero`](View::count_nonzero) | false, true, 0 |
//! | `prod` | [`product`](View::product) | 1 |
//! | `median`, `quantile` | [`median`](View::median), [`quantile`](View::quantile), [`quantiles`](View::quantiles) | `None` |
//! | `nansum` and the like | [`nan_sum`](View::nan_sum) and the like | as above |
//! | `isnan(a).sum()` | [`count_missing`](View::count_missing) | 0 |
//! | `sum(axis=)` and the like | [`sum_axis`](View::sum_axis) and the like | as above |
//! | `DataFrame.describe()` of pandas | [`describe`](crate::AnyView::describe) | |
//!
//! * **Elements** are taken in row-major order, whatever the strides are. Positions count in this order.
//! * **Missing** elements are NaN and NaT. They propagate: the sum, the extremes, the variance and the quantiles of a column that
//!   has one are NaN (NaT), and `argmin` and `argmax` say where the first is, as in NumPy. The `nan_` twins pass them over, and
//!   have the answer for nothing where nothing is left. In `any`, `all` and `count_nonzero` NaN is other than zero.
//! * **Sums** follow [the sum rule](crate::ops); the mean is the sum over the number of elements.
//! * **Variances** take one pass: each block of the sum rule relative to its first element, then blocks joined by their means
//!   in the rule's tree. So they too are equal to the bit for every stride, storage and number of threads, and lose no digits
//!   to a mean that is far from zero. Integers count as `f64`. Of numbers that are more than 1e152 apart they are infinite or NaN.
//! * **Products** multiply by the sum rule's lanes and tree, floats in `f64`. Those of integers are exact: `None` if an `i128`
//!   cannot hold one.
//! * **Ties** go to the first. Of -0.0 and 0.0, which are equal, an extreme may be either.
//! * **Truth values** are 0 and 1 to sums, means and variances.
//! * **Several threads**, with the feature `rayon`: [`par`](View::par) has all of these, with the same answers to the bit. Along an
//!   axis each thread has cells of its own, and pieces of them where few are long; each median stays on one thread.

#[cfg(feature = "alloc")]
mod along;
#[cfg(feature = "alloc")]
pub(crate) mod any;
#[cfg(feature = "alloc")]
mod axes;
#[cfg(feature = "alloc")]
pub(crate) mod describe;
#[cfg(feature = "alloc")]
mod error;
#[cfg(feature = "alloc")]
pub(crate) mod interpolation;
#[cfg(feature = "rayon")]
mod parallel;
#[cfg(feature = "alloc")]
pub(crate) mod quantile;

#[cfg(feature = "alloc")]
pub use describe::{ColumnSummary, DescribeOptions, Description};
#[cfg(feature = "alloc")]
pub use error::ReduceError;
#[cfg(feature = "alloc")]
pub use interpolation::Interpolation;

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::{Number, Ordered},
        state::{
            ArgMaxState, ArgMinState, CountState, Fold, MaxState, MinMaxState, MinState, MissingState,
            NanArgMaxState, NanArgMinState, NanMaxState, NanMinMaxState, NanMinState, NanSumState,
            NanVarianceState, ProductState, SomeState, SumState, VarianceState,
        },
    },
    raw::{column::Column, view::View},
};

#[cfg(feature = "rayon")]
use crate::ops::parallel::Par;
#[cfg(feature = "alloc")]
use crate::raw::array::Array;

/// The state of all elements.
#[inline]
fn fold<S: Fold<T::Value>, T: Element<Value: Ordered>, D: Dim>(view: View<'_, T, D>) -> S {
    let mut state = S::default();
    state.feed(view);
    state
}

/// Each reduction, on views, columns, arrays and threads.
macro_rules! reductions {
    ($(
        $(#[doc = $doc:literal])*
        $(#[cfg($cfg:meta)])?
        $name:ident($($argument:ident: $type:ty)?) -> [$($output:tt)*] of $bound:ident
            by $state:ty => |$answer:ident| $finish:expr;
    )*) => {
        /// Reductions; see [`ops`](crate::ops).
        impl<T: Element, D: Dim> View<'_, T, D> {
            $(
                $(#[doc = $doc])*
                $(#[cfg($cfg)])?
                pub fn $name(self $(, $argument: $type)?) -> $($output)*
                where
                    T::Value: $bound,
                {
                    let $answer: $state = fold(self);
                    $finish
                }
            )*
        }

        /// Reductions; see [`ops`](crate::ops).
        impl<T: Element> Column<T> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                $(#[cfg($cfg)])?
                pub fn $name(&self $(, $argument: $type)?) -> $($output)*
                where
                    T::Value: $bound,
                {
                    self.as_view().$name($($argument)?)
                }
            )*
        }

        /// Reductions; see [`ops`](crate::ops).
        #[cfg(feature = "alloc")]
        impl<T: Element, D: Dim> Array<T, D> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                $(#[cfg($cfg)])?
                pub fn $name(&self $(, $argument: $type)?) -> $($output)*
                where
                    T::Value: $bound,
                {
                    self.view().$name($($argument)?)
                }
            )*
        }

        /// Reductions, with the answers of one thread; see [`ops`](crate::ops).
        #[cfg(feature = "rayon")]
        impl<T: Element, D: Dim> Par<View<'_, T, D>> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                pub fn $name(self $(, $argument: $type)?) -> $($output)*
                where
                    T::Value: $bound,
                {
                    let $answer: $state = parallel::fold(self.0);
                    $finish
                }
            )*
        }
    };
}

reductions! {
    /// The sum of all elements, by [the sum rule](crate::ops): floats as `f64`, integers exactly as `i128`. 0 for none.
    ///
    /// NumPy's `a.sum()`, which wraps integers and rounds differently for other strides.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[i64::MAX, i64::MAX]).sum(), 2 * i128::from(i64::MAX));
    /// assert_eq!(View::from_slice(&[0.1_f32; 4]).sum(), 4.0 * f64::from(0.1_f32));
    /// ```
    sum() -> [<T::Value as Number>::Sum] of Number by SumState<T::Value> => |state| state.sum();

    /// The arithmetic mean: the sum over the count, in `f64`. `None` for no elements.
    ///
    /// NumPy's `a.mean()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2]).mean(), Some(1.5));
    /// assert_eq!(View::<u8>::from_slice(&[]).mean(), None);
    /// ```
    mean() -> [Option<f64>] of Number by SumState<T::Value> => |state| state.mean();

    /// The least value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.min()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).min(), Some(1));
    /// assert!(View::from_slice(&[3.0, f64::NAN]).min().is_some_and(f64::is_nan));
    /// ```
    min() -> [Option<T::Value>] of Ordered by MinState<T::Value> => |state| state.value();

    /// The greatest value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.max()`.
    max() -> [Option<T::Value>] of Ordered by MaxState<T::Value> => |state| state.value();

    /// The least and the greatest value in one pass; NaN or NaT twice if there is one; `None` for no elements.
    ///
    /// NumPy's `a.min(), a.max()`, in two passes.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).min_max(), Some((1, 3)));
    /// ```
    min_max() -> [Option<(T::Value, T::Value)>] of Ordered by MinMaxState<T::Value> => |state| state.value();

    /// The variance: the squared deviations from the mean, added up, over the number of elements less `ddof`. `None` if there are no
    /// more elements than that.
    ///
    /// `ddof` is 0 for all there are, 1 for the estimate from a sample. NumPy's `a.var(ddof=ddof)`, whose default is 0. In one
    /// pass, and without loss where the mean is far from zero; see [`ops`](crate::ops).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]);
    /// assert_eq!((view.variance(0), view.variance(1)), (Some(2.0 / 3.0), Some(1.0)));
    /// assert_eq!(view.variance(3), None);
    /// ```
    variance(ddof: usize) -> [Option<f64>] of Number by VarianceState<T::Value> => |state| state.variance(ddof);

    /// The standard deviation: the square root of the [`variance`](View::variance). NumPy's `a.std(ddof=ddof)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[2, 4, 4, 4, 5, 5, 7, 9]).std(0), Some(2.0));
    /// ```
    #[cfg(feature = "std")]
    std(ddof: usize) -> [Option<f64>] of Number by VarianceState<T::Value> => |state| state.std(ddof);

    /// The position of the first element that none is less than, or of the first that is NaN or NaT; `None` for no elements.
    ///
    /// Positions count in row-major order. NumPy's `a.argmin()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2, 1]).argmin(), Some(1));
    /// assert_eq!(View::from_slice(&[3.0, 1.0, f64::NAN]).argmin(), Some(2));
    /// ```
    argmin() -> [Option<usize>] of Ordered by ArgMinState<T::Value> => |state| position(state.position());

    /// The position of the first element that none is greater than, or of the first that is NaN or NaT; `None` for no elements.
    ///
    /// NumPy's `a.argmax()`.
    argmax() -> [Option<usize>] of Ordered by ArgMaxState<T::Value> => |state| position(state.position());

    /// Whether any element is other than zero; NaN is. False for none. NumPy's `a.any()`.
    ///
    /// Stops where it is decided, if one stride leads through the elements.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert!(View::from_slice(&[0, 2]).any() && !View::from_slice(&[0.0, -0.0]).any());
    /// ```
    any() -> [bool] of Number by SomeState<false> => |state| state.found;

    /// Whether all elements are other than zero; NaN is. True for none. NumPy's `a.all()`.
    all() -> [bool] of Number by SomeState<true> => |state| !state.found;

    /// The number of elements other than zero; NaN is. NumPy's `np.count_nonzero(a)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[0.0, 2.0, f64::NAN]).count_nonzero(), 2);
    /// ```
    count_nonzero() -> [usize] of Number by CountState => |state| size(state.nonzero());

    /// The product of all elements: floats as `f64`, integers exactly as `i128`, or `None` where that cannot hold it. 1 for
    /// none.
    ///
    /// NumPy's `a.prod()`, which wraps integers.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[0.5, 4.0]).product(), Some(2.0));
    /// assert_eq!(View::from_slice(&[i64::MIN; 2]).product(), Some(1 << 126));
    /// assert_eq!(View::from_slice(&[i64::MIN; 3]).product(), None);
    /// ```
    product() -> [Option<<T::Value as Number>::Sum>] of Number by ProductState<T::Value> => |state| state.product();

    /// The number of elements that are missing: NaN or NaT. NumPy's `np.isnan(a).sum()`.
    count_missing() -> [usize] of Ordered by MissingState => |state| size(state.missing);

    /// The sum of the elements that are not missing. 0 for none. NumPy's `np.nansum(a)`.
    ///
    /// A missing element adds 0 in its place of [the sum rule](crate::ops). [`masked`](crate::Column::masked) instead leaves the
    /// place out, as a filter does: in the last bits the two may differ.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1.0, f64::NAN, 2.0]).nan_sum(), 3.0);
    /// ```
    nan_sum() -> [<T::Value as Number>::Sum] of Number by NanSumState<T::Value> => |state| state.sum();

    /// The mean of the elements that are not missing, `None` for none. NumPy's `np.nanmean(a)`.
    ///
    /// The [`nan_sum`](View::nan_sum) by their number: a missing element is a 0 in its place, so the mean of a filtered or
    /// [`masked`](crate::Column::masked) column may differ in the last bits.
    nan_mean() -> [Option<f64>] of Number by NanSumState<T::Value> => |state| state.mean();

    /// The least value that is not missing, `None` for none. NumPy's `np.nanmin(a)`; of dates too.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[f64::NAN, 2.0, 1.0]).nan_min(), Some(1.0));
    /// ```
    nan_min() -> [Option<T::Value>] of Ordered by NanMinState<T::Value> => |state| state.value();

    /// The greatest value that is not missing, `None` for none. NumPy's `np.nanmax(a)`; of dates too.
    nan_max() -> [Option<T::Value>] of Ordered by NanMaxState<T::Value> => |state| state.value();

    /// The least and the greatest value that are not missing, in one pass; `None` for none.
    nan_min_max() -> [Option<(T::Value, T::Value)>] of Ordered by NanMinMaxState<T::Value> => |state| state.value();

    /// The [`variance`](View::variance) of the elements that are not missing. NumPy's `np.nanvar(a, ddof=ddof)`.
    nan_variance(ddof: usize) -> [Option<f64>] of Number by NanVarianceState<T::Value> => |state| state.variance(ddof);

    /// The standard deviation of the elements that are not missing. NumPy's `np.nanstd(a, ddof=ddof)`.
    #[cfg(feature = "std")]
    nan_std(ddof: usize) -> [Option<f64>] of Number by NanVarianceState<T::Value> => |state| state.std(ddof);

    /// The position of the first element that none is less than, missing ones passed over; `None` for none. NumPy's
    /// `np.nanargmin(a)`.
    nan_argmin() -> [Option<usize>] of Ordered by NanArgMinState<T::Value> => |state| position(state.position());

    /// The position of the first element that none is greater than, missing ones passed over; `None` for none. NumPy's
    /// `np.nanargmax(a)`.
    nan_argmax() -> [Option<usize>] of Ordered by NanArgMaxState<T::Value> => |state| position(state.position());
}

/// A number of elements of a view, which has no more than an index can say.
#[allow(clippy::cast_possible_truncation)] // as said
pub(crate) fn size(count: u64) -> usize {
    count as usize
}

/// A position in a view.
pub(crate) fn position(position: Option<u64>) -> Option<usize> {
    position.map(size)
}
