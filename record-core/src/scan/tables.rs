//! What is in memory as a scan: one part, from the first record to the last.

use crate::{
    dtype::DType,
    element::Element,
    raw::{
        any::AnyView,
        owner::{Storage, Untyped},
        view::View,
    },
    record::Record,
    scan::{Chunk, Scan, ScanEnd, ScanError},
    table::{AnyTable, RecordTable},
    view::ColumnError,
};
use core::ops::ControlFlow;

type Each<'e> = &'e mut dyn FnMut(Chunk<'_>) -> ControlFlow<()>;

/// Hands out all records at once.
fn whole(view: AnyView<'_>, each: Each<'_>) -> Result<ScanEnd, ScanError> {
    if view.ndim() != 1 {
        return Err(ColumnError::Rank { expected: 1, found: view.ndim() }.into());
    }
    if !view.is_empty() {
        // There is nothing behind it to break off.
        _ = each(Chunk::new(0, view));
    }
    Ok(ScanEnd::new(view.len() as u64))
}

/// A scan that is borrowed.
impl<S: Scan + ?Sized> Scan for &mut S {
    type Record = S::Record;

    fn dtype(&self) -> &DType {
        S::dtype(self)
    }

    fn scan(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        S::scan(self, each)
    }
}

impl<R: Record, S: Storage> Scan for &RecordTable<R, S> {
    type Record = R;

    fn dtype(&self) -> &DType {
        R::DTYPE
    }

    fn scan(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.as_any(), each)
    }
}

impl<S: Storage> Scan for &AnyTable<S> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        AnyTable::dtype(self)
    }

    fn scan(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.view(), each)
    }
}

impl<T: Element> Scan for View<'_, T> {
    type Record = T;

    fn dtype(&self) -> &DType {
        T::DTYPE
    }

    fn scan(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.as_any(), each)
    }
}

impl Scan for AnyView<'_> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        AnyView::dtype(self)
    }

    /// # Errors
    /// [`ColumnError::Rank`] if the view has not one axis.
    fn scan(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(*self, each)
    }
}
