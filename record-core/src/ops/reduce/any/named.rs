//! What each reduction by name is made of: its state for each type of number, and its answer as a value.

use crate::{
    ops::{
        number::{Number, Ordered},
        reduce::any::kind::Kind,
        state::{
            ArgMaxState, ArgMinState, CountState, Fold, MaxState, MinMaxState, MinState, MissingState,
            NanArgMaxState, NanArgMinState, NanMaxState, NanMinMaxState, NanMinState, NanSumState,
            NanVarianceState, ProductState, SomeState, SumState, VarianceState,
        },
        total::Sum,
    },
    view::Value,
};

/// A reduction of numbers.
pub(crate) trait NumberOp: Copy + Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
    /// Its answer.
    type Output: 'static;
    /// How far it has come.
    type State<V: Number>: Fold<V> + 'static;

    /// The answer of a state.
    fn finish<V: Number>(self, state: Self::State<V>, kind: Kind<V>) -> Self::Output;
}

/// A reduction of numbers, dates and time spans.
pub(crate) trait OrderedOp: Copy + Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
    /// Its answer.
    type Output: 'static;
    /// How far it has come.
    type State<V: Ordered>: Fold<V> + 'static;

    /// The answer of a state.
    fn finish<V: Ordered>(self, state: Self::State<V>, kind: Kind<V>) -> Self::Output;
}

macro_rules! named {
    ($trait:ident of $bound:ident: $(
        $struct:ident $(($argument:ident))? $name:ident -> $output:ty, $state:ty => |$answer:ident, $kind:ident| $finish:expr;
    )*) => {$(
        #[derive(Clone, Copy)]
        pub(crate) struct $struct $((pub(crate) named!(@usize $argument)))?;

        impl $trait for $struct {
            const NAME: &'static str = stringify!($name);
            type Output = $output;
            type State<V: $bound> = $state;

            fn finish<V: $bound>(self, $answer: $state, $kind: Kind<V>) -> $output {
                $(let Self($argument) = self;)?
                $finish
            }
        }
    )*};
    (@usize $argument:ident) => { usize };
}

named! { NumberOp of Number:
    OfSum sum -> Sum, SumState<V> => |state, _kind| state.sum().into();
    OfMean mean -> Option<f64>, SumState<V> => |state, _kind| state.mean();
    OfVariance(ddof) variance -> Option<f64>, VarianceState<V> => |state, _kind| state.variance(ddof);
    OfAny any -> bool, SomeState<false> => |state, _kind| state.found;
    OfAll all -> bool, SomeState<true> => |state, _kind| !state.found;
    OfCount count_nonzero -> u64, CountState => |state, _kind| state.nonzero();
    OfProduct product -> Option<Sum>, ProductState<V> => |state, _kind| state.product().map(Into::into);
    OfNanSum nan_sum -> Sum, NanSumState<V> => |state, _kind| state.sum().into();
    OfNanMean nan_mean -> Option<f64>, NanSumState<V> => |state, _kind| state.mean();
    OfNanVariance(ddof) nan_variance -> Option<f64>, NanVarianceState<V> => |state, _kind| state.variance(ddof);
}

#[cfg(feature = "std")]
named! { NumberOp of Number:
    OfStd(ddof) std -> Option<f64>, VarianceState<V> => |state, _kind| state.std(ddof);
    OfNanStd(ddof) nan_std -> Option<f64>, NanVarianceState<V> => |state, _kind| state.std(ddof);
}

named! { OrderedOp of Ordered:
    OfMin min -> Option<Value>, MinState<V> => |state, kind| state.value().map(|v| kind.value(v));
    OfMax max -> Option<Value>, MaxState<V> => |state, kind| state.value().map(|v| kind.value(v));
    OfMinMax min_max -> Option<(Value, Value)>, MinMaxState<V> =>
        |state, kind| state.value().map(|(a, b)| (kind.value(a), kind.value(b)));
    OfArgmin argmin -> Option<u64>, ArgMinState<V> => |state, _kind| state.position();
    OfArgmax argmax -> Option<u64>, ArgMaxState<V> => |state, _kind| state.position();
    OfMissing count_missing -> u64, MissingState => |state, _kind| state.missing;
    OfNanMin nan_min -> Option<Value>, NanMinState<V> => |state, kind| state.value().map(|v| kind.value(v));
    OfNanMax nan_max -> Option<Value>, NanMaxState<V> => |state, kind| state.value().map(|v| kind.value(v));
    OfNanMinMax nan_min_max -> Option<(Value, Value)>, NanMinMaxState<V> =>
        |state, kind| state.value().map(|(a, b)| (kind.value(a), kind.value(b)));
    OfNanArgmin nan_argmin -> Option<u64>, NanArgMinState<V> => |state, _kind| state.position();
    OfNanArgmax nan_argmax -> Option<u64>, NanArgMaxState<V> => |state, _kind| state.position();
}
