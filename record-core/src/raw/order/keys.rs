//! Values as numbers whose order is that of the values: what sorting and searching compare.
//!
//! A [`Leaf`] is one scalar of all elements of a column, or eight bytes of a long text, as it is stored. It gives
//! numbers of up to 64 bits: signs are flipped, bytes brought into order, -0.0 is 0.0, NaN and NaT come last, and truth
//! values are 0 and 1. It is made from a dtype, not from a Rust type, so there is one loop for each width and byte order
//! in a program, whatever it sorts.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, IntSize, Scalar, ScalarKind},
    raw::order::code::{DOUBLE, SINGLE, integer, is_swapped, number},
};
use core::{marker::PhantomData, ops::ControlFlow};

/// How many numbers are made at a time: they stay in the nearest cache.
pub(crate) const BLOCK: usize = 1024;

/// How the stored bytes become an integer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Load {
    One,
    Two {
        swapped: bool,
    },
    Four {
        swapped: bool,
    },
    Eight {
        swapped: bool,
    },
    /// Bytes, the first the most significant; up to eight.
    Bytes {
        len: usize,
    },
    /// One or two code points, the first the more significant.
    Units {
        two: bool,
        swapped: bool,
    },
    /// Which parts of a complex number are NaN: 2 for the real one, 1 for the imaginary one.
    Missing {
        double: bool,
        swapped: bool,
    },
}

/// How the integer becomes one whose order is that of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Map {
    Plain,
    Truth,
    Sign,
    Float { infinity: u64 },
    Time,
    Bits { low: u32 },
}

/// How a scalar is read, without the place of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    pub(super) load: Load,
    pub(super) map: Map,
    /// Bits that the numbers have.
    pub(super) width: u32,
}

/// One scalar of all elements of a column, as numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaf<'a> {
    pub(super) at: *const u8,
    pub(super) stride: isize,
    pub(super) len: usize,
    pub(super) code: Code,
    /// Whether greater values have smaller numbers; what is missing comes last all the same.
    pub(super) down: bool,
    pub(super) marker: PhantomData<&'a [u8]>,
}

// SAFETY: a leaf reads elements of a view by value, and a view is `Send`.
unsafe impl Send for Leaf<'_> {}
// SAFETY: as above.
unsafe impl Sync for Leaf<'_> {}

/// Calls `each` with the place in an element and the code of its scalars, in the order in which they are compared.
pub(super) fn walk(
    dtype: &DType,
    offset: usize,
    each: &mut impl FnMut(usize, Code) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if let Some(scalar) = dtype.as_scalar() {
        return walk_scalar(scalar, offset, each);
    }
    if let Some((base, count)) = dtype.as_array() {
        if base.as_scalar().is_some_and(|scalar| scalar.kind() == ScalarKind::UInt(IntSize::One)) {
            return walk_scalar(Scalar::new(ScalarKind::Opaque(count), ByteOrder::Little), offset, each);
        }
        if base.itemsize() == 0 {
            return ControlFlow::Continue(());
        }
        return (0..count).try_for_each(|i| walk(base, offset + i * base.itemsize(), each));
    }
    dtype.fields().iter().try_for_each(|field| walk(field.dtype(), offset + field.offset(), each))
}

pub(super) fn walk_scalar(
    scalar: Scalar,
    offset: usize,
    each: &mut impl FnMut(usize, Code) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if let Some(code) = number(scalar) {
        return each(offset, code);
    }
    let swapped = is_swapped(scalar);
    match scalar.kind() {
        kind @ (ScalarKind::Complex64 | ScalarKind::Complex128) => {
            let is_double = kind == ScalarKind::Complex128;
            let load = Load::Missing { double: is_double, swapped };
            let (size, map) = if is_double { (IntSize::Eight, DOUBLE) } else { (IntSize::Four, SINGLE) };
            each(offset, Code { load, map: Map::Plain, width: 2 })?;
            each(offset, integer(size, swapped, map))?;
            each(offset + size as usize, integer(size, swapped, map))
        }
        ScalarKind::Bytes(len) | ScalarKind::Opaque(len) => (0..len).step_by(8).try_for_each(|start| {
            let len = (len - start).min(8);
            #[allow(clippy::cast_possible_truncation)] // at most 64
            let width = 8 * len as u32;
            let load = if len == 8 {
                Load::Eight { swapped: ByteOrder::NATIVE == ByteOrder::Little }
            } else {
                Load::Bytes { len }
            };
            each(offset + start, Code { load, map: Map::Plain, width })
        }),
        ScalarKind::Utf32(len) => (0..len).step_by(2).try_for_each(|start| {
            let two = len - start > 1;
            let load = Load::Units { two, swapped };
            each(offset + 4 * start, Code { load, map: Map::Plain, width: if two { 64 } else { 32 } })
        }),
        _ => unreachable!("the scalars that are one number were above"),
    }
}

