//! One pass over a scan: what its operations have in common.

use crate::{
    bits::Token,
    dtype::DType,
    element::Element,
    ops::{Fold, Mask, Ordered, reduce::any::state::AnyState},
    raw::{any::AnyView, view::View},
    scan::{Chunk, Scan, ScanEnd, ScanError},
    table::TableError,
    view::ColumnError,
};
use alloc::{boxed::Box, vec::Vec};
use core::ops::ControlFlow;

/// Runs `each` over all chunks until it fails.
pub(super) fn until<S: Scan + ?Sized, E: From<ScanError>>(
    scan: &mut S,
    mut each: impl FnMut(Chunk<'_>) -> Result<(), E>,
) -> Result<ScanEnd, E> {
    let mut failed = None;
    let end = scan.for_each_chunk(&mut |chunk| match each(chunk) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    // First the scan's own: what `each` found wrong may be the zeros of a truncated map.
    let end = end?;
    failed.map_or(Ok(end), Err)
}

/// Runs `each` over all chunks until it fails, as the type that the scan says.
pub(super) fn views<S: Scan<Record: Element> + ?Sized>(
    scan: &mut S,
    mut each: impl FnMut(View<'_, S::Record>) -> Result<(), ScanError>,
) -> Result<ScanEnd, ScanError> {
    until(scan, |chunk| each(chunk.typed()?))
}

/// Runs `each` over all chunks, as the type that the scan says.
pub(super) fn all<S: Scan<Record: Element> + ?Sized>(
    scan: &mut S,
    mut each: impl FnMut(View<'_, S::Record>),
) -> Result<ScanEnd, ScanError> {
    views(scan, |view| {
        each(view);
        Ok(())
    })
}

/// Runs `each` over all chunks, whatever they are.
pub(super) fn chunks<S: Scan + ?Sized>(
    scan: &mut S,
    mut each: impl FnMut(Chunk<'_>),
) -> Result<ScanEnd, ScanError> {
    until(scan, |chunk| {
        each(chunk);
        Ok(())
    })
}

/// Refuses a mask of another length.
pub(super) fn checked(mask: Mask, len: usize) -> Result<Mask, ScanError> {
    mask.check_len(len)?;
    Ok(mask)
}

/// The state of all elements of a column.
pub(super) fn folded<S, K, F>(scan: &mut S, token: K) -> Result<F, ScanError>
where
    S: Scan<Record: Element> + ?Sized,
    K: Token<S::Record, Element: Element<Value: Ordered>>,
    F: Fold<<K::Element as Element>::Value>,
{
    let mut state = F::default();
    all(scan, |view| state.feed(view.col(token)))?;
    Ok(state)
}

pub(super) fn extend<T: Element>(values: &mut Vec<T::Value>, view: View<'_, T>) -> Result<(), ScanError> {
    let bytes = values.len().saturating_add(view.len()).saturating_mul(size_of::<T::Value>());
    values.try_reserve(view.len()).map_err(|_| TableError::OutOfMemory { bytes })?;
    values.extend(view.iter());
    Ok(())
}

/// The column of this name of no records.
pub(super) fn column<'d>(dtype: &'d DType, name: &str) -> Result<AnyView<'d>, ScanError> {
    Ok(none(dtype)?.column(name)?)
}

/// No records.
pub(super) fn none(dtype: &DType) -> Result<AnyView<'_>, ScanError> {
    Ok(AnyView::from_bytes(&[], dtype).map_err(TableError::from)?)
}

type Started<O> = Box<dyn AnyState<O>>;

/// A reduction by the name of a column; `start` finds it for the column's dtype.
pub(super) fn reduce<S: Scan + ?Sized, O>(
    scan: &mut S,
    name: &str,
    start: impl FnOnce(AnyView<'_>) -> Result<Started<O>, ColumnError>,
) -> Result<O, ScanError> {
    let mut state = start(column(scan.dtype(), name)?)?;
    until(scan, |chunk| Ok::<_, ScanError>(state.add(chunk.view().column(name)?)?))?;
    Ok(state.finish())
}
