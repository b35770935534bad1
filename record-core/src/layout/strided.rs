//! Layouts of the caller's own making over the elements of a view: proved to reach nothing else.
//!
//! Where the elements are dense, one after the other in some order of the axes, all bytes between the first and the last
//! are theirs, and a layout that stays between them is fine. Otherwise every element reached must be an element of the
//! view. That is proved stride by stride: each is a number of steps along each axis of the view, and the steps taken
//! along an axis in all must stay within it.

use super::{Dim, DynRank, Layout, LayoutError, Parent, Repeat, is_c_contiguous, span};

impl<'id, D: Dim> Parent<'id, D> {
    /// `layout`, its first element `start` bytes from the view's, if it reaches only bytes of the view's elements: all of
    /// them if `dense` allows it, else only whole elements. Bytes in errors count from the lowest that the view reaches.
    pub(crate) fn strided<E: Dim>(
        self,
        start: isize,
        layout: Layout<E>,
        itemsize: usize,
        dense: bool,
    ) -> Result<Repeat<'id, E>, LayoutError> {
        let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
        if shape.len() != strides.len() {
            return Err(LayoutError::Rank { expected: shape.len(), found: strides.len() });
        }
        let (first, end) = self.bounds(itemsize)?;
        let available = end.wrapping_sub(first).cast_unsigned();
        let from_first = start.checked_sub(first).ok_or(LayoutError::TooLarge { itemsize })?;
        let outside = LayoutError::OutOfBuffer { first: from_first, end: from_first, available };
        let from_first = usize::try_from(from_first).map_err(|_| outside)?;
        span::check(layout, from_first, itemsize, available)?;
        if layout.is_empty() || itemsize == 0 || (dense && self.is_dense(itemsize)) {
            return Ok(self.repeat(start, layout));
        }
        let from_lowest = from_first.cast_signed();
        Grid::of(self)
            .reaches(from_lowest, &layout)
            .map_err(|distance| LayoutError::BetweenElements { distance })?;
        Ok(self.repeat(start, layout))
    }

    /// The first byte reached and the one behind the last, from the first element on.
    fn bounds(self, itemsize: usize) -> Result<(isize, isize), LayoutError> {
        if self.layout().is_empty() {
            return Ok((0, 0));
        }
        let (mut first, mut last) = (0_isize, 0_isize);
        for axis in 0..self.ndim() {
            let (n, stride) = self.pick(axis);
            // No overflow: the view's reach was checked.
            let reach = (n - 1).cast_signed() * stride;
            if reach < 0 {
                first += reach;
            } else {
                last += reach;
            }
        }
        let end = last.checked_add_unsigned(itemsize).ok_or(LayoutError::TooLarge { itemsize })?;
        Ok((first, end))
    }

    /// Whether every byte between the first and the last belongs to an element.
    pub(crate) fn is_dense(self, itemsize: usize) -> bool {
        if is_c_contiguous(self.layout().shape.as_ref(), self.layout().strides.as_ref(), itemsize) {
            return true;
        }
        let Ok((first, end)) = self.bounds(itemsize) else { return false };
        let grid = Grid::of(self);
        // From the finest axis on, each must step over what the finer ones span, or less.
        let mut spanned = itemsize;
        for &(n, step) in grid.axes[..grid.count].iter().rev() {
            if step.cast_unsigned() > spanned {
                return false;
            }
            spanned += (n - 1) * step.cast_unsigned();
        }
        spanned.cast_signed() == end - first
    }
}

/// The axes of a view that step, coarsest first, each as a length and a positive step, seen from the element at the
/// lowest address. Two axes that reach together what one could reach, as those of windows do, are one.
struct Grid {
    axes: [(usize, isize); DynRank::MAX],
    count: usize,
}

impl Grid {
    fn of<D: Dim>(view: Parent<'_, D>) -> Self {
        let mut grid = Self { axes: [(0, 0); DynRank::MAX], count: 0 };
        for axis in 0..view.ndim() {
            let (n, stride) = view.pick(axis);
            if n > 1 && stride != 0 {
                grid.axes[grid.count] = (n, stride.saturating_abs());
                grid.count += 1;
            }
        }
        grid.axes[..grid.count].sort_unstable_by_key(|&(n, step)| core::cmp::Reverse((step, n)));
        let mut merged = 0;
        for i in 0..grid.count {
            let (n, step) = grid.axes[i];
            match grid.axes[..merged].last_mut() {
                // The finer axis reaches the coarser one's next step, or beyond it: together they go on by the finer step.
                Some(outer) if outer.1 % step == 0 && outer.1 / step <= n.cast_signed() => {
                    // No overflow: at most as long as the view has elements, were no axis empty.
                    *outer = (n + (outer.0 - 1) * (outer.1 / step).cast_unsigned(), step);
                }
                _ => {
                    grid.axes[merged] = (n, step);
                    merged += 1;
                }
            }
        }
        grid.count = merged;
        grid
    }

    /// Whether all that `layout` reaches, its first element `start` bytes from the lowest, are elements; else a start or
    /// a stride that leads elsewhere.
    ///
    /// Sufficient, not necessary: a stride that can be stepped in several ways is tried in two, with as many steps as
    /// fit into it along the coarsest axes, and with the nearest number.
    fn reaches<E: Dim>(&self, start: isize, layout: &Layout<E>) -> Result<(), isize> {
        let floor = |distance: isize, step: isize| distance / step;
        let nearest = |distance: isize, step: isize| {
            let (quotient, rest) = (distance.div_euclid(step), distance.rem_euclid(step));
            if rest > step / 2 { quotient + 1 } else { quotient }
        };
        self.reaches_rounding(start, layout, floor).or_else(|_| self.reaches_rounding(start, layout, nearest))
    }

    fn reaches_rounding<E: Dim>(
        &self,
        start: isize,
        layout: &Layout<E>,
        round: impl Fn(isize, isize) -> isize,
    ) -> Result<(), isize> {
        // For each axis the least and the greatest index reached.
        let (mut low, mut high) = ([0_isize; DynRank::MAX], [0_isize; DynRank::MAX]);
        let mut left = start;
        for (i, &(n, step)) in self.axes[..self.count].iter().enumerate() {
            let index = (left / step).min((n - 1).cast_signed());
            left -= index * step;
            (low[i], high[i]) = (index, index);
        }
        if left != 0 {
            return Err(start);
        }
        for (&n, &stride) in layout.shape.as_ref().iter().zip(layout.strides.as_ref()) {
            if n < 2 {
                continue;
            }
            let mut left = stride;
            for (i, &(len, step)) in self.axes[..self.count].iter().enumerate() {
                let steps = round(left, step);
                left -= steps * step;
                let reach = steps.checked_mul((n - 1).cast_signed()).ok_or(stride)?;
                let side = if reach < 0 { &mut low[i] } else { &mut high[i] };
                *side = side.checked_add(reach).ok_or(stride)?;
                if low[i] < 0 || high[i] >= len.cast_signed() {
                    return Err(stride);
                }
            }
            if left != 0 {
                return Err(stride);
            }
        }
        Ok(())
    }
}
