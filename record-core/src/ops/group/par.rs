//! Groups on several threads, with the answers of one thread to the bit.
//!
//! A group's sum depends on the order of its values, so no group is shared by threads. Keys and values of a wave of pieces are
//! taken apart first, each piece's into as many parts as a hash of the key says; then each part of all pieces, in order, goes
//! on with the walk of that part, as one thread's would. That takes several times the work of one thread's walk over keys that
//! lie close together, which is hardly slower than memory is, or are few. So such keys stay with that walk. The parts of many
//! keys in turn have tables that are small enough for the caches.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        group::{
            by::GroupBy,
            columns::{KeyColumns, KeyTokens},
            find::Finder,
            groups::Code,
            key::{Key, KeyCode},
            states::{Count, Each, End, Extreme, States, Sums},
            walk::{MOST, Walk},
        },
        number::{Number, Ordered},
        parallel::{PIECE, Par, mapped_from, on_one_thread},
    },
    raw::view::View,
};
use alloc::{vec, vec::Vec};
use core::{convert::Infallible, iter};
use rayon::prelude::*;

/// Parts that a piece is taken apart into.
const PARTS: usize = 64;

/// Pieces for each thread that are taken apart before their parts are walked over, while they are in the caches.
const WAVE: usize = 4;

/// Threads from which on taking apart pays where keys are few.
pub(super) const MANY_THREADS: usize = 3;

/// The value of the column of this token.
type ValueOf<R, K> = <<K as Token<R>>::Element as Element>::Value;

/// Records in groups, reduced on the threads of the current rayon pool: what [`Par::group_by`] gives. Keys, counts and the
/// rest are those of [`serial`](ParGroupBy::serial).
pub struct ParGroupBy<'a, R, K: KeyTokens<R>> {
    pub(super) groups: GroupBy<'a, R, K>,
    keys: K,
}

impl<'a, R: Element> Par<View<'a, R>> {
    /// These records in groups of equal keys; see [`group_by`](crate::Column::group_by).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Reading { channel: u8, level: f32 }
    /// let table: RecordTable<Reading> = (0..=255).map(|i| Reading { channel: i % 3, level: f32::from(i) / 7.0 }).collect();
    /// let groups = table.par().group_by(Reading::CHANNEL);
    /// assert_eq!(groups.mean(Reading::LEVEL), groups.serial().mean(Reading::LEVEL));
    /// ```
    ///
    /// # Panics
    /// The answers panic if there are more than 2^32 - 1 different keys.
    pub fn group_by<K: KeyTokens<R>>(self, keys: K) -> ParGroupBy<'a, R, K> {
        ParGroupBy { groups: GroupBy::new(self.0, keys), keys }
    }
}

/// A piece of the table, taken apart.
struct Apart<C, V> {
    /// The codes of the keys and the values, part by part; behind them what another piece has left.
    items: Vec<(C, V)>,
    /// Where each part ends.
    ends: [usize; PARTS],
    /// The part of each record.
    parts: Vec<u8>,
}

impl<'a, R: Element, K: KeyTokens<R> + Send + Sync> ParGroupBy<'a, R, K> {
    /// The same groups on this thread.
    pub fn serial(&self) -> &GroupBy<'a, R, K> {
        &self.groups
    }

    /// How many records each group has.
    pub fn counts(&self) -> Vec<usize> {
        let ones = |start, end| iter::repeat_n((), end - start);
        self.pieces::<(), Each<Count>, _>(ones)
    }

    /// The sum of a field in each group; see [`View::sum`].
    pub fn sum<F>(&self, field: F) -> Vec<<ValueOf<R, F> as Number>::Sum>
    where
        F: Token<R, Element: Element<Value: Number>>,
    {
        self.reduced::<F, Sums<_>>(field).into_iter().map(|(sum, _)| sum).collect()
    }

    /// The arithmetic mean of a field in each group; see [`View::mean`].
    pub fn mean<F: Token<R, Element: Element<Value: Number>>>(&self, field: F) -> Vec<f64> {
        let mean = |(sum, count)| <ValueOf<R, F>>::sum_to_f64(sum) / count as f64;
        self.reduced::<F, Sums<_>>(field).into_iter().map(mean).collect()
    }

    /// The least value of a field in each group; see [`View::min`].
    pub fn min<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        self.reduced::<F, Each<Extreme<_, false>>>(field)
    }

    /// The greatest value of a field in each group; see [`View::max`].
    pub fn max<F: Token<R, Element: Element<Value: Ordered>>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        self.reduced::<F, Each<Extreme<_, true>>>(field)
    }

    /// The value of a field in the first record of each group.
    pub fn first<F: Token<R>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        self.reduced::<F, Each<End<_, false>>>(field)
    }

    /// The value of a field in the last record of each group.
    pub fn last<F: Token<R>>(&self, field: F) -> Vec<ValueOf<R, F>> {
        self.reduced::<F, Each<End<_, true>>>(field)
    }

    fn reduced<F: Token<R>, S: States<ValueOf<R, F>, Output: Send> + Send>(
        &self,
        field: F,
    ) -> Vec<S::Output> {
        let values = self.groups.records.col(field);
        self.pieces::<_, S, _>(move |start, end| values.slice(start..end).into_iter())
    }

    fn pieces<V, S, I>(&self, values: impl Fn(usize, usize) -> I + Sync) -> Vec<S::Output>
    where
        V: Copy + Send + Sync,
        S: States<V, Output: Send> + Send,
        I: Iterator<Item = V>,
    {
        let (records, keys) = (self.groups.records, self.keys);
        let rows = records.size();
        if on_one_thread(rows) || stay(keys.columns(records), rows) {
            return self.groups.pass::<V, S, _>(|start| values(start, rows));
        }
        let codes = |start, end| keys.columns(records).keys(start, end).map(Key::encode).collect();
        let values = |start, end| Ok::<_, Infallible>(values(start, end).collect());
        match apart::<_, V, S, _>(rows, codes, values) {
            Ok(answers) => answers,
        }
    }
}

