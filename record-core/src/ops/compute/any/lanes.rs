//! Blocks of values of one kind, and what is done with them.

use super::{
    Comparison, Kind,
    kind::{number_type, range},
};
use crate::{
    dtype::ScalarKind,
    element::Element,
    layout::DynRank,
    ops::{
        Number,
        compute::{
            drive::blocks,
            error::{ComputeError, Fault, Operated, Operation},
            operand::Expr as _,
            value::Arithmetic,
        },
        dispatch::with_typed,
    },
    raw::{any::AnyView, view::View},
    view::{
        ColumnError, Value,
        half::{half_from_f64, half_to_f32},
    },
};
use alloc::{vec, vec::Vec};
use core::{cmp::Ordering, ops::Range};

/// Values of one block, all of a kind: integers and truth values exactly, floats of 16 bits as `f32`.
pub(super) enum Lanes {
    Int(Vec<i128>),
    Single(Vec<f32>),
    Double(Vec<f64>),
}

/// The shape that all columns are broadcast to.
pub(super) struct Columns<'s> {
    pub(super) shape: &'s [usize],
}

/// Elements of a column, in row-major order of the shape, as values of a kind that holds them all.
fn load<T: Element<Value: Number>>(
    view: View<'_, T, DynRank>,
    shape: &[usize],
    range: Range<usize>,
    kind: ScalarKind,
) -> Result<Lanes, ComputeError>
where
    Value: From<T::Value>,
{
    let len = range.len();
    Ok(match kind {
        ScalarKind::Float64 => {
            let mut values = vec![0.0; len];
            blocks(&view.map(Number::to_f64).0, shape, range, &mut values, |_| ())?;
            Lanes::Double(values)
        }
        ScalarKind::Float16 | ScalarKind::Float32 => {
            let mut values = vec![0.0; len];
            #[allow(clippy::cast_possible_truncation)] // it was no wider
            blocks(&view.map(|v| Number::to_f64(v) as f32).0, shape, range, &mut values, |_| ())?;
            Lanes::Single(values)
        }
        _ => {
            let mut values = vec![0; len];
            let exact = |v| Value::from(v).to_i128().unwrap_or(0);
            blocks(&view.map(exact).0, shape, range, &mut values, |_| ())?;
            Lanes::Int(values)
        }
    })
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
                |typed| Ok(load(typed, self.shape, range, kind)),
                _ => Err(unsupported()),
            )
        };
        typed(view).map_err(|_| none())?
    }
}

/// One arithmetic operation on floats.
fn float<V: Arithmetic>(operation: Operation, a: V, b: V) -> V {
    let fault = &mut false;
    match operation {
        Operation::Add => a.add::<0>(b, fault),
        Operation::Subtract => a.sub::<0>(b, fault),
        Operation::Multiply => a.mul::<0>(b, fault),
        Operation::FloorDivide => a.floor_div::<0>(b, fault),
        Operation::FloorRemainder => a.floor_rem::<0>(b, fault),
        _ => a.div::<0>(b, fault),
    }
}

