//! Sorting plain words, and words that carry a position: the primitive under every sort of the crate.
//!
//! A word is a key of some bits over a position of the others. Positions differ, so words do too, and any sort of them
//! is stable in the keys. Very long inputs are brought into buckets, others sorted by digits from the least one, with one pass for all histograms and none
//! for digits that do not vary. A key has often more bits than tell its neighbours apart: then only the leading ones are
//! sorted by, and what is left out of order is put right by insertion.

use crate::ops::order::buckets::{MANY, by_buckets};
use alloc::vec;

/// Below this many words, comparing is faster.
const FEW: usize = 200;

/// Bits of a digit at most: its counts fit in the nearest cache.
const DIGIT: u32 = 12;

/// How many bits it takes to count up to `greatest`.
pub(crate) fn bits(greatest: u64) -> u32 {
    64 - greatest.leading_zeros()
}

/// Sorts words in ascending order. The words differ in bits `low..low + key` and below, and where the keys are equal they
/// stand in order. `scratch` is overwritten, and as long.
///
/// # Panics
/// If the slices are not equally long.
pub(crate) fn sort_words(words: &mut [u64], scratch: &mut [u64], low: u32, key: u32) {
    assert!(words.len() == scratch.len(), "scratch as long as the words");
    if words.len() < FEW || u32::try_from(words.len()).is_err() {
        words.sort_unstable();
        return;
    }
    if key == 0 {
        return;
    }
    // Two passes at most by digits are as good.
    if words.len() >= MANY && key > 2 * DIGIT {
        return by_buckets(words, scratch, low, key);
    }
    // A float's sign and exponent, as many bits as there are words, and one more.
    let enough = 12 + bits(words.len() as u64) + 1;
    if key > enough + DIGIT / 2 {
        by_digits(words, scratch, low + key - enough, enough);
        if insert(words, 4 * words.len()) {
            return;
        }
    }
    by_digits(words, scratch, low, key);
}

/// Sorts by the bits `low..low + key`; equal ones keep their order.
fn by_digits(words: &mut [u64], scratch: &mut [u64], low: u32, key: u32) {
    let digits = key.div_ceil(DIGIT);
    let width = key.div_ceil(digits);
    let mask = (1_u64 << width) - 1;
    #[allow(clippy::cast_possible_truncation)] // below the mask
    let digit = |word: u64, at: u32| (word >> (low + at * width) & mask) as usize;
    let mut counts = vec![0_u32; (digits as usize) << width];
    // Two at a time, for the reading costs as much as the counting.
    for (pair, counts) in (0..digits).step_by(2).zip(counts.chunks_mut(2 << width)) {
        let (first, second) = counts.split_at_mut(1 << width);
        if second.is_empty() {
            for &word in words.iter() {
                first[digit(word, pair)] += 1;
            }
        } else {
            for &word in words.iter() {
                first[digit(word, pair)] += 1;
                second[digit(word, pair + 1)] += 1;
            }
        }
    }
    let (mut from, mut to) = (&mut *words, &mut *scratch);
    let mut moved = false;
    for (at, counts) in (0..digits).zip(counts.chunks_mut(1 << width)) {
        if counts[digit(from[0], at)] as usize == from.len() {
            continue;
        }
        let mut start = 0;
        for count in counts.iter_mut() {
            start += core::mem::replace(count, start);
        }
        for &word in from.iter() {
            let place = &mut counts[digit(word, at)];
            to[*place as usize] = word;
            *place += 1;
        }
        core::mem::swap(&mut from, &mut to);
        moved = !moved;
    }
    if moved {
        to.copy_from_slice(from);
    }
}

/// Puts words right that are nearly in order. Gives up, and says so, after moving `budget` of them; they are then in another
/// order, in which equal keys are still in theirs.
pub(super) fn insert(words: &mut [u64], mut budget: usize) -> bool {
    for i in 1..words.len() {
        let word = words[i];
        let mut at = i;
        while at > 0 && words[at - 1] > word {
            words[at] = words[at - 1];
            at -= 1;
        }
        words[at] = word;
        if budget < i - at {
            return false;
        }
        budget -= i - at;
    }
    true
}
