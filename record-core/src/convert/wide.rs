//! Numbers of any width brought to four wide forms: what every kernel of `number` starts from.
//!
//! A cast goes by way of an `i64`, a `u64`, an `f64` or a pair of `f64`, each of which holds all values of the kinds that
//! go by it, so that the value is rounded once, at the end. With four forms there are thirteen ways in and thirteen out of each,
//! instead of one for every pair.

use crate::{
    dtype::{IntSize, ScalarKind},
    view::half::half_to_f32,
};
use bytemuck::{cast_slice, cast_slice_mut};

/// A wide form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    Signed,
    Unsigned,
    Float,
    Complex,
}

impl Wide {
    /// The form that numbers of this kind go by; `None` for what is no number.
    pub(super) fn of(kind: ScalarKind) -> Option<Self> {
        Some(match kind {
            ScalarKind::Bool | ScalarKind::UInt(_) => Self::Unsigned,
            ScalarKind::Int(_) => Self::Signed,
            ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => Self::Float,
            ScalarKind::Complex64 | ScalarKind::Complex128 => Self::Complex,
            _ => return None,
        })
    }

    /// How many words of 8 bytes a number takes.
    pub(super) fn words(self) -> usize {
        if self == Self::Complex { 2 } else { 1 }
    }
}

/// Numbers in native order, stored one after the other, to their wide form. As many as `from` holds; `to` has room.
pub(super) type Widen = fn(from: &[u8], to: &mut [u64]);

/// The way in for a kind of number.
pub(super) fn widen(kind: ScalarKind) -> Option<Widen> {
    macro_rules! way {
        ($narrow:ty => $wide:ty, $convert:expr) => {
            |from, to| {
                let from: &[$narrow] = cast_slice(from);
                let to: &mut [$wide] = cast_slice_mut(to);
                for (to, &from) in to.iter_mut().zip(from) {
                    *to = $convert(from);
                }
            }
        };
    }
    Some(match kind {
        ScalarKind::Bool => way!(u8 => u64, |byte| u64::from(byte != 0)),
        ScalarKind::Int(IntSize::One) => way!(i8 => i64, i64::from),
        ScalarKind::Int(IntSize::Two) => way!(i16 => i64, i64::from),
        ScalarKind::Int(IntSize::Four) => way!(i32 => i64, i64::from),
        ScalarKind::Int(IntSize::Eight) => way!(i64 => i64, i64::from),
        ScalarKind::UInt(IntSize::One) => way!(u8 => u64, u64::from),
        ScalarKind::UInt(IntSize::Two) => way!(u16 => u64, u64::from),
        ScalarKind::UInt(IntSize::Four) => way!(u32 => u64, u64::from),
        ScalarKind::UInt(IntSize::Eight) => way!(u64 => u64, u64::from),
        ScalarKind::Float16 => way!(u16 => f64, |bits| f64::from(half_to_f32(bits))),
        ScalarKind::Float32 => way!(f32 => f64, f64::from),
        ScalarKind::Float64 => way!(f64 => f64, f64::from),
        ScalarKind::Complex64 => {
            way!([f32; 2] => [f64; 2], |[re, im]: [f32; 2]| [f64::from(re), f64::from(im)])
        }
        ScalarKind::Complex128 => way!([f64; 2] => [f64; 2], core::convert::identity),
        _ => return None,
    })
}
