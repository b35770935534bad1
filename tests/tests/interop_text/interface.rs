//! The array interface: shape, strides and address as NumPy gives them, JSON both ways.

use crate::{
    dtype_support::{size, sizes, text},
    recorded,
    strategy::dtype,
    tally,
};
use proptest::prelude::*;
use record_core::{
    AnyView, DType, Element, Record, View, ViewMut,
    dtype::DTypeError,
    interop::{ArrayInterface, InterfaceError, JsonProblem},
    layout::{Axes, DynAxes, Layout},
    prelude::*,
};
use serde_json::{Value, json};

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    a: Le<i32>,
    b: Le<f64>,
    c: FixedBytes<3>,
}

/// The recorded operation `iface_descr`.
#[test]
fn numpys_answer_for_one_array() {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("the facts are JSON");
    let fact = facts.iter().find(|fact| fact["id"] == "iface_descr").expect("the fact");
    let view_bytes = [0; 30];
    let view = View::<Row>::from_bytes(&view_bytes).expect("two rows");
    let whole: Value =
        serde_json::from_str(&view.array_interface().expect("a descr").to_json()).expect("JSON");
    let column: Value =
        serde_json::from_str(&view.col(Row::B).array_interface().expect("a descr").to_json()).expect("JSON");
    let ours = json!([whole["typestr"], whole["descr"], whole["strides"], column["strides"]]);
    assert_eq!(ours, fact["expect"]);
    assert_eq!(whole["data"], json!([view_bytes.as_ptr().addr(), true]));
    assert_eq!(column["data"][0], json!(view_bytes.as_ptr().addr() + 4));
    assert_eq!((&whole["shape"], &whole["version"]), (&json!([2]), &json!(3)));
}

/// The recorded operations `buffer_itemsize_hole_breaks` and `dlpack_struct`: NumPy cannot read its own format of a record
/// with a gap at its end, ours keeps it; records have no door to DLPack, which knows numbers only.
#[test]
fn what_numpy_cannot_hand_over() {
    let facts: Vec<Value> =
        serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("the facts are JSON");
    let refused = |id: &str| {
        let fact = facts.iter().find(|fact| fact["id"] == id).expect("the fact");
        assert!(fact["error"].is_object(), "{id}");
    };
    refused("buffer_itemsize_hole_breaks");
    let dtype = DType::parse("{'names':['y'],'formats':['u1'],'itemsize':5}").expect("a dtype");
    let format = dtype.to_pep3118().expect("a format");
    assert_eq!(DType::from_pep3118(&format).expect("a dtype"), dtype, "{format}");
    refused("dlpack_struct");
    assert_eq!(facts.iter().filter(|fact| fact["area"] == "interop").count(), 3);
}

#[test]
fn a_writable_view_says_so() {
    let mut bytes = [0; 15];
    let mut view = ViewMut::<Row>::from_bytes(&mut bytes).expect("a row");
    assert!(!view.array_interface().expect("a descr").is_read_only());
    let interface = view.as_view().array_interface().expect("a descr");
    assert!(interface.is_read_only());
    assert_eq!(interface.dtype(), Row::DTYPE);
    let mut any = view.into_any();
    assert!(!any.array_interface().expect("a descr").is_read_only());
    assert_eq!(any.array_interface().expect("a descr").address(), interface.address());
}

/// Arrays of shape (2, 3) of every recorded dtype, in both orders.
#[test]
fn strides_and_descr_are_numpys() {
    let mut refused = 0;
    for case in recorded() {
        let itemsize = case.dtype.itemsize();
        let bytes = vec![0; 6 * itemsize];
        for (order, is_c) in [("strides_2x3_C", true), ("strides_2x3_F", false)] {
            let steps: Vec<isize> = sizes(&case.fact[order]).iter().map(|&n| n.cast_signed()).collect();
            let shape = [2_usize, 3];
            let layout = Layout {
                shape: DynAxes::from_fn(2, |i| shape[i]).expect("two axes"),
                strides: DynAxes::from_fn(2, |i| steps[i]).expect("two axes"),
            };
            let view = AnyView::from_parts(&bytes, &case.dtype, layout, 0).expect("a view");
            let interface = match view.array_interface() {
                Ok(interface) => interface,
                Err(InterfaceError::DType(DTypeError::NoDescr { .. })) => {
                    assert!(case.fact.get("npy_error").is_some(), "{}", case.name);
                    refused += 1;
                    continue;
                }
                Err(error) => panic!("{}: {error}", case.name),
            };
            assert_eq!(interface.typestr(), text(&case.fact["dtype_str"]), "{}", case.name);
            assert_eq!(interface.strides(), if is_c { None } else { Some(&steps[..]) }, "{}", case.name);
            assert_eq!(interface.dtype(), &case.dtype, "{}", case.name);
            assert_eq!(interface.dtype().itemsize(), size(&case.fact["itemsize"]), "{}", case.name);
            if let Some(descr) = case.fact["npy_header_descr"].as_str() {
                assert_eq!(interface.descr().expect("a descr"), descr, "{}", case.name);
            }
            let json = interface.to_json();
            assert!(json.is_ascii());
            assert_eq!(ArrayInterface::parse(&json), Ok(interface), "{}: {json}", case.name);
        }
    }
    println!("{refused} arrays have no descr");
    assert_eq!(refused, 10);
}

