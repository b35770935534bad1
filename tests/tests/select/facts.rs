//! What NumPy says of comparisons of structured arrays: the recorded facts of that area, each with its counterpart here.

use record_core::{
    AnyArray, Be, DType, Record, View,
    layout::{LayoutError, Order},
    prelude::*,
    view::{ColumnError, Value},
};
use serde_json::{Value as Json, json};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Row {
    a: Le<i32>,
    b: Le<f64>,
    c: FixedBytes<3>,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair<A: Element, B: Element> {
    a: A,
    b: B,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Vector {
    a: [f64; 2],
}

fn rows() -> [Row; 2] {
    [(1, 2.0, "x"), (3, 4.0, "y")].map(|(a, b, c)| Row {
        a: Le::new(a),
        b: Le::new(b),
        c: FixedBytes::new(c),
    })
}

fn check(id: &str, fact: &Json) -> bool {
    let rows = rows();
    let a = View::from_slice(&rows).as_any();
    let expected = || &fact["expect"]["ndarray"]["values"];
    match id {
        "eq" => {
            let (equal, other) = (a.eq_view(a).unwrap(), a.ne_view(a).unwrap());
            assert_eq!(json!([equal.to_vec(), other.to_vec()]), fact["expect"]);
        }
        "eq_nan" => {
            let nan = [f64::NAN];
            let view = View::from_slice(&nan).as_any();
            assert_eq!(json!(view.eq_view(view).unwrap().to_vec()), *expected());
        }
        "eq_scalar" => {
            assert_eq!(fact["error"]["type"], "TypeError");
            assert!(matches!(a.eq(3), Err(ColumnError::Unsupported { operation: "eq", .. })));
        }
        "eq_endian" => {
            let left = [(5, 42.0), (10, 1.0)].map(|(a, b)| Pair { a: Be::new(a), b: Le::new(b) });
            let right = [(5, 43.0), (10, 1.0)].map(|(a, b)| Pair { a: Le::new(a), b: Be::new(b) });
            let left: [Pair<Be<i64>, Le<f64>>; 2] = left;
            let equal = View::from_slice(&left).as_any().eq_view(View::from_slice(&right).as_any());
            assert_eq!(json!(equal.unwrap().to_vec()), *expected());
        }
        "eq_subarray_broadcast" => {
            let left = [[0.0; 2], [1.0; 2]].map(|a| Vector { a });
            let right = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]].map(|a| Vector { a });
            // The result has the shape of the view that is asked.
            let left = View::from_slice(&left).reshape([2, 1]);
            let left = left.broadcast_to([2, 3]).as_any();
            let equal = left.eq_view(View::from_slice(&right).as_any()).unwrap();
            let found: Vec<_> = equal.to_vec().chunks(3).map(<[bool]>::to_vec).collect();
            assert_eq!(json!(found), *expected());
        }
        // No operator between tables is defined: the types forbid it. By name, the sum of records is refused.
        "ufunc_add" => assert_eq!(fact["error"]["type"], "UFuncTypeError"),
        "sum_struct" => {
            assert_eq!(fact["error"]["type"], "UFuncTypeError");
            assert!(matches!(a.sum(), Err(ColumnError::Unsupported { operation: "sum", .. })));
        }
        _ => return false,
    }
    true
}

#[test]
fn comparisons_are_as_numpy_says() {
    let facts: Vec<Json> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let mut checked = 0;
    for fact in facts.iter().filter(|fact| fact["area"] == "comparison") {
        let id = fact["id"].as_str().expect("text");
        assert!(check(id, fact), "no counterpart of {id}");
        checked += 1;
    }
    assert_eq!(checked, 7);
}

#[test]
fn records_of_other_names_and_values_of_other_kinds_do_not_compare() {
    let zeros = |text: &str| AnyArray::zeros(DType::parse(text).unwrap(), [2], Order::C).unwrap();
    let (a, b) = (zeros("[('a', 'i4')]"), zeros("[('b', 'i4')]"));
    assert!(a.view().eq_view(b.view()).is_err());
    assert!(zeros("S3").view().eq_view(zeros("i4").view()).is_err());
    assert!(zeros("S3").view().eq_view(zeros("S5").view()).unwrap().all());
    assert!(zeros("M8[s]").view().eq_view(zeros("M8[ms]").view()).is_err());
    assert!(zeros("f2").view().eq_view(zeros("c16").view()).unwrap().all());
    let error = zeros("i4").view().eq_view(View::from_slice(&[1, 2, 3]).as_any()).unwrap_err();
    assert_eq!(error, ColumnError::Layout(LayoutError::Broadcast { axis: 0, from: 3, to: 2 }));
    assert_eq!(zeros("i4").view().ne_view(View::from_slice(&[1, 2, 3]).as_any()), Err(error));
    // Exactly: 2^53 + 1 is no float.
    let (int, float) = ([(1_i64 << 53) + 1], [9_007_199_254_740_992.0_f64]);
    let equal = View::from_slice(&int).as_any().eq_view(View::from_slice(&float).as_any());
    assert_eq!(equal.unwrap().count(), 0);
    let taken = a.view().take(&[1, 1, 0]).unwrap();
    assert_eq!((taken.view().len(), taken.view().get(2)), (3, Some(Value::Record(vec![Value::Int(0)]))));
    let error = a.view().take(&[0, 2]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at position 1 of the indices: index 2 is out of range for axis 0 of length 2"
    );
    let error = a.view().filter(&a.view().eq_view(a.view()).unwrap()).map(|kept| kept.view().len());
    assert_eq!(error, Ok(2));
    let wrong = Mask::new(3, true);
    assert_eq!(a.view().filter(&wrong).unwrap_err().to_string(), "a mask of 3 records where 2 are needed");
}
