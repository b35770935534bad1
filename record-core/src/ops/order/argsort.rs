//! The stable order of keys of any number of words.
//!
//! The first words of all elements are sorted, each with its position below it; elements whose words are equal are then
//! sorted among themselves by the next word, and so on. What comes later in a key is read only where it decides.

use crate::{
    ops::order::{
        keys::{Keys, add_column},
        words::{bits, sort_words},
    },
    raw::{array::Array, keys::BLOCK, view::View},
};
use alloc::vec::Vec;

/// Runs of equal words up to this long are sorted by insertion.
const SHORT: usize = 20;

/// Elements that are equal in all words before `word`.
struct Run {
    start: usize,
    end: usize,
    word: usize,
}

/// The positions of all elements in ascending order of their keys, equal ones in order of position.
///
/// # Panics
/// If there is no memory for it.
pub(crate) fn argsort(keys: &Keys<'_>) -> Vec<usize> {
    let len = keys.len();
    let mut order: Vec<usize> = (0..len).collect();
    if len <= SHORT {
        insert(keys, 0, &mut order);
        return order;
    }
    let mut sorter = Sorter::new(keys, len);
    sorter.sort_run(&mut order, &Run { start: 0, end: len, word: 0 }, false);
    sorter.finish(&mut order);
    order
}

/// The positions of numbers in ascending order, equal ones in order of position.
///
/// # Panics
/// If there is no memory for it.
#[allow(dead_code)] // for the operations that group and join
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
    sorter.sort_run(order, &Run { start: 0, end: order.len(), word }, true);
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

    fn finish(&mut self, order: &mut [usize]) {
        while let Some(run) = self.runs.pop() {
            self.sort_run(order, &run, true);
        }
    }

    /// Sorts a run by its next word that differs, and notes the runs of equal words in it. `listed` says whether the
    /// positions are other than all from 0 on.
    #[allow(clippy::cast_possible_truncation)] // positions in the run
    fn sort_run(&mut self, order: &mut [usize], run: &Run, listed: bool) {
        let slot = &mut order[run.start..run.end];
        let words = &mut self.words.as_memory_slice_mut()[..slot.len()];
        let scratch = &mut self.scratch.as_memory_slice_mut()[..slot.len()];
        let mut word = run.word;
        let (least, greatest) = loop {
            if word >= self.keys.words() {
                return;
            }
            let (mut least, mut greatest) = (u64::MAX, 0);
            for (i, block) in words.chunks_mut(BLOCK).enumerate() {
                if listed {
                    self.keys.gather(word, &slot[i * BLOCK..i * BLOCK + block.len()], block);
                } else {
                    self.keys.fill(word, i * BLOCK, block);
                }
                for &word in block.iter() {
                    least = least.min(word);
                    greatest = greatest.max(word);
                }
            }
            if least < greatest {
                break (least, greatest);
            }
            word += 1;
        };
        // The leading bits that fit beside a position; if not all do, equal ones are sorted by the rest afterwards.
        let (range, low) = (bits(greatest - least), bits(slot.len() as u64 - 1));
        let dropped = (range + low).saturating_sub(64);
        pack(words, 0, least, dropped, low);
        sort_words(words, scratch, low, range - dropped);
        let mask = (1 << low) - 1;
        if listed {
            for (old, &position) in scratch.iter_mut().zip(slot.iter()) {
                *old = position as u64;
            }
            for (position, &word) in slot.iter_mut().zip(words.iter()) {
                *position = scratch[(word & mask) as usize] as usize;
            }
        } else {
            for (position, &word) in slot.iter_mut().zip(words.iter()) {
                *position = (word & mask) as usize;
            }
        }
        let next = if dropped > 0 { word } else { word + 1 };
        if next >= self.keys.words() {
            return;
        }
        let mut start = 0;
        for end in 1..=words.len() {
            if end < words.len() && words[end] >> low == words[start] >> low {
                continue;
            }
            if end - start > SHORT {
                self.runs.push(Run { start: run.start + start, end: run.start + end, word: next });
            } else if end - start > 1 {
                insert(self.keys, next, &mut slot[start..end]);
            }
            start = end;
        }
    }
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
