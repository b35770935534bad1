//! Mapped arrays of a dtype known at run time: Rust types.

use super::AnyMapArray;
use crate::{
    element::Element,
    layout::Dim,
    raw::{
        owner::{Storage, StorageMut},
        view::{View, ViewMut},
    },
    shown::Shown,
    view::ColumnError,
};
use core::fmt;

impl<S: Storage> AnyMapArray<S> {
    /// All elements as a view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if the type's dtype is another, [`ColumnError::Rank`] if the number of axes is.
    pub fn typed<T: Element, D: Dim>(&self) -> Result<View<'_, T, D>, ColumnError> {
        self.view().typed_as()
    }
}

impl<S: StorageMut> AnyMapArray<S> {
    /// All elements as a writable view of a Rust type, if its dtype and rank are the array's.
    ///
    /// # Errors
    /// As [`typed`](AnyMapArray::typed).
    pub fn typed_mut<T: Element, D: Dim>(&mut self) -> Result<ViewMut<'_, T, D>, ColumnError> {
        // A check by itself, because the borrow below lasts.
        self.typed::<T, D>()?;
        match self.cast_mut() {
            Some(Ok(view)) => Ok(view),
            _ => unreachable!("`typed` has found the same dtype and rank"),
        }
    }
}

impl<S: Storage> fmt::Display for AnyMapArray<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<S: Storage> fmt::Debug for AnyMapArray<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().debug_as(f, "AnyMapArray", Shown::Plain)
    }
}
