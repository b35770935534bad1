//! Blocks of values of one kind, and what is done with them.

use super::{
    Kind,
    kind::{number_type, range},
};
use crate::{
    dtype::{IntSize, ScalarKind},
    element::Element,
    layout::DynRank,
    ops::{
        Number,
        compute::{
            drive::blocks,
            error::{ComputeError, Fault, Operated},
            operand::Expr as _,
        },
        dispatch::with_typed,
    },
    raw::{any::AnyView, gather::pack::WORD, view::View},
    view::{
        ColumnError, Value,
        half::{half_from_f64, half_to_f32},
    },
};
use alloc::{vec, vec::Vec};
use core::ops::Range;

/// Values of one block, all of a kind: integers and truth values exactly, floats of 16 bits as `f32`.
pub(super) enum Lanes {
    /// Truth values, and integers that fit.
    Int(Vec<i64>),
    /// Integers of 64 bits without a sign; single ones that are not of a kind yet.
    Wide(Vec<i128>),
    Single(Vec<f32>),
    Double(Vec<f64>),
}

/// Runs the same with both, which are of one kind.
macro_rules! alike {
    ($left:expr, $right:expr, |$a:ident, $b:ident| $body:expr) => {
        match ($left, $right) {
            (Lanes::Int($a), Lanes::Int($b)) => $body,
            (Lanes::Wide($a), Lanes::Wide($b)) => $body,
            (Lanes::Single($a), Lanes::Single($b)) => $body,
            (Lanes::Double($a), Lanes::Double($b)) => $body,
            _ => unreachable!("both were cast to one kind"),
        }
    };
}
pub(super) use alike;

/// A value as blocks hold it.
pub(super) trait Lane: Copy + Default + Send + Sync + 'static {
    fn block(values: Vec<Self>) -> Lanes;
    fn values(block: Lanes) -> Vec<Self>;
}

/// Numbers that blocks hold, and what as.
pub(super) trait Laned: Number {
    type Lane: Lane;

    fn lane(self) -> Self::Lane;

    /// Back again.
    fn of(lane: Self::Lane) -> Self;
}

macro_rules! lane {
    ($($lane:ty: $variant:ident;)*) => {$(
        impl Lane for $lane {
            fn block(values: Vec<Self>) -> Lanes {
                Lanes::$variant(values)
            }

            fn values(block: Lanes) -> Vec<Self> {
                match block {
                    Lanes::$variant(values) => values,
                    _ => unreachable!("blocks of one kind"),
                }
            }
        }
    )*};
}

lane! { i64: Int; i128: Wide; f32: Single; f64: Double; }

macro_rules! laned {
    ($($(#[$attribute:meta])* $type:ty: $lane:ty, $to:expr, $of:expr;)*) => {$(
        $(#[$attribute])*
        impl Laned for $type {
            type Lane = $lane;

            #[inline(always)]
            fn lane(self) -> $lane {
                $to(self)
            }

            #[inline(always)]
            fn of(lane: $lane) -> Self {
                $of(lane)
            }
        }
    )*};
    (integers: $($type:ident $lane:ident),*) => {
        // Held to the range after each step.
        laned! { $($type: $lane, $lane::from, |lane| $type::try_from(lane).unwrap_or(0);)* }
    };
}

laned! { integers: i8 i64, i16 i64, i32 i64, i64 i64, u8 i64, u16 i64, u32 i64, u64 i128 }
laned! {
    bool: i64, i64::from, |lane| lane != 0;
    #[cfg(feature = "half")]
    half::f16: f32, half::f16::to_f32, half::f16::from_f32;
    f32: f32, core::convert::identity, core::convert::identity;
    f64: f64, core::convert::identity, core::convert::identity;
}

/// The shape that all columns are broadcast to.
pub(super) struct Columns<'s> {
    pub(super) shape: &'s [usize],
}

/// Elements of a column, in row-major order of the shape.
fn load<T: Element<Value: Laned>>(
    view: View<'_, T, DynRank>,
    shape: &[usize],
    range: Range<usize>,
) -> Result<Lanes, ComputeError> {
    let mut values = vec![Default::default(); range.len()];
    blocks(&view.map(Laned::lane).0, shape, range, &mut values, |_| ())?;
    Ok(Lane::block(values))
}

impl Columns<'_> {
    /// Elements of a column.
    pub(super) fn load(&self, view: AnyView<'_>, range: Range<usize>) -> Result<Lanes, ComputeError> {
        let kind = Kind::of_column(&view)?.scalar();
        let none = || ComputeError::NotNumbers { found: Some(kind) };
        let typed = |view: AnyView<'_>| {
            let unsupported = || ColumnError::unsupported("compute", view.dtype());
            let view = view.all_axes().map_err(|_| unsupported())?;
            let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
            with_typed!(
                view,
                scalar,
                |typed| Ok(load(typed, self.shape, range)),
                _ => Err(unsupported()),
            )
        };
        typed(view).map_err(|_| none())?
    }
}

impl Lanes {
    /// A single value, so many times.
    pub(super) fn repeat(value: &Value, len: usize) -> Self {
        let Some(wide) = value.to_i128() else {
            return Self::Double(vec![value.to_f64().unwrap_or(f64::NAN); len]);
        };
        match i64::try_from(wide) {
            Ok(integer) => Self::Int(vec![integer; len]),
            Err(_) => Self::Wide(vec![wide; len]),
        }
    }

    /// The first value, so many times.
    pub(super) fn repeated(self, len: usize) -> Self {
        match self {
            Self::Int(values) => Self::Int(vec![values[0]; len]),
            Self::Wide(values) => Self::Wide(vec![values[0]; len]),
            Self::Single(values) => Self::Single(vec![values[0]; len]),
            Self::Double(values) => Self::Double(vec![values[0]; len]),
        }
    }

