//! Layouts that reach elements several times: broadcasts and windows. They are for reading.

use super::{Axes, Dim, DynAxes, DynRank, LayoutError, Parent, Repeat, parent::rebuild, span::extent_fits};

impl<'id, D: Dim> Parent<'id, D> {
    /// The elements on axes of these lengths: axes of length 1 are stretched, axes are added in front, with stride 0.
    #[inline(always)]
    pub(crate) fn broadcast<E: Dim>(
        self,
        shape: &[usize],
        itemsize: usize,
    ) -> Result<Repeat<'id, E>, LayoutError> {
        let ndim = self.ndim();
        let Some(added) = shape.len().checked_sub(ndim) else {
            return Err(LayoutError::BroadcastRank { from: ndim, to: shape.len() });
        };
        for axis in 0..ndim {
            let (from, to) = (self.pick(axis).0, shape[added + axis]);
            if from != to && from != 1 {
                return Err(LayoutError::Broadcast { axis: added + axis, from, to });
            }
        }
        if !extent_fits(shape, itemsize) {
            return Err(LayoutError::TooLarge { itemsize });
        }
        let layout = rebuild(shape.len(), |i| match i.checked_sub(added) {
            Some(axis) if self.pick(axis).0 == shape[i] => self.pick(axis),
            _ => (shape[i], 0),
        })?;
        Ok(self.repeat(0, layout))
    }

    /// All runs of `len` neighbours on `axis`, every `step`-th: the axis counts the runs, a new innermost one their
    /// elements.
    #[inline(always)]
    pub(crate) fn windows(
        self,
        axis: usize,
        len: usize,
        step: usize,
        itemsize: usize,
    ) -> Result<Repeat<'id, D::Larger>, LayoutError> {
        let available = self.axis_len(axis)?;
        if step == 0 {
            return Err(LayoutError::ZeroStep { axis });
        }
        let Some(more) = available.checked_sub(len) else {
            return Err(LayoutError::Window { axis, window: len, len: available });
        };
        // At most one more than the elements of a layout in use.
        let count = more / step + 1;
        let ndim = self.ndim();
        let (_, stride) = self.pick(axis);
        let layout = rebuild::<D::Larger>(ndim + 1, |i| match i {
            _ if i == axis => (count, stride.wrapping_mul(isize::try_from(step).unwrap_or(0))),
            _ if i == ndim => (len, stride),
            _ => self.pick(i),
        })?;
        if !extent_fits(layout.shape.as_ref(), itemsize) {
            return Err(LayoutError::TooLarge { itemsize });
        }
        Ok(self.repeat(0, layout))
    }
}

/// The shape that all of `shapes` can be broadcast to. NumPy's `broadcast_shapes`.
///
/// ```
/// use record_core::layout::broadcast_shapes;
/// assert_eq!(broadcast_shapes(&[&[1, 2], &[3, 1], &[3, 2]])?.as_ref(), [3, 2]);
/// let error = broadcast_shapes(&[&[2], &[3]]).unwrap_err();
/// assert_eq!(error.to_string(), "axis 0 of length 3 cannot be broadcast to length 2");
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// # Errors
/// [`LayoutError::Broadcast`] if two lengths of an axis differ and none is 1; [`LayoutError::TooManyAxes`].
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<DynAxes<usize>, LayoutError> {
    let ndim = shapes.iter().map(|shape| shape.len()).max().unwrap_or(0);
    let too_many = LayoutError::TooManyAxes { needed: ndim, limit: DynRank::MAX };
    let mut joined = <DynAxes<usize>>::from_fn(ndim, |_| 1).ok_or(too_many)?;
    for shape in shapes {
        let added = ndim - shape.len();
        for (axis, to) in joined.as_mut().iter_mut().enumerate().skip(added) {
            let from = shape[axis - added];
            if *to == 1 {
                *to = from;
            } else if from != 1 && from != *to {
                return Err(LayoutError::Broadcast { axis, from, to: *to });
            }
        }
    }
    Ok(joined)
}
