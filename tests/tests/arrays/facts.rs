//! Strides of arrays in both orders as NumPy 2.4.6 has them.

use super::*;
use crate::dtype_support::{build, derive, text};
use record_core::layout::Order;
use serde_json::Value;

#[test]
fn strides_are_numpys() {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../../data/numpy_dtypes.json")).expect("the facts are JSON");
    let (mut compared, mut refused) = (0, 0);
    for fact in &facts {
        let name = text(&fact["name"]);
        let align = fact["align"].as_bool().expect("a bool");
        let tags = fact["tags"].as_array().expect("a list");
        let built = build(&fact["dtype_spec"], align, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))));
        let Ok(dtype) = built else {
            refused += 1;
            continue;
        };
        for (order, key) in [(Order::C, "strides_2x3_C"), (Order::F, "strides_2x3_F")] {
            let Some(expected) = fact[key].as_array() else { continue };
            let expected: Vec<i64> = expected.iter().map(|n| n.as_i64().expect("a number")).collect();
            let array = AnyArray::zeros(dtype.clone(), [2, 3], order).expect("memory");
            let strides: Vec<i64> =
                array.strides().as_ref().iter().map(|&n| i64::try_from(n).expect("small")).collect();
            assert_eq!(strides, expected, "{name} {order:?}");
            assert_eq!(array.as_bytes().len(), 6 * dtype.itemsize());
            assert_eq!(array.as_bytes().as_ptr().addr() % 64, 0);
            assert!(array.view().is_aligned(), "{name}");
            compared += 1;
        }
    }
    assert_eq!((facts.len(), refused, compared), (264, 3, 2 * 261));
}
