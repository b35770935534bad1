//! Reductions along one axis of a view: one answer for each cell that is left.

use crate::{
    Bool8,
    buffer::ArrayError,
    element::Element,
    layout::{Axes as _, Dim, LayoutError},
    ops::{
        number::{Number, Ordered},
        reduce::{along::along, error::ReduceError, quantile::Collected},
        state::{
            ArgMaxState, ArgMinState, CountState, Fold, MaxState, MinState, MissingState, MomentsState,
            NanMaxState, NanMinState, NanSumState, ProductState, SomeState, SumState,
        },
    },
    or_panic::OrPanic as _,
    raw::{array::Array, view::View},
};
use alloc::vec::Vec;

#[cfg(feature = "rayon")]
use crate::{layout::DynRank, ops::parallel::Par};

#[cfg(feature = "rayon")]
mod par;

/// An array with an element for each cell that the axis leaves.
fn left<T, D: Dim, U: Element>(
    view: View<'_, T, D>,
    axis: usize,
) -> Result<Array<U, D::Smaller>, ReduceError> {
    let shape = view.shape();
    let shape = shape.as_ref();
    if axis >= shape.len() {
        return Err(LayoutError::Axis { axis, ndim: shape.len() }.into());
    }
    let left = |i: usize| shape[i + usize::from(i >= axis)];
    let left =
        <D::Smaller as Dim>::Shape::from_fn(shape.len() - 1, left).expect("an axis less than there are");
    Ok(Array::zeros_on(left)?)
}

/// What `finish` makes of the state of each cell.
fn reduced<T: Element<Value: Ordered>, D: Dim, S: Fold<T::Value>, U: Element>(
    view: View<'_, T, D>,
    axis: usize,
    finish: impl Fn(usize, &mut S) -> Result<U, ReduceError>,
) -> Result<Array<U, D::Smaller>, ReduceError> {
    let mut array = left(view, axis)?;
    let mut answers = Vec::new();
    let elements = array.size();
    let bytes = elements.saturating_mul(size_of::<U>());
    answers.try_reserve_exact(elements).map_err(|_| ArrayError::OutOfMemory { bytes })?;
    along(view, axis, &mut |state: &mut S| {
        answers.push(finish(answers.len(), state)?);
        Ok::<(), ReduceError>(())
    })?;
    let mut answers = answers.into_iter();
    array.view_mut().for_each_slot(|_, slot| slot.put(answers.next().expect("one for each cell")));
    Ok(array)
}

/// The same on several threads.
#[cfg(feature = "rayon")]
fn reduced_on_threads<T: Element<Value: Ordered>, D: Dim, S: Fold<T::Value>, U: Element>(
    view: View<'_, T, D>,
    axis: usize,
    finish: impl Fn(usize, &mut S) -> Result<U, ReduceError> + Sync,
) -> Result<Array<U, D::Smaller>, ReduceError> {
    let mut array = left(view, axis)?;
    let view = view.derive(|parent| parent.with_rank::<DynRank>())?;
    let view = view.try_move_axis(axis, view.ndim() - 1)?;
    let out = array.view_mut().try_ravel()?;
    par::answers(view, out, 0, &finish)?;
    Ok(array)
}

/// Refuses to look for something along an axis on which nothing is.
fn some<T: Element, D: Dim>(view: View<'_, T, D>, axis: usize) -> Result<(), ReduceError> {
    match view.shape().as_ref().get(axis) {
        Some(0) => Err(ReduceError::Empty { axis }),
        _ => Ok(()),
    }
}

