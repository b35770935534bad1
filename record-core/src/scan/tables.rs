//! What is in memory as a scan: one chunk, from the first record to the last.

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

    fn for_each_chunk(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        S::for_each_chunk(self, each)
    }
}

/// What is in memory as a [`Scan`] of one chunk: a view, or a table that is borrowed.
///
/// For functions that take any scan. Views and tables are none by themselves: they have these operations already, under the
/// same names, and keep them where [`ScanOps`](crate::scan::ScanOps) is imported.
///
/// ```
/// use record_core::{prelude::*, scan::{InMemory, Scan, ScanError, ScanOps}};
/// fn greatest(numbers: &mut impl Scan<Record = u8>) -> Result<usize, ScanError> {
///     Ok(numbers.to_vec()?.len())
/// }
/// let numbers = View::from_slice(&[3, 1, 2]);
/// assert_eq!(greatest(&mut InMemory(numbers))?, 3);
/// assert_eq!(numbers.to_vec(), [3, 1, 2]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct InMemory<V>(pub V);

impl<R: Record, S: Storage> Scan for InMemory<&RecordTable<R, S>> {
    type Record = R;

    fn dtype(&self) -> &DType {
        R::DTYPE
    }

    fn for_each_chunk(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.0.as_any(), each)
    }
}

impl<S: Storage> Scan for InMemory<&AnyTable<S>> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        self.0.dtype()
    }

    fn for_each_chunk(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.0.view(), each)
    }
}

impl<T: Element> Scan for InMemory<View<'_, T>> {
    type Record = T;

    fn dtype(&self) -> &DType {
        T::DTYPE
    }

    fn for_each_chunk(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.0.as_any(), each)
    }
}

impl Scan for InMemory<AnyView<'_>> {
    type Record = Untyped;

    fn dtype(&self) -> &DType {
        self.0.dtype()
    }

    /// # Errors
    /// [`ColumnError::Rank`] if the view has not one axis.
    fn for_each_chunk(&mut self, each: Each<'_>) -> Result<ScanEnd, ScanError> {
        whole(self.0, each)
    }
}
