//! The iterator over a view's elements, in row-major order.
//!
//! At rank 1 it is a pointer and a count, and compiles to the loop one would write by hand. At other ranks a cursor
//! carries from axis to axis. Pointers are stepped with `wrapping_offset`, because the last step leaves the view.

use crate::{
    element::Element,
    layout::{Axes, Dim, Layout, Rank},
    raw::{header::Header, view::View},
};
use core::{fmt, iter::FusedIterator, marker::PhantomData};

/// A place in a view, stepped in row-major order.
#[derive(Clone, Copy)]
pub(super) struct Cursor<D: Dim> {
    ptr: *mut u8,
    index: D::Shape,
}

impl<D: Dim> Cursor<D> {
    /// On the first element.
    #[inline]
    pub(super) fn first(head: &Header<D>) -> Self {
        let ndim = head.layout().ndim();
        let index = D::Shape::from_fn(ndim, |_| 0).expect("the rank of the view");
        Self { ptr: head.ptr().as_ptr(), index }
    }

    /// On the last element.
    #[inline]
    fn last(head: &Header<D>) -> Self {
        let layout = head.layout();
        let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
        let last = |axis: usize| shape[axis].saturating_sub(1);
        let index = D::Shape::from_fn(shape.len(), last).expect("the rank of the view");
        // Wraps only in empty views, where the cursor is not read.
        let reach = |axis| last(axis).cast_signed().wrapping_mul(strides[axis]);
        let delta = (0..shape.len()).map(reach).fold(0, isize::wrapping_add);
        Self { ptr: head.ptr().as_ptr().wrapping_offset(delta), index }
    }

    #[inline]
    pub(super) fn ptr(&self) -> *mut u8 {
        self.ptr
    }

    /// To the next element; behind the last one, anywhere.
    #[inline]
    pub(super) fn advance(&mut self, layout: &Layout<D>) {
        let strides = layout.strides.as_ref();
        if D::NDIM == Some(1) {
            self.ptr = self.ptr.wrapping_offset(strides[0]);
            return;
        }
        let shape = layout.shape.as_ref();
        for (axis, i) in self.index.as_mut().iter_mut().enumerate().rev() {
            self.ptr = self.ptr.wrapping_offset(strides[axis]);
            *i += 1;
            if *i < shape[axis] {
                return;
            }
            self.ptr = self.ptr.wrapping_offset(strides[axis].wrapping_mul(i.cast_signed()).wrapping_neg());
            *i = 0;
        }
    }

    /// To the element before; before the first one, anywhere.
    #[inline]
    fn retreat(&mut self, layout: &Layout<D>) {
        let strides = layout.strides.as_ref();
        if D::NDIM == Some(1) {
            self.ptr = self.ptr.wrapping_offset(strides[0].wrapping_neg());
            return;
        }
        let shape = layout.shape.as_ref();
        for (axis, i) in self.index.as_mut().iter_mut().enumerate().rev() {
            if *i > 0 {
                *i -= 1;
                self.ptr = self.ptr.wrapping_offset(strides[axis].wrapping_neg());
                return;
            }
            *i = shape[axis].saturating_sub(1);
            self.ptr = self.ptr.wrapping_offset(strides[axis].wrapping_mul(i.cast_signed()));
        }
    }
}

/// The elements of a [`View`] as values, in row-major order.
///
/// Exact in length, double-ended and fused.
pub struct Iter<'a, T, D: Dim = Rank<1>> {
    layout: Layout<D>,
    front: Cursor<D>,
    back: Cursor<D>,
    remaining: usize,
    marker: PhantomData<&'a T>,
}

// SAFETY: an iterator is a view with a place in it; see `View`.
unsafe impl<T: Element, D: Dim> Send for Iter<'_, T, D> {}
// SAFETY: as above.
unsafe impl<T: Element, D: Dim> Sync for Iter<'_, T, D> {}

impl<'a, T: Element, D: Dim> Iter<'a, T, D> {
    #[inline]
    pub(super) fn new(view: View<'a, T, D>) -> Self {
        let head = &view.head;
        Self {
            layout: *head.layout(),
            front: Cursor::first(head),
            back: Cursor::last(head),
            remaining: head.layout().len(),
            marker: PhantomData,
        }
    }
}

/// Reads the element under a cursor.
///
/// # Safety
/// The cursor stands on an element of a view of `T` that is alive.
#[inline]
unsafe fn load<T: Element>(ptr: *mut u8) -> T::Value {
    // SAFETY: readable for the size of T [R1] (caller), any bytes are a T [R5].
    unsafe { ptr.cast::<T>().read_unaligned() }.load()
}

impl<T: Element, D: Dim> Iterator for Iter<'_, T, D> {
    type Item = T::Value;

    #[inline]
    fn next(&mut self) -> Option<T::Value> {
        self.remaining = self.remaining.checked_sub(1)?;
        // SAFETY: an element remained, so the front cursor stands on one; the view is borrowed for the lifetime.
        let value = unsafe { load::<T>(self.front.ptr) };
        self.front.advance(&self.layout);
        Some(value)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<T::Value> {
        if D::NDIM == Some(1) && n < self.remaining {
            self.remaining -= n;
            let stride = self.layout.strides.as_ref()[0];
            self.front.ptr = self.front.ptr.wrapping_offset(n.cast_signed() * stride);
            return self.next();
        }
        for _ in 0..n {
            self.next()?;
        }
        self.next()
    }

    #[inline]
    fn fold<B, F: FnMut(B, T::Value) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        for _ in 0..self.remaining {
            // SAFETY: an element remained, so the front cursor stands on one; the view is borrowed for the lifetime.
            folded = f(folded, unsafe { load::<T>(self.front.ptr) });
            self.front.advance(&self.layout);
        }
        folded
    }
}

impl<T: Element, D: Dim> DoubleEndedIterator for Iter<'_, T, D> {
    #[inline]
    fn next_back(&mut self) -> Option<T::Value> {
        self.remaining = self.remaining.checked_sub(1)?;
        // SAFETY: an element remained, so the back cursor stands on one; the view is borrowed for the lifetime.
        let value = unsafe { load::<T>(self.back.ptr) };
        self.back.retreat(&self.layout);
        Some(value)
    }
}

impl<T: Element, D: Dim> ExactSizeIterator for Iter<'_, T, D> {}
impl<T: Element, D: Dim> FusedIterator for Iter<'_, T, D> {}

impl<T: Element, D: Dim> Clone for Iter<'_, T, D> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<T: Element, D: Dim> fmt::Debug for Iter<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("remaining", &self.remaining).finish_non_exhaustive()
    }
}
