//! Where values belong in a sorted column: `searchsorted`, `range_between`.
//!
//! A few elements are read, in place: a sorted column of a mapped file is searched without reading the file.

use crate::{
    element::Element,
    ops::order::column::own,
    raw::{column::Column, order::search::number, view::View},
};
use alloc::vec::Vec;
use core::ops::Range;

/// Before or behind the elements that are equal to what is searched for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// Before them: the first place that keeps the order.
    #[default]
    Left,
    /// Behind them: the last place that keeps the order.
    Right,
}

/// The number of leading elements among `from..to` for which `before` holds, counted from 0; it holds for no others.
pub(super) fn partition(from: usize, to: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl Side {
    #[inline]
    pub(super) fn is_before(self, element: u64, sought: u64) -> bool {
        element < sought || self == Self::Right && element == sought
    }
}

/// The places of stored elements in a column.
#[inline]
fn places<T: Element>(column: View<'_, T>, sought: &[T], side: Side, mut found: impl FnMut(usize)) {
    let (mut last, mut place) = (0, 0);
    for (i, element) in sought.iter().enumerate() {
        let Some(number) = number(element) else {
            return places_by_keys(column, &sought[i..], side, &mut found);
        };
        // Values that ascend are searched behind the one before.
        let from = if number >= last { place } else { 0 };
        place = column.place_of(from, element, side == Side::Right).expect("it has a number");
        last = number;
        found(place);
    }
}

/// As `places`, of elements whose type does not say how they become one number.
fn places_by_keys<T: Element>(column: View<'_, T>, sought: &[T], side: Side, found: &mut impl FnMut(usize)) {
    let (len, sought) = (column.len(), View::from_slice(sought));
    if let (Some(leaf), Some(sought)) = (column.only_leaf(false), sought.only_leaf(false)) {
        for i in 0..sought.len() {
            let number = sought.number(i);
            found(partition(0, len, |at| side.is_before(leaf.number(at), number)));
        }
    } else {
        let (keys, others) = (own(column), own(sought));
        for i in 0..others.len() {
            found(partition(0, len, |at| {
                let order = keys.compare_with(0, at, &others, i);
                order.is_lt() || side == Side::Right && order.is_eq()
            }));
        }
    }
}

impl<T: Element> Column<T> {
    /// Where `value` belongs in a column in ascending order, NaN and NaT last. Reads about log₂ of the length elements, and
    /// copies nothing. NumPy's `np.searchsorted(a, value, side)`, which copies a field of records first.
    ///
    /// Of a column that is not sorted the answer is some place, at most the length.
    ///
    /// ```
    /// # use record_core::{ops::Side, prelude::*};
    /// let times = View::from_slice(&[10, 20, 20, 30]);
    /// assert_eq!(times.searchsorted(20, Side::Left), 1);
    /// assert_eq!(times.searchsorted(20, Side::Right), 3);
    /// assert_eq!(times.searchsorted(99, Side::Left), 4);
    /// ```
    pub fn searchsorted(&self, value: T::Value, side: Side) -> usize {
        let sought = [T::store(value)];
        let mut place = 0;
        places(self.as_view(), &sought, side, |found| place = found);
        place
    }

    /// Where each of `values` belongs; see [`searchsorted`](Column::searchsorted). Values in ascending order are found
    /// faster.
    ///
    /// ```
    /// # use record_core::{ops::Side, prelude::*};
    /// let times = View::from_slice(&[10, 20, 20, 30]);
    /// assert_eq!(times.searchsorted_many([5, 20, 31], Side::Left), [0, 1, 4]);
    /// ```
    pub fn searchsorted_many(&self, values: impl IntoIterator<Item = T::Value>, side: Side) -> Vec<usize> {
        let sought: Vec<T> = values.into_iter().map(T::store).collect();
        let mut found = Vec::with_capacity(sought.len());
        places(self.as_view(), &sought, side, |place| found.push(place));
        found
    }

    /// The elements from `start` on and before `end` in a column in ascending order: what to slice a log by, so that ranges
    /// that meet share no element. Reads about 2 log₂ of the length elements. Empty if `end` is not behind `start`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let times = View::from_slice(&[10, 20, 20, 30]);
    /// assert_eq!(times.range_between(20, 30), 1..3);
    /// assert_eq!(times.range_between(11, 12), 1..1);
    /// ```
    pub fn range_between(&self, start: T::Value, end: T::Value) -> Range<usize> {
        let from = self.searchsorted(start, Side::Left);
        from..self.searchsorted(end, Side::Left).max(from)
    }
}
