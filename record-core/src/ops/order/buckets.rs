//! Sorting many words by one pass through memory: they go into buckets of some hundreds, in ascending order, and each of
//! these is sorted where it fits into the nearest cache.
//!
//! Leading bits of keys are as uneven as their distribution: floats of one size have one exponent. So the words are counted
//! by their leading bits first, and what many have in common is divided further, by as many bits as make buckets of one
//! size of it. A bucket that is too full all the same is sorted as any other words are, by the bits below.

use crate::ops::order::words::{bits, insert, sort_words};
use alloc::vec;

/// From this many words on it pays: they no longer fit into a cache near by.
pub(super) const MANY: usize = 1 << 16;

/// Leading bits that words are counted by.
const LEADING: u32 = 14;

/// Words of a bucket, about; more where there would be too many buckets to be written to at a time.
const BUCKET: usize = 512;
const BUCKETS: usize = 1 << 12;

/// Up to so many words are sorted by insertion alone.
const FEW: usize = 24;

/// Bits that a bucket is sorted by at most, before insertion.
const DIGIT: u32 = 10;

/// Of the words with the same leading bits: their first bucket, and the bits below those that tell their bucket.
#[derive(Clone, Copy, Default)]
struct Cell {
    first: u32,
    rest: u32,
}

/// Sorts words as [`sort_words`] does. There are less than 2^32 of them, and as many in `scratch`.
pub(super) fn by_buckets(words: &mut [u64], scratch: &mut [u64], low: u32, key: u32) {
    let leading = key.min(LEADING);
    // The bits below the leading ones.
    let below = low + key - leading;
    let (last, rest) = ((1_u64 << leading) - 1, (1_u64 << below) - 1);
    #[allow(clippy::cast_possible_truncation)] // leading bits
    let cell_of = |word: u64| (word >> below & last) as usize;
    let mut counts = vec![0_u32; 1 << leading];
    for &word in words.iter() {
        counts[cell_of(word)] += 1;
    }
    let full = BUCKET.max(words.len() / BUCKETS);
    let mut buckets = 0;
    let mut cells = vec![Cell::default(); 1 << leading];
    for (cell, &count) in cells.iter_mut().zip(&counts) {
        let divided = bits((count as usize / full) as u64).min(below - low);
        *cell = Cell { first: buckets, rest: below - divided };
        buckets += if count == 0 { 0 } else { 1 << divided };
    }
    #[allow(clippy::cast_possible_truncation)] // below the number of buckets
    let bucket_of = |word: u64| {
        let cell = cells[cell_of(word)];
        cell.first as usize + ((word & rest) >> cell.rest) as usize
    };
    let mut ends = vec![0_u32; buckets as usize];
    for &word in words.iter() {
        ends[bucket_of(word)] += 1;
    }
    let mut start = 0;
    for end in &mut ends {
        start += core::mem::replace(end, start);
    }
    for &word in words.iter() {
        let place = &mut ends[bucket_of(word)];
        scratch[*place as usize] = word;
        *place += 1;
    }
    let (mut start, mut ends) = (0, ends.into_iter());
    for (cell, _) in cells.iter().zip(&counts).filter(|&(_, &count)| count > 0) {
        for end in ends.by_ref().take(1 << (below - cell.rest)) {
            let (from, end) = (start, end as usize);
            sort_bucket(&mut words[from..end], &mut scratch[from..end], low, cell.rest - low, 4 * full);
            start = end;
        }
    }
}

/// Sorts the words of a bucket, which are in `from`, by `key` bits from `low` on.
fn sort_bucket(to: &mut [u64], from: &mut [u64], low: u32, key: u32, most: usize) {
    if key == 0 || from.len() < 2 {
        to.copy_from_slice(from);
    } else if from.len() <= FEW {
        to.copy_from_slice(from);
        insert(to, FEW * FEW);
    } else if from.len() > most {
        to.copy_from_slice(from);
        sort_words(to, from, low, key);
    } else {
        let width = bits(from.len() as u64).min(key).min(DIGIT);
        let shift = low + key - width;
        #[allow(clippy::cast_possible_truncation)] // a digit
        let digit = |word: u64| (word >> shift) as usize & ((1 << width) - 1);
        let mut places = [0_u32; 1 << DIGIT];
        let places = &mut places[..1 << width];
        for &word in from.iter() {
            places[digit(word)] += 1;
        }
        let mut start = 0;
        for place in places.iter_mut() {
            start += core::mem::replace(place, start);
        }
        for &word in from.iter() {
            let place = &mut places[digit(word)];
            to[*place as usize] = word;
            *place += 1;
        }
        if width < key && !insert(to, 4 * from.len()) {
            to.sort_unstable();
        }
    }
}
