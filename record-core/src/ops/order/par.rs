//! Ordering on several threads. A stable order is one and the same however it is made, so the answers are those of one
//! thread.
//!
//! The words are sorted in halves, which are merged in halves again; runs of equal words are sorted each by itself.

use crate::{
    element::Element,
    ops::{
        order::{
            argsort::{argsort, pack, sort_equal},
            column::{are_sorted, is_sorted},
            groups::{Groups, Table, count_keys, cut},
            keys::Keys,
            top::{candidates, chosen, first},
            words::{bits, sort_words},
        },
        parallel::{PIECE, on_one_thread},
    },
    or_panic::OrPanic as _,
    raw::{
        array::Array,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use rayon::prelude::*;

/// What [`argsort`] gives.
pub(crate) fn argsort_par(keys: &Keys<'_>) -> Vec<usize> {
    let len = keys.len();
    if keys.words() == 0 || on_one_thread(len) {
        return argsort(keys);
    }
    let (mut words, mut scratch) = (Array::<u64>::zeros([len]), Array::<u64>::zeros([len]));
    let (words, scratch) = (words.as_memory_slice_mut(), scratch.as_memory_slice_mut());
    // A word that all have in common orders nothing, but for the last one, for there must be one.
    let (mut word, (mut least, mut greatest)) = (0, fill(keys, 0, words));
    while least == greatest && word + 1 < keys.words() {
        word += 1;
        (least, greatest) = fill(keys, word, words);
    }
    let (range, low) = (bits(greatest - least), bits(len as u64 - 1));
    let dropped = (range + low).saturating_sub(64);
    words.par_chunks_mut(PIECE).enumerate().for_each(|(i, piece)| {
        pack(piece, i * PIECE, least, dropped, low);
    });
    sort_halves(words, scratch, low, range - dropped, rayon::current_num_threads());
    let mask = (1 << low) - 1;
    #[allow(clippy::cast_possible_truncation)] // positions
    let mut order: Vec<usize> = words.par_iter().map(|word| (word & mask) as usize).collect();
    let next = word + usize::from(dropped == 0);
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

/// One word of all elements; the least and the greatest.
fn fill(keys: &Keys<'_>, word: usize, words: &mut [u64]) -> (u64, u64) {
    let pieces = words.par_chunks_mut(PIECE).enumerate().map(|(i, piece)| {
        keys.fill(word, i * PIECE, piece);
        piece.iter().fold((u64::MAX, 0), |(low, high), &n| (n.min(low), n.max(high)))
    });
    pieces.reduce(|| (u64::MAX, 0), |a, b| (a.0.min(b.0), a.1.max(b.1)))
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
pub(super) fn gather<T: Element>(mut to: ViewMut<'_, T>, from: View<'_, T>, positions: &[usize]) {
    if positions.len() <= PIECE {
        return to.gather(from, positions);
    }
    let half = positions.len() / 2;
    let (first, second) = to.split_at(0, half).or_panic();
    let (head, tail) = positions.split_at(half);
    rayon::join(|| gather(first, from, head), || gather(second, from, tail));
}

/// What `count_keys` gives.
pub(super) fn count_par(keys: &Keys<'_>) -> (Vec<usize>, Vec<usize>) {
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
    let groups = groups_par(keys);
    (groups.firsts(), groups.counts())
}

/// What `Groups::of` gives.
pub(super) fn groups_par(keys: &Keys<'_>) -> Groups {
    let order = argsort_par(keys);
    let starts = cut(keys, &order);
    Groups { order, starts }
}

/// What `first` gives: each thread finds the candidates of some of the rows.
pub(super) fn first_par(keys: &Keys<'_>, k: usize) -> Vec<usize> {
    let (len, k) = (keys.len(), k.min(keys.len()));
    if on_one_thread(len) || k == 0 || keys.words() == 0 {
        return first(keys, k);
    }
    if k > len / 8 {
        let mut order = argsort_par(keys);
        order.truncate(k);
        return order;
    }
    let piece = len.div_ceil(rayon::current_num_threads()).max(PIECE);
    let all: Vec<Vec<usize>> = (0..len.div_ceil(piece))
        .into_par_iter()
        .map(|i| candidates(keys, i * piece..len.min((i + 1) * piece), k))
        .collect();
    chosen(keys, all.concat(), k)
}

/// What `is_sorted` gives.
pub(super) fn is_sorted_par(keys: &Keys<'_>) -> bool {
    let len = keys.len();
    if on_one_thread(len) || keys.words() == 0 {
        return is_sorted(keys);
    }
    let piece = |i: usize| are_sorted(keys, i * PIECE..len.min((i + 1) * PIECE));
    (0..len.div_ceil(PIECE)).into_par_iter().all(piece)
}

/// Puts the elements at these positions, which are all, in their order, by way of a copy.
#[track_caller]
pub(super) fn put_in_order<T: Element>(view: ViewMut<'_, T>, order: &[usize]) {
    let mut sorted = Array::try_zeros([order.len()]).or_panic();
    gather(sorted.view_mut(), view.as_view(), order);
    copy(view, sorted.view());
}

/// Copies elements on several threads.
fn copy<T: Element>(mut to: ViewMut<'_, T>, from: View<'_, T>) {
    let len = from.size();
    if len <= PIECE {
        return to.copy_rows(from);
    }
    let (first, second) = to.split_at(0, len / 2).or_panic();
    rayon::join(|| copy(first, from.slice(..len / 2)), || copy(second, from.slice(len / 2..)));
}
