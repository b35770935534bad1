//! Elements moved from view to view.
//!
//! Of the same type they are moved as they are stored; of another, by their values.

#[cfg(feature = "alloc")]
use crate::layout::LayoutError;
use crate::{
    element::Element,
    layout::Dim,
    raw::{
        cell::CellView,
        field::Slot,
        header::Header,
        view::{View, ViewMut},
        zip::walk,
    },
};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::{any::TypeId, ptr};

/// Copies the bytes of a `T` from one place to another by the widest loads there are: what is left behind the last whole one is
/// copied with some bytes before it, once more.
///
/// # Safety
/// `from` is readable and `to` writable for `size_of::<T>()` bytes, which are initialised; they do not overlap.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(super) unsafe fn copy_whole<T>(from: *const u8, to: *mut u8) {
    let size = const { size_of::<T>() };
    // The width of a load, and how many of them end within the bytes.
    let width = match size {
        32..=128 => 32,
        16..=31 => 16,
        9..=15 => 8,
        5..=7 => 4,
        _ => size,
    };
    let step = |at: usize, width: usize| {
        // SAFETY: `at + width` is at most the size (below), for which both are valid (caller).
        unsafe { to.wrapping_add(at).copy_from_nonoverlapping(from.wrapping_add(at), width) };
    };
    let mut at = 0;
    while at + width <= size && width > 0 {
        step(at, width);
        at += width;
    }
    match size - at {
        0 => {}
        rest if 2 * rest <= width && width == 32 => step(size - 16, 16),
        _ => step(size - width, width),
    }
}

/// The `U` at this address, stored as a `T`.
///
/// # Safety
/// A `U` can be read there.
#[inline(always)]
pub(super) unsafe fn read_as<T: Element, U: Element<Value = T::Value>>(at: *mut u8) -> T {
    if TypeId::of::<T>() == TypeId::of::<U>() {
        // SAFETY: T is U, which can be read there (caller).
        return unsafe { at.cast::<T>().read_unaligned() };
    }
    // SAFETY: a U can be read there (caller).
    T::store(unsafe { at.cast::<U>().read_unaligned() }.load())
}

/// Whether both are elements without gaps of one type, that lie one after the other in the same order.
fn are_blocks<T: Element, U: Element, D: Dim>(a: &Header<D>, b: &Header<D>) -> bool {
    let size = size_of::<T>();
    let same = TypeId::of::<T>() == TypeId::of::<U>() && T::DTYPE.is_gap_free();
    let rows = || a.is_c_contiguous(size) && b.is_c_contiguous(size);
    same && (rows() || a.is_f_contiguous(size) && b.is_f_contiguous(size))
}

/// Writes the elements of `source` to `target`, one by one in row-major order; dense elements of the same type, all at
/// once, as if through a copy.
///
/// # Safety
/// The headers keep [R1] and [R2] for their types, the bytes of the target may be written, and nobody else reads or
/// writes either meanwhile.
///
/// # Panics
/// If the shapes differ.
#[inline]
unsafe fn copy<T: Element, U: Element<Value = T::Value>, D: Dim>(target: &Header<D>, source: &Header<D>) {
    let (to, from) = (target.layout(), source.layout());
    assert!(to.shape == from.shape, "shapes are made the same by the caller");
    if to.is_empty() {
        return;
    }
    if are_blocks::<T, U, D>(target, source) {
        let bytes = to.len() * size_of::<T>();
        // SAFETY: each is as many elements of T, one after the other from its first [R1], without gaps and so initialised
        // [R2]; the target may be written (caller); `copy` allows them to overlap.
        unsafe { ptr::copy(source.ptr().as_ptr(), target.ptr().as_ptr(), bytes) };
        return;
    }
    let arms = [(target.ptr(), to.strides.as_ref()), (source.ptr(), from.strides.as_ref())];
    walk(to.shape.as_ref(), arms, |[to, from]| {
        // SAFETY: an element of the source [R1], initialised [R2], any bytes are a U [R5].
        let element: T = unsafe { read_as::<T, U>(from) };
        // SAFETY: an element of the target, which may be written (caller), and the only place written now.
        unsafe { Slot::new(to) }.put(element);
    });
}

impl<T: Element, D: Dim> CellView<'_, T, D> {
    /// Writes the elements of `source`, of the same shape, in row-major order.
    pub(crate) fn copy_rows<U: Element<Value = T::Value>>(&self, source: CellView<'_, U, D>) {
        // SAFETY: cells are initialised elements of views that were borrowed mutably, do not leave their thread and hand out
        // no references: nobody else reads or writes now.
        unsafe { copy::<T, U, D>(&self.head, &source.head) };
    }

    /// Whether `copy_rows` copies all at once, as if through a copy.
    pub(crate) fn is_block_as<U: Element>(&self, source: &CellView<'_, U, D>) -> bool {
        are_blocks::<T, U, D>(&self.head, &source.head)
    }

    /// All elements in row-major order, as they are stored; `None` if there is no memory for them.
    #[cfg(feature = "alloc")]
    pub(crate) fn stored(&self) -> Option<Vec<T>> {
        let layout = self.layout();
        let mut elements = Vec::new();
        elements.try_reserve_exact(layout.len()).ok()?;
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            // SAFETY: an element of the view [R1], [R2], [R5]; nobody writes now, as above.
            elements.push(unsafe { at.cast::<T>().read_unaligned() });
        });
        Some(elements)
    }

    /// Writes the elements of a slice, as many as there are here, in row-major order.
    #[cfg(feature = "alloc")]
    pub(crate) fn write_stored<U: Element<Value = T::Value>>(&self, source: &[U]) -> Result<(), LayoutError> {
        let shape = self.layout().shape;
        let order = crate::layout::Order::C;
        let source = View::from_slice(source);
        let source: View<'_, U, D> =
            source.derive(|parent| parent.reshape(shape.as_ref(), order, size_of::<U>()))?;
        // SAFETY: as in `copy_rows`; the slice is borrowed, and so is elsewhere.
        unsafe { copy::<T, U, D>(&self.head, &source.head) };
        Ok(())
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Writes the elements of `source`, of the same shape.
    pub(crate) fn copy_rows<U: Element<Value = T::Value>>(&mut self, source: View<'_, U, D>) {
        // SAFETY: a writable view, borrowed mutably: no other view reaches its elements [R4], the source neither, which
        // nobody writes.
        unsafe { copy::<T, U, D>(&self.head, &source.head) };
    }
}
