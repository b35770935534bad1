//! Medians and quantiles: a copy of the values, of which only the ones asked for are put in their places.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Number,
        reduce::{
            any::kind::{Kind, with_kind},
            error::ReduceError,
            interpolation::{Interpolation, check, place},
        },
        state::Fold,
    },
    or_panic::OrPanic as _,
    raw::{any::AnyView, any_column::AnyColumn, array::Array, column::Column, view::View},
};
use alloc::vec::Vec;
use core::cmp::Ordering;

#[cfg(feature = "rayon")]
use crate::ops::parallel::Par;

#[cfg(feature = "rayon")]
mod par;

/// All values, or a word that there is no memory for them.
pub(crate) struct Collected<V> {
    values: Vec<V>,
    too_many: bool,
}

impl<V> Default for Collected<V> {
    fn default() -> Self {
        Self { values: Vec::new(), too_many: false }
    }
}

impl<V: Number> Fold<V> for Collected<V> {
    #[cfg(feature = "rayon")]
    const WHOLE: bool = true;

    fn values(&mut self, values: &[V]) {
        if self.values.try_reserve(values.len()).is_ok() {
            self.values.extend_from_slice(values);
        } else {
            self.too_many = true;
        }
    }

    fn restart(&mut self) {
        self.values.clear();
    }

    fn decided(&self) -> bool {
        self.too_many
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.values(&later.values);
        self.too_many |= later.too_many;
    }
}

fn order<V: Number>(a: &V, b: &V) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// Where the least of these is.
fn least<V: Number>(values: &[V]) -> Option<usize> {
    (0..values.len()).reduce(|a, b| if order(&values[b], &values[a]).is_lt() { b } else { a })
}

impl<V: Number> Collected<V> {
    /// Of so many elements at most.
    fn of(elements: usize) -> Result<Self, ReduceError> {
        let mut values = Vec::new();
        values.try_reserve_exact(elements).map_err(|_| ReduceError::OutOfMemory { elements })?;
        Ok(Self { values, too_many: false })
    }

    /// The quantiles at `qs`, in their order; all NaN if there is a missing element that counts; `None` of no elements.
    pub(crate) fn quantiles(
        &mut self,
        qs: &[f64],
        skip: bool,
        between: Interpolation,
    ) -> Result<Option<Vec<f64>>, ReduceError> {
        check(qs)?;
        if self.too_many {
            return Err(ReduceError::OutOfMemory { elements: self.values.len() });
        }
        if skip {
            self.values.retain(|value| !value.is_missing());
        }
        if self.values.is_empty() {
            return Ok(None);
        }
        if self.values.iter().any(|value| value.is_missing()) {
            return Ok(Some(alloc::vec![f64::NAN; qs.len()]));
        }
        // From the least to the greatest, so that each search leaves what is above for the next.
        let mut turns: Vec<usize> = (0..qs.len()).collect();
        turns.sort_by(|&a, &b| qs[a].total_cmp(&qs[b]));
        let mut answers = alloc::vec![0.0; qs.len()];
        let mut sorted = 0;
        for turn in turns {
            answers[turn] = self.quantile(qs[turn], &mut sorted, between);
        }
        Ok(Some(answers))
    }

    /// One of them. The elements before `sorted` are no greater than those from there on.
    #[allow(clippy::cast_possible_truncation)] // a rank is below the length
    fn quantile(&mut self, q: f64, sorted: &mut usize, between: Interpolation) -> f64 {
        let (rank, part) = place(q, self.values.len() as u64);
        let low = rank as usize;
        if low >= *sorted {
            let (_, _, above) = self.values[*sorted..].select_nth_unstable_by(low - *sorted, order);
            // The least of those above comes right behind.
            if let Some(next) = least(above) {
                above.swap(0, next);
            }
            *sorted = low + 1;
        }
        let a = self.values[low].to_f64();
        let b = self.values[(low + 1).min(self.values.len() - 1)].to_f64();
        between.value(a, b, rank, part)
    }

    /// The middle element, or halfway between the two in the middle.
    pub(crate) fn median(&mut self, skip: bool) -> Result<Option<f64>, ReduceError> {
        let answers = self.quantiles(&[0.5], skip, Interpolation::Midpoint)?;
        Ok(answers.map(|answers| answers[0]))
    }
}

