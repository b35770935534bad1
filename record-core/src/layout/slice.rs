//! Operations that compute a layout from a layout, reaching only elements that the old one reaches.
//!
//! A [`Parent`] stands for the layout of one view, a [`Sub`] for a layout derived from it. The lifetime `'id` is
//! different for every view, so a `Sub` cannot be applied to another view than the one it was derived from: the proof
//! cannot open the wrong buffer.

use super::{Axes, Dim, Layout, LayoutError, Rank, span::extent_fits};
use core::{marker::PhantomData, ops::Range};

type Brand<'id> = PhantomData<fn(&'id ()) -> &'id ()>;

/// The layout of one view.
#[derive(Clone, Copy)]
pub(crate) struct Parent<'id, D: Dim> {
    layout: Layout<D>,
    brand: Brand<'id>,
}

/// A layout whose elements are all elements of its parent, and the bytes from the parent's first element to its own.
pub(crate) struct Sub<'id, D: Dim> {
    delta: isize,
    layout: Layout<D>,
    brand: Brand<'id>,
}

impl<D: Dim> Sub<'_, D> {
    pub(crate) fn delta(&self) -> isize {
        self.delta
    }

    pub(crate) fn layout(&self) -> Layout<D> {
        self.layout
    }
}

impl<D: Dim> Parent<'_, D> {
    pub(crate) fn new(layout: Layout<D>) -> Self {
        Self { layout, brand: PhantomData }
    }
}

impl<'id, D: Dim> Parent<'id, D> {
    /// The elements with this index on `axis`; the axis goes.
    pub(crate) fn index(self, axis: usize, index: usize) -> Result<Sub<'id, D::Smaller>, LayoutError> {
        let len = self.axis_len(axis)?;
        if index >= len {
            return Err(LayoutError::Index { axis, index, len });
        }
        let layout = rebuild(self.layout.ndim() - 1, |i| self.pick(i + usize::from(i >= axis)))?;
        // Within the parent's span, which was checked. In an empty parent nothing may be stepped over.
        let delta = if layout.is_empty() { 0 } else { self.step(axis, index) };
        Ok(Sub { delta, layout, brand: PhantomData })
    }

    /// The elements whose index on `axis` is in `range`, in order.
    pub(crate) fn range(self, axis: usize, range: Range<usize>) -> Result<Sub<'id, D>, LayoutError> {
        let len = self.axis_len(axis)?;
        let Range { start, end } = range;
        if start > end || end > len {
            return Err(LayoutError::Range { axis, start, end, len });
        }
        let mut layout = self.layout;
        layout.shape.as_mut()[axis] = end - start;
        let delta = if layout.is_empty() { 0 } else { self.step(axis, start) };
        Ok(Sub { delta, layout, brand: PhantomData })
    }

    /// The same elements under a rank that the type knows, or does not.
    pub(crate) fn with_rank<E: Dim>(self) -> Result<Sub<'id, E>, LayoutError> {
        let layout = rebuild(self.layout.ndim(), |i| self.pick(i))?;
        Ok(Sub { delta: 0, layout, brand: PhantomData })
    }

    /// All elements on one axis, in row-major order.
    ///
    /// # Errors
    /// [`LayoutError::Rank`] if no single stride leads from each element to the next.
    pub(crate) fn ravel(self) -> Result<Sub<'id, Rank<1>>, LayoutError> {
        if self.layout.is_empty() {
            // Its strides may be anything.
            let layout = Layout { shape: [0], strides: [0] };
            return Ok(Sub { delta: 0, layout, brand: PhantomData });
        }
        let ndim = self.layout.ndim();
        let (mut len, mut stride) = (1_usize, None);
        for axis in (0..ndim).rev() {
            let (n, step) = self.pick(axis);
            if n == 1 {
                continue;
            }
            match stride {
                None => stride = Some(step),
                // The product may overflow where the inner axes reach far; then it is not the step either.
                Some(inner) if Some(step) != inner.checked_mul(len.cast_signed()) => {
                    return Err(LayoutError::Rank { expected: 1, found: ndim });
                }
                Some(_) => {}
            }
            len *= n;
        }
        let layout = Layout { shape: [len], strides: [stride.unwrap_or(0)] };
        Ok(Sub { delta: 0, layout, brand: PhantomData })
    }

    fn pick(&self, axis: usize) -> (usize, isize) {
        (self.layout.shape.as_ref()[axis], self.layout.strides.as_ref()[axis])
    }

    fn axis_len(&self, axis: usize) -> Result<usize, LayoutError> {
        let ndim = self.layout.ndim();
        self.layout.shape.as_ref().get(axis).copied().ok_or(LayoutError::Axis { axis, ndim })
    }

    fn step(&self, axis: usize, index: usize) -> isize {
        index.cast_signed() * self.layout.strides.as_ref()[axis]
    }
}

/// A layout of `ndim` axes, each given as length and stride.
fn rebuild<D: Dim>(ndim: usize, axis: impl Fn(usize) -> (usize, isize)) -> Result<Layout<D>, LayoutError> {
    let rank = || match D::NDIM {
        Some(expected) => LayoutError::Rank { expected, found: ndim },
        None => LayoutError::TooManyAxes { needed: ndim, limit: super::DynRank::MAX },
    };
    Ok(Layout {
        shape: D::Shape::from_fn(ndim, |i| axis(i).0).ok_or_else(rank)?,
        strides: D::Strides::from_fn(ndim, |i| axis(i).1).ok_or_else(rank)?,
    })
}

/// The layout with an innermost axis of `len` elements of `itemsize` bytes added: a sub-array's own axis. The sub-array
/// is an element of the parent, so all it holds lies within the parent; but elements without bytes may be more than can
/// be counted.
pub(crate) fn with_inner_axis<D: Dim>(
    layout: &Layout<D>,
    len: usize,
    itemsize: usize,
) -> Result<Layout<D::Larger>, LayoutError> {
    let ndim = layout.ndim();
    let larger: Layout<D::Larger> = rebuild(ndim + 1, |i| {
        if i < ndim {
            (layout.shape.as_ref()[i], layout.strides.as_ref()[i])
        } else {
            (len, itemsize.cast_signed())
        }
    })?;
    if !extent_fits(larger.shape.as_ref(), itemsize) {
        return Err(LayoutError::TooLarge { itemsize });
    }
    Ok(larger)
}
