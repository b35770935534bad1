//! Variance, fed piece by piece.
//!
//! One pass, and stable: each block of the sum rule is taken relative to its first value, which lies among its values however
//! far from zero they are, and blocks are joined by their means (Chan, Golub and LeVeque) as the tree of the sum rule joins
//! them. So the variance too is the same to the bit for every stride, storage and number of threads. Numbers that are more than
//! 1e152 apart have squares of no finite sum: their variance is infinite, or NaN.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Number,
        state::{BLOCK, Fold, Kernel, Source, drive, tree::Tree},
    },
    raw::{
        lanes::{LANES, Piece},
        view::View,
    },
};
use core::fmt;

/// The variance that is fed piece by piece: equal to [`View::variance`] of all pieces as one view, to the bit.
///
/// ```
/// use record_core::{ops::VarianceState, prelude::*};
/// let mut state = VarianceState::new();
/// state.add(View::from_slice(&[1, 2]));
/// state.add(View::from_slice(&[3, 4]));
/// assert_eq!((state.count(), state.variance(0)), (4, Some(1.25)));
/// ```
pub type VarianceState<V> = MomentsState<V, false>;

/// As [`VarianceState`], of the elements that are not missing: [`View::nan_variance`].
pub type NanVarianceState<V> = MomentsState<V, true>;

/// Number, mean and squared deviations of elements that are fed piece by piece; see [`VarianceState`] and
/// [`NanVarianceState`].
#[derive(Clone)]
pub struct MomentsState<V, const SKIP: bool> {
    block: Lanes<V>,
    blocks: Tree<Moments>,
    /// Elements of the block that is not full yet.
    at: usize,
}

/// What is known of some elements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub(super) count: f64,
    pub(super) mean: f64,
    /// The sum of the squared deviations from the mean.
    pub(super) squares: f64,
}

impl Moments {
    pub(super) const NONE: Self = Self { count: 0.0, mean: 0.0, squares: 0.0 };

    /// What is known of both.
    pub(super) fn join(self, later: Self) -> Self {
        if self.count == 0.0 {
            return later;
        }
        if later.count == 0.0 {
            return self;
        }
        let count = self.count + later.count;
        let apart = later.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * (later.count / count),
            squares: self.squares + later.squares + apart * apart * (self.count * later.count / count),
        }
    }
}

/// The block that is not full yet, relative to one of its values.
#[derive(Clone, Copy)]
struct Lanes<V> {
    /// The first element that counts.
    origin: Option<V>,
    /// The same as a number, 0 as long as there is none.
    zero: f64,
    sums: [f64; LANES],
    squares: [f64; LANES],
    counts: [f64; LANES],
}

#[inline(always)]
fn tree([a, b, c, d, e, f, g, h]: [f64; LANES]) -> f64 {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

impl<V: Number> Lanes<V> {
    const NONE: Self =
        Self { origin: None, zero: 0.0, sums: [0.0; LANES], squares: [0.0; LANES], counts: [0.0; LANES] };

    /// Of `elements`, of which those count that are there, with `SKIP`.
    #[inline(always)]
    fn moments<const SKIP: bool>(&self, elements: usize) -> Moments {
        let (sum, squares) = (tree(self.sums), tree(self.squares));
        let count = if SKIP { tree(self.counts) } else { elements as f64 };
        if count == 0.0 {
            return Moments::NONE;
        }
        let off = sum / count;
        // Rounding may leave a little less than nothing; what is beyond all numbers stays so.
        let squares = if squares == f64::INFINITY && off.is_finite() {
            squares
        } else {
            let rest = squares - sum * off;
            if rest < 0.0 { 0.0 } else { rest }
        };
        Moments { count, mean: self.zero + off, squares }
    }

    #[inline(always)]
    fn one<const SKIP: bool>(&mut self, lane: usize, value: V) {
        let counts = !(SKIP && value.is_missing());
        // Subtracted in any case: then there is nothing to jump over, and lanes go together.
        let off = value.to_f64() - self.zero;
        let off = if counts { off } else { 0.0 };
        self.sums[lane] += off;
        self.squares[lane] += off * off;
        if SKIP {
            self.counts[lane] += if counts { 1.0 } else { 0.0 };
        }
    }
}

/// The pass over some elements.
struct Summing<'a, V, const SKIP: bool>(Lanes<V>, &'a mut Tree<Moments>);

