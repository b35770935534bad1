//! States of groups that are reductions of columns, fed with one value at a time.

use crate::ops::{
    group::states::State,
    number::Ordered,
    state::{Fold, PositionState},
};

/// A reduction that is fed with blocks of values elsewhere, fed with one at a time.
pub(crate) struct Fed<S> {
    state: S,
    is_new: bool,
}

impl<V: Copy + 'static, S: Fold<V>> State<V> for Fed<S> {
    type Output = S;

    fn new() -> Self {
        Self { state: S::default(), is_new: true }
    }

    fn is_new(&self) -> bool {
        self.is_new
    }

    fn add(&mut self, value: V) {
        self.is_new = false;
        self.state.values(&[value]);
    }

    fn finish(self) -> S {
        self.state
    }
}

/// The record of the least or the greatest value, of values that come with the number of theirs.
pub(crate) struct Placed<V, const GREATEST: bool, const SKIP: bool> {
    state: PositionState<V, GREATEST, SKIP>,
    record: u64,
    is_new: bool,
}

impl<V: Ordered, const GREATEST: bool, const SKIP: bool> State<(V, u64)> for Placed<V, GREATEST, SKIP> {
    type Output = Option<u64>;

    fn new() -> Self {
        Self { state: PositionState::new(), record: 0, is_new: true }
    }

    fn is_new(&self) -> bool {
        self.is_new
    }

    fn add(&mut self, (value, record): (V, u64)) {
        self.is_new = false;
        let before = self.state.position();
        self.state.values(&[value]);
        if self.state.position() != before {
            self.record = record;
        }
    }

    fn finish(self) -> Option<u64> {
        self.state.position().map(|_| self.record)
    }
}
