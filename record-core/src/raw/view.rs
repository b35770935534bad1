//! The typed views: a header and a lifetime.
//!
//! [`View`] reads, [`ViewMut`] also writes. Both hand elements out by value, with unaligned loads; nothing here makes a
//! reference to an element but `as_slice`, which proves alignment and contiguity first. The rich methods are in
//! `view/` and `ops/`, on top of the few here that touch pointers.

use crate::{
    element::Element,
    layout::{Checked, Dim, Layout, LayoutError, Parent, Rank, Repeat, Sub, span},
    raw::{
        field::{Field, Slot},
        header::{Gaps, Header},
        iter::Iter,
        origin::Base,
    },
};
use core::{marker::PhantomData, ptr::NonNull};

/// A read-only N-dimensional view of elements of type `T`: pointer, shape and byte strides over somebody else's bytes.
///
/// NumPy's `ndarray` that does not own its data. `Copy`, never allocates. Elements are read by value, at any alignment.
/// At rank 1 it derefs to [`Column`](crate::Column), where the reading operations are.
///
/// ```
/// use record_core::prelude::*;
/// let bytes = [0, 1, 0, 2, 0, 3];
/// let view = View::<Be<u16>>::from_bytes(&bytes)?;
/// assert_eq!(view.to_vec(), [1, 2, 3]);
/// # Ok::<(), record_core::Error>(())
/// ```
#[repr(C)]
pub struct View<'a, T, D: Dim = Rank<1>> {
    pub(super) head: Header<D>,
    marker: PhantomData<&'a T>,
}

/// A writable N-dimensional view of elements of type `T`. It never reaches a byte twice.
///
/// NumPy's writable `ndarray` that does not own its data. Not `Copy`: there is one way to write at a time, and several
/// columns of one table at once come from [`columns_mut`](ViewMut::columns_mut).
#[repr(C)]
pub struct ViewMut<'a, T, D: Dim = Rank<1>> {
    pub(super) head: Header<D>,
    marker: PhantomData<&'a mut T>,
}

// SAFETY: a view is `&[T]` with strides: it only reads, by value, and `T: Element` is `Send + Sync`.
unsafe impl<T: Element, D: Dim> Send for View<'_, T, D> {}
// SAFETY: as above.
unsafe impl<T: Element, D: Dim> Sync for View<'_, T, D> {}
// SAFETY: a writable view is `&mut [T]` with strides: no other header reaches its leaves while it lives [R4], and it
// writes through `&mut self` only.
unsafe impl<T: Element, D: Dim> Send for ViewMut<'_, T, D> {}
// SAFETY: through `&ViewMut` there is only reading.
unsafe impl<T: Element, D: Dim> Sync for ViewMut<'_, T, D> {}

impl<T, D: Dim> Clone for View<'_, T, D> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, D: Dim> Copy for View<'_, T, D> {}

impl<T, D: Dim> View<'_, T, D> {
    /// # Safety
    /// The header keeps [R1] and [R2] for `T` and `'a`, and nothing writes its elements for `'a`.
    #[inline]
    pub(super) unsafe fn from_header(head: Header<D>) -> Self {
        Self { head, marker: PhantomData }
    }

    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<D> {
        *self.head.layout()
    }

    /// Address of the first element; it may be unaligned. Dangling where there are no elements. NumPy's
    /// `ndarray.ctypes.data`.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.head.ptr().as_ptr().cast_const().cast()
    }
}

