//! Where the steps of a column of times, or of whatever should ascend, are too long, none, or backwards.

use crate::{
    element::Element,
    ops::{number::Ordered, roll::values::Differs},
    raw::column::Column,
};
use alloc::vec::Vec;
use core::ops::Range;

/// A step between neighbours that is longer than it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap<V: Differs> {
    /// The index of the element behind it.
    pub index: usize,
    /// The element before it, the last one that is not missing.
    pub before: V,
    /// The element behind it.
    pub after: V,
    /// How long it is; `None` if that is beyond the type of differences.
    pub size: Option<V::Delta>,
}

/// Neighbours that are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Repeated<V> {
    /// The index of the first of them.
    pub index: usize,
    /// How many there are, two at least.
    pub count: usize,
    /// What they are.
    pub value: V,
}

impl<T: Element<Value: Differs>> Column<T> {
    /// The steps forward that are longer than `longest`, in order: the records that a log of instruments has lost.
    ///
    /// Steps backward are none of them, those are [`setbacks`](Column::setbacks). NaN and NaT are passed over. NumPy's
    /// `nonzero(diff(t) > longest)[0] + 1`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let seconds = View::from_slice(&[10_u32, 11, 12, 40, 41]);
    /// let gaps = seconds.gaps(1);
    /// assert_eq!((gaps.len(), gaps[0].index, gaps[0].size), (1, 3, Some(28)));
    /// ```
    pub fn gaps(&self, longest: <T::Value as Differs>::Delta) -> Vec<Gap<T::Value>> {
        steps(self.iter(), 0, gap(longest)).found
    }

    /// The indices of the elements that are less than the one before them: where the clock went back. NaN and NaT are passed
    /// over. NumPy's `nonzero(diff(t) < 0)[0] + 1`, which for unsigned integers is none.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[10_u32, 12, 11, 13]).setbacks(), [2]);
    /// ```
    pub fn setbacks(&self) -> Vec<usize> {
        steps(self.iter(), 0, setback).found
    }

    /// The runs of equal neighbours, in order. NaN and NaT are equal to nothing. In a column that does not ascend, equal
    /// elements may also be apart.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let twice = View::from_slice(&[1_u8, 2, 2, 2, 3]).duplicates();
    /// assert_eq!((twice.len(), twice[0].index, twice[0].count, twice[0].value), (1, 1, 3, 2));
    /// ```
    pub fn duplicates(&self) -> Vec<Repeated<T::Value>> {
        duplicates(self.iter(), 0)
    }
}

/// What is found in a part of a column, and what the parts beside it need to know of it.
pub(super) struct Steps<V, F> {
    found: Vec<F>,
    /// The first element that is not missing, and its index.
    first: Option<(usize, V)>,
    /// The last one.
    last: Option<V>,
}

/// What `step` makes of all neighbours that are not missing, with the index of the second. The first value is element `start`.
#[inline]
pub(super) fn steps<V: Ordered, F>(
    values: impl Iterator<Item = V>,
    start: usize,
    step: impl Fn(usize, V, V) -> Option<F>,
) -> Steps<V, F> {
    let mut found = Vec::new();
    let mut present = values.enumerate().filter(|(_, value)| !value.is_missing());
    let Some((index, first)) = present.next() else { return Steps { found, first: None, last: None } };
    let mut before = first;
    for (index, after) in present {
        found.extend(step(start + index, before, after));
        before = after;
    }
    Steps { found, first: Some((start + index, first)), last: Some(before) }
}

impl<V: Ordered, F> Steps<V, F> {
    /// What is found in all parts, and at their borders.
    pub(super) fn joined(parts: Vec<Self>, step: impl Fn(usize, V, V) -> Option<F>) -> Vec<F> {
        let mut parts = parts.into_iter();
        let Some(Self { mut found, mut last, .. }) = parts.next() else { return Vec::new() };
        for mut part in parts {
            if let (Some(before), Some((index, after))) = (last, part.first) {
                found.extend(step(index, before, after));
            }
            found.append(&mut part.found);
            last = part.last.or(last);
        }
        found
    }
}

/// A step forward that is longer than `longest`; see [`Column::gaps`].
#[inline(always)]
pub(super) fn gap<V: Differs>(longest: V::Delta) -> impl Fn(usize, V, V) -> Option<Gap<V>> + Copy + Sync {
    move |index, before, after| {
        after.beyond(before, longest).then(|| {
            let (size, wraps) = after.minus(before);
            Gap { index, before, after, size: (!wraps).then_some(size) }
        })
    }
}

/// The index of a step backwards; see [`Column::setbacks`].
#[inline(always)]
pub(super) fn setback<V: Ordered>(index: usize, before: V, after: V) -> Option<usize> {
    (after < before).then_some(index)
}

/// The runs of equal neighbours; see [`Column::duplicates`]. The first value is element `start`.
#[inline]
pub(super) fn duplicates<V: Ordered>(values: impl Iterator<Item = V>, start: usize) -> Vec<Repeated<V>> {
    let mut found: Vec<Repeated<V>> = Vec::new();
    let mut values = (start..).zip(values);
    let Some((_, mut before)) = values.next() else { return found };
    for (index, value) in values {
        if value == before {
            match found.last_mut() {
                Some(last) if last.index + last.count == index => last.count += 1,
                _ => found.push(Repeated { index: index - 1, count: 2, value: before }),
            }
        }
        before = value;
    }
    found
}

/// The runs of all parts, each of which begins with the last element of the one before.
pub(super) fn joined_runs<V>(parts: Vec<Vec<Repeated<V>>>) -> Vec<Repeated<V>> {
    let mut parts = parts.into_iter();
    let mut found = parts.next().unwrap_or_default();
    for part in parts {
        let mut part = part.into_iter();
        // A run that goes on: the element that the parts share is the last of the one and the first of the other.
        if let (Some(last), Some(next)) = (found.last_mut(), part.as_slice().first())
            && last.index + last.count == next.index + 1
        {
            last.count += next.count - 1;
            part.next();
        }
        found.extend(part);
    }
    found
}

/// The elements of a part, and the one before them.
pub(super) fn with_one_before(part: Range<usize>) -> Range<usize> {
    part.start.saturating_sub(1)..part.end
}
