//! Where the least or the greatest element is, fed piece by piece.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Ordered,
        state::{BLOCK, Fold},
    },
    raw::{lanes::LANES, simd::vectorized, view::View},
};

/// The index of the least element that is fed piece by piece: equal to [`View::argmin`] of all pieces as one view.
///
/// ```
/// use record_core::{ops::ArgMinState, prelude::*};
/// let mut state = ArgMinState::new();
/// state.add(View::from_slice(&[3, 2]));
/// state.add(View::from_slice(&[1, 1]));
/// assert_eq!(state.position(), Some(2));
/// ```
pub type ArgMinState<V> = PositionState<V, false, false>;

/// The index of the greatest element that is fed piece by piece: equal to [`View::argmax`] of all pieces as one view.
pub type ArgMaxState<V> = PositionState<V, true, false>;

/// As [`ArgMinState`], of the elements that are not missing: [`View::nan_argmin`].
pub type NanArgMinState<V> = PositionState<V, false, true>;

/// As [`ArgMaxState`], of the elements that are not missing: [`View::nan_argmax`].
pub type NanArgMaxState<V> = PositionState<V, true, true>;

/// The index of the least element or the greatest that is fed piece by piece; see [`ArgMinState`] and [`ArgMaxState`]. With
/// `SKIP`, missing elements do not count.
#[derive(Clone, Debug)]
pub struct PositionState<V, const GREATEST: bool, const SKIP: bool> {
    best: Option<(V, u64)>,
    /// Elements so far.
    count: u64,
}

impl<V: Ordered, const GREATEST: bool, const SKIP: bool> PositionState<V, GREATEST, SKIP> {
    /// Of no elements.
    #[must_use]
    pub fn new() -> Self {
        Self { best: None, count: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    /// The index of the first element that no other is better than, or of the first missing one if they count; `None` if there are no
    /// elements.
    pub fn position(&self) -> Option<u64> {
        self.best.map(|(_, position)| position)
    }

    /// Whether `b` is to be taken for `a`.
    #[inline(always)]
    fn better(a: V, b: V) -> bool {
        let missing = !SKIP && b.is_missing() && !a.is_missing();
        missing || if GREATEST { b > a } else { b < a }
    }

    /// Takes one block in.
    #[inline(always)]
    fn block(&mut self, values: &[V]) {
        let counts = |value: &V| !(SKIP && value.is_missing());
        if self.best.is_none() {
            let first = values.iter().position(counts);
            self.best = first.map(|first| (values[first], self.count + first as u64));
        }
        let Some((best, _)) = self.best else { return };
        // Whether there is a better one, without asking where: most blocks have none.
        let (groups, rest) = values.as_chunks::<LANES>();
        let mut lanes = [false; LANES];
        for group in groups {
            for (lane, value) in lanes.iter_mut().zip(group) {
                *lane |= Self::better(best, *value);
            }
        }
        if lanes.contains(&true) || rest.iter().any(|value| Self::better(best, *value)) {
            let mut found = best;
            let mut at = 0;
            for (i, &value) in values.iter().enumerate() {
                if Self::better(found, value) {
                    (found, at) = (value, i);
                }
            }
            self.best = Some((found, self.count + at as u64));
        }
    }
}

impl<V: Ordered, const GREATEST: bool, const SKIP: bool> Fold<V> for PositionState<V, GREATEST, SKIP> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        vectorized(
            #[inline(always)]
            || {
                for block in values.chunks(BLOCK) {
                    if self.decided() {
                        return;
                    }
                    self.block(block);
                    self.count += block.len() as u64;
                }
            },
        );
    }

    fn decided(&self) -> bool {
        self.best.is_some_and(|(best, _)| best.is_missing())
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        if let Some((theirs, at)) = later.best
            && self.best.is_none_or(|(ours, _)| Self::better(ours, theirs))
        {
            self.best = Some((theirs, self.count + at));
        }
        self.count += later.count;
    }
}

impl<V: Ordered, const GREATEST: bool, const SKIP: bool> Default for PositionState<V, GREATEST, SKIP> {
    fn default() -> Self {
        Self::new()
    }
}
