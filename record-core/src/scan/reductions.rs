//! The reductions of a scan: those of a view, by token and by name.

/// The reductions as methods of `ScanOps`, where the types are in scope that they name.
macro_rules! reductions {
    () => {
        crate::scan::reductions::reductions! { @
            /// The sum of a column, by [the sum rule](crate::ops).
            sum sum_of() -> [<ValueOf<Self::Record, K> as Number>::Sum] [Sum] of Number
                by SumState<ValueOf<Self::Record, K>>, numbers OfSum => |state| state.sum();
            /// The arithmetic mean of a column, `None` for no elements.
            mean mean_of() -> [Option<f64>] [Option<f64>] of Number
                by SumState<ValueOf<Self::Record, K>>, numbers OfMean => |state| state.mean();
            /// The least value of a column; NaN or NaT if there is one; `None` for no elements.
            min min_of() -> [Option<ValueOf<Self::Record, K>>] [Option<Value>] of Ordered
                by MinState<ValueOf<Self::Record, K>>, ordered OfMin => |state| state.value();
            /// The greatest value of a column, as [`min`](ScanOps::min).
            max max_of() -> [Option<ValueOf<Self::Record, K>>] [Option<Value>] of Ordered
                by MaxState<ValueOf<Self::Record, K>>, ordered OfMax => |state| state.value();
            /// The least and the greatest value of a column in one pass; `None` for no elements.
            min_max min_max_of() -> [Option<MinMax<Self::Record, K>>] [Option<(Value, Value)>] of Ordered
                by MinMaxState<ValueOf<Self::Record, K>>, ordered OfMinMax => |state| state.value();
            /// The variance of a column, `None` for no more than `ddof` elements.
            variance variance_of(ddof) -> [Option<f64>] [Option<f64>] of Number
                by VarianceState<ValueOf<Self::Record, K>>, numbers OfVariance => |state| state.variance(ddof);
            /// The standard deviation of a column, `None` for no more than `ddof` elements.
            #[cfg(feature = "std")]
            std std_of(ddof) -> [Option<f64>] [Option<f64>] of Number
                by VarianceState<ValueOf<Self::Record, K>>, numbers OfStd => |state| state.std(ddof);
            /// The number of the first least element of a column; it may be beyond what an index can say.
            argmin argmin_of() -> [Option<u64>] [Option<u64>] of Ordered
                by ArgMinState<ValueOf<Self::Record, K>>, ordered OfArgmin => |state| state.position();
            /// The number of the first greatest element of a column.
            argmax argmax_of() -> [Option<u64>] [Option<u64>] of Ordered
                by ArgMaxState<ValueOf<Self::Record, K>>, ordered OfArgmax => |state| state.position();
            /// Whether any element of a column is other than zero; NaN is.
            any any_of() -> [bool] [bool] of Number
                by SomeState<false>, numbers OfAny => |state| state.found;
            /// Whether all elements of a column are other than zero.
            all all_of() -> [bool] [bool] of Number
                by SomeState<true>, numbers OfAll => |state| !state.found;
            /// The number of elements of a column that are other than zero.
            count_nonzero count_nonzero_of() -> [u64] [u64] of Number
                by CountState, numbers OfCount => |state| state.nonzero();
            /// The product of a column, `None` for an integer that an `i128` cannot hold.
            product product_of() -> [Option<<ValueOf<Self::Record, K> as Number>::Sum>] [Option<Sum>] of Number
                by ProductState<ValueOf<Self::Record, K>>, numbers OfProduct => |state| state.product();
            /// The number of elements of a column that are missing: NaN or NaT.
            count_missing count_missing_of() -> [u64] [u64] of Ordered
                by MissingState, ordered OfMissing => |state| state.missing;
            /// The sum of the elements of a column that are not missing.
            nan_sum nan_sum_of() -> [<ValueOf<Self::Record, K> as Number>::Sum] [Sum] of Number
                by NanSumState<ValueOf<Self::Record, K>>, numbers OfNanSum => |state| state.sum();
            /// The mean of the elements of a column that are not missing, `None` for none.
            nan_mean nan_mean_of() -> [Option<f64>] [Option<f64>] of Number
                by NanSumState<ValueOf<Self::Record, K>>, numbers OfNanMean => |state| state.mean();
            /// The least value of a column that is not missing, `None` for none.
            nan_min nan_min_of() -> [Option<ValueOf<Self::Record, K>>] [Option<Value>] of Ordered
                by NanMinState<ValueOf<Self::Record, K>>, ordered OfNanMin => |state| state.value();
            /// The greatest value of a column that is not missing, `None` for none.
            nan_max nan_max_of() -> [Option<ValueOf<Self::Record, K>>] [Option<Value>] of Ordered
                by NanMaxState<ValueOf<Self::Record, K>>, ordered OfNanMax => |state| state.value();
            /// The least and the greatest value of a column that are not missing, `None` for none.
            nan_min_max nan_min_max_of() -> [Option<MinMax<Self::Record, K>>] [Option<(Value, Value)>] of Ordered
                by NanMinMaxState<ValueOf<Self::Record, K>>, ordered OfNanMinMax => |state| state.value();
            /// The number of the first least element of a column that is not missing, `None` for none.
            nan_argmin nan_argmin_of() -> [Option<u64>] [Option<u64>] of Ordered
                by NanArgMinState<ValueOf<Self::Record, K>>, ordered OfNanArgmin => |state| state.position();
            /// The number of the first greatest element of a column that is not missing, `None` for none.
            nan_argmax nan_argmax_of() -> [Option<u64>] [Option<u64>] of Ordered
                by NanArgMaxState<ValueOf<Self::Record, K>>, ordered OfNanArgmax => |state| state.position();
            /// The variance of the elements of a column that are not missing.
            nan_variance nan_variance_of(ddof) -> [Option<f64>] [Option<f64>] of Number
                by NanVarianceState<ValueOf<Self::Record, K>>, numbers OfNanVariance => |state| state.variance(ddof);
            /// The standard deviation of the elements of a column that are not missing.
            #[cfg(feature = "std")]
            nan_std nan_std_of(ddof) -> [Option<f64>] [Option<f64>] of Number
                by NanVarianceState<ValueOf<Self::Record, K>>, numbers OfNanStd => |state| state.std(ddof);
        }
    };
    (@ $(
        $(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])?
        $name:ident $named:ident($($argument:ident)?) -> [$($output:tt)*] [$any:ty] of $bound:ident
            by $state:ty, $run:ident $struct:ident => |$answer:ident| $finish:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[doc = concat!("\nSee [`View::", stringify!($name), "`].")]
        ///
        /// # Errors
        /// Those of [`Scan::for_each_chunk`].
        $(#[cfg($cfg)])?
        fn $name<K>(&mut self, token: K $(, $argument: usize)?) -> Result<$($output)*, ScanError>
        where
            Self::Record: Element,
            K: Token<Self::Record, Element: Element<Value: $bound>>,
        {
            let $answer: $state = folded(self, token)?;
            Ok($finish)
        }

        $(#[doc = $doc])*
        #[doc = concat!("\nThe column of this name; see [`AnyView::", stringify!($name), "`].")]
        ///
        /// # Errors
        /// The scan's own; [`ScanError::Column`] if there is no such column, or its elements are of another kind.
        $(#[cfg($cfg)])?
        fn $named(&mut self, name: &str $(, $argument: usize)?) -> Result<$any, ScanError> {
            reduce(self, name, |column| any_state::$run(column, named::$struct $(($argument))?))
        }
    )*};
}
pub(super) use reductions;