/// One arithmetic operation on integers; `None` if there is no result, or none in 128 bits.
fn integer(operation: Operation, a: i128, b: i128) -> Option<i128> {
    match operation {
        Operation::Add => a.checked_add(b),
        Operation::Subtract => a.checked_sub(b),
        Operation::Multiply => a.checked_mul(b),
        Operation::FloorDivide => {
            let quotient = a.checked_div(b)?;
            Some(quotient - i128::from(a % b != 0 && (a < 0) != (b < 0)))
        }
        _ => {
            let rest = a.checked_rem(b)?;
            Some(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
    }
}

/// The order of an integer of 64 bits and a float.
#[allow(clippy::cast_possible_truncation)] // what is cut off is compared then
fn order(integer: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // Infinities are cut to what no such integer is.
    let cut = float as i128;
    Some(integer.cmp(&cut).then((cut as f64).partial_cmp(&float)?))
}

impl Lanes {
    /// A single value.
    pub(super) fn repeat(value: &Value, len: usize) -> Self {
        match value.to_i128() {
            Some(integer) => Self::Int(vec![integer; len]),
            None => Self::Double(vec![value.to_f64().unwrap_or(f64::NAN); len]),
        }
    }

    /// The values as this kind, the first of them element `start`.
    pub(super) fn cast(self, kind: Kind, start: usize) -> Result<Self, ComputeError> {
        let lanes = self.rounded(kind);
        let kind = kind.scalar();
        if let (Self::Int(values), Some((low, high))) = (&lanes, range(kind)) {
            // Only a single value can be out of the range of what it is computed with.
            if let Some(at) = values.iter().position(|v| !(low..=high).contains(v)) {
                let fault = Fault::Cast { value: Operated::Int(values[at]), to: number_type(kind) };
                return Err(fault.at(start + at));
            }
        }
        Ok(lanes)
    }

    /// Values of a kind, all zero.
    pub(super) fn zeros(kind: Kind, len: usize) -> Self {
        match kind.scalar() {
            ScalarKind::Float64 => Self::Double(vec![0.0; len]),
            ScalarKind::Float16 | ScalarKind::Float32 => Self::Single(vec![0.0; len]),
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
        match (self, other) {
            (Self::Int(values), Self::Int(other)) => each(values, other, chosen),
            (Self::Single(values), Self::Single(other)) => each(values, other, chosen),
            (Self::Double(values), Self::Double(other)) => each(values, other, chosen),
            _ => unreachable!("both are of one kind"),
        }
    }

    /// Puts the first of other values of this kind at a place.
    pub(super) fn set(&mut self, at: usize, other: &Self) {
        match (self, other) {
            (Self::Int(values), Self::Int(other)) => values[at] = other[0],
            (Self::Single(values), Self::Single(other)) => values[at] = other[0],
            (Self::Double(values), Self::Double(other)) => values[at] = other[0],
            _ => unreachable!("both are of one kind"),
        }
    }

    /// Floats of 16 bits keep no more digits than they have.
    pub(super) fn round(&mut self, kind: ScalarKind) {
        if let (Self::Single(values), ScalarKind::Float16) = (self, kind) {
            for value in values {
                *value = half_to_f32(half_from_f64(f64::from(*value)));
            }
        }
    }

    /// The operation on each pair, in a kind.
    pub(super) fn operate(
        mut self,
        operation: Operation,
        right: &Self,
        kind: Kind,
        start: usize,
    ) -> Result<Self, ComputeError> {
        let kind = kind.scalar();
        match (&mut self, right) {
            (Self::Int(left), Self::Int(right)) => {
                let (low, high) = range(kind).unwrap_or((i128::MIN, i128::MAX));
                for (at, (a, &b)) in left.iter_mut().zip(right).enumerate() {
                    let result = integer(operation, *a, b).filter(|v| (low..=high).contains(v));
                    let fault = || Fault::Number { operation, left: *a, right: b, value: number_type(kind) };
                    *a = result.ok_or_else(|| fault().at(start + at))?;
                }
            }
            (Self::Single(left), Self::Single(right)) => {
                left.iter_mut().zip(right).for_each(|(a, &b)| *a = float(operation, *a, b));
            }
            (Self::Double(left), Self::Double(right)) => {
                left.iter_mut().zip(right).for_each(|(a, &b)| *a = float(operation, *a, b));
            }
            _ => unreachable!("both were cast to one kind"),
        }
        self.round(kind);
        Ok(self)
    }

    /// Numbers as floats of a kind, the nearest, by NumPy's rules: too large ones are infinite. Of other kinds, as they are.
    #[allow(clippy::cast_possible_truncation)] // rounded
    pub(super) fn rounded(self, kind: Kind) -> Self {
        let kind = kind.scalar();
        let mut lanes = match (self, kind) {
            (Self::Int(values), ScalarKind::Float64) => {
                Self::Double(values.into_iter().map(|v| v as f64).collect())
            }
            (Self::Int(values), ScalarKind::Float32 | ScalarKind::Float16) => {
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

    /// The comparison of each pair, as 0 and 1: exact.
    pub(super) fn compare(self, comparison: Comparison, right: &Self) -> Self {
        fn each<A: Copy, B: Copy>(
            comparison: Comparison,
            (left, right): (&[A], &[B]),
            order: impl Fn(A, B) -> Option<Ordering>,
        ) -> Vec<i128> {
            let holds = |(&a, &b): (&A, &B)| {
                let order = order(a, b);
                match comparison {
                    Comparison::Greater => order.is_some_and(Ordering::is_gt),
                    Comparison::GreaterEqual => order.is_some_and(Ordering::is_ge),
                    Comparison::Less => order.is_some_and(Ordering::is_lt),
                    Comparison::LessEqual => order.is_some_and(Ordering::is_le),
                    Comparison::Equal => order.is_some_and(Ordering::is_eq),
                    Comparison::NotEqual => order != Some(Ordering::Equal),
                }
            };
            left.iter().zip(right).map(|pair| i128::from(holds(pair))).collect()
        }
        let wide = |values: &[f32]| values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
        Self::Int(match (&self, right) {
            (Self::Int(a), Self::Int(b)) => each(comparison, (a, b), |a: i128, b: i128| Some(a.cmp(&b))),
            (Self::Single(a), Self::Single(b)) => {
                each(comparison, (a, b), |a: f32, b: f32| a.partial_cmp(&b))
            }
            (Self::Double(a), Self::Double(b)) => {
                each(comparison, (a, b), |a: f64, b: f64| a.partial_cmp(&b))
            }
            (Self::Int(a), Self::Double(b)) => each(comparison, (a, b), order),
            (Self::Double(a), Self::Int(b)) => {
                each(comparison, (a, b), |a, b| order(b, a).map(Ordering::reverse))
            }
            (Self::Single(a), _) => return Self::Double(wide(a)).compare(comparison, right),
            (_, Self::Single(b)) => return self.compare(comparison, &Self::Double(wide(b))),
        })
    }

    /// Which values are not zero.
    pub(super) fn truth(&self) -> impl Iterator<Item = bool> + '_ {
        let len = match self {
            Self::Int(values) => values.len(),
            Self::Single(values) => values.len(),
            Self::Double(values) => values.len(),
        };
        (0..len).map(move |i| match self {
            Self::Int(values) => values[i] != 0,
            Self::Single(values) => values[i] != 0.0,
            Self::Double(values) => values[i] != 0.0,
        })
    }
}
