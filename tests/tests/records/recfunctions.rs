//! Each recorded answer of `numpy.lib.recfunctions`, and ours: the same, or right where NumPy's is not.

use super::{FACTS, assert_fact, dtype, fact, listed, python, rows};
use record_core::{
    AnyTable, AnyView, Be, DType, View,
    convert::{Casting, ConvertError, ConvertOptions, Flatten, Missing, merge_arrays, stack_arrays},
    dtype::{DTypeError, Packing},
    view::Value,
};

fn bytes(text: &str) -> Value {
    Value::Bytes(text.into())
}

/// The table `a` of the facts.
fn a() -> AnyTable {
    rows(
        "[('a','<i4'),('b','<f8'),('c','S3')]",
        &[
            vec![Value::Int(1), Value::Float64(2.0), bytes("x")],
            vec![Value::Int(3), Value::Float64(4.0), bytes("yz")],
        ],
    )
}

/// The table `n` of the facts.
fn n() -> AnyTable {
    let row = |a, ba, bb| vec![Value::Int(a), Value::Record(vec![Value::Float64(ba), Value::Int(bb)])];
    rows("[('a','<i4'),('b',[('ba','<f8'),('bb','<i8')])]", &[row(1, 2.0, 3), row(4, 5.0, 6)])
}

fn column<T: record_core::Element>(values: &[T]) -> AnyView<'_> {
    View::from_slice(values).as_any()
}

/// Whether NumPy answered with an error of this type.
fn raised(id: &str, class: &str) -> bool {
    fact(id)["error"]["type"] == class
}

pub fn said(id: &str) -> &'static str {
    fact(id)["expect"].as_str().expect("a text")
}

#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// Ours is NumPy's.
    Same,
    /// NumPy loses something, or fails, where ours says what is wrong, or does it right.
    Right,
    /// It is about NumPy's masks or classes, or comes with another function.
    Other,
}

use Outcome::{Other, Right, Same};

fn appended(id: &str) -> Option<Outcome> {
    let a = a();
    let append = |name, values: &[i16]| a.view().append_fields(&[(name, column(values))], Packing::Packed);
    Some(match id {
        "append" => {
            assert_fact(id, &append("d", &[5, 6]).expect("two"));
            Same
        }
        "rec_append" => {
            assert_eq!(listed(append("d", &[5, 6]).expect("two").view()), said(id));
            Same
        }
        "append_short" | "append_long" => {
            let given: &[i16] = if id == "append_short" { &[5] } else { &[5, 6, 7] };
            let error = append("d", given).unwrap_err();
            let found = vec![given.len()];
            assert_eq!(error, ConvertError::Lengths { column: "d".into(), expected: 2, found });
            // 999999 as an i2 is 16959.
            assert!(fact(id)["expect"]["values"].as_str().unwrap().contains('9'));
            Right
        }
        "append_clash" => {
            let error = append("b", &[5, 6]).unwrap_err();
            let expected = DTypeError::DuplicateName { name: "b".into(), first: 1, second: 3 };
            assert!(raised(id, "ValueError") && error == ConvertError::DType(expected));
            Same
        }
        "append_masked" => Other,
        _ => return None,
    })
}

fn dropped(id: &str) -> Option<Outcome> {
    let a = a();
    Some(match id {
        "drop" => {
            assert_fact(id, &a.view().drop_fields(&["b"], Packing::Packed).expect("known"));
            Same
        }
        "rec_drop" => {
            let rest = a.view().drop_fields(&["b"], Packing::Packed).expect("known");
            assert_eq!(listed(rest.view()), said(id));
            Same
        }
        "drop_unknown" => {
            let error = a.view().drop_fields(&["zz"], Packing::Packed).unwrap_err();
            assert_eq!(error.to_string(), "no field is called \"zz\"");
            Right
        }
        "drop_nested" => {
            assert_fact(
                id,
                &n().view().drop_fields(&["b.ba"], Packing::Packed).map_or_else(
                    |error| panic!("{error}"),
                    // The inner record keeps its gap, as `repack` says, until nested ones are repacked too.
                    |rest| rest.view().repack_nested(Packing::Packed).expect("packed"),
                ),
            );
            Same
        }
        "drop_all" => {
            // Records without bytes have no number: an error instead of two empty tuples.
            let error = a.view().drop_fields(&["a", "b", "c"], Packing::Packed).unwrap_err();
            assert!(matches!(error, ConvertError::Array(_)), "{error}");
            assert_eq!(a.dtype().drop_fields(&["a", "b", "c"]).expect("a dtype").names().len(), 0);
            Other
        }
        "drop_aligned" => {
            let dtype = dtype("dtype('u1,f8,u1', align=True)");
            let rest = dtype.drop_fields(&["f2"]).and_then(|rest| rest.repack(Packing::Aligned));
            assert_eq!((rest.expect("known").itemsize(), said(id)), (16, "9"));
            Right
        }
        _ => return None,
    })
}

