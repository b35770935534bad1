//! Views of elements whose dtype only run time knows.
//!
//! An [`AnyView`] is a header and a reference to a dtype. It becomes a typed view when the dtype equals the type's;
//! until then its bytes are reached leaf by leaf.

use crate::{
    dtype::DType,
    element::Element,
    layout::{Checked, Dim, DynRank, Layout, LayoutError, Parent, Repeat, Sub},
    raw::{
        header::{Gaps, Header},
        origin::Base,
        view::View,
    },
};
use core::{marker::PhantomData, ptr::NonNull};

/// A read-only view of elements of a dtype known at run time: what [`View`] is, without the Rust type.
///
/// NumPy's `ndarray`. `Copy`, never allocates, any number of axes up to [`DynRank::MAX`].
#[derive(Clone, Copy)]
pub struct AnyView<'a> {
    pub(super) head: Header<DynRank>,
    dtype: &'a DType,
    marker: PhantomData<&'a [u8]>,
}

// SAFETY: reads bytes by value, like `View`.
unsafe impl Send for AnyView<'_> {}
// SAFETY: as above.
unsafe impl Sync for AnyView<'_> {}

impl<'a> AnyView<'a> {
    /// # Safety
    /// The header keeps [R1] and [R2] for elements of `dtype` and `'a`; nothing writes them for `'a`.
    pub(super) unsafe fn from_header<D: Dim>(head: Header<D>, dtype: &'a DType) -> Self {
        let head = head.derive(|parent| parent.with_rank()).expect("every rank fits DynRank");
        Self { head, dtype, marker: PhantomData }
    }

    pub(crate) fn from_checked<D: Dim>(
        bytes: &'a [u8],
        dtype: &'a DType,
        checked: &Checked<D>,
    ) -> AnyView<'a> {
        assert!(checked.itemsize() == dtype.itemsize(), "a layout checked for another dtype");
        // SAFETY: a slice is valid for reads of its length for 'a, and initialised.
        let head =
            unsafe { Header::new(NonNull::from_ref(bytes).cast(), bytes.len(), checked, Gaps::Defined) };
        // SAFETY: checked against these bytes for this itemsize; 'a is the slice's.
        unsafe { Self::from_header(head, dtype) }
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

    /// Address of the first element. NumPy's `ndarray.ctypes.data`.
    pub fn as_ptr(&self) -> *const u8 {
        self.head.ptr().as_ptr()
    }

    /// Whether every element lies at a multiple of the dtype's alignment: NumPy's `flags.aligned`, which for a packed
    /// record is always true.
    pub fn is_aligned(&self) -> bool {
        self.head.is_aligned_to(self.dtype.alignment().max(1))
    }

    /// NumPy's `flags.c_contiguous`.
    pub fn is_c_contiguous(&self) -> bool {
        self.head.is_c_contiguous(self.dtype.itemsize())
    }