impl<'a, T, D: Dim> View<'a, T, D> {
    /// The header of a layout that may reach elements several times.
    #[inline(always)]
    pub(crate) fn derive_repeat<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Repeat<'id, E>, LayoutError>,
    ) -> Result<View<'a, T, E>, LayoutError> {
        // SAFETY: elements of this view, perhaps several times: for reading that is no matter [R1], [R2].
        Ok(unsafe { View::from_header(self.head.derive_repeat(op)?) })
    }

    /// Whose bytes these are. NumPy's `ndarray.base`.
    pub fn base(&self) -> Base<'a> {
        // SAFETY: the origin of the header's bytes lives as long as they do, which is for 'a.
        unsafe { self.head.origin().base(self.head.ptr()) }
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    pub(crate) fn from_checked(bytes: &'a [u8], checked: &Checked<D>) -> Self {
        assert!(checked.itemsize() == size_of::<T>(), "a layout checked for another type");
        // SAFETY: a slice is valid for reads of its length for 'a, and initialised.
        let head =
            unsafe { Header::new(NonNull::from_ref(bytes).cast(), bytes.len(), checked, Gaps::Defined) };
        // SAFETY: checked against these bytes for elements of T's size [R1], all initialised [R2]; 'a is the slice's.
        unsafe { Self::from_header(head) }
    }

    /// The elements at `index`, one number for each axis, or `None` if out of range.
    #[inline]
    pub(crate) fn load_at(&self, index: &[usize]) -> Option<T> {
        let at = self.head.at(index)?;
        // SAFETY: `at` gives the address of an element, readable for its size [R1]; any bytes are a T [R5].
        Some(unsafe { at.cast::<T>().read_unaligned() })
    }

    /// The column of one field: same shape and strides, moved into each record.
    #[inline]
    pub(crate) fn project<U>(self, field: Field<T, U>) -> View<'a, U, D> {
        // SAFETY: the field lies in the record [R3].
        let head = unsafe { self.head.moved_into(field.offset()) };
        // SAFETY: the field of every element is reached and no other byte [R1], [R3]; 'a is kept.
        unsafe { View::from_header(head) }
    }

    #[inline(always)]
    pub(crate) fn derive<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Sub<'id, E>, LayoutError>,
    ) -> Result<View<'a, T, E>, LayoutError> {
        let head = self.head.derive(op)?;
        // SAFETY: a subset of this view's elements [R1], [R2].
        Ok(unsafe { View::from_header(head) })
    }

    /// The elements in row-major order.
    #[inline]
    pub fn iter(self) -> Iter<'a, T, D> {
        Iter::new(self)
    }

    /// Whether every element lies at a multiple of `T`'s Rust alignment, judged from the base address and the strides.
    #[inline]
    pub fn is_aligned(&self) -> bool {
        self.head.is_aligned_to(align_of::<T>())
    }

    /// Whether the elements lie one after the other in row-major order: NumPy's `flags.c_contiguous`.
    #[inline]
    pub fn is_c_contiguous(&self) -> bool {
        self.head.is_c_contiguous(size_of::<T>())
    }

    /// The elements as a slice, if they are contiguous and aligned. Not of a guarded map, whose bytes
    /// may change.
    pub fn as_slice(&self) -> Option<&'a [T]> {
        if !(self.is_c_contiguous() && self.is_aligned() && self.head.origin().is_constant()) {
            return None;
        }
        let len = self.head.layout().len();
        let ptr = if len == 0 { NonNull::dangling() } else { self.head.ptr().cast::<T>() };
        // SAFETY: contiguous: `len` elements from the first one, in one allocation [R1]; aligned (checked); any bytes are
        // a T [R5]; nothing writes them for 'a; empty slices are dangling and aligned.
        Some(unsafe { core::slice::from_raw_parts(ptr.as_ptr(), len) })
    }

    /// The bytes of the elements, if they are contiguous and none is undefined. Not of a guarded
    /// map, whose bytes may change.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        let defined = T::DTYPE.is_gap_free() || self.head.gaps() == Gaps::Defined;
        if !(defined && self.is_c_contiguous() && self.head.origin().is_constant()) {
            return None;
        }
        let len = self.head.layout().len() * size_of::<T>();
        let ptr = if len == 0 { NonNull::dangling() } else { self.head.ptr() };
        // SAFETY: contiguous whole elements [R1], whose gaps are defined or absent [R2]; nothing writes them for 'a.
        Some(unsafe { core::slice::from_raw_parts(ptr.as_ptr(), len) })
    }
}

impl<'a, T: Element> View<'a, T> {
    /// The elements of a slice.
    #[inline]
    pub fn from_slice(slice: &'a [T]) -> Self {
        let layout = Layout { shape: [slice.len()], strides: [size_of::<T>().cast_signed()] };
        let checked = span::whole(layout, size_of::<T>());
        let gaps = if T::DTYPE.is_gap_free() { Gaps::Defined } else { Gaps::Undefined };
        // SAFETY: a slice is valid for reads of its size for 'a; its leaves are initialised, its gaps may not be.
        let head =
            unsafe { Header::new(NonNull::from_ref(slice).cast(), size_of_val(slice), &checked, gaps) };
        // SAFETY: as above [R1], [R2].
        unsafe { Self::from_header(head) }
    }
}

