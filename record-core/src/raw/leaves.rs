//! Copies of elements but for their gaps, by dtype; and of one column, into an array and out of one.
//!
//! The columns' types need not be known as elements here, only their records'. Derived code copies columns, and a field
//! that is no element shall be one error of its struct, not one more for each function that copies it.

use crate::{
    buffer::error::ArrayError,
    dtype::{DType, FieldType},
    element::Element,
    layout::{Dim, Layout, Order},
    raw::{
        alloc::AlignedBytes,
        array::Array,
        field::Field,
        header::{Gaps, Header},
        iter::Cursor,
        view::View,
    },
};

/// A copy of one column of records.
///
/// # Errors
/// [`ArrayError::OutOfMemory`] if there is no memory for it.
///
/// # Panics
/// If the token is not that of a field, but of a part of one.
pub(crate) fn take<R: Element, T>(view: View<'_, R>, field: Field<R, T>) -> Result<Array<T>, ArrayError> {
    let dtype = field_dtype(field);
    let layout = Layout::dense(view.layout().shape, size_of::<T>(), Order::C)?;
    // No overflow: `dense` has checked the extent.
    let bytes = layout.len() * size_of::<T>();
    let memory = AlignedBytes::zeroed(bytes, align_of::<T>()).ok_or(ArrayError::OutOfMemory { bytes })?;
    // SAFETY: any bytes are an `R` [R5], in which there is a `T` [R3]: any bytes are a `T`.
    let array = unsafe { Array::over(memory, layout, Order::C) }?;
    // SAFETY: both reach values of `T`, of whose bytes the field's dtype says which are leaves [R1], [R2], [R3]; the array's
    // are new, and nobody else's.
    unsafe { copy(&view.project(field).head, &array.head, dtype) };
    Ok(array)
}

/// Writes a column to a field of as many records.
///
/// # Panics
/// If there are not as many, or the token is not that of a field, but of a part of one.
pub(crate) fn put<R: Element, T>(records: &mut Array<R>, field: Field<R, T>, column: &Array<T>) {
    let dtype = field_dtype(field);
    // SAFETY: the field lies in the record [R3].
    let target = unsafe { records.head.moved_into(field.offset()) };
    // SAFETY: as in `take`; the records are borrowed mutably [R4], and elsewhere than the column, which another array owns.
    unsafe { copy(&column.head, &target, dtype) };
}

/// The dtype of the field that a token is of: of those at its place, the one of its size.
fn field_dtype<R: Element, T>(field: Field<R, T>) -> &'static DType {
    let place = |it: &&FieldType| it.offset() == field.offset() && it.dtype().itemsize() == size_of::<T>();
    R::DTYPE.fields().iter().find(place).expect("a field of the record").dtype()
}

/// Copies elements from one header to another of the same shape: their leaves, and the gaps of records whose fields
/// overlap, for there it may take long to tell.
///
/// # Safety
/// Both headers keep [R1] and [R2] for `dtype`; the elements of `to` may be written, and nobody else reaches them.
///
/// # Panics
/// If the shapes differ.
pub(super) unsafe fn copy<D: Dim>(from: &Header<D>, to: &Header<D>, dtype: &DType) {
    assert!(from.layout().shape == to.layout().shape, "a view of another shape");
    if dtype.itemsize() == 0 {
        return;
    }
    let whole = dtype.is_gap_free() || from.gaps() == Gaps::Defined && dtype.fields_overlap();
    let (mut source, mut target) = (Cursor::first(from), Cursor::first(to));
    for _ in 0..from.layout().len() {
        if whole {
            // SAFETY: the cursors stand on elements (as many steps as both have), whose bytes are all initialised: there
            // are no gaps, or they are defined [R1], [R2]; those of `to` are nobody else's (caller).
            unsafe { copy_bytes(source.ptr(), target.ptr(), dtype.itemsize()) };
        } else {
            // SAFETY: as above, and its leaves are initialised [R2].
            unsafe { copy_leaves(source.ptr(), target.ptr(), dtype) };
        }
        source.advance(from.layout());
        target.advance(to.layout());
    }
}

/// Copies the leaves of one element.
///
/// # Safety
/// `from` is readable and `to` writable for the itemsize, and they are not the same bytes; the leaves are initialised.
pub(super) unsafe fn copy_leaves(from: *const u8, to: *mut u8, dtype: &DType) {
    if dtype.is_gap_free() {
        // SAFETY: all bytes are a leaf's (caller).
        unsafe { copy_bytes(from, to, dtype.itemsize()) };
    } else if let Some((base, count)) = dtype.as_array() {
        for i in 0..count {
            let at = i * base.itemsize();
            // SAFETY: an array dtype is `count` elements of `base` one after the other.
            let from = unsafe { from.add(at) };
            // SAFETY: as above.
            let to = unsafe { to.add(at) };
            // SAFETY: a part of the element.
            unsafe { copy_leaves(from, to, base) };
        }
    } else {
        for field in dtype.fields() {
            // SAFETY: every constructor of `DType` keeps its fields within the record.
            let from = unsafe { from.add(field.offset()) };
            // SAFETY: as above.
            let to = unsafe { to.add(field.offset()) };
            // SAFETY: a part of the element.
            unsafe { copy_leaves(from, to, field.dtype()) };
        }
    }
}

/// Copies `len` bytes; those that scalars have without a call.
///
/// # Safety
/// `from` is readable and `to` writable for `len` initialised bytes, and they are not the same.
#[inline]
pub(super) unsafe fn copy_bytes(from: *const u8, to: *mut u8, len: usize) {
    match len {
        // SAFETY: the caller's promise, for this length.
        2 => unsafe { to.copy_from_nonoverlapping(from, 2) },
        // SAFETY: as above.
        4 => unsafe { to.copy_from_nonoverlapping(from, 4) },
        // SAFETY: as above.
        8 => unsafe { to.copy_from_nonoverlapping(from, 8) },
        // SAFETY: as above.
        _ => unsafe { to.copy_from_nonoverlapping(from, len) },
    }
}