    /// The values, of which a step of kind `from` is made, as this kind; the first of them is element `start`.
    pub(super) fn cast(self, from: Kind, kind: Kind, start: usize) -> Result<Self, ComputeError> {
        let lanes = self.rounded(kind);
        let (of, Some((low, high))) = (kind.scalar(), range(kind.scalar())) else { return Ok(lanes) };
        // Only what is made of single values can be out of the range of what it is computed with.
        if !matches!(from, Kind::Of(_)) {
            let values = lanes.wide();
            if let Some(at) = values.iter().position(|v| !(low..=high).contains(v)) {
                let fault = Fault::Cast { value: Operated::Int(values[at]), to: number_type(of) };
                return Err(fault.at(start + at));
            }
            return Ok(Self::whole(of, values));
        }
        Ok(match (lanes, of) {
            (Self::Int(values), ScalarKind::UInt(IntSize::Eight)) => {
                Self::Wide(values.into_iter().map(i128::from).collect())
            }
            (lanes, _) => lanes,
        })
    }

    /// Integers in the range of this kind.
    #[allow(clippy::cast_possible_truncation)] // they are in its range
    pub(super) fn whole(kind: ScalarKind, values: Vec<i128>) -> Self {
        match kind {
            ScalarKind::UInt(IntSize::Eight) => Self::Wide(values),
            _ => Self::Int(values.into_iter().map(|value| value as i64).collect()),
        }
    }

    /// All values of integers, however wide; of floats none.
    pub(super) fn wide(self) -> Vec<i128> {
        match self {
            Self::Int(values) => values.into_iter().map(i128::from).collect(),
            Self::Wide(values) => values,
            Self::Single(_) | Self::Double(_) => Vec::new(),
        }
    }

    /// Values of a kind, all zero.
    pub(super) fn zeros(kind: Kind, len: usize) -> Self {
        match kind.scalar() {
            ScalarKind::Float64 => Self::Double(vec![0.0; len]),
            ScalarKind::Float16 | ScalarKind::Float32 => Self::Single(vec![0.0; len]),
            ScalarKind::UInt(IntSize::Eight) => Self::Wide(vec![0; len]),
            _ => Self::Int(vec![0; len]),
        }
    }

    /// Puts values of the same kind where they are chosen.
    pub(super) fn replace(&mut self, other: &Self, chosen: &[bool]) {
        fn each<V: Copy>(values: &mut [V], other: &[V], chosen: &[bool]) {
            for ((value, &other), _) in
                values.iter_mut().zip(other).zip(chosen).filter(|(_, chosen)| **chosen)
            {
                *value = other;
            }
        }
        alike!(self, other, |values, other| each(values, other, chosen));
    }

    /// Puts the first of other values of this kind at a place.
    pub(super) fn set(&mut self, at: usize, other: &Self) {
        alike!(self, other, |values, other| values[at] = other[0]);
    }

    /// Floats of 16 bits keep no more digits than they have.
    pub(super) fn round(&mut self, kind: ScalarKind) {
        if let (Self::Single(values), ScalarKind::Float16) = (self, kind) {
            for value in values {
                *value = half_to_f32(half_from_f64(f64::from(*value)));
            }
        }
    }

    /// Numbers as floats of a kind, the nearest, by NumPy's rules: too large ones are infinite. Of other kinds, as they are.
    #[allow(clippy::cast_possible_truncation)] // rounded
    pub(super) fn rounded(self, kind: Kind) -> Self {
        let kind = kind.scalar();
        let mut lanes = match (self, kind) {
            (Self::Int(values), ScalarKind::Float64) => {
                Self::Double(values.into_iter().map(|v| v as f64).collect())
            }
            (Self::Wide(values), ScalarKind::Float64) => {
                Self::Double(values.into_iter().map(|v| v as f64).collect())
            }
            (Self::Int(values), ScalarKind::Float32 | ScalarKind::Float16) => {
                Self::Single(values.into_iter().map(|v| v as f32).collect())
            }
            (Self::Wide(values), ScalarKind::Float32 | ScalarKind::Float16) => {
                Self::Single(values.into_iter().map(|v| v as f32).collect())
            }
            (Self::Single(values), ScalarKind::Float64) => {
                Self::Double(values.into_iter().map(f64::from).collect())
            }
            (Self::Double(values), ScalarKind::Float32) => {
                Self::Single(values.into_iter().map(|v| v as f32).collect())
            }
            // Not by way of a float of 32 bits, which would be rounded twice.
            (Self::Double(values), ScalarKind::Float16) => {
                Self::Single(values.into_iter().map(|v| half_to_f32(half_from_f64(v))).collect())
            }
            (lanes, _) => lanes,
        };
        lanes.round(kind);
        lanes
    }

    /// Which values are not zero.
    pub(super) fn truth(&self) -> Vec<bool> {
        match self {
            Self::Int(values) => values.iter().map(|&v| v != 0).collect(),
            Self::Wide(values) => values.iter().map(|&v| v != 0).collect(),
            Self::Single(values) => values.iter().map(|&v| v != 0.0).collect(),
            Self::Double(values) => values.iter().map(|&v| v != 0.0).collect(),
        }
    }

    /// The same as bits.
    pub(super) fn write_truth(&self, words: &mut [u64]) {
        for (word, bits) in words.iter_mut().zip(self.truth().chunks(WORD)) {
            *word = bits.iter().rev().fold(0, |word, &bit| word << 1 | u64::from(bit));
        }
    }
}