    /// The column of the field at `position` of the record dtype, `None` if there is none.
    pub fn field_at(self, position: usize) -> Option<AnyView<'a>> {
        let field = self.dtype.as_record()?.get(position)?;
        // SAFETY: every constructor of `DType` keeps its fields within the record.
        let head = unsafe { self.head.moved_into(field.offset()) };
        Some(Self { head, dtype: field.dtype(), marker: PhantomData })
    }

    /// A sub-array dtype's outermost axis as the innermost axis of the view.
    pub(crate) fn split_axis(self) -> Option<Result<AnyView<'a>, LayoutError>> {
        let (base, count) = self.dtype.as_array()?;
        // SAFETY: an array dtype is `count` elements of `base` one after the other.
        let head = unsafe { self.head.with_inner_axis(count, base.itemsize()) };
        Some(head.map(|head| Self { head, dtype: base, marker: PhantomData }))
    }

    #[inline(always)]
    pub(crate) fn derive(
        self,
        op: impl for<'id> FnOnce(Parent<'id, DynRank>) -> Result<Sub<'id, DynRank>, LayoutError>,
    ) -> Result<AnyView<'a>, LayoutError> {
        Ok(Self { head: self.head.derive(op)?, ..self })
    }

    #[inline(always)]
    pub(crate) fn derive_repeat(
        self,
        op: impl for<'id> FnOnce(Parent<'id, DynRank>) -> Result<Repeat<'id, DynRank>, LayoutError>,
    ) -> Result<AnyView<'a>, LayoutError> {
        Ok(Self { head: self.head.derive_repeat(op)?, ..self })
    }

    /// Whose bytes these are. NumPy's `ndarray.base`.
    pub fn base(&self) -> Base<'a> {
        // SAFETY: the origin of the header's bytes lives as long as they do, which is for 'a.
        unsafe { self.head.origin().base(self.head.ptr()) }
    }

    #[cfg(feature = "alloc")]
    /// The same elements as a typed view, if the dtypes are equal and the rank is.
    pub(crate) fn cast<T: Element, D: Dim>(self) -> Option<Result<View<'a, T, D>, LayoutError>> {
        if *self.dtype != *T::DTYPE {
            return None;
        }
        let head = self.head.derive(|parent| parent.with_rank::<D>());
        // SAFETY: equal dtypes: the bytes of an element are a T (condition 3 of `Element`) [R1], [R2].
        Some(head.map(|head| unsafe { View::from_header(head) }))
    }

    /// The counts of a scalar column of dates or time spans, which are stored as integers.
    #[cfg(feature = "alloc")]
    pub(crate) fn counts(self) -> Option<AnyView<'a>> {
        use crate::{
            byte_order::ByteOrder,
            dtype::{IntSize, Scalar, ScalarKind},
        };
        const fn count(order: ByteOrder) -> DType {
            DType::scalar(Scalar::new(ScalarKind::Int(IntSize::Eight), order))
        }
        const LITTLE: &DType = &count(ByteOrder::Little);
        const BIG: &DType = &count(ByteOrder::Big);
        let scalar = self.dtype.as_scalar()?;
        if !matches!(scalar.kind(), ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_)) {
            return None;
        }
        // As large, in the same order, and any bytes are an integer: [R1] and [R2] are kept.
        let dtype = if scalar.byte_order() == Some(ByteOrder::Big) { BIG } else { LITTLE };
        Some(Self { dtype, ..self })
    }

    /// The real parts of complex numbers, or with `part` 1 the imaginary ones; `None` of other dtypes.
    #[cfg(feature = "alloc")]
    pub(crate) fn complex_part(self, part: usize) -> Option<AnyView<'a>> {
        use crate::{
            byte_order::ByteOrder::{Big, Little},
            dtype::{
                Scalar,
                ScalarKind::{Complex64, Complex128, Float32, Float64},
            },
        };
        const LITTLE: &[DType; 2] =
            &[DType::scalar(Scalar::new(Float32, Little)), DType::scalar(Scalar::new(Float64, Little))];
        const BIG: &[DType; 2] =
            &[DType::scalar(Scalar::new(Float32, Big)), DType::scalar(Scalar::new(Float64, Big))];
        let scalar = self.dtype.as_scalar()?;
        let double = match scalar.kind() {
            Complex64 => 0,
            Complex128 => 1,
            _ => return None,
        };
        let dtype = &(if scalar.byte_order() == Some(Big) { BIG } else { LITTLE })[double];
        // SAFETY: a complex number is two floats of half its size, one behind the other: the step is 0 or half of it.
        let head = unsafe { self.head.moved_into(part.min(1) * dtype.itemsize()) };
        // One of the two floats in each element, in the number's byte order: [R1] and [R2] are kept.
        Some(Self { head, dtype, marker: PhantomData })
    }

    #[cfg(feature = "alloc")]
    /// Copies the bytes of the scalar at `index` to `out`; `None` if the dtype is no scalar, the index is out of range
    /// or the sizes differ.
    pub(crate) fn copy_scalar(&self, index: &[usize], out: &mut [u8]) -> Option<()> {
        let scalar = self.dtype.as_scalar()?;
        let at = self.head.at(index)?;
        if out.len() != scalar.itemsize() {
            return None;
        }
        // SAFETY: a scalar has no gaps, so its bytes are initialised [R2] and readable [R1]; `out` has as many and is
        // borrowed mutably, so it is elsewhere.
        unsafe { core::ptr::copy_nonoverlapping(at.as_ptr(), out.as_mut_ptr(), out.len()) };
        Some(())
    }

    /// The bytes of the elements, if contiguous and none is undefined. Not of a guarded map, whose bytes may change.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        let defined = self.dtype.is_gap_free() || self.head.gaps() == Gaps::Defined;
        if !(defined && self.is_c_contiguous() && self.head.origin().is_constant()) {
            return None;
        }
        let len = self.head.layout().len() * self.dtype.itemsize();
        let ptr = if len == 0 { NonNull::dangling() } else { self.head.ptr() };
        // SAFETY: contiguous whole elements [R1] whose gaps are defined or absent [R2]; nothing writes them for 'a.
        Some(unsafe { core::slice::from_raw_parts(ptr.as_ptr(), len) })
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The same elements without the Rust type.
    ///
    /// # Panics
    /// At compile time, for a column of bits: at run time there are only the whole integers, `col` of the field itself.
    pub fn as_any(self) -> AnyView<'a> {
        const { assert!(!T::SHOWN.is_bits(), "a column of bits has no dtype of its own: take the whole field") };
        self.stored()
    }

    /// As `as_any`; of a column of bits, the whole integers.
    pub(crate) fn stored(self) -> AnyView<'a> {
        // SAFETY: a view of T keeps [R1] and [R2] for T's dtype (condition 2 of `Element`).
        unsafe { AnyView::from_header(self.head, T::DTYPE) }
    }
}
