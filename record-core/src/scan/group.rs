//! A scan's records in groups: the reductions of [`group_by`](crate::Column::group_by), one pass each.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        Key, KeyColumns as _, KeyTokens, Number, Ordered, VarianceState,
        group::{
            groups::Found,
            states::{Count, Each, End, Extreme, Fed, States, Sums},
            walk::Walk,
        },
    },
    scan::{Scan, ScanError, pass::all},
};
use alloc::vec::Vec;
use core::{fmt, iter};

/// A scan's records in groups of equal keys: what [`group_by`](super::ScanOps::group_by) of a scan gives.
///
/// Each question goes once through all records, and answers with the keys in ascending order and the groups' answers beside
/// them. They are those of one view of all records, to the bit. The memory is that of the groups, however many records there
/// are.
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

    /// The variance of a field in each group; see [`View::variance`](crate::View::variance).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    pub fn variance<F>(self, field: F, ddof: usize) -> Grouped<S::Record, K, Option<f64>>
    where
        F: Token<S::Record, Element: Element<Value: Number + 'static>>,
    {
        let (keys, states) = self.reduced::<F, Each<Fed<VarianceState<_>>>>(field)?;
        Ok((keys, states.into_iter().map(|state| state.variance(ddof)).collect()))
    }

    /// The standard deviation of a field in each group; see [`View::std`](crate::View::std).
    ///
    /// # Errors
    /// As [`counts`](Self::counts).
    #[cfg(feature = "std")]
    pub fn std<F>(self, field: F, ddof: usize) -> Grouped<S::Record, K, Option<f64>>
    where
        F: Token<S::Record, Element: Element<Value: Number + 'static>>,
    {
        let (keys, states) = self.reduced::<F, Each<Fed<VarianceState<_>>>>(field)?;
        Ok((keys, states.into_iter().map(|state| state.std(ddof)).collect()))
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
}

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
