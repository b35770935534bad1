//! The first of an order without the rest: `top_k` and `bottom_k`.

use crate::{
    element::Element,
    ops::order::{
        argsort::{argsort, sort_positions},
        column::by,
        key::SortKey,
        keys::{Keys, add_column},
    },
    raw::{column::Column, order::keys::BLOCK},
};
use alloc::vec::Vec;
use core::ops::Range;

/// The first `k` positions of the stable order of the keys.
pub(super) fn first(keys: &Keys<'_>, k: usize) -> Vec<usize> {
    let k = k.min(keys.len());
    if k == 0 || keys.words() == 0 {
        return (0..k).collect();
    }
    if k > keys.len() / 8 {
        let mut order = argsort(keys);
        order.truncate(k);
        return order;
    }
    chosen(keys, candidates(keys, 0..keys.len(), k), k)
}

/// The first `k` of these positions in the stable order of the keys.
pub(super) fn chosen(keys: &Keys<'_>, mut candidates: Vec<usize>, k: usize) -> Vec<usize> {
    candidates.sort_unstable();
    sort_positions(keys, &mut candidates);
    candidates.truncate(k);
    candidates
}

/// Positions among which the first `k` of these rows are, by the first word: none is kept that `k` before it are less than.
pub(super) fn candidates(keys: &Keys<'_>, rows: Range<usize>, k: usize) -> Vec<usize> {
    let (mut kept, mut block): (Vec<(u64, usize)>, _) = (Vec::new(), [0; BLOCK]);
    let (mut limit, mut most) = (None, 4 * k + BLOCK);
    for from in rows.clone().step_by(BLOCK) {
        let block = &mut block[..BLOCK.min(rows.end - from)];
        keys.fill(0, from, block);
        match limit {
            None => kept.extend(block.iter().copied().zip(from..)),
            Some(limit) => {
                let candidates = block.iter().copied().zip(from..);
                // Of one word, what equals the limit comes after those that were found.
                let last = if keys.words() == 1 { limit } else { u64::saturating_add(limit, 1) };
                kept.extend(candidates.filter(|&(word, _)| word < last || last == u64::MAX && word == limit));
            }
        }
        if kept.len() > most {
            let (_, &mut (word, _), _) = kept.select_nth_unstable(k - 1);
            kept.retain(|&(other, _)| other <= word);
            limit = Some(word);
            most = most.max(2 * kept.len());
        }
    }
    kept.into_iter().map(|(_, position)| position).collect()
}

impl<T: Element> Column<T> {
    /// The positions of the `k` greatest elements, the greatest first, equal ones in order of position; NaN and NaT are less
    /// than all others. Polars' `top_k`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[2.0, f64::NAN, 5.0, 5.0]);
    /// assert_eq!(column.top_k(3), [2, 3, 0]);
    /// assert_eq!(column.bottom_k(2), [0, 2]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn top_k(&self, k: usize) -> Vec<usize> {
        let mut keys = Keys::new(self.len());
        add_column(&mut keys, self.as_view(), true);
        first(&keys, k)
    }

    /// The positions of the `k` least elements, the least first, equal ones in order of position; NaN and NaT are greater
    /// than all others. The first `k` of [`argsort`](Column::argsort), without sorting all; NumPy's `argpartition`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn bottom_k(&self, k: usize) -> Vec<usize> {
        let mut keys = Keys::new(self.len());
        add_column(&mut keys, self.as_view(), false);
        first(&keys, k)
    }

    /// The positions of the `k` records that are greatest by a key, the greatest first: the first ones of
    /// `argsort_by(key.desc())`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 4, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert_eq!(points.top_k_by(2, Point::ID), [2, 0]);
    /// assert_eq!(points.bottom_k_by(2, (Point::AT, Point::ID)), [1, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn top_k_by<K: SortKey<T>>(&self, k: usize, key: K) -> Vec<usize> {
        first(&by(self.as_view(), key, true), k)
    }

    /// The positions of the `k` records that are least by a key, the least first: the first ones of
    /// [`argsort_by`](Column::argsort_by).
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn bottom_k_by<K: SortKey<T>>(&self, k: usize, key: K) -> Vec<usize> {
        first(&by(self.as_view(), key, false), k)
    }
}
