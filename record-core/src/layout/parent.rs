//! The proof that a layout reaches only elements of another.
//!
//! A [`Parent`] stands for the layout of one view, a [`Sub`] or a [`Repeat`] for a layout derived from it by the
//! operations beside this file. The lifetime `'id` is different for every view, so what is derived cannot be applied to
//! another view than the one it was derived from: the proof cannot open the wrong buffer.
//!
//! Two things hold throughout. Where the result is empty, the first element does not move: there may be none. And the
//! stride of an axis of fewer than two elements may be any number, so it is computed wrapping; that of a longer axis
//! cannot overflow, because all that it reaches is reached by the parent.

use super::{Axes, Dim, DynRank, Layout, LayoutError};
use core::marker::PhantomData;

type Brand<'id> = PhantomData<fn(&'id ()) -> &'id ()>;

/// The layout of one view.
#[derive(Clone, Copy)]
pub(crate) struct Parent<'id, D: Dim> {
    layout: &'id Layout<D>,
    brand: Brand<'id>,
}

/// A layout whose elements are elements of its parent, each at most once, and the bytes from the parent's first element
/// to its own.
pub(crate) struct Sub<'id, D: Dim>(Repeat<'id, D>);

/// A layout whose elements are elements of its parent, some perhaps several times: for reading.
pub(crate) struct Repeat<'id, D: Dim> {
    delta: isize,
    layout: Layout<D>,
    brand: Brand<'id>,
}

impl<'id, D: Dim> Sub<'id, D> {
    #[inline(always)]
    pub(crate) fn into_repeat(self) -> Repeat<'id, D> {
        self.0
    }
}

impl<D: Dim> Repeat<'_, D> {
    #[inline(always)]
    pub(crate) fn delta(&self) -> isize {
        self.delta
    }

    #[inline(always)]
    pub(crate) fn layout(self) -> Layout<D> {
        self.layout
    }
}

impl<'id, D: Dim> Parent<'id, D> {
    #[inline(always)]
    pub(crate) fn new(layout: &'id Layout<D>) -> Self {
        Self { layout, brand: PhantomData }
    }

    #[inline(always)]
    pub(super) fn ndim(self) -> usize {
        self.layout.ndim()
    }

    #[inline(always)]
    pub(super) fn layout(self) -> &'id Layout<D> {
        self.layout
    }

    /// Length and stride of an axis that exists.
    #[inline(always)]
    pub(super) fn pick(self, axis: usize) -> (usize, isize) {
        (self.layout.shape.as_ref()[axis], self.layout.strides.as_ref()[axis])
    }

    /// The length of `axis`, if there is such an axis.
    #[inline(always)]
    pub(crate) fn axis_len(self, axis: usize) -> Result<usize, LayoutError> {
        let ndim = self.ndim();
        self.layout.shape.as_ref().get(axis).copied().ok_or(LayoutError::Axis { axis, ndim })
    }

    /// The proof for `layout`, whose first element lies `delta` bytes from the parent's. To be called by the operations
    /// of this folder only, for layouts that reach each of the parent's elements at most once.
    #[inline(always)]
    pub(super) fn sub<E: Dim>(self, delta: isize, layout: Layout<E>) -> Sub<'id, E> {
        Sub(self.repeat(delta, layout))
    }

    /// As `sub`, for layouts that reach only elements of the parent.
    #[inline(always)]
    #[allow(clippy::unused_self)] // its brand is what is used
    pub(super) fn repeat<E: Dim>(self, delta: isize, layout: Layout<E>) -> Repeat<'id, E> {
        let delta = if layout.is_empty() { 0 } else { delta };
        Repeat { delta, layout, brand: PhantomData }
    }

    /// The same elements, on axes each given as length and stride.
    #[inline(always)]
    pub(super) fn rebuilt<E: Dim>(
        self,
        ndim: usize,
        axis: impl Fn(usize) -> (usize, isize),
    ) -> Result<Sub<'id, E>, LayoutError> {
        Ok(self.sub(0, rebuild(ndim, axis)?))
    }

    /// The same elements under a rank that the type knows, or does not.
    pub(crate) fn with_rank<E: Dim>(self) -> Result<Sub<'id, E>, LayoutError> {
        self.rebuilt(self.ndim(), |i| self.pick(i))
    }
}

/// A layout of `ndim` axes, each given as length and stride.
#[inline(always)]
pub(super) fn rebuild<D: Dim>(
    ndim: usize,
    axis: impl Fn(usize) -> (usize, isize),
) -> Result<Layout<D>, LayoutError> {
    let rank = || match D::NDIM {
        Some(expected) => LayoutError::Rank { expected, found: ndim },
        None => LayoutError::TooManyAxes { needed: ndim, limit: DynRank::MAX },
    };
    Ok(Layout {
        shape: D::Shape::from_fn(ndim, |i| axis(i).0).ok_or_else(rank)?,
        strides: D::Strides::from_fn(ndim, |i| axis(i).1).ok_or_else(rank)?,
    })
}
