//! The indivisible leaves of a dtype: `'<f8'`, `'|u1'`, `'S32'`, `'>M8[25s]'`.
//!
//! A [`Scalar`] is a kind and a byte order. Kinds that have no byte order (one byte wide, bytes, opaque) are stored
//! as little-endian, so that equality and hash need no special case; [`Scalar::byte_order`] answers `None` for them.

use crate::ByteOrder;

/// What an indivisible value is, without its byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScalarKind {
    /// One byte, false if zero: NumPy `'?'`, [`Bool8`](crate::Bool8).
    Bool,
    /// Signed integer of 1, 2, 4 or 8 bytes: `'i1'` … `'i8'`.
    Int(IntSize),
    /// Unsigned integer of 1, 2, 4 or 8 bytes: `'u1'` … `'u8'`.
    UInt(IntSize),
    /// IEEE 754 binary16: `'f2'`.
    Float16,
    /// IEEE 754 binary32: `'f4'`.
    Float32,
    /// IEEE 754 binary64: `'f8'`.
    Float64,
    /// Two binary32, real part first: `'c8'`.
    Complex64,
    /// Two binary64, real part first: `'c16'`.
    Complex128,
    /// This many bytes of text or data, NUL-padded: `'S32'`, [`FixedBytes`](crate::FixedBytes).
    Bytes(usize),
    /// This many UCS-4 code points, NUL-padded: `'U10'`, [`FixedUtf32`](crate::FixedUtf32).
    Utf32(usize),
    /// This many bytes of no known meaning: `'V16'`, [`Opaque`](crate::Opaque).
    Opaque(usize),
    /// A moment, counted in a unit since 1970-01-01T00:00 UTC: `'M8[ns]'`, [`DateTime64`](crate::DateTime64).
    DateTime(TimeUnit),
    /// A span of time, counted in a unit: `'m8[s]'`, [`TimeDelta64`](crate::TimeDelta64).
    TimeDelta(TimeUnit),
}

/// Width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IntSize {
    /// 1 byte.
    One = 1,
    /// 2 bytes.
    Two = 2,
    /// 4 bytes.
    Four = 4,
    /// 8 bytes.
    Eight = 8,
}

/// The unit of a date or a time span: a multiple of a base unit, or generic (`'M8'` without brackets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeUnit {
    /// What is counted; `None` is NumPy's generic unit.
    pub base: Option<TimeBase>,
    /// How many of the base make one count: 25 in `'M8[25s]'`, 1 in `'M8[s]'`.
    pub multiple: u32,
}

/// The base units of dates and time spans, as NumPy spells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeBase {
    /// `Y`
    Year,
    /// `M`
    Month,
    /// `W`
    Week,
    /// `D`
    Day,
    /// `h`
    Hour,
    /// `m`
    Minute,
    /// `s`
    Second,
    /// `ms`
    Millisecond,
    /// `us`
    Microsecond,
    /// `ns`
    Nanosecond,
    /// `ps`
    Picosecond,
    /// `fs`
    Femtosecond,
    /// `as`
    Attosecond,
}

impl TimeUnit {
    /// NumPy's generic unit: `'M8'`.
    pub const GENERIC: Self = Self { base: None, multiple: 1 };

    /// One count is `multiple` of `base`.
    pub const fn new(base: TimeBase, multiple: u32) -> Self {
        Self { base: Some(base), multiple }
    }
}

/// An indivisible value of a dtype: its kind and its byte order.
///
/// ```
/// use record_core::{ByteOrder, dtype::{Scalar, ScalarKind}};
/// let s = Scalar::new(ScalarKind::Float64, ByteOrder::Big);
/// assert_eq!((s.itemsize(), s.alignment()), (8, 8));
/// assert_eq!(Scalar::new(ScalarKind::Bytes(5), ByteOrder::Big).byte_order(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scalar {
    kind: ScalarKind,
    order: ByteOrder,
}

impl Scalar {
    /// A scalar of this kind; the order is dropped where the kind has none.
    pub const fn new(kind: ScalarKind, order: ByteOrder) -> Self {
        let order = if kind.has_byte_order() { order } else { ByteOrder::Little };
        Self { kind, order }
    }

    /// What the value is.
    #[inline]
    pub const fn kind(self) -> ScalarKind {
        self.kind
    }

    /// The byte order, or `None` for kinds that have none (NumPy `'|'`).
    pub const fn byte_order(self) -> Option<ByteOrder> {
        if self.kind.has_byte_order() { Some(self.order) } else { None }
    }

    /// Size in bytes.
    ///
    /// # Panics
    /// For a `Utf32` whose size in bytes does not fit `usize`; [`Scalar::checked_itemsize`] says so instead.
    pub const fn itemsize(self) -> usize {
        match self.checked_itemsize() {
            Some(size) => size,
            None => panic!("itemsize of a Utf32 scalar overflows usize"),
        }
    }

    /// Size in bytes, or `None` if it does not fit `usize`.
    pub const fn checked_itemsize(self) -> Option<usize> {
        Some(match self.kind {
            ScalarKind::Bool => 1,
            ScalarKind::Int(size) | ScalarKind::UInt(size) => size as usize,
            ScalarKind::Float16 => 2,
            ScalarKind::Float32 => 4,
            ScalarKind::Float64
            | ScalarKind::Complex64
            | ScalarKind::DateTime(_)
            | ScalarKind::TimeDelta(_) => 8,
            ScalarKind::Complex128 => 16,
            ScalarKind::Bytes(n) | ScalarKind::Opaque(n) => n,
            ScalarKind::Utf32(n) => return n.checked_mul(4),
        })
    }

    /// NumPy's alignment in bytes, which is C's on 64-bit Unix: that of the component for complex, 4 for `U`.
    pub const fn alignment(self) -> usize {
        match self.kind {
            ScalarKind::Bool | ScalarKind::Bytes(_) | ScalarKind::Opaque(_) => 1,
            ScalarKind::Complex64 | ScalarKind::Utf32(_) => 4,
            ScalarKind::Complex128 => 8,
            _ => self.itemsize(),
        }
    }

    /// Another kind in the same order.
    #[cfg(feature = "alloc")]
    pub(super) const fn with_kind(self, kind: ScalarKind) -> Self {
        Self::new(kind, self.order)
    }

    /// The same kind in the given order.
    #[must_use]
    pub const fn with_byte_order(self, order: ByteOrder) -> Self {
        Self::new(self.kind, order)
    }

    /// The width in bytes of the units that a byte swap reverses: 4 for `'U3'` and `'c8'`, 8 for `'f8'`, 1 where
    /// nothing is swapped.
    pub const fn swap_unit(self) -> usize {
        match self.kind {
            ScalarKind::Bool | ScalarKind::Bytes(_) | ScalarKind::Opaque(_) => 1,
            _ => self.alignment(),
        }
    }
}

impl ScalarKind {
    /// Whether values of this kind come in two byte orders.
    pub const fn has_byte_order(self) -> bool {
        !matches!(
            self,
            Self::Bool
                | Self::Int(IntSize::One)
                | Self::UInt(IntSize::One)
                | Self::Bytes(_)
                | Self::Opaque(_)
        )
    }
}
