//! What blocks give, put together as a balanced tree: the second half of the sum rule.

use crate::ops::state::BLOCK;

/// Joins blocks like a binary counter counts: slot `i` holds what 2^i blocks make together.
#[derive(Clone)]
pub(crate) struct Tree<S> {
    /// Slot `i` is in use if bit `i` of `blocks` is set. There are fewer than 2^64 elements, so these are enough.
    slots: [S; u64::BITS as usize - BLOCK.ilog2() as usize],
    blocks: u64,
}

impl<S: Copy> Tree<S> {
    /// Of no blocks. `unused` is what the slots hold until they are in use.
    #[inline(always)]
    pub(crate) fn new(unused: S) -> Self {
        Self { slots: [unused; _], blocks: 0 }
    }

    /// As if there had been no blocks.
    #[inline(always)]
    #[cfg(feature = "alloc")]
    pub(super) fn restart(&mut self) {
        self.blocks = 0;
    }

    #[inline]
    pub(crate) fn push(&mut self, block: S, join: impl Fn(S, S) -> S) {
        self.push_tree(0, block, join);
    }

    /// Adds what the next 2^`level` blocks make; there have been a multiple of that many.
    #[inline]
    fn push_tree(&mut self, level: usize, tree: S, join: impl Fn(S, S) -> S) {
        debug_assert!(self.blocks.trailing_zeros() as usize >= level, "whole trees of this size");
        let (mut carry, full) = (tree, level + (self.blocks >> level).trailing_ones() as usize);
        for slot in &self.slots[level..full] {
            carry = join(*slot, carry);
        }
        self.slots[full] = carry;
        self.blocks += 1 << level;
    }

    /// Adds the blocks of another, which are no more than the lowest tree of this.
    #[cfg(feature = "rayon")]
    pub(crate) fn append(&mut self, later: &Self, join: impl Fn(S, S) -> S) {
        for level in (0..later.slots.len()).rev().filter(|level| later.blocks >> level & 1 == 1) {
            self.push_tree(level, later.slots[level], &join);
        }
    }

    /// What all make together, `None` of no blocks.
    #[inline]
    pub(crate) fn finish(&self, join: impl Fn(S, S) -> S) -> Option<S> {
        let mut used = self.blocks;
        let mut all = None;
        // From the last blocks to the first.
        while used != 0 {
            let slot = self.slots[used.trailing_zeros() as usize];
            all = Some(all.map_or(slot, |right| join(slot, right)));
            used &= used - 1;
        }
        all
    }

    /// The same with one block more, which is the last.
    ///
    /// A full slot carries, as it does in [`push`](Self::push).
    #[inline]
    pub(super) fn finish_with(&self, block: S, join: impl Fn(S, S) -> S) -> S {
        // Full slots from the lowest on take the block in one after the other, and so do those above them in the end.
        let mut used = self.blocks;
        let mut all = block;
        while used != 0 {
            all = join(self.slots[used.trailing_zeros() as usize], all);
            used &= used - 1;
        }
        all
    }
}
