//! The reductions of [`any`](crate::ops), fed piece by piece: for columns whose dtype only run time knows and that come in parts.

use crate::{
    dtype::TimeUnit,
    element::Element,
    layout::DynRank,
    ops::{
        any::{Counts, Reduction, Sum, dispatch},
        number::Number,
        state::{ExtremeState, SumState},
    },
    raw::{any::AnyView, view::View},
    view::{ColumnError, Value},
};
use alloc::boxed::Box;
use core::marker::PhantomData;

/// A reduction of a column of one dtype.
pub(crate) trait AnyState<O> {
    /// Goes on with the elements of a column of the same dtype.
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError>;

    /// The answer for all.
    fn finish(self: Box<Self>) -> O;
}

/// The state of a reduction and the type of the elements.
struct Typed<T, S>(S, PhantomData<fn() -> T>);

macro_rules! states {
    ($($name:ident $struct:ident $state:ty => $output:ty { $($finish:tt)* })*) => {$(
        struct $struct;

        impl Reduction for $struct {
            type Output = Box<dyn AnyState<$output>>;

            fn run<T: Element<Value: Number<Sum: Into<Sum>>>>(self, _: View<'_, T, DynRank>) -> Self::Output
            where
                Value: From<T::Value>,
            {
                Box::new(Typed::<T, $state>(<$state>::new(), PhantomData))
            }
        }

        impl<T: Element<Value: Number<Sum: Into<Sum>>>> AnyState<$output> for Typed<T, $state>
        where
            Value: From<T::Value>,
        {
            fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
                let unsupported = |_| ColumnError::unsupported(stringify!($name), column.dtype());
                let column = column.all_axes().map_err(unsupported)?;
                self.0.feed(column.typed_as::<T, DynRank>()?);
                Ok(())
            }

            fn finish(self: Box<Self>) -> $output {
                self.0.$($finish)*
            }
        }
    )*};
}

states! {
    sum SumOf SumState<T::Value> => Sum { sum().into() }
    mean MeanOf SumState<T::Value> => Option<f64> { mean() }
    min MinOf ExtremeState<T::Value, false> => Option<Value> { value().map(Value::from) }
    max MaxOf ExtremeState<T::Value, true> => Option<Value> { value().map(Value::from) }
}

/// The sum of columns of this column's dtype.
pub(crate) fn sum(column: AnyView<'_>) -> Result<Box<dyn AnyState<Sum>>, ColumnError> {
    dispatch(column, "sum", SumOf)
}

/// Their mean.
pub(crate) fn mean(column: AnyView<'_>) -> Result<Box<dyn AnyState<Option<f64>>>, ColumnError> {
    dispatch(column, "mean", MeanOf)
}

/// Their least element.
pub(crate) fn min(column: AnyView<'_>) -> Result<Box<dyn AnyState<Option<Value>>>, ColumnError> {
    if let Some(Counts { integers, unit, wrap }) = Counts::of(&column) {
        // NaT is the least count, so it is the least wherever it occurs.
        let least = dispatch(integers, "min", MinOf)?;
        return Ok(Box::new(TimeState { least, greatest: None, unit, wrap }));
    }
    dispatch(column, "min", MinOf)
}

/// Their greatest element.
pub(crate) fn max(column: AnyView<'_>) -> Result<Box<dyn AnyState<Option<Value>>>, ColumnError> {
    if let Some(Counts { integers, unit, wrap }) = Counts::of(&column) {
        let (least, greatest) = (dispatch(integers, "min", MinOf)?, dispatch(integers, "max", MaxOf)?);
        return Ok(Box::new(TimeState { least, greatest: Some(greatest), unit, wrap }));
    }
    dispatch(column, "max", MaxOf)
}

/// The least date or time span; or the greatest, unless the least is NaT.
struct TimeState {
    least: Box<dyn AnyState<Option<Value>>>,
    greatest: Option<Box<dyn AnyState<Option<Value>>>>,
    unit: TimeUnit,
    wrap: fn(i64, TimeUnit) -> Value,
}

impl AnyState<Option<Value>> for TimeState {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        let integers = Counts::of(&column).map_or(column, |counts| counts.integers);
        self.least.add(integers)?;
        self.greatest.as_mut().map_or(Ok(()), |greatest| greatest.add(integers))
    }

    fn finish(self: Box<Self>) -> Option<Value> {
        let Self { least, greatest, unit, wrap } = *self;
        let count = match (least.finish()?, greatest) {
            (least @ Value::Int(i64::MIN), _) | (least, None) => least,
            (_, Some(greatest)) => greatest.finish()?,
        };
        match count {
            Value::Int(count) => Some(wrap(count, unit)),
            _ => None,
        }
    }
}
