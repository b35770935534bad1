//! Copies of elements but for their gaps, by dtype; and of a column to a field of records.
//!
//! The columns' types need not be known as elements here, only their records'. Derived code copies columns, and a field
//! that is no element shall be one error of its struct, not one more for each function that copies it.

pub(crate) mod spread;

use crate::{
    dtype::{DType, FieldType},
    element::Element,
    layout::Dim,
    raw::{
        array::Array,
        field::Field,
        header::{Gaps, Header},
        iter::Cursor,
    },
};

/// Which bytes of the elements that a copy writes may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Those of their leaves. Another field may lie in the gaps.
    Leaves,
    /// All: they are elements of memory of their own. The gaps of records whose fields overlap are copied too where they are
    /// defined, for there it may take long to tell them from the leaves.
    Elements,
}

/// Writes a column to a field of as many records.
///
/// # Panics
/// If there are not as many, or the token is not that of a field, but of a part of one.
pub(crate) fn put<R: Element, T>(records: &mut Array<R>, field: Field<R, T>, column: &Array<T>) {
    let dtype = field_dtype(field);
    // SAFETY: the field lies in the record [R3].
    let target = unsafe { records.head.moved_into(field.offset()) };
    // SAFETY: both reach values of `T`, of whose bytes the field's dtype says which are leaves (`field_dtype`) [R1], [R2], [R3];
    // the records are borrowed mutably [R4], and elsewhere than the column, which another array owns.
    unsafe { copy(&column.head, &target, dtype, Written::Leaves) };
}

/// The dtype of the field that a token is of: of those at its place, the one of its size. Its leaves are those of a `T`: fields
/// of a Rust struct share no byte, so that of those with bytes no other has this place. A token of a part of a record may have
/// it; then the part fills the field and has all its leaves. What has no bytes has no leaves, whichever is found.
pub(super) fn field_dtype<R: Element, T>(field: Field<R, T>) -> &'static DType {
    let place = |it: &&FieldType| it.offset() == field.offset() && it.dtype().itemsize() == size_of::<T>();
    R::DTYPE.fields().iter().find(place).expect("a field of the record").dtype()
}

/// Copies elements from one header to another of the same shape: their leaves, and no gap unless `written` allows it.
///
/// # Safety
/// Both headers keep [R1] and [R2] for `dtype`. Of the elements of `to`, the bytes that `written` says may be written, and
/// nobody else reaches them; of those of `from`, nobody writes any that are leaves or, if `written` is `Elements`, any at all.
///
/// # Panics
/// If the shapes differ.
pub(super) unsafe fn copy<D: Dim>(from: &Header<D>, to: &Header<D>, dtype: &DType, written: Written) {
    assert!(from.layout().shape == to.layout().shape, "a view of another shape");
    if dtype.itemsize() == 0 {
        return;
    }
    if let (&[count], &[stride], &[step]) =
        (from.layout().shape.as_ref(), from.layout().strides.as_ref(), to.layout().strides.as_ref())
    {
        let (source, target) = ((from.ptr().as_ptr().cast_const(), stride), (to.ptr().as_ptr(), step));
        // SAFETY: the elements of both headers.
        return unsafe { copy_column(source, target, count, dtype, from.gaps(), written) };
    }
    let whole = is_whole(dtype, from.gaps(), written);
    let (mut source, mut target) = (Cursor::first(from), Cursor::first(to));
    for _ in 0..from.layout().len() {
        if whole {
            // SAFETY: the cursors stand on elements (as many steps as both have), whose bytes are all initialised: there
            // are no gaps, or they are defined [R1], [R2] and may be written; those of `to` are nobody else's (caller).
            unsafe { copy_bytes(source.ptr(), target.ptr(), dtype.itemsize()) };
        } else {
            // SAFETY: as above, and its leaves are initialised [R2].
            unsafe { copy_leaves(source.ptr(), target.ptr(), dtype) };
        }
        source.advance(from.layout());
        target.advance(to.layout());
    }
}

/// Whether all bytes of an element are copied: it has no gaps, or they are defined, may be written, and it may take long to
/// tell where they are.
fn is_whole(dtype: &DType, gaps: Gaps, written: Written) -> bool {
    dtype.is_gap_free() || written == Written::Elements && gaps == Gaps::Defined && dtype.fields_overlap()
}

/// Copies `count` elements, each so many bytes behind the one before, as `copy` does.
///
/// # Safety
/// As for `copy`, for these elements.
pub(super) unsafe fn copy_column(
    (from, stride): (*const u8, isize),
    (to, step): (*mut u8, isize),
    count: usize,
    dtype: &DType,
    gaps: Gaps,
    written: Written,
) {
    macro_rules! each {
        ($copy:expr) => {
            for i in 0..count.cast_signed() {
                // SAFETY: element `i` of `count` (caller).
                unsafe { $copy(from.wrapping_offset(i * stride), to.wrapping_offset(i * step)) };
            }
        };
    }
    // The compiler copies what it knows the size of without a call, and may copy several at once.
    macro_rules! sized {
        ($($size:literal)*) => {
            match dtype.itemsize() {
                0 => {}
                $($size => each!(|from: *const u8, to: *mut u8| to.copy_from_nonoverlapping(from, $size)),)*
                size => each!(|from: *const u8, to: *mut u8| to.copy_from_nonoverlapping(from, size)),
            }
        };
    }
    if is_whole(dtype, gaps, written) {
        sized!(1 2 3 4 6 8 10 12 16 20 24 32 40 48 64);
    } else {
        each!(|from: *const u8, to: *mut u8| copy_leaves(from, to, dtype));
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
