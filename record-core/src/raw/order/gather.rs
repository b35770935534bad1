//! Elements at listed positions, each read and written once.
//!
//! The next ones are asked for ahead: positions of a sorted order are all over memory, and a processor cannot guess them.

use crate::{
    buffer::error::ArrayError,
    element::Element,
    layout::{DynRank, Layout, Order, Rank},
    raw::{
        alloc::AlignedBytes,
        any::AnyView,
        any_array::AnyArray,
        array::Array,
        copy::copy_whole,
        field::Slot,
        leaves::copy_leaves,
        view::{View, ViewMut},
    },
};

/// How many elements ahead are asked for.
const AHEAD: usize = 64;

/// Asks for the bytes at an address, which need not be one. A hint.
///
/// They come into the second cache: on the way there more lines can be under way at a time than into the nearest one.
#[inline(always)]
fn ask_for(at: *const u8) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a prefetch reads nothing, wherever it points; every x86-64 has the instruction.
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T1 }>(at.cast());
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = at;
}

/// Asks for an element of this many bytes.
#[inline(always)]
fn ask_for_element(at: *const u8, size: usize) {
    ask_for(at);
    if size > 1 {
        // It may lie across two lines of the cache; the rest of a long one comes by itself.
        ask_for(at.wrapping_add((size - 1).min(64)));
    }
}

impl<T: Element> ViewMut<'_, T> {
    /// Writes the elements of `source` at these positions, in their order.
    ///
    /// # Panics
    /// If there are not as many positions as elements here, or one is out of range.
    pub(crate) fn gather(&mut self, source: View<'_, T>, positions: &[usize]) {
        assert!(positions.len() == self.head.len(), "as many positions as elements");
        let (from, len, step) =
            (source.head.ptr().as_ptr().cast_const(), source.head.len(), source.head.stride());
        let (to, stride) = (self.head.ptr().as_ptr(), self.head.stride());
        let place = |position: usize| from.wrapping_offset(position.cast_signed().wrapping_mul(step));
        for (i, &position) in positions.iter().enumerate() {
            if let Some(&next) = positions.get(i + AHEAD) {
                ask_for_element(place(next), size_of::<T>());
            }
            assert!(position < len, "position {position} of {len} elements");
            let at = to.wrapping_offset(i.cast_signed().wrapping_mul(stride));
            if const { T::DTYPE.is_gap_free() } {
                // SAFETY: an element of the source [R1], without gaps and so initialised [R2]; element `i` of this view, for there
                // are as many positions; nobody else reaches it [R1], [R4].
                unsafe { copy_whole::<T>(place(position), at) };
                continue;
            }
            // SAFETY: an element of the source [R1], initialised [R2]; any bytes are a T [R5].
            let element = unsafe { place(position).cast::<T>().read_unaligned() };
            // SAFETY: element `i` of this view, for there are as many positions; nobody else reaches it [R1], [R4].
            unsafe { Slot::new(at) }.put(element);
        }
    }
}

impl<T: Element> View<'_, T> {
    /// The elements at these positions, in their order.
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] if there is no memory for them.
    ///
    /// # Panics
    /// If a position is out of range.
    pub(crate) fn gathered(self, positions: &[usize]) -> Result<Array<T>, ArrayError> {
        let layout = Layout::dense([positions.len()], size_of::<T>(), Order::C)?;
        // No overflow: `dense` has checked the extent.
        let bytes = positions.len() * size_of::<T>();
        let memory = AlignedBytes::zeroed(bytes, align_of::<T>()).ok_or(ArrayError::OutOfMemory { bytes })?;
        let mut array = Array::from_bytes(memory, layout, Order::C)?;
        array.view_mut().gather(self, positions);
        Ok(array)
    }
}

impl AnyView<'_> {
    /// The elements of a view of one axis at these positions, in their order.
    ///
    /// # Errors
    /// [`ArrayError::OutOfMemory`] if there is no memory for them.
    ///
    /// # Panics
    /// If a position is out of range, or the view has not one axis.
    pub(crate) fn gathered(self, positions: &[usize]) -> Result<AnyArray, ArrayError> {
        self.gathered_by(positions, |bytes| self.gather(positions, bytes))
    }

    /// The same, so many at a time, on the threads of the current pool.
    ///
    /// # Errors
    /// As [`gathered`](AnyView::gathered).
    ///
    /// # Panics
    /// As [`gathered`](AnyView::gathered).
    #[cfg(feature = "rayon")]
    pub(crate) fn gathered_in_pieces(
        self,
        positions: &[usize],
        piece: usize,
    ) -> Result<AnyArray, ArrayError> {
        use rayon::prelude::*;

        let size = self.dtype().itemsize();
        self.gathered_by(positions, |bytes| {
            // No more than a piece may claim to be of any size.
            if size == 0 || positions.len() <= piece {
                return self.gather(positions, bytes);
            }
            let pieces = bytes.par_chunks_mut(piece * size).zip(positions.par_chunks(piece));
            pieces.for_each(|(bytes, positions)| self.gather(positions, bytes));
        })
    }

    /// An array of as many elements as there are positions, whose bytes `fill` writes.
    fn gathered_by(self, positions: &[usize], fill: impl FnOnce(&mut [u8])) -> Result<AnyArray, ArrayError> {
        let dtype = self.dtype();
        let layout = Layout::<Rank<1>>::dense([positions.len()], dtype.itemsize(), Order::C)?;
        // No overflow: `dense` has checked the extent.
        let bytes = positions.len() * dtype.itemsize();
        let align = dtype.alignment().max(1);
        let mut memory = AlignedBytes::zeroed(bytes, align).ok_or(ArrayError::OutOfMemory { bytes })?;
        fill(memory.as_mut_slice());
        Ok(AnyArray::from_bytes(memory, dtype.clone(), layout.with_rank::<DynRank>()?, Order::C)?)
    }

    /// Writes the elements of a view of one axis at these positions one after the other.
    ///
    /// # Panics
    /// If a position is out of range, the view has not one axis, or the bytes are not those of as many elements.
    fn gather(self, positions: &[usize], bytes: &mut [u8]) {
        let dtype = self.dtype();
        let size = dtype.itemsize();
        let layout = self.head.layout();
        let (&[len], &[step]) = (layout.shape.as_ref(), layout.strides.as_ref()) else {
            panic!("elements of a view of one axis");
        };
        assert!(positions.len().checked_mul(size) == Some(bytes.len()), "bytes for all elements");
        let (from, to) = (self.head.ptr().as_ptr().cast_const(), bytes.as_mut_ptr());
        let place = |position: usize| from.wrapping_offset(position.cast_signed().wrapping_mul(step));
        for (i, &position) in positions.iter().enumerate() {
            if let Some(&next) = positions.get(i + AHEAD) {
                ask_for_element(place(next), size);
            }
            assert!(position < len, "position {position} of {len} elements");
            // SAFETY: an element of this view, its leaves initialised [R1], [R2]; the bytes have room for as many elements as
            // there are positions, and are borrowed mutably, so they are elsewhere.
            unsafe { copy_leaves(place(position), to.wrapping_add(i * size), dtype) };
        }
    }
}