#[test]
fn axes_of_sub_arrays_come_last() {
    let dtype = DType::parse("[('a', 'u1'), ('m', '<f4', (2, 3)), ('none', '<i2', (0,))]").expect("a dtype");
    let bytes = [0; 50];
    let view = AnyView::from_bytes(&bytes, &dtype).expect("two records");
    let matrix = view.field_at(1).expect("a field").array_interface().expect("a descr");
    assert_eq!((matrix.shape(), matrix.strides()), (&[2, 2, 3][..], Some(&[25, 12, 4][..])));
    assert_eq!((matrix.typestr(), matrix.dtype().itemsize()), ("<f4".into(), 4));
    let none = view.field_at(2).expect("a field").array_interface().expect("a descr");
    assert_eq!((none.shape(), none.strides()), (&[2, 0][..], None));
    let typed = View::<[u16; 4]>::from_bytes(&[0; 16]).expect("two").array_interface();
    assert_eq!(typed.expect("a descr").shape(), [2, 4]);
}

#[test]
fn json_of_others_is_read() {
    // Any order of keys, any white space, escapes, keys of no meaning, strides that say nothing new.
    let json = r#" {"mask": null, "x": [1.5e3, {"y": true}], "strides": [4, 2], "offset": 3,
        "shape": [5, 2], "data": [ 255, false ], "version": 3, "typestr": "=u2"} "#;
    let read = ArrayInterface::parse(json).expect("JSON");
    assert_eq!((read.shape(), read.strides(), read.offset()), (&[5, 2][..], None, 3));
    assert_eq!(read.dtype(), u16::DTYPE);
    let names = r#"{"version":3,"shape":[],"data":[0,true],"typestr":"|V9","descr":
        [[["\ud83d\ude00", "\u00e9\n\"\\\/"], "|u1"], ["inner", [["", "|V2"], ["整", "<i2", [3]]]]]}"#;
    let read = ArrayInterface::parse(names).expect("JSON");
    let fields = read.dtype().fields();
    assert_eq!((fields[0].title(), fields[0].name()), (Some("😀"), "é\n\"\\/"));
    assert_eq!(fields[1].dtype().fields()[0].name(), "整");
    assert_eq!(fields[1].dtype().fields()[0].offset(), 2);
    // A descr that says no more than the typestr: bytes of no meaning, not a gap.
    let opaque = r#"{"version":3,"shape":[1],"data":[0,true],"typestr":"|V3","descr":[["","|V3"]]}"#;
    assert_eq!(ArrayInterface::parse(opaque).expect("JSON").dtype(), &DType::parse("V3").expect("a dtype"));
}

