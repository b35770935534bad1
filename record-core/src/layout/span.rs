//! THE check: which bytes a layout reaches, and that the buffer has them.
//!
//! 1. The lengths of the non-empty axes times the itemsize stay within `isize::MAX`, also if another axis is empty:
//!    slicing and adding axes can then not overflow. Elements without bytes count as one byte here: they can be counted.
//! 2. Every partial sum of the offsets stays within `isize`.
//! 3. The first byte reached is not before the buffer, the last not behind it.
//! 4. A writable layout steps on each axis over all that the finer axes span: no byte is reached twice.
//!
//! An empty layout reaches nothing, but its start must lie in the buffer or at its end. Its strides may be anything:
//! whoever multiplies them takes care.

use super::{Dim, Layout, LayoutError, Rank};

/// A layout that has passed the check against a buffer of `needed` bytes or more. Made here only, opened by `raw/`
/// only, which compares `needed` and `itemsize` with the real buffer and type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checked<D: Dim> {
    layout: Layout<D>,
    start: usize,
    needed: usize,
    itemsize: usize,
    disjoint: bool,
}

impl<D: Dim> Checked<D> {
    pub(crate) fn layout(&self) -> Layout<D> {
        self.layout
    }

    /// Offset of the element whose index is all zeros.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Bytes that the buffer must have.
    pub(crate) fn needed(&self) -> usize {
        self.needed
    }

    pub(crate) fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// Requires condition 4.
    pub(crate) fn writable(self) -> Result<Self, LayoutError> {
        if self.disjoint {
            return Ok(self);
        }
        require_disjoint(&self.layout, self.itemsize)?;
        Ok(self)
    }
}

/// Condition 4, for a layout whose reach has been, or will be, checked.
pub(crate) fn require_disjoint<D: Dim>(layout: &Layout<D>, itemsize: usize) -> Result<(), LayoutError> {
    match first_overlap(layout, itemsize) {
        Some((axis, needed)) => {
            Err(LayoutError::Overlap { axis, stride: layout.strides.as_ref()[axis], needed })
        }
        None => Ok(()),
    }
}

/// Checks a layout of elements of `itemsize` bytes, the first at `start`, against a buffer of `available` bytes.
pub(crate) fn check<D: Dim>(
    layout: Layout<D>,
    start: usize,
    itemsize: usize,
    available: usize,
) -> Result<Checked<D>, LayoutError> {
    let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
    if shape.len() != strides.len() {
        return Err(LayoutError::Rank { expected: shape.len(), found: strides.len() });
    }
    let too_large = LayoutError::TooLarge { itemsize };
    // Condition 1.
    if !extent_fits(shape, itemsize) {
        return Err(too_large);
    }
    let outside = |first, end| LayoutError::OutOfBuffer { first, end, available };
    let at = isize::try_from(start).map_err(|_| too_large)?;
    if layout.is_empty() {
        if start > available {
            return Err(outside(at, at));
        }
        return Ok(Checked { layout, start, needed: start, itemsize, disjoint: true });
    }
    let (first, end) = reach(&layout, itemsize)?;
    let (first, end) = (at.checked_add(first), at.checked_add(end));
    let (first, end) = first.zip(end).ok_or(too_large)?;
    // Condition 3.
    let needed = usize::try_from(end).map_err(|_| outside(first, end))?;
    if first < 0 || needed > available {
        return Err(outside(first, end));
    }
    let disjoint = first_overlap(&layout, itemsize).is_none();
    Ok(Checked { layout, start, needed, itemsize, disjoint })
}

/// Checks a layout where the bytes around the element whose index is all zeros are unknown. Says how far before that
/// element the first byte reached is (0 or less), and the layout as checked against a buffer that begins with that byte
/// and ends with the last one reached.
pub(crate) fn around<D: Dim>(layout: Layout<D>, itemsize: usize) -> Result<(isize, Checked<D>), LayoutError> {
    let too_large = LayoutError::TooLarge { itemsize };
    if layout.is_empty() {
        return Ok((0, check(layout, 0, itemsize, 0)?));
    }
    let (first, end) = reach(&layout, itemsize)?;
    let available = end.checked_sub(first).ok_or(too_large)?.cast_unsigned();
    Ok((first, check(layout, first.unsigned_abs(), itemsize, available)?))
}

/// Condition 2: the first byte that a layout with elements reaches, and one past the last, both relative to the element
/// whose index is all zeros.
fn reach<D: Dim>(layout: &Layout<D>, itemsize: usize) -> Result<(isize, isize), LayoutError> {
    let too_large = LayoutError::TooLarge { itemsize };
    let (mut first, mut last) = (0_isize, 0_isize);
    for (&n, &stride) in layout.shape.as_ref().iter().zip(layout.strides.as_ref()) {
        let reach = isize::try_from(n - 1).ok().and_then(|n| n.checked_mul(stride)).ok_or(too_large)?;
        let side = if reach < 0 { &mut first } else { &mut last };
        *side = side.checked_add(reach).ok_or(too_large)?;
    }
    let end = isize::try_from(itemsize).ok().and_then(|size| last.checked_add(size)).ok_or(too_large)?;
    Ok((first, end))
}

/// Condition 1.
pub(super) fn extent_fits(shape: &[usize], itemsize: usize) -> bool {
    let extent = shape.iter().filter(|&&n| n != 0).try_fold(itemsize.max(1), |size, &n| size.checked_mul(n));
    extent.is_some_and(|size| isize::try_from(size).is_ok())
}

/// The layout of a slice's own elements: a slice in memory is never too large, and is its own bounds.
pub(crate) fn whole(layout: Layout<Rank<1>>, itemsize: usize) -> Checked<Rank<1>> {
    Checked { layout, start: 0, needed: layout.shape[0] * itemsize, itemsize, disjoint: true }
}

/// Condition 4, sufficient for all ranks and necessary for rank 1: taken from the finest stride to the coarsest, each
/// axis must step over everything that the finer ones span. The axis that does not, and the bytes it would need.
fn first_overlap<D: Dim>(layout: &Layout<D>, itemsize: usize) -> Option<(usize, usize)> {
    let (shape, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
    if layout.is_empty() || itemsize == 0 {
        return None;
    }
    let mut spanned = itemsize;
    let mut done = [false; super::DynRank::MAX];
    for _ in 0..shape.len() {
        // The finest axis not yet taken; axes of length 1 never step.
        let axis = (0..shape.len())
            .filter(|&i| !done[i] && shape[i] > 1)
            .min_by_key(|&i| (strides[i].unsigned_abs(), shape[i]))?;
        done[axis] = true;
        let stride = strides[axis].unsigned_abs();
        if stride < spanned {
            return Some((axis, spanned));
        }
        // No overflow where condition 2 bounds the sum of all reaches; elsewhere the layout is refused anyway.
        spanned = spanned.saturating_add((shape[axis] - 1).saturating_mul(stride));
    }
    None
}
