//! Headers of views that a C compiler knows: what crosses to another language, and comes back.

use crate::{
    dtype::DType,
    element::Element,
    interop::error::{PointerError, Target},
    layout::{Axes, Dim, DynRank, Layout, LayoutError},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        view::{View, ViewMut},
    },
};
use core::{ffi::c_void, marker::PhantomData};

/// The header of a read-only view, laid out as C does: what a function of another language is handed, or hands over.
///
/// ```c
/// struct record_view {
///     const void *data;          /* the element whose index is all zeros */
///     const size_t *shape;       /* length of each axis, outermost first */
///     const ptrdiff_t *strides;  /* signed bytes between neighbours along each axis */
///     size_t ndim;               /* number of axes */
///     size_t itemsize;           /* bytes of an element */
/// };
/// ```
///
/// The pointers are those of NumPy's `a.ctypes.data`, `a.ctypes.shape` and `a.ctypes.strides`. What an element means is
/// told apart from it: as a Rust type, a C struct, or a dtype's text. Making a header is safe; reading one back is not,
/// for whoever filled it in may lie. What can be checked of a lie is.
///
/// `shape` and `strides` may be null where `ndim` is 0, `data` where there are no elements.
///
/// ```
/// use record_core::{Rank, View};
/// let view = View::from_slice(&[[1_u8, 2, 3], [4, 5, 6]]).axes();
/// let header = view.as_c_view();
/// assert_eq!((header.ndim, header.itemsize), (2, 1));
/// // SAFETY: the header of a live view of `u8`.
/// let back = unsafe { header.view::<u8, Rank<2>>()? };
/// assert_eq!((back.as_ptr(), back.layout()), (view.as_ptr(), view.layout()));
/// # Ok::<(), record_core::Error>(())
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CView<'a> {
    /// Address of the element whose index is all zeros, at any alignment.
    pub data: *const c_void,
    /// Length of each axis: `ndim` numbers, outermost first.
    pub shape: *const usize,
    /// Signed bytes between neighbours along each axis: `ndim` numbers.
    pub strides: *const isize,
    /// The number of axes, at most [`DynRank::MAX`].
    pub ndim: usize,
    /// Bytes of an element.
    pub itemsize: usize,
    marker: PhantomData<&'a [u8]>,
}

/// The header of a writable view, laid out as C does: [`CView`] with `void *data`.
#[repr(C)]
#[derive(Debug)]
pub struct CViewMut<'a> {
    /// Address of the element whose index is all zeros, at any alignment.
    pub data: *mut c_void,
    /// Length of each axis: `ndim` numbers, outermost first.
    pub shape: *const usize,
    /// Signed bytes between neighbours along each axis: `ndim` numbers.
    pub strides: *const isize,
    /// The number of axes, at most [`DynRank::MAX`].
    pub ndim: usize,
    /// Bytes of an element.
    pub itemsize: usize,
    marker: PhantomData<&'a mut [u8]>,
}

impl<'a> CView<'a> {
    /// The header of elements of `itemsize` bytes at `data`, as laid out.
    ///
    /// Safe, since nothing is read: whoever reads the elements promises that they are there.
    pub fn new<D: Dim>(data: *const c_void, layout: &'a Layout<D>, itemsize: usize) -> Self {
        let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
        let ndim = shape.len().min(strides.len());
        Self { data, shape: shape.as_ptr(), strides: strides.as_ptr(), ndim, itemsize, marker: PhantomData }
    }

