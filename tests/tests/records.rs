//! Records as other records: casting, conversion, numpy.lib.recfunctions, each against NumPy's recorded answer or a
//! schoolbook oracle.

#[path = "records/assign.rs"]
mod assign;
#[path = "records/casting.rs"]
mod casting;
#[path = "records/dtypes.rs"]
mod dtypes;
#[path = "records/errors.rs"]
mod errors;
#[path = "records/matrix.rs"]
mod matrix;
#[path = "records/names.rs"]
mod names;
#[path = "records/numbers.rs"]
mod numbers;
#[path = "records/operations.rs"]
mod operations;
#[cfg(feature = "rayon")]
#[path = "records/parallel.rs"]
mod parallel;
#[path = "records/properties.rs"]
mod properties;
#[path = "records/recfunctions.rs"]
mod recfunctions;
#[path = "dtype_properties/strategy.rs"]
mod strategy;
#[path = "records/text_and_time.rs"]
mod text_and_time;

use record_core::{AnyTable, AnyView, ByteOrder, DType, view::Value};
use serde_json::Value as Json;
use std::sync::LazyLock;

/// What NumPy said; see `data/make_numpy_recfunctions.py`.
static FACTS: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/numpy_recfunctions.json")).expect("JSON"));

fn dtype(text: &str) -> DType {
    DType::parse_on(text, ByteOrder::Little).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The recorded fact of this name.
fn fact(id: &str) -> &'static Json {
    let facts = FACTS["facts"].as_array().expect("a list");
    facts.iter().find(|fact| fact["id"] == id).unwrap_or_else(|| panic!("no fact {id}"))
}

/// A value as Python writes it, for the values that the facts hold.
fn python(value: &Value) -> String {
    let list = |values: &[Value]| values.iter().map(python).collect::<Vec<_>>().join(", ");
    match value {
        Value::Bool(truth) => if *truth { "True" } else { "False" }.into(),
        Value::Int(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::Float32(number) => format!("{number:?}"),
        Value::Float64(number) => format!("{number:?}").replace("e20", "e+20"),
        Value::Bytes(bytes) => format!("b'{}'", String::from_utf8_lossy(bytes)),
        Value::Text(text) => format!("'{text}'"),
        Value::Array(values) => format!("[{}]", list(values)),
        Value::Record(values) if values.len() == 1 => format!("({},)", list(values)),
        Value::Record(values) => format!("({})", list(values)),
        other => panic!("{other:?} is in no fact"),
    }
}

/// All values as Python's `tolist` writes them.
fn listed(view: AnyView<'_>) -> String {
    if view.ndim() == 0 {
        return python(&view.get_at([]).expect("the one element"));
    }
    let rows: Vec<String> = (0..view.len()).map(|i| listed(view.at(i))).collect();
    format!("[{}]", rows.join(", "))
}

/// A table of one record for each row; a row is the stored bytes.
fn table(text: &str, rows: &[&[u8]]) -> AnyTable {
    let dtype = dtype(text);
    let mut made = AnyTable::zeroed(dtype.clone(), rows.len()).expect("memory");
    let bytes = rows.concat();
    let source = AnyTable::from_bytes(&bytes, dtype).expect("whole records");
    let plain = record_core::convert::ConvertOptions::new();
    made.view_mut().assign_by_name(source.view(), &plain).expect("the same dtype");
    made
}

/// A table of one record for each row of values.
fn rows(text: &str, rows: &[Vec<Value>]) -> AnyTable {
    let mut made = AnyTable::zeroed(dtype(text), rows.len()).expect("memory");
    for (i, row) in rows.iter().enumerate() {
        made.view_mut().try_set_at([i], &Value::Record(row.clone())).expect("values of this dtype");
    }
    made
}

/// Asserts that the table is what NumPy's answer to the fact was.
fn assert_fact(id: &str, table: &AnyTable) {
    let expected = &fact(id)["expect"];
    assert_eq!(table.dtype(), &dtype(expected["dtype"].as_str().expect("a dtype")), "{id}");
    assert_eq!(listed(table.view()), expected["values"].as_str().expect("values"), "{id}");
}
