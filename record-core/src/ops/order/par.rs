//! Ordering on several threads. A stable order is one and the same however it is made, so the answers are those of one
//! thread.
//!
//! The words are sorted in halves, which are merged in halves again; runs of equal words are sorted each by itself.

use crate::{
    element::Element,
    layout::Rank,
    ops::{
        order::{
            any::{SortBy, keys_by, keys_of},
            argsort::{argsort, pack, sort_equal},
            column::{by, own},
            error::OrderError,
            groups::{Groups, Table, count_keys, cut},
            key::SortKey,
            keys::Keys,
            words::{bits, sort_words},
        },
        parallel::{PIECE, Par, on_one_thread},
    },
    or_panic::OrPanic as _,
    raw::{
        any::AnyView,
        array::Array,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use rayon::prelude::*;

/// What [`argsort`] gives.
fn argsort_par(keys: &Keys<'_>) -> Vec<usize> {
    let len = keys.len();
    if keys.words() == 0 || on_one_thread(len) {
        return argsort(keys);
    }
    let (mut words, mut scratch) = (Array::<u64>::zeros([len]), Array::<u64>::zeros([len]));
    let (words, scratch) = (words.as_memory_slice_mut(), scratch.as_memory_slice_mut());
    let pieces = words.par_chunks_mut(PIECE).enumerate().map(|(i, piece)| {
        keys.fill(0, i * PIECE, piece);
        piece.iter().fold((u64::MAX, 0), |(low, high), &n| (n.min(low), n.max(high)))
    });
    let (least, greatest) = pieces.reduce(|| (u64::MAX, 0), |a, b| (a.0.min(b.0), a.1.max(b.1)));
    let (range, low) = (bits(greatest - least), bits(len as u64 - 1));
    let dropped = (range + low).saturating_sub(64);
    words.par_chunks_mut(PIECE).enumerate().for_each(|(i, piece)| {
        pack(piece, i * PIECE, least, dropped, low);
    });
    sort_halves(words, scratch, low, range - dropped, rayon::current_num_threads());
    let mask = (1 << low) - 1;
    #[allow(clippy::cast_possible_truncation)] // positions
    let mut order: Vec<usize> = words.par_iter().map(|word| (word & mask) as usize).collect();
    let next = usize::from(dropped == 0);
    if next < keys.words() {
        let same = |a: &u64, b: &u64| a >> low == b >> low;
        let mut runs = Vec::new();
        let mut rest = &mut order[..];
        for run in words.chunk_by(same) {
            let (head, tail) = rest.split_at_mut(run.len());
            rest = tail;
            if head.len() > 1 {
                runs.push(head);
            }
        }
        runs.into_par_iter().for_each(|run| sort_equal(keys, run, next));
    }
    order
}

/// Sorts words as [`sort_words`] does, on so many threads.
fn sort_halves(words: &mut [u64], scratch: &mut [u64], low: u32, key: u32, threads: usize) {
    if threads < 2 || words.len() <= PIECE {
        return sort_words(words, scratch, low, key);
    }
    let half = words.len() / 2;
    let (first, second) = words.split_at_mut(half);
    let (spare, other) = scratch.split_at_mut(half);
    rayon::join(
        || sort_halves(first, spare, low, key, threads / 2),
        || sort_halves(second, other, low, key, threads - threads / 2),
    );
    merge(first, second, scratch, threads);
    words
        .par_chunks_mut(PIECE)
        .zip(scratch.par_chunks(PIECE))
        .for_each(|(to, from)| to.copy_from_slice(from));
}

/// Merges two ascending slices, which have no word in common.
fn merge(a: &[u64], b: &[u64], out: &mut [u64], threads: usize) {
    if threads < 2 || out.len() <= PIECE {
        let (mut i, mut j) = (0, 0);
        for out in out {
            let first = j == b.len() || i < a.len() && a[i] < b[j];
            *out = if first { a[i] } else { b[j] };
            i += usize::from(first);
            j += usize::from(!first);
        }
        return;
    }
    let (a, b) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let (low, high) = a.split_at(a.len() / 2);
    let (below, above) = b.split_at(b.partition_point(|word| *word < high[0]));
    let (head, tail) = out.split_at_mut(low.len() + below.len());
    rayon::join(|| merge(low, below, head, threads / 2), || merge(high, above, tail, threads - threads / 2));
}

/// The elements at these positions, written on several threads.
fn gather<T: Element>(mut to: ViewMut<'_, T>, from: View<'_, T>, positions: &[usize]) {
    if positions.len() <= PIECE {
        return to.gather(from, positions);
    }
    let half = positions.len() / 2;
    let (first, second) = to.split_at(0, half).or_panic();
    let (head, tail) = positions.split_at(half);
    rayon::join(|| gather(first, from, head), || gather(second, from, tail));
}

/// What `count_keys` gives.
fn count_par(keys: &Keys<'_>) -> (Vec<usize>, Vec<usize>) {
    if on_one_thread(keys.len()) {
        return count_keys(keys);
    }
    let piece = keys.len().div_ceil(rayon::current_num_threads()).max(PIECE);
    let tables: Option<Vec<Table>> = (0..keys.len().div_ceil(piece))
        .into_par_iter()
        .map(|i| Table::count(keys, i * piece, keys.len().min((i + 1) * piece)))
        .collect();
    let all =
        |tables: Vec<Table>| tables.into_iter().try_fold(Table::default(), |all, later| all.merge(&later));
    if let Some(table) = tables.and_then(all) {
        return table.found();
    }
    let order = argsort_par(keys);
    let starts = cut(keys, &order);
    let groups = Groups { order, starts };
    (groups.firsts(), groups.counts())
}

impl<T: Element> Par<View<'_, T, Rank<1>>> {
    /// The positions of the elements in ascending order; see [`Column::argsort`](crate::Column::argsort).
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn argsort(self) -> Vec<usize> {
        argsort_par(&own(self.0))
    }

    /// The positions of the records in the order of a key; see [`Column::argsort_by`](crate::Column::argsort_by).
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn argsort_by<K: SortKey<T>>(self, key: K) -> Vec<usize> {
        argsort_par(&by(self.0, key, false))
    }

    /// The records in the order of a key, copied; see [`Column::sorted_by`](crate::Column::sorted_by). An array of records
    /// becomes a table with `RecordTable::from`, without a copy.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// let sorted = RecordTable::from(points.par().sorted_by(Point::ID));
    /// assert_eq!(sorted, points.sorted_by(Point::ID));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    #[track_caller]
    pub fn sorted_by<K: SortKey<T>>(self, key: K) -> Array<T> {
        let order = self.argsort_by(key);
        let mut sorted = Array::try_zeros([order.len()]).or_panic();
        gather(sorted.view_mut(), self.0, &order);
        sorted
    }

    /// The different values in ascending order, and how often each occurs; see
    /// [`Column::unique_counts`](crate::Column::unique_counts).
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique_counts(self) -> (Vec<T::Value>, Vec<usize>) {
        let (firsts, counts) = count_par(&own(self.0));
        (firsts.iter().map(|&i| self.0.item(i)).collect(), counts)
    }
}

impl Par<AnyView<'_>> {
    /// The positions of the elements in ascending order; see [`AnyView::argsort`].
    ///
    /// # Errors
    /// Those of [`AnyView::argsort`].
    pub fn argsort(self) -> Result<Vec<usize>, OrderError> {
        Ok(argsort_par(&keys_of(self.0)?))
    }

    /// The positions of the records in the order of fields by name; see [`AnyView::argsort_by`].
    ///
    /// # Errors
    /// Those of [`AnyView::argsort_by`].
    pub fn argsort_by<'n>(
        self,
        keys: impl IntoIterator<Item = impl Into<SortBy<'n>>>,
    ) -> Result<Vec<usize>, OrderError> {
        Ok(argsort_par(&keys_by(self.0, keys, false)?))
    }
}
