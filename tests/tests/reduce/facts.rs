//! NumPy's recorded facts of the area `reduction`, each with its counterpart.

use record_core::{
    Array, View,
    layout::{Dim, LayoutError},
    ops::ReduceError,
};
use serde_json::{Value, json};

fn same<D: Dim>(array: &Array<i64, D>, fact: &Value) {
    fn flat(value: &Value) -> Vec<i64> {
        value
            .as_array()
            .map_or_else(|| vec![value.as_i64().unwrap()], |list| list.iter().flat_map(flat).collect())
    }
    let expected = &fact["expect"]["ndarray"];
    assert_eq!(expected["dtype"], "dtype('int64')");
    assert_eq!(json!(array.shape().as_ref()), expected["shape"]);
    assert_eq!(array.view().iter().collect::<Vec<_>>(), flat(&expected["values"]));
}

#[test]
fn reductions_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let six = Array::from_rows([[0_i64, 1, 2], [3, 4, 5]]);
    let none = View::<f64>::from_slice(&[]);
    let mut checked = 0;
    for fact in facts.iter().filter(|fact| fact["area"] == "reduction") {
        match fact["id"].as_str().unwrap() {
            "sum_axis0" => same(&six.sum_axis(0), fact),
            "sum_keepdims" => same(&six.sum_axis(1).view().insert_axis(1).to_array(), fact),
            "sum_axis_bad" => {
                assert_eq!(fact["error"]["type"], "AxisError");
                let error = Array::<f64, _>::zeros([2, 2]).view().try_sum_axis(2).unwrap_err();
                assert_eq!(error, ReduceError::from(LayoutError::Axis { axis: 2, ndim: 2 }));
            }
            // NumPy raises; here there is none.
            "max_empty" => assert!(fact["error"]["type"] == "ValueError" && none.max().is_none()),
            "sum_empty" => assert_eq!(json!(none.sum()), fact["expect"]),
            // NumPy gives NaN and warns; here there is none.
            "mean_empty" => assert!(fact["expect"]["float"] == "nan" && none.mean().is_none()),
            "sum_i1_widens" => {
                assert_eq!(
                    json!(i64::try_from(View::from_slice(&[100_i8; 1000]).sum()).unwrap()),
                    fact["expect"]
                );
            }
            // Element by element, i8 wraps in NumPy; a sum of both does not.
            "add_i1_wraps" => {
                assert_eq!(fact["expect"]["ndarray"]["values"], json!([-128]));
                assert_eq!(Array::from_rows([[127_i8], [1]]).sum_axis(0).to_vec(), [128]);
            }
            "sum_nan" => {
                let column = View::from_slice(&[1.0, f64::NAN]);
                assert!(column.sum().is_nan() && column.max().unwrap().is_nan());
                assert_eq!(json!(column.nan_max().unwrap()), fact["expect"][2]);
            }
            other => panic!("no counterpart of {other}"),
        }
        checked += 1;
    }
    assert_eq!(checked, 9);
}
