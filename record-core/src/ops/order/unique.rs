//! The different values of a column: `unique` and its kin, `find_duplicates`.

use crate::{
    element::Element,
    ops::order::{
        column::{by, own},
        groups::{Groups, count_keys},
        key::SortKey,
    },
    raw::column::Column,
};
use alloc::vec::Vec;

/// The different elements of a column in ascending order, and where they are. What `unique_all` gives.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unique<C> {
    /// The first of equal elements, in ascending order.
    pub values: C,
    /// The first position of each.
    pub index: Vec<usize>,
    /// For each element, which of the values it equals.
    pub inverse: Vec<usize>,
    /// How many elements equal each.
    pub counts: Vec<usize>,
}

impl<C> Unique<C> {
    /// Of these groups, whose first elements are at `index`.
    pub(super) fn of(groups: &Groups, index: Vec<usize>, values: C) -> Self {
        Self { values, index, inverse: groups.ids(), counts: groups.counts() }
    }
}

/// The positions of elements whose key occurs more than once, by key and then by position.
pub(super) fn duplicates(groups: &Groups) -> Vec<usize> {
    groups.iter().filter(|group| group.len() > 1).flatten().copied().collect()
}

impl<T: Element> Column<T> {
    fn values_at(&self, positions: &[usize]) -> Vec<T::Value> {
        positions.iter().map(|&i| self.item(i)).collect()
    }

    /// The different values in ascending order. NaN equals NaN here, and NaT NaT; of values that are equal, as -0.0 and
    /// 0.0, it is the first. NumPy's `np.unique(a)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 3, 2]).unique(), [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique(&self) -> Vec<T::Value> {
        self.unique_counts().0
    }

    /// The different values in ascending order, and how often each occurs. NumPy's `np.unique_counts(a)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 3, 2]).unique_counts(), (vec![1, 2, 3], vec![1, 1, 2]));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique_counts(&self) -> (Vec<T::Value>, Vec<usize>) {
        let (firsts, counts) = count_keys(&own(self.as_view()));
        (self.values_at(&firsts), counts)
    }

    /// The different values in ascending order, and the first position of each. NumPy's
    /// `np.unique(a, return_index=True)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 3, 2]).unique_index(), (vec![1, 2, 3], vec![1, 3, 0]));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique_index(&self) -> (Vec<T::Value>, Vec<usize>) {
        let (firsts, _) = count_keys(&own(self.as_view()));
        (self.values_at(&firsts), firsts)
    }

    /// The different values in ascending order, and which of them each element equals. NumPy's `np.unique_inverse(a)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 3, 2]).unique_inverse(), (vec![1, 2, 3], vec![2, 0, 2, 1]));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique_inverse(&self) -> (Vec<T::Value>, Vec<usize>) {
        let groups = Groups::of(&own(self.as_view()));
        (self.values_at(&groups.firsts()), groups.ids())
    }

    /// The different values in ascending order, and all that the others tell of them. NumPy's `np.unique_all(a)`.
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn unique_all(&self) -> Unique<Vec<T::Value>> {
        let groups = Groups::of(&own(self.as_view()));
        let index = groups.firsts();
        let values = self.values_at(&index);
        Unique::of(&groups, index, values)
    }

    /// The positions of all elements that occur more than once: by value, and equal ones in order of position.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 3, 2, 1]).find_duplicates(), [1, 4, 0, 2]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn find_duplicates(&self) -> Vec<usize> {
        duplicates(&Groups::of(&own(self.as_view())))
    }

    /// The positions of all records whose key occurs more than once: by key, and equal ones in order of position. NumPy's
    /// `recfunctions.find_duplicates(a, key)`; the records are `data.take(&positions)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points: RecordTable<Point> = [3, 1, 3, 2].map(|id| Point { id, at: [0.0; 2] }).into();
    /// assert_eq!(points.find_duplicates_by(Point::ID), [0, 2]);
    /// assert_eq!(points.find_duplicates_by(Point::AT).len(), 4);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    #[must_use]
    pub fn find_duplicates_by<K: SortKey<T>>(&self, key: K) -> Vec<usize> {
        duplicates(&Groups::of(&by(self.as_view(), key, false)))
    }
}
