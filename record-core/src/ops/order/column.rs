//! Typed columns in order: `argsort`, `sort`, `sort_by`, `is_sorted`.

use crate::{
    element::Element,
    ops::order::{
        argsort::{argsort, order},
        key::SortKey,
        keys::{Keys, add_column},
        words::{bits, sort_words},
    },
    or_panic::OrPanic as _,
    raw::{
        array::Array,
        column::Column,
        order::keys::{BLOCK, Leaf},
        view::View,
    },
};
use alloc::vec::Vec;
use core::ops::Range;

/// The keys of the elements themselves.
pub(super) fn own<T: Element>(column: View<'_, T>) -> Keys<'_> {
    let mut keys = Keys::new(column.size());
    add_column(&mut keys, column, false);
    keys
}

/// The keys of records by tokens.
pub(super) fn by<R, K: SortKey<R>>(records: View<'_, R>, key: K, down: bool) -> Keys<'_> {
    let mut keys = Keys::new(records.size());
    key.add(records, &mut keys, down);
    keys
}

/// Whether the keys are in ascending order.
pub(super) fn is_sorted(keys: &Keys<'_>) -> bool {
    are_sorted(keys, 0..keys.len())
}

/// Whether each of these keys is not below the one before it, that before the first too.
pub(super) fn are_sorted(keys: &Keys<'_>, rows: Range<usize>) -> bool {
    if keys.words() == 0 {
        return true;
    }
    let mut block = [0; BLOCK];
    let mut last = rows.start.checked_sub(1).map_or(0, |before| keys.word(0, before));
    rows.clone().step_by(BLOCK).all(|start| {
        let block = &mut block[..BLOCK.min(rows.end - start)];
        keys.fill(0, start, block);
        (start..).zip(block.iter()).all(|(i, &word)| {
            let before = core::mem::replace(&mut last, word);
            before < word || i == 0 || before == word && keys.compare(1, i - 1, i).is_le()
        })
    })
}

impl<T: Element> Column<T> {
    /// The positions of the elements in ascending order, equal ones in order of position. NumPy's
    /// `a.argsort(kind="stable")`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[2.0, f64::NAN, -1.0, 2.0]);
    /// assert_eq!(column.argsort(), [2, 0, 3, 1]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn argsort(&self) -> Vec<usize> {
        argsort(&own(self.as_view()))
    }

    /// The positions of the records in the order of a key: a token, one in descending order, or a tuple of these. Equal
    /// ones stay in order of position. NumPy's `a.argsort(order=…, kind="stable")`, but truly stable.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 2, 1].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert_eq!(points.argsort_by(Point::ID), [1, 3, 2, 0]);
    /// assert_eq!(points.argsort_by((Point::AT, Point::ID.desc())), [0, 2, 1, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn argsort_by<K: SortKey<T>>(&self, key: K) -> Vec<usize> {
        argsort(&by(self.as_view(), key, false))
    }

    /// The values in ascending order, copied. NumPy's `np.sort(a, kind="stable")`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).to_sorted(), [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn to_sorted(&self) -> Vec<T::Value> {
        order(&own(self.as_view())).iter().map(|&i| self.item(i)).collect()
    }

    /// Puts the elements in ascending order, equal ones in the order that they stand in. NumPy's `a.sort(kind="stable")`.
    ///
    /// Of a table's column only this column changes, not the records: those are sorted with
    /// [`sort_by`](Column::sort_by).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [3, 1, 2];
    /// ViewMut::from_slice(&mut numbers).sort();
    /// assert_eq!(numbers, [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for a copy of them.
    #[track_caller]
    pub fn sort(&mut self) {
        if self.sort_numbers() {
            return;
        }
        let order = order(&own(self.as_view()));
        self.put_in_order(&order);
    }

    /// Puts the records in the order of a key, equal ones in the order that they stand in. NumPy's
    /// `a.sort(order=…, kind="stable")`, but truly stable.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points: RecordTable<Point> = [3, 1, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// points.sort_by(Point::ID.desc());
    /// assert_eq!(points[Point::ID].to_vec(), [3, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for a copy of them.
    #[track_caller]
    pub fn sort_by<K: SortKey<T>>(&mut self, key: K) {
        let order = order(&by(self.as_view(), key, false));
        self.put_in_order(&order);
    }

    /// Sorts as numbers, without positions, if the elements can be told by their numbers.
    fn sort_numbers(&mut self) -> bool {
        let Some(leaf) = self.as_view().only_leaf(false).filter(Leaf::tells_elements) else { return false };
        let mut numbers = Array::<u64>::zeros([leaf.len()]);
        let mut scratch = Array::<u64>::zeros([leaf.len()]);
        let (numbers, scratch) = (numbers.as_memory_slice_mut(), scratch.as_memory_slice_mut());
        for (i, block) in numbers.chunks_mut(BLOCK).enumerate() {
            leaf.fill(i * BLOCK, block);
        }
        let ends = numbers.iter().fold((u64::MAX, 0), |(low, high), &n| (n.min(low), n.max(high)));
        let (least, range) = (ends.0, ends.1.saturating_sub(ends.0));
        for number in numbers.iter_mut() {
            *number -= least;
        }
        sort_words(numbers, scratch, 0, bits(range));
        for number in numbers.iter_mut() {
            *number += least;
        }
        self.as_view_mut().put_numbers(numbers, scratch);
        true
    }

    /// The elements at these positions, which are all positions.
    #[track_caller]
    fn put_in_order(&mut self, order: &[usize]) {
        let sorted = self.as_view().gathered(order).or_panic();
        self.as_view_mut().copy_rows(sorted.view());
    }

    /// The records in the order of a key, copied; see [`sort_by`](Column::sort_by). Of a table,
    /// [`sorted_by`](crate::RecordTable::sorted_by) makes a table.
    ///
    /// # Panics
    /// If there is no memory for them.
    #[must_use]
    #[track_caller]
    pub fn sorted_by<K: SortKey<T>>(&self, key: K) -> Array<T> {
        self.as_view().gathered(&order(&by(self.as_view(), key, false))).or_panic()
    }

    /// Whether the elements are in ascending order, NaN and NaT last.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert!(View::from_slice(&[-0.0, 0.0, -0.0, 1.5, f64::NAN]).is_sorted());
    /// assert!(!View::from_slice(&[f64::NAN, 1.5]).is_sorted());
    /// ```
    pub fn is_sorted(&self) -> bool {
        is_sorted(&own(self.as_view()))
    }

    /// Whether the records are in the order of a key.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 2, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert!(points.is_sorted_by(Point::ID.desc()) && !points.is_sorted_by(Point::ID));
    /// ```
    pub fn is_sorted_by<K: SortKey<T>>(&self, key: K) -> bool {
        is_sorted(&by(self.as_view(), key, false))
    }
}
