//! Records of one key taken together, where keys and values are columns.

use crate::{
    element::Element,
    ops::{
        group::{
            columns::KeyColumns,
            find::Finder,
            key::{Key, KeyCode},
            states::{Count, Each, End, Extreme, States, Sums},
            walk::{Walk, known},
            words::{ranks, sorted},
        },
        number::{Number, Ordered},
    },
    raw::view::View,
    view::LengthError,
};
use alloc::{vec, vec::Vec};
use core::{cell::OnceCell, fmt, iter, ops::Range};

/// Records whose keys are looked at together: their keys and values stay in the nearest cache.
const ROWS: usize = 512;

/// The code of a key of these columns.
pub(in crate::ops) type Code<C> = <<C as KeyColumns>::Value as Key>::Code;

/// The sum of each group's values, and how many there are.
type SumsOf<T> = Vec<(<<T as Element>::Value as Number>::Sum, u64)>;

/// Records in groups of equal keys, the keys being columns: a view, or a tuple of views.
///
/// Nothing is done before the first question, which finds the groups in the pass that answers it.
///
/// ```
/// use record_core::{ops::Groups, prelude::*};
/// let (ages, salaries) = (Array::from_vec(vec![30, 55, 30]), Array::from_vec(vec![1.0, 2.0, 4.0]));
/// let groups = Groups::by(ages.view())?;
/// assert_eq!(groups.mean(salaries.view())?, [2.5, 2.0]);
/// assert_eq!(groups.quantile(salaries.view(), 0.25)?, [1.75, 2.0]);
/// assert_eq!(groups.keys(), [30, 55]);
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Panics
/// The answers panic if there are more than 2^32 - 1 different keys.
#[derive(Clone)]
pub struct Groups<C: KeyColumns> {
    columns: C,
    rows: usize,
    found: OnceCell<Found<Code<C>>>,
}

/// The groups, once they are found.
#[derive(Clone)]
pub(crate) struct Found<C> {
    finder: Finder<C>,
    /// The numbers of the groups in the order of their keys.
    pub(crate) order: Vec<u32>,
}

impl<C: KeyColumns> Groups<C> {
    /// The groups of these keys.
    ///
    /// # Errors
    /// [`LengthError`] if the columns have different lengths.
    pub fn by(columns: C) -> Result<Self, LengthError> {
        Ok(Self { columns, rows: columns.rows()?, found: OnceCell::new() })
    }

    /// The number of records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of groups.
    pub fn len(&self) -> usize {
        self.found().order.len()
    }

    /// Whether there are no groups, which is where there are no records.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The keys of the groups in ascending order, NaN (NaT) last. NumPy's `unique(keys)`.
    ///
    /// The key of NaNs is one NaN, that of 0.0 and -0.0 is 0.0.
    #[must_use]
    pub fn keys(&self) -> Vec<C::Value> {
        self.found().keys()
    }

