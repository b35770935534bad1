//! Joins by the names of fields on the threads of the current rayon pool, with the tables of one thread.

use crate::{
    buffer::ArrayError,
    convert::{
        AnyAsofOptions, ConvertOptions, JoinByError, JoinKind, JoinOn, JoinOptions,
        asof::nearest,
        join_by::{join_in, table_of},
        place::Place,
    },
    element::Element,
    ops::{
        AsofOptions, JoinError, JoinPairs, JoinRow, PIECE, Par, Time, argsort_par, order::Keys, ranks_par,
    },
    raw::{any::AnyView, any_array::AnyArray, view::View},
    record::Record,
    table::{AnyTable, RecordTable},
};
use alloc::vec::Vec;

/// On several threads.
struct OnThreads;

impl Place for OnThreads {
    fn ranks(tables: &[&[AnyView<'_>]], rows: usize) -> Vec<u32> {
        ranks_par(tables, rows)
    }

    fn inner(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs, JoinError> {
        left.par().inner_join(right)
    }

    fn left(left: View<'_, u32>, right: View<'_, u32>) -> Result<JoinPairs<usize, Option<usize>>, JoinError> {
        left.par().left_join(right)
    }

    fn outer(
        left: View<'_, u32>,
        right: View<'_, u32>,
    ) -> Result<JoinPairs<Option<usize>, Option<usize>>, JoinError> {
        left.par().outer_join(right)
    }

    fn argsort(numbers: &[u64]) -> Vec<usize> {
        argsort_par(&Keys::of(View::from_slice(numbers).as_any()))
    }

    fn gathered(column: AnyView<'_>, rows: &[usize]) -> Result<AnyArray, ArrayError> {
        column.gathered_in_pieces(rows, PIECE)
    }

    fn asof<V: Time + Element<Value = V>>(
        left: View<'_, V>,
        right: View<'_, V>,
        ranks: Option<(&[u32], &[u32])>,
        options: &AsofOptions<V>,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinError> {
        match ranks {
            None => left.par().asof_join(right, options),
            Some((a, b)) => left.par().asof_join_by(View::from_slice(a), right, View::from_slice(b), options),
        }
    }
}

impl Par<AnyView<'_>> {
    /// The records of this table and another whose keys are equal, as one table; see [`join_by`](crate::convert::join_by).
    ///
    /// ```
    /// use record_core::{convert::{JoinKind, JoinOptions, join_by}, prelude::*};
    /// let orders = AnyTable::from_bytes(&[9, 50, 7, 60, 9, 70], DType::parse("[('id', 'u1'), ('sum', 'u1')]")?)?;
    /// let people = AnyTable::from_bytes(&[7, 30, 9, 40], DType::parse("[('id', 'u1'), ('age', 'u1')]")?)?;
    /// let joined = orders.view().par().join_by(&["id"], people.view(), JoinKind::Inner, &JoinOptions::new())?;
    /// assert_eq!(joined.as_bytes(), [7, 60, 30, 9, 50, 40, 9, 70, 40]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`join_by`](crate::convert::join_by).
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys.
    pub fn join_by(
        self,
        keys: &[impl AsRef<str>],
        right: AnyView<'_>,
        kind: JoinKind,
        options: &JoinOptions,
    ) -> Result<AnyTable, JoinByError> {
        join_in::<OnThreads>(keys, self.serial(), right, kind, options)
    }

    /// For each of these records the one of `right` that is nearest in time; see [`AnyView::asof_join`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn asof_join<'n>(
        self,
        right: AnyView<'_>,
        time: impl Into<JoinOn<'n>>,
        options: &AnyAsofOptions,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
        nearest::<OnThreads>(self.serial(), right, time.into(), None, options)
    }

    /// The same of the right records whose keys are equal to the left one's; see [`AnyView::asof_join_by`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If there are more than 2^32 - 1 different keys.
    #[inline]
    pub fn asof_join_by<'n>(
        self,
        right: AnyView<'_>,
        time: impl Into<JoinOn<'n>>,
        keys: impl IntoIterator<Item = impl Into<JoinOn<'n>>>,
        options: &AnyAsofOptions,
    ) -> Result<JoinPairs<usize, Option<usize>>, JoinByError> {
        let keys: Vec<JoinOn<'n>> = keys.into_iter().map(Into::into).collect();
        nearest::<OnThreads>(self.serial(), right, time.into(), Some(&keys), options)
    }
}

impl<L, R> JoinPairs<L, R> {
    /// The same pairs, whose tables are made on the threads of the current rayon pool.
    pub fn par(&self) -> Par<&Self> {
        Par::new(self)
    }
}

impl<L: JoinRow, R: JoinRow> Par<&JoinPairs<L, R>> {
    /// The pairs of records as one table; see [`JoinPairs::to_table`].
    ///
    /// # Errors
    /// As there.
    pub fn to_table(
        self,
        left: AnyView<'_>,
        right: AnyView<'_>,
        keys: &[impl AsRef<str>],
        options: &JoinOptions,
    ) -> Result<AnyTable, JoinByError> {
        table_of::<_, _, OnThreads>(self.serial(), left, right, keys, options)
    }

    /// The pairs of records as a table of a Rust type; see [`JoinPairs::to_table_as`].
    ///
    /// # Errors
    /// As there.
    pub fn to_table_as<O: Record>(
        self,
        left: AnyView<'_>,
        right: AnyView<'_>,
        keys: &[impl AsRef<str>],
        options: &JoinOptions,
    ) -> Result<RecordTable<O>, JoinByError> {
        let table = self.to_table(left, right, keys, options)?;
        Ok(table.view().par().convert_with(&ConvertOptions::new().ignore_extra())?)
    }
}