    /// Shape and strides, copied.
    ///
    /// # Safety
    /// Unless `ndim` is more than [`DynRank::MAX`], `shape` and `strides` point to `ndim` initialised numbers each, which
    /// nobody writes meanwhile; null and misaligned pointers are found, and are errors.
    ///
    /// # Errors
    /// [`PointerError::Null`] or [`PointerError::Misaligned`] of the shape or the strides; [`PointerError::Layout`] if
    /// there are more axes than [`DynRank::MAX`], or other than those of `D`.
    pub unsafe fn layout<D: Dim>(&self) -> Result<Layout<D>, PointerError> {
        let (ndim, limit) = (self.ndim, DynRank::MAX);
        if let Some(expected) = D::NDIM.filter(|&expected| expected != ndim) {
            return Err(LayoutError::Rank { expected, found: ndim }.into());
        }
        let too_many = LayoutError::TooManyAxes { needed: ndim, limit };
        if ndim > limit {
            return Err(too_many.into());
        }
        // SAFETY: as many numbers as the header says, and few (checked), by the caller's promise.
        let shape = unsafe { numbers(self.shape, ndim, Target::Shape) }?;
        // SAFETY: as above.
        let strides = unsafe { numbers(self.strides, ndim, Target::Strides) }?;
        Ok(Layout {
            shape: D::Shape::from_fn(ndim, |i| shape[i]).ok_or(too_many)?,
            strides: D::Strides::from_fn(ndim, |i| strides[i]).ok_or(too_many)?,
        })
    }

    /// The view, of elements of type `T`. `D` may be [`DynRank`].
    ///
    /// # Safety
    /// As for [`CView::layout`]; and what the header says is as [`View::from_raw_parts`] asks, for `'a`, and the elements
    /// are values of `T`. A header does not say that its elements are of a guarded map (`map_guarded`), whose bytes may
    /// turn to zeros: of those it is read back only where nobody makes the file shorter for `'a`.
    ///
    /// # Errors
    /// As [`CView::layout`] and [`View::from_raw_parts`]; [`PointerError::ItemSize`] if the header says another size than
    /// that of `T`.
    pub unsafe fn view<T: Element, D: Dim>(&self) -> Result<View<'a, T, D>, PointerError> {
        self.sized(size_of::<T>())?;
        // SAFETY: promised by the caller.
        let layout = unsafe { self.layout() }?;
        // SAFETY: promised by the caller.
        unsafe { View::from_raw_parts(self.data.cast(), layout) }
    }

    /// The view, of elements of a dtype known at run time.
    ///
    /// # Safety
    /// As for [`CView::layout`]; and what the header says is as [`AnyView::from_raw_parts`] asks, for `'a`. Of guarded
    /// maps as for [`CView::view`].
    ///
    /// # Errors
    /// As [`CView::layout`] and [`AnyView::from_raw_parts`]; [`PointerError::ItemSize`] if the header says another size
    /// than the dtype.
    pub unsafe fn any_view(&self, dtype: &'a DType) -> Result<AnyView<'a>, PointerError> {
        self.sized(dtype.itemsize())?;
        // SAFETY: promised by the caller.
        let layout = unsafe { self.layout() }?;
        // SAFETY: promised by the caller.
        unsafe { AnyView::from_raw_parts(self.data.cast(), dtype, layout) }
    }

    fn sized(&self, expected: usize) -> Result<(), PointerError> {
        let found = self.itemsize;
        if found == expected { Ok(()) } else { Err(PointerError::ItemSize { expected, found }) }
    }
}

impl<'a> CViewMut<'a> {
    /// The header of writable elements of `itemsize` bytes at `data`, as laid out.
    ///
    /// Safe, since nothing is read or written: whoever does promises that they may.
    pub fn new<D: Dim>(data: *mut c_void, layout: &'a Layout<D>, itemsize: usize) -> Self {
        let CView { shape, strides, ndim, .. } = CView::new(data, layout, itemsize);
        Self { data, shape, strides, ndim, itemsize, marker: PhantomData }
    }

