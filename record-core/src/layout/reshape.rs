//! Reshaping without a copy: the same elements, in the same order, on other axes.

use super::{
    Dim, DynRank, INFER, Layout, LayoutError, Order, Parent, Sub, parent::rebuild, span::extent_fits,
};

impl<'id, D: Dim> Parent<'id, D> {
    /// The elements on axes of these lengths, both read in `order`.
    ///
    /// # Errors
    /// [`LayoutError::Reshape`] if there is another number of elements, [`LayoutError::NeedsCopy`] if no strides lead
    /// through the elements in that order.
    #[inline]
    pub(crate) fn reshape<E: Dim>(
        self,
        lengths: &[usize],
        order: Order,
        itemsize: usize,
    ) -> Result<Sub<'id, E>, LayoutError> {
        let mut shape = [0; DynRank::MAX];
        let Some(shape) = shape.get_mut(..lengths.len()) else {
            return Err(LayoutError::TooManyAxes { needed: lengths.len(), limit: DynRank::MAX });
        };
        shape.copy_from_slice(lengths);
        self.infer(shape)?;
        if !extent_fits(shape, itemsize) {
            return Err(LayoutError::TooLarge { itemsize });
        }
        if self.layout().is_empty() {
            let axes: Layout<E> = rebuild(shape.len(), |i| (shape[i], 0))?;
            return Ok(self.sub(0, Layout::dense(axes.shape, itemsize, order)?));
        }
        let mut strides = [0; DynRank::MAX];
        let strides = &mut strides[..shape.len()];
        self.regroup(shape, strides, order)?;
        let layout = rebuild(shape.len(), |i| (shape[i], strides[i]))?;
        Ok(self.sub(0, layout))
    }

    /// All elements on one axis, in row-major order.
    #[inline]
    pub(crate) fn ravel<E: Dim>(self, itemsize: usize) -> Result<Sub<'id, E>, LayoutError> {
        self.reshape(&[self.layout().len()], Order::C, itemsize)
    }

    /// Puts the length in for [`INFER`], and compares the numbers of elements.
    fn infer(self, shape: &mut [usize]) -> Result<(), LayoutError> {
        let found = self.layout().len();
        let known = shape
            .iter()
            .filter(|&&n| n != INFER)
            .try_fold(1_usize, |count, &n| if n == 0 { Some(0) } else { count.checked_mul(n) });
        // An empty axis makes the whole empty, wherever it stands.
        let known = if shape.contains(&0) { Some(0) } else { known };
        let mut unknown = (0..shape.len()).filter(|&axis| shape[axis] == INFER);
        let (axis, second) = (unknown.next(), unknown.next());
        if let Some(axis) = second {
            return Err(LayoutError::SecondInferred { axis });
        }
        match (axis, known) {
            (None, Some(known)) if known == found => Ok(()),
            (Some(axis), Some(known)) if known != 0 && found.is_multiple_of(known) => {
                shape[axis] = found / known;
                Ok(())
            }
            (_, known) => Err(LayoutError::Reshape { expected: known, found }),
        }
    }

    /// The strides that lead through the elements on axes of the lengths `shape`.
    ///
    /// Both shapes fall into groups of axes with the same number of elements; within a group of old axes one stride must
    /// lead from each element to the next.
    fn regroup(self, shape: &[usize], strides: &mut [isize], order: Order) -> Result<(), LayoutError> {
        // Axes from the fastest to the slowest.
        let nth = |i: usize, ndim: usize| if order == Order::C { ndim - 1 - i } else { i };
        let ndim = self.ndim();
        let (mut old, mut new) = (0, 0);
        let next_old = |from: &mut usize| {
            while *from < ndim {
                let axis = nth(*from, ndim);
                *from += 1;
                if self.pick(axis).0 != 1 {
                    return Some(axis);
                }
            }
            None
        };
        while let Some(axis) = next_old(&mut old) {
            let (mut old_count, mut stride) = self.pick(axis);
            let first_stride = stride;
            let mut reach = old_count;
            let mut new_count = 1;
            let mut step = first_stride;
            loop {
                while new_count < old_count && new < shape.len() {
                    let axis = nth(new, shape.len());
                    new += 1;
                    strides[axis] = step;
                    new_count *= shape[axis];
                    step = first_stride.wrapping_mul(new_count.cast_signed());
                }
                if new_count == old_count {
                    break;
                }
                // The group needs one more old axis, which must go on where the last one ended.
                let Some(axis) = next_old(&mut old) else { break };
                let (len, outer) = self.pick(axis);
                if stride.checked_mul(reach.cast_signed()) != Some(outer) {
                    return Err(LayoutError::NeedsCopy { axis, stride: outer });
                }
                (stride, reach) = (outer, len);
                old_count *= len;
            }
        }
        // Axes of length 1 that are left do not step.
        while new < shape.len() {
            strides[nth(new, shape.len())] = 0;
            new += 1;
        }
        Ok(())
    }
}
