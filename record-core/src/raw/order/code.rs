//! Scalars that are one number: how their bytes are read, known when a program is compiled.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, IntSize, Scalar, ScalarKind},
    raw::order::keys::{Code, Load, Map},
    shown::Shown,
};

pub(super) const SINGLE: Map = Map::Float { infinity: 0x7f80_0000 };
pub(super) const DOUBLE: Map = Map::Float { infinity: 0x7ff0_0000_0000_0000 };

pub(super) const fn is_swapped(scalar: Scalar) -> bool {
    match scalar.byte_order() {
        Some(order) => order as u8 != ByteOrder::NATIVE as u8,
        None => false,
    }
}

pub(super) const fn integer(size: IntSize, swapped: bool, map: Map) -> Code {
    let load = match size {
        IntSize::One => Load::One,
        IntSize::Two => Load::Two { swapped },
        IntSize::Four => Load::Four { swapped },
        IntSize::Eight => Load::Eight { swapped },
    };
    Code { load, map, width: 8 * size as u32 }
}

/// The code of a scalar that is one number; `None` of texts, bytes and complex numbers.
pub(super) const fn number(scalar: Scalar) -> Option<Code> {
    let (size, map) = match scalar.kind() {
        ScalarKind::Bool => return Some(Code { load: Load::One, map: Map::Truth, width: 1 }),
        ScalarKind::Int(size) => (size, Map::Sign),
        ScalarKind::UInt(size) => (size, Map::Plain),
        ScalarKind::Float16 => (IntSize::Two, Map::Float { infinity: 0x7c00 }),
        ScalarKind::Float32 => (IntSize::Four, SINGLE),
        ScalarKind::Float64 => (IntSize::Eight, DOUBLE),
        ScalarKind::DateTime(_) | ScalarKind::TimeDelta(_) => (IntSize::Eight, Map::Time),
        _ => return None,
    };
    Some(integer(size, is_swapped(scalar), map))
}

/// The code of elements that are one number, or bits of one, known when a program is compiled.
pub(super) const fn number_of(dtype: &DType, shown: Shown) -> Option<Code> {
    let Some(scalar) = dtype.as_scalar() else { return None };
    let Some(code) = number(scalar) else { return None };
    match shown {
        Shown::Bits { low, len } if len < code.width => {
            Some(Code { load: code.load, map: Map::Bits { low }, width: len })
        }
        _ => Some(code),
    }
}
