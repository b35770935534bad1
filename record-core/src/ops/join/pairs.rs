//! What a join answers: which records go together.

use alloc::vec::Vec;
use core::iter;

mod sealed {
    pub trait Sealed {}
    impl Sealed for usize {}
    impl Sealed for Option<usize> {}
}

/// The index of a record, or of one that may be missing. Sealed.
pub trait JoinRow: Copy + sealed::Sealed {
    /// The record, if there is one.
    fn row(self) -> Option<usize>;
}

impl JoinRow for usize {
    fn row(self) -> Option<usize> {
        Some(self)
    }
}

impl JoinRow for Option<usize> {
    fn row(self) -> Option<usize> {
        self
    }
}

/// The indices of records that go together: `left[i]` and `right[i]`. A side that may have no record has `Option`s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinPairs<L = usize, R = usize> {
    /// Indices of left records.
    pub left: Vec<L>,
    /// Indices of right records, as many.
    pub right: Vec<R>,
}

impl<L: JoinRow, R: JoinRow> JoinPairs<L, R> {
    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.left.len()
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// The pairs in order.
    ///
    /// ```
    /// use record_core::{ops::left_join, prelude::*};
    /// let pairs = left_join(View::from_slice(&[7, 8, 7]), View::from_slice(&[7, 9]))?;
    /// assert_eq!(pairs.iter().collect::<Vec<_>>(), [(0, Some(0)), (1, None), (2, Some(0))]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (L, R)> + '_ {
        iter::zip(&self.left, &self.right).map(|(&left, &right)| (left, right))
    }
}
