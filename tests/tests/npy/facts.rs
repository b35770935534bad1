//! The operation facts of the area `npy`: headers that NumPy wrote, files that it reads, and those that it refuses.

use crate::{hostile::file, support::hex};
use record_core::{
    AnyView, DType,
    dtype::{DTypeError, ParseProblem, Unsupported},
    layout::Order,
    npy::{Header, NpyError},
    prelude::*,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How the counterpart relates to the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// The same bytes, or the same array.
    Same,
    /// Both refuse.
    Refused,
}

/// What NumPy wrote before the data.
fn same_header(fact: &Value, view: AnyView<'_>) -> Verdict {
    let mut written = Vec::new();
    view.write_npy_to(&mut written).expect("room");
    let len = usize::try_from(fact["expect"][0].as_u64().expect("a length")).expect("a size");
    assert_eq!(json!({ "hex": hex(&written[..len]) }), fact["expect"][1], "{fact}");
    assert_eq!(written.len() - len, view.size() * view.dtype().itemsize(), "{fact}");
    Verdict::Same
}

fn zeros(dtype: &str, shape: &[usize], order: Order) -> AnyArray {
    AnyArray::zeros(DType::parse(dtype).expect("a dtype"), shape, order).expect("memory")
}

/// The dict of a header, and the data, of the expression that NumPy evaluated.
fn written(fact: &Value) -> Vec<u8> {
    let expr = fact["expr"].as_str().expect("text");
    let call = expr.split_once("mk(\"").expect("a file").1;
    let (text, rest) = call.split_once('"').expect("the end of the text");
    let text =
        if rest.starts_with("+' '*10000") { format!("{text}{}", " ".repeat(10_000)) } else { text.into() };
    let data: &[u8] = match rest {
        _ if rest.contains("junk") => b"\x01\0\0\0junk",
        _ if rest.contains(r"b'\1\0\0\0'") => b"\x01\0\0\0",
        _ if rest.contains("bytes(8)") => &[0; 8],
        _ if rest.contains("bytes(6)") => &[0; 6],
        _ => &[],
    };
    [&file(1, text.as_bytes())[..], data].concat()
}

/// NumPy reads it as an array of one number.
fn same_array(fact: &Value) -> Verdict {
    let array = Array::<i32>::read_npy_from(&written(fact)[..]).expect("an array");
    let expected = &fact["expect"]["ndarray"];
    assert_eq!(expected["dtype"], "dtype('int32')", "{fact}");
    assert_eq!(json!(array.shape()), expected["shape"], "{fact}");
    assert_eq!(json!(array.strides()), expected["strides"], "{fact}");
    assert_eq!(json!(array.to_vec()), expected["values"], "{fact}");
    Verdict::Same
}

/// NumPy reads it as an array of this dtype.
fn same_dtype(fact: &Value) -> Verdict {
    let array = AnyArray::read_npy_from(&written(fact)[..]).expect("an array");
    assert_eq!(json!(array.dtype().repr()), fact["expect"]["dtype"], "{fact}");
    assert_eq!(json!(array.dtype().itemsize()), fact["expect"]["itemsize"], "{fact}");
    Verdict::Same
}

/// NumPy refuses it, and so do we, with this error.
fn refused(fact: &Value, file: &[u8], right: impl Fn(&NpyError) -> bool) -> Verdict {
    assert!(fact["error"]["message"].is_string(), "{fact}");
    let error = AnyArray::read_npy_from(file).expect_err("refused");
    assert!(right(&error), "{fact}: {error:?}");
    assert!(AnyTable::from_npy_bytes(file).is_err(), "{fact}");
    Verdict::Refused
}

