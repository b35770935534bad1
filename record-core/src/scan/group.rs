//! A scan's records in groups: the reductions of [`group_by`](crate::Column::group_by), one pass each.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        Interpolation, Key, KeyColumns as _, KeyTokens, Number, Ordered, ReduceError,
        group::{
            fed::{Fed, Placed},
            groups::Found,
            list::{folds, positions, quantiles, same, some},
            states::{Count, Each, End, Extreme, States, Sums},
            walk::Walk,
        },
        reduce::quantile::{Collected, one},
    },
    scan::{
        Scan, ScanError,
        pass::{all, until},
    },
};
use alloc::vec::Vec;
use core::{fmt, iter};

/// A scan's records in groups of equal keys: what [`group_by`](super::ScanOps::group_by) of a scan gives.
///
/// Each question goes once through all records, and answers with the keys in ascending order and the groups' answers beside
/// them. They are those of one view of all records, to the bit. The memory is that of the groups, however many records there
/// are; for quantiles, that of the field's values too.
///
/// All fail with the scan's own [`ScanError`].
///
/// # Panics
/// The answers panic if there are more than 2^32 - 1 different keys.
pub struct ScanGroups<'s, S: ?Sized, K> {
    scan: &'s mut S,
    keys: K,
}

type ValueOf<R, F> = <<F as Token<R>>::Element as Element>::Value;

/// What values of a field add up to.
type SumOf<R, F> = <ValueOf<R, F> as Number>::Sum;

/// Keys, and an answer for each.
type Grouped<R, K, O> = Result<(Vec<<K as KeyTokens<R>>::Value>, Vec<O>), ScanError>;

/// Records that are expected of a scan, which does not say how many it has.
const EXPECTED: usize = 1 << 20;

impl<'s, S, K> ScanGroups<'s, S, K>
where
    S: Scan<Record: Element> + ?Sized,
    K: KeyTokens<S::Record>,
{
    pub(super) fn new(scan: &'s mut S, keys: K) -> Self {
        Self { scan, keys }
    }

    /// How many records each group has.
    ///
    /// # Errors
    /// Those of [`Scan::for_each_chunk`], here and in what follows.
    pub fn counts(self) -> Grouped<S::Record, K, usize> {
        let mut walk = Walk::<_, Each<Count>>::new::<()>(EXPECTED);
        all(self.scan, |view| {
            let columns = self.keys.columns(view);
            walk.feed(|start| columns.keys(start, view.size()).map(|key| (key.encode(), ())));
        })?;
        Ok(finish::<K::Value, (), _>(walk))
    }

    /// The sum of a field in each group; see [`View::sum`](crate::View::sum).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn sum<F>(self, field: F) -> Grouped<S::Record, K, SumOf<S::Record, F>>
    where
        F: Token<S::Record, Element: Element<Value: Number>>,
    {
        let (keys, sums) = self.reduced::<F, Sums<_>>(field)?;
        Ok((keys, sums.into_iter().map(|(sum, _)| sum).collect()))
    }

    /// The arithmetic mean of a field in each group; see [`View::mean`](crate::View::mean).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn mean<F>(self, field: F) -> Grouped<S::Record, K, f64>
    where
        F: Token<S::Record, Element: Element<Value: Number>>,
    {
        let (keys, sums) = self.reduced::<F, Sums<_>>(field)?;
        let mean = |(sum, count)| <ValueOf<S::Record, F>>::sum_to_f64(sum) / count as f64;
        Ok((keys, sums.into_iter().map(mean).collect()))
    }

    /// The least value of a field in each group; see [`View::min`](crate::View::min).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn min<F>(self, field: F) -> Grouped<S::Record, K, ValueOf<S::Record, F>>
    where
        F: Token<S::Record, Element: Element<Value: Ordered>>,
    {
        self.reduced::<F, Each<Extreme<_, false>>>(field)
    }

    /// The greatest value of a field in each group; see [`View::max`](crate::View::max).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn max<F>(self, field: F) -> Grouped<S::Record, K, ValueOf<S::Record, F>>
    where
        F: Token<S::Record, Element: Element<Value: Ordered>>,
    {
        self.reduced::<F, Each<Extreme<_, true>>>(field)
    }

    /// The value of a field in the first record of each group.
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn first<F: Token<S::Record>>(self, field: F) -> Grouped<S::Record, K, ValueOf<S::Record, F>> {
        self.reduced::<F, Each<End<_, false>>>(field)
    }

    /// The value of a field in the last record of each group.
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn last<F: Token<S::Record>>(self, field: F) -> Grouped<S::Record, K, ValueOf<S::Record, F>> {
        self.reduced::<F, Each<End<_, true>>>(field)
    }

    fn reduced<F, A>(self, field: F) -> Grouped<S::Record, K, A::Output>
    where
        F: Token<S::Record>,
        A: States<ValueOf<S::Record, F>>,
    {
        let mut walk = Walk::<<K::Value as Key>::Code, A>::new(EXPECTED);
        all(self.scan, |view| {
            let (columns, values) = (self.keys.columns(view), view.col(field));
            walk.feed(|start| {
                let codes = columns.keys(start, view.size()).map(Key::encode);
                iter::zip(codes, values.slice(start..))
            });
        })?;
        Ok(finish::<K::Value, ValueOf<S::Record, F>, A>(walk))
    }

    /// The same of values with the numbers of their records.
    fn placed<F, A>(self, field: F) -> Grouped<S::Record, K, A::Output>
    where
        F: Token<S::Record>,
        A: States<(ValueOf<S::Record, F>, u64)>,
    {
        let mut walk = Walk::<<K::Value as Key>::Code, A>::new(EXPECTED);
        until(self.scan, |chunk| {
            let view = chunk.typed::<S::Record>()?;
            let (columns, values) = (self.keys.columns(view), view.col(field));
            walk.feed(|start| {
                let codes = columns.keys(start, view.size()).map(Key::encode);
                let records = chunk.first() + start as u64..;
                iter::zip(codes, iter::zip(values.slice(start..), records))
            });
            Ok::<_, ScanError>(())
        })?;
        Ok(finish::<K::Value, (ValueOf<S::Record, F>, u64), A>(walk))
    }
}

