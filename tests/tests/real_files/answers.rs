//! Comparing a column with what is recorded of it.

use super::{size, text};
use record_core::{AnyView, dtype::ScalarKind, ops::Sum, view::Value};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Tolerance of recorded float sums, relative to the sum of magnitudes.
const TOLERANCE: f64 = 1e-12;

/// The column of a dotted path, sub-array axes taken apart at every level.
pub fn column<'a>(records: AnyView<'a>, path: &str) -> AnyView<'a> {
    path.split('.').fold(records, |view, name| {
        let column = view.column(name).unwrap_or_else(|error| panic!("{error}"));
        column.all_axes().expect("few axes")
    })
}

/// All that is recorded of a column.
pub fn check(at: &str, column: AnyView<'_>, fact: &Json) {
    let scalar = column.dtype().as_scalar().unwrap_or_else(|| panic!("{at}: no scalar"));
    assert_eq!(column.dtype().dtype_str(), text(&fact["dtype"]), "{at}: dtype");
    let elements: usize =
        fact.get("shape").map_or(1, |shape| shape.as_array().unwrap().iter().map(size).product());
    assert_eq!(column.size(), column.len() * elements, "{at}: elements");
    check_ends(at, column, fact, elements);
    match scalar.kind() {
        ScalarKind::Int(_) | ScalarKind::UInt(_) => check_integers(at, column, fact),
        ScalarKind::Float32 | ScalarKind::Float64 => check_floats(at, column, fact),
        ScalarKind::Bytes(_) => check_bytes(at, column, fact),
        other => panic!("{at}: {other:?} is in no file"),
    }
}

/// An integer, which a string holds from 2^53 on.
pub fn integer(fact: &Json) -> i128 {
    match fact {
        Json::String(digits) => digits.parse().expect("digits"),
        number => number.as_i64().map(i128::from).or(number.as_u64().map(i128::from)).expect("an integer"),
    }
}

pub fn close(at: &str, found: f64, recorded: &Json, scale: f64) {
    let recorded = recorded.as_f64().unwrap_or_else(|| panic!("{at}: no number recorded"));
    assert!((found - recorded).abs() <= TOLERANCE * scale, "{at}: {found} is not {recorded}");
}

fn check_integers(at: &str, column: AnyView<'_>, fact: &Json) {
    let number = |value: Option<Value>| match value {
        Some(Value::Int(value)) => i128::from(value),
        Some(Value::UInt(value)) => i128::from(value),
        other => panic!("{at}: {other:?}"),
    };
    assert_eq!(number(column.min().unwrap()), integer(&fact["min"]), "{at}: min");
    assert_eq!(number(column.max().unwrap()), integer(&fact["max"]), "{at}: max");
    let Sum::Int(sum) = column.sum().unwrap() else { panic!("{at}: a sum of integers") };
    assert_eq!(sum, integer(&fact["sum_int"]), "{at}: sum");
    let mean = column.mean().unwrap().expect("records");
    close(at, mean, &fact["mean_f64"], mean.abs());
}

fn check_floats(at: &str, column: AnyView<'_>, fact: &Json) {
    // Recorded over the finite values; if there are others, the reductions must say NaN, and are tried without them.
    let mut special = 0;
    let mut finite = Vec::new();
    for value in column.values() {
        let value = match value {
            Value::Float32(value) => f64::from(value),
            Value::Float64(value) => value,
            other => panic!("{at}: {other:?}"),
        };
        if value.is_finite() { finite.push(value) } else { special += 1 }
    }
    let recorded = |key| fact.get(key).map_or(0, size);
    assert_eq!(special, recorded("nan_count") + recorded("inf_count"), "{at}: values that are not finite");
    let (min, max, sum) = if special == 0 {
        let number = |value: Option<Value>| {
            value.map(|value| match value {
                Value::Float32(value) => f64::from(value),
                Value::Float64(value) => value,
                other => panic!("{at}: {other:?}"),
            })
        };
        (number(column.min().unwrap()), number(column.max().unwrap()), column.sum().unwrap().to_f64())
    } else {
        let view = record_core::View::from_slice(&finite);
        (view.min(), view.max(), view.sum())
    };
    assert_eq!(min, fact["min"].as_f64(), "{at}: min");
    assert_eq!(max, fact["max"].as_f64(), "{at}: max");
    let magnitude = finite.iter().map(|value| value.abs()).sum::<f64>();
    if let Some(recorded) = fact.get("sum_abs_f64") {
        close(at, magnitude, recorded, magnitude);
        close(at, sum, &fact["sum_exact_rounded"], magnitude);
    }
    close(at, sum, &fact["sum_f64"], magnitude);
    match column.mean().unwrap() {
        Some(mean) if special == 0 => close(at, mean, &fact["mean_f64"], magnitude / finite.len() as f64),
        Some(_) => {}
        None => assert!(fact["mean_f64"].is_null(), "{at}: mean"),
    }
}

