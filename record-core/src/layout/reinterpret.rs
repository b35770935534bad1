//! The same bytes as elements of another size, along the innermost axis.

use super::{Dim, LayoutError, Parent, Sub, span::extent_fits};

impl<'id, D: Dim> Parent<'id, D> {
    /// The layout of elements of `to` bytes over the bytes of elements of `from` bytes.
    ///
    /// Every element is made of bytes of the parent's elements, and no byte is in two of them if that holds for the
    /// parent.
    pub(crate) fn resized(self, from: usize, to: usize) -> Result<Sub<'id, D>, LayoutError> {
        let mut layout = *self.layout();
        if from == to {
            return Ok(self.sub(0, layout));
        }
        if from == 0 || to == 0 {
            return Err(LayoutError::ZeroSize);
        }
        let Some(axis) = self.ndim().checked_sub(1) else {
            return Err(LayoutError::ItemSize { expected: from, found: to });
        };
        let (n, stride) = self.pick(axis);
        let dense = from.cast_signed();
        if n > 1 && stride != dense {
            return Err(LayoutError::Strided { axis, expected: dense, found: stride });
        }
        // No overflow: the elements of one axis are in memory. Those of an empty view may be too many to count.
        let bytes = n.checked_mul(from).ok_or(LayoutError::TooLarge { itemsize: from })?;
        if !bytes.is_multiple_of(to) {
            return Err(LayoutError::PartialElement { available: bytes, itemsize: to });
        }
        layout.shape.as_mut()[axis] = bytes / to;
        layout.strides.as_mut()[axis] = to.cast_signed();
        if !extent_fits(layout.shape.as_ref(), to) {
            return Err(LayoutError::TooLarge { itemsize: to });
        }
        Ok(self.sub(0, layout))
    }
}
