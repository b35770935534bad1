//! Reductions that are fed piece by piece: what `sum`, `min` and `max` are made of.
//!
//! A state knows how many elements it has had, so a piece of any length goes on where the last one ended, in the same lane of the
//! same block: the answer is that of all elements at once, to the bit, whatever the pieces are.

use crate::{
    element::Element,
    layout::Dim,
    ops::number::{Accumulator, Number, Ordered},
    raw::{
        lanes::{LANES, Piece},
        view::View,
    },
};
use core::{fmt, mem};

/// Elements of a block.
pub(crate) const BLOCK: usize = 1024;

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
    blocks: Counter<V>,
    /// Elements of the block that is not full yet.
    at: usize,
    /// Elements of all blocks.
    count: u64,
}

impl<V: Number> SumState<V> {
    /// Of no elements.
    #[inline(always)]
    #[must_use]
    pub fn new() -> Self {
        let mut lanes = V::Accumulator::default();
        let blocks = Counter::new(lanes.block());
        Self { lanes, blocks, at: 0, count: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    #[inline(always)]
    pub(super) fn feed<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        // By itself, so that the compiler keeps it in registers.
        let mut lanes = mem::take(&mut self.lanes);
        self.at = blocks(
            view,
            self.at,
            &mut (&mut lanes, &mut self.blocks),
            #[inline(always)]
            |(lanes, _), piece| match piece {
                Piece::Group(values) => lanes.group(values),
                Piece::One(lane, value) => lanes.one(lane, value),
            },
            |(lanes, blocks)| blocks.push(lanes.block()),
        );
        self.lanes = lanes;
        self.count += view.size() as u64;
    }

    /// The number of elements.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum of all elements, 0 if there are none.
    #[inline(always)]
    pub fn sum(mut self) -> V::Sum {
        if self.at > 0 {
            self.blocks.push(self.lanes.block());
        }
        self.blocks.finish()
    }

    /// The mean of all elements, `None` if there are none.
    pub fn mean(self) -> Option<f64> {
        let count = self.count;
        (count > 0).then(|| V::sum_to_f64(self.sum()) / count as f64)
    }
}

/// The least element that is fed piece by piece: equal to [`View::min`] of all pieces as one view, to the bit.
///
/// ```
/// use record_core::{ops::{MaxState, MinState}, prelude::*};
/// let (mut min, mut max) = (MinState::new(), MaxState::new());
/// for piece in [View::from_slice(&[3, 1]), View::from_slice(&[2])] {
///     min.add(piece);
///     max.add(piece);
/// }
/// assert_eq!((min.value(), max.value()), (Some(1), Some(3)));
/// ```
pub type MinState<V> = ExtremeState<V, false>;

/// The greatest element that is fed piece by piece: equal to [`View::max`] of all pieces as one view, to the bit.
pub type MaxState<V> = ExtremeState<V, true>;

/// The least element, or the greatest, that is fed piece by piece; see [`MinState`] and [`MaxState`].
#[derive(Clone)]
pub struct ExtremeState<V, const GREATEST: bool> {
    found: Option<Found<V>>,
    /// Elements of the block that is not full yet.
    at: usize,
}

#[derive(Clone)]
struct Found<V> {
    first: V,
    lanes: [V; LANES],
    /// The first NaN or NaT.
    missing: Option<V>,
}

impl<V: Ordered, const GREATEST: bool> ExtremeState<V, GREATEST> {
    /// Of no elements.
    #[inline(always)]
    #[must_use]
    pub fn new() -> Self {
        Self { found: None, at: 0 }
    }

    /// The one that the other is not better than.
    #[inline(always)]
    fn pick(a: V, b: V) -> V {
        let better = if GREATEST { b > a } else { b < a };
        if better { b } else { a }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    #[inline(always)]
    pub(super) fn feed<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        let Some(first) = self.found.as_ref().map(|found| found.first).or_else(|| view.iter().next()) else {
            return;
        };
        let found = self.found.take().unwrap_or(Found { first, lanes: [first; LANES], missing: None });
        let (mut lanes, mut missing) = (found.lanes, found.missing);
        if first.is_missing() {
            // Nothing behind it matters.
            self.found = Some(Found { first, lanes, missing: Some(first) });
            return;
        }
        let each = |(): &mut (), piece| match piece {
            Piece::Group(values) => {
                let mut any = false;
                for (lane, value) in lanes.iter_mut().zip(values) {
                    *lane = Self::pick(*lane, value);
                    any |= value.is_missing();
                }
                if any && missing.is_none() {
                    missing = values.into_iter().find(|v| v.is_missing());
                }
            }
            Piece::One(lane, value) => {
                lanes[lane] = Self::pick(lanes[lane], value);
                if value.is_missing() && missing.is_none() {
                    missing = Some(value);
                }
            }
        };
        self.at = blocks(view, self.at, &mut (), each, |()| ());
        self.found = Some(Found { first, lanes, missing });
    }

