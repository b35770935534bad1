//! Values as numbers whose order is that of the values: what sorting and searching compare.
//!
//! A [`Leaf`] is one scalar of all elements of a column, or eight bytes of a long text, as it is stored. It gives
//! numbers of up to 64 bits: signs are flipped, bytes brought into order, -0.0 is 0.0, NaN and NaT come last, and truth
//! values are 0 and 1. It is made from a dtype, not from a Rust type, so there is one loop for each width and byte order
//! in a program, whatever it sorts.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, IntSize, Scalar, ScalarKind},
    element::Element,
    layout::Dim,
    raw::{any::AnyView, view::View},
    shown::Shown,
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
    at: *const u8,
    stride: isize,
    len: usize,
    code: Code,
    /// Whether greater values have smaller numbers; what is missing comes last all the same.
    down: bool,
    marker: PhantomData<&'a [u8]>,
}

// SAFETY: a leaf reads elements of a view by value, and a view is `Send`.
unsafe impl Send for Leaf<'_> {}
// SAFETY: as above.
unsafe impl Sync for Leaf<'_> {}

/// Calls `each` with the place in an element and the code of its scalars, in the order in which they are compared.
fn walk(
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

fn walk_scalar(
    scalar: Scalar,
    offset: usize,
    each: &mut impl FnMut(usize, Code) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let swapped = scalar.byte_order().is_some_and(|order| order != ByteOrder::NATIVE);
    let int = |size: IntSize, map| {
        let load = match size {
            IntSize::One => Load::One,
            IntSize::Two => Load::Two { swapped },
            IntSize::Four => Load::Four { swapped },
            IntSize::Eight => Load::Eight { swapped },
        };
        Code { load, map, width: 8 * size as u32 }
    };
    let single = Map::Float { infinity: 0x7f80_0000 };
    let double = Map::Float { infinity: 0x7ff0_0000_0000_0000 };
    match scalar.kind() {
        ScalarKind::Bool => each(offset, Code { load: Load::One, map: Map::Truth, width: 1 }),
        ScalarKind::Int(size) => each(offset, int(size, Map::Sign)),
        ScalarKind::UInt(size) => each(offset, int(size, Map::Plain)),
        ScalarKind::Float16 => each(offset, int(IntSize::Two, Map::Float { infinity: 0x7c00 })),
        ScalarKind::Float32 => each(offset, int(IntSize::Four, single)),
        ScalarKind::Float64 => each(offset, int(IntSize::Eight, double)),
        kind @ (ScalarKind::Complex64 | ScalarKind::Complex128) => {
            let is_double = kind == ScalarKind::Complex128;
            let load = Load::Missing { double: is_double, swapped };
            let (size, map) = if is_double { (IntSize::Eight, double) } else { (IntSize::Four, single) };
            each(offset, Code { load, map: Map::Plain, width: 2 })?;
            each(offset, int(size, map))?;
            each(offset + size as usize, int(size, map))
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
        ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_) => each(offset, int(IntSize::Eight, Map::Time)),
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
fn change(numbers: &mut [u64], to: impl Fn(u64) -> u64) {
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
    #[inline]
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

    /// The number of the scalar at `at`.
    ///
    /// # Safety
    /// `at` is the place of a scalar that the code is of, initialised and readable.
    #[inline]
    unsafe fn number(self, down: bool, at: *const u8) -> u64 {
        let mut number = [with_load!(self.load, read => read(at))];
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

impl<'a> AnyView<'a> {
    /// Calls `each` with the leaves of a view of one axis, in the order in which they are compared: those of a record by
    /// field, those of a sub-array by index.
    ///
    /// # Panics
    /// If the view has not one axis.
    pub(crate) fn each_leaf(self, down: bool, mut each: impl FnMut(Leaf<'a>) -> ControlFlow<()>) {
        let layout = self.head.layout();
        let (&[len], &[stride]) = (layout.shape.as_ref(), layout.strides.as_ref()) else {
            panic!("the leaves of a view of one axis");
        };
        let at = self.head.ptr().as_ptr().cast_const();
        _ = walk(self.dtype(), 0, &mut |offset, code| {
            each(Leaf { at: at.wrapping_add(offset), stride, len, code, down, marker: PhantomData })
        });
    }
}

/// The only leaf of elements of this dtype, if they have just one, which has no padding of its own.
pub(super) fn only(dtype: &DType, shown: Shown) -> Option<Code> {
    let scalar = dtype.as_scalar()?;
    let (mut found, mut count) = (None, 0);
    _ = walk_scalar(scalar, 0, &mut |_, code| {
        count += 1;
        found = Some(code);
        if count > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let code = found.filter(|_| count == 1)?;
    match shown {
        Shown::Bits { low, len } if len < code.width => {
            Some(Code { map: Map::Bits { low }, width: len, ..code })
        }
        _ => Some(code),
    }
}

impl<'a, T: Element, D: Dim> View<'a, T, D> {
    /// The leaf of a column of scalars of up to eight bytes, or of bits; `None` of other elements and ranks.
    #[inline]
    pub(crate) fn only_leaf(self, down: bool) -> Option<Leaf<'a>> {
        let code = only(T::DTYPE, T::SHOWN)?;
        let layout = self.head.layout();
        let (&[len], &[stride]) = (layout.shape.as_ref(), layout.strides.as_ref()) else { return None };
        let at = self.head.ptr().as_ptr().cast_const();
        Some(Leaf { at, stride, len, code, down, marker: PhantomData })
    }
}
