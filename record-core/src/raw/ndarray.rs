//! Views made of `ndarray`'s, and the other way round.
//!
//! `ndarray` takes strides that are not negative, counted in elements. So an array is made from the lowest address with
//! the strides' absolute values, and the axes that run backwards are then inverted, which moves its pointer.

use crate::{
    element::Element,
    interop::ndarray::{NdarrayError, ToDimension, ToRank},
    layout::{Axes, Checked, Dim, DynRank, Layout, LayoutError, span},
    raw::{
        header::{Gaps, Header},
        view::{View, ViewMut},
    },
};
use core::ptr::NonNull;
use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension, ShapeBuilder, StrideShape};

/// What an array is made of: the address of its lowest element, lengths and absolute strides.
struct Parts<T, I: Dimension> {
    lowest: NonNull<T>,
    shape: StrideShape<I>,
}

/// The parts of an array over the elements of `head`, each of which is then at an aligned address.
fn parts<T, D: ToDimension>(head: &Header<D>) -> Result<Parts<T, D::Dimension>, NdarrayError> {
    let (layout, itemsize) = (*head.layout(), size_of::<T>());
    // Again, since the strides of a view without elements may be anything, and since the product of all lengths is what
    // ndarray needs to be small.
    let (first, _) = span::around(layout, itemsize)?;
    let (lengths, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
    let mut shape = D::Dimension::zeros(lengths.len());
    shape.slice_mut().copy_from_slice(lengths);
    if layout.is_empty() || itemsize == 0 {
        // Nothing is reached, whatever the strides.
        return Ok(Parts { lowest: NonNull::dangling(), shape: shape.into() });
    }
    let mut steps = D::Dimension::zeros(lengths.len());
    for (axis, step) in steps.slice_mut().iter_mut().enumerate() {
        let stride = strides[axis];
        if lengths[axis] > 1 {
            if !stride.unsigned_abs().is_multiple_of(itemsize) {
                return Err(NdarrayError::Stride { axis, stride, itemsize });
            }
            *step = stride.unsigned_abs() / itemsize;
        }
    }
    let (address, alignment) = (head.ptr().addr().get(), align_of::<T>());
    if !address.is_multiple_of(alignment) {
        return Err(NdarrayError::Misaligned { address, alignment });
    }
    // SAFETY: the first byte that the layout reaches is in the allocation [R1].
    let lowest = unsafe { head.ptr().offset(first) }.cast();
    Ok(Parts { lowest, shape: shape.strides(steps) })
}

/// The axes of a header that run backwards.
fn backward<D: Dim>(head: &Header<D>) -> impl Iterator<Item = Axis> {
    let Layout { shape, strides } = *head.layout();
    let moves = !head.layout().is_empty();
    (0..head.layout().ndim())
        .filter(move |&axis| moves && shape.as_ref()[axis] > 1 && strides.as_ref()[axis] < 0)
        .map(Axis)
}

impl<'a, T: Element, D: ToDimension> View<'a, T, D> {
    /// The same elements as an array view of the crate `ndarray`. Needs the feature `ndarray`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let view = View::from_slice(&[[1, 2, 3], [4, 5, 6]]).axes();
    /// assert_eq!(view.to_ndarray()?.sum_axis(ndarray::Axis(0)).to_vec(), [5, 7, 9]);
    ///
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Point { id: u8, at: [f32; 2] }
    /// let points = [Point { id: 1, at: [0.5; 2] }; 3];
    /// let error = View::from_slice(&points).col(Point::AT).to_ndarray().unwrap_err();
    /// assert!(error.to_string().starts_with("axis 0 steps 9 bytes"));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NdarrayError::Stride`] if a stride is no multiple of the element's size, [`NdarrayError::Misaligned`] if the
    /// elements are not aligned, [`NdarrayError::MayChange`] for records of a guarded map, whose bytes may change.
    pub fn to_ndarray(&self) -> Result<ArrayView<'a, T, D::Dimension>, NdarrayError> {
        if !self.head.origin().is_constant() {
            return Err(NdarrayError::MayChange);
        }
        let Parts { lowest, shape } = parts::<T, D>(&self.head)?;
        // SAFETY: as `from_shape_ptr` asks: all elements are live [R1] and any bytes are a T [R5]; nothing writes them for
        // 'a. Not null and aligned, also at every step, for steps are whole elements. Stepping along the absolute strides
        // from the lowest address reaches what the layout reaches, and `span` found the distances and the product of the
        // lengths to be at most isize::MAX. Steps are not negative. Where there are no elements, or they have no bytes,
        // the strides are those of ndarray's own choice.
        let mut array = unsafe { ArrayView::from_shape_ptr(shape, lowest.as_ptr()) };
        for axis in backward(&self.head) {
            array.invert_axis(axis);
        }
        Ok(array)
    }
}

