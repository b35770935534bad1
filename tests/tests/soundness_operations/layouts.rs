//! What `reads` and `writes` go through: views of every layout that a check lets through, in buffers that end where the layout
//! ends, so that a byte too many is not the buffer's.

use super::*;
use record_core::layout::{Axes, Dim, Layout};
use record_tests::Random;

/// A buffer, with a layout over elements that begins and ends where the buffer does, and where its first element is.
pub(super) struct Place {
    pub(super) bytes: Box<[u8]>,
    pub(super) layout: Layout<DynRank>,
    pub(super) start: usize,
}

impl Place {
    /// Up to three axes of elements of `size` bytes; which overlap, if that is allowed.
    pub(super) fn new(random: &mut Random, size: usize, overlapping: bool) -> Self {
        let ndim = random.below(4);
        let (mut lens, mut strides) = ([0_usize; 3], [0_isize; 3]);
        let (mut low, mut high, mut span) = (0_isize, 0_isize, size as isize);
        for axis in (0..ndim).rev() {
            let long = if random.below(4) == 0 { 400 } else { 9 };
            let len = if axis + 1 == ndim { random.below(long) } else { random.below(5) };
            let stride = match random.below(if overlapping { 4 } else { 2 }) {
                0 => span,
                1 => span + random.below(7) as isize,
                2 => 0,
                _ => random.below(2 * size + 1) as isize,
            };
            let stride = if random.below(3) == 0 { -stride } else { stride };
            let reach = (len.max(1) as isize - 1) * stride;
            (low, high, span) = (low + reach.min(0), high + reach.max(0), span + reach.abs());
            (lens[axis], strides[axis]) = (len, stride);
        }
        let empty = lens[..ndim].contains(&0);
        let (need, start) = if empty { (0, 0) } else { ((high - low) as usize + size, (-low) as usize) };
        // Many zeros, for equal elements.
        let byte = |_| if random.below(3) == 0 { 0 } else { random.bits() as u8 };
        let bytes = (0..need).map(byte).collect();
        let shape: <DynRank as Dim>::Shape = Axes::from_fn(ndim, |i| lens[i]).expect("three axes");
        let strides: <DynRank as Dim>::Strides = Axes::from_fn(ndim, |i| strides[i]).expect("three axes");
        Self { bytes, layout: Layout { shape, strides }, start }
    }

    /// Which bytes the elements are of.
    pub(super) fn reached(&self, size: usize) -> Vec<bool> {
        let mut reached = vec![false; self.bytes.len()];
        let mut starts = vec![self.start as isize];
        for (&len, &stride) in self.layout.shape.as_ref().iter().zip(self.layout.strides.as_ref()) {
            starts = starts.iter().flat_map(|at| (0..len as isize).map(move |i| at + i * stride)).collect();
        }
        for at in starts {
            reached[at as usize..][..size].fill(true);
        }
        reached
    }
}

/// With gaps, and an element of another byte order at an even place.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub(super) struct Gap {
    pub(super) a: u8,
    pub(super) b: Be<u32>,
    pub(super) c: [u16; 3],
}
