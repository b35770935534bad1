//! Operations on whole axes: their order, their direction, axes of length 1, the diagonal of two.

use super::{Dim, DynRank, LayoutError, Parent, Sub, parent::rebuild, span::extent_fits};

impl<'id, D: Dim> Parent<'id, D> {
    /// The axes in reverse order.
    #[inline(always)]
    pub(crate) fn transpose(self) -> Result<Sub<'id, D>, LayoutError> {
        let ndim = self.ndim();
        self.rebuilt(ndim, |i| self.pick(ndim - 1 - i))
    }

    /// Axis `i` of the result is axis `order[i]` of the parent.
    #[inline(always)]
    pub(crate) fn permute(self, order: &[usize]) -> Result<Sub<'id, D>, LayoutError> {
        let ndim = self.ndim();
        if order.len() != ndim {
            return Err(LayoutError::Rank { expected: ndim, found: order.len() });
        }
        let mut seen = [false; DynRank::MAX];
        for &axis in order {
            self.axis_len(axis)?;
            if core::mem::replace(&mut seen[axis], true) {
                return Err(LayoutError::RepeatedAxis { axis });
            }
        }
        self.rebuilt(ndim, |i| self.pick(order[i]))
    }

    /// Two axes exchanged.
    #[inline(always)]
    pub(crate) fn swap_axes(self, a: usize, b: usize) -> Result<Sub<'id, D>, LayoutError> {
        self.axis_len(a)?;
        self.axis_len(b)?;
        let from = |i| {
            if i == a {
                b
            } else if i == b {
                a
            } else {
                i
            }
        };
        self.rebuilt(self.ndim(), |i| self.pick(from(i)))
    }

    /// Axis `from` taken out and put in at `to`; the others keep their order.
    #[inline(always)]
    pub(crate) fn move_axis(self, from: usize, to: usize) -> Result<Sub<'id, D>, LayoutError> {
        self.axis_len(from)?;
        self.axis_len(to)?;
        let source = |i: usize| {
            if i == to {
                from
            } else if from < to && (from..to).contains(&i) {
                i + 1
            } else if to < from && (to + 1..=from).contains(&i) {
                i - 1
            } else {
                i
            }
        };
        self.rebuilt(self.ndim(), |i| self.pick(source(i)))
    }

    /// An axis of length 1 put in before axis `at`; behind the last, if there are `at` axes.
    #[inline(always)]
    pub(crate) fn insert_axis(self, at: usize) -> Result<Sub<'id, D::Larger>, LayoutError> {
        let ndim = self.ndim();
        if at > ndim {
            return Err(LayoutError::Axis { axis: at, ndim });
        }
        self.rebuilt(ndim + 1, |i| match i {
            _ if i < at => self.pick(i),
            _ if i == at => (1, 0),
            _ => self.pick(i - 1),
        })
    }

    /// An axis of length 1 taken out.
    #[inline(always)]
    pub(crate) fn remove_axis(self, axis: usize) -> Result<Sub<'id, D::Smaller>, LayoutError> {
        let len = self.axis_len(axis)?;
        if len != 1 {
            return Err(LayoutError::NotOne { axis, len });
        }
        self.rebuilt(self.ndim() - 1, |i| self.pick(i + usize::from(i >= axis)))
    }

    /// All axes of length 1 taken out.
    #[inline(always)]
    pub(crate) fn squeeze(self) -> Result<Sub<'id, DynRank>, LayoutError> {
        let mut kept = [0; DynRank::MAX];
        let mut count = 0;
        for axis in 0..self.ndim() {
            if self.pick(axis).0 != 1 {
                kept[count] = axis;
                count += 1;
            }
        }
        self.rebuilt(count, |i| self.pick(kept[i]))
    }

    /// One axis backwards.
    #[inline(always)]
    pub(crate) fn flip(self, axis: usize) -> Result<Sub<'id, D>, LayoutError> {
        let last = self.axis_len(axis)?.saturating_sub(1);
        let delta = last.cast_signed().wrapping_mul(self.pick(axis).1);
        let layout = rebuild(self.ndim(), |i| {
            let (n, stride) = self.pick(i);
            (n, if i == axis { stride.wrapping_neg() } else { stride })
        })?;
        Ok(self.sub(delta, layout))
    }

    /// The plane of two axes turned by `turns` quarters, from axis `a` towards axis `b`.
    #[inline(always)]
    pub(crate) fn rot90(self, turns: i32, a: usize, b: usize) -> Result<Sub<'id, D>, LayoutError> {
        let last = |axis| Ok::<_, LayoutError>(self.axis_len(axis)?.saturating_sub(1));
        let (last_a, last_b) = (last(a)?, last(b)?);
        if a == b {
            return Err(LayoutError::RepeatedAxis { axis: a });
        }
        let (flip_a, flip_b) = match turns.rem_euclid(4) {
            0 => (false, false),
            1 => (false, true),
            2 => (true, true),
            _ => (true, false),
        };
        let turned = |last: usize, axis: usize, flip: bool| {
            if flip { last.cast_signed().wrapping_mul(self.pick(axis).1) } else { 0 }
        };
        let delta = turned(last_a, a, flip_a).wrapping_add(turned(last_b, b, flip_b));
        let odd = turns.rem_euclid(2) == 1;
        let layout = rebuild(self.ndim(), |i| {
            let from = if odd && i == a {
                b
            } else if odd && i == b {
                a
            } else {
                i
            };
            let (n, stride) = self.pick(from);
            let flip = (from == a && flip_a) || (from == b && flip_b);
            (n, if flip { stride.wrapping_neg() } else { stride })
        })?;
        Ok(self.sub(delta, layout))
    }

    /// The elements whose index on axis `b` is that on axis `a` plus `offset`: one axis, behind the others.
    #[inline(always)]
    pub(crate) fn diagonal(
        self,
        offset: isize,
        a: usize,
        b: usize,
    ) -> Result<Sub<'id, D::Smaller>, LayoutError> {
        let (len_a, len_b) = (self.axis_len(a)?, self.axis_len(b)?);
        if a == b {
            return Err(LayoutError::RepeatedAxis { axis: a });
        }
        // Elements skipped on each axis.
        let skip = |skipped: isize, len: usize| usize::try_from(skipped).unwrap_or(0).min(len);
        let (skip_a, skip_b) = (skip(offset.saturating_neg(), len_a), skip(offset, len_b));
        let len = (len_a - skip_a).min(len_b - skip_b);
        let (low, high) = (a.min(b), a.max(b));
        let ((_, stride_a), (_, stride_b)) = (self.pick(a), self.pick(b));
        let ndim = self.ndim();
        let layout = rebuild(ndim - 1, |i| {
            if i == ndim - 2 {
                return (len, stride_a.wrapping_add(stride_b));
            }
            let i = i + usize::from(i >= low);
            self.pick(i + usize::from(i >= high))
        })?;
        let step = |skipped: usize, stride: isize| skipped.cast_signed().wrapping_mul(stride);
        Ok(self.sub(step(skip_a, stride_a).wrapping_add(step(skip_b, stride_b)), layout))
    }

    /// An innermost axis of `len` parts of `itemsize` bytes made one element again: the axis goes.
    pub(crate) fn without_inner_axis(
        self,
        len: usize,
        itemsize: usize,
    ) -> Result<Sub<'id, D::Smaller>, LayoutError> {
        let ndim = self.ndim();
        let Some(axis) = ndim.checked_sub(1) else {
            return Err(LayoutError::Axis { axis: 0, ndim });
        };
        let (found, stride) = self.pick(axis);
        if found != len {
            return Err(LayoutError::Length { axis, expected: len, found });
        }
        let dense = itemsize.cast_signed();
        if found > 1 && stride != dense {
            return Err(LayoutError::Strided { axis, expected: dense, found: stride });
        }
        // A sub-array without parts turns an empty view into one with elements, of no bytes: they all lie at one place.
        let empty = self.layout().is_empty();
        self.rebuilt(axis, |i| {
            let (n, stride) = self.pick(i);
            (n, if empty { 0 } else { stride })
        })
    }
}

/// The layout with an innermost axis of `len` elements of `itemsize` bytes added: a sub-array's own axis. The sub-array
/// is an element of the parent, so all it holds lies within the parent; but elements without bytes may be more than can
/// be counted.
pub(crate) fn with_inner_axis<D: Dim>(
    layout: &super::Layout<D>,
    len: usize,
    itemsize: usize,
) -> Result<super::Layout<D::Larger>, LayoutError> {
    let ndim = layout.ndim();
    let larger: super::Layout<D::Larger> = rebuild(ndim + 1, |i| {
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
