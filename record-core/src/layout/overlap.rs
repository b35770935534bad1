//! Whether two layouts reach a common byte, and whether one reaches a byte twice: exactly, from the numbers alone.
//!
//! NumPy's `shares_memory` and `may_share_memory`. The bounds decide most cases; what is left is a sum of bounded
//! multiples, see `diophantine`.

use super::{
    Dim, DynRank, Layout,
    diophantine::{Problem, UNBOUNDED},
};

/// Elements of `itemsize` bytes, the first of them at `start`, in a layout that has been checked.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    start: i128,
    layout: Layout<DynRank>,
    itemsize: usize,
}

impl Region {
    pub(crate) fn new(address: usize, layout: Layout<DynRank>, itemsize: usize) -> Self {
        Self { start: address as i128, layout, itemsize }
    }

    /// The axes that step: the last index, and the stride.
    fn axes(&self) -> impl Iterator<Item = (i128, i128)> {
        let axes = self.layout.shape.as_ref().iter().zip(self.layout.strides.as_ref());
        axes.filter(|&(&n, &stride)| n > 1 && stride != 0)
            .map(|(&n, &stride)| (n as i128 - 1, stride as i128))
    }

    /// The first byte and the one behind the last; `None` if there are none.
    pub(crate) fn bounds(&self) -> Option<(i128, i128)> {
        if self.layout.is_empty() || self.itemsize == 0 {
            return None;
        }
        let (mut first, mut last) = (self.start, self.start);
        for (index, stride) in self.axes() {
            let side = if stride < 0 { &mut first } else { &mut last };
            *side += index * stride;
        }
        Some((first, last + self.itemsize as i128))
    }

    /// Whether the bytes between the first and the last are partly the same.
    pub(crate) fn may_share(&self, other: &Self) -> bool {
        match (self.bounds(), other.bounds()) {
            (Some((first, end)), Some((other_first, other_end))) => first < other_end && other_first < end,
            _ => false,
        }
    }

    /// Whether there is a byte that both reach.
    pub(crate) fn shares(&self, other: &Self) -> bool {
        self.shares_within(other, UNBOUNDED).unwrap_or(true)
    }

    /// As `shares`; `None` if that takes much work.
    pub(crate) fn shares_within(&self, other: &Self, mut effort: u64) -> Option<bool> {
        let (Some((first, end)), Some((other_first, other_end))) = (self.bounds(), other.bounds()) else {
            return Some(false);
        };
        if first >= other_end || other_first >= end {
            return Some(false);
        }
        // first + Σ steps + byte = other_first + Σ other steps + other byte. What is on the right is counted down from
        // its greatest value, and brought to the left.
        let slack = self.itemsize as i128 + other.itemsize as i128 - 2;
        let mut problem = Problem::new(slack, other_end - 1 - first);
        for (index, stride) in self.axes().chain(other.axes()) {
            problem.add(stride.abs(), index);
        }
        problem.solve(&mut effort)
    }
}

impl<D: Dim> Layout<D> {
    /// Whether elements of `itemsize` bytes at two different indices share a byte. The layout has been checked.
    pub(crate) fn overlaps_itself(&self, itemsize: usize) -> bool {
        self.overlaps_itself_within(itemsize, UNBOUNDED).unwrap_or(true)
    }

    /// As `overlaps_itself`; `None` if that takes much work.
    pub(crate) fn overlaps_itself_within(&self, itemsize: usize, mut effort: u64) -> Option<bool> {
        if self.is_empty() || itemsize == 0 {
            return Some(false);
        }
        let mut axes = [(0_i128, 0_i128); DynRank::MAX];
        let mut count = 0;
        for (&n, &stride) in self.shape.as_ref().iter().zip(self.strides.as_ref()) {
            if n > 1 {
                axes[count] = ((stride as i128).abs(), n as i128 - 1);
                count += 1;
            }
        }
        let axes = &mut axes[..count];
        axes.sort_unstable();
        let mut spanned = itemsize as i128;
        let nested = axes.iter().all(|&(stride, last)| {
            let fits = stride >= spanned;
            spanned += last * stride;
            fits
        });
        if nested {
            return Some(false);
        }
        // Two indices differ first, from the coarsest axis on, in some axis, and there by one or more. All differences
        // together lead less than an element from the start: -itemsize < Σ < itemsize.
        let edge = itemsize as i128 - 1;
        for (at, &(stride, last)) in axes.iter().enumerate() {
            if stride == 0 {
                return Some(true);
            }
            let finer = &axes[..at];
            let back: i128 = finer.iter().map(|&(stride, last)| stride * last).sum();
            let mut problem = Problem::new(2 * edge, edge - stride + back);
            problem.add(stride, last - 1);
            for &(stride, last) in finer {
                problem.add(stride, 2 * last);
            }
            if problem.solve(&mut effort)? {
                return Some(true);
            }
        }
        Some(false)
    }
}
