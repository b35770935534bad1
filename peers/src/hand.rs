//! What the loops by hand have in common: fields read from raw pointers, at offsets that the compiler knows.

use crate::Args;

/// Records of `SIZE` bytes in a row.
#[derive(Clone, Copy)]
pub struct Raw<const SIZE: usize> {
    at: *const u8,
    /// How many records.
    pub count: usize,
}

impl<const SIZE: usize> Raw<SIZE> {
    /// The records of the first operand.
    pub fn of(args: &Args) -> Self {
        Self { at: args.start(), count: args.count() }
    }

    /// The records of the second operand.
    pub fn other(args: &Args) -> Self {
        let (at, count) = args.other();
        Self { at, count }
    }

    /// The value at byte `OFFSET` of record `index`, which is below `count`.
    #[inline(always)]
    pub fn get<T: Copy, const OFFSET: usize>(self, index: usize) -> T {
        debug_assert!(index < self.count, "a record of the table");
        let at = self.at.wrapping_add(index * SIZE + OFFSET);
        // SAFETY: the records live through the call, by what `Args` promises, and the index is below their number.
        unsafe { at.cast::<T>().read_unaligned() }
    }

    /// The bytes of record `index`.
    #[inline(always)]
    pub fn record(self, index: usize) -> [u8; SIZE] {
        self.get::<[u8; SIZE], 0>(index)
    }
}

/// The room for a result.
#[derive(Clone, Copy)]
pub struct Out(*mut u8);

impl Out {
    /// The room that Python made, which it made large enough.
    pub fn of(args: &Args) -> Self {
        Self(args.out_start())
    }

    /// Writes the element of this index.
    #[inline(always)]
    pub fn set<T: Copy>(self, index: usize, value: T) {
        let at = self.0.wrapping_add(index * size_of::<T>());
        // SAFETY: Python made room for all elements of the result, and nothing else uses it.
        unsafe { at.cast::<T>().write_unaligned(value) };
    }

    /// Reads the element of this index.
    #[inline(always)]
    pub fn get<T: Copy>(self, index: usize) -> T {
        let at = self.0.wrapping_add(index * size_of::<T>());
        // SAFETY: as in `set`; Python made the room of initialised bytes.
        unsafe { at.cast::<T>().read_unaligned() }
    }
}

/// A sum with eight accumulators: one would wait for each addition to end.
#[inline(always)]
pub fn sum(count: usize, value: impl Fn(usize) -> f64) -> f64 {
    let mut lanes = [0.0; 8];
    let whole = count / 8 * 8;
    for start in (0..whole).step_by(8) {
        for (lane, sum) in lanes.iter_mut().enumerate() {
            *sum += value(start + lane);
        }
    }
    lanes.iter().sum::<f64>() + (whole..count).map(value).sum::<f64>()
}
