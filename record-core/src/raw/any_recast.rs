//! As `recast`, for dtypes that only run time knows.

use crate::{
    dtype::DType,
    layout::{DynRank, Layout, LayoutError},
    raw::{any::AnyView, any_mut::AnyViewMut, header::Gaps, recast::within},
};

impl<'a> AnyView<'a> {
    /// Refuses elements with bytes that may be uninitialised.
    fn defined(&self) -> Result<(), LayoutError> {
        if self.dtype().is_gap_free() || self.head.gaps() == Gaps::Defined {
            return Ok(());
        }
        Err(LayoutError::Gaps { itemsize: self.dtype().itemsize() })
    }

    /// The same bytes as elements of another dtype. NumPy's `a.view(dtype)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (bytes, pair) = (DType::parse("u1")?, DType::parse("[('a', '<u2'), ('b', '>u2')]")?);
    /// let view = AnyView::from_bytes(&[0, 1, 2, 3, 4, 5, 6, 7], &bytes)?.view_as(&pair)?;
    /// assert_eq!(view.column("a")?.typed::<Le<u16>>()?.to_vec(), [256, 1284]);
    /// assert_eq!(view.column("b")?.typed::<Be<u16>>()?.to_vec(), [515, 1543]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::view_as`](crate::View::view_as).
    pub fn view_as(self, dtype: &'a DType) -> Result<AnyView<'a>, LayoutError> {
        self.defined()?;
        let head = self
            .head
            .derive::<DynRank>(|parent| parent.resized(self.dtype().itemsize(), dtype.itemsize()))?;
        // SAFETY: made of the bytes of this view's elements [R1], which are initialised (checked) [R2].
        Ok(unsafe { AnyView::from_header(head, dtype) })
    }

    /// A part of each element, `offset` bytes into it, as another dtype. NumPy's `a.getfield(dtype, offset)`.
    ///
    /// # Errors
    /// As [`View::getfield`](crate::View::getfield).
    pub fn getfield(self, dtype: &'a DType, offset: usize) -> Result<AnyView<'a>, LayoutError> {
        self.defined()?;
        within(offset, dtype.itemsize(), self.dtype().itemsize())?;
        // SAFETY: offset <= the itemsize (checked).
        let head = unsafe { self.head.moved_into(offset) };
        // SAFETY: a part of each element [R1], initialised (checked) [R2].
        Ok(unsafe { AnyView::from_header(head, dtype) })
    }

    /// A layout of the caller's own making over the elements of this view. NumPy's `as_strided`, but checked.
    ///
    /// # Errors
    /// As [`View::as_strided`](crate::View::as_strided).
    pub fn as_strided(self, start: isize, layout: Layout<DynRank>) -> Result<AnyView<'a>, LayoutError> {
        let (dense, itemsize) = (self.defined().is_ok(), self.dtype().itemsize());
        self.derive_repeat(|parent| parent.strided(start, layout, itemsize, dense))
    }
}

impl<'a> AnyViewMut<'a> {
    /// Refuses elements with gaps: what is written into them would not be zero any more.
    fn without_gaps(&self) -> Result<(), LayoutError> {
        if self.dtype().is_gap_free() {
            return Ok(());
        }
        Err(LayoutError::Gaps { itemsize: self.dtype().itemsize() })
    }

    /// The same bytes as elements of another dtype; this view is given up. NumPy's `a.view(dtype)`.
    ///
    /// # Errors
    /// As [`ViewMut::view_as`](crate::ViewMut::view_as).
    pub fn view_as(self, dtype: &'a DType) -> Result<AnyViewMut<'a>, LayoutError> {
        self.without_gaps()?;
        let (from, to) = (self.dtype().itemsize(), dtype.itemsize());
        let head = self.head.derive::<DynRank>(|parent| parent.resized(from, to))?;
        // SAFETY: made of the bytes of this view's elements, each once [R1], [R4]; there are no gaps, so they are
        // initialised [R2] and this view's alone. `self` is consumed.
        Ok(unsafe { AnyViewMut::from_header(head, dtype) })
    }

    /// A part of each element, `offset` bytes into it, as another dtype; this view is given up.
    ///
    /// # Errors
    /// As [`ViewMut::getfield`](crate::ViewMut::getfield).
    pub fn getfield(self, dtype: &'a DType, offset: usize) -> Result<AnyViewMut<'a>, LayoutError> {
        self.without_gaps()?;
        within(offset, dtype.itemsize(), self.dtype().itemsize())?;
        // SAFETY: offset <= the itemsize (checked).
        let head = unsafe { self.head.moved_into(offset) };
        // SAFETY: as in `view_as`: a part of each element.
        Ok(unsafe { AnyViewMut::from_header(head, dtype) })
    }

    /// A layout of the caller's own making over the elements of this view, which is given up. NumPy's `as_strided`, but
    /// checked, and never overlapping itself.
    ///
    /// # Errors
    /// As [`ViewMut::as_strided`](crate::ViewMut::as_strided).
    pub fn as_strided(self, start: isize, layout: Layout<DynRank>) -> Result<AnyViewMut<'a>, LayoutError> {
        let (dtype, itemsize) = (self.dtype(), self.dtype().itemsize());
        crate::layout::span::require_disjoint(&layout, itemsize)?;
        let dense = dtype.is_gap_free();
        let head = self.head.derive_repeat(|parent| parent.strided(start, layout, itemsize, dense))?;
        // SAFETY: elements of this view, or made of their bytes where they have no gaps [R1], [R2]; each once, because the
        // layout does not overlap itself [R4]. `self` is consumed.
        Ok(unsafe { AnyViewMut::from_header(head, dtype) })
    }
}
