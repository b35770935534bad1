//! Sums by the sum rule, fed piece by piece.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::{Accumulator, Number},
        state::{BLOCK, Fold, Kernel, Source, drive, tree::Tree},
    },
    raw::{
        lanes::{LANES, Piece},
        view::View,
    },
};
use core::{array, fmt, hint, mem};

/// A sum by [the sum rule](crate::ops) that is fed piece by piece: equal to [`View::sum`] of all pieces as one view, to the bit,
/// whatever the pieces are. `V` is the value of the elements: `f64` for a column of `Be<f64>`.
///
/// ```
/// use record_core::{ops::SumState, prelude::*};
/// let all: Vec<f64> = (0..5000).map(|n| f64::from(n) / 3.0).collect();
/// let mut state = SumState::new();
/// for piece in all.chunks(7) {
///     state.add(View::from_slice(piece));
/// }
/// assert_eq!(state.sum(), View::from_slice(&all).sum());
/// ```
#[derive(Clone)]
pub struct SumState<V: Number> {
    lanes: V::Accumulator,
    blocks: Tree<V::Sum>,
    /// Elements of the block that is not full yet.
    at: usize,
    /// Elements of all blocks.
    count: u64,
}

/// Blocks that are added up at once.
const AT_ONCE: usize = 4;

/// The most blocks that this is done for: more do not stay in a cache near by, and memory is read best in one stream.
const NEAR: usize = 128;

/// The sum of a block, and where it goes.
struct Adding<'a, V: Number, const SKIP: bool> {
    lanes: V::Accumulator,
    blocks: &'a mut Tree<V::Sum>,
    /// The number of missing elements in each lane, with `SKIP`.
    missing: [u64; LANES],
}

impl<V: Number, const SKIP: bool> Adding<'_, V, SKIP> {
    /// What a value adds to its lane: 0 if it is missing, with `SKIP`.
    #[inline(always)]
    fn counted(&mut self, lane: usize, value: V) -> V {
        let missing = SKIP && value.is_missing();
        self.missing[lane] += u64::from(missing);
        if missing { V::ZERO } else { value }
    }
}

impl<V: Number, const SKIP: bool> Kernel<V> for Adding<'_, V, SKIP> {
    #[inline(always)]
    fn piece(&mut self, piece: Piece<V>) {
        match piece {
            Piece::Group(values) => {
                let values = array::from_fn(|lane| self.counted(lane, values[lane]));
                self.lanes.group(values);
            }
            Piece::One(lane, value) => {
                let value = self.counted(lane, value);
                self.lanes.one(lane, value);
            }
        }
    }

    #[inline(always)]
    fn end(&mut self) {
        self.blocks.push(self.lanes.block(), V::Accumulator::add);
    }

    /// Several at once, each in lanes of its own, where the additions of one would wait for each other.
    #[inline(always)]
    fn blocks<S: Source<Value = V>>(&mut self, source: S) -> usize {
        // Those that pass missing elements over have enough to do meanwhile, and would run out of registers.
        let near = V::Accumulator::SLOW && !SKIP && source.count() <= NEAR * BLOCK;
        let Some(values) = source.dense().filter(|_| near) else { return 0 };
        let (several, _) = values.as_chunks::<BLOCK>().0.as_chunks::<AT_ONCE>();
        for blocks in several {
            let mut lanes: [V::Accumulator; AT_ONCE] = Default::default();
            for group in (0..BLOCK).step_by(LANES) {
                for (lanes, block) in lanes.iter_mut().zip(blocks) {
                    lanes.group(array::from_fn(|lane| self.counted(lane, S::load(block[group + lane]))));
                }
            }
            // Seen through to the tree, lanes would be paired as that pairs them, in short vectors.
            for mut block in hint::black_box(lanes) {
                self.blocks.push(block.block(), V::Accumulator::add);
            }
        }
        several.len() * AT_ONCE * BLOCK
    }
}

