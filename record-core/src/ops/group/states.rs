//! Reductions of all groups at once: a small state for each, fed with the number of each value's group.
//!
//! A group's state counts the values that it has had, so that value `i` of the group goes where the sum rule says that value
//! `i` of a column goes: to lane `i % 8` of block `i / 1024`. What a group adds up to is therefore what its values add up
//! to as a column of their own, to the bit. The counter of blocks is made when a group has filled its first.

use crate::{
    ops::{
        number::{Accumulator, Number, Ordered},
        state::{BLOCK, Tree},
    },
    raw::lanes::LANES,
};
use alloc::{boxed::Box, vec::Vec};
use core::{iter, mem};

/// The states of all groups, by their numbers. Some may have had no value.
pub(crate) trait States<V> {
    /// The answer for one group.
    type Output;

    /// The states, to be fed: borrowed once before a loop.
    type Slices<'a>: Feed<V>
    where
        Self: 'a;

    /// Of no groups.
    fn new() -> Self;

    /// The number of states.
    fn len(&self) -> usize;

    /// New states behind all others, until there are so many.
    fn grow(&mut self, len: usize);

    /// So many new states before all others.
    fn shift(&mut self, by: usize);

    /// Drops the states that have had no value, and says which have.
    fn compact(&mut self) -> Vec<usize>;

    /// The states, to be fed.
    fn slices(&mut self) -> Self::Slices<'_>;

    /// The answers of the groups of these numbers, each of which there is once. Each has had a value.
    fn finish(self, order: &[u32]) -> Vec<Self::Output>;
}

/// States to be fed.
pub(crate) trait Feed<V> {
    /// Goes on with a value of a group; `false` if there is no such group.
    fn feed(&mut self, group: usize, value: V) -> bool;

    /// The same, for a loop that needs all registers: it may be `false`, with nothing done, also where [`feed`](Self::feed)
    /// would call a function.
    #[inline(always)]
    fn feed_near(&mut self, group: usize, value: V) -> bool {
        self.feed(group, value)
    }
}

/// One group's part of a reduction.
pub(crate) trait State<V>: Sized {
    /// What it is in the end.
    type Output;

    /// Of no values.
    fn new() -> Self;

    /// Whether it has had no value.
    fn is_new(&self) -> bool;

    /// Goes on with a value.
    fn add(&mut self, value: V);

    /// The answer; there has been a value.
    fn finish(self) -> Self::Output;
}

/// States one after the other.
pub(crate) struct Each<S>(Vec<S>);

impl<V, S: State<V>> States<V> for Each<S> {
    type Output = S::Output;
    type Slices<'a>
        = &'a mut [S]
    where
        Self: 'a;

    fn new() -> Self {
        Self(Vec::new())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn grow(&mut self, len: usize) {
        self.0.resize_with(len.max(self.0.len()), S::new);
    }

    fn shift(&mut self, by: usize) {
        self.0.splice(..0, iter::repeat_with(S::new).take(by));
    }

    fn compact(&mut self) -> Vec<usize> {
        let used = indices(self.0.iter().map(|state| !state.is_new()));
        self.0.retain(|state| !state.is_new());
        used
    }

    fn slices(&mut self) -> &mut [S] {
        &mut self.0
    }

    fn finish(self, order: &[u32]) -> Vec<S::Output> {
        let mut states: Vec<Option<S>> = self.0.into_iter().map(Some).collect();
        let answer = |&number: &u32| states[number as usize].take().expect("each group once").finish();
        order.iter().map(answer).collect()
    }
}

impl<V, S: State<V>> Feed<V> for &mut [S] {
    #[inline(always)]
    fn feed(&mut self, group: usize, value: V) -> bool {
        self.get_mut(group).map(|state| state.add(value)).is_some()
    }
}

/// The indices of what is true.
fn indices(used: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut indices = Vec::with_capacity(used.size_hint().0);
    indices.extend(used.enumerate().filter(|(_, used)| *used).map(|(index, _)| index));
    indices
}

/// The sums of all groups: lanes and counts apart, so that a place is an index without a multiplication.
pub(crate) struct Sums<V: Number> {
    lanes: Vec<V::Accumulator>,
    counts: Vec<u64>,
    /// The sums of the blocks that are full; shorter than the rest.
    blocks: Vec<Option<Box<Tree<V::Sum>>>>,
}

/// The same, borrowed.
pub(crate) struct SumSlices<'a, V: Number> {
    lanes: &'a mut [V::Accumulator],
    counts: &'a mut [u64],
    blocks: &'a mut Vec<Option<Box<Tree<V::Sum>>>>,
}

impl<V: Number> Feed<V> for SumSlices<'_, V> {
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // a lane
    fn feed(&mut self, group: usize, value: V) -> bool {
        // Both are as long.
        let (Some(lanes), Some(count)) = (self.lanes.get_mut(group), self.counts.get_mut(group)) else {
            return false;
        };
        let before = *count;
        let after = before + 1;
        *count = after;
        lanes.one((before % LANES as u64) as usize, value);
        if after.is_multiple_of(BLOCK as u64) {
            end::<V>(lanes, self.blocks, group);
        }
        true
    }

    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // a lane
    fn feed_near(&mut self, group: usize, value: V) -> bool {
        let (Some(lanes), Some(count)) = (self.lanes.get_mut(group), self.counts.get_mut(group)) else {
            return false;
        };
        let before = *count;
        let after = before + 1;
        if after.is_multiple_of(BLOCK as u64) {
            return false;
        }
        *count = after;
        lanes.one((before % LANES as u64) as usize, value);
        true
    }
}

