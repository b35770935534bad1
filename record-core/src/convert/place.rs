//! Where joins by name run: on the thread that asks, or on several.

use crate::{
    buffer::ArrayError,
    element::Element,
    ops::{
        AsofOptions, JoinError, JoinPairs, Time, argsort_numbers, asof_join, asof_join_by, inner_join,
        left_join, outer_join, ranks,
    },
    raw::{any::AnyView, any_array::AnyArray, view::View},
};
use alloc::vec::Vec;

/// The steps of a join, each with the same answer everywhere.
pub(super) trait Place {
    /// The ranks of the keys of several tables; see [`ranks`].
    fn ranks(tables: &[&[AnyView<'_>]], rows: usize) -> Vec<u32>;

    fn inner(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs, JoinError>;

    fn left(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs<usize, Option<usize>>, JoinError>;

    fn outer(
        left: View<'_, u32>,
        right: View<'_, u32>,
    ) -> Result<JoinPairs<Option<usize>, Option<usize>>, JoinError>;

    fn argsort(numbers: &[u64]) -> Vec<usize>;

    fn gathered(column: AnyView<'_>, rows: &[usize]) -> Result<AnyArray, ArrayError>;

    /// The nearest times; `ranks` are those of the keys of the left records and of the right ones.
    fn asof<V: Time + Element<Value = V>>(
        left: View<'_, V>,
        right: View<'_, V>,
        ranks: Option<(&[u32], &[u32])>,
        options: &AsofOptions<V>,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinError>;
}

/// On the thread that asks.
pub(super) struct Here;

impl Place for Here {
    fn ranks(tables: &[&[AnyView<'_>]], rows: usize) -> Vec<u32> {
        ranks(tables, rows)
    }

    fn inner(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs, JoinError> {
        inner_join(left, right)
    }

    fn left(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs<usize, Option<usize>>, JoinError> {
        left_join(left, right)
    }

    fn outer(
        left: View<'_, u32>,
        right: View<'_, u32>,
    ) -> Result<JoinPairs<Option<usize>, Option<usize>>, JoinError> {
        outer_join(left, right)
    }

    fn argsort(numbers: &[u64]) -> Vec<usize> {
        argsort_numbers(numbers)
    }

    fn gathered(column: AnyView<'_>, rows: &[usize]) -> Result<AnyArray, ArrayError> {
        column.gathered(rows)
    }

    fn asof<V: Time + Element<Value = V>>(
        left: View<'_, V>,
        right: View<'_, V>,
        ranks: Option<(&[u32], &[u32])>,
        options: &AsofOptions<V>,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinError> {
        match ranks {
            None => asof_join(left, right, options),
            Some((a, b)) => asof_join_by(left, View::from_slice(a), right, View::from_slice(b), options),
        }
    }
}
