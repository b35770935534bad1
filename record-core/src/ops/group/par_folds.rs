//! The reductions of groups on several threads that are fed with one group's values after the other.
//!
//! The records of each group are found on the thread that asks; the groups are shared out then, each as a whole, so nothing
//! is merged and the answers are those of one thread to the bit.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        Interpolation, ReduceError,
        group::{
            by::ValueOf,
            columns::KeyTokens,
            list::{fold, folds, positions, quantiles, same, search, some},
            par::ParGroupBy,
        },
        number::{Number, Ordered},
        parallel::{in_lots, on_one_thread},
        reduce::{
            position,
            quantile::{Collected, one},
            size,
        },
        state::{ArgMaxState, ArgMinState, Fold, NanArgMaxState, NanArgMinState},
    },
    or_panic::OrPanic as _,
};
use alloc::vec::Vec;

impl<R: Element, K: KeyTokens<R>> ParGroupBy<'_, R, K> {
    /// What `each` makes of each group's values, one after the other in memory, and of their records.
    fn each_group<F: Token<R>, O: Send>(
        &self,
        field: F,
        each: impl Fn(&[ValueOf<R, F>], &[usize]) -> O + Sync,
    ) -> Vec<O> {
        let values = self.groups.records.col(field);
        let positions = self.groups.positions();
        let value = |row| values.get(row).expect("a value for each record");
        if on_one_thread(values.size()) {
            return positions.gathered(value, each);
        }
        let group = |group: &mut Vec<_>, at| {
            let rows = positions.get(at).unwrap_or_default();
            group.clear();
            group.extend(rows.iter().map(|&row| value(row)));
            each(group, rows)
        };
        in_lots(positions.len(), group)
    }

    /// A reduction of each group's values as of a column.
    fn folded<F, S, O>(&self, field: F, finish: impl Fn(S, &[usize]) -> O + Sync) -> Vec<O>
    where
        F: Token<R, Element: Element<Value: 'static>>,
        S: Fold<ValueOf<R, F>>,
        O: Send,
    {
        self.each_group(field, |group, rows| finish(fold(group), rows))
    }

    /// What is found in a copy of each group's values.
    fn searched<F, O>(
        &self,
        field: F,
        run: impl Fn(&mut Collected<ValueOf<R, F>>) -> Result<Option<O>, ReduceError> + Sync,
    ) -> Result<Vec<Option<O>>, ReduceError>
    where
        F: Token<R, Element: Element<Value: Number>>,
        O: Send,
    {
        // What cannot be asked is an error where there are no groups too.
        search(&[], &run)?;
        self.each_group(field, |group, _| search(group, &run)).into_iter().collect()
    }
}

macro_rules! of_tokens {
    ($(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions of whole groups, shared out to the threads.
        impl<R: Element, K: KeyTokens<R>> ParGroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
            $(#[cfg($cfg)])?
            pub fn $name<F>(&self, field: F $(, $argument: usize)?) -> Vec<$output>
            where
                F: Token<R, Element: Element<Value: $bound>>,
            {
                self.folded(field, |$answer: $state, _| $finish)
            }
        )*}
    };
}
folds! { of_tokens! ValueOf<R, F>, usize, size }

macro_rules! of_places {
    ($($name:ident $what:literal; [$output:ty] by $state:ident, $op:ident, $greatest:ident, $skip:ident => $then:ident;)*) => {
        /// Where the extremes of each group are.
        impl<R: Element, K: KeyTokens<R>> ParGroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
            pub fn $name<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<$output> {
                self.folded(field, |state: $state<ValueOf<R, F>>, rows| {
                    $then(position(state.position()).map(|at| rows[at]))
                })
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
        /// Quantiles of whole groups, shared out to the threads.
        impl<R: Element, K: KeyTokens<R>> ParGroupBy<'_, R, K> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
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
            #[doc = concat!("Those of [`View::", stringify!($try), "`](crate::View::", stringify!($try), ").")]
            pub fn $try<F>(&self, field: F $(, $argument: $type)*) -> Result<Vec<$output>, ReduceError>
            where
                F: Token<R, Element: Element<Value: Number>>,
            {
                Ok(self.searched(field, |$values| $run)?.into_iter().map($then).collect())
            }
        )*}
    };
}
quantiles! { of_searches! }
