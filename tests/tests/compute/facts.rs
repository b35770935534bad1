//! What NumPy's ufuncs do with `out=` and `where=`, and how its integers wrap: the recorded facts, each with its
//! counterpart.

use record_core::{
    FixedBytes, Record, RecordTable, View,
    layout::LayoutError,
    ops::{
        Mask,
        compute::{ComputeError, Expr},
    },
};
use serde_json::{Value, json};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Row {
    a: i32,
    b: f64,
    c: FixedBytes<3>,
}

/// How many facts there are, and in how many of them both do the same; the others have their reasons here.
#[test]
fn ufuncs_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let (mut same, mut by_type, mut stricter, mut absent) = (0, 0, 0, 0);
    for fact in &facts {
        let id = fact["id"].as_str().expect("text");
        if fact["area"] != "ufunc" && id != "add_i1_wraps" {
            continue;
        }
        let values = &fact["expect"]["ndarray"]["values"];
        let three = View::from_slice(&[0_i64, 1, 2]);
        match id {
            // `(x + 1.0).write_to(&mut [0_i32; 3])` does not compile: the values are of another type. A cast says its rule.
            "out_cast_bad" => {
                assert!(fact.get("error").is_some());
                let x = View::from_slice(&[0.0, 1.5, 3.0]);
                let mut out = [0_i32; 3];
                let error = (x + 1.0).cast::<i32>().write_to(&mut out).unwrap_err();
                assert_eq!(error.to_string(), "the value 2.5 at element 1 does not fit in i32");
                by_type += 1;
            }
            "out_shape_bad" => {
                assert!(fact.get("error").is_some());
                let error = (three + 1).write_to(&mut [0_i64; 4]).unwrap_err();
                assert_eq!(error, ComputeError::Layout(LayoutError::Broadcast { axis: 0, from: 3, to: 4 }));
                same += 1;
            }
            // A broadcast is a `View`, which is no `Output`: `ui/compute/out_is_no_reference.rs`.
            "out_readonly" => {
                assert!(fact.get("error").is_some());
                by_type += 1;
            }
            "out_field" => {
                let row = |a, b, c| Row { a, b, c: FixedBytes::try_from(c).unwrap() };
                let mut rows = RecordTable::from([row(1, 2.0, "x"), row(3, 4.0, "y")]);
                rows[Row::B].compute(|b| b * 2.0).unwrap();
                let hex = |c: &FixedBytes<3>| json!({"hex": c.as_bytes().iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat()});
                let found: Vec<Value> = rows.iter().map(|Row { a, b, c }| json!([a, b, hex(&c)])).collect();
                assert_eq!(&json!(found), values);
                same += 1;
            }
            "where" => {
                let mut out = [-1_i64; 3];
                let mask: Mask = [true, false, true].into_iter().collect();
                (three + 1).write_where(&mask, &mut out).unwrap();
                assert_eq!(&json!(out), values);
                same += 1;
            }
            // Integers are no condition: `write_where(View<i64>, …)` does not compile. `.cast::<bool>()` makes them one.
            "where_not_bool" => {
                assert!(fact.get("error").is_some());
                let mut out = [0_i64; 3];
                let ones = View::from_slice(&[1, 0, 1]).expr().cast::<bool>();
                (three + 1).write_where(ones, &mut out).unwrap();
                assert_eq!(out, [1, 0, 3]);
                by_type += 1;
            }
            // `write_where` has no form without a target, so there is nothing uninitialised.
            "where_without_out_warns" => {
                assert!(fact.get("warnings").is_some());
                absent += 1;
            }
            "add_i1_wraps" => {
                let (a, b) = (View::from_slice(&[127_i8]), View::from_slice(&[1_i8]));
                assert!(matches!(
                    (a + b).to_vec(),
                    Err(ComputeError::Overflow { index: 0, left: 127, right: 1, .. })
                ));
                assert_eq!(&json!((a + b).wrapping().to_vec().unwrap()), values);
                stricter += 1;
            }
            other => panic!("no counterpart of {other}"),
        }
    }
    assert_eq!((same, by_type, stricter, absent), (3, 3, 1, 1));
}
