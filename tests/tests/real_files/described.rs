//! The answers recorded beside the files, as the description of all columns gives them in one pass.

use super::{
    Case,
    answers::{close, flat, integer, matches},
    doors, size,
};
use record_core::{
    ops::{ColumnSummary, DescribeOptions, Description, Sum},
    scan::{AnyRecordReader, ScanOps as _},
    table::Trailing,
    view::Value,
};
use serde_json::Value as Json;
use std::io::Cursor;

/// Checks all columns of a table, described in memory and from the file. The number of columns.
pub fn check(case: &Case) -> usize {
    let options = DescribeOptions::new().finite_only(true);
    let table =
        doors::options(case, Trailing::Ignore).read_any(&case.path, doors::dtype(case)).expect("a table");
    let described = table.view().describe_with(&options).expect("columns");
    let bytes = Cursor::new(table.as_bytes().to_vec());
    let mut scan = AnyRecordReader::from_reader(bytes, doors::dtype(case)).expect("a pipe");
    let scanned = scan.describe_with(&options).expect("records");
    assert_eq!(format!("{described:?}"), format!("{scanned:?}"), "{}", case.name);
    check_all(case, &described)
}

fn check_all(case: &Case, described: &Description) -> usize {
    assert_eq!(described.records(), size(&case.json["count"]) as u64, "{}: records", case.name);
    let fields = case.json["fields"].as_object().expect("fields");
    assert_eq!(described.columns().len(), fields.len(), "{}", case.name);
    for (name, fact) in fields {
        let at = format!("{}: {name}", case.name);
        let column = described.get(name).unwrap_or_else(|| panic!("{at} is not described"));
        assert_eq!(column.dtype().dtype_str(), fact["dtype"].as_str().expect("a text"), "{at}");
        check_column(&at, column, fact);
        for (key, found) in [("first", column.first()), ("last", column.last())] {
            let found = match found.expect("records") {
                Value::Array(values) => &values[..],
                value => core::slice::from_ref(value),
            };
            let recorded = flat(&fact[key]);
            assert!(recorded.len() == found.len() || fact.get("first_last_note").is_some(), "{at}: {key}");
            for (value, recorded) in found.iter().zip(recorded) {
                assert!(matches(value, recorded), "{at}: {key} is {value:?}, not {recorded}");
            }
        }
    }
    fields.len()
}

fn check_column(at: &str, column: &ColumnSummary, fact: &Json) {
    match column.sum() {
        // A text.
        None => assert!(column.empty().is_some(), "{at}"),
        Some(Sum::Int(sum)) => {
            let extreme = |value: Option<&Value>| value.and_then(Value::to_i128).expect("an integer");
            assert_eq!(extreme(column.min()), integer(&fact["min"]), "{at}: min");
            assert_eq!(extreme(column.max()), integer(&fact["max"]), "{at}: max");
            assert_eq!(sum, integer(&fact["sum_int"]), "{at}: sum");
            let mean = column.mean().expect("records");
            close(at, mean, &fact["mean_f64"], mean.abs());
        }
        Some(sum) => {
            let recorded = |key| fact.get(key).map_or(0, size) as u64;
            assert_eq!(
                (column.missing(), column.infinite()),
                (recorded("nan_count"), recorded("inf_count")),
                "{at}"
            );
            let extreme = |value: Option<&Value>| value.and_then(Value::to_f64);
            assert_eq!(extreme(column.min()), fact["min"].as_f64(), "{at}: min");
            assert_eq!(extreme(column.max()), fact["max"].as_f64(), "{at}: max");
            let Some(mean) = column.mean() else {
                assert!(fact["mean_f64"].is_null(), "{at}: mean");
                return;
            };
            let sum = sum.to_f64();
            let scale = fact["sum_abs_f64"].as_f64().unwrap_or_else(|| sum.abs());
            close(at, sum, &fact["sum_f64"], scale);
            close(at, mean, &fact["mean_f64"], scale / (column.count() - column.infinite()) as f64);
        }
    }
}