fn check(id: &str, fact: &Value) -> Option<Verdict> {
    let refuse = |right: &dyn Fn(&NpyError) -> bool| refused(fact, &written(fact), right);
    let expected = |what: &'static str| {
        move |error: &NpyError| {
            matches!(error, NpyError::Text { problem: ParseProblem::Expected { expected, .. }, .. }
                if expected.contains(what))
        }
    };
    Some(match id {
        "npy_header_c_2x3_f8" => same_header(fact, zeros("<f8", &[2, 3], Order::C).view()),
        "npy_header_f_2x3_f8" => same_header(fact, zeros("<f8", &[2, 3], Order::F).view()),
        "npy_header_scalar_f4" => same_header(fact, zeros("<f4", &[], Order::C).view()),
        "npy_header_noncontig" => {
            same_header(fact, zeros("<f8", &[4, 6], Order::C).view().slice(s![..;2, ..;2]))
        }
        "npy_header_struct_F" => same_header(fact, zeros("<i4, <f4", &[2, 3], Order::F).view()),
        "npy_header_empty0" => same_header(fact, zeros("<i2", &[0, 3], Order::C).view()),
        "npy_header_oneD_len1e6" => same_header(fact, zeros("u1", &[1_000_000], Order::C).view()),
        "npy_header_be_u2" => same_header(fact, zeros(">u2", &[5], Order::C).view()),
        "npy_header_multifield" => {
            let all = zeros("<i4, <f4, u1", &[2], Order::C);
            let some = all.dtype().select(&["f0", "f2"]).expect("fields");
            same_header(fact, AnyView::from_bytes(all.as_bytes(), &some).expect("records"))
        }
        "npy_overlap" => {
            let dtype = "{'names': ['a', 'b'], 'formats': ['i4', 'i2'], 'offsets': [0, 0]}";
            let saved = zeros(dtype, &[1], Order::C).write_npy_to(Vec::new());
            assert!(fact["error"]["message"].as_str().expect("text").contains("overlapping"), "{fact}");
            assert!(matches!(saved, Err(NpyError::DType(DTypeError::NoDescr { .. }))), "{saved:?}");
            Verdict::Refused
        }
        "npy_read_unpadded_ok"
        | "npy_read_any_key_order"
        | "npy_read_py2_long"
        | "npy_read_trailing_data_ignored" => same_array(fact),
        "npy_read_padding_void_skipped" | "npy_read_comma_descr_ok" => same_dtype(fact),
        "npy_read_extra_key" => {
            refuse(&|error| matches!(error, NpyError::UnknownKey { key, .. } if &**key == "x"))
        }
        "npy_read_missing_key" => {
            refuse(&|error| matches!(error, NpyError::MissingKey { key: "fortran_order" }))
        }
        "npy_read_shape_list" => refuse(&expected("a tuple of integers")),
        "npy_read_fortran_not_bool" => refuse(&expected("True or False")),
        "npy_read_short_data" => {
            refuse(&|error| matches!(error, NpyError::ShortData { expected: 12, found: 4 }))
        }
        "npy_read_bad_descr" => refuse(
            &|error| matches!(error, NpyError::Text { problem: ParseProblem::UnknownType(text), .. } if &**text == "<q9"),
        ),
        "npy_read_header_over_10000" => {
            refuse(&|error| matches!(error, NpyError::HeaderTooLong { len: 10_050, limit: 10_000 }))
        }
        "npy_read_truncated_header" => refused(fact, b"\x93NUMPY\x01\x00\xff\x00{", |error| {
            matches!(error, NpyError::ShortHeader { needed: 265, available: 11 })
        }),
        "npy_read_object_refused" => {
            let object = ParseProblem::Unsupported(Unsupported::Object);
            refuse(&|error| matches!(error, NpyError::Text { problem, .. } if *problem == object))
        }
        _ => return None,
    })
}

#[test]
fn files_are_as_numpy_says() {
    let facts: Vec<Value> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let mut counts = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact["area"] == "npy") {
        let id = fact["id"].as_str().expect("text");
        let verdict = check(id, fact).unwrap_or_else(|| panic!("no counterpart of {id}"));
        *counts.entry(verdict).or_insert(0) += 1;
    }
    println!("{counts:?}");
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(Verdict::Same, 15), (Verdict::Refused, 10)]);
}

/// The growing axis has room for 21 digits, so that the data stays where it is.
#[test]
fn growing_axes_have_room() {
    for (order, growing) in [(Order::C, 0), (Order::F, 2)] {
        let header = |len: usize| {
            let shape: Vec<usize> = (0..3).map(|axis| if axis == growing { len } else { 2 }).collect();
            Header::new(DType::parse("u1").expect("a dtype"), shape, order).expect("a header").to_bytes()
        };
        for digits in 1..18 {
            assert_eq!(
                header(10_usize.pow(digits)).len(),
                header(1).len(),
                "{digits} digits in {order:?} order"
            );
        }
    }
}