/// The answers of all groups in the order of their keys. Of the rows from one number to another, `codes` are those of the keys;
/// the error is that of the first piece whose `values` have one.
pub(super) fn apart<C: KeyCode, V, S, E: Send>(
    rows: usize,
    codes: impl Fn(usize, usize) -> Vec<C> + Sync,
    values: impl Fn(usize, usize) -> Result<Vec<V>, E> + Sync,
) -> Result<Vec<S::Output>, E>
where
    V: Copy + Send + Sync,
    S: States<V, Output: Send> + Send,
{
    let mut walks: Vec<_> = (0..PARTS).map(|_| Walk::<_, S>::new::<V>(rows / PARTS)).collect();
    let pieces = (WAVE * rayon::current_num_threads()).min(rows.div_ceil(PIECE));
    let mut wave: Vec<_> = (0..pieces).map(|_| Apart::new()).collect();
    for first in (0..rows).step_by(pieces * PIECE) {
        let end = rows.min(first + pieces * PIECE);
        let wave = &mut wave[..(end - first).div_ceil(PIECE)];
        let taken = mapped_from(&mut *wave, |i, piece| {
            let start = first + i * PIECE;
            let end = end.min(start + PIECE);
            piece.take(&codes(start, end), &values(start, end)?);
            Ok(())
        });
        taken.into_iter().collect::<Result<(), E>>()?;
        mapped_from(&mut walks, |part, walk| {
            for piece in &*wave {
                let items = piece.part(part);
                walk.feed(|start| items[start..].iter().copied());
            }
        });
    }
    let finish = |walk: Walk<_, S>| {
        let (finder, states) = walk.finish::<V>();
        let order: Vec<u32> = (0..).take(finder.len()).collect();
        finder.codes().iter().copied().zip(states.finish(&order)).collect::<Vec<_>>()
    };
    let parts: Vec<Vec<_>> = mapped_from(walks, |_, walk| finish(walk));
    let mut answers: Vec<_> = parts.into_iter().flatten().collect();
    answers.par_sort_unstable_by_key(|&(code, _)| code);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

impl<C: KeyCode, V: Copy> Apart<C, V> {
    fn new() -> Self {
        Self { items: Vec::new(), ends: [0; PARTS], parts: Vec::new() }
    }

    /// Each key and value into the part of the key.
    fn take(&mut self, codes: &[C], values: &[V]) {
        self.parts.clear();
        // The lower bits of the hash: the upper ones are the place in a table.
        #[allow(clippy::cast_possible_truncation)] // six bits
        self.parts.extend(codes.iter().map(|code| (code.hash() % PARTS as u64) as u8));
        let mut counts = [0; PARTS];
        for &part in &self.parts {
            counts[usize::from(part)] += 1;
        }
        let mut next = 0;
        // Where each part starts, which is where it ends once it is filled.
        self.ends = counts.map(|count| {
            let start = next;
            next += count;
            start
        });
        let items = || codes.iter().copied().zip(values.iter().copied());
        if let Some(first) = items().next() {
            self.items.resize(self.items.len().max(next), first);
        }
        for (&part, item) in self.parts.iter().zip(items()) {
            let place = &mut self.ends[usize::from(part)];
            self.items[*place] = item;
            *place += 1;
        }
    }

    /// The keys and values of a part.
    fn part(&self, part: usize) -> &[(C, V)] {
        let start = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.items[start..self.ends[part]]
    }
}

/// Rows that are looked at to learn how far keys lie apart: so many in each of so many places.
const SEEN: usize = 64;
const PLACES: usize = 16;

/// Whether one walk is as good, judging by keys here and there: they are words so close together that it has a place for each, or
/// too few for so few threads.
fn stay<C: KeyColumns>(columns: C, rows: usize) -> bool {
    let mut codes = Vec::with_capacity(SEEN * PLACES);
    for place in 0..PLACES {
        // Divided first, so that it fits.
        let start = rows / PLACES * place;
        codes.extend(columns.keys(start, rows.min(start + SEEN)).map(Key::encode));
    }
    if <Code<C> as KeyCode>::WORD {
        let (low, high) = codes
            .iter()
            .map(|code| code.word())
            .fold((u64::MAX, 0), |(low, high), word| (low.min(word), high.max(word)));
        if high.saturating_sub(low) < MOST {
            return true;
        }
    }
    let (mut finder, mut numbers) = (Finder::new(), vec![0; codes.len()]);
    finder.number(&codes, &mut numbers);
    rayon::current_num_threads() < MANY_THREADS && finder.len() < codes.len() / 2
}

impl<R, K: KeyTokens<R>> core::fmt::Debug for ParGroupBy<'_, R, K> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ParGroupBy").finish_non_exhaustive()
    }
}
