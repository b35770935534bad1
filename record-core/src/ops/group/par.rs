//! Groups on several threads, with the answers of one thread to the bit.
//!
//! A group's sum depends on the order of its values, so no group is shared by threads. Pieces of the table are taken apart
//! first, each into as many parts as a hash of the key says; then each part of all pieces, in order, is grouped as one
//! thread would. That takes memory for all values and a number for each, and several times the work of one thread's walk
//! over keys that lie close together, which is hardly slower than memory is. So such keys stay with that walk.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        group::{
            by::GroupBy,
            columns::{KeyColumns, KeyTokens},
            find::{Finder, NONE},
            groups::Code,
            key::{Key, KeyCode},
            states::{Count, Each, End, Extreme, Feed as _, States, Sums},
            walk::MOST,
        },
        number::{Number, Ordered},
        parallel::{PIECE, Par, on_one_thread},
    },
    raw::view::View,
};
use alloc::{vec, vec::Vec};
use core::{array, iter};
use rayon::prelude::*;

/// Parts that a piece is taken apart into.
const PARTS: usize = 16;

/// Threads from which on taking apart can pay; on fewer, one walk does it.
const FEWEST: usize = 3;

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

/// What a piece of the table has: the codes of its keys, and in each part the numbers of the keys and the values.
struct Piece<C, V> {
    codes: Vec<C>,
    parts: [(Vec<u32>, Vec<V>); PARTS],
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

    fn reduced<F: Token<R>, S: States<ValueOf<R, F>, Output: Send>>(&self, field: F) -> Vec<S::Output> {
        let values = self.groups.records.col(field);
        self.pieces::<_, S, _>(move |start, end| values.slice(start..end).into_iter())
    }

    fn pieces<V, S, I>(&self, values: impl Fn(usize, usize) -> I + Sync) -> Vec<S::Output>
    where
        V: Copy + Send + Sync,
        S: States<V, Output: Send>,
        I: Iterator<Item = V>,
    {
        let (records, keys) = (self.groups.records, self.keys);
        let rows = records.size();
        let few = rayon::current_num_threads() < FEWEST;
        if few || on_one_thread(rows) || are_near(keys.columns(records), rows) {
            return self.groups.pass::<V, S, _>(|start| values(start, rows));
        }
        let piece = |i: usize| {
            let (start, end) = (i * PIECE, rows.min((i + 1) * PIECE));
            let codes: Vec<_> = keys.columns(records).keys(start, end).map(Key::encode).collect();
            take_apart(&codes, values(start, end))
        };
        let pieces: Vec<Piece<_, V>> = (0..rows.div_ceil(PIECE)).into_par_iter().map(piece).collect();
        let parts = (0..PARTS).into_par_iter().map(|part| put_together::<_, V, S>(&pieces, part));
        let mut answers: Vec<_> = parts.collect::<Vec<_>>().into_iter().flatten().collect();
        answers.sort_unstable_by_key(|&(code, _)| code);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }
}

/// Rows that are looked at to learn how far keys lie apart: so many in each of so many places.
const SEEN: usize = 64;
const PLACES: usize = 16;

/// Whether keys here and there are words so close together that a walk has a place for each.
fn are_near<C: KeyColumns>(columns: C, rows: usize) -> bool {
    if !<Code<C> as KeyCode>::WORD {
        return false;
    }
    let (mut low, mut high) = (u64::MAX, 0);
    for place in 0..PLACES {
        // Divided first, so that it fits.
        let start = rows / PLACES * place;
        for key in columns.keys(start, rows.min(start + SEEN)) {
            let word = key.encode().word();
            (low, high) = (low.min(word), high.max(word));
        }
    }
    high.saturating_sub(low) < MOST
}

/// Each value into the part of its key.
fn take_apart<C: KeyCode, V>(codes: &[C], values: impl Iterator<Item = V>) -> Piece<C, V> {
    let (mut finder, mut numbers) = (Finder::new(), vec![0; codes.len()]);
    finder.number(codes, &mut numbers);
    #[allow(clippy::cast_possible_truncation)] // four bits
    let part_of = |code: &C| (code.hash() >> (64 - PARTS.ilog2())) as usize;
    let part_of: Vec<usize> = finder.codes().iter().map(part_of).collect();
    let mut parts: [(Vec<u32>, Vec<V>); PARTS] = array::from_fn(|_| (Vec::new(), Vec::new()));
    for (number, value) in numbers.into_iter().zip(values) {
        let (numbers, values) = &mut parts[part_of[number as usize]];
        numbers.push(number);
        values.push(value);
    }
    Piece { codes: finder.codes().to_vec(), parts }
}

/// One part of all pieces: its groups' codes and answers.
fn put_together<C: KeyCode, V: Copy, S: States<V>>(
    pieces: &[Piece<C, V>],
    part: usize,
) -> Vec<(C, S::Output)> {
    let (mut finder, mut states) = (Finder::new(), S::new());
    for piece in pieces {
        let (numbers, values) = &piece.parts[part];
        let mut groups = vec![NONE; piece.codes.len()];
        // The groups first, then the values of all.
        for &number in numbers {
            if groups[number as usize] == NONE {
                finder
                    .number(&[piece.codes[number as usize]], &mut groups[number as usize..=number as usize]);
            }
        }
        states.grow(finder.len());
        let mut slices = states.slices();
        for (&number, &value) in numbers.iter().zip(values) {
            slices.feed(groups[number as usize] as usize, value);
        }
    }
    let order: Vec<u32> = (0..).take(finder.len()).collect();
    finder.codes().iter().copied().zip(states.finish(&order)).collect()
}

impl<R, K: KeyTokens<R>> core::fmt::Debug for ParGroupBy<'_, R, K> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ParGroupBy").finish_non_exhaustive()
    }
}
