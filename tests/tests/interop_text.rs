//! The doors of text: the array interface, PEP 3118, C, Rust and Python, against what NumPy printed, what the C compiler
//! and the derive say, and random dtypes.

#[path = "interop_text/c.rs"]
mod c;
mod dtype_support;
#[path = "interop_text/interface.rs"]
mod interface;
#[path = "interop_text/pep3118.rs"]
mod pep3118;
#[path = "interop_text/pep3118_texts.rs"]
mod pep3118_texts;
#[path = "interop_text/python.rs"]
mod python;
#[path = "interop_text/rust.rs"]
mod rust;
#[path = "dtype_properties/strategy.rs"]
mod strategy;

use dtype_support::{build, derive, text};
use record_core::DType;
use serde_json::Value;
use std::collections::BTreeMap;

/// A dtype that NumPy described.
struct Recorded {
    name: String,
    fact: Value,
    dtype: DType,
}

/// All recorded dtypes but the three that do not exist here.
fn recorded() -> Vec<Recorded> {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../data/numpy_dtypes.json")).expect("the facts are JSON");
    let made = facts.into_iter().filter_map(|fact| {
        let name = text(&fact["name"]).to_owned();
        let align = fact["align"].as_bool().expect("a bool");
        let tags = fact["tags"].as_array().expect("a list");
        let made = build(&fact["dtype_spec"], align, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))));
        Some(Recorded { dtype: made.ok()?, name, fact })
    });
    let made: Vec<Recorded> = made.collect();
    assert_eq!(made.len(), 261, "dtype_facts.rs says which three are refused");
    made
}

/// How often each reason was given.
fn tally<'a>(reasons: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for reason in reasons {
        *counts.entry(reason).or_insert(0) += 1;
    }
    counts
}