/// A block is full.
#[cold]
#[inline(never)]
fn end<V: Number>(lanes: &mut V::Accumulator, blocks: &mut Vec<Option<Box<Tree<V::Sum>>>>, group: usize) {
    if blocks.len() <= group {
        blocks.resize_with(group + 1, || None);
    }
    let unused = || Box::new(Tree::new(V::Accumulator::default().block()));
    blocks[group].get_or_insert_with(unused).push(lanes.block(), V::Accumulator::add);
}

impl<V: Number> States<V> for Sums<V> {
    /// The sum, and of how many.
    type Output = (V::Sum, u64);
    type Slices<'a>
        = SumSlices<'a, V>
    where
        Self: 'a;

    fn new() -> Self {
        Self { lanes: Vec::new(), counts: Vec::new(), blocks: Vec::new() }
    }

    fn len(&self) -> usize {
        self.counts.len()
    }

    fn grow(&mut self, len: usize) {
        let len = len.max(self.counts.len());
        self.lanes.resize_with(len, Default::default);
        self.counts.resize(len, 0);
    }

    fn shift(&mut self, by: usize) {
        self.lanes.splice(..0, iter::repeat_with(Default::default).take(by));
        self.counts.splice(..0, iter::repeat_n(0, by));
        if !self.blocks.is_empty() {
            self.blocks.splice(..0, iter::repeat_with(|| None).take(by));
        }
    }

    fn compact(&mut self) -> Vec<usize> {
        let used = indices(self.counts.iter().map(|&count| count > 0));
        for (to, &from) in used.iter().enumerate() {
            if to == from {
                continue;
            }
            self.lanes.swap(to, from);
            self.counts.swap(to, from);
            if from < self.blocks.len() {
                self.blocks.swap(to, from);
            }
        }
        self.lanes.truncate(used.len());
        self.counts.truncate(used.len());
        self.blocks.truncate(used.len());
        used
    }

    #[inline(always)]
    fn slices(&mut self) -> SumSlices<'_, V> {
        // Of one length, which the compiler sees: one check is enough then.
        let len = self.counts.len();
        SumSlices { lanes: &mut self.lanes[..len], counts: &mut self.counts[..len], blocks: &mut self.blocks }
    }

    fn finish(mut self, order: &[u32]) -> Vec<(V::Sum, u64)> {
        let answer = |&number: &u32| {
            let (group, count) = (number as usize, self.counts[number as usize]);
            let last = mem::take(&mut self.lanes[group]).block();
            let mut blocks = self.blocks.get_mut(group).and_then(Option::take);
            if let Some(blocks) = &mut blocks
                && !count.is_multiple_of(BLOCK as u64)
            {
                blocks.push(last, V::Accumulator::add);
            }
            let sum = blocks.and_then(|blocks| blocks.finish(V::Accumulator::add));
            (sum.unwrap_or(last), count)
        };
        order.iter().map(answer).collect()
    }
}

/// The least or the greatest value of a group.
///
/// Of equal ones (0.0 and -0.0) that which a column's [`min`](crate::View::min) gives: of those in the first lane that has
/// one, the first. NaN (NaT) before all others, the first of them.
pub(crate) struct Extreme<V, const GREATEST: bool> {
    best: Option<V>,
    missing: bool,
    /// The lane of the best, and of the next value.
    lane: u8,
    next: u8,
}

impl<V: Ordered, const GREATEST: bool> State<V> for Extreme<V, GREATEST> {
    type Output = V;

    fn new() -> Self {
        Self { best: None, missing: false, lane: 0, next: 0 }
    }

    fn is_new(&self) -> bool {
        self.best.is_none()
    }

    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // eight lanes
    fn add(&mut self, value: V) {
        let lane = self.next;
        self.next = (lane + 1) % LANES as u8;
        let Some(best) = self.best else {
            (self.best, self.missing) = (Some(value), value.is_missing());
            return;
        };
        let better = if GREATEST { value > best } else { value < best };
        if !self.missing && (better || lane < self.lane && value == best || value.is_missing()) {
            (self.best, self.lane, self.missing) = (Some(value), lane, value.is_missing());
        }
    }

    fn finish(self) -> V {
        self.best.expect("a group has a value")
    }
}

/// How many values a group has.
pub(crate) struct Count(usize);

impl<V> State<V> for Count {
    type Output = usize;

    fn new() -> Self {
        Self(0)
    }

    fn is_new(&self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    fn add(&mut self, _: V) {
        self.0 += 1;
    }

    fn finish(self) -> usize {
        self.0
    }
}

/// The first or the last value of a group.
pub(crate) struct End<V, const LAST: bool>(Option<V>);

impl<V: Copy, const LAST: bool> State<V> for End<V, LAST> {
    type Output = V;

    fn new() -> Self {
        Self(None)
    }

    fn is_new(&self) -> bool {
        self.0.is_none()
    }

    #[inline(always)]
    fn add(&mut self, value: V) {
        if LAST || self.0.is_none() {
            self.0 = Some(value);
        }
    }

    fn finish(self) -> V {
        self.0.expect("a group has a value")
    }
}
