//! Runs: the elements of a view along one axis, in groups of eight, as the operands of an expression are read and its
//! result is written.
//!
//! An expression goes through all its operands at once, each broadcast to the same shape. [`At`] says where: an index on
//! every axis but one, and how many elements on that one. A run checks this against its own view, so a wrong one is a
//! panic and nothing worse. Runs whose elements lie one after the other have a type of their own, in which the compiler
//! knows the stride.

use crate::{
    element::Element,
    layout::{Dim, DynRank},
    raw::{cell::CellView, field::Slot, lanes::LANES, view::View},
};
use core::{any::TypeId, cell::Cell, marker::PhantomData};

/// A place in the shape that all operands are broadcast to: `len` elements along `axis` from an index on; or, if `flat`,
/// from element `index[0]` in row-major order.
#[derive(Clone, Copy, Debug)]
pub struct At<'r> {
    pub(crate) index: [usize; DynRank::MAX],
    pub(crate) ndim: usize,
    pub(crate) axis: usize,
    pub(crate) len: usize,
    pub(crate) flat: bool,
    own: Option<Own<'r>>,
}

/// The elements that the result replaces: a run of them without their type. The length is kept here too, for that of the
/// place may be changed.
#[derive(Clone, Copy, Debug)]
struct Own<'r> {
    first: *mut u8,
    stride: isize,
    len: usize,
    element: TypeId,
    marker: PhantomData<&'r Cell<u8>>,
}

impl<'r> At<'r> {
    /// At the first index of `ndim` axes.
    #[inline(always)]
    pub(crate) fn new(ndim: usize, axis: usize, len: usize, flat: bool) -> Self {
        Self { index: [0; DynRank::MAX], ndim, axis, len, flat, own: None }
    }

    /// The same place, where these elements are.
    #[inline(always)]
    pub(crate) fn with_own<T: Element, const DENSE: bool>(mut self, own: &CellRun<'r, T, DENSE>) -> Self {
        assert!(own.len == self.len, "a run of this place");
        let element = TypeId::of::<T>();
        let CellRun { first, stride, len, .. } = *own;
        self.own = Some(Own { first, stride, len, element, marker: PhantomData });
        self
    }

    /// The elements that the result replaces, if they are of this type.
    #[inline(always)]
    pub(crate) fn own<T: Element, const DENSE: bool>(&self) -> Option<CellRun<'r, T, DENSE>> {
        let Own { first, stride, len, element, .. } = self.own?;
        let fits = element == TypeId::of::<T>() && (!DENSE || stride == size_of::<T>().cast_signed());
        // The run of `T` that `with_own` had, in all its parts.
        fits.then_some(CellRun { first, stride, len, marker: PhantomData })
    }
}

/// The distance of neighbours in row-major order, if it is the same everywhere; axes of length 1 do not count.
pub(crate) fn uniform(shape: &[usize], strides: &[isize]) -> Option<isize> {
    let mut found: Option<(isize, usize)> = None;
    for (&len, &stride) in shape.iter().zip(strides).rev() {
        if len == 1 {
            continue;
        }
        found = Some(match found {
            None => (stride, len),
            Some((step, inner)) if step.checked_mul(inner.cast_signed()) == Some(stride) => {
                (step, inner.saturating_mul(len))
            }
            Some(_) => return None,
        });
    }
    Some(found.map_or(0, |(step, _)| step))
}

/// Bytes from the first element to the first of the run, and the stride of the run.
///
/// # Panics
/// If the run would leave the axes.
#[inline(always)]
fn locate(shape: &[usize], strides: &[isize], at: &At<'_>) -> (isize, isize) {
    if at.flat {
        let size = crate::layout::element_count(shape);
        if size == 1 {
            return (0, 0);
        }
        let step = uniform(shape, strides).expect("at equal distances");
        assert!(at.index[0] <= size && at.len <= size - at.index[0], "a run within the view");
        return (at.index[0].cast_signed() * step, step);
    }
    let added = at.ndim.checked_sub(shape.len()).expect("no more axes than the result");
    let (mut delta, mut step) = (0_isize, 0);
    for (own, (&len, &stride)) in shape.iter().zip(strides).enumerate() {
        if len == 1 {
            continue;
        }
        let axis = own + added;
        let index = at.index[axis];
        let needed = if axis == at.axis { at.len } else { 1 };
        assert!(index <= len && needed <= len - index, "a run within the view");
        delta += index.cast_signed() * stride;
        if axis == at.axis {
            step = stride;
        }
    }
    (delta, step)
}

/// Elements of a view along one axis, to read.
#[derive(Debug)]
pub struct Run<'a, T, const DENSE: bool> {
    first: *const u8,
    stride: isize,
    len: usize,
    marker: PhantomData<&'a T>,
}

/// Elements of cells along one axis, to read and to write.
#[derive(Debug)]
pub struct CellRun<'a, T, const DENSE: bool> {
    first: *mut u8,
    stride: isize,
    len: usize,
    marker: PhantomData<&'a Cell<T>>,
}

impl<T, const DENSE: bool> Clone for Run<'_, T, DENSE> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const DENSE: bool> Copy for Run<'_, T, DENSE> {}

impl<T, const DENSE: bool> Clone for CellRun<'_, T, DENSE> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const DENSE: bool> Copy for CellRun<'_, T, DENSE> {}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The elements at this place; `None` if they should be dense and are not.
    ///
    /// # Panics
    /// If the place is not in the view, broadcast.
    #[inline(always)]
    pub(crate) fn run<const DENSE: bool>(&self, at: &At<'_>) -> Option<Run<'a, T, DENSE>> {
        let layout = self.head.layout();
        let (delta, stride) = locate(layout.shape.as_ref(), layout.strides.as_ref(), at);
        let first = self.head.ptr().as_ptr().cast_const().wrapping_offset(delta);
        let fits = !DENSE || stride == size_of::<T>().cast_signed();
        fits.then_some(Run { first, stride, len: at.len, marker: PhantomData })
    }
}

