//! The records of one side by their keys: what both kinds of joins look up.

use crate::ops::group::{
    columns::KeyColumns,
    find::Finder,
    groups::{Code, blocks},
};
use alloc::{vec, vec::Vec};
use core::ops::Range;

/// The records of each key of one side.
pub(super) struct Sought<C: KeyColumns> {
    finder: Finder<Code<C>>,
    /// Where the records of each key begin in `rows`, and the end; nothing if no key is there twice, for then the number of
    /// a key is the index of its record.
    starts: Vec<usize>,
    rows: Vec<usize>,
}

impl<C: KeyColumns> Sought<C> {
    /// Of all `count` records.
    pub(super) fn new(columns: C, count: usize) -> Self {
        let mut finder = Finder::new();
        let mut numbers = Vec::with_capacity(count);
        blocks(columns, 0..count, |codes, block, _| {
            finder.number(codes, block);
            numbers.extend_from_slice(block);
        });
        if finder.len() == count {
            return Self { finder, starts: Vec::new(), rows: Vec::new() };
        }
        let mut starts = vec![0; finder.len() + 2];
        for &number in &numbers {
            starts[number as usize + 2] += 1;
        }
        for key in 2..starts.len() {
            starts[key] += starts[key - 1];
        }
        // Where the next record of each key goes: in the end, where those of the next key begin.
        let mut rows = vec![0; count];
        for (row, &number) in numbers.iter().enumerate() {
            let next = &mut starts[number as usize + 1];
            rows[*next] = row;
            *next += 1;
        }
        starts.pop();
        Self { finder, starts, rows }
    }

    /// The number of keys.
    pub(super) fn keys(&self) -> usize {
        self.finder.len()
    }

    /// Calls `each` with the index of each of these records of the other side, and the number of its key here; `NONE` if it has
    /// none.
    #[inline(always)]
    pub(super) fn look_up<L>(&self, columns: L, rows: Range<usize>, mut each: impl FnMut(usize, u32))
    where
        L: KeyColumns<Value = C::Value>,
    {
        blocks(columns, rows, |codes, numbers, start| {
            self.finder.find(codes, numbers);
            for (row, &number) in (start..).zip(&*numbers) {
                each(row, number);
            }
        });
    }

    /// Whether no key is there twice: then its number is the index of its record.
    pub(super) fn is_unique(&self) -> bool {
        self.starts.is_empty()
    }

    /// The places of a key's records in [`row`](Sought::row).
    pub(super) fn places(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        if self.is_unique() { number..number + 1 } else { self.starts[number]..self.starts[number + 1] }
    }

    /// The record at a place.
    pub(super) fn row(&self, place: usize) -> usize {
        if self.is_unique() { place } else { self.rows[place] }
    }
}
