//! What is made of the elements of a window: folds, of which parts can be made ahead and joined.

use crate::ops::{
    number::{Number, Ordered},
    roll::values::{Outcome, Summed},
};

/// A result, or why there is none.
#[derive(Clone, Copy, Debug)]
pub enum Finished<R> {
    /// The result.
    Value(R),
    /// Too few elements.
    Missing,
    /// More than the type holds.
    Overflow,
}

/// A fold over the elements of a window. Parts join in the order of the elements; `m` and `n` are how many are in each.
#[doc(hidden)]
pub trait Fold<V>: Copy + Send + Sync + 'static {
    /// What a part is folded to.
    type State: Copy + Send + Sync;

    /// What the whole is folded to.
    type Out: Outcome;

    /// Whether an element may be in both parts that are joined: for the least and the greatest it makes no difference.
    const IDEMPOTENT: bool = false;

    /// Of one element.
    fn one(self, value: V) -> Self::State;

    /// Of two parts.
    fn join(self, a: Self::State, m: usize, b: Self::State, n: usize) -> Self::State;

    /// Of a window of `n` elements.
    fn finish(self, state: Self::State, n: usize) -> Finished<Self::Out>;

    /// Of no elements.
    fn empty(self) -> Finished<Self::Out> {
        Finished::Missing
    }
}

/// The sum.
#[derive(Clone, Copy, Debug)]
pub struct SumFold;

impl<V: Summed> Fold<V> for SumFold {
    type State = V::State;
    type Out = V::Sum;

    #[inline(always)]
    fn one(self, value: V) -> V::State {
        value.state()
    }

    #[inline(always)]
    fn join(self, a: V::State, _: usize, b: V::State, _: usize) -> V::State {
        V::add(a, b)
    }

    #[inline(always)]
    fn finish(self, state: V::State, _: usize) -> Finished<V::Sum> {
        // Nothing and the state: so that -0.0 alone gives 0.0, as sums do.
        V::total(V::add(V::NOTHING, state)).map_or(Finished::Overflow, Finished::Value)
    }

    fn empty(self) -> Finished<V::Sum> {
        V::total(V::NOTHING).map_or(Finished::Overflow, Finished::Value)
    }
}

/// The mean.
#[derive(Clone, Copy, Debug)]
pub struct MeanFold;

impl<V: Summed + Number> Fold<V> for MeanFold {
    type State = V::State;
    type Out = f64;

    #[inline(always)]
    fn one(self, value: V) -> V::State {
        value.state()
    }

    #[inline(always)]
    fn join(self, a: V::State, _: usize, b: V::State, _: usize) -> V::State {
        V::add(a, b)
    }

    #[inline(always)]
    fn finish(self, state: V::State, n: usize) -> Finished<f64> {
        let sum = V::float(V::add(V::NOTHING, state));
        // By a power of two, a product is as exact, and several times as fast.
        let mean = if n.is_power_of_two() { sum * (1.0 / n as f64) } else { sum / n as f64 };
        Finished::Value(mean)
    }
}

/// The least, or the greatest: the first of those that no other is better than, NaN or NaT if there is one.
#[derive(Clone, Copy, Debug)]
pub struct ExtremeFold<const GREATEST: bool>;

impl<V: Outcome, const GREATEST: bool> Fold<V> for ExtremeFold<GREATEST> {
    type State = V;
    type Out = V;
    const IDEMPOTENT: bool = true;

    #[inline(always)]
    fn one(self, value: V) -> V {
        value
    }

    #[inline(always)]
    fn join(self, a: V, _: usize, b: V, _: usize) -> V {
        let better = if GREATEST { b > a } else { b < a };
        if better | b.is_missing() { b } else { a }
    }

    #[inline(always)]
    fn finish(self, state: V, _: usize) -> Finished<V> {
        Finished::Value(state)
    }
}

/// The sum and the squares of what the elements differ from their mean by.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    sum: f64,
    squares: f64,
}

/// The variance, or its root. Two parts join as Chan, Golub and LeVeque say: no large squares are subtracted from each other.
#[derive(Clone, Copy, Debug)]
pub struct SpreadFold<const ROOT: bool> {
    /// What is taken off the number of elements in the divisor.
    pub(super) ddof: usize,
}

impl<V: Number, const ROOT: bool> Fold<V> for SpreadFold<ROOT> {
    type State = Spread;
    type Out = f64;

