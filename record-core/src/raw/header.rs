//! The header of a view without its type: pointer to the first element, shape, byte strides, and whether gaps are
//! defined.
//!
//! All pointer stepping of the crate is here. A header is made from a [`Checked`] layout joined with real bytes, and
//! changed only by a [`Sub`] of its own layout or by a field token; the typed views keep [R1] to [R4] for it.

use crate::{
    layout::{
        Checked, Dim, Layout, LayoutError, Parent, Rank, Repeat, Sub, is_c_contiguous, is_f_contiguous,
        with_inner_axis,
    },
    raw::origin::Origin,
};
use core::ptr::NonNull;

/// Whether the bytes between the leaves of an element are initialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gaps {
    /// They were written, by a file, by the caller or by zeroing; they may be read as bytes.
    Defined,
    /// They may be uninitialised: the records are Rust values with padding.
    Undefined,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header<D: Dim> {
    ptr: NonNull<u8>,
    layout: Layout<D>,
    gaps: Gaps,
    origin: Origin,
}

impl<D: Dim> Header<D> {
    /// Joins a checked layout with the buffer of `available` bytes at `base`.
    ///
    /// # Safety
    /// `base` is valid for reads (and for writes, if the view will write) of `available` bytes, as long as the view
    /// lives, and they are initialised as `gaps` says.
    ///
    /// # Panics
    /// If the layout was checked against a larger buffer.
    #[inline(always)]
    pub(crate) unsafe fn new(base: NonNull<u8>, available: usize, checked: &Checked<D>, gaps: Gaps) -> Self {
        assert!(checked.needed() <= available, "a layout checked for another buffer");
        // SAFETY: start <= needed <= available, by `check`: in bounds of the buffer or at its end.
        let ptr = unsafe { base.add(checked.start()) };
        Self { ptr, layout: checked.layout(), gaps, origin: Origin::Borrowed }
    }

    /// The header with another origin.
    ///
    /// # Safety
    /// What the origin points at lives as long as the header's bytes.
    #[cfg(feature = "alloc")]
    pub(crate) unsafe fn with_origin(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    pub(crate) fn origin(&self) -> Origin {
        self.origin
    }

    #[inline(always)]
    pub(crate) fn layout(&self) -> &Layout<D> {
        &self.layout
    }

    #[inline(always)]
    pub(crate) fn gaps(&self) -> Gaps {
        self.gaps
    }

    /// Address of the first element; of anything where there are no elements.
    #[inline(always)]
    pub(crate) fn ptr(&self) -> NonNull<u8> {
        self.ptr
    }

    /// The header moved `offset` bytes into each element. An empty view is not moved: there may be no byte to point at.
    ///
    /// # Safety
    /// `offset` is at most the size of the elements.
    #[inline(always)]
    pub(crate) unsafe fn moved_into(self, offset: usize) -> Self {
        let offset = if self.layout.is_empty() { 0 } else { offset };
        // SAFETY: the first element lies in the allocation [R1] and `offset` does not leave it (caller).
        let ptr = unsafe { self.ptr.add(offset) };
        Self { ptr, ..self }
    }

    /// The header of a layout derived from this one's.
    #[inline(always)]
    pub(crate) fn derive<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Sub<'id, E>, LayoutError>,
    ) -> Result<Header<E>, LayoutError> {
        self.derive_repeat(|parent| op(parent).map(Sub::into_repeat))
    }

    /// The header of a layout that may reach elements of this one several times: for reading, or for cells.
    #[inline(always)]
    pub(crate) fn derive_repeat<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Repeat<'id, E>, LayoutError>,
    ) -> Result<Header<E>, LayoutError> {
        let derived = op(Parent::new(&self.layout))?;
        // SAFETY: derived from this header's layout, by its brand: its first element is one of this header's elements, or
        // made of their bytes, so the step stays in the allocation [R1]. Empty results step by 0.
        let ptr = unsafe { self.ptr.offset(derived.delta()) };
        Ok(Header { ptr, layout: derived.layout(), gaps: self.gaps, origin: self.origin })
    }

    /// The header of another layout, its first element `start` bytes from this one's.
    ///
    /// # Safety
    /// The layout keeps [R1] for the same allocation and gaps, and is no larger than a checked one may be.
    pub(crate) unsafe fn moved_to<E: Dim>(self, start: isize, layout: Layout<E>) -> Header<E> {
        let start = if layout.is_empty() { 0 } else { start };
        // SAFETY: the first element lies in the allocation (caller); empty layouts do not move.
        let ptr = unsafe { self.ptr.offset(start) };
        Header { ptr, layout, gaps: self.gaps, origin: self.origin }
    }

    /// The header with the elements' own axis, of `len` parts of `itemsize` bytes, added innermost.
    ///
    /// # Safety
    /// Every element consists of `len` parts of `itemsize` bytes one after the other.
    pub(crate) unsafe fn with_inner_axis(
        self,
        len: usize,
        itemsize: usize,
    ) -> Result<Header<D::Larger>, LayoutError> {
        let layout = with_inner_axis(&self.layout, len, itemsize)?;
        Ok(Header { ptr: self.ptr, layout, gaps: self.gaps, origin: self.origin })
    }

    /// Address of the element at `index`, or `None` if a number of it is out of range.
    #[inline]
    pub(crate) fn at(&self, index: &[usize]) -> Option<NonNull<u8>> {
        let (shape, strides) = (self.layout.shape.as_ref(), self.layout.strides.as_ref());
        if index.len() != shape.len() {
            return None;
        }
        let mut delta = 0_isize;
        for axis in 0..shape.len() {
            if index[axis] >= shape[axis] {
                return None;
            }
            // Wraps only where another axis is empty, which ends in `None`: the strides of empty views are anything.
            delta = delta.wrapping_add(index[axis].cast_signed().wrapping_mul(strides[axis]));
        }
        // SAFETY: every number is below its axis' length, so the view is not empty, nothing has wrapped, and [R1] puts the
        // element in the allocation.
        Some(unsafe { self.ptr.offset(delta) })
    }

    /// Whether the elements of `itemsize` bytes lie one after the other in row-major order.
    #[inline]
    pub(crate) fn is_c_contiguous(&self, itemsize: usize) -> bool {
        is_c_contiguous(self.layout.shape.as_ref(), self.layout.strides.as_ref(), itemsize)
    }

    /// Whether the elements of `itemsize` bytes lie one after the other in column-major order.
    #[inline]
    pub(crate) fn is_f_contiguous(&self, itemsize: usize) -> bool {
        is_f_contiguous(self.layout.shape.as_ref(), self.layout.strides.as_ref(), itemsize)
    }

    /// Whether every element is at a multiple of `alignment`: judged from the base and the strides, never from what
    /// happens to be read.
    #[inline]
    pub(crate) fn is_aligned_to(&self, alignment: usize) -> bool {
        let multiple = |n: usize| n.is_multiple_of(alignment);
        self.layout.is_empty()
            || multiple(self.ptr.as_ptr().addr())
                && self
                    .layout
                    .shape
                    .as_ref()
                    .iter()
                    .zip(self.layout.strides.as_ref())
                    .all(|(&n, &stride)| n <= 1 || multiple(stride.unsigned_abs()))
    }
}

impl Header<Rank<1>> {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.layout.shape[0]
    }

    #[inline]
    pub(crate) fn stride(&self) -> isize {
        self.layout.strides[0]
    }
}