    /// How many records each group has, in the order of [`keys`](Groups::keys). NumPy's `unique(keys, return_counts=True)`.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        self.pass::<(), Each<Count>, _>(|start| iter::repeat_n((), self.rows - start))
    }

    /// Which group each record is in: the index of its key in [`keys`](Groups::keys). NumPy's
    /// `unique(keys, return_inverse=True)`.
    #[must_use]
    pub fn ids(&self) -> Vec<usize> {
        self.each_rank(|rank| rank as usize)
    }

    fn each_rank<O>(&self, each: impl Fn(u32) -> O) -> Vec<O> {
        let Found { finder, order } = self.found();
        let ranks = ranks(order);
        let mut found = Vec::with_capacity(self.rows);
        blocks(self.columns, 0..self.rows, |codes, numbers, _| {
            finder.find(codes, numbers);
            found.extend(numbers.iter().map(|&number| each(ranks[number as usize])));
        });
        found
    }

    /// The indices of the records of each group, ascending, the groups in the order of [`keys`](Groups::keys).
    #[must_use]
    pub fn positions(&self) -> Positions {
        let order: Vec<u32> = (0..).take(self.len()).collect();
        Positions::of(&self.each_rank(|rank| rank), &order)
    }

    /// The sum of each group's values, by [the sum rule](crate::ops): equal to [`View::sum`] of the group's values, to the
    /// bit.
    ///
    /// # Errors
    /// [`LengthError`] if there are more or fewer values than records, here and in what follows.
    pub fn sum<T>(&self, values: View<'_, T>) -> Result<Vec<<T::Value as Number>::Sum>, LengthError>
    where
        T: Element<Value: Number>,
    {
        Ok(self.sums(values)?.into_iter().map(|(sum, _)| sum).collect())
    }

    /// The arithmetic mean of each group's values; see [`View::mean`].
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn mean<T: Element<Value: Number>>(&self, values: View<'_, T>) -> Result<Vec<f64>, LengthError> {
        let mean = |(sum, count)| T::Value::sum_to_f64(sum) / count as f64;
        Ok(self.sums(values)?.into_iter().map(mean).collect())
    }

    /// The least of each group's values; NaN or NaT if there is one; see [`View::min`].
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn min<T: Element<Value: Ordered>>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, Each<Extreme<T::Value, false>>>(values)
    }

    /// The greatest of each group's values; NaN or NaT if there is one; see [`View::max`].
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn max<T: Element<Value: Ordered>>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, Each<Extreme<T::Value, true>>>(values)
    }

    /// The first of each group's values.
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn first<T: Element>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, Each<End<T::Value, false>>>(values)
    }

    /// The last of each group's values.
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn last<T: Element>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, Each<End<T::Value, true>>>(values)
    }

    /// What `f` makes of each group's values, which it gets one after the other in memory, in their order.
    ///
    /// ```
    /// # use record_core::{ops::Groups, prelude::*};
    /// let (keys, values) = (Array::from_vec(vec![1, 2, 1]), Array::from_vec(vec![5, 6, 7]));
    /// let joined = Groups::by(keys.view())?.apply(values.view(), |values| format!("{values:?}"))?;
    /// assert_eq!(joined, ["[5, 7]", "[6]"]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn apply<T: Element, O>(
        &self,
        values: View<'_, T>,
        mut f: impl FnMut(&[T::Value]) -> O,
    ) -> Result<Vec<O>, LengthError> {
        self.each_group(values, |group, _| f(group))
    }

    /// The same, told the group's records.
    pub(super) fn each_group<T: Element, O>(
        &self,
        values: View<'_, T>,
        each: impl FnMut(&[T::Value], &[usize]) -> O,
    ) -> Result<Vec<O>, LengthError> {
        self.check(values.size())?;
        Ok(self.positions().gathered(|row| values.get(row).expect("a value for each record"), each))
    }

    fn sums<T>(&self, values: View<'_, T>) -> Result<SumsOf<T>, LengthError>
    where
        T: Element<Value: Number>,
    {
        self.reduced::<T, Sums<T::Value>>(values)
    }

    fn check(&self, found: usize) -> Result<(), LengthError> {
        if found == self.rows { Ok(()) } else { Err(LengthError { expected: self.rows, found }) }
    }

    fn reduced<T: Element, S: States<T::Value>>(
        &self,
        values: View<'_, T>,
    ) -> Result<Vec<S::Output>, LengthError> {
        self.check(values.size())?;
        Ok(self.pass::<T::Value, S, _>(|start| values.slice(start..).into_iter()))
    }

    /// One pass over all records: keys become numbers of groups, and the values go to their states. The first pass also
    /// finds the groups.
    pub(super) fn pass<V: Copy, S: States<V>, I>(&self, values: impl Fn(usize) -> I) -> Vec<S::Output>
    where
        I: Iterator<Item = V>,
    {
        let items = |start| iter::zip(self.codes(start), values(start));
        let mut states;
        let found = if let Some(found) = self.found.get() {
            states = S::new();
            states.grow(found.order.len());
            let stop = known(&found.finder, &mut states, items(0));
            debug_assert!(stop.is_none(), "all keys have been seen");
            found
        } else {
            let mut walk = Walk::<_, S>::new(self.rows);
            walk.feed(items);
            let finder;
            (finder, states) = walk.finish();
            self.found.get_or_init(|| Found::new(finder))
        };
        states.finish(&found.order)
    }

    /// The codes of the keys from a record on.
    #[inline(always)]
    fn codes(&self, start: usize) -> impl Iterator<Item = Code<C>> {
        self.columns.keys(start, self.rows).map(Key::encode)
    }

    fn found(&self) -> &Found<Code<C>> {
        self.found.get_or_init(|| {
            let mut walk = Walk::<_, Each<Count>>::new::<()>(self.rows);
            walk.feed(|start| self.codes(start).map(|code| (code, ())));
            Found::new(walk.finish::<()>().0)
        })
    }
}

