//! Some of the records of a table whose dtype only run time knows, copied; and all of them in groups.

use crate::{
    ops::{
        Mask, SelectError,
        group::{AnyGroups, GroupError},
    },
    raw::{any_array::AnyArray, owner::Storage},
    table::AnyTable,
};

/// What was gathered of a table, as a table.
fn table(records: AnyArray) -> AnyTable {
    AnyTable::try_from(records).unwrap_or_else(|_| unreachable!("records on one axis"))
}

impl<S: Storage> AnyTable<S> {
    /// The records that the mask has in, copied. NumPy's `a[mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[1, 10, 2, 20, 3, 30], DType::parse("[('id', 'u1'), ('level', 'u1')]")?)?;
    /// let high = table.filter(&table["level"].gt(15)?)?;
    /// assert_eq!(high["id"].sum()?.to_f64(), 5.0);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`AnyView::filter`](crate::AnyView::filter).
    pub fn filter(&self, mask: &Mask) -> Result<AnyTable, SelectError> {
        self.view().filter(mask).map(table)
    }

    /// The records at `indices`, copied, in that order. NumPy's `a[indices]`.
    ///
    /// # Errors
    /// As [`AnyView::take`](crate::AnyView::take).
    pub fn take(&self, indices: &[usize]) -> Result<AnyTable, SelectError> {
        self.view().take(indices).map(table)
    }

    /// The records in groups of equal keys; see [`AnyView::group_by`](crate::AnyView::group_by).
    ///
    /// # Errors
    /// As there.
    pub fn group_by(&self, names: &[impl AsRef<str>]) -> Result<AnyGroups<'_>, GroupError> {
        self.view().group_by(names)
    }
}
