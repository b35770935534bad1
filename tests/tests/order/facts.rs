//! What NumPy does when it sorts: the recorded facts of the area, each with its counterpart.

use record_core::{
    ops::{OrderError, Side},
    prelude::*,
    view::{ColumnError, Value as Cell},
};
use serde_json::{Value, json};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Nested {
    a: i32,
    b: Point,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Reading {
    f0: f64,
    f1: i32,
}

fn points(pairs: &[(i32, i32)]) -> RecordTable<Point> {
    pairs.iter().map(|&(x, y)| Point { x, y }).collect()
}

fn pairs(points: impl IntoIterator<Item = Point>) -> Value {
    points.into_iter().map(|Point { x, y }| json!([x, y])).collect()
}

fn check(fact: &Value) {
    let s = points(&[(2, 1), (1, 5), (1, 3), (2, 0)]);
    let values = |fact: &Value| fact["ndarray"]["values"].clone();
    let fails = |class: &str| assert_eq!(fact["error"]["type"], class);
    let expected = &fact["expect"];
    match fact["id"].as_str().expect("a name") {
        "sort_order_yx" => {
            assert_eq!(pairs(&s.sorted_by((Point::Y, Point::X))), values(expected));
            let any = s.as_any().sorted_by(["y", "x"]).unwrap();
            assert_eq!(pairs(any.typed::<Point, Rank<1>>().unwrap().iter()), values(expected));
        }
        // NumPy breaks the ties of `order=` by the other fields; ours stay as they stand, as its own argsort of the column.
        "stable_order_uses_all_fields" => {
            assert_eq!(json!(s.argsort_by((Point::X, Point::Y))), expected[0]);
            assert_eq!(json!(s.argsort_by(Point::X)), expected[1]);
            assert_eq!(json!(s[Point::X].argsort()), expected[1]);
            assert_ne!(expected[0], expected[1]);
        }
        "sort_dup" => {
            fails("ValueError");
            let error = s.as_any().argsort_by(["x", "x"]).unwrap_err();
            assert!(matches!(error, OrderError::Duplicate { name, positions: [0, 1] } if name == "x"));
        }
        "sort_no_fields" => {
            fails("ValueError");
            let error = View::from_slice(&[0, 1, 2]).as_any().argsort_by(["x"]).unwrap_err();
            assert!(
                matches!(error, OrderError::Column(ColumnError::Unknown { names, .. }) if names.is_empty())
            );
        }
        "sort_nested" => {
            let nested = RecordTable::from([
                Nested { a: 1, b: Point { x: 2, y: 3 } },
                Nested { a: 1, b: Point { x: 1, y: 9 } },
            ]);
            let sorted: Vec<Value> = nested
                .to_sorted()
                .iter()
                .map(|&Nested { a, b: Point { x, y } }| json!([a, [x, y]]))
                .collect();
            assert_eq!(Value::from(sorted), values(expected));
        }
        "sort_nan_last" => {
            let rows = RecordTable::from([
                Reading { f0: f64::NAN, f1: 1 },
                Reading { f0: 1.0, f1: 1 },
                Reading { f0: 0.0, f1: 2 },
            ]);
            let number = |f0: f64| if f0.is_nan() { json!({"float": "nan"}) } else { json!(f0) };
            let sorted: Vec<Value> =
                rows.to_sorted().iter().map(|&Reading { f0, f1 }| json!([number(f0), f1])).collect();
            assert_eq!(Value::from(sorted), values(expected));
        }
        "searchsorted" => {
            let sorted: RecordTable<Point> = s.to_sorted().into();
            let sought = [Point { x: 1, y: 4 }, Point { x: 2, y: 0 }];
            assert_eq!(json!(sorted.searchsorted_many(sought, Side::Left)), values(expected));
            let value = Cell::Record(vec![Cell::Int(1), Cell::Int(4)]);
            assert_eq!(sorted.as_any().searchsorted(&value, Side::Left).unwrap(), 1);
        }
        "unique" => {
            let all = points(&[(1, 2), (1, 2), (0, 1)]).unique_all();
            assert_eq!(pairs(all.values), values(&expected[0]));
            assert_eq!(json!(all.index), values(&expected[1]));
            assert_eq!(json!(all.inverse), values(&expected[2]));
            assert_eq!(json!(all.counts), values(&expected[3]));
        }
        // Records have a greatest one here: records are ordered, field by field, wherever they are sorted.
        "argmax_struct" => {
            fails("TypeError");
            assert_eq!(s.top_k(1), [0]);
        }
        id => panic!("no counterpart of {id}"),
    }
}

#[test]
fn sorting_is_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let facts: Vec<&Value> = facts.iter().filter(|fact| fact["area"] == "sorting").collect();
    for fact in &facts {
        check(fact);
    }
    assert_eq!(facts.len(), 9);
}
