//! The reductions of groups that are fed with one group's values after the other: those of a column, to the bit.
//!
//! The records of each group are found first; then a group's values are copied to lie one after the other, which the
//! column's reduction takes as it is. What a state of some bytes answers in one pass is in [`groups`](super::groups).

use crate::{
    bits::Token,
    element::Element,
    ops::{
        Interpolation, ReduceError,
        group::{
            by::{GroupBy, ValueOf, one_table},
            columns::{KeyColumns, KeyTokens},
            groups::Groups,
            list::{fold, folds, positions, quantiles, same, search, some},
        },
        number::{Number, Ordered},
        reduce::{
            position,
            quantile::{Collected, one},
            size,
        },
        state::{ArgMaxState, ArgMinState, Fold, NanArgMaxState, NanArgMinState},
    },
    or_panic::OrPanic as _,
    raw::view::View,
    view::LengthError,
};
use alloc::vec::Vec;

impl<C: KeyColumns> Groups<C> {
    /// A reduction of each group's values as of a column, told the group's records.
    fn folded<T, S, O>(
        &self,
        values: View<'_, T>,
        finish: impl Fn(S, &[usize]) -> O,
    ) -> Result<Vec<O>, LengthError>
    where
        T: Element<Value: 'static>,
        S: Fold<T::Value>,
    {
        self.each_group(values, |group, rows| finish(fold(group), rows))
    }

    /// What is found in a copy of each group's values.
    fn searched<T, O>(
        &self,
        values: View<'_, T>,
        run: impl Fn(&mut Collected<T::Value>) -> Result<Option<O>, ReduceError>,
    ) -> Result<Vec<Option<O>>, ReduceError>
    where
        T: Element<Value: Number>,
    {
        // What cannot be asked is an error where there are no groups too.
        search(&[], &run)?;
        self.each_group(values, |group, _| search(group, &run))?.into_iter().collect()
    }
}

macro_rules! of_columns {
    ($(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions, each equal to that of the group's values as a column, to the bit.
        impl<C: KeyColumns> Groups<C> {$(
            #[doc = concat!("Of each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`sum`](Groups::sum).
            $(#[cfg($cfg)])?
            pub fn $name<T>(&self, values: View<'_, T> $(, $argument: usize)?) -> Result<Vec<$output>, LengthError>
            where
                T: Element<Value: $bound>,
            {
                self.folded(values, |$answer: $state, _| $finish)
            }
        )*}
    };
}
folds! { of_columns! T::Value, usize, size }

macro_rules! of_tokens {
    ($(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions, each equal to that of the field in the group's records as a column, to the bit.
        impl<R: Element, K: KeyTokens<R>> GroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            $(#[cfg($cfg)])?
            pub fn $name<F>(&self, field: F $(, $argument: usize)?) -> Vec<$output>
            where
                F: Token<R, Element: Element<Value: $bound>>,
            {
                one_table(self.groups().$name(self.records.col(field) $(, $argument)?))
            }
        )*}
    };
}
folds! { of_tokens! ValueOf<R, F>, usize, size }

macro_rules! of_places {
    ($($name:ident $what:literal; [$output:ty] by $state:ident, $op:ident, $greatest:ident, $skip:ident => $then:ident;)*) => {
        /// Where the extremes of each group are.
        impl<C: KeyColumns> Groups<C> {$(
            #[doc = concat!("Of each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`sum`](Groups::sum).
            pub fn $name<T>(&self, values: View<'_, T>) -> Result<Vec<$output>, LengthError>
            where
                T: Element<Value: Ordered>,
            {
                self.folded(values, |state: $state<T::Value>, rows| $then(position(state.position()).map(|at| rows[at])))
            }
        )*}

        /// Where the extremes of each group are.
        impl<R: Element, K: KeyTokens<R>> GroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            pub fn $name<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<$output> {
                one_table(self.groups().$name(self.records.col(field)))
            }
        )*}
    };
}
positions! { of_places! usize }

macro_rules! of_searches {
    ($(
        $name:ident $try:ident($($argument:ident: $type:ty),*) $what:literal;
            [$output:ty] |$values:ident| $run:expr => $then:ident;
    )*) => {
        /// Quantiles, each equal to that of the group's values as a column, to the bit.
        impl<C: KeyColumns> Groups<C> {$(
            #[doc = concat!("Of each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// Those of
            #[doc = concat!("[`View::", stringify!($try), "`], and [`ReduceError::Length`]")]
            /// if there are more or fewer values than records.
            pub fn $name<T>(&self, values: View<'_, T> $(, $argument: $type)*) -> Result<Vec<$output>, ReduceError>
            where
                T: Element<Value: Number>,
            {
                Ok(self.searched(values, |$values| $run)?.into_iter().map($then).collect())
            }
        )*}

        /// Quantiles, each equal to that of the field in the group's records as a column, to the bit.
        impl<R: Element, K: KeyTokens<R>> GroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`].")]
            ///
            /// # Panics
            #[doc = concat!("Where [`", stringify!($try), "`](Self::", stringify!($try), ") fails.")]
            #[track_caller]
            pub fn $name<F>(&self, field: F $(, $argument: $type)*) -> Vec<$output>
            where
                F: Token<R, Element: Element<Value: Number>>,
            {
                self.$try(field $(, $argument)*).or_panic()
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with errors as values.")]
            ///
            /// # Errors
            #[doc = concat!("Those of [`View::", stringify!($try), "`].")]
            pub fn $try<F>(&self, field: F $(, $argument: $type)*) -> Result<Vec<$output>, ReduceError>
            where
                F: Token<R, Element: Element<Value: Number>>,
            {
                self.groups().$name(self.records.col(field) $(, $argument)*)
            }
        )*}
    };
}
quantiles! { of_searches! }