#[test]
fn wrong_json_says_where() {
    let good = json!({"version": 3, "shape": [2], "data": [64, true], "typestr": "|V3", "descr": [["a", "|u1"], ["b", "<i2"]]});
    assert!(ArrayInterface::parse(&good.to_string()).is_ok());
    let with = |key: &str, value: Value| {
        let mut changed = good.clone();
        changed[key] = value;
        let text = changed.to_string();
        match ArrayInterface::parse(&text).expect_err("wrong") {
            InterfaceError::Parse { at, problem } => (text[at..].chars().next(), problem),
            other => panic!("{other}"),
        }
    };
    let problems = [
        with("version", json!(2)),
        with("version", json!("3")),
        with("shape", json!([-1])),
        with("shape", json!([1.5])),
        with("shape", json!(1)),
        with("data", json!([64])),
        with("data", json!(null)),
        with("mask", json!([1])),
        with("strides", json!([1, 2])),
        with("typestr", json!("|V4")),
        with("typestr", json!("i4,i4")),
        with("typestr", json!("|O8")),
        with("descr", json!([["a", "<x1"]])),
        with("descr", json!([["a", "|u1"], ["a", "<i2"]])),
        with("descr", json!(["a"])),
        with("offset", json!(-3)),
    ];
    let kinds = problems.iter().map(|(_, problem)| match problem {
        JsonProblem::Expected { .. } => "expected",
        JsonProblem::BadNumber => "number",
        JsonProblem::MissingKey("data") => "key",
        JsonProblem::Version(2) => "version",
        JsonProblem::Mask => "mask",
        JsonProblem::Strides { axes: 1, strides: 2 } => "strides",
        JsonProblem::Itemsize { typestr: 4, descr: 3 } => "itemsize",
        JsonProblem::DType(_) => "dtype",
        _ => "other",
    });
    let expected = [
        ("dtype", 3),
        ("expected", 5),
        ("itemsize", 1),
        ("key", 1),
        ("mask", 1),
        ("number", 3),
        ("strides", 1),
    ];
    assert_eq!(tally(kinds), expected.into_iter().chain([("version", 1)]).collect());
    for (text, at) in [
        ("", 0),
        ("[]", 0),
        ("{", 1),
        ("{\"a\" 1}", 5),
        ("{\"a\": 1,}", 8),
        ("{\"a\": nul}", 6),
        ("{\"a\": \"\\x\"}", 7),
        ("{\"a\": \"\\ud800x\"}", 7),
        ("{\"a\": \"\n\"}", 7),
        ("{\"a\": 1} x", 9),
        ("{\"a\": 1, \"a\": 2}", 9),
    ] {
        let error = ArrayInterface::parse(text).expect_err(text);
        assert!(matches!(error, InterfaceError::Parse { at: found, .. } if found == at), "{text}: {error}");
    }
    let deep = "[".repeat(100_000);
    let error = ArrayInterface::parse(&deep).expect_err("too deep");
    assert!(matches!(error, InterfaceError::Parse { problem: JsonProblem::TooDeep { .. }, .. }));
}

/// A record of gaps alone has the descr of opaque bytes, in NumPy too.
fn is_gap_alone(dtype: &DType) -> bool {
    dtype.as_record().is_some_and(<[_]>::is_empty) && dtype.itemsize() > 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn random_interfaces_come_back(dtype in dtype(), len in 0_usize..4) {
        let bytes = vec![0; len * dtype.itemsize().max(1)];
        prop_assume!(dtype.itemsize() > 0);
        let view = AnyView::from_bytes(&bytes, &dtype).expect("whole elements");
        let Ok(interface) = view.array_interface() else {
            prop_assert!(dtype.base().descr().is_err());
            return Ok(());
        };
        let shape: Vec<usize> = std::iter::once(len).chain(dtype.shape()).collect();
        prop_assert_eq!((interface.shape(), interface.strides()), (&shape[..], None));
        let json = interface.to_json();
        // Another reader of JSON finds the same.
        let other: Value = serde_json::from_str(&json).expect("JSON");
        prop_assert_eq!(&other["typestr"], &json!(dtype.base().dtype_str()));
        if !is_gap_alone(dtype.base()) {
            prop_assert_eq!(ArrayInterface::parse(&json), Ok(interface.clone()));
            prop_assert_eq!(ArrayInterface::parse(&other.to_string()), Ok(interface));
        }
    }

    #[test]
    fn no_json_panics(text in "[\\[\\]{}:,\"\\\\u0-9a-fné. -]{0,60}", at in any::<prop::sample::Index>(), with in any::<char>()) {
        let _ = ArrayInterface::parse(&text);
        let good = r#"{"version": 3, "shape": [2], "data": [64, true], "typestr": "|V3", "descr": [["a\u00e9", "|u1"], ["b", "<i2"]]}"#;
        let mut chars: Vec<char> = good.chars().collect();
        chars.insert(at.index(chars.len()), with);
        let _ = ArrayInterface::parse(&chars.iter().collect::<String>());
        let _ = ArrayInterface::parse(&chars[..at.index(chars.len())].iter().collect::<String>());
    }
}
