//! Which group a key belongs to: keys are numbered as they come.
//!
//! As long as the codes are words that lie close together, a table with a place for each word between the smallest and
//! the largest answers: ages, channels, days, row numbers. From the first word on that is too far away, an open-addressing
//! hash table does. Both grow as keys come, so neither needs to know what will come.

use crate::ops::group::key::KeyCode;
use alloc::{vec, vec::Vec};

/// The number of no key.
pub(crate) const NONE: u32 = u32::MAX;

/// The places that a dense table may always have.
const FEW: u64 = 1 << 16;

/// Numbers keys by their codes, in the order of their first appearance.
#[derive(Clone)]
pub(crate) struct Finder<C> {
    /// The code of each number.
    codes: Vec<C>,
    places: Places,
    /// How many codes have been looked at: a dense table may have as many places as there are records.
    seen: u64,
}

#[derive(Clone)]
enum Places {
    /// The number of the word `base + i` at `i`.
    Dense { base: u64, numbers: Vec<u32> },
    /// Open addressing: number and the lower half of the hash, at the upper bits of the hash or behind it.
    Hashed { entries: Vec<Entry>, shift: u32 },
}

#[derive(Clone, Copy)]
struct Entry {
    tag: u32,
    number: u32,
}

const EMPTY: Entry = Entry { tag: 0, number: NONE };

/// The lower half of a hash.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // the lower half
fn tag(hash: u64) -> u32 {
    hash as u32
}

impl<C: KeyCode> Finder<C> {
    /// Of no keys; about `rows` are to come.
    pub(crate) fn new(rows: usize) -> Self {
        let places = if C::WORD { Places::Dense { base: 0, numbers: Vec::new() } } else { hashed(0) };
        Self { codes: Vec::new(), places, seen: rows as u64 }
    }

    /// The number of keys.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// The codes of the keys, by number.
    pub(crate) fn codes(&self) -> &[C] {
        &self.codes
    }

    /// The numbers of the keys; new ones get the next.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 keys.
    pub(crate) fn number(&mut self, codes: &[C], numbers: &mut [u32]) {
        self.seen += codes.len() as u64;
        if C::WORD && matches!(self.places, Places::Dense { .. }) {
            self.make_room(codes);
        }
        match &mut self.places {
            Places::Dense { base, numbers: table } => {
                let base = *base;
                for (code, number) in codes.iter().zip(numbers) {
                    let place = &mut table[index(code.word().wrapping_sub(base))];
                    if *place == NONE {
                        *place = next(&mut self.codes, *code);
                    }
                    *number = *place;
                }
            }
            Places::Hashed { .. } => {
                for (code, number) in codes.iter().zip(numbers) {
                    *number = self.hash_in(*code);
                }
            }
        }
    }

    /// The numbers of keys; [`NONE`] of those that have none.
    pub(crate) fn find(&self, codes: &[C], numbers: &mut [u32]) {
        match &self.places {
            Places::Dense { base, numbers: table } => {
                for (code, number) in codes.iter().zip(numbers) {
                    let place = usize::try_from(code.word().wrapping_sub(*base)).ok();
                    *number = place.and_then(|at| table.get(at)).copied().unwrap_or(NONE);
                }
            }
            Places::Hashed { entries, shift } => {
                for (code, number) in codes.iter().zip(numbers) {
                    let hash = code.hash();
                    *number = entries[probe(entries, *shift, &self.codes, *code, hash)].number;
                }
            }
        }
    }

    /// The number of one key, of a hash table.
    fn hash_in(&mut self, code: C) -> u32 {
        let Places::Hashed { entries, shift } = &mut self.places else { unreachable!("a hash table") };
        let hash = code.hash();
        let at = probe(entries, *shift, &self.codes, code, hash);
        if entries[at].number != NONE {
            return entries[at].number;
        }
        let number = next(&mut self.codes, code);
        entries[at] = Entry { tag: tag(hash), number };
        if self.codes.len() > entries.len() / 2 {
            self.rehash();
        }
        number
    }

    /// Lets the dense table reach all of these words, or makes a hash table of it.
    fn make_room(&mut self, codes: &[C]) {
        let Places::Dense { base, numbers } = &mut self.places else { return };
        let words = codes.iter().map(|code| code.word());
        let (low, high) = words.fold((u64::MAX, 0), |(low, high), word| (low.min(word), high.max(word)));
        if codes.is_empty() || low >= *base && high - *base < numbers.len() as u64 {
            return;
        }
        let (low, high) = match numbers.len() as u64 {
            0 => (low, high),
            len => (low.min(*base), high.max(*base + (len - 1))),
        };
        let most = FEW.max(self.seen.saturating_mul(2));
        let span = high - low;
        if span >= most {
            self.rehash();
            return;
        }
        // Twice as long, towards the side that is growing, so that growing step by step moves rarely.
        let len = (span + 1).max(numbers.len() as u64 * 2).min(most);
        let more = len - (span + 1);
        let start = if low < *base && !numbers.is_empty() { low.saturating_sub(more) } else { low };
        let len = len.min(u64::MAX - start).max(span + 1);
        let mut longer = vec![NONE; index(len)];
        for (at, code) in (0..).zip(&self.codes) {
            longer[index(code.word() - start)] = at;
        }
        (*base, *numbers) = (start, longer);
    }

    /// A hash table of all keys and as many more at least.
    fn rehash(&mut self) {
        self.places = hashed(self.codes.len() * 2);
        let Places::Hashed { entries, shift } = &mut self.places else { return };
        for (number, code) in (0..).zip(&self.codes) {
            let hash = code.hash();
            let at = free(entries, *shift, hash);
            entries[at] = Entry { tag: tag(hash), number };
        }
    }
}

/// An empty hash table that is at most half full with so many keys.
fn hashed(keys: usize) -> Places {
    let len = (keys.max(16) * 2).next_power_of_two();
    Places::Hashed { entries: vec![EMPTY; len], shift: u64::BITS - len.trailing_zeros() }
}

/// A place in a table that is in memory.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // below the length of a table
fn index(place: u64) -> usize {
    place as usize
}

/// The next number.
#[inline]
fn next<C>(codes: &mut Vec<C>, code: C) -> u32 {
    let number = u32::try_from(codes.len()).ok().filter(|&number| number != NONE);
    codes.push(code);
    number.expect("at most 2^32 - 1 different keys")
}

/// Where the code is, or would be.
#[inline(always)]
fn probe<C: KeyCode>(entries: &[Entry], shift: u32, codes: &[C], code: C, hash: u64) -> usize {
    let (mut at, tag) = (index(hash >> shift), tag(hash));
    loop {
        let entry = entries[at];
        if entry.number == NONE || entry.tag == tag && codes[entry.number as usize] == code {
            return at;
        }
        at = (at + 1) & (entries.len() - 1);
    }
}

/// Where a code that is not there yet goes.
#[inline(always)]
fn free(entries: &[Entry], shift: u32, hash: u64) -> usize {
    let mut at = index(hash >> shift);
    while entries[at].number != NONE {
        at = (at + 1) & (entries.len() - 1);
    }
    at
}
