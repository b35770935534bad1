//! Windows, differences and running totals of columns whose dtype only run time knows: `data["volts"].rolling(64).mean()?`.
//!
//! A column of the other byte order is copied into the machine's first, so that each operation is compiled once for each type.
//! Dates and time spans are computed as such, under the unit that their dtype has. The methods are `inline` so that a program
//! compiles those that it calls, and no others.

mod diff;
mod gaps;
mod rolling;
mod shift;
mod spans;
mod widened;

pub use gaps::AnyGap;
pub use rolling::AnyRolling;
pub use shift::AnyShifted;
pub use spans::AnyRollingBy;

use crate::{
    buffer::{AnyArray, Array},
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind, TimeUnit},
    element::Element,
    layout::DynRank,
    ops::{
        dispatch::with_number,
        number::Number,
        roll::{
            error::RollError,
            mode::{Mode, Serial},
            plan::{Pieces, Plan, Rolled},
            values::{Differs, Multiplied, Outcome},
        },
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    time::{DateTime64, Generic, TimeDelta64},
    view::ColumnError,
};

/// Numbers and truth values: all that the operations ask for.
#[doc(hidden)]
pub trait Any: Number + Multiplied + Differs + Outcome {}
impl<V: Number + Multiplied + Differs + Outcome> Any for V {}

/// An operation for whatever the column turns out to be.
pub(super) trait Operation {
    /// Its name, for errors.
    const NAME: &'static str;

    /// Whether results are of the type that the elements are of.
    const KEEPS: bool = false;

    /// Where they are computed.
    type Mode: Mode;

    fn numbers<T: Element<Value: Any>>(self, view: View<'_, T, DynRank>) -> Result<AnyArray, RollError>;

    fn dates(self, _: View<'_, DateTime64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>>
    where
        Self: Sized,
    {
        None
    }

    fn spans(self, _: View<'_, TimeDelta64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>>
    where
        Self: Sized,
    {
        None
    }
}

/// The results without their type.
pub(super) fn erased<M: Mode, T: Element, P: Plan<T> + Pieces>(
    rolled: Rolled<'_, T, DynRank, P>,
) -> Result<AnyArray, RollError> {
    Ok(M::array(rolled)?.into())
}

/// Those of running totals, which are computed on one thread.
fn erased_totals<T: Element, P: Plan<T>>(totals: &Rolled<'_, T, DynRank, P>) -> Result<AnyArray, RollError> {
    let array: Array<_, DynRank> = totals.try_to_array()?;
    Ok(array.into())
}

/// Finds the element type of a column and runs the operation on it.
pub(super) fn dispatch<O: Operation>(view: AnyView<'_>, operation: O) -> Result<AnyArray, RollError> {
    let unsupported = || RollError::from(ColumnError::unsupported(O::NAME, view.dtype()));
    let view = view.all_axes()?;
    let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
    if scalar.byte_order().is_some_and(|order| order != ByteOrder::NATIVE) {
        let native = view.to_array()?.into_native().map_err(|_| unsupported())?;
        return dispatch(native.view(), operation);
    }
    if let Some(unit) = counted(scalar) {
        return of_counts(view, scalar, unit, operation);
    }
    with_number!(
        scalar.kind(),
        |Native, _Swapped| operation.numbers(view.typed_as::<Native, DynRank>()?),
        _ => Err(unsupported()),
    )
}

/// The unit of dates and time spans.
fn counted(scalar: Scalar) -> Option<TimeUnit> {
    match scalar.kind() {
        ScalarKind::DateTime(unit) | ScalarKind::TimeDelta(unit) => Some(unit),
        _ => None,
    }
}

/// Runs the operation on dates or time spans in the machine's byte order.
fn of_counts<O: Operation>(
    view: AnyView<'_>,
    scalar: Scalar,
    unit: TimeUnit,
    operation: O,
) -> Result<AnyArray, RollError> {
    let unsupported = || RollError::from(ColumnError::unsupported(O::NAME, view.dtype()));
    let counts = view.counts().ok_or_else(unsupported)?.typed_as::<i64, DynRank>()?;
    let made = match scalar.kind() {
        ScalarKind::DateTime(_) => operation.dates(counts.view_as()?),
        _ => operation.spans(counts.view_as()?),
    };
    relabelled(made.ok_or_else(unsupported)??, unit)
}

/// Dates and time spans of no unit as those of a unit; others as they are.
fn relabelled(made: AnyArray, unit: TimeUnit) -> Result<AnyArray, RollError> {
    let (dtype, layout, order, bytes) = made.into_parts();
    let dtype = match dtype.as_scalar().map(Scalar::kind) {
        Some(ScalarKind::DateTime(_)) => {
            DType::scalar(Scalar::new(ScalarKind::DateTime(unit), ByteOrder::NATIVE))
        }
        Some(ScalarKind::TimeDelta(_)) => {
            DType::scalar(Scalar::new(ScalarKind::TimeDelta(unit), ByteOrder::NATIVE))
        }
        _ => dtype,
    };
    Ok(AnyArray::from_bytes(bytes, dtype, layout, order)?)
}

macro_rules! totals {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident, $axis_name:ident, $struct:ident, $($times:ident)*;
    )*) => {
        $(
            struct $struct {
                axis: usize,
            }

            impl Operation for $struct {
                const NAME: &'static str = stringify!($name);
                type Mode = Serial;

                fn numbers<T: Element<Value: Any>>(self, view: View<'_, T, DynRank>) -> Result<AnyArray, RollError> {
                    erased_totals(&view.$axis_name(self.axis))
                }

                $(totals!(@ $times $axis_name);)*
            }
        )*

        impl AnyView<'_> {
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                /// [`RollError::Column`] if the elements are of no such kind; others as
                /// [`Rolled::try_to_array`](crate::ops::roll::Rolled::try_to_array).
                #[inline]
                pub fn $name(&self) -> Result<AnyArray, RollError> {
                    self.$axis_name(0)
                }

                #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), ") along any axis.")]
                ///
                /// # Errors
                /// As there, and [`RollError::Layout`] if there is no such axis.
                #[inline]
                pub fn $axis_name(&self, axis: usize) -> Result<AnyArray, RollError> {
                    dispatch(*self, $struct { axis })
                }
            )*
        }