fn collect<T: Element<Value: Number>, D: Dim>(
    view: View<'_, T, D>,
) -> Result<Collected<T::Value>, ReduceError> {
    let mut values = Collected::of(view.size())?;
    values.feed(view);
    Ok(values)
}

fn collect_any<V: Number>(view: AnyView<'_>, kind: Kind<V>) -> Result<Collected<V>, ReduceError> {
    let mut values = Collected::of(view.size())?;
    kind.feed(view, &mut values)?;
    Ok(values)
}

macro_rules! quantiles {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident, $try:ident($($argument:ident: $type:ty),*) -> $output:ty, |$values:ident| $finish:expr;
    )*) => {
        /// Quantiles; see [`ops`](crate::ops).
        impl<T: Element, D: Dim> View<'_, T, D>
        where
            T::Value: Number,
        {
            $(
                $(#[doc = $doc])*
                ///
                /// # Panics
                #[doc = concat!("Where [`", stringify!($try), "`](View::", stringify!($try), ") fails.")]
                #[track_caller]
                pub fn $name(self $(, $argument: $type)*) -> $output {
                    self.$try($($argument),*).or_panic()
                }

                #[doc = concat!("As [`", stringify!($name), "`](View::", stringify!($name), "), with errors as values.")]
                ///
                /// # Errors
                /// [`ReduceError::Quantile`] if a number is not between 0 and 1, [`ReduceError::OutOfMemory`] if there is none for a
                /// copy of the values.
                pub fn $try(self $(, $argument: $type)*) -> Result<$output, ReduceError> {
                    let mut $values = collect(self)?;
                    $finish
                }
            )*
        }

        /// Quantiles; see [`ops`](crate::ops).
        impl<T: Element> Column<T>
        where
            T::Value: Number,
        {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Panics
                #[doc = concat!("Where [`View::", stringify!($try), "`] fails.")]
                #[track_caller]
                pub fn $name(&self $(, $argument: $type)*) -> $output {
                    self.as_view().$name($($argument),*)
                }
            )*
        }

        /// Quantiles; see [`ops`](crate::ops).
        impl<T: Element, D: Dim> Array<T, D>
        where
            T::Value: Number,
        {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Panics
                #[doc = concat!("Where [`View::", stringify!($try), "`] fails.")]
                #[track_caller]
                pub fn $name(&self $(, $argument: $type)*) -> $output {
                    self.view().$name($($argument),*)
                }
            )*
        }

        /// Quantiles; see [`ops`](crate::ops). A sub-array's elements all count.
        impl AnyView<'_> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Errors
                #[doc = concat!("Those of [`View::", stringify!($try), "`], and [`ReduceError::Column`] if the elements are no numbers.")]
                #[inline]
                pub fn $name(&self $(, $argument: $type)*) -> Result<$output, ReduceError> {
                    /// The answer, once the type is known.
                    fn run<V: Number>(
                        view: AnyView<'_>,
                        kind: Kind<V>
                        $(, $argument: $type)*
                    ) -> Result<$output, ReduceError> {
                        let mut $values = collect_any(view, kind)?;
                        $finish
                    }
                    let view = *self;
                    with_kind!(view, stringify!($name), |kind| Ok(run(view, kind $(, $argument)*)))?
                }
            )*
        }

        /// Quantiles, with the answers of one thread; see [`ops`](crate::ops).
        ///
        /// ```
        /// # use record_core::prelude::*;
        /// let numbers: Vec<u32> = (0..200_001).rev().collect();
        /// assert_eq!(View::from_slice(&numbers).par().median(), Some(100_000.0));
        /// ```
        #[cfg(feature = "rayon")]
        impl<T: Element, D: Dim> Par<View<'_, T, D>>
        where
            T::Value: Number,
        {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Panics
                #[doc = concat!("Where [`View::", stringify!($try), "`] fails.")]
                #[track_caller]
                pub fn $name(self $(, $argument: $type)*) -> $output {
                    self.$try($($argument),*).or_panic()
                }

                #[doc = concat!("See [`View::", stringify!($try), "`].")]
                ///
                /// # Errors
                /// As there.
                pub fn $try(self $(, $argument: $type)*) -> Result<$output, ReduceError> {
                    let $values = par::spread(self.0);
                    $finish
                }
            )*
        }

        /// Quantiles, with the answers of one thread; see [`ops`](crate::ops). A sub-array's elements all count.
        #[cfg(feature = "rayon")]
        impl Par<AnyView<'_>> {
            $(
                #[doc = concat!("See [`AnyView::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                #[inline]
                pub fn $name(self $(, $argument: $type)*) -> Result<$output, ReduceError> {
                    /// The answer, once the type is known.
                    fn run<V: Number>(
                        view: AnyView<'_>,
                        kind: Kind<V>
                        $(, $argument: $type)*
                    ) -> Result<$output, ReduceError> {
                        let $values = par::spread_any(view, kind)?;
                        $finish
                    }
                    let view = self.0;
                    with_kind!(view, stringify!($name), |kind| Ok(run(view, kind $(, $argument)*)))?
                }
            )*
        }

        /// Quantiles; see [`ops`](crate::ops). A sub-array's elements all count.
        impl AnyColumn {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Errors
                #[doc = concat!("Those of [`AnyView::", stringify!($name), "`].")]
                #[inline]
                pub fn $name(&self $(, $argument: $type)*) -> Result<$output, ReduceError> {
                    self.as_view().$name($($argument),*)
                }
            )*
        }
    };
}

