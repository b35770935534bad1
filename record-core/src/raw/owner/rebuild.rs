//! Owners whose storage changes: their header is made anew.

use super::{AnyHead, Owner, Storage, StorageMut, join};
use crate::raw::{
    any::AnyView,
    leaves::{Written, copy},
};

impl<R, S: Storage> Owner<R, S> {
    pub(crate) fn storage(&self) -> &S {
        &self.storage
    }

    pub(crate) fn into_storage(self) -> S {
        self.storage
    }

    /// Changes the storage, after which the records are `count`, which `change` returns, from its first byte on. Where it
    /// fails, they are as many as before, if they are still there; else there are none.
    pub(crate) fn rebuild<E>(&mut self, change: impl FnOnce(&mut S) -> Result<usize, E>) -> Result<(), E> {
        let before = self.len();
        // Meanwhile there are no records, so that no header points at bytes that are gone, also if `change` panics.
        self.set_count(0);
        let (count, outcome) = match change(&mut self.storage) {
            Ok(count) => (count, Ok(())),
            Err(error) => (before, Err(error)),
        };
        self.set_count(count);
        outcome
    }

    /// The header over the first `count` records; over none, if there are not so many.
    fn set_count(&mut self, count: usize) {
        let AnyHead { head, dtype } = &mut self.any;
        let new = join(&self.storage, dtype, 0, count).or_else(|_| join(&self.storage, dtype, 0, 0));
        *head = new.expect("no records fit everywhere");
    }
}

impl<R, S: StorageMut> Owner<R, S> {
    /// Copies records over those from `first` on, but for their gaps; those of records whose fields overlap are copied too.
    ///
    /// # Panics
    /// If they are of another dtype or on more axes than one, or if there are not so many.
    pub(crate) fn copy_records(&mut self, first: usize, records: AnyView<'_>) {
        assert!(*records.dtype() == self.any.dtype, "records of another dtype");
        let from = records.head.derive(|parent| parent.with_rank()).expect("records on one axis");
        let count = from.len();
        assert!(first.checked_add(count).is_some_and(|end| end <= self.len()), "more records than there are");
        let checked = join(&self.storage, &self.any.dtype, first * self.any.dtype.itemsize(), count);
        let to = checked.expect("a part of the records");
        // SAFETY: elements of the dtype in both [R1], [R2]; those of `to` are whole records of the storage, which is borrowed
        // mutably and exclusive, so that `records` are elsewhere and nobody reaches their gaps either, and nobody writes what is read
        // [R4].
        unsafe { copy(&from, &to, &self.any.dtype, Written::Elements) };
    }
}
