//! Records as matrices and back.

use super::{
    dtype, fact, listed,
    recfunctions::Outcome::{self, Right, Same},
    rows,
};
use record_core::{
    AnyTable, AnyView, ByteOrder, DType, Rank,
    convert::{Casting, ConvertError, ConvertOptions},
    layout::Order,
    prelude::*,
    view::Value,
};

fn plain() -> ConvertOptions {
    ConvertOptions::new()
}

/// Asserts that the promoted matrix of the records is NumPy's.
fn assert_matrix(id: &str, table: &AnyTable) {
    let expected = &fact(id)["expect"];
    let common = table.dtype().promote_fields().expect("numbers");
    assert_eq!(common, dtype(expected["dtype"].as_str().unwrap()).newbyteorder(ByteOrder::NATIVE), "{id}");
    let matrix = table.view().to_matrix(&common, &plain()).expect("safe");
    assert_eq!(listed(matrix.view()), expected["values"].as_str().unwrap(), "{id}");
}

/// Asserts that the records of zeros are seen as a matrix of these strides without a copy.
fn assert_view(text: &DType, strides: [isize; 2]) {
    let table = AnyTable::zeroed(text.clone(), 3).expect("memory");
    let matrix = table.view().as_matrix().expect("evenly spaced");
    assert_eq!(matrix.strides().as_ref(), strides);
}

#[allow(clippy::too_many_lines)] // a case for each fact
pub fn check(id: &str) -> Option<Outcome> {
    let (int, float) = (Value::Int, Value::Float64);
    let text = |id: &str| fact(id)["expect"].as_str().expect("a text");
    let matrix = AnyTable::zeroed(dtype("<f8"), 6).expect("memory");
    Some(match id {
        "s2u" => {
            let rows =
                rows("[('a','<i4'),('b','<f8')]", &[vec![int(1), float(2.0)], vec![int(3), float(4.0)]]);
            assert_matrix(id, &rows);
            Same
        }
        "s2u_nested" => {
            let row = |a, b, c| vec![int(a), Value::Record(vec![float(b), int(c)])];
            let text = "[('a','<i4'),('b',[('ba','<f8'),('bb','<i8')])]";
            assert_matrix(id, &rows(text, &[row(1, 2.0, 3), row(4, 5.0, 6)]));
            Same
        }
        "s2u_subarray" => {
            let row = vec![int(1), Value::Array(vec![int(2), int(3)])];
            assert_matrix(id, &rows("[('a','<i4'),('b','<i2',(2,))]", &[row]));
            Same
        }
        "s2u_records_in_array" => {
            let pair = |x, y| Value::Record(vec![int(x), int(y)]);
            let row = vec![Value::Array(vec![pair(1, 2), pair(3, 4)])];
            assert_matrix(id, &rows("[('a',[('x','<i4'),('y','<i4')],(2,))]", &[row]));
            Same
        }
        "s2u_view" => {
            assert_eq!(text(id), "True");
            assert_view(&dtype("[('x','<f4'),('y','<f4')]"), [8, 4]);
            Same
        }
        "s2u_big_endian" => {
            assert_eq!(text(id), "False");
            assert_view(&dtype("[('x','>f4'),('y','>f4')]"), [8, 4]);
            Right
        }
        "s2u_gaps" => {
            let gaps = DType::builder().field_at("x", dtype("<f4"), 2).field_at("y", dtype("<f4"), 10);
            assert_view(&gaps.itemsize(16).build().expect("disjoint"), [16, 8]);
            assert_eq!(text(id), "(16, 8)");
            Same
        }
        "s2u_backwards" => {
            let xyz = dtype("[('x','<f4'),('y','<f4'),('z','<f4')]");
            assert_view(&xyz.select(&["z", "y", "x"]).expect("known"), [12, -4]);
            assert_eq!(text(id), "((12, -4), True)");
            Same
        }
        "s2u_text" => {
            // Numbers do not become text unasked: the error names the field.
            let mixed = dtype("[('a','<i4'),('c','S3')]");
            let error = mixed.promote_fields().unwrap_err();
            assert!(matches!(error, ConvertError::NoCommon { field, .. } if field == "c"));
            Right
        }
        "s2u_cast" | "s2u_refused" => {
            let row = vec![Value::Float32(1.5), float(300.0)];
            let rows = rows("<f4,<f8", &[row]);
            let rule = if id == "s2u_cast" { Casting::Unsafe } else { Casting::Safe };
            match rows.view().to_matrix(&dtype("<i2"), &plain().casting(rule)) {
                Ok(matrix) => {
                    assert_eq!(listed(matrix.view()), fact(id)["expect"]["values"].as_str().unwrap());
                }
                Err(error) => {
                    assert_eq!(fact(id)["error"]["type"], "TypeError");
                    assert!(matches!(error, ConvertError::Refused { field, .. } if field == "f0"));
                }
            }
            Same
        }
        "u2s" | "u2s_nested" => {
            let numbers: Vec<f64> =
                if id == "u2s" { vec![1., 2., 3., 4.] } else { (0..6).map(f64::from).collect() };
            let expected = &fact(id)["expect"];
            let target = dtype(expected["dtype"].as_str().unwrap());
            let view = View::from_slice(&numbers).reshape([2, numbers.len() / 2]).as_any();
            let made = view.to_records(&target, &plain().checked()).expect("whole numbers");
            assert_eq!(listed(made.view()), expected["values"].as_str().unwrap());
            assert_eq!(made.dtype(), &target);
            Same
        }
        "u2s_count" => {
            let error = matrix.view().reshape([2, 3]).to_records(&dtype("f4,f4"), &plain()).unwrap_err();
            assert_eq!(error, ConvertError::FieldCount { field: String::new(), from: 3, to: 2 });
            assert_eq!(fact(id)["error"]["type"], "ValueError");
            Same
        }
        "apply" => {
            #[derive(Record, Clone, Copy)]
            #[repr(C, packed)]
            struct Row {
                x: Le<i32>,
                y: f32,
                z: f64,
            }
            let row = |x, y, z| Row { x: Le::new(x), y, z };
            let rows = RecordTable::from([row(1, 2.0, 5.0), row(4, 5.0, 7.0)]);
            let mean = |row: &[f64]| row.iter().sum::<f64>() / 3.0;
            let means = rows.view().apply_along_fields(mean).expect("safe");
            assert_eq!(format!("{means:?}"), fact(id)["expect"]["values"].as_str().unwrap());
            Same
        }
        _ => return None,
    })
}