macro_rules! along_axes {
    ($(
        $(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])?
        $name:ident, $try:ident($($argument:ident)?) -> $output:ty where $bound:ident,
            $state:ty => |$view:ident, $axis:ident, $index:ident, $answer:ident| $check:expr, $finish:expr;
    )*) => {
        /// Reductions along an axis; see [`ops`](crate::ops).
        impl<T: Element, D: Dim> View<'_, T, D> {
            $(
                $(#[doc = $doc])*
                ///
                /// # Panics
                #[doc = concat!("Where [`", stringify!($try), "`](View::", stringify!($try), ") fails.")]
                $(#[cfg($cfg)])?
                #[track_caller]
                pub fn $name(self, axis: usize $(, $argument: usize)?) -> Array<$output, D::Smaller>
                where
                    T::Value: $bound,
                {
                    self.$try(axis $(, $argument)?).or_panic()
                }

                #[doc = concat!("As [`", stringify!($name), "`](View::", stringify!($name), "), with errors as values.")]
                ///
                /// # Errors
                /// [`ReduceError::Array`] if there is no such axis or no memory; where there is no answer, what its doc says.
                $(#[cfg($cfg)])?
                pub fn $try(self, axis: usize $(, $argument: usize)?) -> Result<Array<$output, D::Smaller>, ReduceError>
                where
                    T::Value: $bound,
                {
                    let ($view, $axis) = (self, axis);
                    let () = $check;
                    reduced($view, $axis, |$index, $answer: &mut $state| {
                        _ = $index;
                        $finish
                    })
                }
            )*
        }

        /// Reductions along an axis, with the answers of one thread; see [`ops`](crate::ops).
        #[cfg(feature = "rayon")]
        impl<T: Element, D: Dim> Par<View<'_, T, D>> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Panics
                #[doc = concat!("Where [`View::", stringify!($try), "`] fails.")]
                $(#[cfg($cfg)])?
                #[track_caller]
                pub fn $name(self, axis: usize $(, $argument: usize)?) -> Array<$output, D::Smaller>
                where
                    T::Value: $bound,
                {
                    self.$try(axis $(, $argument)?).or_panic()
                }

                #[doc = concat!("See [`View::", stringify!($try), "`].")]
                ///
                /// # Errors
                /// As there.
                $(#[cfg($cfg)])?
                pub fn $try(self, axis: usize $(, $argument: usize)?) -> Result<Array<$output, D::Smaller>, ReduceError>
                where
                    T::Value: $bound,
                {
                    let ($view, $axis) = (self.0, axis);
                    let () = $check;
                    reduced_on_threads($view, $axis, |$index, $answer: &mut $state| {
                        _ = $index;
                        $finish
                    })
                }
            )*
        }

        /// Reductions along an axis; see [`ops`](crate::ops).
        impl<T: Element, D: Dim> Array<T, D> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                ///
                /// # Panics
                #[doc = concat!("Where [`View::", stringify!($try), "`] fails.")]
                $(#[cfg($cfg)])?
                #[track_caller]
                pub fn $name(&self, axis: usize $(, $argument: usize)?) -> Array<$output, D::Smaller>
                where
                    T::Value: $bound,
                {
                    self.view().$name(axis $(, $argument)?)
                }
            )*
        }
    };
}

/// The sum of the type that an array can hold.
fn narrow<V: Number>([axis, index]: [usize; 2], sum: Option<V::Sum>) -> Result<V::AxisSum, ReduceError> {
    sum.and_then(V::axis_sum).ok_or(ReduceError::Overflow { axis, index })
}

/// What a variance is of no more elements than `ddof`.
fn enough<T: Element, D: Dim>(view: View<'_, T, D>, axis: usize, ddof: usize) -> Result<(), ReduceError> {
    match view.shape().as_ref().get(axis) {
        Some(&len) if len <= ddof => Err(ReduceError::TooFew { axis, len, ddof }),
        _ => Ok(()),
    }
}

