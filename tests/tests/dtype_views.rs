//! The recorded dtypes under views: where the fields of four records lie, what the flags say, and what every leaf of a
//! sample record decodes to, with and without the Rust type.

#[allow(dead_code)] // shared with tests that use more of it
mod dtype_support;
#[path = "dtype_views/typed.rs"]
mod typed;
#[path = "dtype_views/untyped.rs"]
mod untyped;

use dtype_support::{build, derive, size, sizes, text};
use record_core::{AnyView, DType, DynRank};
use record_tests::{Buffer, Oracle};
use serde_json::Value as Json;

/// Facts without views, and why.
const LEFT_OUT: [(&str, &str); 4] = [
    ("longdouble/packed", "an 80-bit number is refused"),
    ("longdouble/aligned", "an 80-bit number is refused"),
    ("union_i4_rgba", "an integer that is also a record is refused"),
    ("wide_header_v2", "its 66 fields were not recorded, only a header"),
];

/// The facts that have views, and their dtypes.
fn facts() -> Vec<(Json, DType)> {
    let facts: Vec<Json> =
        serde_json::from_str(include_str!("../data/numpy_dtypes.json")).expect("the facts are JSON");
    assert_eq!(facts.len(), 264);
    let mut left_out = Vec::new();
    let mut kept = Vec::new();
    for fact in facts {
        let name = text(&fact["name"]);
        if let Some(known) = LEFT_OUT.iter().find(|(left_out, _)| *left_out == name) {
            left_out.push(known);
            continue;
        }
        let align = fact["align"].as_bool().expect("a bool");
        let tags = fact["tags"].as_array().expect("a list");
        let dtype = build(&fact["dtype_spec"], align, name.contains("union"))
            .and_then(|dtype| tags.iter().try_fold(dtype, |dtype, tag| derive(&dtype, text(tag))))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        kept.push((fact, dtype));
    }
    for (name, why) in &left_out {
        println!("left out: {name}: {why}");
    }
    assert_eq!((kept.len(), left_out.len()), (260, LEFT_OUT.len()));
    kept
}

/// The bytes that hexadecimal digits say.
fn unhex(digits: &str) -> Vec<u8> {
    let digit = |i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).expect("two digits");
    (0..digits.len() / 2).map(digit).collect()
}

/// A number of records one after the other, also of size 0.
fn records<'a>(bytes: &'a [u8], dtype: &'a DType, count: usize) -> AnyView<'a> {
    let size = dtype.itemsize();
    let layout = Oracle::new(0, &[count], &[size.cast_signed()], size).layout::<DynRank>();
    AnyView::from_parts(bytes, dtype, layout, 0).expect("they fit")
}

#[test]
fn fields_of_four_records_lie_as_numpy_says() {
    let (mut views, mut misaligned) = (0, 0);
    for (fact, dtype) in facts() {
        let at = text(&fact["name"]);
        let buffer = Buffer::new(&vec![0; 4 * dtype.itemsize()], 0);
        let records = records(buffer.bytes(), &dtype, 4);
        assert_eq!(Some(records.is_aligned()), fact["array_aligned_flag"].as_bool(), "{at}: aligned");
        let expected = fact["field_views_n4"].as_array().expect("a list");
        assert_eq!(expected.len(), dtype.fields().len(), "{at}: fields");
        for (position, fact) in expected.iter().enumerate() {
            let at = format!("{at}.{}", fact["name"]);
            let by_name = records.column(text(&fact["name"])).unwrap_or_else(|error| panic!("{at}: {error}"));
            let view = by_name.all_axes().expect("few axes");
            assert_eq!(by_name.as_ptr(), records.field_at(position).expect("a field").as_ptr(), "{at}");
            assert_eq!(view.shape().as_ref(), sizes(&fact["shape"]), "{at}: shape");
            let strides: Vec<i64> = view.strides().as_ref().iter().map(|&s| s as i64).collect();
            let expected: Vec<i64> =
                fact["strides"].as_array().unwrap().iter().map(|s| s.as_i64().unwrap()).collect();
            assert_eq!(strides, expected, "{at}: strides");
            assert_eq!(Some(view.is_aligned()), fact["aligned"].as_bool(), "{at}: aligned");
            assert_eq!(Some(view.is_c_contiguous()), fact["c_contiguous"].as_bool(), "{at}: contiguous");
            misaligned += usize::from(!view.is_aligned());
            views += 1;
        }
    }
    println!("{views} views of fields, {misaligned} of them not aligned");
    assert_eq!((views, misaligned), (818, 144));
}

/// The view of a leaf by its path: names and indices, such as `b.a[1,0].e`.
fn leaf<'a>(record: AnyView<'a>, path: &str) -> AnyView<'a> {
    // Names may hold anything; the longest field that the path begins with is meant.
    let fields = record.dtype().fields();
    let field = fields
        .iter()
        .filter(|field| path.starts_with(field.name()))
        .max_by_key(|field| field.name().len())
        .unwrap_or_else(|| panic!("{path}: no such field"));
    let mut view = record.column(field.name()).expect("the field is there");
    let mut rest = &path[field.name().len()..];
    if let Some(inside) = rest.strip_prefix('[') {
        let (indices, behind) = inside.split_once(']').expect("a closing bracket");
        view = view.all_axes().expect("few axes");
        for index in indices.split(',') {
            view = view.try_at(index.parse().expect("a number")).expect("in range");
        }
        rest = behind;
    }
    if let Some(rest) = rest.strip_prefix('.') {
        return leaf(view, rest);
    }
    assert!(rest.is_empty(), "{path}: {rest} is left");
    view.all_axes().expect("few axes")
}

/// Calls `check` with each leaf of the sample record: its name, the view, and its bytes in little-endian order.
fn every_leaf(mut check: impl FnMut(&str, AnyView<'_>, &[u8])) -> usize {
    let mut leaves = 0;
    for (fact, dtype) in facts() {
        let sample = unhex(text(&fact["sample_hex"]));
        assert_eq!(sample.len(), dtype.itemsize());
        // At an odd address, and the record is the last of two.
        let buffer = Buffer::new(&[&vec![0xEE; sample.len()][..], &sample].concat(), 3);
        let record = records(buffer.bytes(), &dtype, 2).try_at(1).expect("two records");
        for fact_of_leaf in fact["leaves"].as_array().expect("a list") {
            let path = text(&fact_of_leaf["path"]);
            let at = format!("{}: {path}", fact["name"]);
            let view = leaf(record, path);
            let native = unhex(text(&fact_of_leaf["native_hex"]));
            assert_eq!(view.dtype().dtype_str(), text(&fact_of_leaf["dtype_str"]), "{at}: dtype");
            assert_eq!(view.size(), size(&fact_of_leaf["count"]), "{at}: count");
            let offset = view.as_ptr().addr() - record.as_ptr().addr();
            assert_eq!(offset, size(&fact_of_leaf["offset"]), "{at}: offset");
            assert_eq!(native.len(), view.size() * view.dtype().itemsize(), "{at}: bytes");
            check(&at, view, &native);
            leaves += 1;
        }
    }
    leaves
}
