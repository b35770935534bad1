//! Views that may be written while others look at the same elements, in one thread.
//!
//! A [`CellView`] is to [`ViewMut`](crate::ViewMut) what `&[Cell<T>]` is to `&mut [T]`: copies of it may overlap, also
//! themselves, because values only move in and out and nobody holds a reference to one. It is neither `Send` nor `Sync`.

use crate::{
    element::Element,
    layout::{Dim, Layout, LayoutError, Parent, Rank, Repeat},
    raw::{
        field::{Field, Slot},
        header::Header,
        origin::Base,
        view::ViewMut,
        zip::walk,
    },
};
use core::{cell::Cell, marker::PhantomData};

/// A view through which elements are read and written while other such views reach the same elements: overlapping
/// windows, a broadcast, two slices of one array.
///
/// Made by [`ViewMut::cells`]. `Copy`; bound to its thread, as [`Cell`](core::cell::Cell) is. NumPy's writable view; but
/// only here may it overlap itself.
///
/// ```
/// # use record_core::prelude::*;
/// let mut numbers = [1, 2, 3, 4];
/// let mut view = ViewMut::from_slice(&mut numbers);
/// let pairs = view.cells().windows(0, 2);
/// // Each element becomes the sum of itself and the one before, from left to right.
/// for i in 0..3 {
///     let (a, b) = (pairs.get_at([i, 0]).unwrap(), pairs.get_at([i, 1]).unwrap());
///     pairs.set_at([i, 1], a + b);
/// }
/// assert_eq!(numbers, [1, 3, 6, 10]);
/// ```
pub struct CellView<'a, T, D: Dim = Rank<1>> {
    pub(super) head: Header<D>,
    marker: PhantomData<&'a Cell<T>>,
}

impl<T, D: Dim> Clone for CellView<'_, T, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, D: Dim> Copy for CellView<'_, T, D> {}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The elements as cells, which several views may reach; this view is borrowed.
    #[inline]
    pub fn cells(&mut self) -> CellView<'_, T, D> {
        CellView { head: self.head, marker: PhantomData }
    }

    /// The elements as cells, which several views may reach; this view is given up.
    #[inline]
    pub fn into_cells(self) -> CellView<'a, T, D> {
        CellView { head: self.head, marker: PhantomData }
    }
}

impl<T, D: Dim> CellView<'_, T, D> {
    /// # Safety
    /// The header keeps [R1] and [R2] for `T` and the lifetime; its bytes may be written, and are reached only by cells of
    /// this thread.
    pub(super) unsafe fn from_header(head: Header<D>) -> Self {
        Self { head, marker: PhantomData }
    }
}

impl<'a, T: Element, D: Dim> CellView<'a, T, D> {
    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<D> {
        *self.head.layout()
    }

    /// Address of the first element; it may be unaligned. Dangling where there are no elements.
    pub fn as_ptr(&self) -> *const T {
        self.head.ptr().as_ptr().cast_const().cast()
    }

    /// Whose bytes these are. NumPy's `ndarray.base`.
    pub fn base(&self) -> Base<'a> {
        // SAFETY: the origin of the header's bytes lives as long as they do, which is for 'a.
        unsafe { self.head.origin().base(self.head.ptr()) }
    }

    #[inline(always)]
    pub(crate) fn derive<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<crate::layout::Sub<'id, E>, LayoutError>,
    ) -> Result<CellView<'a, T, E>, LayoutError> {
        Ok(CellView { head: self.head.derive(op)?, marker: PhantomData })
    }

    #[inline(always)]
    pub(crate) fn derive_repeat<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Repeat<'id, E>, LayoutError>,
    ) -> Result<CellView<'a, T, E>, LayoutError> {
        Ok(CellView { head: self.head.derive_repeat(op)?, marker: PhantomData })
    }

    /// The column of one field of these records.
    #[inline]
    pub fn col<U: Element>(self, field: Field<T, U>) -> CellView<'a, U, D> {
        // SAFETY: the field lies in the record [R3].
        CellView { head: unsafe { self.head.moved_into(field.offset()) }, marker: PhantomData }
    }

    #[inline]
    pub(crate) fn load_at(&self, index: &[usize]) -> Option<T> {
        let at = self.head.at(index)?;
        // SAFETY: an element of the view [R1], initialised [R2], [R5]. It was borrowed mutably to make cells, which do not
        // leave the thread and only move values: nothing writes at the same time.
        Some(unsafe { at.as_ptr().cast::<T>().read_unaligned() })
    }

    #[inline]
    pub(crate) fn put_at(&self, index: &[usize], value: T) -> Option<()> {
        let at = self.head.at(index)?;
        // SAFETY: an element of a view that was borrowed mutably to make cells; nobody else reads or writes while the value
        // is put, for cells do not leave the thread and hand out no references.
        unsafe { Slot::new(at.as_ptr()) }.put(value);
        Some(())
    }

    /// Replaces each element by `f` of its value, in row-major order; an element that the view reaches several times,
    /// several times.
    pub fn apply(&self, mut f: impl FnMut(T::Value) -> T::Value) {
        let layout = self.layout();
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            // SAFETY: as in `load_at`.
            let old = unsafe { at.cast::<T>().read_unaligned() };
            let new = T::store(f(old.load()));
            // SAFETY: as in `put_at`; `f` has returned.
            unsafe { Slot::new(at) }.put(new);
        });
    }

    /// Calls `f` with the value of each element, in row-major order.
    pub fn for_each(&self, mut f: impl FnMut(T::Value)) {
        let layout = self.layout();
        walk(layout.shape.as_ref(), [(self.head.ptr(), layout.strides.as_ref())], |[at]| {
            // SAFETY: as in `load_at`.
            f(unsafe { at.cast::<T>().read_unaligned() }.load());
        });
    }
}
