//! Which dtype the result of a step has: NumPy's promotion of numbers.

use crate::{
    dtype::{IntSize, Scalar, ScalarKind},
    ops::compute::error::{ComputeError, NumberType},
    raw::any::AnyView,
    view::Value,
};

/// The kind of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Of a column.
    Of(ScalarKind),
    /// Of single integers, which take the kind of what they stand beside.
    WeakInt,
    /// Of single floats, which take that of other floats.
    WeakFloat,
}

impl Kind {
    pub(super) fn of_column(view: &AnyView<'_>) -> Result<Self, ComputeError> {
        let found = view.dtype().base().as_scalar().map(Scalar::kind);
        match found {
            Some(kind) if bits(kind).is_some() => Ok(Self::Of(kind)),
            _ => Err(ComputeError::NotNumbers { found }),
        }
    }

    pub(super) fn of_value(value: &Value) -> Result<Self, ComputeError> {
        match value {
            Value::Bool(_) => Ok(Self::Of(ScalarKind::Bool)),
            Value::Int(_) | Value::UInt(_) => Ok(Self::WeakInt),
            Value::Float32(_) | Value::Float64(_) => Ok(Self::WeakFloat),
            _ => Err(ComputeError::NotNumbers { found: None }),
        }
    }

    /// The kind, where nothing stands beside.
    pub(super) fn scalar(self) -> ScalarKind {
        match self {
            Self::Of(kind) => kind,
            Self::WeakInt => ScalarKind::Int(IntSize::Eight),
            Self::WeakFloat => ScalarKind::Float64,
        }
    }

    pub(super) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(a), Self::Of(b)) => Self::Of(promote(a, b)),
            (Self::Of(of), weak) | (weak, Self::Of(of)) => match (of, weak) {
                (ScalarKind::Bool, Self::WeakInt) => Self::Of(Self::WeakInt.scalar()),
                (of, Self::WeakFloat) if !is_float(of) => Self::Of(ScalarKind::Float64),
                _ => Self::Of(of),
            },
            (Self::WeakInt, Self::WeakInt) => Self::WeakInt,
            _ => Self::WeakFloat,
        }
    }

    /// Of a quotient.
    pub(super) fn fractional(self) -> Self {
        if is_float(self.scalar()) { self } else { Self::Of(ScalarKind::Float64) }
    }

    /// Of a sum: truth values count as integers of 8 bits, for NumPy's `+` of two of them is no number.
    pub(super) fn arithmetic(self) -> Self {
        if self == Self::Of(ScalarKind::Bool) { Self::Of(ScalarKind::Int(IntSize::One)) } else { self }
    }
}

pub(super) fn is_float(kind: ScalarKind) -> bool {
    matches!(kind, ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64)
}

/// Bits of an integer, or of the float that holds it; `None` for what is no number.
fn bits(kind: ScalarKind) -> Option<usize> {
    Some(match kind {
        ScalarKind::Bool => 1,
        ScalarKind::Int(size) | ScalarKind::UInt(size) => 8 * size as usize,
        ScalarKind::Float16 => 16,
        ScalarKind::Float32 => 32,
        ScalarKind::Float64 => 64,
        _ => return None,
    })
}

/// The kind that holds both, of numbers.
pub(super) fn promote(a: ScalarKind, b: ScalarKind) -> ScalarKind {
    use ScalarKind as K;
    match (a, b) {
        (a, b) if a == b => a,
        (K::Bool, other) | (other, K::Bool) => other,
        (K::Int(a), K::Int(b)) => K::Int(a.max(b)),
        (K::UInt(a), K::UInt(b)) => K::UInt(a.max(b)),
        (K::Int(signed), K::UInt(unsigned)) | (K::UInt(unsigned), K::Int(signed)) => {
            let needed = match unsigned {
                IntSize::One => IntSize::Two,
                IntSize::Two => IntSize::Four,
                IntSize::Four => IntSize::Eight,
                IntSize::Eight => return K::Float64,
            };
            K::Int(signed.max(needed))
        }
        (float, other) | (other, float) if is_float(float) => {
            let needed = match other {
                K::Int(size) | K::UInt(size) => match size {
                    IntSize::One => 16,
                    IntSize::Two => 32,
                    IntSize::Four | IntSize::Eight => 64,
                },
                other => bits(other).unwrap_or(64),
            };
            match needed.max(bits(float).unwrap_or(64)) {
                16 => K::Float16,
                32 => K::Float32,
                _ => K::Float64,
            }
        }
        _ => K::Float64,
    }
}

/// The least and the greatest integer of a kind.
pub(super) fn range(kind: ScalarKind) -> Option<(i128, i128)> {
    let bits = bits(kind)?;
    match kind {
        ScalarKind::Bool => Some((0, 1)),
        ScalarKind::Int(_) => Some((-(1 << (bits - 1)), (1 << (bits - 1)) - 1)),
        ScalarKind::UInt(_) => Some((0, (1 << bits) - 1)),
        _ => None,
    }
}

/// The type of such values.
pub(super) fn number_type(kind: ScalarKind) -> NumberType {
    use NumberType as N;
    match kind {
        ScalarKind::Int(size) => [N::I8, N::I16, N::I32, N::I64][(size as usize).ilog2() as usize],
        ScalarKind::UInt(size) => [N::U8, N::U16, N::U32, N::U64][(size as usize).ilog2() as usize],
        ScalarKind::Float16 => N::F16,
        ScalarKind::Float32 => N::F32,
        ScalarKind::Float64 => N::F64,
        _ => N::Bool,
    }
}