/// An integer of these bytes.
///
/// # Safety
/// `at` is readable for the size of `$int`.
macro_rules! read {
    ($int:ident, $at:expr, $swapped:expr) => {{
        // SAFETY: the scalar that the code is of lies there, initialised [R1], [R2].
        let bits = unsafe { $at.cast::<$int>().read_unaligned() };
        u64::from(if $swapped { bits.swap_bytes() } else { bits })
    }};
}

/// Runs `$body` where `$read` reads what the load says: a loop of its own for each.
///
/// # Safety
/// `$body` calls `$read` with places of scalars that the load is of only.
macro_rules! with_load {
    ($load:expr, $read:ident => $body:expr) => {{
        macro_rules! run {
            ($function:expr) => {{
                let $read = $function;
                $body
            }};
        }
        match $load {
            Load::One => run!(|at: *const u8| read!(u8, at, false)),
            Load::Two { swapped: false } => run!(|at: *const u8| read!(u16, at, false)),
            Load::Two { swapped: true } => run!(|at: *const u8| read!(u16, at, true)),
            Load::Four { swapped: false } => run!(|at: *const u8| read!(u32, at, false)),
            Load::Four { swapped: true } => run!(|at: *const u8| read!(u32, at, true)),
            Load::Eight { swapped: false } => run!(|at: *const u8| read!(u64, at, false)),
            Load::Eight { swapped: true } => run!(|at: *const u8| read!(u64, at, true)),
            // SAFETY: a place that the load is of (the macro's contract).
            rare => run!(|at: *const u8| unsafe { rarely(rare, at) }),
        }
    }};
}

/// The loads that are not worth a loop of their own.
///
/// # Safety
/// `at` is the place of a scalar that the load is of, initialised and readable.
unsafe fn rarely(load: Load, at: *const u8) -> u64 {
    let nan32 = |at: *const u8, swapped| read!(u32, at, swapped) & 0x7fff_ffff > 0x7f80_0000;
    let nan64 = |at: *const u8, swapped| read!(u64, at, swapped) & (u64::MAX >> 1) > 0x7ff0_0000_0000_0000;
    match load {
        Load::Bytes { len } => {
            (0..len).fold(0, |number, i| number << 8 | read!(u8, at.wrapping_add(i), false))
        }
        Load::Units { two: false, swapped } => read!(u32, at, swapped),
        Load::Units { two: true, swapped } => {
            read!(u32, at, swapped) << 32 | read!(u32, at.wrapping_add(4), swapped)
        }
        Load::Missing { double: false, swapped } => {
            u64::from(nan32(at, swapped)) << 1 | u64::from(nan32(at.wrapping_add(4), swapped))
        }
        Load::Missing { double: true, swapped } => {
            u64::from(nan64(at, swapped)) << 1 | u64::from(nan64(at.wrapping_add(8), swapped))
        }
        Load::One | Load::Two { .. } | Load::Four { .. } | Load::Eight { .. } => {
            unreachable!("these have loops of their own")
        }
    }
}

/// Replaces each number.
#[inline(always)]
pub(super) fn change(numbers: &mut [u64], to: impl Fn(u64) -> u64) {
    for number in numbers {
        *number = to(*number);
    }
}

impl Code {
    /// All bits of the numbers.
    pub(super) fn mask(self) -> u64 {
        u64::MAX >> (64 - self.width)
    }

    /// Makes the numbers of integers as they were read.
    #[inline(always)]
    fn finish(self, down: bool, numbers: &mut [u64]) {
        let (sign, mask) = (1 << (self.width - 1), self.mask());
        match self.map {
            Map::Plain => {}
            Map::Truth => change(numbers, |n| u64::from(n != 0)),
            Map::Sign => change(numbers, |n| n ^ sign),
            Map::Time => change(numbers, |n| (n ^ sign).wrapping_sub(1)),
            Map::Bits { low } => change(numbers, |n| n >> low & mask),
            Map::Float { infinity } => change(numbers, |n| {
                let size = n & (sign - 1);
                let negative = n & sign != 0 && size != 0;
                let ordered = if negative { n ^ mask } else { size | sign };
                if size > infinity { mask } else { ordered }
            }),
        }
        if down {
            match (self.load, self.map) {
                // What is missing stays last.
                (_, Map::Float { .. } | Map::Time) => change(numbers, |n| (!n).wrapping_sub(1) & mask),
                (Load::Missing { .. }, _) => {}
                _ => change(numbers, |n| !n & mask),
            }
        }
    }