macro_rules! of_tokens {
    ($(
        $(#[cfg($cfg:meta)])? $name:ident($($argument:ident)?) $what:literal;
            [$output:ty] of $bound:ident by $state:ty => |$answer:ident| $finish:expr;
            [$any:ty] of $run:ident by $op:ident => $then:ident;
    )*) => {
        /// Reductions, each equal to that of the field in the group's records as a column, to the bit.
        impl<S, K> ScanGroups<'_, S, K>
        where
            S: Scan<Record: Element> + ?Sized,
            K: KeyTokens<S::Record>,
        {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
            ///
            /// # Errors
            /// As [`counts`](Self::counts).
            $(#[cfg($cfg)])?
            pub fn $name<F>(self, field: F $(, $argument: usize)?) -> Grouped<S::Record, K, $output>
            where
                F: Token<S::Record, Element: Element<Value: $bound>>,
            {
                let (keys, states) = self.reduced::<F, Each<Fed<$state>>>(field)?;
                Ok((keys, states.into_iter().map(|$answer| $finish).collect()))
            }
        )*}
    };
}
folds! { of_tokens! ValueOf<S::Record, F>, u64, same }

macro_rules! of_places {
    ($($name:ident $what:literal; [$output:ty] by $state:ident, $op:ident, $greatest:ident, $skip:ident => $then:ident;)*) => {
        /// Where the extremes of each group are.
        impl<S, K> ScanGroups<'_, S, K>
        where
            S: Scan<Record: Element> + ?Sized,
            K: KeyTokens<S::Record>,
        {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
            ///
            /// # Errors
            /// As [`counts`](Self::counts).
            pub fn $name<F>(self, field: F) -> Grouped<S::Record, K, $output>
            where
                F: Token<S::Record, Element: Element<Value: Ordered>>,
            {
                let (keys, places) = self.placed::<F, Each<Placed<_, { $greatest }, { $skip }>>>(field)?;
                Ok((keys, places.into_iter().map($then).collect()))
            }
        )*}
    };
}
positions! { of_places! u64 }

macro_rules! of_searches {
    ($(
        $name:ident $try:ident($($argument:ident: $type:ty),*) $what:literal;
            [$output:ty] |$values:ident| $run:expr => $then:ident;
    )*) => {
        /// Quantiles, each equal to that of the field in the group's records as a column, to the bit. All values of the field
        /// are in memory then.
        impl<S, K> ScanGroups<'_, S, K>
        where
            S: Scan<Record: Element> + ?Sized,
            K: KeyTokens<S::Record>,
        {$(
            #[doc = concat!("Of a field in each group: ", $what, ". See [`View::", stringify!($name), "`](crate::View::", stringify!($name), ").")]
            ///
            /// # Errors
            /// As [`counts`](Self::counts), and [`ScanError::Reduce`] for a quantile that is not between 0 and 1, or where
            /// there is no memory.
            pub fn $name<F>(self, field: F $(, $argument: $type)*) -> Grouped<S::Record, K, $output>
            where
                F: Token<S::Record, Element: Element<Value: Number>>,
            {
                let run = |$values: &mut Collected<ValueOf<S::Record, F>>| $run;
                // What cannot be asked is an error before anything is read.
                run(&mut Collected::default())?;
                let (keys, groups) = self.reduced::<F, Each<Fed<Collected<_>>>>(field)?;
                let found = groups.into_iter().map(|mut values| run(&mut values));
                let found = found.collect::<Result<Vec<_>, ReduceError>>()?;
                Ok((keys, found.into_iter().map($then).collect()))
            }
        )*}
    };
}
quantiles! { of_searches! }

/// The keys and the answers in their order.
fn finish<K: Key, V: Copy, A: States<V>>(walk: Walk<K::Code, A>) -> (Vec<K>, Vec<A::Output>) {
    let (finder, states) = walk.finish();
    let found = Found::new(finder);
    (found.keys(), states.finish(&found.order))
}

impl<S: ?Sized, K> fmt::Debug for ScanGroups<'_, S, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScanGroups").finish_non_exhaustive()
    }
}