impl<V: Number, const SKIP: bool> Kernel<V> for Summing<'_, V, SKIP> {
    #[inline(always)]
    fn begin(&mut self, source: impl Source<Value = V>) {
        if self.0.origin.is_none() {
            let mut values = (0..source.count()).map(|i| source.value(i));
            self.0.origin = if SKIP { values.find(|v| !v.is_missing()) } else { values.next() };
            self.0.zero = self.0.origin.map_or(0.0, Number::to_f64);
        }
    }

    #[inline(always)]
    fn piece(&mut self, piece: Piece<V>) {
        match piece {
            Piece::Group(values) => {
                // Step by step for all lanes, so that they go together in one vector and nothing is jumped over.
                let lanes = &mut self.0;
                let mut offs = values.map(|value| value.to_f64() - lanes.zero);
                if SKIP {
                    for (off, value) in offs.iter_mut().zip(values) {
                        *off = if value.is_missing() { 0.0 } else { *off };
                    }
                    for (count, value) in lanes.counts.iter_mut().zip(values) {
                        *count += if value.is_missing() { 0.0 } else { 1.0 };
                    }
                }
                for (sum, off) in lanes.sums.iter_mut().zip(offs) {
                    *sum += off;
                }
                for (square, off) in lanes.squares.iter_mut().zip(offs) {
                    *square += off * off;
                }
            }
            Piece::One(lane, value) => self.0.one::<SKIP>(lane, value),
        }
    }

    #[inline(always)]
    fn end(&mut self) {
        self.1.push(self.0.moments::<SKIP>(BLOCK), Moments::join);
        self.0 = Lanes::NONE;
    }
}

impl<V: Number, const SKIP: bool> MomentsState<V, SKIP> {
    /// Of no elements.
    #[must_use]
    pub fn new() -> Self {
        Self { block: Lanes::NONE, blocks: Tree::new(Moments::NONE), at: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    pub(super) fn moments(&self) -> Moments {
        let rest = self.block.moments::<SKIP>(self.at);
        self.blocks.finish_with(rest, Moments::join)
    }

    /// The sum of the squared deviations from the mean.
    #[cfg(feature = "alloc")]
    pub(crate) fn squares(&self) -> f64 {
        self.moments().squares
    }

    /// The number of elements that count.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a whole number, not below 0
    pub fn count(&self) -> u64 {
        self.moments().count as u64
    }

    /// The variance: the squared deviations from the mean, added up, over the number of elements less `ddof`. `None` if there are
    /// no more elements than that.
    pub fn variance(&self, ddof: usize) -> Option<f64> {
        let Moments { count, squares, .. } = self.moments();
        let freedom = count - ddof as f64;
        (freedom > 0.0).then(|| squares / freedom)
    }

    /// The standard deviation: the square root of the variance.
    #[cfg(feature = "std")]
    pub fn std(&self, ddof: usize) -> Option<f64> {
        self.variance(ddof).map(f64::sqrt)
    }
}

impl<V: Number, const SKIP: bool> Fold<V> for MomentsState<V, SKIP> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        let summing = Summing::<V, SKIP>(self.block, &mut self.blocks);
        let (at, Summing(block, _)) = drive(values, self.at, summing);
        (self.at, self.block) = (at, block);
    }

    #[cfg(feature = "alloc")]
    fn restart(&mut self) {
        self.block = Lanes::NONE;
        self.blocks.restart();
        self.at = 0;
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        debug_assert!(self.at == 0, "whole blocks");
        self.blocks.append(&later.blocks, Moments::join);
        (self.block, self.at) = (later.block, later.at);
    }
}

impl<V: Number, const SKIP: bool> Default for MomentsState<V, SKIP> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Number, const SKIP: bool> fmt::Debug for MomentsState<V, SKIP> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moments { count, mean, squares } = self.moments();
        let mut state = f.debug_struct(if SKIP { "NanVarianceState" } else { "VarianceState" });
        state.field("count", &count).field("mean", &mean).field("squares", &squares).finish()
    }
}