impl<'a, T, const N: usize, D: Dim> View<'a, [T; N], D>
where
    T: Element,
{
    pub(crate) fn split_axis(self) -> Result<View<'a, T, D::Larger>, LayoutError> {
        // SAFETY: an array of N elements is N elements one after the other.
        let head = unsafe { self.head.with_inner_axis(N, size_of::<T>()) }?;
        // SAFETY: the same bytes, seen element by element.
        Ok(unsafe { View::from_header(head) })
    }
}

impl<'a, T, D: Dim> ViewMut<'a, T, D> {
    /// # Safety
    /// The header keeps [R1], [R2] and [R4] for `T` and `'a`, and its bytes may be written.
    #[inline]
    pub(super) unsafe fn from_header(head: Header<D>) -> Self {
        Self { head, marker: PhantomData }
    }

    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<D> {
        *self.head.layout()
    }

    /// Address of the first element; it may be unaligned. Dangling where there are no elements.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.head.ptr().as_ptr().cast_const().cast()
    }

    /// Whose bytes these are. NumPy's `ndarray.base`.
    pub fn base(&self) -> Base<'a> {
        // SAFETY: the origin of the header's bytes lives as long as they do, which is for 'a.
        unsafe { self.head.origin().base(self.head.ptr()) }
    }

    /// A reading view, while this one is not used.
    #[inline]
    pub fn as_view(&self) -> View<'_, T, D> {
        // SAFETY: the same header; while the result lives `self` is borrowed, so nothing writes.
        unsafe { View::from_header(self.head) }
    }

    /// A reading view for the whole lifetime; this one is given up.
    #[inline]
    pub fn into_view(self) -> View<'a, T, D> {
        // SAFETY: the same header; `self` is consumed, so nothing writes for 'a.
        unsafe { View::from_header(self.head) }
    }

    /// A writable view for a shorter time; this one can be used again afterwards.
    #[inline]
    pub fn reborrow(&mut self) -> ViewMut<'_, T, D> {
        // SAFETY: the same header; `self` is mutably borrowed while the result lives [R4].
        unsafe { ViewMut::from_header(self.head) }
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    pub(crate) fn from_checked(bytes: &'a mut [u8], checked: &Checked<D>) -> Result<Self, LayoutError> {
        assert!(checked.itemsize() == size_of::<T>(), "a layout checked for another type");
        let checked = checked.writable()?;
        let (base, len) = (NonNull::from_mut(bytes).cast(), bytes.len());
        // SAFETY: a slice is valid for reads and writes of its length for 'a, and initialised.
        let head = unsafe { Header::new(base, len, &checked, Gaps::Defined) };
        // SAFETY: checked against these bytes for T's size [R1], initialised [R2], disjoint and borrowed mutably [R4].
        Ok(unsafe { Self::from_header(head) })
    }

    /// The column of one field.
    #[inline]
    pub(crate) fn project<U: Element>(self, field: Field<T, U>) -> ViewMut<'a, U, D> {
        // SAFETY: the field lies in the record [R3].
        let head = unsafe { self.head.moved_into(field.offset()) };
        // SAFETY: a part of each element of `self`, which is consumed [R1], [R3], [R4].
        unsafe { ViewMut::from_header(head) }
    }

    #[inline(always)]
    pub(crate) fn derive<E: Dim>(
        self,
        op: impl for<'id> FnOnce(Parent<'id, D>) -> Result<Sub<'id, E>, LayoutError>,
    ) -> Result<ViewMut<'a, T, E>, LayoutError> {
        let head = self.head.derive(op)?;
        // SAFETY: a subset of the elements of `self`, which is consumed; no element twice, for a `Sub` has each of its
        // parent's elements at most once [R1], [R4].
        Ok(unsafe { ViewMut::from_header(head) })
    }

    /// The same bytes as another element, whose dtype is the same but for byte order.
    pub(crate) fn into_twin<N: Element>(self) -> ViewMut<'a, N, D> {
        const { assert!(T::DTYPE.is_twin(N::DTYPE), "not the same dtype but for byte order") };
        // SAFETY: by the assertion the leaves lie in the same places and are of the same kinds, so the header reaches the
        // same bytes [R1], of which the same are initialised [R2], and any bytes are an N [R5]; `self` is consumed [R4].
        unsafe { ViewMut::from_header(self.head) }
    }

    /// The place of the element at `index`.
    #[inline]
    pub(crate) fn slot_at(&mut self, index: &[usize]) -> Option<Slot<'_, T>> {
        let at = self.head.at(index)?;
        // SAFETY: `at` gives the address of an element, writable for its size [R1], [R4], while `self` is borrowed.
        Some(unsafe { Slot::new(at.as_ptr()) })
    }

    /// Each element and its place, in row-major order, for writing each once.
    ///
    /// Elements on one axis, one after the other, get a loop of their own, in which the compiler knows the stride.
    #[inline]
    pub(crate) fn for_each_slot(&mut self, mut f: impl FnMut(T, Slot<'_, T>)) {
        let dense = size_of::<T>().cast_signed();
        if D::NDIM == Some(1) && self.head.layout().strides.as_ref()[0] == dense {
            let (base, len) = (self.head.ptr().as_ptr(), self.head.layout().len());
            for i in 0..len {
                let at = base.wrapping_add(i * size_of::<T>());
                // SAFETY: element `i` of `len` elements that lie `dense` bytes apart [R1]; any bytes are a T [R5].
                let value = unsafe { at.cast::<T>().read_unaligned() };
                // SAFETY: as above, and writable [R4]; the slot ends before the next one is made.
                f(value, unsafe { Slot::new(at) });
            }
            return;
        }
        let mut cursor = super::iter::Cursor::first(&self.head);
        for _ in 0..self.head.layout().len() {
            let at = cursor.ptr();
            // SAFETY: the cursor stands on an element of the view [R1]; any bytes are a T [R5].
            let value = unsafe { at.cast::<T>().read_unaligned() };
            // SAFETY: as above, and writable [R4]; the slot ends before the next one is made.
            f(value, unsafe { Slot::new(at) });
            cursor.advance(self.head.layout());
        }
    }
}

