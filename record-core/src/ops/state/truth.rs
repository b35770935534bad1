//! How many elements are other than zero, or missing, fed piece by piece.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::{Number, Ordered},
        state::{BLOCK, Fold},
    },
    raw::{lanes::LANES, simd::vectorized, view::View},
};

/// The number of elements other than zero that are fed piece by piece: equal to [`View::count_nonzero`] of all pieces as one
/// view.
///
/// ```
/// use record_core::{ops::CountState, prelude::*};
/// let mut state = CountState::new();
/// state.add(View::from_slice(&[3, 0]));
/// state.add(View::from_slice(&[1]));
/// assert_eq!(state.nonzero(), 2);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CountState {
    nonzero: u64,
}

/// The number of those in which no lane of a byte overflows.
const STEPS: usize = 255 * LANES;

/// How many of these pass.
#[inline(always)]
fn count<V: Copy>(values: &[V], test: impl Fn(V) -> bool) -> u64 {
    let mut count = 0;
    for part in values.chunks(STEPS) {
        let (groups, rest) = part.as_chunks::<LANES>();
        let mut lanes = [0_u8; LANES];
        for group in groups {
            for (lane, value) in lanes.iter_mut().zip(group) {
                *lane += u8::from(test(*value));
            }
        }
        count += lanes.map(u64::from).iter().sum::<u64>();
        count += rest.iter().filter(|value| test(**value)).count() as u64;
    }
    count
}

/// How many of these are other than zero.
#[inline(always)]
fn nonzero<V: Number>(values: &[V]) -> u64 {
    count(values, |value| value != V::ZERO)
}

impl CountState {
    /// Of no elements.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with the elements of a view.
    pub fn add<T: Element<Value: Number>, D: Dim>(&mut self, view: View<'_, T, D>) {
        Fold::<T::Value>::feed(self, view);
    }

    /// The number of elements other than zero. NaN is other than zero.
    pub fn nonzero(&self) -> u64 {
        self.nonzero
    }
}

impl<V: Number> Fold<V> for CountState {
    #[inline]
    fn values(&mut self, values: &[V]) {
        self.nonzero += vectorized(
            #[inline(always)]
            || nonzero(values),
        );
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.nonzero += later.nonzero;
    }
}

/// Whether any element is zero, or any is not: stops at the first block that has one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SomeState<const ZERO: bool> {
    pub(crate) found: bool,
}

impl<V: Number, const ZERO: bool> Fold<V> for SomeState<ZERO> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        self.found = self.found
            || vectorized(
                #[inline(always)]
                || {
                    values.chunks(BLOCK).any(|block| {
                        let nonzero = nonzero(block);
                        if ZERO { nonzero < block.len() as u64 } else { nonzero > 0 }
                    })
                },
            );
    }

    fn decided(&self) -> bool {
        self.found
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.found |= later.found;
    }
}

/// The number of missing elements.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MissingState {
    pub(crate) missing: u64,
}

impl<V: Ordered> Fold<V> for MissingState {
    #[inline]
    fn values(&mut self, values: &[V]) {
        self.missing += vectorized(
            #[inline(always)]
            || count(values, Ordered::is_missing),
        );
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        self.missing += later.missing;
    }
}