    #[inline(always)]
    fn one(self, value: V) -> Spread {
        let sum = value.to_f64();
        // 0.0 times: infinities and NaN have no variance.
        Spread { sum, squares: 0.0 * sum }
    }

    #[inline(always)]
    fn join(self, a: Spread, m: usize, b: Spread, n: usize) -> Spread {
        let (left, right) = (m as f64, n as f64);
        let apart = b.sum / right - a.sum / left;
        let weight = left * right / (left + right);
        Spread { sum: a.sum + b.sum, squares: a.squares + b.squares + apart * apart * weight }
    }

    #[inline(always)]
    fn finish(self, state: Spread, n: usize) -> Finished<f64> {
        let variance = match n.checked_sub(self.ddof) {
            None | Some(0) => return Finished::Missing,
            Some(divisor) => state.squares / divisor as f64,
        };
        Finished::Value(if ROOT { root(variance) } else { variance })
    }
}

/// The square root, which `core` has not: where it is missing there is no method that asks for it.
#[inline(always)]
fn root(square: f64) -> f64 {
    #[cfg(feature = "std")]
    return square.sqrt();
    #[cfg(not(feature = "std"))]
    return square;
}

/// How many elements are not missing.
#[derive(Clone, Copy, Debug)]
pub struct CountFold;

impl<V: Ordered> Fold<V> for CountFold {
    type State = u64;
    type Out = u64;

    #[inline(always)]
    fn one(self, value: V) -> u64 {
        u64::from(!value.is_missing())
    }

    #[inline(always)]
    fn join(self, a: u64, _: usize, b: u64, _: usize) -> u64 {
        a + b
    }

    #[inline(always)]
    fn finish(self, state: u64, _: usize) -> Finished<u64> {
        Finished::Value(state)
    }

    fn empty(self) -> Finished<u64> {
        Finished::Value(0)
    }
}

/// A fold of all elements, if there are enough of them.
#[derive(Clone, Copy, Debug)]
pub struct All<F> {
    pub(super) fold: F,
    pub(super) least: usize,
}

impl<V, F: Fold<V>> Fold<V> for All<F> {
    type State = F::State;
    type Out = F::Out;
    const IDEMPOTENT: bool = F::IDEMPOTENT;

    #[inline(always)]
    fn one(self, value: V) -> F::State {
        self.fold.one(value)
    }

    #[inline(always)]
    fn join(self, a: F::State, m: usize, b: F::State, n: usize) -> F::State {
        self.fold.join(a, m, b, n)
    }

    #[inline(always)]
    fn finish(self, state: F::State, n: usize) -> Finished<F::Out> {
        if n < self.least { Finished::Missing } else { self.fold.finish(state, n) }
    }

    fn empty(self) -> Finished<F::Out> {
        if self.least > 0 { Finished::Missing } else { self.fold.empty() }
    }
}

/// A fold of the elements that are not missing, if there are enough of them.
#[derive(Clone, Copy, Debug)]
pub struct Present<F> {
    pub(super) fold: F,
    pub(super) least: usize,
}

/// A part without its missing elements, and how many those are that it has.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct PresentState<S> {
    state: S,
    count: usize,
}

impl<V: Ordered, F: Fold<V>> Fold<V> for Present<F> {
    type State = PresentState<F::State>;
    type Out = F::Out;

    #[inline(always)]
    fn one(self, value: V) -> PresentState<F::State> {
        PresentState { state: self.fold.one(value), count: usize::from(!value.is_missing()) }
    }

    #[inline(always)]
    fn join(
        self,
        a: PresentState<F::State>,
        _: usize,
        b: PresentState<F::State>,
        _: usize,
    ) -> PresentState<F::State> {
        let state = match (a.count, b.count) {
            (_, 0) => a.state,
            (0, _) => b.state,
            (m, n) => self.fold.join(a.state, m, b.state, n),
        };
        PresentState { state, count: a.count + b.count }
    }

    #[inline(always)]
    fn finish(self, state: PresentState<F::State>, _: usize) -> Finished<F::Out> {
        match state.count {
            count if count < self.least => Finished::Missing,
            0 => self.fold.empty(),
            count => self.fold.finish(state.state, count),
        }
    }

    fn empty(self) -> Finished<F::Out> {
        if self.least > 0 { Finished::Missing } else { self.fold.empty() }
    }
}
