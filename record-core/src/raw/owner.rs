//! Who owns the bytes of a table, and the header that every column of it shares.
//!
//! An [`Owner`] keeps a header beside the storage that it points into. The header points at the storage's bytes, never
//! at the storage itself, so tables may be moved; it is renewed whenever the bytes move.

#[cfg(feature = "mmap")]
mod rebuild;
mod select;

use crate::{
    byte_order::ByteOrder,
    dtype::DType,
    element::Element,
    layout::{Layout, LayoutError, Rank, span},
    raw::{
        any::AnyView,
        any_column::{AnyColumn, AnyHead},
        any_mut::AnyViewMut,
        column::Column,
        field::Slot,
        header::{Gaps, Header},
        origin::Origin,
        view::{View, ViewMut},
    },
};
use core::{marker::PhantomData, ptr::NonNull};

/// Where the bytes of a table are: [`Owned`], [`Borrowed`], [`BorrowedMut`],
/// [`Mapped`](crate::Mapped), [`MappedMut`](crate::MappedMut) or [`CopyOnWrite`](crate::CopyOnWrite). Sealed.
///
/// # Safety
/// `base` is valid for reads of `len` bytes while the storage lives and is not mutably borrowed, wherever the storage
/// is moved to; the bytes are initialised, but for the gaps of records where `gaps` says so.
pub unsafe trait Storage: sealed::Sealed {
    #[doc(hidden)]
    fn base(&self) -> NonNull<u8>;
    #[doc(hidden)]
    fn byte_len(&self) -> usize;
    #[doc(hidden)]
    fn gaps(&self) -> GapState {
        GapState(Gaps::Defined)
    }
    /// Whose bytes they are. What it points at lives as long as the storage.
    #[doc(hidden)]
    fn origin(&self) -> OriginState {
        OriginState(Origin::Borrowed)
    }
    /// Whether a header outside of the bytes, in the file that they are written to, says their dtype.
    #[doc(hidden)]
    fn is_described(&self) -> bool {
        false
    }
}

/// Storage whose bytes may be written through `&mut`.
///
/// # Safety
/// `base` is also valid for writes, and nobody else reads or writes the bytes while the storage is mutably borrowed.
pub unsafe trait StorageMut: Storage {}

pub(super) mod sealed {
    pub trait Sealed {}
}

impl sealed::Sealed for Owned {}
impl sealed::Sealed for Borrowed<'_> {}
impl sealed::Sealed for BorrowedMut<'_> {}

/// Whether gaps are defined; opaque outside.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct GapState(pub(crate) Gaps);

/// Whose bytes they are; opaque outside.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct OriginState(pub(crate) Origin);

/// The table owns its bytes: 64-byte aligned, growable, zeroed.
#[derive(Debug)]
pub struct Owned(pub(crate) super::alloc::AlignedBytes);

/// The table reads somebody's bytes or records.
#[derive(Clone, Copy, Debug)]
pub struct Borrowed<'a> {
    base: NonNull<u8>,
    len: usize,
    gaps: Gaps,
    marker: PhantomData<&'a [u8]>,
}

/// The table reads and writes somebody's bytes.
#[derive(Debug)]
pub struct BorrowedMut<'a> {
    base: NonNull<u8>,
    len: usize,
    marker: PhantomData<&'a mut [u8]>,
}

// SAFETY: is a `&'a [u8]`, or a `&'a [R]` of an element, which is Send and Sync.
unsafe impl Send for Borrowed<'_> {}
// SAFETY: as above.
unsafe impl Sync for Borrowed<'_> {}
// SAFETY: is a `&'a mut [u8]`.
unsafe impl Send for BorrowedMut<'_> {}
// SAFETY: as above.
unsafe impl Sync for BorrowedMut<'_> {}