/// The only one.
pub(crate) fn one(answers: Option<Vec<f64>>) -> Option<f64> {
    answers.map(|answers| answers[0])
}

quantiles! {
    /// The median: the middle element, or halfway between the two in the middle. NaN if there is one; `None` for no elements.
    ///
    /// NumPy's `np.median(a)`, of `f32` too in `f64`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[4, 1, 3, 2]).median(), Some(2.5));
    /// ```
    median, try_median() -> Option<f64>, |values| values.median(false);

    /// The quantile at `q`, from 0 for the least element to 1 for the greatest, in proportion between two elements. NaN if there
    /// is one; `None` for no elements.
    ///
    /// NumPy's `np.quantile(a, q)`, of `f32` too in `f64`; `np.percentile(a, 100 * q)`. Next to an infinity NumPy's is often NaN,
    /// for it computes with the difference; here it is the element where `q` hits one exactly, and the infinity between that
    /// and a finite one. Only between both infinities there is nothing: NaN.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2, 3, 4, 9]).quantile(0.25), Some(2.0));
    /// ```
    quantile, try_quantile(q: f64) -> Option<f64>, |values| values.quantiles(&[q], false, Interpolation::Linear).map(one);

    /// Several quantiles at once, in the order of `qs`; `None` for no elements. NumPy's `np.quantile(a, qs)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).quantiles(&[1.0, 0.25]), Some(vec![3.0, 1.5]));
    /// ```
    quantiles, try_quantiles(qs: &[f64]) -> Option<Vec<f64>>, |values| values.quantiles(qs, false, Interpolation::Linear);

    /// The quantile at `q`, with a choice of what it is between two elements. NumPy's `np.quantile(a, q, method=between)`.
    ///
    /// ```
    /// # use record_core::{ops::Interpolation, prelude::*};
    /// assert_eq!(View::from_slice(&[1, 2]).quantile_by(0.3, Interpolation::Higher), Some(2.0));
    /// ```
    quantile_by, try_quantile_by(q: f64, between: Interpolation) -> Option<f64>,
        |values| values.quantiles(&[q], false, between).map(one);

    /// The [`median`](View::median) of the elements that are not missing, `None` for none. NumPy's `np.nanmedian(a)`.
    nan_median, try_nan_median() -> Option<f64>, |values| values.median(true);

    /// The [`quantile`](View::quantile) of the elements that are not missing, `None` for none. NumPy's `np.nanquantile(a, q)`.
    nan_quantile, try_nan_quantile(q: f64) -> Option<f64>, |values| values.quantiles(&[q], true, Interpolation::Linear).map(one);

    /// The [`quantiles`](View::quantiles) of the elements that are not missing, `None` for none. NumPy's
    /// `np.nanquantile(a, qs)`.
    nan_quantiles, try_nan_quantiles(qs: &[f64]) -> Option<Vec<f64>>, |values| values.quantiles(qs, true, Interpolation::Linear);
}
