//! Masks and counts on several threads: each piece of the view writes whole words of its own.

use crate::{
    element::Element,
    layout::{Dim, LayoutError},
    ops::{
        Par,
        mask::{
            Mask, Text,
            predicate::{is_among, is_one_of, sorted_set},
        },
        number::Ordered,
        parallel::{PIECE, mapped, mapped_from, on_one_thread, pieces},
    },
    or_panic::OrPanic as _,
    raw::{any::AnyView, gather::pack::WORD, simd::vectorized, view::View},
    view::{ColumnError, Value},
};
use alloc::vec::Vec;
use core::{convert::Infallible, ops::Range};

/// The masks of all pieces of so many elements as one; the error is that of the first piece that has one.
fn joined<E: Send>(len: usize, piece: impl Fn(Range<usize>) -> Result<Mask, E> + Sync) -> Result<Mask, E> {
    let range = |i: usize| i * PIECE..len.min((i + 1) * PIECE);
    let pieces: Vec<Result<Mask, E>> = mapped(len.div_ceil(PIECE), |i| piece(range(i)));
    let pieces = pieces.into_iter().collect::<Result<Vec<Mask>, E>>()?;
    Ok(Mask::written(len, |words| {
        for (words, piece) in words.chunks_mut(PIECE / WORD).zip(&pieces) {
            words.copy_from_slice(piece.as_words());
        }
    }))
}

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// The elements for which `test` of the value holds, each asked once; see [`View::mask_by`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let column = View::from_slice(&numbers);
    /// assert_eq!(column.par().mask_by(|n| n % 3 == 0), column.mask_by(|n| n % 3 == 0));
    /// ```
    pub fn mask_by(self, test: impl Fn(T::Value) -> bool + Sync) -> Mask {
        let column = match self.0.try_ravel() {
            Ok(column) if !on_one_thread(column.size()) => column,
            _ => return self.0.mask_by(test),
        };
        let len = column.size();
        let test = &test;
        Mask::written(len, |words| {
            mapped_from(words.chunks_mut(PIECE / WORD), |i, words| {
                let piece = column.slice(i * PIECE..len.min((i + 1) * PIECE));
                vectorized(
                    #[inline(always)]
                    move || piece.test(words, test),
                );
            });
        })
    }

    /// How many elements `test` of the value holds for; see [`View::count_where`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// assert_eq!(View::from_slice(&numbers).par().count_where(|n| n % 4 == 0), 50_000);
    /// ```
    pub fn count_where(self, test: impl Fn(T::Value) -> bool + Sync) -> usize {
        match self.0.try_ravel() {
            Ok(column) => {
                let mut all = 0;
                let Ok(()) = pieces(
                    column.size(),
                    |range| column.slice(range).count_where(&test),
                    |count| {
                        all += count;
                        Ok::<_, Infallible>(())
                    },
                );
                all
            }
            Err(_) => self.0.count_where(test),
        }
    }
}

