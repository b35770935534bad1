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

/// One group's part of a reduction.
pub(crate) trait State<V>: Sized {
    /// What it is in the end.
    type Output;

    /// Of no values.
    fn new() -> Self;

    /// Goes on with a value.
    fn add(&mut self, value: V);

    /// The answer; there has been a value.
    fn finish(self) -> Self::Output;
}

/// The states of all groups, by their numbers.
pub(crate) struct States<S>(Vec<S>);

impl<S> States<S> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes states for groups up to so many.
    pub(crate) fn grow<V>(&mut self, groups: usize)
    where
        S: State<V>,
    {
        if groups > self.0.len() {
            self.0.resize_with(groups, S::new);
        }
    }

    /// Goes on with values, the numbers of whose groups are given.
    #[inline(always)]
    pub(crate) fn feed<V>(&mut self, numbers: &[u32], values: impl Iterator<Item = V>)
    where
        S: State<V>,
    {
        let states = &mut self.0[..];
        for (&number, value) in numbers.iter().zip(values) {
            states[number as usize].add(value);
        }
    }

    /// The answers of the groups of these numbers.
    pub(crate) fn finish<V>(self, order: &[u32]) -> Vec<S::Output>
    where
        S: State<V>,
    {
        let mut states: Vec<Option<S>> = self.0.into_iter().map(Some).collect();
        let answer = |&number: &u32| states[number as usize].take().expect("each group once").finish();
        order.iter().map(answer).collect()
    }
}

/// The sum of a group.
pub(crate) struct Sum<V: Number> {
    lanes: V::Accumulator,
    count: u64,
    /// The sums of the blocks that are full.
    blocks: Option<Box<Tree<V::Sum>>>,
}

impl<V: Number> Sum<V> {
    /// A block is full.
    #[cold]
    fn end(&mut self) {
        let block = self.lanes.block();
        let none = || Box::new(Tree::new(V::Accumulator::default().block()));
        self.blocks.get_or_insert_with(none).push(block, V::Accumulator::add);
    }
}

impl<V: Number> State<V> for Sum<V> {
    type Output = (V::Sum, u64);

    fn new() -> Self {
        Self { lanes: V::Accumulator::default(), count: 0, blocks: None }
    }

    #[inline(always)]
    fn add(&mut self, value: V) {
        self.lanes.one((self.count % LANES as u64) as usize, value);
        self.count += 1;
        if self.count.is_multiple_of(BLOCK as u64) {
            self.end();
        }
    }

    fn finish(mut self) -> (V::Sum, u64) {
        let last = self.lanes.block();
        let sum = match self.blocks {
            None => last,
            Some(mut blocks) => {
                if !self.count.is_multiple_of(BLOCK as u64) {
                    blocks.push(last, V::Accumulator::add);
                }
                blocks.finish(V::Accumulator::add).unwrap_or(last)
            }
        };
        (sum, self.count)
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

    #[inline(always)]
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

/// Two reductions in one pass.
impl<V: Copy, A: State<V>, B: State<V>> State<V> for (A, B) {
    type Output = (A::Output, B::Output);

    fn new() -> Self {
        (A::new(), B::new())
    }

    #[inline(always)]
    fn add(&mut self, value: V) {
        self.0.add(value);
        self.1.add(value);
    }

    fn finish(self) -> Self::Output {
        (self.0.finish(), self.1.finish())
    }
}