// SAFETY: heap bytes stay where they are when the handle moves, and are all initialised.
unsafe impl Storage for Owned {
    fn base(&self) -> NonNull<u8> {
        self.0.ptr()
    }
    fn byte_len(&self) -> usize {
        self.0.len()
    }
    fn origin(&self) -> OriginState {
        OriginState(Origin::Owned)
    }
}
// SAFETY: owned exclusively.
unsafe impl StorageMut for Owned {}

// SAFETY: made from a shared slice that lives for 'a.
unsafe impl Storage for Borrowed<'_> {
    fn base(&self) -> NonNull<u8> {
        self.base
    }
    fn byte_len(&self) -> usize {
        self.len
    }
    fn gaps(&self) -> GapState {
        GapState(self.gaps)
    }
}

// SAFETY: made from a mutable slice that lives for 'a, and not `Copy`.
unsafe impl Storage for BorrowedMut<'_> {
    fn base(&self) -> NonNull<u8> {
        self.base
    }
    fn byte_len(&self) -> usize {
        self.len
    }
}
// SAFETY: as above.
unsafe impl StorageMut for BorrowedMut<'_> {}

impl<'a> Borrowed<'a> {
    pub(crate) fn bytes(bytes: &'a [u8]) -> Self {
        let base = NonNull::from_ref(bytes).cast();
        Self { base, len: bytes.len(), gaps: Gaps::Defined, marker: PhantomData }
    }

    pub(crate) fn records<R: Element>(records: &'a [R]) -> Self {
        let gaps = if R::DTYPE.is_gap_free() { Gaps::Defined } else { Gaps::Undefined };
        let base = NonNull::from_ref(records).cast();
        Self { base, len: size_of_val(records), gaps, marker: PhantomData }
    }
}

impl<'a> BorrowedMut<'a> {
    pub(crate) fn bytes(bytes: &'a mut [u8]) -> Self {
        let len = bytes.len();
        Self { base: NonNull::from_mut(bytes).cast(), len, marker: PhantomData }
    }
}

/// Records that have a type only at run time.
#[derive(Clone, Copy, Debug)]
pub enum Untyped {}

/// Storage, and the header over the records in it. [`Owned`] storage holds them from its first byte on. `R` is the record
/// type, or [`Untyped`].
pub(crate) struct Owner<R, S> {
    any: AnyHead,
    storage: S,
    marker: PhantomData<fn() -> R>,
}

// SAFETY: the header is a pointer into the storage, used as `View` and `ViewMut` use theirs.
unsafe impl<R, S: Send> Send for Owner<R, S> {}
// SAFETY: as above.
unsafe impl<R, S: Sync> Sync for Owner<R, S> {}

impl<R, S: Storage> Owner<R, S> {
    /// `count` records of `dtype` from byte `start` of the storage on.
    fn with_dtype(storage: S, dtype: DType, start: usize, count: usize) -> Result<Self, LayoutError> {
        let head = join(&storage, &dtype, start, count)?;
        Ok(Self { any: AnyHead { head, dtype }, storage, marker: PhantomData })
    }

    pub(crate) fn len(&self) -> usize {
        self.any.head.len()
    }

    pub(crate) fn dtype(&self) -> &DType {
        &self.any.dtype
    }

    /// Whether a header in a file says the dtype of the bytes that are written to it.
    pub(crate) fn is_described(&self) -> bool {
        self.storage.is_described()
    }

    pub(crate) fn any_view(&self) -> AnyView<'_> {
        // SAFETY: the header was checked for the dtype's itemsize against the storage [R1], [R2]; `self` is borrowed.
        unsafe { AnyView::from_header(self.any.head, &self.any.dtype) }
    }

    pub(crate) fn any_column(&self, name: &str) -> Option<&AnyColumn> {
        AnyColumn::from_head(&self.any, 0).child(name)
    }
}

impl<R, S: StorageMut> Owner<R, S> {
    pub(crate) fn any_view_mut(&mut self) -> AnyViewMut<'_> {
        // SAFETY: the header was checked for the dtype's itemsize against the storage [R1], whose bytes are all initialised
        // where it may be written [R2]; rank 1 with stride = itemsize does not overlap, the storage is exclusive and
        // borrowed mutably [R4].
        unsafe { AnyViewMut::from_header(self.any.head, &self.any.dtype) }
    }
}

