//! Views of the memory that an array interface tells of.

use crate::{
    interop::{ArrayInterface, PointerError},
    layout::{Axes, Dim, DynRank, Layout, LayoutError, Order},
    raw::{any::AnyView, any_mut::AnyViewMut},
};
use core::ptr;

impl ArrayInterface {
    /// The array, if what is told of it is true.
    ///
    /// ```
    /// use record_core::{View, interop::ArrayInterface};
    /// let numbers = [1_u16, 2, 3];
    /// let told = View::from_slice(&numbers).array_interface()?.to_json();
    /// let interface = ArrayInterface::parse(&told)?;
    /// // SAFETY: the interface of an array that lives on.
    /// let view = unsafe { interface.view()? };
    /// assert_eq!(view.typed::<u16>()?.to_vec(), [1, 2, 3]);
    /// assert_eq!(view.as_ptr(), numbers.as_ptr().cast());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Safety
    /// As for [`AnyView::from_raw_parts`], for the address, dtype, shape and strides of the interface, as long as the view
    /// lives. If this process made the memory, its provenance was exposed, as
    /// [`View::array_interface`](crate::View::array_interface) does.
    ///
    /// # Errors
    /// As [`AnyView::from_raw_parts`], and [`LayoutError::TooManyAxes`] for more than [`DynRank::MAX`].
    pub unsafe fn view(&self) -> Result<AnyView<'_>, PointerError> {
        let ptr = ptr::with_exposed_provenance(self.address());
        // SAFETY: promised by the caller.
        unsafe { AnyView::from_raw_parts(ptr, self.dtype(), layout(self)?) }
    }

    /// The array, to be written, if what is told of it is true.
    ///
    /// # Safety
    /// As for [`AnyViewMut::from_raw_parts`], otherwise as for [`view`](ArrayInterface::view).
    ///
    /// # Errors
    /// As [`AnyViewMut::from_raw_parts`], [`LayoutError::TooManyAxes`] for more than [`DynRank::MAX`], and
    /// [`PointerError::ReadOnly`] if the interface says so.
    pub unsafe fn view_mut(&self) -> Result<AnyViewMut<'_>, PointerError> {
        if self.is_read_only() {
            return Err(PointerError::ReadOnly);
        }
        let ptr = ptr::with_exposed_provenance_mut(self.address());
        // SAFETY: promised by the caller.
        unsafe { AnyViewMut::from_raw_parts(ptr, self.dtype(), layout(self)?) }
    }
}

/// Shape and strides as a layout.
fn layout(interface: &ArrayInterface) -> Result<Layout<DynRank>, LayoutError> {
    let lengths = interface.shape();
    let ndim = lengths.len();
    let too_many = LayoutError::TooManyAxes { needed: ndim, limit: DynRank::MAX };
    let shape = <DynRank as Dim>::Shape::from_fn(ndim, |axis| lengths[axis]).ok_or(too_many)?;
    let Some(steps) = interface.strides() else {
        return Layout::dense(shape, interface.dtype().itemsize(), Order::C);
    };
    let rank = LayoutError::Rank { expected: ndim, found: steps.len() };
    let strides = Axes::from_fn(steps.len(), |axis| steps[axis]).ok_or(rank)?;
    Ok(Layout { shape, strides })
}
