//! Views cut along an axis: in two, into parts, into single elements of the axis.

use crate::{
    element::Element,
    layout::{Dim, LayoutError},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        cell::CellView,
        view::{View, ViewMut},
    },
};
use core::iter::FusedIterator;

mod sealed {
    pub trait Sealed {}
}

/// A view that can be cut along its axes.
pub trait Split: Sized + sealed::Sealed {
    /// The view of one index of an axis.
    type Smaller;

    /// Lengths of the axes.
    #[doc(hidden)]
    fn length(&self, axis: usize) -> Option<usize>;

    /// Both sides of `index`.
    #[doc(hidden)]
    fn cut(self, axis: usize, index: usize) -> Result<(Self, Self), LayoutError>;

    /// Without an axis of length 1.
    #[doc(hidden)]
    fn only(self, axis: usize) -> Result<Self::Smaller, LayoutError>;
}

/// The parts of a view along an axis, in order. Made by `chunks` and `split`.
#[derive(Clone, Debug)]
pub struct Chunks<V> {
    rest: Option<V>,
    axis: usize,
    len: usize,
}

/// The views of one index of an axis each, in order. Made by `axis_iter`.
#[derive(Clone, Debug)]
pub struct AxisIter<V>(Chunks<V>);

impl<V: Split> Chunks<V> {
    /// Along an axis of the view, parts of one index at least.
    pub(crate) fn new(view: V, axis: usize, len: usize) -> Self {
        let rest = if view.length(axis) == Some(0) { None } else { Some(view) };
        Self { rest, axis, len }
    }

    fn left(&self) -> usize {
        self.rest.as_ref().and_then(|rest| rest.length(self.axis)).map_or(0, |n| n.div_ceil(self.len))
    }
}

impl<V: Split> Iterator for Chunks<V> {
    type Item = V;

    fn next(&mut self) -> Option<V> {
        let rest = self.rest.take()?;
        if rest.length(self.axis)? <= self.len {
            return Some(rest);
        }
        let (chunk, rest) = rest.cut(self.axis, self.len).ok()?;
        self.rest = Some(rest);
        Some(chunk)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left(), Some(self.left()))
    }
}

impl<V: Split> ExactSizeIterator for Chunks<V> {}
impl<V: Split> FusedIterator for Chunks<V> {}

impl<V: Split> Iterator for AxisIter<V> {
    type Item = V::Smaller;

    fn next(&mut self) -> Option<V::Smaller> {
        let axis = self.0.axis;
        self.0.next()?.only(axis).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<V: Split> ExactSizeIterator for AxisIter<V> {}
impl<V: Split> FusedIterator for AxisIter<V> {}

macro_rules! split {
    ($({$($generics:tt)*} $view:ty, $smaller:ty;)*) => {$(
        impl<$($generics)*> sealed::Sealed for $view {}

        impl<$($generics)*> Split for $view {
            type Smaller = $smaller;

            fn length(&self, axis: usize) -> Option<usize> {
                self.layout().shape.as_ref().get(axis).copied()
            }

            fn cut(self, axis: usize, index: usize) -> Result<(Self, Self), LayoutError> {
                self.split_at(axis, index)
            }

            fn only(self, axis: usize) -> Result<$smaller, LayoutError> {
                self.try_remove_axis(axis)
            }
        }

        impl<$($generics)*> $view {
            /// The parts of `len` indices each along `axis`; the last may be shorter. As `chunks` of slices.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let chunks = View::from_slice(&[1, 2, 3, 4, 5]).chunks(0, 2)?;
            /// assert_eq!(chunks.map(|chunk| chunk.to_vec()).collect::<Vec<_>>(), [vec![1, 2], vec![3, 4], vec![5]]);
            /// # Ok::<(), record_core::Error>(())
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`], or [`LayoutError::ZeroStep`] if `len` is 0.
            pub fn chunks(self, axis: usize, len: usize) -> Result<Chunks<Self>, LayoutError> {
                let ndim = self.layout().ndim();
                if axis >= ndim {
                    return Err(LayoutError::Axis { axis, ndim });
                }
                if len == 0 {
                    return Err(LayoutError::ZeroStep { axis });
                }
                Ok(Chunks::new(self, axis, len))
            }

            /// `parts` equal parts along `axis`. NumPy's `split`.
            ///
            /// # Errors
            /// [`LayoutError::Split`] if the length does not fall into so many, or [`LayoutError::Axis`].
            pub fn split(self, axis: usize, parts: usize) -> Result<Chunks<Self>, LayoutError> {
                let layout = self.layout();
                let ndim = layout.ndim();
                let len = *layout.shape.as_ref().get(axis).ok_or(LayoutError::Axis { axis, ndim })?;
                if parts == 0 || !len.is_multiple_of(parts) || len == 0 {
                    return Err(LayoutError::Split { axis, parts, len });
                }
                self.chunks(axis, len / parts)
            }

            /// The views of one index of `axis` each. `for row in table.axis_iter(0)` is NumPy's `for row in table`.
            ///
            /// ```
            /// # use record_core::prelude::*;
            /// let table = View::from_slice(&[[1, 2], [3, 4]]).axes();
            /// assert_eq!(table.axis_iter(0)?.map(|row| row.to_vec()).collect::<Vec<_>>(), [[1, 2], [3, 4]]);
            /// # Ok::<(), record_core::Error>(())
            /// ```
            ///
            /// # Errors
            /// [`LayoutError::Axis`].
            pub fn axis_iter(self, axis: usize) -> Result<AxisIter<Self>, LayoutError> {
                self.chunks(axis, 1).map(AxisIter)
            }
        }
    )*};
}

split! {
    {'a, T: Element, D: Dim} View<'a, T, D>, View<'a, T, D::Smaller>;
    {'a, T: Element, D: Dim} ViewMut<'a, T, D>, ViewMut<'a, T, D::Smaller>;
    {'a, T: Element, D: Dim} CellView<'a, T, D>, CellView<'a, T, D::Smaller>;
    {'a} AnyView<'a>, AnyView<'a>;
    {'a} AnyViewMut<'a>, AnyViewMut<'a>;
}

macro_rules! split_at {
    ($({$($generics:tt)*} $view:ty;)*) => {$(
        impl<$($generics)*> $view {
            /// The elements before and from `index` on `axis`. As `split_at` of slices.
            ///
            /// # Errors
            /// [`LayoutError::Range`] if `index` exceeds the length, or [`LayoutError::Axis`].
            pub fn split_at(self, axis: usize, index: usize) -> Result<(Self, Self), LayoutError> {
                let low = self.derive(|parent| parent.range(axis, 0..index))?;
                let high = self.derive(|parent| parent.range(axis, index..parent.axis_len(axis)?))?;
                Ok((low, high))
            }
        }
    )*};
}

split_at! {
    {'a, T: Element, D: Dim} View<'a, T, D>;
    {'a, T: Element, D: Dim} CellView<'a, T, D>;
    {'a} AnyView<'a>;
}
