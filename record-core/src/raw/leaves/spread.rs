//! Records taken apart into columns: all fields in one pass.
//!
//! A pass for each field would read the records from memory as often as there are fields. Here a block of records that stays
//! in the nearest cache goes field by field to where it belongs. The columns' types are not known here, only their sizes: one
//! loop serves all records, and programs do not pay for one of their own.

use crate::{
    buffer::error::ArrayError,
    dtype::DType,
    element::Element,
    layout::{Layout, Order},
    raw::{
        alloc::AlignedBytes,
        array::Array,
        field::Field,
        leaves::{Written, copy_column, field_dtype},
        view::View,
    },
};
use core::{marker::PhantomData, ptr::NonNull};

/// Bytes of records between two columns: what stays in the nearest cache, with what is written.
const BLOCK: usize = 16 * 1024;

/// Whose threads do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// This one.
    One,
    /// Those of the current rayon pool.
    #[cfg(feature = "rayon")]
    Pool,
}

/// Zeroed room for one column of records.
///
/// # Errors
/// [`ArrayError::OutOfMemory`] if there is no memory for it.
pub(crate) fn room<R: Element, T>(view: View<'_, R>, _: Field<R, T>) -> Result<Array<T>, ArrayError> {
    let layout = Layout::dense(view.layout().shape, size_of::<T>(), Order::C)?;
    // No overflow: `dense` has checked the extent.
    let bytes = layout.len() * size_of::<T>();
    let memory = AlignedBytes::zeroed(bytes, align_of::<T>()).ok_or(ArrayError::OutOfMemory { bytes })?;
    // SAFETY: any bytes are an `R` [R5], in which there is a `T` [R3]: any bytes are a `T`.
    Ok(unsafe { Array::over(memory, layout, Order::C) }?)
}

/// A column that a field of records will be copied to, borrowed without its type.
#[derive(Debug)]
pub struct Target<'a, R> {
    /// Of `len` elements that lie one after the other: as large as those of `dtype`, and with the same leaves.
    at: NonNull<u8>,
    len: usize,
    dtype: &'static DType,
    offset: usize,
    column: PhantomData<&'a mut [u8]>,
    records: PhantomData<fn() -> R>,
}

// SAFETY: is a `&mut [u8]`, which is only written to, by `fill` below.
unsafe impl<R> Send for Target<'_, R> {}
// SAFETY: through a shared one nothing is done but in `fill`, whose threads write different elements.
unsafe impl<R> Sync for Target<'_, R> {}

impl<'a, R: Element> Target<'a, R> {
    /// # Panics
    /// If the token is not that of a field, but of a part of one.
    pub(crate) fn new<T>(column: &'a mut Array<T>, field: Field<R, T>) -> Self {
        let (at, len) = (column.head.ptr(), column.layout().len());
        // The dtype has the size of `T`, and the leaves that `T` has. An array on one axis is dense.
        Self {
            at,
            len,
            dtype: field_dtype(field),
            offset: field.offset(),
            column: PhantomData,
            records: PhantomData,
        }
    }
}

/// Copies each field of the records to its column.
///
/// # Panics
/// If the columns are not as long as the records are many.
pub(crate) fn fill<R: Element>(view: View<'_, R>, targets: &mut [Target<'_, R>], threads: Threads) {
    let len = view.head.len();
    assert!(targets.iter().all(|target| target.len == len), "columns of another length");
    let targets = &*targets;
    match threads {
        // SAFETY: all elements of all columns, which are borrowed mutably and nobody else's.
        Threads::One => unsafe { fill_range(view, targets, 0, len) },
        #[cfg(feature = "rayon")]
        Threads::Pool => {
            use rayon::prelude::*;
            const PIECE: usize = 1 << 16;
            if len <= PIECE || rayon::current_num_threads() == 1 {
                // SAFETY: as of one thread.
                unsafe { fill_range(view, targets, 0, len) };
                return;
            }
            (0..len.div_ceil(PIECE)).into_par_iter().for_each(|i| {
                let (start, end) = (i * PIECE, len.min((i + 1) * PIECE));
                // SAFETY: each piece of the columns by one thread, which are borrowed mutably and nobody else's.
                unsafe { fill_range(view, targets, start, end) };
            });
        }
    }
}

/// Copies the fields of the records from `start` to `end`.
///
/// # Safety
/// The view and the columns have so many elements, and nobody else reads or writes those of the columns meanwhile.
unsafe fn fill_range<R: Element>(view: View<'_, R>, targets: &[Target<'_, R>], start: usize, end: usize) {
    let (base, stride) = (view.head.ptr().as_ptr(), view.head.stride());
    let block = (BLOCK / size_of::<R>().max(1)).max(1);
    let mut at = start;
    while at < end {
        let count = block.min(end - at);
        let records = base.wrapping_offset(at.cast_signed() * stride);
        for target in targets {
            let size = target.dtype.itemsize();
            let to = target.at.as_ptr().wrapping_add(at * size);
            let from = records.wrapping_add(target.offset);
            // SAFETY: the field [R3] of `count` records from the one at `at` on [R1], [R2], and as many elements of the column,
            // one after the other (`Target`), in memory of its own with their gaps; they are nobody else's (caller). The dtype
            // says which bytes of both are leaves (`field_dtype`); where it has no bytes, none is copied. Nobody writes what is
            // read [R4].
            unsafe {
                copy_column(
                    (from.cast_const(), stride),
                    (to, size.cast_signed()),
                    count,
                    target.dtype,
                    view.head.gaps(),
                    Written::Elements,
                );
            };
        }
        at += count;
    }
}