/// Calls `each` with the codes of a block of these records, a place for as many numbers, and the first record's index.
#[inline(always)]
pub(in crate::ops) fn blocks<C: KeyColumns>(
    columns: C,
    rows: Range<usize>,
    mut each: impl FnMut(&[Code<C>], &mut [u32], usize),
) {
    let Some(first) = columns.keys(rows.start, rows.end.min(rows.start + 1)).next() else { return };
    let mut codes = vec![first.encode(); ROWS.min(rows.len())];
    let mut numbers = [0; ROWS];
    for start in rows.clone().step_by(ROWS) {
        let end = rows.end.min(start + ROWS);
        let codes = &mut codes[..end - start];
        for (code, key) in codes.iter_mut().zip(columns.keys(start, end)) {
            *code = key.encode();
        }
        each(codes, &mut numbers[..end - start], start);
    }
}

impl<C: KeyCode> Found<C> {
    pub(crate) fn new(finder: Finder<C>) -> Self {
        let order = sorted(finder.codes());
        Self { finder, order }
    }

    /// The keys in their order.
    pub(crate) fn keys<K: Key<Code = C>>(&self) -> Vec<K> {
        self.order.iter().map(|&number| K::decode(self.finder.codes()[number as usize])).collect()
    }
}

impl<C: KeyColumns> fmt::Debug for Groups<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Groups").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// The records of each group: what [`Groups::positions`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    rows: Vec<usize>,
    /// Where each group's records begin in `rows`, and the end.
    starts: Vec<usize>,
}

/// How many records each group has, the groups in this order.
pub(super) fn counts(numbers: &[u32], order: &[u32]) -> Vec<usize> {
    let mut counts = vec![0; order.len()];
    for &number in numbers {
        counts[number as usize] += 1;
    }
    order.iter().map(|&number| counts[number as usize]).collect()
}

/// Where each group's records begin, and the end.
fn starts(counts: &[usize]) -> Vec<usize> {
    let mut starts = Vec::with_capacity(counts.len() + 1);
    starts.push(0);
    starts.extend(counts.iter().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    }));
    starts
}

impl Positions {
    /// Of records in groups of these numbers; the groups are to be in this order.
    pub(super) fn of(numbers: &[u32], order: &[u32]) -> Self {
        let starts = starts(&counts(numbers, order));
        let mut next = vec![0; order.len()];
        for (&number, &start) in order.iter().zip(&starts) {
            next[number as usize] = start;
        }
        let mut rows = vec![0; numbers.len()];
        for (row, &number) in numbers.iter().enumerate() {
            let next = &mut next[number as usize];
            rows[*next] = row;
            *next += 1;
        }
        Self { rows, starts }
    }

    /// The records, group by group, so many in each.
    #[cfg(feature = "rayon")]
    pub(super) fn new(rows: Vec<usize>, counts: &[usize]) -> Self {
        Self { rows, starts: starts(counts) }
    }

    /// The number of groups.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are no groups.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The indices of the records of one group, ascending; `None` if there is no such group.
    pub fn get(&self, group: usize) -> Option<&[usize]> {
        let end = *self.starts.get(group.checked_add(1)?)?;
        self.rows.get(self.starts[group]..end)
    }

    /// The indices of the records of each group.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[usize]> + '_ {
        (0..self.len()).map(|group| &self.rows[self.starts[group]..self.starts[group + 1]])
    }

    /// What `each` makes of each group's values, one after the other in memory, and of their records.
    pub(super) fn gathered<V, O>(
        &self,
        value: impl Fn(usize) -> V,
        mut each: impl FnMut(&[V], &[usize]) -> O,
    ) -> Vec<O> {
        let mut group = Vec::new();
        let each = |rows: &[usize]| {
            group.clear();
            group.extend(rows.iter().map(|&row| value(row)));
            each(&group, rows)
        };
        self.iter().map(each).collect()
    }
}
