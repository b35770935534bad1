//! Asking for the shape: written once for all kinds of views and arrays.

#[cfg(feature = "alloc")]
use crate::raw::{any_array::AnyArray, array::Array};
use crate::{
    element::Element,
    layout::{Dim, DynAxes},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        cell::CellView,
        view::{View, ViewMut},
    },
};

macro_rules! shape_methods {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $view:ty, $shape:ty, $strides:ty;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> $view {
            /// Length of each axis, outermost first. NumPy's `ndarray.shape`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let bytes = [0; 24];
            /// let view = View::<[f32; 3]>::from_bytes(&bytes)?.axes();
            /// assert_eq!((view.shape(), view.strides(), view.ndim(), view.size()), ([2, 3], [12, 4], 2, 6));
            /// # Ok::<(), record_core::Error>(())
            /// ```
            #[inline]
            pub fn shape(&self) -> $shape {
                self.layout().shape
            }

            /// Bytes between neighbours along each axis. NumPy's `ndarray.strides`.
            #[inline]
            pub fn strides(&self) -> $strides {
                self.layout().strides
            }

            /// The number of axes. NumPy's `ndarray.ndim`.
            #[inline]
            pub fn ndim(&self) -> usize {
                self.layout().ndim()
            }

            /// The number of elements, all axes together; those reached several times count as often. NumPy's
            /// `ndarray.size`.
            #[inline]
            pub fn size(&self) -> usize {
                self.layout().len()
            }

            /// Whether there are no elements.
            #[inline]
            pub fn is_empty(&self) -> bool {
                self.layout().is_empty()
            }
        }
    )*};
}

shape_methods! {
    {T, D: Dim} View<'_, T, D>, D::Shape, D::Strides;
    {T, D: Dim} ViewMut<'_, T, D>, D::Shape, D::Strides;
    {T: Element, D: Dim} CellView<'_, T, D>, D::Shape, D::Strides;
    {} AnyView<'_>, DynAxes<usize>, DynAxes<isize>;
    {} AnyViewMut<'_>, DynAxes<usize>, DynAxes<isize>;
    #[cfg(feature = "alloc")]
    {T, D: Dim} Array<T, D>, D::Shape, D::Strides;
    #[cfg(feature = "alloc")]
    {} AnyArray, DynAxes<usize>, DynAxes<isize>;
}