fn renamed(id: &str) -> Option<Outcome> {
    let rename = |names: &[(&str, &str)]| a().view().rename_fields(names);
    Some(match id {
        "rename" => {
            assert_fact(id, &rename(&[("a", "x"), ("b", "y")]).expect("known"));
            Same
        }
        "rename_swap" => {
            assert_fact(id, &rename(&[("a", "b"), ("b", "a")]).expect("known"));
            Same
        }
        "rename_nested" => {
            assert_fact(id, &n().view().rename_fields(&[("b.ba", "x")]).expect("known"));
            Same
        }
        "rename_unknown" => {
            assert!(matches!(
                rename(&[("zz", "y")]),
                Err(ConvertError::DType(DTypeError::UnknownField { .. }))
            ));
            Right
        }
        "rename_aligned" => {
            let padded = dtype("dtype('u1,f8', align=True)");
            let made = padded.rename(&[("f0", "z")]).expect("gaps do not matter");
            let offsets: Vec<_> = made.fields().iter().map(|f| (f.name(), f.offset())).collect();
            assert_eq!((offsets, made.itemsize()), (vec![("z", 0), ("f1", 8)], 16));
            // Without a copy too.
            let table = AnyTable::zeroed(padded, 2).expect("memory");
            let view = table.view().view_as(&made).expect("the same bytes");
            assert_eq!(view.column("z").expect("renamed").as_ptr(), table.view().as_ptr());
            assert!(raised(id, "ValueError"));
            Right
        }
        _ => return None,
    })
}

