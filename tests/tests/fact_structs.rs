//! Structs generated for the recorded dtypes: the compiler lays them out as NumPy does, and their dtypes are equal to
//! those that are built at run time.

#[allow(dead_code)] // shared with tests that use more of it
mod dtype_support;

use dtype_support::{build, derive, size, text};
use record_core::{
    Be, Bool8, Complex, DType, DateTime64, Element, F16, FixedBytes, FixedUtf32, Le, Opaque, Record,
    TimeDelta64,
    time::{Days, Generic, Microseconds, Milliseconds, Multiple, Nanoseconds, Seconds, Years},
};
use serde_json::Value;
use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/fact_structs.rs"));

/// Why facts have no struct, and how many.
const REASONS: [(&str, usize); 6] = [
    // One of its fields is a record without fields.
    ("a record without fields, or no record", 1),
    ("an 80-bit number", 2),
    ("an integer that is also a record", 1),
    ("fields that overlap or are out of order", 5),
    ("its names were not recorded in full", 1),
    ("offsets or a size that no repr gives", 11),
];

fn facts() -> BTreeMap<String, Value> {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../data/numpy_dtypes.json")).expect("the facts are JSON");
    facts.into_iter().map(|fact| (text(&fact["name"]).to_owned(), fact)).collect()
}

#[test]
fn structs_have_the_layout_and_the_dtype_of_their_fact() {
    let facts = facts();
    let mut of_c = 0;
    for &(name, dtype, align, is_c) in STRUCTS {
        let fact = &facts[name];
        let aligned = fact["align"].as_bool().expect("a bool");
        let tags = fact["tags"].as_array().expect("a list");
        let built = build(&fact["dtype_spec"], aligned, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(dtype, &built, "{name}");
        assert!(dtype.first_difference(&built).is_none(), "{name}");
        assert_eq!(dtype.itemsize(), size(&fact["itemsize"]), "{name}: itemsize");
        for (field, fact) in dtype.fields().iter().zip(fact["fields"].as_array().expect("a list")) {
            assert_eq!(field.name(), text(&fact["name"]), "{name}");
            assert_eq!(field.offset(), size(&fact["offset"]), "{name}.{}: offset", field.name());
            assert_eq!(field.dtype().itemsize(), size(&fact["itemsize"]), "{name}.{}", field.name());
        }
        assert_eq!(dtype.is_aligned_record(), is_c, "{name}: flag");
        if fact["isalignedstruct"] == true {
            assert!(is_c, "{name}: NumPy's align=True is repr(C)");
            assert_eq!(align, built.alignment(), "{name}: alignment");
        }
        assert_eq!(dtype.is_gap_free(), built.is_gap_free(), "{name}: gaps");
        // What the struct's dtype says of itself is read back as the same.
        assert_eq!(&DType::parse(&format!("{dtype:?}")).expect("the lossless form"), dtype, "{name}");
        of_c += usize::from(is_c);
    }
    let mut reasons = BTreeMap::<&str, usize>::new();
    for (name, why) in SKIPPED {
        println!("no struct: {name}: {why}");
        *reasons.entry(why).or_default() += 1;
    }
    println!("{} structs, {of_c} of them repr(C); none for {}", STRUCTS.len(), SKIPPED.len());
    assert_eq!(STRUCTS.len() + SKIPPED.len(), facts.len());
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), REASONS);
}