impl<'a, T: Element, D: ToDimension> ViewMut<'a, T, D> {
    /// The same elements as a writable array view of the crate `ndarray`; this view is given up, or
    /// [reborrowed](ViewMut::reborrow) before. Needs the feature `ndarray`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3];
    /// ViewMut::from_slice(&mut numbers).into_ndarray()?.map_inplace(|n| *n *= 10);
    /// assert_eq!(numbers, [10, 20, 30]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::to_ndarray`].
    ///
    /// # Panics
    /// At compile time, if `T` has gaps: a store through a reference would leave them undefined.
    pub fn into_ndarray(self) -> Result<ArrayViewMut<'a, T, D::Dimension>, NdarrayError> {
        const { assert!(T::DTYPE.is_gap_free(), "records with gaps are not lent by mutable reference") };
        let Parts { lowest, shape } = parts::<T, D>(&self.head)?;
        // SAFETY: as in `to_ndarray`; and no element shares a byte with another, and nobody else reaches them for 'a,
        // since `self` is consumed [R4]. T has no gaps, so the bytes stay initialised whatever is stored [R2].
        let mut array = unsafe { ArrayViewMut::from_shape_ptr(shape, lowest.as_ptr()) };
        for axis in backward(&self.head) {
            array.invert_axis(axis);
        }
        Ok(array)
    }
}

/// The layout of an array, in bytes. Strides that lead nowhere may be anything there, and are 0 here if too large.
fn layout<T, D: Dim>(lengths: &[usize], steps: &[isize]) -> Result<Layout<D>, LayoutError> {
    let ndim = lengths.len();
    let rank = || LayoutError::TooManyAxes { needed: ndim, limit: DynRank::MAX };
    let stride = |axis: usize| steps[axis].checked_mul(size_of::<T>().cast_signed()).unwrap_or(0);
    Ok(Layout {
        shape: D::Shape::from_fn(ndim, |axis| lengths[axis]).ok_or_else(rank)?,
        strides: D::Strides::from_fn(ndim, stride).ok_or_else(rank)?,
    })
}

/// The header of the elements of an array, the first at `ptr`.
///
/// # Safety
/// `ptr`, lengths and strides are those of an array of `ndarray`, of elements of type `T`.
unsafe fn header<T: Element, D: Dim>(ptr: NonNull<T>, (first, checked): (isize, Checked<D>)) -> Header<D> {
    let gaps = if T::DTYPE.is_gap_free() { Gaps::Defined } else { Gaps::Undefined };
    // SAFETY: an array's elements are in one allocation; 0 where there are none.
    let base = unsafe { ptr.cast::<u8>().offset(first) };
    // SAFETY: from there on, all bytes up to the last element's last are in that allocation, valid as long as the array
    // borrows; its elements are initialised, but for gaps.
    unsafe { Header::new(base, checked.needed(), &checked, gaps) }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The elements of an array of the crate `ndarray`, without a copy. Needs the feature `ndarray`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let array = ndarray::arr2(&[[1, 2, 3], [4, 5, 6]]);
    /// let view = View::from_ndarray(array.t())?;
    /// assert_eq!((view.shape(), view.strides(), view.get_at([2, 1])), ([3, 2], [4, 12], Some(6)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`] for more than [`DynRank::MAX`]; [`LayoutError::TooLarge`] for a broadcast array whose
    /// elements would take more than `isize::MAX` bytes.
    #[allow(clippy::needless_pass_by_value)] // taken for its lifetime, as `Copy` views are here
    pub fn from_ndarray<I: ToRank<Rank = D>>(array: ArrayView<'a, T, I>) -> Result<Self, LayoutError> {
        let checked = span::around(layout::<T, D>(array.shape(), array.strides())?, size_of::<T>())?;
        let ptr = NonNull::new(array.as_ptr().cast_mut()).unwrap_or(NonNull::dangling());
        // SAFETY: the array's own pointer, lengths and strides.
        let head = unsafe { header(ptr, checked) };
        // SAFETY: live elements, borrowed for 'a [R1], initialised but for gaps [R2].
        Ok(unsafe { Self::from_header(head) })
    }
}

impl<'a, T: Element, D: Dim> ViewMut<'a, T, D> {
    /// The elements of a writable array of the crate `ndarray`, without a copy. Needs the feature `ndarray`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut array = ndarray::arr1(&[1, 2, 3]);
    /// ViewMut::from_ndarray(array.view_mut())?.fill(7);
    /// assert_eq!(array.to_vec(), [7, 7, 7]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`] for more than [`DynRank::MAX`]; [`LayoutError::Overlap`] for strides that interleave in
    /// a way not seen to be disjoint.
    ///
    /// # Panics
    /// At compile time, if `T` has gaps, as [`ViewMut::from_slice`].
    pub fn from_ndarray<I: ToRank<Rank = D>>(mut array: ArrayViewMut<'a, T, I>) -> Result<Self, LayoutError> {
        const { assert!(T::DTYPE.is_gap_free(), "a mutable array of records with gaps cannot be viewed") };
        let (first, checked) = span::around(layout::<T, D>(array.shape(), array.strides())?, size_of::<T>())?;
        let checked = checked.writable()?;
        let ptr = NonNull::new(array.as_mut_ptr()).unwrap_or(NonNull::dangling());
        // SAFETY: the array's own pointer, lengths and strides.
        let head = unsafe { header(ptr, (first, checked)) };
        // SAFETY: live elements, mutably borrowed for 'a by an array that is consumed [R1], [R2], each reached once
        // (checked) [R4].
        Ok(unsafe { Self::from_header(head) })
    }
}