fn put_together(id: &str) -> Option<Outcome> {
    let (a, ints, floats) = (a(), [1_i64, 2], [10.0, 20.0, 30.0]);
    let merge = |columns: &[(&str, AnyView<'_>)], flatten| merge_arrays(columns, flatten, Packing::Packed);
    let ab = a.view().select_fields(&["a", "b"], Packing::Packed).expect("known");
    let other = rows("[('a','<i8'),('b','<f4')]", &[vec![Value::Int(9), Value::Float32(8.0)]]);
    let short = rows("[('a','<i4')]", &[vec![Value::Int(9)]]);
    let plain = ConvertOptions::new();
    Some(match id {
        "merge" => {
            let columns = [("f0", column(&ints)), ("f1", column(&floats[..2]))];
            assert_fact(id, &merge(&columns, Flatten::No).expect("two each"));
            Same
        }
        "merge_short" => {
            let error = merge(&[("f0", column(&ints)), ("f1", column(&floats))], Flatten::No).unwrap_err();
            assert_eq!(error.to_string(), "column `f1` of shape [3] for a table of 2 records");
            Right
        }
        "merge_nested" => {
            let columns = [("f0", a.view()), ("f1", column(&[7_u8, 8]))];
            assert_fact(id, &merge(&columns, Flatten::No).expect("two each"));
            Same
        }
        "merge_flat" => {
            let columns = [("", a.view()), ("f3", column(&[7_u8, 8]))];
            assert_fact(id, &merge(&columns, Flatten::Yes).expect("two each"));
            Same
        }
        "stack" => {
            assert_fact(id, &stack_arrays(&[ab.view(), other.view()], &plain).expect("numbers"));
            Same
        }
        "stack_clash" => {
            // Ours promotes as `autoconvert=True` does; what has no common dtype is an error that names the field.
            let text = rows("[('a','<i4'),('b','S3')]", &[vec![Value::Int(1), bytes("x")]]);
            let error = stack_arrays(&[ab.view(), text.view()], &plain).unwrap_err();
            assert!(matches!(&error, ConvertError::NoCommon { field, .. } if field == "b"), "{error}");
            assert!(raised(id, "TypeError"));
            Right
        }
        "stack_missing" => {
            let error = stack_arrays(&[ab.view(), short.view()], &plain).unwrap_err();
            assert_eq!(error, ConvertError::MissingField { field: "b".into(), nearest: None });
            let fill = ConvertOptions::new().default_value("b", Value::Float64(1e20));
            assert_fact(id, &stack_arrays(&[ab.view(), short.view()], &fill).expect("filled"));
            Right
        }
        _ => return None,
    })
}

fn assigned(id: &str) -> Option<Outcome> {
    let seven = vec![Value::Int(7), Value::Float64(7.0)];
    let mut d = rows("[('a','<i4'),('b','<f8')]", &[seven.clone(), seven]);
    let one = vec![Value::Float64(1.0), Value::Int(1)];
    let ones = rows("[('b','<f8'),('q','<i4')]", &[one.clone(), one]);
    let a = a();
    let extra = ConvertOptions::new().ignore_extra();
    Some(match id {
        "assign" | "assign_keep" => {
            let refused = d.view_mut().assign_by_name(ones.view(), &extra).unwrap_err();
            assert_eq!(refused, ConvertError::MissingField { field: "a".into(), nearest: None });
            let missing = if id == "assign" { Missing::Zero } else { Missing::Keep };
            d.view_mut().assign_by_name(ones.view(), &extra.missing(missing)).expect("by name");
            assert_fact(id, &d);
            Same
        }
        "assign_plain" => {
            let error = d.view_mut().assign_by_name(column(&[1.0, 1.0]), &extra).unwrap_err();
            assert!(matches!(error, ConvertError::Structure { .. }) && raised(id, "TypeError"));
            Right
        }
        "require" => {
            let wanted = dtype("[('b','<f4'),('c','S1')]");
            assert!(matches!(a.view().require_fields(&wanted), Err(ConvertError::Refused { .. })));
            let error =
                a.view().convert_to_with(&wanted, &extra.clone().casting(Casting::SameKind)).unwrap_err();
            assert_eq!(error.to_string(), "field `c`: row 1: Bytes([121, 122]) does not fit S1");
            let chosen = extra.casting(Casting::SameKind).truncate_text();
            assert_fact(id, &a.view().convert_to_with(&wanted, &chosen).expect("chosen"));
            Right
        }
        "require_missing" => {
            let wanted = dtype("[('b','<f8'),('zz','u1')]");
            assert!(matches!(a.view().require_fields(&wanted), Err(ConvertError::MissingField { .. })));
            assert_fact(
                id,
                &a.view().convert_to_with(&wanted, &extra.missing(Missing::Zero)).expect("chosen"),
            );
            Right
        }
        "repack" => {
            let packed = dtype("dtype('u1,i8,f8', align=True)").repack(Packing::Packed).expect("small");
            let aligned = dtype("u1,i8,f8").repack(Packing::Aligned).expect("small");
            assert_eq!(format!("[{}, {}]", packed.itemsize(), aligned.itemsize()), said(id));
            Same
        }
        "repack_nested" => {
            let nested = DType::packed([("a", dtype("dtype('u1,i8', align=True)")), ("b", dtype("u1"))]);
            let table = AnyTable::zeroed(nested.expect("small"), 1).expect("memory");
            let size = |table: AnyTable| table.dtype().itemsize();
            let outer = table.view().repack(Packing::Packed).map(size).expect("packed");
            let all = table.view().repack_nested(Packing::Packed).map(size).expect("packed");
            assert_eq!(format!("[{outer}, {all}]"), said(id));
            Same
        }
        "fill" => {
            let mut larger =
                AnyTable::zeroed(dtype("[('a','<i8'),('b','<f4'),('z','u1')]"), 3).expect("memory");
            let options =
                ConvertOptions::new().casting(Casting::SameKind).missing(Missing::Keep).ignore_extra();
            larger.view_mut().into_slice(..2).assign_by_name(a.view(), &options).expect("two of three");
            assert_fact(id, &larger);
            Same
        }
        "position" => {
            let source = rows("[('b','<i2'),('a','<i2')]", &[vec![Value::Int(5), Value::Int(6)]]);
            let mut target = AnyTable::zeroed(dtype("[('a','<i4'),('b','<f8')]"), 1).expect("memory");
            target.view_mut().assign_by_position(source.view(), &ConvertOptions::new()).expect("two fields");
            assert_fact(id, &target);
            Same
        }
        "position_count" => {
            let (three, mut two) =
                (AnyTable::zeroed(dtype("i4,i4,i4"), 1), AnyTable::zeroed(dtype("i4,i4"), 1));
            let (three, two) = (three.as_ref().expect("memory"), two.as_mut().expect("memory"));
            let error = two.view_mut().assign_by_position(three.view(), &ConvertOptions::new()).unwrap_err();
            assert_eq!(error, ConvertError::FieldCount { field: String::new(), from: 3, to: 2 });
            assert!(raised(id, "TypeError"));
            Same
        }
        _ => return None,
    })
}

#[test]
fn every_answer_is_numpys_or_better() {
    let (mut same, mut right, mut other, mut elsewhere) = (0, 0, 0, 0);
    let groups = [appended, dropped, renamed, put_together, assigned, super::names::check];
    for fact in FACTS["facts"].as_array().expect("a list") {
        let id = fact["id"].as_str().expect("a name");
        let outcome = groups.iter().find_map(|group| group(id)).or_else(|| super::matrix::check(id));
        match outcome.or_else(|| super::text_and_time::check(id).then_some(Same)) {
            Some(Same) => same += 1,
            Some(Right) => right += 1,
            Some(Other) => other += 1,
            None => {
                println!("no test for {id}");
                elsewhere += 1;
            }
        }
    }
    println!("{same} as NumPy, {right} right where NumPy is not, {other} of NumPy's classes");
    assert_eq!(elsewhere, 0);
    assert_eq!((same, right, other), (44, 17, 2));
}

#[test]
fn big_endian_columns_keep_their_order() {
    let ids = [Be::new(7_u16), Be::new(8)];
    let more = a().view().append_fields(&[("id", column(&ids))], Packing::Packed).expect("two");
    assert_eq!(more.column("id").unwrap().typed::<Be<u16>>().unwrap().to_vec(), [7, 8]);
    assert_eq!(python(&more.get(1).expect("a row")), "(3, 4.0, b'yz', 8)");
}