macro_rules! compare {
    ($($name:ident $with:ident $try_with:ident, $bound:ident, $op:tt, $says:literal;)*) => {
        impl<T: Element, D: Dim> Par<View<'_, T, D>> {
            $(
                #[doc = concat!("The elements whose value is ", $says, " `value`; see [`View::", stringify!($name), "`].")]
                pub fn $name(self, value: T::Value) -> Mask
                where
                    T::Value: $bound,
                {
                    self.mask_by(#[inline(always)] move |element| element $op value)
                }

                #[doc = concat!("The elements whose value is ", $says, " that of the element at the same index of `other`; see [`View::", stringify!($with), "`].")]
                ///
                /// # Panics
                #[doc = concat!("If the shapes do not go together; [`", stringify!($try_with), "`](Par::", stringify!($try_with), ") says so instead.")]
                #[track_caller]
                pub fn $with<U: Element, E: Dim>(self, other: View<'_, U, E>) -> Mask
                where
                    T::Value: $bound<U::Value>,
                {
                    self.$try_with(other).or_panic()
                }

                #[doc = concat!("As [`", stringify!($with), "`](Par::", stringify!($with), ").")]
                ///
                /// # Errors
                /// [`LayoutError`] if `other` cannot be broadcast to this shape.
                pub fn $try_with<U: Element, E: Dim>(self, other: View<'_, U, E>) -> Result<Mask, LayoutError>
                where
                    T::Value: $bound<U::Value>,
                {
                    let shape = self.0.shape();
                    let same: View<'_, U, D> = other.derive_repeat(|parent| parent.broadcast(shape.as_ref(), size_of::<U>()))?;
                    match (self.0.try_ravel(), same.try_ravel()) {
                        (Ok(a), Ok(b)) if !on_one_thread(a.size()) => {
                            joined(a.size(), |rows| a.slice(rows.clone()).$try_with(b.slice(rows)))
                        }
                        _ => self.0.$try_with(other),
                    }
                }
            )*
        }
    };
}

compare! {
    gt gt_view try_gt_view, PartialOrd, >, "greater than";
    ge ge_view try_ge_view, PartialOrd, >=, "greater than or equal to";
    lt lt_view try_lt_view, PartialOrd, <, "less than";
    le le_view try_le_view, PartialOrd, <=, "less than or equal to";
    eq eq_view try_eq_view, PartialEq, ==, "equal to";
    ne ne_view try_ne_view, PartialEq, !=, "not equal to";
}

macro_rules! predicates {
    ($($name:ident($($argument:ident: $type:ty),*) $bound:ident;)*) => {
        impl<T: Element, D: Dim> Par<View<'_, T, D>> {
            $(
                #[doc = concat!("See [`View::", stringify!($name), "`].")]
                pub fn $name(self $(, $argument: $type)*) -> Mask
                where
                    T::Value: $bound,
                {
                    match self.0.try_ravel() {
                        Ok(column) if !on_one_thread(column.size()) => {
                            let piece = |rows| Ok::<_, Infallible>(column.slice(rows).$name($($argument),*));
                            match joined(column.size(), piece) {
                                Ok(mask) => mask,
                            }
                        }
                        _ => self.0.$name($($argument),*),
                    }
                }
            )*
        }
    };
}

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// The elements that are equal to one of `values`; see [`View::is_in`].
    pub fn is_in(self, values: &[T::Value]) -> Mask
    where
        T::Value: PartialOrd,
    {
        match sorted_set(values) {
            Some(sorted) => self.mask_by(|value| is_among(&sorted, value)),
            None => self.mask_by(
                #[inline(always)]
                |value| is_one_of(values, value),
            ),
        }
    }
}

predicates! {
    between(low: T::Value, high: T::Value) PartialOrd;
    is_missing() Ordered;
    starts_with(text: &str) Text;
    ends_with(text: &str) Text;
    contains(text: &str) Text;
}

/// What `each` answers for the pieces of a view, its sub-arrays' elements too.
fn by_name(
    view: AnyView<'_>,
    each: impl Fn(AnyView<'_>) -> Result<Mask, ColumnError> + Sync,
) -> Result<Mask, ColumnError> {
    match view.all_axes().and_then(AnyView::try_ravel) {
        Ok(column) if !on_one_thread(column.size()) => {
            let mask = joined(column.size(), |rows| each(column.slice(rows)));
            // What is wrong is told of the whole view: its dtype may be another than that of its elements.
            mask.or_else(|_| each(view))
        }
        _ => each(view),
    }
}

macro_rules! by_name {
    ($($name:ident($($argument:ident: $type:ty),*) $(of $($value:ident)+)?;)*) => {
        impl Par<AnyView<'_>> {
            $(
                #[doc = concat!("See [`AnyView::", stringify!($name), "`].")]
                ///
                /// # Errors
                /// As there.
                pub fn $name(self $(, $argument: $type)* $($(, $value: impl Into<Value>)+)?) -> Result<Mask, ColumnError> {
                    $($(let $value = &$value.into();)+)?
                    by_name(self.0, |view| view.$name($($argument),* $($($value),+)?))
                }
            )*
        }
    };
}

by_name! {
    gt() of value;
    ge() of value;
    lt() of value;
    le() of value;
    eq() of value;
    ne() of value;
    between() of low high;
    is_in(values: &[Value]);
    is_missing();
    starts_with(text: &str);
    ends_with(text: &str);
    contains(text: &str);
}