impl<S: Storage> Owner<Untyped, S> {
    pub(crate) fn untyped(storage: S, dtype: DType, start: usize, count: usize) -> Result<Self, LayoutError> {
        Self::with_dtype(storage, dtype, start, count)
    }
}

impl<R: Element, S: Storage> Owner<R, S> {
    pub(crate) fn new(storage: S, start: usize, count: usize) -> Result<Self, LayoutError> {
        Self::with_dtype(storage, R::DTYPE.clone(), start, count)
    }

    #[inline]
    pub(crate) fn view(&self) -> View<'_, R> {
        // SAFETY: made by `new`, so the header is of R's dtype, over the storage [R1], [R2]; `self` is borrowed.
        unsafe { View::from_header(self.any.head) }
    }

    /// The records as a column.
    #[inline]
    pub(crate) fn records(&self) -> &Column<R> {
        // SAFETY: as in `view`.
        unsafe { Column::from_head(&self.any.head, 0) }
    }
}

impl<R: Element, S: StorageMut> Owner<R, S> {
    #[inline]
    pub(crate) fn view_mut(&mut self) -> ViewMut<'_, R> {
        // SAFETY: as in `view`; rank 1 with stride = itemsize > 0 does not overlap, the storage is exclusive and
        // borrowed mutably [R4].
        unsafe { ViewMut::from_header(self.any.head) }
    }

    /// The records as a writable column.
    #[inline]
    pub(crate) fn records_mut(&mut self) -> &mut Column<R> {
        // SAFETY: as in `view_mut`.
        unsafe { Column::from_head_mut(&mut self.any.head, 0) }
    }
}

impl<R> Owner<R, Owned> {
    /// The bytes of the records, and those only.
    pub(crate) fn into_bytes(self) -> super::alloc::AlignedBytes {
        let len = self.len() * self.any.dtype.itemsize();
        let mut bytes = self.storage.0;
        bytes.set_len(len);
        bytes
    }
}

impl<R: Element, S: StorageMut> Owner<R, S> {
    /// The same bytes as other records, whose dtype is the same but for byte order.
    pub(crate) fn into_twin<N: Element>(self) -> Owner<N, S> {
        const { assert!(R::DTYPE.is_twin(N::DTYPE), "not the same dtype but for byte order") };
        // Of the same size, with leaves in the same places: the header keeps [R1] and [R2] for N too.
        let any = AnyHead { head: self.any.head, dtype: N::DTYPE.clone() };
        Owner { any, storage: self.storage, marker: PhantomData }
    }
}

impl<S: StorageMut> Owner<Untyped, S> {
    /// The same bytes in another byte order: of the dtype as [`DType::newbyteorder`] makes it.
    pub(crate) fn into_order(mut self, order: ByteOrder) -> Self {
        // Offsets and sizes stay, so the header keeps [R1] and [R2].
        self.any.dtype = self.any.dtype.newbyteorder(order);
        self
    }
}

impl<R: Element> Owner<R, Owned> {
    /// No records.
    pub(crate) fn empty(storage: Owned) -> Self {
        let checked =
            span::whole(Layout { shape: [0], strides: [size_of::<R>().cast_signed()] }, size_of::<R>());
        // SAFETY: no elements: nothing is reached.
        let head = unsafe { Header::new(storage.base(), 0, &checked, Gaps::Defined) };
        // SAFETY: `Owned` points at nothing.
        let head = unsafe { head.with_origin(Origin::Owned) };
        Self { any: AnyHead { head, dtype: R::DTYPE.clone() }, storage, marker: PhantomData }
    }

