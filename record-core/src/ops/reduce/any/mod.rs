//! The reductions for columns whose dtype only run time knows: `data["salary"].mean()?`.
//!
//! The methods are `inline` so that a program compiles those that it calls, each for a dozen types of numbers, and no others.

mod axes;
pub(crate) mod kind;
pub(crate) mod named;
pub(crate) mod state;

#[cfg(feature = "rayon")]
use crate::ops::parallel::{Par, on_one_thread, pieces};
use crate::{
    ops::{
        reduce::{
            any::{
                kind::{Kind, with_kind},
                named::{NumberOp, OrderedOp},
            },
            position, size,
        },
        state::Fold,
        total::Sum,
    },
    raw::{any::AnyView, any_column::AnyColumn},
    view::{ColumnError, Value},
};

/// Where a reduction runs.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    Here,
    #[cfg(feature = "rayon")]
    OnThreads,
}

/// The state of all elements.
fn fold<V: Copy + Send + Sync + 'static, S: Fold<V>>(
    kind: Kind<V>,
    view: AnyView<'_>,
    place: Where,
) -> Result<S, ColumnError> {
    let mut all = S::default();
    #[cfg(feature = "rayon")]
    if place == Where::OnThreads
        && let Ok(column) = kind::all_axes(view, "reading")?.try_ravel()
        && !on_one_thread(column.size())
    {
        let fed = |range| {
            let mut state = S::default();
            kind.feed(column.slice(range), &mut state).map(|()| state)
        };
        pieces(column.size(), fed, |later| later.map(|later| all.merge(later)))?;
        return Ok(all);
    }
    _ = place;
    kind.feed(view, &mut all)?;
    Ok(all)
}

fn numbers<O: NumberOp>(view: AnyView<'_>, op: O, place: Where) -> Result<O::Output, ColumnError> {
    with_kind!(view, O::NAME, |kind| Ok(op.finish(fold(kind, view, place)?, kind)))
}

fn ordered<O: OrderedOp>(view: AnyView<'_>, op: O, place: Where) -> Result<O::Output, ColumnError> {
    with_kind!(view, O::NAME, |kind| Ok(op.finish(fold(kind, view, place)?, kind)), or counted)
}

macro_rules! reductions {
    ($(
        $(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) -> $output:ty
            = $run:ident $struct:ident $(as $then:path)?;
    )*) => {
        /// Reductions; see [`ops`](crate::ops). A sub-array's elements all count.
        impl AnyView<'_> {
            $(
                $(#[doc = $doc])*
                #[doc = concat!("\n\nSee [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
                ///
                /// # Errors
                /// [`ColumnError::Unsupported`] if the elements are of no such kind.
                $(#[cfg($cfg)])?
                #[inline]
                pub fn $name(&self $(, $argument: usize)?) -> Result<$output, ColumnError> {
                    $run(*self, named::$struct $(($argument))?, Where::Here)$(.map($then))?
                }
            )*
        }

        /// Reductions; see [`ops`](crate::ops). A sub-array's elements all count.
        impl AnyColumn {
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                /// [`ColumnError::Unsupported`] if the elements are of no such kind.
                $(#[cfg($cfg)])?
                #[inline]
                pub fn $name(&self $(, $argument: usize)?) -> Result<$output, ColumnError> {
                    self.as_view().$name($($argument)?)
                }
            )*
        }

        /// Reductions, with the answers of one thread; see [`ops`](crate::ops).
        #[cfg(feature = "rayon")]
        impl Par<AnyView<'_>> {
            $(
                $(#[doc = $doc])*
                ///
                /// # Errors
                /// [`ColumnError::Unsupported`] if the elements are of no such kind.
                #[inline]
                pub fn $name(&self $(, $argument: usize)?) -> Result<$output, ColumnError> {
                    $run(self.0, named::$struct $(($argument))?, Where::OnThreads)$(.map($then))?
                }
            )*
        }
    };
}

reductions! {
    /// The sum of all elements.
    sum() -> Sum = numbers OfSum;
    /// The arithmetic mean, `None` for no elements.
    mean() -> Option<f64> = numbers OfMean;
    /// The least value, `None` for no elements.
    min() -> Option<Value> = ordered OfMin;
    /// The greatest value, `None` for no elements.
    max() -> Option<Value> = ordered OfMax;
    /// The least and the greatest value in one pass, `None` for no elements.
    min_max() -> Option<(Value, Value)> = ordered OfMinMax;
    /// The variance, `None` for no more than `ddof` elements.
    variance(ddof) -> Option<f64> = numbers OfVariance;
    /// The standard deviation, `None` for no more than `ddof` elements.
    #[cfg(feature = "std")]
    std(ddof) -> Option<f64> = numbers OfStd;
    /// The position of the first least element, `None` for no elements.
    argmin() -> Option<usize> = ordered OfArgmin as position;
    /// The position of the first greatest element, `None` for no elements.
    argmax() -> Option<usize> = ordered OfArgmax as position;
    /// Whether any element is other than zero.
    any() -> bool = numbers OfAny;
    /// Whether all elements are other than zero.
    all() -> bool = numbers OfAll;
    /// The number of elements other than zero.
    count_nonzero() -> usize = numbers OfCount as size;
    /// The product of all elements, `None` for an integer that an `i128` cannot hold.
    product() -> Option<Sum> = numbers OfProduct;
    /// The number of missing elements: NaN and NaT.
    count_missing() -> usize = ordered OfMissing as size;
    /// The sum of the elements that are not missing.
    nan_sum() -> Sum = numbers OfNanSum;
    /// The mean of the elements that are not missing, `None` for none.
    nan_mean() -> Option<f64> = numbers OfNanMean;
    /// The least value that is not missing, `None` for none.
    nan_min() -> Option<Value> = ordered OfNanMin;
    /// The greatest value that is not missing, `None` for none.
    nan_max() -> Option<Value> = ordered OfNanMax;
    /// The least and the greatest value that are not missing, `None` for none.
    nan_min_max() -> Option<(Value, Value)> = ordered OfNanMinMax;
    /// The variance of the elements that are not missing.
    nan_variance(ddof) -> Option<f64> = numbers OfNanVariance;
    /// The standard deviation of the elements that are not missing.
    #[cfg(feature = "std")]
    nan_std(ddof) -> Option<f64> = numbers OfNanStd;
    /// The position of the first least element that is not missing, `None` for none.
    nan_argmin() -> Option<usize> = ordered OfNanArgmin as position;
    /// The position of the first greatest element that is not missing, `None` for none.
    nan_argmax() -> Option<usize> = ordered OfNanArgmax as position;
}
