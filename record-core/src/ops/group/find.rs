//! Which group a key belongs to: keys are numbered as they come.
//!
//! As long as the codes are words that lie close together, a table with a place for each word between the smallest and
//! the largest answers: ages, channels, days, row numbers. From the first word on that is too far away, an open-addressing
//! hash table does, until there are so many keys that they lie close together after all. Both grow as keys come and take
//! memory for the keys that there are, so neither needs to know what will come.

use crate::ops::group::key::KeyCode;
use alloc::{vec, vec::Vec};

/// The number of no key.
pub(crate) const NONE: u32 = u32::MAX;

/// The places that a dense table may always have.
const FEW: u64 = 1 << 16;

/// The places that a dense table may have for each key.
const EACH: u64 = 16;

/// Numbers keys by their codes, in the order of their first appearance.
#[derive(Clone)]
pub(crate) struct Finder<C> {
    /// The code of each number.
    codes: Vec<C>,
    places: Places,
}

#[derive(Clone)]
enum Places {
    /// The number of the word `base + i` at `i`.
    Dense { base: u64, numbers: Vec<u32> },
    /// Open addressing: number and the lower half of the hash, at the upper bits of the hash or behind it.
    Hashed { entries: Vec<Entry>, shift: u32 },
}

/// Where a loop over keys and values has stopped: at a key that has no number.
pub(crate) struct Stop<C, V> {
    /// How many items went before.
    pub(crate) after: usize,
    pub(crate) code: C,
    /// What goes with the key.
    pub(crate) value: V,
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
    /// Of different keys whose codes are given.
    pub(crate) fn of(codes: &[C]) -> Self {
        let mut finder = Self::new();
        finder.codes.reserve(codes.len());
        // Room for the last ones first, so that the others need no more.
        for code in codes.iter().min().into_iter().chain(codes.iter().max()).filter(|_| C::WORD) {
            finder.make_room(code.word());
        }
        for &code in codes {
            finder.add(code);
        }
        finder
    }

    /// Of no keys.
    pub(crate) fn new() -> Self {
        let places = if C::WORD { Places::Dense { base: 0, numbers: Vec::new() } } else { hashed(0) };
        Self { codes: Vec::new(), places }
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
        let mut start = 0;
        if let Places::Dense { .. } = self.places {
            // Most have a number, and a loop that does not stop is quicker.
            self.find(codes, numbers);
            match numbers.iter().position(|&number| number == NONE) {
                Some(first) => start = first,
                None => return,
            }
        }
        loop {
            let items = codes[start..].iter().copied().zip(&mut numbers[start..]);
            let stop = self.known(items, |at, number| {
                **number = at;
                true
            });
            let Some(Stop { after, code, value: number }) = stop else { return };
            *number = self.add(code);
            start += after + 1;
        }
    }

    /// Calls `each` with the numbers of keys, as long as they have one and `each` is content.
    #[inline(always)]
    pub(crate) fn known<V>(
        &self,
        items: impl Iterator<Item = (C, V)>,
        mut each: impl FnMut(u32, &mut V) -> bool,
    ) -> Option<Stop<C, V>> {
        match &self.places {
            Places::Dense { base, numbers } => {
                let (base, numbers) = (*base, &numbers[..]);
                for (after, (code, mut value)) in items.enumerate() {
                    let place = numbers.get(place(code.word().wrapping_sub(base)));
                    if !place.is_some_and(|&number| number != NONE && each(number, &mut value)) {
                        return Some(Stop { after, code, value });
                    }
                }
            }
            Places::Hashed { entries, shift } => {
                let (entries, codes) = (&entries[..], &self.codes[..]);
                for (after, (code, mut value)) in items.enumerate() {
                    let number = entries[probe(entries, *shift, codes, code, code.hash())].number;
                    if number == NONE || !each(number, &mut value) {
                        return Some(Stop { after, code, value });
                    }
                }
            }
        }
        None
    }

