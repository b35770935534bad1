//! Elements with equal keys, together: what is unique, how often, and what is not.

use crate::{
    ops::order::{argsort::argsort, keys::Keys},
    raw::order::keys::BLOCK,
};
use alloc::{vec, vec::Vec};

/// The stable order of elements, cut where the key changes.
pub(crate) struct Groups {
    /// The positions in ascending order of their keys, equal ones in order of position.
    pub(crate) order: Vec<usize>,
    /// Where each group of equal keys starts in `order`, and where the last one ends.
    pub(crate) starts: Vec<usize>,
}

impl Groups {
    /// Sorts the elements and cuts them.
    pub(crate) fn of(keys: &Keys<'_>) -> Self {
        let order = argsort(keys);
        let starts = cut(keys, &order);
        Self { order, starts }
    }

    /// The positions of each group.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.starts.windows(2).map(|bounds| &self.order[bounds[0]..bounds[1]])
    }

    /// The first position of each group.
    pub(crate) fn firsts(&self) -> Vec<usize> {
        self.iter().map(|group| group[0]).collect()
    }

    /// How many elements each group has.
    pub(crate) fn counts(&self) -> Vec<usize> {
        self.iter().map(<[usize]>::len).collect()
    }

    /// The group of each element.
    pub(crate) fn ids(&self) -> Vec<usize> {
        let mut ids = vec![0; self.order.len()];
        for (id, group) in self.iter().enumerate() {
            for &position in group {
                ids[position] = id;
            }
        }
        ids
    }
}

/// Where the key changes along an order, and its ends.
pub(crate) fn cut(keys: &Keys<'_>, order: &[usize]) -> Vec<usize> {
    if order.is_empty() {
        return vec![0];
    }
    let mut changes = vec![false; order.len()];
    let mut block = [0; BLOCK];
    for word in 0..keys.words() {
        let mut last = keys.word(word, order[0]);
        for (positions, changes) in order.chunks(BLOCK).zip(changes.chunks_mut(BLOCK)) {
            let block = &mut block[..positions.len()];
            keys.gather(word, positions, block);
            for (&word, change) in block.iter().zip(changes) {
                *change |= core::mem::replace(&mut last, word) != word;
            }
        }
    }
    let starts = changes.iter().enumerate().filter(|&(_, &change)| change).map(|(i, _)| i);
    core::iter::once(0).chain(starts).chain([order.len()]).collect()
}

/// The most different keys that are counted in a table.
const SPAN: u64 = 1 << 16;

/// Keys of one word that lie close together, counted without sorting.
#[derive(Default)]
pub(crate) struct Table {
    least: u64,
    /// For each key from the least on: how many there are at even positions, and at odd ones. A count that was just
    /// written is not there to be read at once, and neighbours are often equal.
    counts: Vec<[usize; 2]>,
    /// The first position of each; the greatest number if there is none.
    firsts: Vec<usize>,
}

impl Table {
    /// Counts the elements from `start` to `end`; `None` if the keys are too many or too far apart.
    pub(crate) fn count(keys: &Keys<'_>, start: usize, end: usize) -> Option<Self> {
        if keys.words() != 1 {
            return None;
        }
        let mut table = Self::default();
        if let Some(leaf) = keys.plain_leaf() {
            let mut from = start;
            while let Some((position, key)) = leaf.visit(from, end, table.counter()) {
                table.reach(key, key)?;
                from = position;
            }
            return Some(table);
        }
        let mut block = [0; BLOCK];
        for from in (start..end).step_by(BLOCK) {
            let block = &mut block[..BLOCK.min(end - from)];
            keys.fill(0, from, block);
            for (position, &key) in (from..).zip(block.iter()) {
                if !table.counter()(position, position % 2, key) {
                    table.reach(key, key)?;
                    table.counter()(position, position % 2, key);
                }
            }
        }
        Some(table)
    }

    /// Counts a key at a position, in one of the two counts; `false` if there is no room for it yet.
    #[inline(always)]
    fn counter(&mut self) -> impl FnMut(usize, usize, u64) -> bool {
        let (least, counts, firsts) = (self.least, &mut self.counts[..], &mut self.firsts[..]);
        move |position, lane, key| {
            let place = usize::try_from(key.wrapping_sub(least)).unwrap_or(usize::MAX);
            let Some(count) = counts.get_mut(place) else { return false };
            if count[lane] == 0 {
                firsts[place] = firsts[place].min(position);
            }
            count[lane] += 1;
            true
        }
    }

    /// Makes room for keys from `low` to `high`.
    fn reach(&mut self, low: u64, high: u64) -> Option<()> {
        let len = self.counts.len() as u64;
        if len > 0 && low >= self.least && high - self.least < len {
            return Some(());
        }
        let least = if len == 0 { low } else { low.min(self.least) };
        let greatest = if len == 0 { high } else { high.max(self.least + (len - 1)) };
        if greatest - least >= SPAN {
            return None;
        }
        // Twice as much as there was, so that keys that come in order do not make a new table each.
        let room = (greatest - least + 1).max(64.min(SPAN)).max(2 * len).min(SPAN);
        let least = if len > 0 && low < self.least { greatest.saturating_sub(room - 1) } else { least };
        let room = room.min((u64::MAX - least).saturating_add(1));
        #[allow(clippy::cast_possible_truncation)] // at most the span
        let (mut counts, mut firsts) = (vec![[0; 2]; room as usize], vec![usize::MAX; room as usize]);
        if len > 0 {
            #[allow(clippy::cast_possible_truncation)] // as above
            let at = (self.least - least) as usize;
            counts[at..at + self.counts.len()].copy_from_slice(&self.counts);
            firsts[at..at + self.firsts.len()].copy_from_slice(&self.firsts);
        }
        *self = Self { least, counts, firsts };
        Some(())
    }

    /// Adds the counts of later elements; `None` if the keys are too far apart together.
    #[cfg(feature = "rayon")]
    pub(crate) fn merge(mut self, later: &Self) -> Option<Self> {
        if later.counts.is_empty() {
            return Some(self);
        }
        self.reach(later.least, later.least + (later.counts.len() as u64 - 1))?;
        #[allow(clippy::cast_possible_truncation)] // less than the span
        let at = (later.least - self.least) as usize;
        for (count, [even, odd]) in self.counts[at..].iter_mut().zip(&later.counts) {
            count[0] += even + odd;
        }
        for (first, &later) in self.firsts[at..].iter_mut().zip(&later.firsts) {
            *first = later.min(*first);
        }
        Some(self)
    }

    /// The first position and the count of each key that occurs, in ascending order.
    pub(crate) fn found(&self) -> (Vec<usize>, Vec<usize>) {
        let counts = self.counts.iter().map(|[even, odd]| even + odd);
        self.firsts.iter().copied().zip(counts).filter(|&(_, count)| count > 0).unzip()
    }
}

/// The first position and the count of each different key, in ascending order.
pub(crate) fn count_keys(keys: &Keys<'_>) -> (Vec<usize>, Vec<usize>) {
    if let Some(table) = Table::count(keys, 0, keys.len()) {
        return table.found();
    }
    let groups = Groups::of(keys);
    (groups.firsts(), groups.counts())
}
