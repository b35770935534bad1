//! Views over memory that a caller vouches for, and the pointers of views.
//!
//! What arithmetic can find wrong with a pointer and a layout is found, and is an error; that memory is there, is
//! initialised and is nobody else's is what `unsafe` promises.

use crate::{
    dtype::DType,
    element::Element,
    interop::error::{PointerError, Target},
    layout::{Dim, DynRank, Layout, span},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        header::{Gaps, Header},
        view::{View, ViewMut},
    },
};
use core::ptr::NonNull;

/// Whether a view will write.
#[derive(Clone, Copy, PartialEq)]
enum Access {
    Read,
    Write,
}

/// The header of elements of `itemsize` bytes, the one whose index is all zeros at `ptr`.
///
/// # Safety
/// If there are elements, every byte from the first to the last that the layout reaches is in one allocation, which lives
/// and may be read (and written, for [`Access::Write`]) as long as the header is used. They are initialised as `gaps`
/// says.
unsafe fn header<D: Dim>(
    ptr: *mut u8,
    layout: Layout<D>,
    itemsize: usize,
    gaps: Gaps,
    access: Access,
) -> Result<Header<D>, PointerError> {
    let (first, mut checked) = span::around(layout, itemsize)?;
    if access == Access::Write {
        checked = checked.writable()?;
    }
    let Some(ptr) = NonNull::new(ptr) else {
        if !layout.is_empty() {
            return Err(PointerError::Null { target: Target::Data });
        }
        // SAFETY: there are no elements: nothing is reached, at whatever address.
        return Ok(unsafe { Header::new(NonNull::dangling(), 0, &checked, gaps) });
    };
    let available = checked.needed();
    let address = ptr.addr().get();
    let begin = address.checked_add_signed(first).filter(|&begin| begin > 0);
    if begin.and_then(|begin| begin.checked_add(available)).is_none() {
        let end = available.cast_signed() + first;
        return Err(PointerError::AddressSpace { address, first, end });
    }
    // SAFETY: the first byte reached is in the allocation that `ptr` points into (caller); 0 where there are no elements.
    let base = unsafe { ptr.offset(first) };
    // SAFETY: from there on, `available` bytes are what the layout reaches: in the allocation, initialised (caller).
    Ok(unsafe { Header::new(base, available, &checked, gaps) })
}