impl<V: Number> SumState<V> {
    /// Of no elements.
    #[inline(always)]
    #[must_use]
    pub fn new() -> Self {
        let mut lanes = V::Accumulator::default();
        let blocks = Tree::new(lanes.block());
        Self { lanes, blocks, at: 0, count: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    /// Goes on with these; says how many of them are missing, with `SKIP`.
    #[inline(always)]
    fn take<const SKIP: bool>(&mut self, source: impl Source<Value = V>) -> u64 {
        let (lanes, blocks) = (mem::take(&mut self.lanes), &mut self.blocks);
        let adding = Adding::<V, SKIP> { lanes, blocks, missing: [0; LANES] };
        let (at, Adding { lanes, missing, .. }) = drive(source, self.at, adding);
        (self.at, self.lanes) = (at, lanes);
        self.count += source.count() as u64;
        missing.iter().sum()
    }

    /// The number of elements.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum of all elements, 0 if there are none.
    #[inline(always)]
    pub fn sum(&self) -> V::Sum {
        let mut lanes = self.lanes.clone();
        let rest = lanes.block();
        let add = V::Accumulator::add;
        if self.at == 0 {
            return self.blocks.finish(add).unwrap_or(rest);
        }
        self.blocks.finish_with(rest, add)
    }

    /// The mean of all elements, `None` if there are none.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| V::sum_to_f64(self.sum()) / self.count as f64)
    }
}

impl<V: Number> Fold<V> for SumState<V> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        self.take::<false>(values);
    }

    #[inline(always)]
    fn column<T: Element<Value = V>>(&mut self, column: View<'_, T>) {
        self.take::<false>(column);
    }

    #[cfg(feature = "alloc")]
    fn restart(&mut self) {
        self.lanes = V::Accumulator::default();
        self.blocks.restart();
        (self.at, self.count) = (0, 0);
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        debug_assert!(self.at == 0, "whole blocks");
        self.blocks.append(&later.blocks, V::Accumulator::add);
        (self.lanes, self.at) = (later.lanes, later.at);
        self.count += later.count;
    }
}

impl<V: Number> Default for SumState<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Number> fmt::Debug for SumState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SumState").field("count", &self.count).finish_non_exhaustive()
    }
}

/// A sum without the missing elements, fed piece by piece: equal to [`View::nan_sum`] of all pieces as one view, to the bit.
///
/// A missing element counts as 0 in its lane of its block.
///
/// ```
/// use record_core::{ops::NanSumState, prelude::*};
/// let mut state = NanSumState::new();
/// state.add(View::from_slice(&[1.5, f64::NAN]));
/// state.add(View::from_slice(&[2.0]));
/// assert_eq!((state.count(), state.sum()), (2, 3.5));
/// ```
#[derive(Clone)]
pub struct NanSumState<V: Number> {
    sum: SumState<V>,
    missing: u64,
}

impl<V: Number> NanSumState<V> {
    /// Of no elements.
    #[must_use]
    pub fn new() -> Self {
        Self { sum: SumState::new(), missing: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    /// The number of elements that are not missing.
    pub fn count(&self) -> u64 {
        self.sum.count - self.missing
    }

    /// The sum of the elements that are not missing, 0 if there are none.
    pub fn sum(&self) -> V::Sum {
        self.sum.sum()
    }

    /// Their mean, `None` if there are none.
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| V::sum_to_f64(self.sum()) / count as f64)
    }
}

impl<V: Number> Fold<V> for NanSumState<V> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        self.missing += self.sum.take::<true>(values);
    }

    #[cfg(feature = "alloc")]
    fn restart(&mut self) {
        self.sum.restart();
        self.missing = 0;
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.sum.merge(later.sum);
        self.missing += later.missing;
    }
}

impl<V: Number> Default for NanSumState<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Number> fmt::Debug for NanSumState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NanSumState").field("count", &self.count()).finish_non_exhaustive()
    }
}