    /// Gives a number to a key that has none.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 keys.
    #[inline]
    pub(crate) fn add(&mut self, code: C) -> u32 {
        if let Places::Dense { .. } = self.places {
            self.make_room(code.word());
        }
        let number = next(&mut self.codes, code);
        match &mut self.places {
            Places::Dense { base, numbers } => numbers[index(code.word() - *base)] = number,
            Places::Hashed { entries, shift } => {
                let hash = code.hash();
                let at = free(entries, *shift, hash);
                entries[at] = Entry { tag: tag(hash), number };
                if self.codes.len() > entries.len() / 2 {
                    self.rehash();
                }
            }
        }
        number
    }

    /// The numbers of keys; [`NONE`] of those that have none.
    pub(crate) fn find(&self, codes: &[C], numbers: &mut [u32]) {
        match &self.places {
            Places::Dense { base, numbers: table } => {
                for (code, number) in codes.iter().zip(numbers) {
                    *number = table.get(place(code.word().wrapping_sub(*base))).copied().unwrap_or(NONE);
                }
            }
            Places::Hashed { entries, shift } => {
                for (code, number) in codes.iter().zip(numbers) {
                    *number = entries[probe(entries, *shift, &self.codes, *code, code.hash())].number;
                }
            }
        }
    }

    /// Lets the dense table reach this word too, or makes a hash table of it.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, word: u64) {
        let Places::Dense { base, numbers } = &mut self.places else { return };
        if word >= *base && word - *base < numbers.len() as u64 {
            return;
        }
        let (low, high) = match numbers.len() as u64 {
            0 => (word, word),
            len => (word.min(*base), word.max(*base + (len - 1))),
        };
        let most = most(self.codes.len());
        let span = high - low;
        if span >= most {
            self.hash();
            return;
        }
        // Twice as long, towards the side that is growing, so that growing step by step moves rarely.
        let len = (span + 1).max(numbers.len() as u64 * 2).max(64).min(most);
        let more = len - (span + 1);
        let start = if numbers.is_empty() {
            low.saturating_sub(more / 2)
        } else if low < *base {
            low.saturating_sub(more)
        } else {
            low
        };
        let len = len.min(u64::MAX - start).max(high - start + 1);
        let mut longer = vec![NONE; index(len)];
        for (number, code) in (0..).zip(&self.codes) {
            longer[index(code.word() - start)] = number;
        }
        (*base, *numbers) = (start, longer);
    }

    /// A dense table of all keys if they lie close together, or a larger hash table.
    #[cold]
    #[inline(never)]
    fn rehash(&mut self) {
        let words = || self.codes.iter().map(|code| code.word());
        if let (true, Some(base), Some(last)) = (C::WORD, words().min(), words().max())
            && last - base < most(self.codes.len())
        {
            let mut numbers = vec![NONE; index(last - base) + 1];
            for (number, word) in (0..).zip(words()) {
                numbers[index(word - base)] = number;
            }
            self.places = Places::Dense { base, numbers };
        } else {
            self.hash();
        }
    }

    /// A hash table of all keys and as many more at least.
    fn hash(&mut self) {
        self.places = hashed(self.codes.len() * 2);
        let Places::Hashed { entries, shift } = &mut self.places else { return };
        for (number, code) in (0..).zip(&self.codes) {
            let hash = code.hash();
            let at = free(entries, *shift, hash);
            entries[at] = Entry { tag: tag(hash), number };
        }
    }
}

/// The places that a dense table of so many keys may have.
fn most(keys: usize) -> u64 {
    FEW.max((keys as u64).saturating_mul(EACH))
}

/// An empty hash table that is at most half full with so many keys.
fn hashed(keys: usize) -> Places {
    let len = (keys.max(16) * 2).next_power_of_two();
    Places::Hashed { entries: vec![EMPTY; len], shift: u64::BITS - len.trailing_zeros() }
}

/// A place that a table may have or not.
#[inline(always)]
pub(crate) fn place(distance: u64) -> usize {
    usize::try_from(distance).unwrap_or(usize::MAX)
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
