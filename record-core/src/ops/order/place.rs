//! Where a value belongs in a sorted column whose dtype only run time knows, also where no element could be that value.

use crate::{
    dtype::{DType, ScalarKind},
    layout::Order,
    ops::{
        mask::{Needle, Relation},
        order::{
            any::keys_of,
            error::OrderError,
            keys::Keys,
            search::{Side, partition},
        },
    },
    raw::{any::AnyView, any_array::AnyArray},
    time::calendar::exactly,
    view::{
        Value,
        half::{half_from_f64, half_to_f32},
    },
};

/// What is searched for instead of a value.
enum Sought {
    /// The end behind all elements, or the one before them.
    End(bool),
    /// A value that the column could hold.
    Value(Value, Side),
}

/// The value as one that a column of this dtype could hold, at the same place among all that it could.
fn sought(dtype: &DType, value: Value, side: Side) -> Sought {
    let Some(scalar) = dtype.as_scalar() else { return Sought::Value(value, side) };
    let kind = scalar.kind();
    match kind {
        ScalarKind::Bool | ScalarKind::Int(_) | ScalarKind::UInt(_) => {
            if value.to_f64().is_some_and(f64::is_nan) {
                return Sought::End(true);
            }
            let before = if side == Side::Left { Relation::Less } else { Relation::LessOrEqual };
            // All elements up to the last integer that comes before.
            let Some((_, last)) = before.integers(&value) else { return Sought::Value(value, side) };
            let bits = 8 * scalar.itemsize();
            let (least, greatest) = match kind {
                ScalarKind::Bool => (0, 1),
                ScalarKind::Int(_) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
                _ => (0, (1_i128 << bits) - 1),
            };
            if last < least || last >= greatest {
                return Sought::End(last >= greatest);
            }
            let last = match kind {
                ScalarKind::Bool => Value::Bool(last == 1),
                _ => i64::try_from(last).map_or_else(
                    |_| Value::UInt(u64::try_from(last).expect("below the greatest")),
                    Value::Int,
                ),
            };
            Sought::Value(last, Side::Right)
        }
        ScalarKind::Float16 | ScalarKind::Float32 | ScalarKind::Float64 => {
            let Some(number) = value.to_f64() else { return Sought::Value(value, side) };
            let rounded = match kind {
                ScalarKind::Float16 => Value::Float32(half_to_f32(half_from_f64(number))),
                #[allow(clippy::cast_possible_truncation)] // rounded, as documented
                ScalarKind::Float32 => Value::Float32(number as f32),
                _ => Value::Float64(number),
            };
            Sought::Value(rounded, side)
        }
        ScalarKind::DateTime(unit) | ScalarKind::TimeDelta(unit) => {
            let date = matches!(kind, ScalarKind::DateTime(_));
            let value = match value {
                Value::DateTime(count, from) if date => match exactly(count, from, unit, true) {
                    Some(count) => Value::DateTime(count, unit),
                    None => value,
                },
                Value::TimeDelta(count, from) if !date => match exactly(count, from, unit, false) {
                    Some(count) => Value::TimeDelta(count, unit),
                    None => value,
                },
                value => value,
            };
            Sought::Value(value, side)
        }
        // A text that is longer than any in the column comes behind its beginning.
        ScalarKind::Bytes(_) => {
            let Some(mut text) = Needle::of(&value) else { return Sought::Value(value, side) };
            let longer = text.bytes.len() > scalar.itemsize();
            text.bytes.truncate(scalar.itemsize());
            Sought::Value(Value::Bytes(text.bytes), if longer { Side::Right } else { side })
        }
        ScalarKind::Utf32(_) => {
            let Some(text) = Needle::of(&value) else { return Sought::Value(value, side) };
            let most = scalar.itemsize() / 4;
            let longer = text.points.len() > most;
            let text = text.points.into_iter().take(most).filter_map(char::from_u32).collect();
            Sought::Value(Value::Text(text), if longer { Side::Right } else { side })
        }
        _ => Sought::Value(value, side),
    }
}

/// Where the value belongs among the elements, which ascend.
pub(super) fn place(view: AnyView<'_>, value: Value, side: Side) -> Result<usize, OrderError> {
    let keys = keys_of(view)?;
    let (value, side) = match sought(view.dtype(), value, side) {
        Sought::End(last) => return Ok(if last { keys.len() } else { 0 }),
        Sought::Value(value, side) => (value, side),
    };
    let mut sought = AnyArray::zeros(view.dtype().clone(), [1], Order::C)?;
    sought.view_mut().try_set_at([0], &value)?;
    let sought = Keys::of(sought.view());
    Ok(partition(0, keys.len(), |at| {
        let order = keys.compare_with(0, at, &sought, 0);
        order.is_lt() || side == Side::Right && order.is_eq()
    }))
}
