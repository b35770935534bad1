//! The facts of array operations about casting, assignment and record arrays.

use super::{dtype, listed, rows};
use record_core::{
    AnyTable, DType, View,
    convert::{
        Casting, ConvertError, ConvertOptions, Flatten, JoinByError, JoinKind, JoinOptions, Missing, join_by,
        merge_arrays,
    },
    dtype::Packing,
    view::Value,
};
use serde_json::Value as Json;

/// What is not about these functions, and why.
const LEFT_OUT: [(&str, &str); 3] = [
    ("assign_tuple_len", "a record is a struct or a `Value`, which has its length checked elsewhere"),
    ("assign_scalar_all_fields", "a scalar is not assigned to every field"),
    ("multifield_assign_scalar", "a scalar is not assigned to every field"),
];

const RULES: [Casting; 5] = [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];

#[allow(clippy::too_many_lines)] // a case for each fact
fn check(fact: &Json) -> bool {
    let plain = ConvertOptions::new();
    let expect = &fact["expect"];
    let fails = |class: &str| fact["error"]["type"] == class;
    match fact["id"].as_str().expect("a name") {
        "can_cast_names" => {
            let (a, b) = (dtype("[('a','<i4')]"), dtype("[('b','<i8')]"));
            let found: Vec<Json> = RULES.iter().map(|&rule| a.can_cast(&b, rule).into()).collect();
            assert_eq!(Json::from(found), *expect);
        }
        "promote_names_mismatch" => {
            assert!(dtype("[('a','<i4')]").promote(&dtype("[('b','<i4')]")).is_err());
            assert!(fails("DTypePromotionError"));
        }
        "promote_fields" => {
            let both = dtype("<i4,<f8").promote(&dtype("<i8,<f4")).expect("the same names");
            assert_eq!(both, dtype(expect["dtype"].as_str().unwrap()));
            assert_eq!(Some(both.itemsize() as u64), expect["itemsize"].as_u64());
        }
        "assign_by_name" => {
            let seven = vec![Value::Int(7), Value::Float64(7.0)];
            let one = vec![Value::Float64(1.0), Value::Int(1)];
            let mut target = rows("[('a','<i4'),('b','<f8')]", &[seven.clone(), seven]);
            let source = rows("[('b','<f8'),('q','<i4')]", &[one.clone(), one]);
            let options = plain.missing(Missing::Zero).ignore_extra();
            target.view_mut().assign_by_name(source.view(), &options).unwrap();
            let numbers = expect["ndarray"]["values"].to_string().replace('[', "(").replace(']', ")");
            let found = listed(target.view()).replace(['[', ']'], "").replace(", ", ",");
            assert_eq!(format!("({found})"), numbers);
        }
        "assign_struct_to_plain" => {
            let from = AnyTable::zeroed(dtype("<f4,<f4"), 2).unwrap();
            let all = plain.casting(Casting::Unsafe);
            let error = from.view().convert_to_with(&dtype("<i4"), &all).unwrap_err();
            assert!(matches!(error, ConvertError::Structure { .. }) && fails("TypeError"));
        }
        "assign_leaves_holes" => {
            let holes = DType::builder().field_at("a", dtype("u1"), 1).itemsize(4).build().unwrap();
            let mut bytes = [0xaa; 8];
            let mut target = AnyTable::from_bytes_mut(&mut bytes, holes.clone()).unwrap();
            let zeros = AnyTable::zeroed(holes, 2).unwrap();
            target.view_mut().assign_by_position(zeros.view(), &plain).unwrap();
            assert_eq!(format!("{:016x}", u64::from_be_bytes(bytes)), expect["hex"]);
        }
        "assign_string_truncates" => {
            // Silently there; here it is an error, or chosen.
            let long = AnyTable::from_bytes(b"abcdefgh", dtype("S8")).unwrap();
            let error = long.view().convert_to_with(&dtype("S3"), &plain.clone()).unwrap_err();
            assert!(matches!(error, ConvertError::Value { row: 0, .. }));
            let cut = long.view().convert_to_with(&dtype("S3"), &plain.truncate_text()).unwrap();
            assert_eq!((cut.as_bytes(), &expect[0]["hex"]), (&b"abc"[..], &Json::from("616263")));
        }
        "rfn_rename_aligned_fails" => {
            let table = AnyTable::zeroed(dtype("dtype('u1,f8', align=True)"), 2).unwrap();
            let renamed = table.view().rename_fields(&[("f0", "z")]).unwrap();
            assert_eq!((renamed.dtype().itemsize(), renamed.dtype().is_aligned_record()), (16, true));
            assert!(fails("ValueError"));
        }
        "rfn_merge" => {
            let (ints, floats) = ([1_i64, 2], [10.0, 20.0, 30.0]);
            let columns =
                [("f0", View::from_slice(&ints).as_any()), ("f1", View::from_slice(&floats).as_any())];
            let error = merge_arrays(&columns, Flatten::No, Packing::Packed).unwrap_err();
            assert!(matches!(error, ConvertError::Lengths { expected: 2, .. }));
            assert_eq!(expect["ndarray"]["values"][2][0], -1, "NumPy fills");
        }
        "rfn_s2u_view" => {
            let table = AnyTable::zeroed(dtype("[('x','<f4'),('y','<f4')]"), 3).unwrap();
            let shares = table.view().as_matrix().unwrap().as_ptr() == table.view().as_ptr();
            assert_eq!(Json::from(shares), *expect);
        }
        "rfn_require" => {
            let one = vec![Value::Int(1), Value::Float64(1.0)];
            let table = rows("[('a','<i4'),('b','<f8')]", &[one.clone(), one]);
            let wanted = dtype("[('b','<f4'),('zz','u1')]");
            assert!(table.view().require_fields(&wanted).is_err());
            let chosen = plain.casting(Casting::SameKind).missing(Missing::Zero).ignore_extra();
            let made = table.view().convert_to_with(&wanted, &chosen).unwrap();
            assert_eq!((listed(made.view()), made.dtype().itemsize()), ("[(1.0, 0), (1.0, 0)]".into(), 5));
        }
        "rfn_apply" => {
            let row = |x, y, z| vec![Value::Int(x), Value::Float32(y), Value::Float64(z)];
            let table = rows("[('x','<i4'),('y','<f4'),('z','<f8')]", &[row(1, 2., 5.), row(4, 5., 7.)]);
            let matrix = table.view().to_matrix(&table.dtype().promote_fields().unwrap(), &plain).unwrap();
            let matrix = matrix.typed::<f64, record_core::Rank<2>>().unwrap();
            let means: Vec<Json> = (0..2).map(|i| Json::from(matrix.at(i).mean().expect("three"))).collect();
            assert_eq!(Json::from(means), expect["ndarray"]["values"]);
        }
        "rfn_join" => {
            let ints = |a, b| vec![Value::Int(a), Value::Int(b)];
            let float = |a, b| vec![Value::Int(a), Value::Float64(b)];
            let left = rows("[('k','i4'),('v','i4')]", &[ints(1, 10), ints(2, 20)]);
            let right = rows("[('k','i4'),('w','f8')]", &[float(2, 5.0), float(3, 6.0)]);
            let (kind, options) = (JoinKind::Inner, JoinOptions::new());
            let joined = join_by(&["k"], left.view(), right.view(), kind, &options).unwrap();
            let expect = &expect["ndarray"];
            let said = expect["dtype"].as_str().unwrap();
            assert_eq!(joined.dtype(), &dtype(said));
            assert_eq!(listed(joined.view()), "[(2, 20, 5.0)]");
            assert_eq!(expect["values"].to_string(), "[[2,20,5.0]]");
        }
        "rfn_join_dup" => {
            let one = AnyTable::zeroed(dtype("[('k','i4')]"), 1).unwrap();
            let (kind, options) = (JoinKind::Inner, JoinOptions::new());
            let error = join_by(&["k", "k"], one.view(), one.view(), kind, &options).unwrap_err();
            assert_eq!(fact["error"]["message"], "duplicate join key 'k'");
            assert_eq!(error, JoinByError::DuplicateKey { name: "k".into() });
        }
        // Attributes and methods do not share names here: fields are tokens.
        "recarray_attr_shadow" => {
            let table = rows("[('shape','<i4'),('x','<f4')]", &[vec![Value::Int(1), Value::Float32(2.0)]]);
            assert_eq!(table.column("shape").unwrap().get(0), Some(Value::Int(1)));
            assert_eq!(table.view().shape().as_ref(), [1]);
        }
        "recarray_aligned_loses_tail" => {
            let aligned = DType::aligned([("f0", dtype("<f8")), ("f1", dtype("i1"))]).unwrap();
            assert_eq!(Some(aligned.itemsize() as u64), expect[1].as_u64());
            assert_eq!(expect[0], 9);
        }
        "rec_fromarrays" => {
            let (a, b) = ([1_i64, 2], [3.0, 4.0]);
            let columns = [("a", View::from_slice(&a).as_any()), ("b", View::from_slice(&b).as_any())];
            let made = merge_arrays(&columns, Flatten::No, Packing::Packed).unwrap();
            assert_eq!(made.dtype(), &dtype("[('a','<i8'),('b','<f8')]"));
            assert_eq!(listed(made.view()), "[(1, 3.0), (2, 4.0)]");
            assert_eq!(expect["ndarray"]["values"].to_string(), "[[1,3.0],[2,4.0]]");
        }
        "rfn_find_duplicates" => {
            let found = View::from_slice(&[1_i64, 1, 2, 3, 3, 3]).find_duplicates();
            assert_eq!(serde_json::json!(found), expect["ndarray"]["values"]);
        }
        _ => return false,
    }
    true
}

#[test]
fn the_facts_of_operations_hold() {
    let facts: Vec<Json> = serde_json::from_str(include_str!("../../data/numpy_ops.json")).expect("JSON");
    let mut areas = std::collections::BTreeMap::new();
    let mut left_out = 0;
    for fact in &facts {
        let area = fact["area"].as_str().expect("an area");
        if !matches!(area, "recfunctions" | "casting" | "assignment" | "recarray") {
            continue;
        }
        if check(fact) {
            *areas.entry(area).or_insert(0) += 1;
        } else {
            let known = LEFT_OUT.iter().find(|(id, _)| fact["id"] == **id);
            let (id, why) = known.unwrap_or_else(|| panic!("no test for {}", fact["id"]));
            println!("left out: {id}: {why}");
            left_out += 1;
        }
    }
    println!("{areas:?}");
    let expected = [("assignment", 4), ("casting", 3), ("recarray", 3), ("recfunctions", 8)];
    assert_eq!((areas.into_iter().collect::<Vec<_>>(), left_out), (expected.to_vec(), LEFT_OUT.len()));
}
