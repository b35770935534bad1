//! What NumPy does with strides, views, overlapping memory, assignments, iterators and record arrays: the recorded facts
//! of six areas, each with its counterpart here.
//!
//! Where NumPy answers with a value, ours is compared with it; where it fails, ours fails with numbers and names. Where
//! the counterpart cannot be written, the type that forbids it stands beside the case. The counts are asserted.

#[path = "operation_facts/assignments.rs"]
mod assignments;
#[path = "operation_facts/strides.rs"]
mod strides;
#[path = "operation_facts/views.rs"]
mod views;

use record_core::{Element, View, layout::Dim};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How the counterpart relates to the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Both give the same value.
    Same,
    /// Both refuse.
    Refused,
    /// The mistake cannot be written: a type forbids it.
    ByType,
    /// The same value, by other means: what NumPy does in one step is not offered.
    OtherWay,
    /// NumPy's value is surprising or wrong; ours is right.
    Corrected,
    /// NumPy refuses for a limit that ours does not have.
    WithoutLimit,
    /// NumPy accepts what loses data without a word; ours refuses.
    Stricter,
}

/// The areas, and the facts in each.
const AREAS: [(&str, usize); 6] =
    [("assignment", 7), ("nditer", 1), ("overlap", 4), ("recarray", 3), ("strides", 19), ("views", 11)];

/// The value that NumPy gives.
fn expected(fact: &Value) -> &Value {
    fact.get("expect").unwrap_or_else(|| panic!("{} fails in NumPy", fact["id"]))
}

/// Shape, strides and values of an array as recorded.
fn same_array<T, D>(view: View<'_, T, D>, fact: &Value)
where
    T: Element<Value: Into<Value>>,
    D: Dim,
{
    fn flat(value: &Value, out: &mut Vec<Value>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| flat(item, out)),
            number => out.push(number.clone()),
        }
    }
    let array = &expected(fact)["ndarray"];
    assert_eq!(json!(view.shape().as_ref()), array["shape"], "{fact}");
    assert_eq!(json!(view.strides().as_ref()), array["strides"], "{fact}");
    let mut values = Vec::new();
    flat(&array["values"], &mut values);
    assert!(view.iter().map(Into::into).eq(values), "{fact}");
}

/// Bytes as recorded.
fn hex(bytes: &[u8]) -> Value {
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    json!({ "hex": bytes.iter().flat_map(digits).collect::<String>() })
}

/// NumPy must fail.
fn fails(fact: &Value) {
    assert!(fact.get("error").is_some(), "{} succeeds in NumPy", fact["id"]);
}

#[test]
fn operations_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../data/numpy_ops.json")).expect("JSON");
    let (mut counts, mut areas) = (BTreeMap::new(), BTreeMap::new());
    for fact in &facts {
        let area = fact["area"].as_str().expect("text");
        if !AREAS.iter().any(|(name, _)| *name == area) {
            continue;
        }
        let id = fact["id"].as_str().expect("text");
        let verdict = strides::check(id, fact)
            .or_else(|| views::check(id, fact))
            .or_else(|| assignments::check(id, fact))
            .unwrap_or_else(|| panic!("no counterpart of {id}"));
        *counts.entry(verdict).or_insert(0) += 1;
        *areas.entry(area).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert_eq!(areas.into_iter().collect::<Vec<_>>(), AREAS);
    let expected = [
        (Verdict::Same, 23),
        (Verdict::Refused, 9),
        (Verdict::ByType, 5),
        (Verdict::OtherWay, 4),
        (Verdict::Corrected, 2),
        (Verdict::WithoutLimit, 1),
        (Verdict::Stricter, 1),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}