    /// The element that no other is better than; NaN or NaT if there is one; `None` if there are no elements.
    #[inline(always)]
    pub fn value(self) -> Option<V> {
        let Found { first, lanes, missing } = self.found?;
        Some(missing.unwrap_or_else(|| lanes.into_iter().fold(first, Self::pick)))
    }
}

/// Hands out all elements in row-major order as the sum rule cuts them, `piece` by piece, and says the `end` of each full block.
/// The first is number `at` of its block; the result is the number that the next one would have.
#[inline(always)]
fn blocks<T: Element, D: Dim, S>(
    view: View<'_, T, D>,
    mut at: usize,
    state: &mut S,
    mut piece: impl FnMut(&mut S, Piece<T::Value>),
    mut end: impl FnMut(&mut S),
) -> usize {
    let size = view.size();
    let column = view.try_ravel();
    let mut values = view.iter();
    let mut start = 0;
    if !at.is_multiple_of(LANES) {
        // Up to where a group begins, one by one.
        let lane = at % LANES;
        let head = (LANES - lane).min(size);
        for lane in lane..lane + head {
            piece(state, Piece::One(lane, values.next().expect("counted")));
        }
        (start, at) = (head, at + head);
        if at == BLOCK {
            end(state);
            at = 0;
        }
    }
    while start < size {
        let len = (BLOCK - at).min(size - start);
        if let Ok(column) = column {
            column.slice(start..start + len).lanes(|p| piece(state, p));
        } else {
            for _ in 0..len / LANES {
                let group = core::array::from_fn(|_| values.next().expect("counted"));
                piece(state, Piece::Group(group));
            }
            for lane in 0..len % LANES {
                piece(state, Piece::One(lane, values.next().expect("counted")));
            }
        }
        (start, at) = (start + len, at + len);
        if at == BLOCK {
            end(state);
            at = 0;
        }
    }
    at
}

impl<V: Number> Default for SumState<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Ordered, const GREATEST: bool> Default for ExtremeState<V, GREATEST> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Number> fmt::Debug for SumState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SumState").field("count", &self.count).finish_non_exhaustive()
    }
}

impl<V: Ordered, const GREATEST: bool> fmt::Debug for ExtremeState<V, GREATEST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(if GREATEST { "MaxState" } else { "MinState" }).finish_non_exhaustive()
    }
}

/// Adds block sums as a balanced tree: like a binary counter, in which slot `i` holds the sum of 2^i blocks.
#[derive(Clone)]
struct Counter<V: Number> {
    /// Slot `i` is in use if bit `i` of `blocks` is set. There are fewer than 2^64 elements, so these are enough.
    slots: [V::Sum; u64::BITS as usize - BLOCK.ilog2() as usize],
    blocks: u64,
    zero: V::Sum,
}

impl<V: Number> Counter<V> {
    fn new(zero: V::Sum) -> Self {
        Self { slots: [zero; _], blocks: 0, zero }
    }

    #[inline]
    fn push(&mut self, block: V::Sum) {
        let (mut carry, full) = (block, self.blocks.trailing_ones() as usize);
        for slot in &self.slots[..full] {
            carry = V::Accumulator::add(*slot, carry);
        }
        self.slots[full] = carry;
        self.blocks += 1;
    }

    /// The sum of all, zero if there are none.
    fn finish(self) -> V::Sum {
        let used = |i: &usize| self.blocks >> i & 1 == 1;
        let sums = (0..self.slots.len()).filter(used).map(|i| self.slots[i]);
        sums.reduce(|right, left| V::Accumulator::add(left, right)).unwrap_or(self.zero)
    }
}