/// What is known of the gaps of values that somebody else made: nothing.
fn foreign_gaps(dtype: &DType) -> Gaps {
    if dtype.is_gap_free() { Gaps::Defined } else { Gaps::Undefined }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// A view of memory that the caller vouches for: another language's array, a register block, shared memory. `ptr` is
    /// the address of the element whose index is all zeros, at any alignment; with a negative stride, others lie before
    /// it. NumPy's `ndarray.__array_interface__`, read.
    ///
    /// Null is allowed where there are no elements.
    ///
    /// ```
    /// use record_core::{Rank, View, layout::Layout};
    /// let numbers = [1_u16, 2, 3, 4];
    /// let backwards = Layout::<Rank<1>> { shape: [2], strides: [-4] };
    /// // SAFETY: elements 3 and 1 of an array that outlives the view.
    /// let view = unsafe { View::<u16>::from_raw_parts(&raw const numbers[3], backwards)? };
    /// assert_eq!(view.to_vec(), [4, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Safety
    /// If there are elements:
    /// 1. All bytes from the first to the last that the layout reaches lie in one allocation, in which `ptr` points, and
    ///    which `ptr` may be used to read, for all of the view's lifetime `'a`. The alignment does not matter.
    /// 2. The bytes of the elements are initialised, but for the gaps of `T`, which are not read.
    /// 3. Nobody writes the bytes of the elements for `'a`: no thread, no other process, no other language.
    ///
    /// The lifetime `'a` is whatever the caller's code makes of it: tie it to something that keeps the memory alive.
    ///
    /// # Errors
    /// [`PointerError::Null`]; [`PointerError::AddressSpace`] if the elements leave the address space;
    /// [`PointerError::Layout`] if they span more than `isize::MAX` bytes.
    pub unsafe fn from_raw_parts(ptr: *const T, layout: Layout<D>) -> Result<Self, PointerError> {
        let (ptr, gaps) = (ptr.cast_mut().cast(), foreign_gaps(T::DTYPE));
        // SAFETY: promised by the caller (1, 2); read only.
        let head = unsafe { header(ptr, layout, size_of::<T>(), gaps, Access::Read) }?;
        // SAFETY: live bytes [R1], initialised but for gaps [R2], which nobody writes while the view lives (3).
        Ok(unsafe { Self::from_header(head) })
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// A writable view of memory that the caller vouches for. `ptr` is the address of the element whose index is all
    /// zeros, at any alignment.
    ///
    /// Gaps of `T` are neither read nor written. Null is allowed where there are no elements.
    ///
    /// ```
    /// use record_core::{Rank, ViewMut, layout::Layout};
    /// let mut numbers = [1, 2, 3, 4];
    /// // A column-major matrix of two rows and two columns, as Fortran has it.
    /// let layout = Layout::<Rank<2>> { shape: [2, 2], strides: [4, 8] };
    /// // SAFETY: all four elements, borrowed mutably while the view lives.
    /// let mut view = unsafe { ViewMut::<i32, _>::from_raw_parts(numbers.as_mut_ptr(), layout)? };
    /// view.try_set_at([0, 1], 30)?;
    /// assert_eq!(numbers, [1, 2, 30, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Safety
    /// If there are elements:
    /// 1. All bytes from the first to the last that the layout reaches lie in one allocation, in which `ptr` points, and
    ///    which `ptr` may be used to read and write, for all of the view's lifetime `'a`. The alignment does not matter.
    /// 2. The bytes of the elements are initialised, but for the gaps of `T`.
    /// 3. Nobody else reads or writes the bytes of the elements, their gaps apart, for `'a`: no other view, no reference,
    ///    no thread, no other process, no other language. Bytes between the elements may be anybody's.
    ///
    /// # Errors
    /// As [`View::from_raw_parts`], and [`LayoutError::Overlap`](crate::layout::LayoutError::Overlap) if elements share
    /// bytes, or may: on each axis a step must lead over all that the axes of finer strides span.
    pub unsafe fn from_raw_parts(ptr: *mut T, layout: Layout<D>) -> Result<Self, PointerError> {
        let gaps = foreign_gaps(T::DTYPE);
        // SAFETY: promised by the caller (1, 2).
        let head = unsafe { header(ptr.cast(), layout, size_of::<T>(), gaps, Access::Write) }?;
        // SAFETY: live bytes [R1], initialised but for gaps [R2], each reached once (checked) and by nobody else (3) [R4].
        Ok(unsafe { Self::from_header(head) })
    }

    /// Address of the first element, for writing through; it may be unaligned. Dangling where there are no elements.
    /// NumPy's `ndarray.ctypes.data`.
    ///
    /// While this view is borrowed the pointer may be used to read and write the elements, at the strides of
    /// [`layout`](ViewMut::layout), and no other bytes: what lies between the elements of a column belongs to other
    /// columns, which may be written at the same time. Of a `T` with gaps, write the fields and not the whole: a store of
    /// a `T` would leave its gaps undefined, and a table's bytes are lent with their gaps.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2];
    /// let mut view = ViewMut::from_slice(&mut numbers);
    /// // SAFETY: the first of two elements.
    /// unsafe { view.as_mut_ptr().write_unaligned(7) };
    /// assert_eq!(view.get(0), Some(7));
    /// ```
    #[inline]
    pub fn as_mut_ptr(&mut self) -> *mut T {
        self.head.ptr().as_ptr().cast()
    }
}

impl<'a> AnyView<'a> {
    /// A view of memory that the caller vouches for, of a dtype known at run time. `ptr` is the address of the element
    /// whose index is all zeros, at any alignment.
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use record_core::{AnyView, DType, DynRank, layout::{Axes, Dim, Layout}};
    /// let dtype = DType::parse("[('id', 'u1'), ('level', '>u2')]")?;
    /// let bytes = [1, 0, 10, 2, 0, 20];
    /// let layout = Layout::<DynRank> {
    ///     shape: Axes::from_fn(1, |_| 2).unwrap(),
    ///     strides: Axes::from_fn(1, |_| 3).unwrap(),
    /// };
    /// // SAFETY: two elements of three bytes, in bytes that outlive the view.
    /// let view = unsafe { AnyView::from_raw_parts(bytes.as_ptr(), &dtype, layout)? };
    /// assert_eq!(view.column("level")?.mean()?, Some(15.0));
    /// # }
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Safety
    /// As for [`View::from_raw_parts`], for elements of `dtype.itemsize()` bytes whose leaves are initialised.
    ///
    /// # Errors
    /// As [`View::from_raw_parts`].
    pub unsafe fn from_raw_parts(
        ptr: *const u8,
        dtype: &'a DType,
        layout: Layout<DynRank>,
    ) -> Result<Self, PointerError> {
        // SAFETY: promised by the caller (1, 2); read only.
        let head =
            unsafe { header(ptr.cast_mut(), layout, dtype.itemsize(), foreign_gaps(dtype), Access::Read) }?;
        // SAFETY: live bytes [R1], initialised but for gaps [R2], which nobody writes while the view lives (3).
        Ok(unsafe { Self::from_header(head, dtype) })
    }
}

impl<'a> AnyViewMut<'a> {
    /// A writable view of memory that the caller vouches for, of a dtype known at run time. `ptr` is the address of the
    /// element whose index is all zeros, at any alignment. Gaps are neither read nor written.
    ///
    /// # Safety
    /// As for [`ViewMut::from_raw_parts`], for elements of `dtype.itemsize()` bytes whose leaves are initialised.
    ///
    /// # Errors
    /// As [`ViewMut::from_raw_parts`].
    pub unsafe fn from_raw_parts(
        ptr: *mut u8,
        dtype: &'a DType,
        layout: Layout<DynRank>,
    ) -> Result<Self, PointerError> {
        // SAFETY: promised by the caller (1, 2).
        let head = unsafe { header(ptr, layout, dtype.itemsize(), foreign_gaps(dtype), Access::Write) }?;
        // SAFETY: live bytes [R1], initialised but for gaps [R2], each reached once (checked) and by nobody else (3) [R4].
        Ok(unsafe { Self::from_header(head, dtype) })
    }

    /// Address of the first element, for writing through: see [`ViewMut::as_mut_ptr`] for which bytes.
    #[inline]
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.head.ptr().as_ptr()
    }
}