impl<'a, T: Element> ViewMut<'a, T> {
    /// The elements of a slice, which may be written.
    ///
    /// # Panics
    /// At compile time, if `T` has gaps: a caller who sees the slice again could find them overwritten, and one who
    /// writes whole values makes them undefined. Use a table, or a packed record.
    pub fn from_slice(slice: &'a mut [T]) -> Self {
        const { assert!(T::DTYPE.is_gap_free(), "a mutable slice of records with gaps cannot be viewed") };
        let layout = Layout { shape: [slice.len()], strides: [size_of::<T>().cast_signed()] };
        let size = size_of_val(slice);
        let checked = span::whole(layout, size_of::<T>());
        // SAFETY: a mutable slice is valid for reads and writes of its size for 'a; T has no gaps.
        let head = unsafe { Header::new(NonNull::from_mut(slice).cast(), size, &checked, Gaps::Defined) };
        // SAFETY: as above; contiguous elements do not overlap [R1], [R2], [R4].
        unsafe { Self::from_header(head) }
    }
}

impl<'a, T, const N: usize, D: Dim> ViewMut<'a, [T; N], D>
where
    T: Element,
{
    pub(crate) fn split_axis(self) -> Result<ViewMut<'a, T, D::Larger>, LayoutError> {
        // SAFETY: an array of N elements is N elements one after the other.
        let head = unsafe { self.head.with_inner_axis(N, size_of::<T>()) }?;
        // SAFETY: the same bytes, seen element by element, each once; `self` is consumed [R4].
        Ok(unsafe { ViewMut::from_header(head) })
    }
}

/// The columns of a writable view, to be taken one by one by the hidden macro.
#[derive(Debug)]
pub struct Parts<'a, R> {
    head: Header<Rank<1>>,
    marker: PhantomData<&'a mut R>,
}

impl<'a, R: Element> Parts<'a, R> {
    /// Gives up the view for its columns.
    #[allow(clippy::needless_pass_by_value)] // taken, so that it cannot be used beside its columns
    pub fn new(view: ViewMut<'a, R>) -> Self {
        Self { head: view.head, marker: PhantomData }
    }

    /// The column of one field.
    ///
    /// # Safety
    /// Of one `Parts`, each field is taken at most once, and the fields taken do not share bytes.
    pub unsafe fn take<T>(&self, field: Field<R, T>) -> ViewMut<'a, T> {
        // SAFETY: the field lies in the record [R3].
        let head = unsafe { self.head.moved_into(field.offset()) };
        // SAFETY: within the elements of a view that was given up [R1]; no other column taken reaches these bytes
        // (caller) [R4]. The pointer comes from the same base as the others', so none invalidates another.
        unsafe { ViewMut::from_header(head) }
    }
}