    /// Appends a record; its gaps are zero. `None` if there is no memory for it.
    #[inline]
    pub(crate) fn push(&mut self, record: R) -> Option<()> {
        let count = self.len();
        let start = count * size_of::<R>();
        let end = start.checked_add(size_of::<R>())?;
        if end > self.storage.0.capacity() {
            self.make_room(end)?;
        }
        self.storage.0.set_len(end);
        // SAFETY: `end` bytes are in the buffer, and the new record is the last of them.
        let at = unsafe { self.storage.0.ptr().add(start) };
        // SAFETY: as above, so writable for R's size; the storage is borrowed mutably.
        unsafe { Slot::new(at.as_ptr()) }.put(record);
        self.renew(count + 1);
        Some(())
    }

    /// Appends whole records without gaps, as bytes. `None` if there is no memory for them.
    pub(crate) fn append_dense(&mut self, records: &[u8]) -> Option<()> {
        assert!(R::DTYPE.is_gap_free(), "gaps must stay zero");
        let (count, start) = (self.len(), self.len() * size_of::<R>());
        let whole = records.len() - records.len() % size_of::<R>();
        let end = start.checked_add(whole)?;
        self.make_room(end)?;
        self.storage.0.set_len(end);
        self.storage.0.as_mut_slice()[start..].copy_from_slice(&records[..whole]);
        self.renew(count + whole / size_of::<R>());
        Some(())
    }

    /// Keeps the first `count` records, if there are more.
    pub(crate) fn truncate(&mut self, count: usize) {
        if count < self.len() {
            self.storage.0.set_len(count * size_of::<R>());
            self.renew(count);
        }
    }

    /// Room for `count` records in all; `None` if there is no memory for them.
    pub(crate) fn reserve_total(&mut self, count: usize) -> Option<()> {
        self.make_room(count.checked_mul(size_of::<R>())?)
    }

    /// Room for `bytes` in all, at least doubled if it does not suffice, so that growing step by step moves rarely.
    fn make_room(&mut self, bytes: usize) -> Option<()> {
        if bytes > self.storage.0.capacity() {
            let count = self.len();
            let doubled = self.storage.0.capacity().saturating_mul(2).min(isize::MAX.cast_unsigned() / 2);
            let wanted = bytes.max(doubled).max(4 * size_of::<R>());
            self.storage.0.try_reserve_total(wanted).or_else(|| self.storage.0.try_reserve_total(bytes))?;
            self.renew(count);
        }
        Some(())
    }

    /// The header over the first `count` records, after the bytes moved or their number changed.
    #[inline]
    fn renew(&mut self, count: usize) {
        let size = size_of::<R>();
        let checked = span::whole(Layout { shape: [count], strides: [size.cast_signed()] }, size);
        // SAFETY: the buffer's bytes are initialised and stay where they are until the next call; `new` compares the
        // records' with the buffer's.
        let head =
            unsafe { Header::new(self.storage.base(), self.storage.byte_len(), &checked, Gaps::Defined) };
        // SAFETY: `Owned` points at nothing.
        self.any.head = unsafe { head.with_origin(Origin::Owned) };
    }

    pub(crate) fn capacity(&self) -> usize {
        self.storage.0.capacity() / size_of::<R>()
    }
}

/// The header of `count` records of `dtype` from byte `start` of the storage on.
fn join<S: Storage>(
    storage: &S,
    dtype: &DType,
    start: usize,
    count: usize,
) -> Result<Header<Rank<1>>, LayoutError> {
    let itemsize = dtype.itemsize();
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize);
    }
    let layout = Layout { shape: [count], strides: [itemsize.cast_signed()] };
    let checked = span::check(layout, start, itemsize, storage.byte_len())?;
    // SAFETY: the storage's bytes are valid while it lives, wherever it is moved to, and initialised as it says; whoever
    // uses the header borrows the owner.
    let head = unsafe { Header::new(storage.base(), storage.byte_len(), &checked, storage.gaps().0) };
    // SAFETY: the origin lives as long as the storage, and so as its bytes.
    Ok(unsafe { head.with_origin(storage.origin().0) })
}
