//! Records whose groups have numbers: what is found of keys by name before anything is reduced.
//!
//! One pass in blocks that stay in the nearest cache: the words of some keys, and at once the numbers of their groups. What is
//! in memory afterwards is a number for each record.

use crate::ops::{
    group::{
        groups::counts,
        words::{BLOCK, WordGroups, first_records, ranks},
    },
    order::Keys,
};
use alloc::{vec, vec::Vec};

/// The groups of records.
#[derive(Clone)]
pub(crate) struct Numbered {
    /// Of each record, the number of its group.
    pub(super) numbers: Vec<u32>,
    /// The numbers of the groups in the order of their keys.
    pub(super) order: Vec<u32>,
    /// The first record of each group, in the order of their keys.
    pub(super) firsts: Vec<usize>,
}

impl Numbered {
    /// Of the records of several tables one after the other, `rows` in all, of whose keys there are as many words.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 groups.
    pub(super) fn of(tables: &[Keys<'_>], rows: usize) -> Self {
        let mut numbers = vec![0; rows];
        let (groups, firsts) = number(tables, 0, &mut numbers);
        let order = groups.order();
        let firsts = order.iter().map(|&number| firsts[number as usize]).collect();
        Self { numbers, order, firsts }
    }

    /// Of each record, the rank of its key.
    pub(super) fn into_ranks(self) -> Vec<u32> {
        let (mut numbers, ranks) = (self.numbers, ranks(&self.order));
        for number in &mut numbers {
            *number = ranks[*number as usize];
        }
        numbers
    }

    /// The same groups, numbered in the order of their keys.
    #[cfg(feature = "rayon")]
    pub(super) fn ranked(self) -> Self {
        let (order, firsts) = ((0..).take(self.order.len()).collect(), self.firsts.clone());
        Self { numbers: self.into_ranks(), order, firsts }
    }

    /// Of each record, the rank of its key.
    pub(super) fn ids(&self) -> Vec<usize> {
        let ranks = ranks(&self.order);
        self.numbers.iter().map(|&number| ranks[number as usize] as usize).collect()
    }

    /// How many records each group has.
    pub(super) fn counts(&self) -> Vec<usize> {
        counts(&self.numbers, &self.order)
    }

    /// The last record of each group.
    pub(super) fn lasts(&self) -> Vec<usize> {
        let mut lasts = vec![0; self.order.len()];
        for (row, &number) in self.numbers.iter().enumerate() {
            lasts[number as usize] = row;
        }
        self.order.iter().map(|&number| lasts[number as usize]).collect()
    }
}

/// The groups of as many records as there are numbers, from `first` on, and the first record of each number.
pub(super) fn number(tables: &[Keys<'_>], first: usize, numbers: &mut [u32]) -> (WordGroups, Vec<usize>) {
    let (mut groups, mut firsts) = (WordGroups::new(), Vec::new());
    let (mut start, end) = (0, first + numbers.len());
    for keys in tables {
        let (low, high) = (start.max(first), end.min(start + keys.len()));
        for row in (low..high).step_by(BLOCK) {
            let block = &mut numbers[row - first..high.min(row + BLOCK) - first];
            groups.number(keys, row - start, block);
            let new = first_records(block, firsts.len(), groups.len());
            firsts.extend(new.into_iter().map(|(_, at)| row + at));
        }
        start += keys.len();
    }
    (groups, firsts)
}
