//! Tables that own their records: growing, and copies.

use crate::{
    raw::{
        alloc::AlignedBytes,
        column::Column,
        owner::{Owned, Owner},
        view::View,
    },
    record::Record,
    table::{Found, RecordTable, TableError},
};
use alloc::vec::Vec;

impl Owned {
    /// No bytes yet, for records of this alignment.
    pub(crate) fn empty(align: usize) -> Self {
        Self(AlignedBytes::new(align))
    }

    /// `len` zero bytes.
    pub(crate) fn zeroed(len: usize, align: usize) -> Result<Self, TableError> {
        AlignedBytes::zeroed(len, align).map(Self).ok_or(TableError::OutOfMemory { bytes: len })
    }
}

impl<R: Record> RecordTable<R> {
    /// A table without records; nothing is allocated.
    ///
    /// # Panics
    /// At compile time, if `R` has size 0.
    pub fn new() -> Self {
        const { assert!(size_of::<R>() > 0, "a table of records of size 0 has no length") };
        Self { owner: Owner::empty(Owned::empty(align_of::<R>())), trailing: 0 }
    }

    /// A table without records, with room for `capacity`.
    ///
    /// # Panics
    /// If there is no memory for it.
    pub fn with_capacity(capacity: usize) -> Self {
        let mut table = Self::new();
        table.reserve(capacity);
        table
    }

    /// A table of `count` records, all bytes zero. NumPy's `zeros`.
    ///
    /// # Errors
    /// [`TableError::OutOfMemory`] with the bytes, if there is no memory for them.
    pub fn zeroed(count: usize) -> Result<Self, TableError> {
        let bytes = count.checked_mul(size_of::<R>()).ok_or(TableError::OutOfMemory { bytes: usize::MAX })?;
        let place = Found { offset: 0, count: count as u64, trailing: 0 };
        Self::from_storage(Owned::zeroed(bytes, align_of::<R>())?, place)
    }

    /// Appends a record; amortised constant time.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let mut points = RecordTable::new();
    /// points.push(Point { id: 1, at: [0.0; 2] });
    /// points.extend([Point { id: 2, at: [1.0; 2] }]);
    /// assert_eq!(points[Point::ID].to_vec(), [1, 2]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it.
    pub fn push(&mut self, record: R) {
        self.owner.push(record).expect("no memory for another record");
    }

    /// Makes room for `additional` more records; for more than those, so that growing step by step moves rarely.
    ///
    /// # Panics
    /// If there is no memory for it.
    pub fn reserve(&mut self, additional: usize) {
        let total = self.owner.len().checked_add(additional);
        total.and_then(|n| self.owner.reserve_total(n)).expect("no memory for that many records");
    }

    /// Keeps the first `count` records, if there are more.
    pub fn truncate(&mut self, count: usize) {
        self.owner.truncate(count);
    }

    /// Removes all records and keeps the room.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// How many records there is room for without moving.
    pub fn capacity(&self) -> usize {
        self.owner.capacity()
    }
}

impl<R: Record> RecordTable<R> {
    /// Appends a record, unless there is no memory for it.
    pub(crate) fn try_push(&mut self, record: R) -> Result<(), TableError> {
        let bytes = (self.len() + 1).saturating_mul(size_of::<R>());
        self.owner.push(record).ok_or(TableError::OutOfMemory { bytes })
    }

    /// Room for so many records in all, unless there is no memory for it.
    pub(super) fn try_reserve_total(&mut self, count: usize) -> Result<(), TableError> {
        let bytes = count.saturating_mul(size_of::<R>());
        self.owner.reserve_total(count).ok_or(TableError::OutOfMemory { bytes })
    }

    /// Appends the records of a view, unless there is no memory for them.
    pub(crate) fn try_append(&mut self, records: View<'_, R>) -> Result<(), TableError> {
        let count = self.len().saturating_add(records.len());
        let none = TableError::OutOfMemory { bytes: count.saturating_mul(size_of::<R>()) };
        if const { R::DTYPE.is_gap_free() }
            && let Some(bytes) = records.as_bytes()
        {
            return self.owner.append_dense(bytes).ok_or(none);
        }
        self.owner.reserve_total(count).ok_or(none)?;
        records.iter().try_for_each(|record| self.try_push(record))
    }
}

impl<R: Record> Column<R> {
    /// A copy of the records in a table of its own. NumPy's `a.copy()`.
    ///
    /// # Panics
    /// If there is no memory for it.
    pub fn to_table(&self) -> RecordTable<R> {
        let mut table = RecordTable::new();
        if const { R::DTYPE.is_gap_free() }
            && let Some(bytes) = self.as_view().as_bytes()
        {
            table.owner.append_dense(bytes).expect("no memory for that many records");
        } else {
            table.extend(self.iter());
        }
        table
    }
}

impl<R: Record> Default for RecordTable<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Record> Clone for RecordTable<R> {
    fn clone(&self) -> Self {
        self.to_table()
    }
}

/// Copies the records into zeroed, aligned bytes, so that gaps are defined.
impl<R: Record> From<Vec<R>> for RecordTable<R> {
    fn from(records: Vec<R>) -> Self {
        Self::from(&records[..])
    }
}

/// Copies the records into zeroed, aligned bytes, so that gaps are defined.
impl<R: Record> From<&[R]> for RecordTable<R> {
    fn from(records: &[R]) -> Self {
        View::from_slice(records).to_table()
    }
}

impl<R: Record, const N: usize> From<[R; N]> for RecordTable<R> {
    fn from(records: [R; N]) -> Self {
        Self::from(&records[..])
    }
}

impl<R: Record> FromIterator<R> for RecordTable<R> {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Self {
        let mut table = Self::new();
        table.extend(records);
        table
    }
}

impl<R: Record> Extend<R> for RecordTable<R> {
    fn extend<I: IntoIterator<Item = R>>(&mut self, records: I) {
        let records = records.into_iter();
        // A hint may be wrong: where there is no room for so many, the table grows as they come.
        _ = self.owner.reserve_total(self.owner.len().saturating_add(records.size_hint().0));
        for record in records {
            self.push(record);
        }
    }
}

impl<'a, R: Record> Extend<&'a R> for RecordTable<R> {
    fn extend<I: IntoIterator<Item = &'a R>>(&mut self, records: I) {
        self.extend(records.into_iter().copied());
    }
}