        impl AnyColumn {
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                /// As [`AnyView`]'s.
                #[inline]
                pub fn $name(&self) -> Result<AnyArray, RollError> {
                    self.as_view().$name()
                }
            )*
        }
    };
    (@ dates $name:ident) => {
        #[inline]
        fn dates(self, view: View<'_, DateTime64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
            Some(erased_totals(&view.$name(self.axis)))
        }
    };
    (@ spans $name:ident) => {
        #[inline]
        fn spans(self, view: View<'_, TimeDelta64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
            Some(erased_totals(&view.$name(self.axis)))
        }
    };
}

totals! {
    /// The sums of the elements up to each along the first axis; see [`Column::cumsum`](crate::Column::cumsum).
    cumsum, cumsum_axis, CumsumOf, spans;
    /// As `cumsum`, NaN and NaT as if they were 0; see [`Column::nan_cumsum`](crate::Column::nan_cumsum).
    nan_cumsum, nan_cumsum_axis, NanCumsumOf, spans;
    /// The products of the elements up to each along the first axis; see [`Column::cumprod`](crate::Column::cumprod).
    cumprod, cumprod_axis, CumprodOf,;
    /// As `cumprod`, NaN as if they were 1; see [`Column::nan_cumprod`](crate::Column::nan_cumprod).
    nan_cumprod, nan_cumprod_axis, NanCumprodOf,;
    /// The least of the elements up to each along the first axis; see [`Column::cummin`](crate::Column::cummin).
    cummin, cummin_axis, CumminOf, dates spans;
    /// The greatest of the elements up to each along the first axis; see [`Column::cummax`](crate::Column::cummax).
    cummax, cummax_axis, CummaxOf, dates spans;
}
