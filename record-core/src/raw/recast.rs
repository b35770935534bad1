//! The same bytes under another type, and layouts of the caller's own making.
//!
//! Both could reach bytes that are not the view's: the gaps between the elements of a column belong to other columns,
//! and the gaps within records may be uninitialised. So all that is reached here is made of the elements' own bytes, and
//! those must be initialised: the type has no gaps, or, for reading, they are known to be defined.

use crate::{
    element::Element,
    layout::{Dim, Layout, LayoutError},
    raw::{
        cell::CellView,
        header::Gaps,
        view::{View, ViewMut},
    },
};

/// Whether a part of `size` bytes at `offset` lies in an element of `itemsize` bytes.
pub(super) fn within(offset: usize, size: usize, itemsize: usize) -> Result<(), LayoutError> {
    match offset.checked_add(size) {
        Some(end) if end <= itemsize => Ok(()),
        _ => Err(LayoutError::OutOfElement { offset, size, itemsize }),
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// Refuses elements with bytes that may be uninitialised.
    fn defined(&self) -> Result<(), LayoutError> {
        if T::DTYPE.is_gap_free() || self.head.gaps() == Gaps::Defined {
            return Ok(());
        }
        Err(LayoutError::Gaps { itemsize: size_of::<T>() })
    }

    /// The same bytes as elements of another type. NumPy's `a.view(dtype)`.
    ///
    /// Elements of the same size may lie anywhere. Of another size, the innermost axis must be contiguous, and gets
    /// longer or shorter.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let words = View::from_slice(&[1_u32, 2]);
    /// assert_eq!(words.view_as::<Le<u16>>()?.to_vec(), [1, 0, 2, 0]);
    /// assert!(words.view_as::<[u8; 3]>().is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Strided`] if the innermost axis is not contiguous, [`LayoutError::PartialElement`] if the size does
    /// not divide its bytes, [`LayoutError::ItemSize`] if there is no axis, [`LayoutError::ZeroSize`], and
    /// [`LayoutError::Gaps`] for Rust values whose padding is undefined.
    pub fn view_as<U: Element>(self) -> Result<View<'a, U, D>, LayoutError> {
        self.defined()?;
        let head = self.head.derive(|parent| parent.resized(size_of::<T>(), size_of::<U>()))?;
        // SAFETY: made of the bytes of this view's elements [R1], which are initialised (checked) [R2]; any bytes are a U
        // [R5].
        Ok(unsafe { View::from_header(head) })
    }

    /// A part of each element, `offset` bytes into it, as another type. NumPy's `a.getfield(dtype, offset)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let words = View::from_slice(&[[1_u8, 2, 3], [4, 5, 6]]);
    /// assert_eq!(words.getfield::<Be<u16>>(1)?.to_vec(), [0x0203, 0x0506]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::OutOfElement`] if the part reaches beyond the element, [`LayoutError::Gaps`] for Rust values whose
    /// padding is undefined.
    pub fn getfield<U: Element>(self, offset: usize) -> Result<View<'a, U, D>, LayoutError> {
        self.defined()?;
        within(offset, size_of::<U>(), size_of::<T>())?;
        // SAFETY: offset <= size_of::<T>() (checked).
        let head = unsafe { self.head.moved_into(offset) };
        // SAFETY: a part of each element [R1], initialised (checked) [R2], [R5].
        Ok(unsafe { View::from_header(head) })
    }

    /// A layout of the caller's own making over the elements of this view, its first element `start` bytes from this
    /// view's first. NumPy's `as_strided`, but checked.
    ///
    /// Where the elements are dense, any bytes between the first and the last may be reached; else only whole elements.
    /// Elements may be reached several times.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::layout::Layout;
    /// let view = View::from_slice(&[0_u8, 1, 2, 3, 4, 5]);
    /// let windows: Layout<record_core::Rank<2>> = Layout { shape: [2, 3], strides: [3, 1] };
    /// assert_eq!(view.as_strided(0, windows)?.at(1).to_vec(), [3, 4, 5]);
    /// assert!(view.as_strided(1, windows).is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::OutOfBuffer`] if it reaches bytes before or behind the view's, counted from the lowest;
    /// [`LayoutError::BetweenElements`] if it reaches bytes between its elements; [`LayoutError::TooLarge`].
    pub fn as_strided<E: Dim>(self, start: isize, layout: Layout<E>) -> Result<View<'a, T, E>, LayoutError> {
        let dense = self.defined().is_ok();
        self.derive_repeat(|parent| parent.strided(start, layout, size_of::<T>(), dense))
    }

    /// As [`as_strided`](View::as_strided), unchecked. NumPy's `as_strided`.
    ///
    /// # Safety
    /// For every index within `layout`'s shape, the `size_of::<T>()` bytes of the element lie in the same allocation as
    /// this view, initialised but for the gaps of `T`, and nobody writes them for `'a`. No sum of offsets exceeds
    /// `isize::MAX`; the numbers of elements on non-empty axes, times the size of one, neither. A layout without elements
    /// reaches nothing.
    #[must_use]
    pub unsafe fn as_strided_unchecked<E: Dim>(self, start: isize, layout: Layout<E>) -> View<'a, T, E> {
        // SAFETY: the caller's promise.
        let head = unsafe { self.head.moved_to(start, layout) };
        // SAFETY: as above.
        unsafe { View::from_header(head) }
    }
}

