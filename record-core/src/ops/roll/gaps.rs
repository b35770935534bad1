//! Where the steps of a column of times, or of whatever should ascend, are too long, none, or backwards.

use crate::{
    element::Element,
    ops::{number::Ordered, roll::values::Differs},
    raw::column::Column,
};
use alloc::vec::Vec;

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
        gaps(self.iter(), longest)
    }

    /// The indices of the elements that are less than the one before them: where the clock went back. NaN and NaT are passed
    /// over. NumPy's `nonzero(diff(t) < 0)[0] + 1`, which for unsigned integers is none.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[10_u32, 12, 11, 13]).setbacks(), [2]);
    /// ```
    pub fn setbacks(&self) -> Vec<usize> {
        setbacks(self.iter())
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
        duplicates(self.iter())
    }
}

/// The steps forward that are longer than `longest`; see [`Column::gaps`].
#[inline]
pub(super) fn gaps<V: Differs>(values: impl Iterator<Item = V>, longest: V::Delta) -> Vec<Gap<V>> {
    let mut found = Vec::new();
    each_step(values, |index, before, after| {
        if after.beyond(before, longest) {
            let (size, wraps) = after.minus(before);
            found.push(Gap { index, before, after, size: (!wraps).then_some(size) });
        }
    });
    found
}

/// The indices of the values that are less than the one before them; see [`Column::setbacks`].
#[inline]
pub(super) fn setbacks<V: Ordered>(values: impl Iterator<Item = V>) -> Vec<usize> {
    let mut found = Vec::new();
    each_step(values, |index, before, after| {
        if after < before {
            found.push(index);
        }
    });
    found
}

/// The runs of equal neighbours; see [`Column::duplicates`].
#[inline]
pub(super) fn duplicates<V: Ordered>(values: impl Iterator<Item = V>) -> Vec<Repeated<V>> {
    let mut found: Vec<Repeated<V>> = Vec::new();
    let mut values = values.enumerate();
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

/// All neighbours that are not missing, with the index of the second.
#[inline(always)]
fn each_step<V: Ordered>(values: impl Iterator<Item = V>, mut f: impl FnMut(usize, V, V)) {
    let mut present = values.enumerate().filter(|(_, value)| !value.is_missing());
    let Some((_, mut before)) = present.next() else { return };
    for (index, after) in present {
        f(index, before, after);
        before = after;
    }
}
