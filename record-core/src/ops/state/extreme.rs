//! The least element, the greatest, or both, fed piece by piece.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Ordered,
        state::{BLOCK, Fold, Kernel, Source, drive},
    },
    raw::{
        lanes::{LANES, Piece},
        simd::vectorized,
        view::View,
    },
};
use core::fmt;

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

/// The least and the greatest element in one pass: equal to [`View::min_max`] of all pieces as one view, to the bit.
///
/// ```
/// use record_core::{ops::MinMaxState, prelude::*};
/// let mut state = MinMaxState::new();
/// state.add(View::from_slice(&[3, 1]));
/// state.add(View::from_slice(&[2]));
/// assert_eq!(state.value(), Some((1, 3)));
/// ```
pub type MinMaxState<V> = BothState<V, false>;

/// As [`MinState`], of the elements that are not missing: [`View::nan_min`].
pub type NanMinState<V> = ExtremeState<V, false, true>;

/// As [`MaxState`], of the elements that are not missing: [`View::nan_max`].
pub type NanMaxState<V> = ExtremeState<V, true, true>;

/// As [`MinMaxState`], of the elements that are not missing: [`View::nan_min_max`].
pub type NanMinMaxState<V> = BothState<V, true>;

/// The least element, or the greatest, that is fed piece by piece; see [`MinState`] and [`MaxState`]. With `SKIP`, missing
/// elements do not count.
#[derive(Clone)]
pub struct ExtremeState<V, const GREATEST: bool, const SKIP: bool = false>(Extremes<V>);

/// The least and the greatest element that are fed piece by piece; see [`MinMaxState`] and [`NanMinMaxState`].
#[derive(Clone)]
pub struct BothState<V, const SKIP: bool>(Extremes<V>);

#[derive(Clone)]
struct Extremes<V> {
    found: Option<Found<V>>,
    /// Elements of the block that is not full yet.
    at: usize,
}

#[derive(Clone)]
struct Found<V> {
    /// The first element that counts.
    first: V,
    /// The best of each lane, of equal ones the first; what all elements are better than or equal to where there was none.
    /// So the parts of a column make what the whole makes: which of two zeros it is depends on their places alone.
    low: [V; LANES],
    high: [V; LANES],
    /// The first NaN or NaT, where they count.
    missing: Option<V>,
}

/// The one that the other is not better than.
#[inline(always)]
fn pick<V: PartialOrd>(a: V, b: V, greatest: bool) -> V {
    let better = if greatest { b > a } else { b < a };
    if better { b } else { a }
}

/// The pass over some elements.
struct Picking<V, const LOW: bool, const HIGH: bool, const SKIP: bool>(Found<V>);

impl<V: Ordered, const LOW: bool, const HIGH: bool, const SKIP: bool> Kernel<V>
    for Picking<V, LOW, HIGH, SKIP>
{
    #[inline(always)]
    fn piece(&mut self, piece: Piece<V>) {
        let found = &mut self.0;
        match piece {
            Piece::Group(values) => {
                let mut any = false;
                for (lane, value) in values.into_iter().enumerate() {
                    if LOW {
                        found.low[lane] = pick(found.low[lane], value, false);
                    }
                    if HIGH {
                        found.high[lane] = pick(found.high[lane], value, true);
                    }
                    any |= !SKIP && value.is_missing();
                }
                if any && found.missing.is_none() {
                    found.missing = values.into_iter().find(|v| v.is_missing());
                }
            }
            Piece::One(lane, value) => {
                found.low[lane] = pick(found.low[lane], value, false);
                found.high[lane] = pick(found.high[lane], value, true);
                if !SKIP && value.is_missing() && found.missing.is_none() {
                    found.missing = Some(value);
                }
            }
        }
    }
}

/// The least and the greatest of these and one more, in whatever order is quickest.
#[inline(always)]
fn ends<S: Source<Value: Ordered>, const LOW: bool, const HIGH: bool>(
    values: &[S::Stored],
    first: S::Value,
) -> (S::Value, S::Value) {
    vectorized(
        #[inline(always)]
        || {
            let (mut low, mut high) = (first, first);
            for &value in values {
                let value = S::load(value);
                if LOW {
                    low = pick(low, value, false);
                }
                if HIGH {
                    high = pick(high, value, true);
                }
            }
            (low, high)
        },
    )
}

impl<V: Ordered> Extremes<V> {
    const NONE: Self = Self { found: None, at: 0 };

