//! What elements are ordered by: words, the leaves of the key fields put together where several fit into 64 bits.

use crate::{
    element::Element,
    raw::{
        any::AnyView,
        order::keys::{BLOCK, Leaf},
        view::View,
    },
};
use alloc::vec::Vec;
use core::{cmp::Ordering, ops::ControlFlow};

/// The keys of all elements of a column: a number of words for each, compared one after the other.
#[derive(Debug)]
pub struct Keys<'a> {
    len: usize,
    leaves: Vec<Leaf<'a>>,
    /// Where the leaves of each word end.
    ends: Vec<usize>,
    /// Bits that are used of the last word.
    used: u32,
}

impl<'a> Keys<'a> {
    /// No keys yet, of this many elements.
    pub(crate) fn new(len: usize) -> Self {
        Self { len, leaves: Vec::new(), ends: Vec::new(), used: 64 }
    }

    /// The elements of a view of one axis, as keys of themselves.
    pub(crate) fn of(view: AnyView<'a>) -> Self {
        let mut keys = Self::new(view.size());
        keys.add(view, false);
        keys
    }

    /// Compares by the elements of this view too, where all before are equal.
    pub(crate) fn add(&mut self, view: AnyView<'a>, down: bool) {
        view.each_leaf(down, |leaf| {
            self.add_leaf(leaf);
            ControlFlow::Continue(())
        });
    }

    /// Compares by this leaf too.
    pub(crate) fn add_leaf(&mut self, leaf: Leaf<'a>) {
        assert!(leaf.len() == self.len, "keys of other elements");
        self.leaves.push(leaf);
        let end = self.leaves.len();
        match self.ends.last_mut() {
            Some(last) if self.used + leaf.width() <= 64 => {
                *last = end;
                self.used += leaf.width();
            }
            _ => {
                self.ends.push(end);
                self.used = leaf.width();
            }
        }
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many words there are for each element.
    pub(crate) fn words(&self) -> usize {
        self.ends.len()
    }

    /// The only leaf, if its numbers can be visited.
    pub(crate) fn plain_leaf(&self) -> Option<&Leaf<'a>> {
        match &self.leaves[..] {
            [leaf] if leaf.is_plain() => Some(leaf),
            _ => None,
        }
    }

    fn leaves_of(&self, word: usize) -> &[Leaf<'a>] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.leaves[start..self.ends[word]]
    }

    /// The words of the elements from `start` on.
    pub(crate) fn fill(&self, word: usize, start: usize, out: &mut [u64]) {
        self.each_block(word, out, |leaf, done, block| leaf.fill(start + done, block));
    }

    /// The words of the elements at these positions.
    pub(crate) fn gather(&self, word: usize, positions: &[usize], out: &mut [u64]) {
        self.each_block(word, out, |leaf, done, block| {
            leaf.gather(&positions[done..done + block.len()], block);
        });
    }

    fn each_block(&self, word: usize, out: &mut [u64], read: impl Fn(&Leaf<'a>, usize, &mut [u64])) {
        let (first, more) = self.leaves_of(word).split_first().expect("a word has a leaf");
        let blocks = out.chunks_mut(BLOCK).enumerate();
        if more.is_empty() {
            return blocks.for_each(|(i, block)| read(first, i * BLOCK, block));
        }
        let mut numbers = [0; BLOCK];
        for (i, block) in blocks {
            read(first, i * BLOCK, block);
            for leaf in more {
                let numbers = &mut numbers[..block.len()];
                read(leaf, i * BLOCK, numbers);
                for (word, number) in block.iter_mut().zip(numbers) {
                    *word = *word << leaf.width() | *number;
                }
            }
        }
    }

    /// One word of one element.
    #[inline]
    pub(crate) fn word(&self, word: usize, index: usize) -> u64 {
        match self.leaves_of(word) {
            [leaf] => leaf.number(index),
            leaves => leaves.iter().fold(0, |word, leaf| word << leaf.width() | leaf.number(index)),
        }
    }

    /// The order of two elements by the words from `word` on.
    pub(crate) fn compare(&self, word: usize, a: usize, b: usize) -> Ordering {
        self.compare_with(word, a, self, b)
    }

    /// The order of an element and one of other keys, of elements of the same dtype.
    pub(crate) fn compare_with(&self, word: usize, a: usize, other: &Keys<'_>, b: usize) -> Ordering {
        (word..self.words())
            .map(|word| self.word(word, a).cmp(&other.word(word, b)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Adds the leaves of a typed column, which may be one of bits.
pub(crate) fn add_column<'a, T: Element>(keys: &mut Keys<'a>, column: View<'a, T>, down: bool) {
    match column.only_leaf(down) {
        Some(leaf) => keys.add_leaf(leaf),
        None => keys.add(column.stored(), down),
    }
}