along_axes! {
    /// The sums along an axis: floats as `f64`, integers exactly, as `i64` or `u64`. NumPy's `a.sum(axis=axis)`.
    ///
    /// Each is the [`sum`](View::sum) of the elements that differ in this axis only, to the bit. NumPy's `keepdims` is
    /// `insert_axis` of the result's view. A sum beyond 64 bits is [`ReduceError::Overflow`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(table.sum_axis(0).to_vec(), [5_i64, 7, 9]);
    /// assert_eq!(table.sum_axis(1).view().insert_axis(1).shape(), [2, 1]);
    /// ```
    sum_axis, try_sum_axis() -> <T::Value as Number>::AxisSum where Number,
        SumState<T::Value> => |view, axis, index, state| (), narrow::<T::Value>([axis, index], Some(state.sum()));

    /// The means along an axis. NumPy's `a.mean(axis=axis)`. Of an empty axis [`ReduceError::Empty`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(Array::from_rows([[1, 2], [4, 5]]).mean_axis(1).to_vec(), [1.5, 4.5]);
    /// ```
    mean_axis, try_mean_axis() -> f64 where Number,
        SumState<T::Value> => |view, axis, index, state| some(view, axis)?, Ok(state.mean().unwrap_or(f64::NAN));

    /// The least values along an axis, stored as the view's. NumPy's `a.min(axis=axis)`. Of an empty axis
    /// [`ReduceError::Empty`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 5], [4, 2]]);
    /// assert_eq!((table.min_axis(0).to_vec(), table.max_axis(0).to_vec()), (vec![1, 2], vec![4, 5]));
    /// ```
    min_axis, try_min_axis() -> T where Ordered,
        MinState<T::Value> => |view, axis, index, state| some(view, axis)?, found(axis, state.value());

    /// The greatest values along an axis, as [`min_axis`](View::min_axis). NumPy's `a.max(axis=axis)`.
    max_axis, try_max_axis() -> T where Ordered,
        MaxState<T::Value> => |view, axis, index, state| some(view, axis)?, found(axis, state.value());

    /// The variances along an axis. NumPy's `a.var(axis=axis, ddof=ddof)`. Of no more than `ddof` elements
    /// [`ReduceError::TooFew`].
    variance_axis, try_variance_axis(ddof) -> f64 where Number,
        MomentsState<T::Value, false> => |view, axis, index, state| enough(view, axis, ddof)?,
        Ok(state.variance(ddof).unwrap_or(f64::NAN));

    /// The standard deviations along an axis, as [`variance_axis`](View::variance_axis). NumPy's `a.std(axis=axis, ddof=ddof)`.
    #[cfg(feature = "std")]
    std_axis, try_std_axis(ddof) -> f64 where Number,
        MomentsState<T::Value, false> => |view, axis, index, state| enough(view, axis, ddof)?,
        Ok(state.std(ddof).unwrap_or(f64::NAN));

    /// The index along an axis of each first least value; see [`argmin`](View::argmin). NumPy's `a.argmin(axis=axis)`. Of an empty
    /// axis [`ReduceError::Empty`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(Array::from_rows([[1, 5], [4, 2]]).argmin_axis(0).to_vec(), [0, 1]);
    /// ```
    argmin_axis, try_argmin_axis() -> u64 where Ordered,
        ArgMinState<T::Value> => |view, axis, index, state| some(view, axis)?, place(axis, state.position());

    /// The index along an axis of each first greatest value; see [`argmax`](View::argmax). NumPy's `a.argmax(axis=axis)`.
    argmax_axis, try_argmax_axis() -> u64 where Ordered,
        ArgMaxState<T::Value> => |view, axis, index, state| some(view, axis)?, place(axis, state.position());

    /// Whether any element along an axis is other than zero. NumPy's `a.any(axis=axis)`.
    any_axis, try_any_axis() -> Bool8 where Number,
        SomeState<false> => |view, axis, index, state| (), Ok(Bool8::new(state.found));

    /// Whether all elements along an axis are other than zero. NumPy's `a.all(axis=axis)`.
    all_axis, try_all_axis() -> Bool8 where Number,
        SomeState<true> => |view, axis, index, state| (), Ok(Bool8::new(!state.found));

    /// The numbers of elements along an axis that are other than zero. NumPy's `np.count_nonzero(a, axis=axis)`.
    count_nonzero_axis, try_count_nonzero_axis() -> u64 where Number,
        CountState => |view, axis, index, state| (), Ok(state.nonzero());

    /// The numbers of missing elements along an axis. NumPy's `np.isnan(a).sum(axis=axis)`.
    count_missing_axis, try_count_missing_axis() -> u64 where Ordered,
        MissingState => |view, axis, index, state| (), Ok(state.missing);

    /// The products along an axis, as [`sum_axis`](View::sum_axis). NumPy's `a.prod(axis=axis)`.
    product_axis, try_product_axis() -> <T::Value as Number>::AxisSum where Number,
        ProductState<T::Value> => |view, axis, index, state| (), narrow::<T::Value>([axis, index], state.product());

    /// The sums along an axis of what is not missing. NumPy's `np.nansum(a, axis=axis)`.
    nan_sum_axis, try_nan_sum_axis() -> <T::Value as Number>::AxisSum where Number,
        NanSumState<T::Value> => |view, axis, index, state| (), narrow::<T::Value>([axis, index], Some(state.sum()));

    /// The means along an axis of what is not missing; NaN where all is. NumPy's `np.nanmean(a, axis=axis)`. Of an empty axis
    /// [`ReduceError::Empty`].
    nan_mean_axis, try_nan_mean_axis() -> f64 where Number,
        NanSumState<T::Value> => |view, axis, index, state| some(view, axis)?, Ok(state.mean().unwrap_or(f64::NAN));

    /// The least values along an axis that are not missing; where all are, the first of them. NumPy's
    /// `np.nanmin(a, axis=axis)`. Of an empty axis [`ReduceError::Empty`].
    nan_min_axis, try_nan_min_axis() -> T where Ordered,
        OrFirst<T::Value, NanMinState<T::Value>> => |view, axis, index, state| some(view, axis)?,
        found(axis, state.1.value().or(state.0));

    /// The greatest values along an axis that are not missing, as [`nan_min_axis`](View::nan_min_axis). NumPy's
    /// `np.nanmax(a, axis=axis)`.
    nan_max_axis, try_nan_max_axis() -> T where Ordered,
        OrFirst<T::Value, NanMaxState<T::Value>> => |view, axis, index, state| some(view, axis)?,
        found(axis, state.1.value().or(state.0));

    /// The medians along an axis; NaN where there is one. NumPy's `np.median(a, axis=axis)`. Of an empty axis
    /// [`ReduceError::Empty`].
    median_axis, try_median_axis() -> f64 where Number,
        Collected<T::Value> => |view, axis, index, state| some(view, axis)?, Ok(state.median(false)?.unwrap_or(f64::NAN));

    /// The variances along an axis of what is not missing; NaN where there is no more than `ddof`. NumPy's
    /// `np.nanvar(a, axis=axis, ddof=ddof)`.
    nan_variance_axis, try_nan_variance_axis(ddof) -> f64 where Number,
        MomentsState<T::Value, true> => |view, axis, index, state| (), Ok(state.variance(ddof).unwrap_or(f64::NAN));
}

/// The value of a cell, which is not empty.
fn found<T: Element>(axis: usize, value: Option<T::Value>) -> Result<T, ReduceError> {
    value.map(T::store).ok_or(ReduceError::Empty { axis })
}

fn place(axis: usize, position: Option<u64>) -> Result<u64, ReduceError> {
    position.ok_or(ReduceError::Empty { axis })
}

/// A state and the first element of all.
struct OrFirst<V, S>(Option<V>, S);

impl<V, S: Default> Default for OrFirst<V, S> {
    fn default() -> Self {
        Self(None, S::default())
    }
}

impl<V: Ordered, S: Fold<V>> Fold<V> for OrFirst<V, S> {
    fn values(&mut self, values: &[V]) {
        self.0 = self.0.or(values.first().copied());
        self.1.values(values);
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.0 = self.0.or(later.0);
        self.1.merge(later.1);
    }
}
