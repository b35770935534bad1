//! The stable order of keys of any number of words.
//!
//! The first words of all elements are sorted, each with its position below it; elements whose words are equal are then
//! sorted among themselves by the next word, and so on. What comes later in a key is read only where it decides.

use crate::{
    ops::order::{
        keys::{Keys, add_column},
        positions::Positions,
        words::{bits, sort_words},
    },
    raw::{array::Array, order::keys::BLOCK, view::View},
};
use alloc::vec::Vec;
use core::ops::Range;

/// Runs of equal words up to this long are sorted by insertion.
const SHORT: usize = 20;

/// Elements that are equal in all words before `word`.
struct Run {
    start: usize,
    end: usize,
    word: usize,
}

/// How words were sorted: by the bits from `low` on. Equal ones differ in the word `next`, if at all.
struct Sorted {
    low: u32,
    next: usize,
}

/// The positions of all elements in ascending order of their keys, equal ones in order of position.
///
/// # Panics
/// If there is no memory for it.
pub(crate) fn argsort(keys: &Keys<'_>) -> Vec<usize> {
    order(keys).to_vec()
}

/// The same, in the memory in which they were sorted.
///
/// # Panics
/// If there is no memory for it.
pub(crate) fn order(keys: &Keys<'_>) -> Positions {
    let len = keys.len();
    if len <= SHORT {
        let mut order = Positions::first(len);
        insert(keys, 0, &mut order);
        return order;
    }
    let mut sorter = Sorter::new(keys, len);
    let Some(sorted) = sorter.sort(len, None, 0) else { return Positions::first(len) };
    sorter.note_runs(len, None, 0, &sorted);
    let mask = (1 << sorted.low) - 1;
    // The words become the positions in place, and others are made where runs are still to be sorted.
    let none = Array::zeros([0]);
    let mut order = Positions::of(core::mem::replace(&mut sorter.words, none), mask);
    sorter.finish(&mut order);
    order
}

/// The positions of numbers in ascending order, equal ones in order of position.
///
/// # Panics
/// If there is no memory for it.
pub(crate) fn argsort_numbers(numbers: &[u64]) -> Vec<usize> {
    let mut keys = Keys::new(numbers.len());
    add_column(&mut keys, View::from_slice(numbers), false);
    argsort(&keys)
}

/// Makes of each word its leading bits above the least word, over its position, counted from `start`.
pub(super) fn pack(words: &mut [u64], start: usize, least: u64, dropped: u32, low: u32) {
    for (i, word) in (start as u64..).zip(words) {
        *word = (*word - least) >> dropped << low | i;
    }
}

/// Sorts these positions, which stand in the order that equal ones shall have.
///
/// # Panics
/// If there is no memory for it.
pub(crate) fn sort_positions(keys: &Keys<'_>, order: &mut [usize]) {
    sort_equal(keys, order, 0);
}

/// Sorts these positions by the words from `word` on.
pub(super) fn sort_equal(keys: &Keys<'_>, order: &mut [usize], word: usize) {
    if order.len() <= SHORT {
        return insert(keys, word, order);
    }
    let mut sorter = Sorter::new(keys, order.len());
    sorter.runs.push(Run { start: 0, end: order.len(), word });
    sorter.finish(order);
}

/// Words and a scratch of as many, and the runs still to be sorted.
struct Sorter<'k, 'a> {
    keys: &'k Keys<'a>,
    words: Array<u64>,
    scratch: Array<u64>,
    runs: Vec<Run>,
}

impl<'k, 'a> Sorter<'k, 'a> {
    fn new(keys: &'k Keys<'a>, len: usize) -> Self {
        Self { keys, words: Array::zeros([len]), scratch: Array::zeros([len]), runs: Vec::new() }
    }

