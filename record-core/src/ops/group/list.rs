//! The reductions of groups that are those of a column: said once, for columns, tokens, names, threads and scans.
//!
//! Each list calls a macro with its reductions, told the type of the values where that is known, the type that counts records,
//! and what makes one of a count.

/// Reductions of a group's values by a state: of a typed column its answer, and the operation by name with its answer.
macro_rules! folds {
    ($emit:ident! $V:ty, $count:ty, $size:ident) => {
        $emit! {
            min_max() "the least and the greatest value; NaN or NaT twice if there is one";
                [($V, $V)] of Ordered by $crate::ops::MinMaxState<$V> => |state| some(state.value());
                [($crate::view::Value, $crate::view::Value)] of ordered by OfMinMax => some;
            variance(ddof) "the variance; `None` of groups of no more than `ddof`";
                [Option<f64>] of Number by $crate::ops::VarianceState<$V> => |state| state.variance(ddof);
                [Option<f64>] of numbers by OfVariance => same;
            #[cfg(feature = "std")]
            std(ddof) "the standard deviation; `None` of groups of no more than `ddof`";
                [Option<f64>] of Number by $crate::ops::VarianceState<$V> => |state| state.std(ddof);
                [Option<f64>] of numbers by OfStd => same;
            any() "whether any value is other than zero; NaN is";
                [bool] of Number by $crate::ops::SomeState<false> => |state| state.found;
                [bool] of numbers by OfAny => same;
            all() "whether all values are other than zero; NaN is";
                [bool] of Number by $crate::ops::SomeState<true> => |state| !state.found;
                [bool] of numbers by OfAll => same;
            count_nonzero() "the number of values other than zero";
                [$count] of Number by $crate::ops::CountState => |state| $size(state.nonzero());
                [$count] of numbers by OfCount => $size;
            product() "the product; `None` for an integer that an `i128` cannot hold";
                [Option<<$V as $crate::ops::Number>::Sum>] of Number by $crate::ops::ProductState<$V> => |state| state.product();
                [Option<$crate::ops::Sum>] of numbers by OfProduct => same;
            count_missing() "the number of values that are missing: NaN or NaT";
                [$count] of Ordered by $crate::ops::MissingState => |state| $size(state.missing);
                [$count] of ordered by OfMissing => $size;
            nan_sum() "the sum of the values that are not missing; 0 for none";
                [<$V as $crate::ops::Number>::Sum] of Number by $crate::ops::NanSumState<$V> => |state| state.sum();
                [$crate::ops::Sum] of numbers by OfNanSum => same;
            nan_mean() "the mean of the values that are not missing; `None` for none";
                [Option<f64>] of Number by $crate::ops::NanSumState<$V> => |state| state.mean();
                [Option<f64>] of numbers by OfNanMean => same;
            nan_min() "the least value that is not missing; `None` for none";
                [Option<$V>] of Ordered by $crate::ops::NanMinState<$V> => |state| state.value();
                [Option<$crate::view::Value>] of ordered by OfNanMin => same;
            nan_max() "the greatest value that is not missing; `None` for none";
                [Option<$V>] of Ordered by $crate::ops::NanMaxState<$V> => |state| state.value();
                [Option<$crate::view::Value>] of ordered by OfNanMax => same;
            nan_min_max() "the least and the greatest value that are not missing; `None` for none";
                [Option<($V, $V)>] of Ordered by $crate::ops::NanMinMaxState<$V> => |state| state.value();
                [Option<($crate::view::Value, $crate::view::Value)>] of ordered by OfNanMinMax => same;
            nan_variance(ddof) "the variance of the values that are not missing; `None` of no more than `ddof`";
                [Option<f64>] of Number by $crate::ops::NanVarianceState<$V> => |state| state.variance(ddof);
                [Option<f64>] of numbers by OfNanVariance => same;
            #[cfg(feature = "std")]
            nan_std(ddof) "the standard deviation of the values that are not missing; `None` of no more than `ddof`";
                [Option<f64>] of Number by $crate::ops::NanVarianceState<$V> => |state| state.std(ddof);
                [Option<f64>] of numbers by OfNanStd => same;
        }
    };
}

/// Where a group's values are extreme: records, by their index in the table.
macro_rules! positions {
    ($emit:ident! $count:ty) => {
        $emit! {
            argmin "the index of the record of the first least value, or of the first that is NaN or NaT";
                [$count] by ArgMinState, OfArgmin, false, false => some;
            argmax "the index of the record of the first greatest value, or of the first that is NaN or NaT";
                [$count] by ArgMaxState, OfArgmax, true, false => some;
            nan_argmin "the index of the record of the first least value that is not missing; `None` for none";
                [Option<$count>] by NanArgMinState, OfNanArgmin, false, true => same;
            nan_argmax "the index of the record of the first greatest value that is not missing; `None` for none";
                [Option<$count>] by NanArgMaxState, OfNanArgmax, true, true => same;
        }
    };
}

/// What puts a group's values in order.
macro_rules! quantiles {
    ($emit:ident!) => {
        $emit! {
            median try_median() "the median; NaN if a value is";
                [f64] |values| values.median(false) => some;
            quantile try_quantile(q: f64) "the quantile at `q`, in proportion between two values; NaN if a value is";
                [f64] |values| values.quantiles(&[q], false, Interpolation::Linear).map(one) => some;
            quantiles try_quantiles(qs: &[f64]) "several quantiles at once, in the order of `qs`; NaN if a value is";
                [Vec<f64>] |values| values.quantiles(qs, false, Interpolation::Linear) => some;
            quantile_by try_quantile_by(q: f64, between: Interpolation)
                "the quantile at `q`, with a choice of what it is between two values; NaN if a value is";
                [f64] |values| values.quantiles(&[q], false, between).map(one) => some;
            nan_median try_nan_median() "the median of the values that are not missing; `None` for none";
                [Option<f64>] |values| values.median(true) => same;
            nan_quantile try_nan_quantile(q: f64) "the quantile at `q` of the values that are not missing; `None` for none";
                [Option<f64>] |values| values.quantiles(&[q], true, Interpolation::Linear).map(one) => same;
            nan_quantiles try_nan_quantiles(qs: &[f64])
                "several quantiles of the values that are not missing, in the order of `qs`; `None` for none";
                [Option<Vec<f64>>] |values| values.quantiles(qs, true, Interpolation::Linear) => same;
        }
    };
}
pub(crate) use {folds, positions, quantiles};

use crate::ops::{
    number::Number,
    reduce::{ReduceError, quantile::Collected},
    state::Fold,
};
use core::convert;

/// The answer of a group, which has a value.
pub(crate) fn some<O>(answer: Option<O>) -> O {
    answer.expect("a group has a value")
}

/// The answer as it is.
pub(crate) use convert::identity as same;

/// The state of a group's values.
pub(super) fn fold<V: Copy + 'static, S: Fold<V>>(values: &[V]) -> S {
    let mut state = S::default();
    state.values(values);
    state
}

/// What a search in a copy of a group's values finds.
pub(crate) fn search<V: Number, O>(
    values: &[V],
    run: impl Fn(&mut Collected<V>) -> Result<O, ReduceError>,
) -> Result<O, ReduceError> {
    run(&mut fold(values))
}
