//! Elements from the numbers that [`keys`](super::keys) made of them: how columns are sorted without positions.
//!
//! Most numbers are made of one integer only, which is had back from them. True, zero and NaN are not: of those, the elements
//! themselves are kept, in the order that they stand in.

use crate::{
    element::Element,
    raw::{
        order::keys::{BLOCK, Code, Leaf, Load, Map, change},
        view::ViewMut,
    },
};
use core::ops::Range;

impl Code {
    /// The numbers that are made of several integers: true, or zero and NaN.
    fn shared(self) -> [Option<u64>; 2] {
        match self.map {
            Map::Truth => [Some(1), None],
            Map::Float { .. } => [Some(1 << (self.width - 1)), Some(self.mask())],
            Map::Plain | Map::Sign | Map::Time | Map::Bits { .. } => [None; 2],
        }
    }

    /// Makes the integers of the numbers, as they are stored; of a shared number, one of them.
    fn restore(self, numbers: &mut [u64]) {
        let (sign, mask) = (1 << (self.width - 1), self.mask());
        match self.map {
            Map::Plain | Map::Truth | Map::Bits { .. } => {}
            Map::Sign => change(numbers, |n| n ^ sign),
            Map::Time => change(numbers, |n| n.wrapping_add(1) ^ sign),
            Map::Float { .. } => change(numbers, |n| n ^ if n & sign == 0 { mask } else { sign }),
        }
    }
}

impl Leaf<'_> {
    /// Whether elements can be written from their numbers: not bits, which have others beside them.
    pub(crate) fn tells_elements(&self) -> bool {
        !matches!(self.code.map, Map::Bits { .. }) && !matches!(self.code.load, Load::Missing { .. })
    }

    /// Writes the integers of the elements that have a shared number to where it is in `numbers`, which are in order, and says
    /// where that is.
    fn keep_shared(&self, numbers: &[u64], integers: &mut [u64]) -> [Range<usize>; 2] {
        let shared = self.code.shared();
        let runs = shared.map(|shared| {
            let Some(shared) = shared else { return 0..0 };
            let start = numbers.partition_point(|&number| number < shared);
            start..start + numbers[start..].partition_point(|&number| number == shared)
        });
        if runs.iter().all(Range::is_empty) {
            return runs;
        }
        let mut next = [runs[0].start, runs[1].start];
        let mut block = [0; BLOCK];
        for start in (0..self.len()).step_by(BLOCK) {
            let block = &mut block[..BLOCK.min(self.len() - start)];
            self.fill(start, block);
            for (i, &number) in (start..).zip(block.iter()) {
                if let Some(run) = shared.iter().position(|&shared| shared == Some(number)) {
                    integers[next[run]] = self.stored(i);
                    next[run] += 1;
                }
            }
        }
        runs
    }
}

impl<T: Element> ViewMut<'_, T> {
    /// Puts the elements in the order of these numbers, which are theirs in ascending order; elements of the same number stay
    /// in the order that they stand in. Both slices are overwritten.
    ///
    /// # Panics
    /// If there are not as many numbers as elements, or elements are not [told](Leaf::tells_elements) by numbers.
    pub(crate) fn put_numbers(&mut self, numbers: &mut [u64], scratch: &mut [u64]) {
        let (code, runs) = {
            let leaf = self.as_view().only_leaf(false).filter(Leaf::tells_elements);
            let leaf = leaf.expect("elements that numbers tell");
            (leaf.code, leaf.keep_shared(numbers, scratch))
        };
        let (len, first, stride) = (self.head.len(), self.head.ptr().as_ptr(), self.head.stride());
        assert!(numbers.len() == len && scratch.len() == len, "as many numbers as elements");
        let write = |start: usize, integers: &[u64]| {
            let at = first.wrapping_offset(start.cast_signed().wrapping_mul(stride));
            // SAFETY: elements from `start` on, for there are as many integers as elements and these are some in their
            // places; each is one scalar that the code was made from [R1], and nobody else reaches them [R4].
            unsafe { write(code.load, at, stride, integers) };
        };
        for (i, block) in numbers.chunks_mut(BLOCK).enumerate() {
            code.restore(block);
            write(i * BLOCK, block);
        }
        for run in runs {
            write(run.start, &scratch[run]);
        }
    }
}

/// Writes integers to scalars that are read like this: the first at `at`, the others `stride` bytes apart.
///
/// # Safety
/// At each of these places is such a scalar, which may be written.
unsafe fn write(load: Load, at: *mut u8, stride: isize, integers: &[u64]) {
    let places = (0..).map(|i: isize| at.wrapping_offset(i.wrapping_mul(stride))).zip(integers);
    macro_rules! write {
        ($int:ident, $swapped:expr) => {
            for (at, &integer) in places {
                #[allow(clippy::cast_possible_truncation)] // as wide as the scalar
                let bits = integer as $int;
                let bits = if $swapped { bits.swap_bytes() } else { bits };
                // SAFETY: a scalar of this width, which may be written (caller).
                unsafe { at.cast::<$int>().write_unaligned(bits) };
            }
        };
    }
    match load {
        Load::One => write!(u8, false),
        Load::Two { swapped } => write!(u16, swapped),
        Load::Four { swapped } | Load::Units { two: false, swapped } => write!(u32, swapped),
        Load::Eight { swapped } => write!(u64, swapped),
        Load::Units { two: true, swapped } => {
            for (at, &integer) in places {
                for (at, unit) in [(at, integer >> 32), (at.wrapping_add(4), integer)] {
                    #[allow(clippy::cast_possible_truncation)] // the lower half
                    let bits = unit as u32;
                    let bits = if swapped { bits.swap_bytes() } else { bits };
                    // SAFETY: one of two code points of four bytes each, which may be written (caller).
                    unsafe { at.cast::<u32>().write_unaligned(bits) };
                }
            }
        }
        Load::Bytes { len } => {
            for (at, integer) in places {
                let bytes = &integer.to_be_bytes()[8 - len..];
                // SAFETY: so many bytes, which may be written (caller), from others.
                unsafe { at.copy_from_nonoverlapping(bytes.as_ptr(), len) };
            }
        }
        Load::Missing { .. } => unreachable!("parts of a complex number are no scalars of their own"),
    }
}
