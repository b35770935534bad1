//! Records of one key taken together, where keys and values are columns.

use crate::{
    element::Element,
    ops::{
        group::{
            columns::KeyColumns,
            find::Finder,
            key::{Key, KeyCode},
            states::{Count, End, Extreme, State, States, Sum},
        },
        number::{Number, Ordered},
    },
    raw::view::View,
    view::LengthError,
};
use alloc::{vec, vec::Vec};
use core::{cell::OnceCell, fmt, iter};

/// Records whose keys are looked at together: their keys and values stay in the nearest cache.
const ROWS: usize = 512;

/// The code of a key of these columns.
pub(in crate::ops) type Code<C> = <<C as KeyColumns>::Value as Key>::Code;

/// Records in groups of equal keys, the keys being columns: a view, or a tuple of views.
///
/// Nothing is done before the first question, which finds the groups in the pass that answers it.
///
/// ```
/// use record_core::{ops::Groups, prelude::*};
/// let (ages, salaries) = (Array::from_vec(vec![30, 55, 30]), Array::from_vec(vec![1.0, 2.0, 4.0]));
/// let groups = Groups::by(ages.view())?;
/// assert_eq!(groups.mean(salaries.view())?, [2.5, 2.0]);
/// assert_eq!(groups.keys(), [30, 55]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Groups<C: KeyColumns> {
    columns: C,
    rows: usize,
    found: OnceCell<Found<Code<C>>>,
}

/// The groups, once they are found.
#[derive(Clone)]
struct Found<C> {
    finder: Finder<C>,
    /// The numbers of the groups in the order of their keys.
    order: Vec<u32>,
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
    pub fn keys(&self) -> Vec<C::Value> {
        let Found { finder, order } = self.found();
        order.iter().map(|&number| C::Value::decode(finder.codes()[number as usize])).collect()
    }

    /// How many records each group has, in the order of [`keys`](Groups::keys). NumPy's `unique(keys, return_counts=True)`.
    pub fn counts(&self) -> Vec<usize> {
        self.pass::<Count, _>(|start, end| iter::repeat_n((), end - start))
    }

    /// Which group each record is in: the index of its key in [`keys`](Groups::keys). NumPy's
    /// `unique(keys, return_inverse=True)`.
    pub fn ids(&self) -> Vec<usize> {
        let Found { finder, order } = self.found();
        let mut ranks = vec![0; order.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number as usize] = rank;
        }
        let mut ids = Vec::with_capacity(self.rows);
        blocks(self.columns, self.rows, |codes, numbers, _| {
            finder.find(codes, numbers);
            ids.extend(numbers.iter().map(|&number| ranks[number as usize]));
        });
        ids
    }

    /// The indices of the records of each group, ascending, the groups in the order of [`keys`](Groups::keys).
    pub fn positions(&self) -> Positions {
        let counts = self.counts();
        let mut starts = Vec::with_capacity(counts.len() + 1);
        starts.push(0);
        starts.extend(counts.iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }));
        let mut next = starts.clone();
        let mut rows = vec![0; self.rows];
        for (row, id) in self.ids().into_iter().enumerate() {
            rows[next[id]] = row;
            next[id] += 1;
        }
        Positions { rows, starts }
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
        self.reduced::<T, Extreme<T::Value, false>>(values)
    }

    /// The greatest of each group's values; NaN or NaT if there is one; see [`View::max`].
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn max<T: Element<Value: Ordered>>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, Extreme<T::Value, true>>(values)
    }

    /// The first of each group's values.
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn first<T: Element>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, End<T::Value, false>>(values)
    }

    /// The last of each group's values.
    ///
    /// # Errors
    /// As [`sum`](Groups::sum).
    pub fn last<T: Element>(&self, values: View<'_, T>) -> Result<Vec<T::Value>, LengthError> {
        self.reduced::<T, End<T::Value, true>>(values)
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
        self.check(values.size())?;
        let positions = self.positions();
        let mut group = Vec::new();
        let each = |rows: &[usize]| {
            group.clear();
            group.extend(rows.iter().filter_map(|&row| values.get(row)));
            f(&group)
        };
        Ok(positions.iter().map(each).collect())
    }

    fn sums<T>(&self, values: View<'_, T>) -> Result<Vec<(<T::Value as Number>::Sum, u64)>, LengthError>
    where
        T: Element<Value: Number>,
    {
        self.reduced::<T, Sum<T::Value>>(values)
    }

    fn check(&self, found: usize) -> Result<(), LengthError> {
        if found == self.rows { Ok(()) } else { Err(LengthError { expected: self.rows, found }) }
    }

    fn reduced<T: Element, S: State<T::Value>>(
        &self,
        values: View<'_, T>,
    ) -> Result<Vec<S::Output>, LengthError> {
        self.check(values.size())?;
        Ok(self.pass::<S, _>(|start, end| values.slice(start..end).into_iter()))
    }

    /// One pass over all records: keys become numbers of groups, and the values go to their states. The first pass also
    /// finds the groups.
    fn pass<S, I>(&self, values: impl Fn(usize, usize) -> I) -> Vec<S::Output>
    where
        S: State<I::Item>,
        I: Iterator,
    {
        let mut states = States::<S>::new();
        let found = if let Some(found) = self.found.get() {
            states.grow(found.order.len());
            blocks(self.columns, self.rows, |codes, numbers, start| {
                found.finder.find(codes, numbers);
                states.feed(numbers, values(start, start + codes.len()));
            });
            found
        } else {
            let mut finder = Finder::new(self.rows);
            blocks(self.columns, self.rows, |codes, numbers, start| {
                finder.number(codes, numbers);
                states.grow(finder.len());
                states.feed(numbers, values(start, start + codes.len()));
            });
            self.found.get_or_init(|| Found::new(finder))
        };
        states.finish(&found.order)
    }

    fn found(&self) -> &Found<Code<C>> {
        self.found.get_or_init(|| {
            let mut finder = Finder::new(self.rows);
            blocks(self.columns, self.rows, |codes, numbers, _| finder.number(codes, numbers));
            Found::new(finder)
        })
    }
}

/// Calls `each` with the codes of a block of records, a place for as many numbers, and the first record's index.
#[inline(always)]
pub(in crate::ops) fn blocks<C: KeyColumns>(
    columns: C,
    rows: usize,
    mut each: impl FnMut(&[Code<C>], &mut [u32], usize),
) {
    let mut codes = Vec::with_capacity(ROWS.min(rows));
    let mut numbers = [0; ROWS];
    for start in (0..rows).step_by(ROWS) {
        let end = rows.min(start + ROWS);
        codes.clear();
        codes.extend(columns.keys(start, end).map(Key::encode));
        each(&codes, &mut numbers[..end - start], start);
    }
}

impl<C: KeyCode> Found<C> {
    fn new(finder: Finder<C>) -> Self {
        let mut order: Vec<u32> = (0..).zip(finder.codes()).map(|(number, _)| number).collect();
        order.sort_unstable_by_key(|&number| finder.codes()[number as usize]);
        Self { finder, order }
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

impl Positions {
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
}