    /// The same header, for reading.
    pub fn as_c_view(&self) -> CView<'_> {
        let Self { data, shape, strides, ndim, itemsize, .. } = *self;
        CView { data, shape, strides, ndim, itemsize, marker: PhantomData }
    }

    /// The same header for a shorter time: the views below take theirs.
    pub fn reborrow(&mut self) -> CViewMut<'_> {
        let Self { data, shape, strides, ndim, itemsize, .. } = *self;
        CViewMut { data, shape, strides, ndim, itemsize, marker: PhantomData }
    }

    /// The writable view, of elements of type `T`. `D` may be [`DynRank`].
    ///
    /// # Safety
    /// As for [`CView::layout`]; and what the header says is as [`ViewMut::from_raw_parts`] asks, for `'a`, and the
    /// elements are values of `T`.
    ///
    /// # Errors
    /// As [`CView::view`] and [`ViewMut::from_raw_parts`].
    pub unsafe fn view_mut<T: Element, D: Dim>(self) -> Result<ViewMut<'a, T, D>, PointerError> {
        let header = self.as_c_view();
        header.sized(size_of::<T>())?;
        // SAFETY: promised by the caller.
        let layout = unsafe { header.layout() }?;
        // SAFETY: promised by the caller.
        unsafe { ViewMut::from_raw_parts(self.data.cast(), layout) }
    }

    /// The writable view, of elements of a dtype known at run time.
    ///
    /// # Safety
    /// As for [`CView::layout`]; and what the header says is as [`AnyViewMut::from_raw_parts`] asks, for `'a`.
    ///
    /// # Errors
    /// As [`CView::any_view`] and [`AnyViewMut::from_raw_parts`].
    pub unsafe fn any_view_mut(self, dtype: &'a DType) -> Result<AnyViewMut<'a>, PointerError> {
        let header = self.as_c_view();
        header.sized(dtype.itemsize())?;
        // SAFETY: promised by the caller.
        let layout = unsafe { header.layout() }?;
        // SAFETY: promised by the caller.
        unsafe { AnyViewMut::from_raw_parts(self.data.cast(), dtype, layout) }
    }
}

/// `len` numbers of another language.
///
/// # Safety
/// Unless `ptr` is null or misaligned, there are `len` initialised numbers, not written while the result lives.
unsafe fn numbers<'n, T>(ptr: *const T, len: usize, target: Target) -> Result<&'n [T], PointerError> {
    if len == 0 {
        return Ok(&[]);
    }
    if ptr.is_null() {
        return Err(PointerError::Null { target });
    }
    if !ptr.is_aligned() {
        return Err(PointerError::Misaligned { target, address: ptr.addr(), alignment: align_of::<T>() });
    }
    // SAFETY: not null, aligned (checked); `len` numbers, initialised and not written (caller). Their size is small: the
    // caller has compared `len` with the most axes there can be.
    Ok(unsafe { core::slice::from_raw_parts(ptr, len) })
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The header for another language, valid while this view is borrowed.
    pub fn as_c_view(&self) -> CView<'_> {
        CView::new(self.as_ptr().cast(), self.head.layout(), size_of::<T>())
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// The header for another language, which may write the elements while this view is borrowed: see
    /// [`as_mut_ptr`](ViewMut::as_mut_ptr) for which bytes.
    pub fn as_c_view_mut(&mut self) -> CViewMut<'_> {
        let data = self.as_mut_ptr().cast();
        CViewMut::new(data, self.head.layout(), size_of::<T>())
    }
}

impl AnyView<'_> {
    /// The header for another language, valid while this view is borrowed. It does not say the dtype:
    /// [`dtype`](AnyView::dtype) does.
    pub fn as_c_view(&self) -> CView<'_> {
        CView::new(self.as_ptr().cast(), self.head.layout(), self.dtype().itemsize())
    }
}

impl AnyViewMut<'_> {
    /// The header for another language, which may write the elements while this view is borrowed. It does not say the
    /// dtype.
    pub fn as_c_view_mut(&mut self) -> CViewMut<'_> {
        let (data, itemsize) = (self.as_mut_ptr().cast(), self.dtype().itemsize());
        CViewMut::new(data, self.head.layout(), itemsize)
    }
}