impl<'a, T: Element, D: Dim> CellView<'a, T, D> {
    /// As [`View::run`].
    #[inline(always)]
    pub(crate) fn run<const DENSE: bool>(&self, at: &At<'_>) -> Option<CellRun<'a, T, DENSE>> {
        let layout = self.head.layout();
        let (delta, stride) = locate(layout.shape.as_ref(), layout.strides.as_ref(), at);
        let first = self.head.ptr().as_ptr().wrapping_offset(delta);
        let fits = !DENSE || stride == size_of::<T>().cast_signed();
        fits.then_some(CellRun { first, stride, len: at.len, marker: PhantomData })
    }
}

/// The `T`s of group `group` of a run.
///
/// # Safety
/// The run holds this group, may be read, and nobody writes meanwhile.
#[inline(always)]
unsafe fn read_group<T: Element, const DENSE: bool>(
    first: *const u8,
    stride: isize,
    group: usize,
) -> [T::Value; LANES] {
    let start = group * LANES;
    if DENSE {
        let at = first.wrapping_add(start * size_of::<T>()).cast::<[T; LANES]>();
        // SAFETY: dense: the eight elements from `start` on lie one after the other, readable (caller), any bytes are a T [R5].
        let elements = unsafe { at.read_unaligned() };
        return elements.map(T::load);
    }
    core::array::from_fn(
        #[inline(always)]
        |lane| {
            let at = first.wrapping_offset((start + lane).cast_signed() * stride);
            // SAFETY: an element of the group, readable (caller), any bytes are a T [R5].
            unsafe { at.cast::<T>().read_unaligned() }.load()
        },
    )
}

impl<T: Element, const DENSE: bool> Run<'_, T, DENSE> {
    /// How many whole groups there are.
    #[inline(always)]
    pub(crate) fn groups(&self) -> usize {
        self.len / LANES
    }

    /// The values of eight elements.
    ///
    /// # Panics
    /// If there is no such group.
    #[inline(always)]
    pub(crate) fn group(&self, group: usize) -> [T::Value; LANES] {
        assert!(group < self.groups(), "a group of the run");
        // SAFETY: the run holds it: `locate` put all its elements within the view, which only reads [R1], [R2].
        unsafe { read_group::<T, DENSE>(self.first, self.stride, group) }
    }

    /// The value of one element.
    ///
    /// # Panics
    /// If there is no such element.
    #[inline(always)]
    pub(crate) fn one(&self, index: usize) -> T::Value {
        assert!(index < self.len, "an element of the run");
        let at = self.first.wrapping_offset(index.cast_signed() * self.stride);
        // SAFETY: an element of the view [R1], [R2], as above; any bytes are a T [R5].
        unsafe { at.cast::<T>().read_unaligned() }.load()
    }
}

impl<T: Element, const DENSE: bool> CellRun<'_, T, DENSE> {
    /// How many whole groups there are.
    #[inline(always)]
    pub(crate) fn groups(&self) -> usize {
        self.len / LANES
    }

    /// The values of eight elements.
    ///
    /// # Panics
    /// If there is no such group.
    #[inline(always)]
    pub(crate) fn group(&self, group: usize) -> [T::Value; LANES] {
        assert!(group < self.groups(), "a group of the run");
        // SAFETY: the run holds it: `locate` put all its elements within the cells [R1], [R2], which do not leave this thread
        // and hand out no references [R4]: nobody writes meanwhile.
        unsafe { read_group::<T, DENSE>(self.first, self.stride, group) }
    }

    /// The value of one element.
    ///
    /// # Panics
    /// If there is no such element.
    #[inline(always)]
    pub(crate) fn one(&self, index: usize) -> T::Value {
        assert!(index < self.len, "an element of the run");
        let at = self.first.wrapping_offset(index.cast_signed() * self.stride);
        // SAFETY: an element of the cells [R1], [R2], which nobody writes meanwhile, as above; any bytes are a T [R5].
        unsafe { at.cast::<T>().read_unaligned() }.load()
    }

    /// Writes eight elements.
    ///
    /// # Panics
    /// If there is no such group.
    #[inline(always)]
    pub(crate) fn put_group(&self, group: usize, values: [T::Value; LANES]) {
        assert!(group < self.groups(), "a group of the run");
        let start = group * LANES;
        if DENSE && const { T::DTYPE.is_gap_free() } {
            let at = self.first.wrapping_add(start * size_of::<T>()).cast::<[T; LANES]>();
            // SAFETY: dense: the eight elements from `start` on lie one after the other, within the cells [R1], which may be
            // written, and are reached by nobody else meanwhile [R4]; without gaps, all their bytes are.
            unsafe { at.write_unaligned(values.map(T::store)) };
            return;
        }
        for (lane, value) in values.into_iter().enumerate() {
            let at = self.first.wrapping_offset((start + lane).cast_signed() * self.stride);
            // SAFETY: an element of the cells [R1], which may be written, and only here now [R4].
            unsafe { Slot::new(at) }.put(T::store(value));
        }
    }

    /// Writes one element.
    ///
    /// # Panics
    /// If there is no such element.
    #[inline(always)]
    pub(crate) fn put(&self, index: usize, value: T::Value) {
        assert!(index < self.len, "an element of the run");
        let at = self.first.wrapping_offset(index.cast_signed() * self.stride);
        // SAFETY: an element of the cells [R1], which may be written, and only here now [R4].
        unsafe { Slot::new(at) }.put(T::store(value));
    }
}