    #[inline(always)]
    fn take<const LOW: bool, const HIGH: bool, const SKIP: bool, S: Source<Value = V>>(&mut self, source: S) {
        let found = self.found.take().or_else(|| {
            let mut values = (0..source.count()).map(|i| source.value(i));
            let first = values.find(|value| !(SKIP && value.is_missing()))?;
            let missing = first.is_missing().then_some(first);
            Some(Found { first, low: [V::GREATEST; LANES], high: [V::LEAST; LANES], missing })
        });
        match found {
            // Nothing behind a missing one matters.
            Some(mut found)
                if V::PLAIN
                    && let Some(values) = source.dense() =>
            {
                let (low, high) = ends::<S, LOW, HIGH>(values, found.first);
                found.low[0] = pick(found.low[0], low, false);
                found.high[0] = pick(found.high[0], high, true);
                (self.at, self.found) = ((self.at + values.len()) % BLOCK, Some(found));
            }
            Some(found) if found.missing.is_none() => {
                let picking = Picking::<V, LOW, HIGH, SKIP>(found);
                let (at, Picking(found)) = drive(source, self.at, picking);
                (self.at, self.found) = (at, Some(found));
            }
            found => {
                self.at = (self.at + source.count()) % BLOCK;
                self.found = found;
            }
        }
    }

    fn decided(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.missing.is_some())
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        let Some(ours) = &mut self.found else {
            *self = later;
            return;
        };
        self.at = later.at;
        let Some(theirs) = later.found else { return };
        for lane in 0..LANES {
            ours.low[lane] = pick(ours.low[lane], theirs.low[lane], false);
            ours.high[lane] = pick(ours.high[lane], theirs.high[lane], true);
        }
        ours.missing = ours.missing.or(theirs.missing);
    }

    #[inline(always)]
    fn value(&self, greatest: bool) -> Option<V> {
        let found = self.found.as_ref()?;
        let lanes = if greatest { found.high } else { found.low };
        Some(
            found.missing.unwrap_or_else(|| lanes.into_iter().fold(found.first, |a, b| pick(a, b, greatest))),
        )
    }
}

impl<V: Ordered, const GREATEST: bool, const SKIP: bool> ExtremeState<V, GREATEST, SKIP> {
    /// Of no elements.
    #[inline(always)]
    #[must_use]
    pub fn new() -> Self {
        Self(Extremes::NONE)
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    #[inline(always)]
    fn take(&mut self, source: impl Source<Value = V>) {
        if GREATEST {
            self.0.take::<false, true, SKIP, _>(source);
        } else {
            self.0.take::<true, false, SKIP, _>(source);
        }
    }

    /// The element that no other is better than; NaN or NaT if there is one that counts; `None` if there are no elements.
    #[inline(always)]
    pub fn value(&self) -> Option<V> {
        self.0.value(GREATEST)
    }
}

impl<V: Ordered, const SKIP: bool> BothState<V, SKIP> {
    /// Of no elements.
    #[inline(always)]
    #[must_use]
    pub fn new() -> Self {
        Self(Extremes::NONE)
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    #[inline(always)]
    fn take(&mut self, source: impl Source<Value = V>) {
        self.0.take::<true, true, SKIP, _>(source);
    }

    /// The least and the greatest element; NaN or NaT twice if there is one that counts; `None` if there are no elements.
    #[inline(always)]
    pub fn value(&self) -> Option<(V, V)> {
        self.0.value(false).zip(self.0.value(true))
    }
}

macro_rules! states {
    ($([$($generics:tt)*] $state:ty, $name:expr;)*) => {$(
        impl<V: Ordered, $($generics)*> Fold<V> for $state {
            #[inline]
            fn values(&mut self, values: &[V]) {
                self.take(values);
            }

            #[inline(always)]
            fn column<T: Element<Value = V>>(&mut self, column: View<'_, T>) {
                self.take(column);
            }

            fn decided(&self) -> bool {
                self.0.decided()
            }

            #[cfg(feature = "rayon")]
            fn merge(&mut self, later: Self) {
                self.0.merge(later.0);
            }
        }

        impl<V: Ordered, $($generics)*> Default for $state {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<V: Ordered, $($generics)*> fmt::Debug for $state {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name).finish_non_exhaustive()
            }
        }
    )*};
}

states! {
    [const GREATEST: bool, const SKIP: bool] ExtremeState<V, GREATEST, SKIP>,
        match (GREATEST, SKIP) {
            (false, false) => "MinState",
            (false, true) => "NanMinState",
            (true, false) => "MaxState",
            (true, true) => "NanMaxState",
        };
    [const SKIP: bool] BothState<V, SKIP>, if SKIP { "NanMinMaxState" } else { "MinMaxState" };
}