#[test]
fn what_is_uneven_or_mixed_is_no_view() {
    let uneven = |dtype: &DType| match AnyTable::zeroed(dtype.clone(), 2).unwrap().view().as_matrix() {
        Err(ConvertError::NoMatrix { field }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(uneven(&dtype("[('a','<f4'),('b','<f8')]")), "b");
    assert_eq!(uneven(&dtype("[('a','<f4'),('b','>f4')]")), "b");
    assert_eq!(uneven(&dtype("dtype([('a','<u2'),('b','<u2'),('c','<u4'),('d','<u2')], align=True)")), "c");
    assert_eq!(uneven(&dtype("[('a','<u2',(2,)),('g','V1'),('b',[('c','<u2')])]")), "g");
    let backwards = dtype("[('a','<u2',(2,)),('b','<u2')]").select(&["b", "a"]).unwrap();
    assert_eq!(uneven(&backwards), "a", "a sub-array runs forwards");
    let overlap = DType::builder().field_at("a", dtype("<u2"), 0).field_at("b", dtype("<u2"), 1);
    assert_eq!(uneven(&overlap.build().unwrap()), "b");
    let twice = DType::builder().field_at("a", dtype("<u2"), 0).field_at("b", dtype("<u2"), 0);
    assert_eq!(uneven(&twice.build().unwrap()), "b");
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Pixel {
    alpha: u8,
    rgb: [u16; 3],
    depth: u16,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Vector {
    x: Be<f32>,
    yz: [Be<f32>; 2],
}

#[test]
fn typed_records_are_matrices_at_any_stride() {
    let vectors: Vec<Vector> = (0..6_u8)
        .map(|i| Vector { x: Be::new(i.into()), yz: [Be::new(0.5), Be::new(-f32::from(i))] })
        .collect();
    let grid = View::from_slice(&vectors).reshape([2, 3]).transpose();
    let matrix = grid.slice(s![..;-1, ..]).as_matrix::<Be<f32>>().expect("even");
    assert_eq!(matrix.shape(), [3, 2, 3]);
    assert_eq!(matrix.get_at([0, 1, 2]), Some(-5.0));
    assert_eq!(matrix.get_at([2, 0, 0]), Some(0.0));
    assert!(matches!(grid.as_matrix::<f32>(), Err(ConvertError::OtherDType { .. })));
    // The copy gives the same numbers in the order of the machine.
    let copy = grid.slice(s![..;-1, ..]).to_matrix::<f64>().expect("safe");
    assert_eq!(copy.shape(), [3, 2, 3]);
    assert!(copy.iter().eq(matrix.iter().map(f64::from)));
}

#[test]
fn records_with_undefined_gaps_are_copied_and_never_seen_whole() {
    let pixels =
        [Pixel { alpha: 1, rgb: [2, 3, 4], depth: 5 }, Pixel { alpha: 6, rgb: [7, 8, 9], depth: 10 }];
    let view = View::from_slice(&pixels);
    let matrix: Array<u32, Rank<2>> = view.to_matrix().expect("safe");
    assert_eq!(matrix.to_vec(), (1..=10).collect::<Vec<_>>());
    let error = view.to_matrix::<u8>().unwrap_err();
    assert!(matches!(error, ConvertError::Refused { field, .. } if field == "rgb"));
    let back = matrix.view().as_any().to_records(Pixel::DTYPE, &plain().checked()).expect("they fit");
    let back: Array<Pixel> = back.into_typed().expect("pixels");
    assert_eq!(back.to_vec(), pixels);
    assert_eq!(back.as_bytes()[1], 0, "the gap is zero");
}

#[test]
fn dense_rows_are_records_without_a_copy() {
    let numbers: Vec<f32> = (0..6).map(|i| i as f32).collect();
    let row = DType::packed([("x", f32::DTYPE), ("y", f32::DTYPE), ("z", f32::DTYPE)]).unwrap();
    let matrix: AnyView<'_> = View::from_slice(&numbers).reshape([2, 3]).as_any();
    let records = matrix.view_as(&row).expect("dense rows").remove_axis(1);
    assert_eq!(records.column("z").unwrap().typed::<f32>().unwrap().to_vec(), [2.0, 5.0]);
    // Columns of rows that are not dense take a copy.
    let turned = matrix.transpose();
    assert!(turned.view_as(&row).is_err());
    let two = DType::packed([("x", f32::DTYPE), ("y", f64::DTYPE)]).unwrap();
    let made = turned.to_records(&two, &plain()).expect("safe");
    assert_eq!(listed(made.view()), "[(0.0, 3.0), (1.0, 4.0), (2.0, 5.0)]");
    assert_eq!(made.order(), Order::C);
}

#[test]
fn no_fields_no_matrix() {
    let empty = dtype("[('a', [])]");
    assert!(matches!(empty.promote_fields(), Err(ConvertError::NoMatrix { .. })));
}

#[test]
fn large_sub_arrays_take_no_list_of_their_elements() {
    let huge = dtype("[('a','<f4',(1000000000,)),('b','<f4')]");
    let none = AnyView::from_bytes(&[], &huge).expect("no records");
    assert_eq!(none.as_matrix().expect("even").shape().as_ref(), [0, 1_000_000_001]);
    let empty = dtype("[('e','<f4',(0,)),('v',[('s','S0')],(1000000000000,)),('a','<f4')]");
    let table = AnyTable::from_bytes(&[0, 0, 128, 63], empty).expect("one record");
    let matrix = table.view().to_matrix(&dtype("<f8"), &plain()).expect("safe");
    assert_eq!(listed(matrix.view()), "[[1.0]]");
}

#[test]
fn a_value_of_a_matrix_that_does_not_fit_is_named() {
    let rows = rows(
        "[('a','<i2',(2,)),('b','<i2')]",
        &[
            vec![Value::Array(vec![Value::Int(1), Value::Int(2)]), Value::Int(3)],
            vec![Value::Array(vec![Value::Int(4), Value::Int(500)]), Value::Int(6)],
        ],
    );
    let error = rows.view().to_matrix(&dtype("u1"), &plain().checked()).unwrap_err();
    assert_eq!(error.to_string(), "field `a`: row 1: Int(500) does not fit u1");
    let matrix = rows.view().to_matrix(&dtype("<i4"), &plain()).expect("safe");
    let narrow = dtype("[('b','i1'),('a','i1',(2,))]");
    let error = matrix.view().to_records(&narrow, &plain().checked()).unwrap_err();
    assert_eq!(error.to_string(), "field `a`: row 1: Int(500) does not fit i1");
}

#[test]
fn hostile_sub_arrays_are_refused() {
    for text in ["[('a', [('b', 'u1')], (1000000000,))]", "[('a', 'S0', (3000000000,)), ('b', 'u1')]"] {
        let dtype = DType::parse(text).expect("a dtype");
        let view = AnyView::from_bytes(&[], &dtype).expect("no records");
        let hostile = view.as_matrix();
        assert!(hostile.is_err(), "{text}: {hostile:?}");
        let number = DType::parse("f8").expect("a dtype");
        assert!(view.to_matrix(&number, &ConvertOptions::new()).is_err(), "{text}");
    }
}