    /// Sorts all runs that are noted.
    fn finish(&mut self, order: &mut [usize]) {
        while let Some(Run { start, end, word }) = self.runs.pop() {
            let slot = &mut order[start..end];
            if slot.len() <= SHORT {
                insert(self.keys, word, slot);
                continue;
            }
            let Some(sorted) = self.sort(slot.len(), Some(slot), word) else { continue };
            let mask = (1 << sorted.low) - 1;
            let words = &self.words.as_memory_slice()[..slot.len()];
            let old = &mut self.scratch.as_memory_slice_mut()[..slot.len()];
            for (old, &position) in old.iter_mut().zip(slot.iter()) {
                *old = position as u64;
            }
            #[allow(clippy::cast_possible_truncation)] // positions
            for (position, &word) in slot.iter_mut().zip(words) {
                *position = old[(word & mask) as usize] as usize;
            }
            self.note_runs(slot.len(), Some(slot), start, &sorted);
        }
    }

    /// Sorts the words of elements, of those listed or of all, by the first from `word` on in which they differ; `None` if
    /// they do not.
    fn sort(&mut self, len: usize, listed: Option<&[usize]>, word: usize) -> Option<Sorted> {
        if self.words.size() < len {
            self.words = Array::zeros([len]);
        }
        let words = &mut self.words.as_memory_slice_mut()[..len];
        let scratch = &mut self.scratch.as_memory_slice_mut()[..len];
        for word in word..self.keys.words() {
            let (mut least, mut greatest) = (u64::MAX, 0);
            for (i, block) in words.chunks_mut(BLOCK).enumerate() {
                match listed {
                    Some(positions) => {
                        self.keys.gather(word, &positions[i * BLOCK..i * BLOCK + block.len()], block);
                    }
                    None => self.keys.fill(word, i * BLOCK, block),
                }
                for &word in block.iter() {
                    least = least.min(word);
                    greatest = greatest.max(word);
                }
            }
            if least == greatest {
                continue;
            }
            // The leading bits that fit beside a position; if not all do, equal ones are sorted by the rest afterwards.
            let (range, low) = (bits(greatest - least), bits(len as u64 - 1));
            let dropped = (range + low).saturating_sub(64);
            pack(words, 0, least, dropped, low);
            sort_words(words, scratch, low, range - dropped);
            return Some(Sorted { low, next: if dropped > 0 { word } else { word + 1 } });
        }
        None
    }

    /// Notes the runs of equal words among the `len` just sorted, which start at `start`. Short ones are sorted at once, if
    /// their positions are in `slot` already.
    fn note_runs(&mut self, len: usize, mut slot: Option<&mut [usize]>, start: usize, sorted: &Sorted) {
        if sorted.next >= self.keys.words() {
            return;
        }
        for run in equal(&self.words.as_memory_slice()[..len], sorted.low) {
            match &mut slot {
                Some(slot) if run.len() <= SHORT => insert(self.keys, sorted.next, &mut slot[run]),
                _ => {
                    self.runs.push(Run { start: start + run.start, end: start + run.end, word: sorted.next });
                }
            }
        }
    }
}

/// The runs of several words that are equal in the bits from `low` on, which are not all.
fn equal(words: &[u64], low: u32) -> impl Iterator<Item = Range<usize>> {
    let same = move |at: usize| words[at] >> low == words[at + 1] >> low;
    let last = words.len() - 1;
    let (mut at, mut looked) = (0, 0);
    core::iter::from_fn(move || {
        while at < last {
            // Blocks without such words are skipped. There is no jump for each, so that several are compared at once: of
            // the differences 0 alone becomes negative.
            if at >= looked {
                looked = last.min(at + BLOCK);
                let pairs = words[at..looked].iter().zip(&words[at + 1..]);
                if pairs.fold(0, |any, (a, b)| any | ((a ^ b) >> low).wrapping_sub(1)) >> 63 == 0 {
                    at = looked;
                    continue;
                }
            }
            let start = at;
            while at < last && same(at) {
                at += 1;
            }
            at += 1;
            if at - start > 1 {
                return Some(start..at);
            }
        }
        None
    })
}

/// Sorts a few positions by the words from `word` on.
fn insert(keys: &Keys<'_>, word: usize, order: &mut [usize]) {
    for i in 1..order.len() {
        let mut at = i;
        while at > 0 && keys.compare(word, order[at - 1], order[at]).is_gt() {
            order.swap(at - 1, at);
            at -= 1;
        }
    }
}