fn check_bytes(at: &str, column: AnyView<'_>, fact: &Json) {
    let values: Vec<Vec<u8>> = column
        .values()
        .map(|value| match value {
            Value::Bytes(bytes) => bytes,
            other => panic!("{at}: {other:?}"),
        })
        .collect();
    // NULs, which are left out at the end, add nothing.
    let sum: usize = values.iter().flatten().map(|&byte| usize::from(byte)).sum();
    assert_eq!(sum, size(&fact["byte_sum"]), "{at}: sum of bytes");
    assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), size(&fact["distinct"]), "{at}: distinct");
}

/// The scalars of nested lists, in order.
pub fn flat(recorded: &Json) -> Vec<&Json> {
    recorded.as_array().map_or_else(|| vec![recorded], |list| list.iter().flat_map(flat).collect())
}

/// Whether a value is the one recorded.
pub fn matches(value: &Value, recorded: &Json) -> bool {
    match value {
        Value::Int(value) => i128::from(*value) == integer(recorded),
        Value::UInt(value) => i128::from(*value) == integer(recorded),
        Value::Float32(value) => Some(f64::from(*value)) == recorded.as_f64(),
        Value::Float64(value) => Some(*value) == recorded.as_f64(),
        Value::Bytes(bytes) => bytes.escape_ascii().to_string() == text(recorded),
        other => panic!("{other:?} is in no file"),
    }
}

/// The values of the first and the last record.
fn check_ends(at: &str, column: AnyView<'_>, fact: &Json, elements: usize) {
    for (key, index) in [("first", 0), ("last", column.len() - 1)] {
        let values: Vec<Value> = column.try_at(index).expect("a record").values().collect();
        assert_eq!(values.len(), elements, "{at}: {key}");
        let recorded = flat(&fact[key]);
        let expected = if fact.get("first_last_note").is_some() { elements.min(16) } else { elements };
        assert_eq!(recorded.len(), expected, "{at}: {key}");
        for (value, recorded) in values.iter().zip(&recorded) {
            assert!(matches(value, recorded), "{at}: {key} is {value:?}, not {recorded}");
        }
    }
}

/// Physical values: `raw * scale + offset` over all raw values but one that means "nothing".
pub fn check_scaled(at: &str, column: AnyView<'_>, fact: &Json) {
    let number = |key: &str| fact[key].as_f64();
    let (scale, offset) = (number("scale").expect("a number"), number("offset").expect("a number"));
    let nothing = number("null");
    let raw = column.values().map(|value| value.to_f64().unwrap_or_else(|| panic!("{at}: {value:?}")));
    let values: Vec<f64> = raw.filter(|&v| Some(v) != nothing).map(|v| v * scale + offset).collect();
    assert_eq!(values.len(), size(&fact["n_valid"]), "{at}: values");
    let view = record_core::View::from_slice(&values);
    let magnitude = values.iter().map(|value| value.abs()).sum::<f64>() / values.len() as f64;
    close(at, view.min().expect("values"), &fact["min"], magnitude);
    close(at, view.max().expect("values"), &fact["max"], magnitude);
    close(at, view.mean().expect("values"), &fact["mean"], magnitude);
}
