//! The spelling of scalars: `<f8`, `|u1`, `?`, `>M8[25s]`, and NumPy's names.

use core::fmt;

#[cfg(feature = "alloc")]
use super::IntSize;
use super::{Scalar, ScalarKind, TimeBase, TimeUnit};

impl TimeBase {
    /// The base units from the longest to the shortest.
    pub const ALL: [Self; 13] = [
        Self::Year,
        Self::Month,
        Self::Week,
        Self::Day,
        Self::Hour,
        Self::Minute,
        Self::Second,
        Self::Millisecond,
        Self::Microsecond,
        Self::Nanosecond,
        Self::Picosecond,
        Self::Femtosecond,
        Self::Attosecond,
    ];

    /// NumPy's spelling: `Y`, `M`, `W`, `D`, `h`, `m`, `s`, `ms`, `us`, `ns`, `ps`, `fs`, `as`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Year => "Y",
            Self::Month => "M",
            Self::Week => "W",
            Self::Day => "D",
            Self::Hour => "h",
            Self::Minute => "m",
            Self::Second => "s",
            Self::Millisecond => "ms",
            Self::Microsecond => "us",
            Self::Nanosecond => "ns",
            Self::Picosecond => "ps",
            Self::Femtosecond => "fs",
            Self::Attosecond => "as",
        }
    }
}

/// As NumPy puts it behind `M8` and `m8`: `[ns]`, `[25s]`, nothing for the generic unit.
impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.base, self.multiple) {
            (None, _) => Ok(()),
            (Some(base), 1) => write!(f, "[{}]", base.code()),
            (Some(base), multiple) => write!(f, "[{multiple}{}]", base.code()),
        }
    }
}

/// NumPy's short spelling: `<f8`, `u1`, `?`, `S5`, `>U3`, `<M8[ns]`.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind() == ScalarKind::Bool {
            return f.write_str("?");
        }
        if let Some(order) = self.byte_order() {
            write!(f, "{}", order.code())?;
        }
        write_code(*self, f)
    }
}

/// The letter and the size, without a byte order.
fn write_code(scalar: Scalar, f: &mut dyn fmt::Write) -> fmt::Result {
    match scalar.kind() {
        ScalarKind::Bool => f.write_str("b1"),
        ScalarKind::Int(size) => write!(f, "i{}", size as usize),
        ScalarKind::UInt(size) => write!(f, "u{}", size as usize),
        ScalarKind::Float16 => f.write_str("f2"),
        ScalarKind::Float32 => f.write_str("f4"),
        ScalarKind::Float64 => f.write_str("f8"),
        ScalarKind::Complex64 => f.write_str("c8"),
        ScalarKind::Complex128 => f.write_str("c16"),
        ScalarKind::Bytes(n) => write!(f, "S{n}"),
        ScalarKind::Utf32(n) => write!(f, "U{n}"),
        ScalarKind::Opaque(n) => write!(f, "V{n}"),
        ScalarKind::DateTime(unit) => write!(f, "M8{unit}"),
        ScalarKind::TimeDelta(unit) => write!(f, "m8{unit}"),
    }
}

/// NumPy's `dtype.str`: always with `<`, `>` or `|`.
#[cfg(feature = "alloc")]
pub(super) fn write_str(scalar: Scalar, f: &mut dyn fmt::Write) -> fmt::Result {
    f.write_char(scalar.byte_order().map_or('|', crate::ByteOrder::code))?;
    write_code(scalar, f)
}

/// As the format of a field in NumPy's `repr`: the short spelling, without a size where it is 0.
#[cfg(feature = "alloc")]
pub(super) fn write_short(scalar: Scalar, f: &mut dyn fmt::Write) -> fmt::Result {
    match scalar.kind() {
        ScalarKind::Bytes(0) => f.write_str("S"),
        ScalarKind::Opaque(0) => f.write_str("V"),
        ScalarKind::Utf32(0) => {
            write!(f, "{}U", scalar.byte_order().map_or('|', crate::ByteOrder::code))
        }
        _ => write!(f, "{scalar}"),
    }
}

/// As NumPy's `repr` of the scalar alone: `float64` for a number in the machine's order, else the short spelling.
#[cfg(feature = "alloc")]
pub(super) fn write_long(scalar: Scalar, native: crate::ByteOrder, f: &mut dyn fmt::Write) -> fmt::Result {
    match number_name(scalar.kind()) {
        Some(name) if scalar.byte_order().is_none_or(|order| order == native) => f.write_str(name),
        _ => write_short(scalar, f),
    }
}

/// NumPy's name of a number.
#[cfg(feature = "alloc")]
pub(super) const fn number_name(kind: ScalarKind) -> Option<&'static str> {
    Some(match kind {
        ScalarKind::Bool => "bool",
        ScalarKind::Int(IntSize::One) => "int8",
        ScalarKind::Int(IntSize::Two) => "int16",
        ScalarKind::Int(IntSize::Four) => "int32",
        ScalarKind::Int(IntSize::Eight) => "int64",
        ScalarKind::UInt(IntSize::One) => "uint8",
        ScalarKind::UInt(IntSize::Two) => "uint16",
        ScalarKind::UInt(IntSize::Four) => "uint32",
        ScalarKind::UInt(IntSize::Eight) => "uint64",
        ScalarKind::Float16 => "float16",
        ScalarKind::Float32 => "float32",
        ScalarKind::Float64 => "float64",
        ScalarKind::Complex64 => "complex64",
        ScalarKind::Complex128 => "complex128",
        _ => return None,
    })
}
