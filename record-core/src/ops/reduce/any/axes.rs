//! The reductions along an axis by name: `data["position"].mean_axis(1)?`.

#[cfg(feature = "rayon")]
use crate::ops::parallel::Par;
use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    layout::DynRank,
    ops::{
        dispatch::{Foreign, with_typed},
        reduce::{
            any::kind::{Counted, all_axes},
            error::ReduceError,
        },
    },
    raw::{any::AnyView, any_array::AnyArray, any_column::AnyColumn},
    view::ColumnError,
};

/// Dates of no matter which unit as elements of this dtype; others as they are.
fn relabelled(made: AnyArray, dtype: &DType) -> Result<AnyArray, ReduceError> {
    if !matches!(made.dtype().as_scalar().map(Scalar::kind), Some(ScalarKind::DateTime(_))) {
        return Ok(made);
    }
    let (_, layout, order, bytes) = made.into_parts();
    Ok(AnyArray::from_bytes(bytes, dtype.clone(), layout, order)?)
}

/// The elements as dates or time spans of no matter which unit, or of them in the other byte order.
macro_rules! counted {
    ($view:expr, $scalar:expr, $unsupported:expr, |$typed:ident| $body:expr) => {{
        let counts = $view.counts().ok_or_else($unsupported)?;
        let made: Result<AnyArray, ReduceError> = if $scalar.byte_order() == Some(ByteOrder::NATIVE.swapped())
        {
            let $typed = counts.typed_as::<Foreign<i64>, DynRank>()?.view_as::<Foreign<Counted>>()?;
            $body
        } else {
            let $typed = counts.typed_as::<i64, DynRank>()?.view_as::<Counted>()?;
            $body
        };
        relabelled(made?, $view.dtype())
    }};
}

macro_rules! along_axes {
    ($($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $name:ident, $try:ident($($argument:ident)?) $(or $counted:ident)?;)*) => {
        /// Reductions along an axis; see [`ops`](crate::ops). The axes of a sub-array come behind the view's.
        impl AnyView<'_> {
            $(
                $(#[doc = $doc])*
                #[doc = concat!("\nSee [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
                ///
                /// # Errors
                #[doc = concat!("Those of [`View::", stringify!($try), "`](crate::View::", stringify!($try), "),")]
                /// and [`ReduceError::Column`] if the elements are no numbers.
                $(#[cfg($cfg)])?
                #[inline]
                pub fn $name(&self, axis: usize $(, $argument: usize)?) -> Result<AnyArray, ReduceError> {
                    along_axes!(@ *self, $name, |typed| typed.$try(axis $(, $argument)?) $(, $counted)?)
                }
            )*
        }

        /// Reductions along an axis, with the answers of one thread; see [`ops`](crate::ops). The axes of a sub-array come
        /// behind the view's.
        #[cfg(feature = "rayon")]
        impl Par<AnyView<'_>> {
            $(
                $(#[doc = $doc])*
                #[doc = concat!("\nSee [`AnyView::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                $(#[cfg($cfg)])?
                #[inline]
                pub fn $name(self, axis: usize $(, $argument: usize)?) -> Result<AnyArray, ReduceError> {
                    along_axes!(@ self.0, $name, |typed| typed.par().$try(axis $(, $argument)?) $(, $counted)?)
                }
            )*
        }

        /// Reductions along an axis; see [`ops`](crate::ops). The axes of a sub-array come behind that of the records.
        impl AnyColumn {
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                #[doc = concat!("Those of [`AnyView::", stringify!($name), "`].")]
                $(#[cfg($cfg)])?
                #[inline]
                pub fn $name(&self, axis: usize $(, $argument: usize)?) -> Result<AnyArray, ReduceError> {
                    self.as_view().$name(axis $(, $argument)?)
                }
            )*
        }
    };
    (@ $view:expr, $name:ident, |$typed:ident| $reduced:expr $(, $counted:ident)?) => {{
        let view = all_axes($view, stringify!($name))?;
        let unsupported = || ColumnError::unsupported(stringify!($name), view.dtype());
        let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
        with_typed!(
            view, scalar, |$typed| Ok($reduced?.into()),
            $(ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_) => $counted!(
                view, scalar, unsupported, |$typed| Ok($reduced?.into())
            ),)?
            _ => Err(unsupported().into()),
        )
    }};
}

along_axes! {
    /// The sums along an axis.
    sum_axis, try_sum_axis();
    /// The means along an axis.
    mean_axis, try_mean_axis();
    /// The least values along an axis.
    min_axis, try_min_axis() or counted;
    /// The greatest values along an axis.
    max_axis, try_max_axis() or counted;
    /// The variances along an axis.
    variance_axis, try_variance_axis(ddof);
    /// The standard deviations along an axis.
    #[cfg(feature = "std")]
    std_axis, try_std_axis(ddof);
    /// The index along an axis of each first least value.
    argmin_axis, try_argmin_axis() or counted;
    /// The index along an axis of each first greatest value.
    argmax_axis, try_argmax_axis() or counted;
    /// The medians along an axis.
    median_axis, try_median_axis();
    /// The numbers of elements along an axis that are other than zero.
    count_nonzero_axis, try_count_nonzero_axis();
    /// The sums along an axis of what is not missing.
    nan_sum_axis, try_nan_sum_axis();
    /// The means along an axis of what is not missing; NaN where all is.
    nan_mean_axis, try_nan_mean_axis();
}
