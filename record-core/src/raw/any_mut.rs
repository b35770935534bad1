//! Writable views of elements whose dtype only run time knows.

use crate::{
    dtype::DType,
    element::Element,
    layout::{Checked, Dim, DynRank, Layout, LayoutError, Parent, Sub},
    raw::{
        any::AnyView,
        header::{Gaps, Header},
        origin::Base,
        view::ViewMut,
    },
};
use core::{marker::PhantomData, ptr::NonNull};

/// A writable view of elements of a dtype known at run time: what [`ViewMut`] is, without the Rust type.
///
/// NumPy's writable `ndarray`. Never reaches an element twice, never writes the gaps of a record. Not `Copy`.
pub struct AnyViewMut<'a> {
    pub(super) head: Header<DynRank>,
    dtype: &'a DType,
    marker: PhantomData<&'a mut [u8]>,
}

// SAFETY: a `&mut [u8]` with strides.
unsafe impl Send for AnyViewMut<'_> {}
// SAFETY: through `&AnyViewMut` there is only reading.
unsafe impl Sync for AnyViewMut<'_> {}

impl<'a> AnyViewMut<'a> {
    /// # Safety
    /// The header keeps [R1], [R2] and [R4] for elements of `dtype` and `'a`, and its bytes may be written.
    pub(super) unsafe fn from_header<D: Dim>(head: Header<D>, dtype: &'a DType) -> Self {
        let head = head.derive(|parent| parent.with_rank()).expect("every rank fits DynRank");
        Self { head, dtype, marker: PhantomData }
    }

    pub(crate) fn from_checked<D: Dim>(
        bytes: &'a mut [u8],
        dtype: &'a DType,
        checked: &Checked<D>,
    ) -> Result<Self, LayoutError> {
        assert!(checked.itemsize() == dtype.itemsize(), "a layout checked for another dtype");
        let checked = checked.writable()?;
        let (base, len) = (NonNull::from_mut(bytes).cast(), bytes.len());
        // SAFETY: a slice is valid for reads and writes of its length for 'a, and initialised.
        let head = unsafe { Header::new(base, len, &checked, Gaps::Defined) };
        // SAFETY: checked against these bytes for this itemsize, disjoint and borrowed mutably.
        Ok(unsafe { Self::from_header(head, dtype) })
    }

    /// What an element means.
    #[inline]
    pub fn dtype(&self) -> &'a DType {
        self.dtype
    }

    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<DynRank> {
        *self.head.layout()
    }

    /// Address of the first element; it may be unaligned. Dangling where there are no elements.
    pub fn as_ptr(&self) -> *const u8 {
        self.head.ptr().as_ptr().cast_const()
    }

    /// Whose bytes these are. NumPy's `ndarray.base`.
    pub fn base(&self) -> Base<'a> {
        // SAFETY: the origin of the header's bytes lives as long as they do, which is for 'a.
        unsafe { self.head.origin().base(self.head.ptr()) }
    }

    /// A reading view, while this one is not used.
    pub fn as_view(&self) -> AnyView<'_> {
        // SAFETY: the same header; while the result lives `self` is borrowed, so nothing writes.
        unsafe { AnyView::from_header(self.head, self.dtype) }
    }

    /// A reading view for the whole lifetime; this one is given up.
    pub fn into_view(self) -> AnyView<'a> {
        // SAFETY: the same header; `self` is consumed, so nothing writes for 'a.
        unsafe { AnyView::from_header(self.head, self.dtype) }
    }

    /// A writable view for a shorter time; this one can be used again afterwards.
    pub fn reborrow(&mut self) -> AnyViewMut<'_> {
        AnyViewMut { head: self.head, dtype: self.dtype, marker: PhantomData }
    }

    /// The column of the field at `position` of the record dtype, `None` if there is none; this view is given up.
    pub fn into_field_at(self, position: usize) -> Option<AnyViewMut<'a>> {
        let field = self.dtype.as_record()?.get(position)?;
        // SAFETY: every constructor of `DType` keeps its fields within the record.
        let head = unsafe { self.head.moved_into(field.offset()) };
        Some(Self { head, dtype: field.dtype(), marker: PhantomData })
    }

    /// A sub-array dtype's outermost axis as the innermost axis of the view.
    pub(crate) fn split_axis(self) -> Option<Result<AnyViewMut<'a>, LayoutError>> {
        let (base, count) = self.dtype.as_array()?;
        // SAFETY: an array dtype is `count` elements of `base` one after the other.
        let head = unsafe { self.head.with_inner_axis(count, base.itemsize()) };
        Some(head.map(|head| Self { head, dtype: base, marker: PhantomData }))
    }

    #[inline(always)]
    pub(crate) fn derive(
        self,
        op: impl for<'id> FnOnce(Parent<'id, DynRank>) -> Result<Sub<'id, DynRank>, LayoutError>,
    ) -> Result<AnyViewMut<'a>, LayoutError> {
        Ok(Self { head: self.head.derive(op)?, ..self })
    }

    /// Reverses the bytes of the chosen leaves.
    #[cfg(feature = "alloc")]
    pub(crate) fn swap_leaves(&mut self, leaves: super::byteswap::Leaves) {
        // SAFETY: the header keeps [R1] and [R4] for the dtype, its bytes may be written, and `self` is borrowed mutably.
        unsafe { super::byteswap::swap_leaves(&self.head, self.dtype, leaves) };
    }

    /// The same elements as a typed view, if the dtypes are equal and the rank is.
    #[cfg(feature = "alloc")]
    pub(crate) fn cast<T: Element, D: Dim>(self) -> Option<Result<ViewMut<'a, T, D>, LayoutError>> {
        if *self.dtype != *T::DTYPE {
            return None;
        }
        let head = self.head.derive(|parent| parent.with_rank::<D>());
        // SAFETY: equal dtypes: the bytes of an element are a T (condition 3 of `Element`); `self` is consumed [R4].
        Some(head.map(|head| unsafe { ViewMut::from_header(head) }))
    }

    /// Writes the scalar at `index` as `stored` bytes; `None` if the dtype is no scalar, the index is out of range or the
    /// sizes differ.
    #[cfg(feature = "alloc")]
    pub(crate) fn put_scalar(&mut self, index: &[usize], stored: &[u8]) -> Option<()> {
        let scalar = self.dtype.as_scalar()?;
        let at = self.head.at(index)?;
        if stored.len() != scalar.itemsize() {
            return None;
        }
        // SAFETY: an element of the view, writable for its size [R1], [R4]; `stored` has as many bytes and is borrowed
        // while `self` is borrowed mutably, so it is elsewhere.
        unsafe { core::ptr::copy_nonoverlapping(stored.as_ptr(), at.as_ptr(), stored.len()) };
        Some(())
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The same elements without the Rust type; this view is given up.
    pub fn into_any(self) -> AnyViewMut<'a> {
        // SAFETY: a writable view of T keeps [R1], [R2] and [R4] for T's dtype (condition 2 of `Element`).
        unsafe { AnyViewMut::from_header(self.head, T::DTYPE) }
    }
}
