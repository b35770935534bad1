//! Quantiles of a scan: exact, and in memory that does not depend on how many records there are.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        Interpolation, Number,
        reduce::{
            any::kind::{Kind, with_kind},
            interpolation::{check, place},
            quantile,
        },
    },
    raw::any::AnyView,
    scan::{
        Scan, ScanError,
        pass::{column, until, views},
        quantile::ranks::First,
    },
    view::ColumnError,
};
use alloc::{boxed::Box, vec, vec::Vec};
use core::ops::ControlFlow;

mod ranks;

/// Values that are converted at a time.
const PART: usize = 1024;

/// Goes once through the values of a column as `f64`.
pub(super) type Pass<'p> = dyn FnMut(&mut dyn FnMut(&[f64])) -> Result<(), ScanError> + 'p;

/// The quantiles at `qs` of the values that `pass` hands out each time, as [`View::quantiles`](crate::View::quantiles) has them.
pub(super) fn quantiles(
    pass: &mut Pass<'_>,
    qs: &[f64],
    skip: bool,
    between: Interpolation,
) -> Result<Option<Vec<f64>>, ScanError> {
    check(qs)?;
    let mut first = First::default();
    pass(&mut |values| first.take(values))?;
    if first.missing > 0 && !skip {
        return Ok(Some(vec![f64::NAN; qs.len()]));
    }
    let Some(last) = first.values.checked_sub(1) else { return Ok(None) };
    let places: Vec<(u64, f64)> = qs.iter().map(|&q| place(q, first.values)).collect();
    let mut ranks: Vec<u64> = places.iter().flat_map(|&(low, _)| [low, last.min(low + 1)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let values = ranks::values(pass, first, &ranks)?;
    let at = |rank: u64| values[ranks.partition_point(|&other| other < rank)];
    let answer = |(low, part): (u64, f64)| between.value(at(low), at(last.min(low + 1)), low, part);
    Ok(Some(places.into_iter().map(answer).collect()))
}

/// The quantile at `q`, as [`View::quantile_by`](crate::View::quantile_by) has it.
pub(super) fn one(
    pass: &mut Pass<'_>,
    q: f64,
    skip: bool,
    between: Interpolation,
) -> Result<Option<f64>, ScanError> {
    Ok(quantile::one(quantiles(pass, &[q], skip, between)?))
}

/// The median as [`View::median`](crate::View::median) has it.
pub(super) fn median(pass: &mut Pass<'_>, skip: bool) -> Result<Option<f64>, ScanError> {
    one(pass, 0.5, skip, Interpolation::Midpoint)
}

/// Hands out values as `f64`.
fn convert<V: Number>(values: &[V], each: &mut dyn FnMut(&[f64])) {
    let mut converted = [0.0; PART];
    for part in values.chunks(PART) {
        converted.iter_mut().zip(part).for_each(|(converted, value)| *converted = value.to_f64());
        each(&converted[..part.len()]);
    }
}

/// Runs `ask` with passes over the column of a token.
pub(super) fn of_token<S, K, O>(
    scan: &mut S,
    token: K,
    ask: impl FnOnce(&mut Pass<'_>) -> Result<O, ScanError>,
) -> Result<O, ScanError>
where
    S: Scan<Record: Element> + ?Sized,
    K: Token<S::Record, Element: Element<Value: Number>>,
{
    ask(&mut |each| {
        views(scan, |view| {
            _ = view.col(token).each_block(&mut |values| {
                convert(values, each);
                ControlFlow::Continue(())
            });
            Ok(())
        })?;
        Ok(())
    })
}

/// Hands out the numbers of a column.
type Load = Box<dyn Fn(AnyView<'_>, &mut dyn FnMut(&[f64])) -> Result<(), ColumnError>>;

/// Runs `ask` with passes over the column of a name.
pub(super) fn of_name<S: Scan + ?Sized, O>(
    scan: &mut S,
    name: &str,
    operation: &'static str,
    ask: impl FnOnce(&mut Pass<'_>) -> Result<O, ScanError>,
) -> Result<O, ScanError> {
    fn numbers<V: Number>(kind: Kind<V>) -> Load {
        Box::new(move |column, each| {
            (kind.load)(column, &mut |values| {
                convert(values, each);
                ControlFlow::Continue(())
            })
        })
    }
    fn start(column: AnyView<'_>, operation: &'static str) -> Result<Load, ColumnError> {
        with_kind!(column, operation, |kind| Ok(numbers(kind)))
    }
    let load = start(column(scan.dtype(), name)?, operation)?;
    ask(&mut |each| {
        until(scan, |chunk| Ok::<_, ScanError>(load(chunk.view().column(name)?, each)?))?;
        Ok(())
    })
}

/// The quantiles as methods of `ScanOps`, where the types are in scope that they name.
macro_rules! methods {
    () => {
        crate::scan::quantile::methods! { @
            /// The median of a column, exactly; NaN if there is one, `None` for no elements.
            median median_of() -> f64, |pass| quantile::median(pass, false);
            /// The quantile of a column at `q`, from 0 for the least element to 1 for the greatest, in proportion between two.
            quantile quantile_of(q: f64) -> f64, |pass| quantile::one(pass, q, false, Interpolation::Linear);
            /// Several quantiles of a column at once, in the order of `qs`.
            ///
            /// ```
            /// # use record_core::{prelude::*, scan::{InMemory, ScanOps}};
            /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)] struct Reading { channel: u8, level: f32 }
            /// let table: RecordTable<Reading> = (0..=100_u8).map(|i| Reading { channel: 7, level: i.into() }).collect();
            /// let mut scan = InMemory(&table);
            /// assert_eq!(scan.quantiles(Reading::LEVEL, &[0.99, 0.5])?, Some(vec![99.0, 50.0]));
            /// assert_eq!(scan.quantile_of("level", 0.05)?, Some(5.0));
            /// # Ok::<(), record_core::Error>(())
            /// ```
            quantiles quantiles_of(qs: &[f64]) -> Vec<f64>, |pass| quantile::quantiles(pass, qs, false, Interpolation::Linear);
            /// The quantile of a column at `q`, with a choice of what it is between two elements.
            quantile_by quantile_by_of(q: f64, between: Interpolation) -> f64, |pass| quantile::one(pass, q, false, between);
            /// The median of the elements of a column that are not missing, `None` for none.
            nan_median nan_median_of() -> f64, |pass| quantile::median(pass, true);
            /// The quantile at `q` of the elements of a column that are not missing, `None` for none.
            nan_quantile nan_quantile_of(q: f64) -> f64, |pass| quantile::one(pass, q, true, Interpolation::Linear);
            /// Several quantiles of the elements of a column that are not missing, `None` for none.
            nan_quantiles nan_quantiles_of(qs: &[f64]) -> Vec<f64>,
                |pass| quantile::quantiles(pass, qs, true, Interpolation::Linear);
        }
    };
    (@ $(
        $(#[doc = $doc:literal])*
        $name:ident $named:ident($($argument:ident: $type:ty),*) -> $output:ty, |$pass:ident| $run:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[doc = concat!("\nSee [`View::", stringify!($name), "`]. Exact, in memory that does not depend on how many elements there")]
        /// are: of more than two million it takes two to five passes, so a pipe gives no answer. Of -0.0 and 0.0, which are equal, it
        /// may be either.
        ///
        /// # Errors
        /// Those of [`Scan::for_each_chunk`]; [`ScanError::Reduce`] if a quantile is not between 0 and 1;
        /// [`ScanError::Exhausted`] of too many elements from a pipe; [`ScanError::Changed`] if somebody writes meanwhile and the
        /// counts tell.
        fn $name<K>(&mut self, token: K $(, $argument: $type)*) -> Result<Option<$output>, ScanError>
        where
            Self::Record: Element,
            K: Token<Self::Record, Element: Element<Value: Number>>,
        {
            quantile::of_token(self, token, |$pass| $run)
        }

        $(#[doc = $doc])*
        #[doc = concat!("\nThe column of this name; see [`AnyView::", stringify!($name), "`].")]
        ///
        /// # Errors
        #[doc = concat!("Those of [`", stringify!($name), "`](ScanOps::", stringify!($name), "); [`ScanError::Column`] if there is no such column of numbers.")]
        fn $named(&mut self, name: &str $(, $argument: $type)*) -> Result<Option<$output>, ScanError> {
            quantile::of_name(self, name, stringify!($name), |$pass| $run)
        }
    )*};
}
pub(super) use methods;