/// Refuses elements with gaps: what is written into them would not be zero any more.
fn without_gaps<T: Element>() -> Result<(), LayoutError> {
    if T::DTYPE.is_gap_free() { Ok(()) } else { Err(LayoutError::Gaps { itemsize: size_of::<T>() }) }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The same bytes as elements of another type; this view is given up. NumPy's `a.view(dtype)`.
    ///
    /// # Errors
    /// As [`View::view_as`], and [`LayoutError::Gaps`] for every record with gaps: they stay zero.
    pub fn view_as<U: Element>(self) -> Result<ViewMut<'a, U, D>, LayoutError> {
        without_gaps::<T>()?;
        let head = self.head.derive(|parent| parent.resized(size_of::<T>(), size_of::<U>()))?;
        // SAFETY: made of the bytes of this view's elements, each once [R1], [R4]; T has no gaps, so they are initialised
        // [R2] and this view's alone, and any bytes are a T afterwards [R5]. `self` is consumed.
        Ok(unsafe { ViewMut::from_header(head) })
    }

    /// A part of each element, `offset` bytes into it, as another type; this view is given up.
    ///
    /// # Errors
    /// As [`View::getfield`], and [`LayoutError::Gaps`] for every record with gaps: they stay zero.
    pub fn getfield<U: Element>(self, offset: usize) -> Result<ViewMut<'a, U, D>, LayoutError> {
        without_gaps::<T>()?;
        within(offset, size_of::<U>(), size_of::<T>())?;
        // SAFETY: offset <= size_of::<T>() (checked).
        let head = unsafe { self.head.moved_into(offset) };
        // SAFETY: as in `view_as`: a part of each element.
        Ok(unsafe { ViewMut::from_header(head) })
    }

    /// A layout of the caller's own making over the elements of this view, which is given up. NumPy's `as_strided`, but
    /// checked, and never overlapping itself.
    ///
    /// # Errors
    /// As [`View::as_strided`], and [`LayoutError::Overlap`] if an element would be reached twice.
    pub fn as_strided<E: Dim>(
        self,
        start: isize,
        layout: Layout<E>,
    ) -> Result<ViewMut<'a, T, E>, LayoutError> {
        let dense = T::DTYPE.is_gap_free();
        crate::layout::span::require_disjoint(&layout, size_of::<T>())?;
        let head = self.head.derive_repeat(|parent| parent.strided(start, layout, size_of::<T>(), dense))?;
        // SAFETY: elements of this view, or made of their bytes where they have no gaps [R1], [R2]; each once, because the
        // layout does not overlap itself [R4]. `self` is consumed.
        Ok(unsafe { ViewMut::from_header(head) })
    }

    /// As [`as_strided`](ViewMut::as_strided), unchecked.
    ///
    /// # Safety
    /// As [`View::as_strided_unchecked`]; besides, no byte is reached twice, and nobody else reads or writes them for
    /// `'a`.
    #[must_use]
    pub unsafe fn as_strided_unchecked<E: Dim>(self, start: isize, layout: Layout<E>) -> ViewMut<'a, T, E> {
        // SAFETY: the caller's promise.
        let head = unsafe { self.head.moved_to(start, layout) };
        // SAFETY: as above.
        unsafe { ViewMut::from_header(head) }
    }
}

impl<'a, T: Element, D: Dim> CellView<'a, T, D> {
    /// The same bytes as elements of another type. NumPy's `a.view(dtype)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// // From big-endian to the machine's order, in place.
    /// let mut numbers = [Be::new(1.5), Be::new(2.5)];
    /// let mut view = ViewMut::from_slice(&mut numbers);
    /// let stored = view.cells();
    /// let native = stored.view_as::<f64>()?;
    /// native.copy_from(stored)?;
    /// assert_eq!(native.get_at([1]), Some(2.5));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::view_as`], and [`LayoutError::Gaps`] for every record with gaps: they stay zero.
    pub fn view_as<U: Element>(self) -> Result<CellView<'a, U, D>, LayoutError> {
        if !T::DTYPE.is_gap_free() {
            return Err(LayoutError::Gaps { itemsize: size_of::<T>() });
        }
        let head = self.head.derive(|parent| parent.resized(size_of::<T>(), size_of::<U>()))?;
        // SAFETY: made of the bytes of these cells [R1], which have no gaps and so are initialised [R2]; any bytes are a U, and
        // a T afterwards [R5]. Cells of the same bytes stay in the thread.
        Ok(unsafe { CellView::from_header(head) })
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The innermost axis, of length `N`, as sub-arrays: `(n, 3)` numbers become `(n,)` elements `[T; 3]`. The inverse of
    /// [`axes`](View::axes).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[1, 2, 3, 4]).reshape([2, 2]);
    /// assert_eq!(view.subarrays::<2>()?.to_vec(), [[1, 2], [3, 4]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Length`] if the axis is of another length, [`LayoutError::Strided`] if it is not contiguous,
    /// [`LayoutError::Axis`] if there is none.
    pub fn subarrays<const N: usize>(self) -> Result<View<'a, [T; N], D::Smaller>, LayoutError> {
        let head = self.head.derive(|parent| parent.without_inner_axis(N, size_of::<T>()))?;
        // SAFETY: N elements of T one after the other are a [T; N] (checked) [R1], [R2].
        Ok(unsafe { View::from_header(head) })
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The innermost axis, of length `N`, as sub-arrays; this view is given up.
    ///
    /// # Errors
    /// As [`View::subarrays`].
    pub fn subarrays<const N: usize>(self) -> Result<ViewMut<'a, [T; N], D::Smaller>, LayoutError> {
        let head = self.head.derive(|parent| parent.without_inner_axis(N, size_of::<T>()))?;
        // SAFETY: N elements of T one after the other are a [T; N] (checked), each once; `self` is consumed [R1], [R4].
        Ok(unsafe { ViewMut::from_header(head) })
    }
}
