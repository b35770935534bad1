//! Groups of records that come in parts, by the words of their keys: each record gets the number of its group.
//!
//! The groups by the first word are parted by the second, those by the third, and so on. What has to be kept is a table of
//! the groups for each word, however many records there are.

use crate::ops::{
    group::{find::Finder, key::KeyCode},
    order::Keys,
};
use alloc::{vec, vec::Vec};
use core::iter;

/// Records whose words are looked at together: they stay in the nearest cache.
pub(super) const BLOCK: usize = 1024;

/// Numbers the groups of records, in the order of their first records.
pub(crate) struct WordGroups {
    /// The groups by the first word.
    pub(super) first: Finder<u64>,
    /// Those by one more word each: what number the group had before, and the word.
    pub(super) more: Vec<Finder<(u32, u64)>>,
    /// Whether there was a record: without a word, all are of one group.
    any: bool,
    /// Words that are looked at, and with the numbers that groups had before.
    words: Vec<u64>,
    codes: Vec<(u32, u64)>,
}

impl WordGroups {
    /// Of no records.
    pub(crate) fn new() -> Self {
        Self { first: Finder::new(), more: Vec::new(), any: false, words: Vec::new(), codes: Vec::new() }
    }

    /// The number of groups.
    pub(crate) fn len(&self) -> usize {
        self.more.last().map_or(self.first.len(), Finder::len).max(usize::from(self.any))
    }

    /// The groups of the records from `start` on, of whose keys there are as many words as of those before; new groups get
    /// the next numbers.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 groups.
    pub(crate) fn number(&mut self, keys: &Keys<'_>, start: usize, numbers: &mut [u32]) {
        self.any |= !numbers.is_empty();
        for (i, numbers) in numbers.chunks_mut(BLOCK).enumerate() {
            self.block(keys, start + i * BLOCK, numbers);
        }
    }

    fn block(&mut self, keys: &Keys<'_>, start: usize, numbers: &mut [u32]) {
        let Self { first, more, words, codes, .. } = self;
        words.resize(words.len().max(numbers.len()), 0);
        let words = &mut words[..numbers.len()];
        if keys.words() == 0 {
            numbers.fill(0);
        }
        for word in 0..keys.words() {
            keys.fill(word, start, words);
            let Some(before) = word.checked_sub(1) else {
                first.number(words, numbers);
                continue;
            };
            if more.len() == before {
                more.push(Finder::new());
            }
            codes.clear();
            codes.extend(iter::zip(numbers.iter().copied(), words.iter().copied()));
            more[before].number(codes, numbers);
        }
    }

    /// The numbers of the groups in the order of their keys.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut order = sorted(self.first.codes());
        for finder in &self.more {
            let ranks = ranks(&order);
            let codes = finder.codes().iter().map(|&(number, word)| (ranks[number as usize], word));
            order = sorted(&codes.collect::<Vec<(u32, u64)>>());
        }
        if order.is_empty() && self.any { vec![0] } else { order }
    }
}

/// The numbers of these codes, of which there is none twice, in the order of the codes.
pub(super) fn sorted<C: KeyCode>(codes: &[C]) -> Vec<u32> {
    // The codes beside their numbers, so that sorting reads them where they are.
    let mut pairs: Vec<(C, u32)> = codes.iter().copied().zip(0..).collect();
    pairs.sort_unstable_by_key(|&(code, _)| code);
    pairs.into_iter().map(|(_, number)| number).collect()
}

/// Of each number, its place in this order.
pub(super) fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, &number) in (0..).zip(order) {
        ranks[number as usize] = rank;
    }
    ranks
}

/// The groups `before..len`, and where each occurs first. Groups are numbered as they come.
pub(crate) fn first_records(numbers: &[u32], before: usize, len: usize) -> Vec<(usize, usize)> {
    let mut firsts = Vec::with_capacity(len - before);
    if len == before {
        return firsts;
    }
    for (at, &number) in numbers.iter().enumerate() {
        if number as usize == before + firsts.len() {
            firsts.push((number as usize, at));
        }
    }
    firsts
}