    /// The integer at `at`, as it is stored.
    ///
    /// # Safety
    /// `at` is the place of a scalar that the code is of, initialised and readable.
    #[inline(always)]
    pub(super) unsafe fn read(self, at: *const u8) -> u64 {
        with_load!(self.load, read => read(at))
    }

    /// The number of the scalar at `at`.
    ///
    /// # Safety
    /// As of [`read`](Self::read).
    #[inline(always)]
    pub(super) unsafe fn number(self, down: bool, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        let mut number = [unsafe { self.read(at) }];
        self.finish(down, &mut number);
        number[0]
    }
}

impl Leaf<'_> {
    /// Bits that the numbers have; greater numbers do not occur.
    pub(crate) fn width(&self) -> u32 {
        self.code.width
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    fn place(&self, index: usize) -> *const u8 {
        self.at.wrapping_offset(index.cast_signed().wrapping_mul(self.stride))
    }

    /// The number of one element.
    ///
    /// # Panics
    /// If `index` is out of range.
    #[inline]
    pub(crate) fn number(&self, index: usize) -> u64 {
        assert!(index < self.len, "element {index} of {}", self.len);
        // SAFETY: the leaf of element `index` of the view [R1], [R2], of the scalar that the code was made from.
        unsafe { self.code.number(self.down, self.place(index)) }
    }

    /// The integer of one element, as it is stored.
    ///
    /// # Panics
    /// If `index` is out of range.
    pub(super) fn stored(&self, index: usize) -> u64 {
        assert!(index < self.len, "element {index} of {}", self.len);
        // SAFETY: the leaf of element `index` of the view [R1], [R2], of the scalar that the code was made from.
        unsafe { self.code.read(self.place(index)) }
    }

    /// The numbers of the elements from `start` on.
    ///
    /// # Panics
    /// If there are not as many.
    pub(crate) fn fill(&self, start: usize, numbers: &mut [u64]) {
        assert!(numbers.len() <= self.len && start <= self.len - numbers.len(), "elements of the column");
        let (first, stride) = (self.place(start), self.stride);
        with_load!(self.code.load, read => {
            for (i, number) in numbers.iter_mut().enumerate() {
                *number = read(first.wrapping_offset(i.cast_signed().wrapping_mul(stride)));
            }
        });
        self.code.finish(self.down, numbers);
    }

    /// Whether the numbers are those stored but for the sign, so that they can be visited.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.code.map, Map::Plain | Map::Sign)
            && !self.down
            && matches!(self.code.load, Load::One | Load::Two { .. } | Load::Four { .. } | Load::Eight { .. })
    }

    /// Calls `each` with the positions from `start` to before `end`, which of two takes turns, and the number; gives those
    /// for which it says no first. There is no memory between.
    ///
    /// # Panics
    /// If the elements are out of range, or the numbers not [plain](Self::is_plain).
    pub(crate) fn visit(
        &self,
        start: usize,
        end: usize,
        mut each: impl FnMut(usize, usize, u64) -> bool,
    ) -> Option<(usize, u64)> {
        assert!(
            start <= end && end <= self.len && self.is_plain(),
            "numbers of the column, as they are stored"
        );
        let flipped = if self.code.map == Map::Sign { 1 << (self.code.width - 1) } else { 0 };
        let (mut at, stride) = (self.place(start), self.stride);
        with_load!(self.code.load, read => {
            let mut position = start;
            while position + 2 <= end {
                for lane in 0..2 {
                    let number = read(at) ^ flipped;
                    if !each(position + lane, lane, number) {
                        return Some((position + lane, number));
                    }
                    at = at.wrapping_offset(stride);
                }
                position += 2;
            }
            if position < end {
                let number = read(at) ^ flipped;
                if !each(position, 0, number) {
                    return Some((position, number));
                }
            }
        });
        None
    }

    /// The numbers of the elements at these positions.
    ///
    /// # Panics
    /// If there are not as many positions as numbers, or one is out of range.
    pub(crate) fn gather(&self, positions: &[usize], numbers: &mut [u64]) {
        assert!(positions.len() == numbers.len(), "as many positions as numbers");
        with_load!(self.code.load, read => {
            for (number, &position) in numbers.iter_mut().zip(positions) {
                assert!(position < self.len, "element {position} of {}", self.len);
                *number = read(self.place(position));
            }
        });
        self.code.finish(self.down, numbers);
    }
}
