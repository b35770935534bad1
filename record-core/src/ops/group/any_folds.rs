//! The reductions of groups by the names of fields: those of a column, fed with one group's values after the other, on one
//! thread and on several.
//!
//! The methods are `inline` so that a program compiles those that it calls, each for a dozen types of numbers, and no others.

#[cfg(feature = "rayon")]
use crate::ops::group::par_any::ParAnyGroups;
use crate::{
    ops::{
        Interpolation, ReduceError,
        group::{
            any::AnyGroups,
            list::{fold, folds, positions, quantiles, same, search, some},
        },
        number::Number,
        reduce::{
            any::{
                kind::{Load, with_kind},
                named::{self, NumberOp, OrderedOp},
            },
            position,
            quantile::{Collected, one},
            size,
        },
        state::Fold,
    },
    raw::any::AnyView,
    view::ColumnError,
};
use alloc::vec::Vec;
use core::ops::ControlFlow;

impl AnyGroups<'_> {
    /// What `each` makes of the state of each group's values, and of their records.
    fn each_group<V: Copy + 'static, S: Fold<V>, O>(
        &self,
        column: AnyView<'_>,
        load: Load<V>,
        each: impl Fn(S, &[usize]) -> O,
    ) -> Result<Vec<O>, ColumnError> {
        let mut values = Vec::with_capacity(self.rows());
        load(column, &mut |block| {
            values.extend_from_slice(block);
            ControlFlow::Continue(())
        })?;
        Ok(self.positions().gathered(|row| values[row], |group, rows| each(fold(group), rows)))
    }
}

/// The ways to an answer, for groups on one thread and on several.
macro_rules! ways {
    ($groups:ident) => {
        impl $groups<'_> {
            /// A reduction of a field of numbers.
            fn numbers<O: NumberOp, A: Send>(
                &self,
                name: &str,
                op: O,
                then: impl Fn(O::Output, &[usize]) -> A + Sync,
            ) -> Result<Vec<A>, ColumnError> {
                let column = self.column(name, O::NAME)?;
                with_kind!(column, O::NAME, |kind| {
                    self.each_group(column, kind.load, |state, rows| then(op.finish(state, kind), rows))
                })
            }

            /// The same of dates and time spans too.
            fn ordered<O: OrderedOp, A: Send>(
                &self,
                name: &str,
                op: O,
                then: impl Fn(O::Output, &[usize]) -> A + Sync,
            ) -> Result<Vec<A>, ColumnError> {
                let column = self.column(name, O::NAME)?;
                with_kind!(
                    column,
                    O::NAME,
                    |kind| self.each_group(column, kind.load, |state, rows| then(op.finish(state, kind), rows)),
                    or counted
                )
            }

            /// What is found in a copy of each group's values.
            fn searched<V: Number, O: Send>(
                &self,
                column: AnyView<'_>,
                load: Load<V>,
                run: impl Fn(&mut Collected<V>) -> Result<Option<O>, ReduceError> + Sync,
            ) -> Result<Vec<Option<O>>, ReduceError> {
                // What cannot be asked is an error where there are no groups too.
                search(&[], &run)?;
                self.each_group(column, load, |mut values, _| run(&mut values))?.into_iter().collect()
            }
        }
    };
}

ways! { AnyGroups }
#[cfg(feature = "rayon")]
ways! { ParAnyGroups }

macro_rules! of_names {
    (@ $groups:ident $(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions, each equal to that of the field in the group's records as a column, to the bit.
        impl $groups<'_> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`sum`](AnyGroups::sum); what is only compared may be dates and time spans too.
            $(#[cfg($cfg)])?
            #[inline]
            pub fn $name(&self, name: &str $(, $argument: usize)?) -> Result<Vec<$any>, ColumnError> {
                self.$run(name, named::$op $(($argument))?, |answer, _| $then(answer))
            }
        )*}
    };
    ($($list:tt)*) => {
        of_names! { @ AnyGroups $($list)* }
        #[cfg(feature = "rayon")]
        of_names! { @ ParAnyGroups $($list)* }
    };
}
folds! { of_names! (), usize, size }

macro_rules! of_places {
    (@ $groups:ident $($name:ident $what:literal; [$output:ty] by $state:ident, $op:ident, $greatest:ident, $skip:ident => $then:ident;)*) => {
        /// Where the extremes of each group are.
        impl $groups<'_> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            /// As [`min`](AnyGroups::min).
            #[inline]
            pub fn $name(&self, name: &str) -> Result<Vec<$output>, ColumnError> {
                self.ordered(name, named::$op, |found, rows| $then(position(found).map(|at| rows[at])))
            }
        )*}
    };
    ($($list:tt)*) => {
        of_places! { @ AnyGroups $($list)* }
        #[cfg(feature = "rayon")]
        of_places! { @ ParAnyGroups $($list)* }
    };
}
positions! { of_places! usize }

macro_rules! of_searches {
    (@ $groups:ident $(
        $name:ident $try:ident($($argument:ident: $type:ty),*) $what:literal;
            [$output:ty] |$values:ident| $run:expr => $then:ident;
    )*) => {
        /// Quantiles, each equal to that of the field in the group's records as a column, to the bit.
        impl $groups<'_> {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Errors
            #[doc = concat!("Those of [`AnyView::", stringify!($name), "`], and of [`sum`](AnyGroups::sum).")]
            #[inline]
            pub fn $name(&self, name: &str $(, $argument: $type)*) -> Result<Vec<$output>, ReduceError> {
                /// The answer, once the type is known.
                fn run<V: Number>(
                    groups: &$groups<'_>,
                    column: AnyView<'_>,
                    load: Load<V>
                    $(, $argument: $type)*
                ) -> Result<Vec<$output>, ReduceError> {
                    let found = groups.searched(column, load, |$values| $run)?;
                    Ok(found.into_iter().map($then).collect())
                }
                let column = self.column(name, stringify!($name))?;
                with_kind!(column, stringify!($name), |kind| Ok(run(self, column, kind.load $(, $argument)*)))?
            }
        )*}
    };
    ($($list:tt)*) => {
        of_searches! { @ AnyGroups $($list)* }
        #[cfg(feature = "rayon")]
        of_searches! { @ ParAnyGroups $($list)* }
    };
}
quantiles! { of_searches! }
