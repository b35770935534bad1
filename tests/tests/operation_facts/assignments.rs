//! Assignments: to fields, to records, between views of the same bytes.

use crate::{
    Verdict::{self, OtherWay, Refused, Same, Stricter},
    expected, fails, hex, same_array,
    views::{Abc, AbcColumnsMut, abc, same_table},
};
use record_core::{
    convert::{Conversion, ConvertError, ConvertOptions, Missing},
    prelude::*,
};
use serde_json::{Value, json};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Mixed {
    f0: i64,
    f1: f32,
    f2: Bool8,
    f3: FixedBytes<1>,
}

fn dtype(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn check(id: &str, fact: &Value) -> Option<Verdict> {
    let mut table = abc();
    Some(match id {
        // Several fields at once are several columns.
        "multifield_assign_scalar" => {
            let AbcColumnsMut { mut a, mut b, .. } = table.columns_mut();
            a.fill(9);
            b.fill(9.0);
            same_table(&table, fact);
            OtherWay
        }
        // A record has all its fields, by its type. At run time:
        "assign_tuple_len" => {
            fails(fact);
            let two = dtype("[('a', '<i4'), ('b', '<i4')]");
            let error = Conversion::by_position(&two, Abc::DTYPE, &ConvertOptions::new()).unwrap_err();
            assert_eq!(error, ConvertError::FieldCount { field: String::new(), from: 2, to: 3 });
            Refused
        }
        "assign_by_name" => {
            let (from, to) = (dtype("[('b', '<f8'), ('q', '<i4')]"), dtype("[('a', '<i4'), ('b', '<f8')]"));
            let ones: Vec<u8> = [&1.0_f64.to_le_bytes()[..], &1_i32.to_le_bytes()].concat().repeat(2);
            let mut sevens = [&7_i32.to_le_bytes()[..], &7.0_f64.to_le_bytes()].concat().repeat(2);
            let options = ConvertOptions::new().missing(Missing::Zero).ignore_extra();
            let plan = Conversion::by_name(&from, &to, &options).expect("fields are left out or zero");
            let ones = AnyTable::from_bytes(&ones, from).expect("two records");
            let mut d = AnyTable::from_bytes_mut(&mut sevens, to).expect("two records");
            plan.run(ones.view(), &mut d.view_mut()).expect("one converts");
            let values = &expected(fact)["ndarray"]["values"];
            for (row, name, found) in [(0, 0, "a"), (0, 1, "b"), (1, 0, "a"), (1, 1, "b")] {
                let value = d.column(found).expect("a field").get(row).and_then(|v| v.to_f64());
                assert_eq!(value, values[row][name].as_f64(), "{found} of {row}");
            }
            Same
        }
        // One number for a record of a number, a truth value and a text has no counterpart; field by field it has.
        "assign_scalar_all_fields" => {
            let zero = Mixed { f0: 0, f1: 0.0, f2: false.into(), f3: FixedBytes::new("") };
            let mut table = RecordTable::from([zero; 2]);
            let MixedColumnsMut { mut f0, mut f1, mut f2, mut f3 } = table.columns_mut();
            f0.fill(3);
            f1.fill(3.0);
            f2.fill(true);
            f3.fill(FixedBytes::new("3"));
            let row = |Mixed { f0, f1, f2, f3 }: Mixed| json!([f0, f1, f2.get(), hex(f3.as_bytes())]);
            let array = &expected(fact)["ndarray"];
            assert_eq!(json!(table.view().iter().map(row).collect::<Vec<_>>()), array["values"]);
            assert_eq!(json!(table.view().strides()), array["strides"]);
            OtherWay
        }
        "assign_struct_to_plain" => {
            fails(fact);
            let (from, to) = (dtype("f4,f4"), dtype("i4"));
            let error = Conversion::by_position(&from, &to, &ConvertOptions::new()).unwrap_err();
            assert!(matches!(error, ConvertError::Structure { .. }), "{error}");
            Refused
        }
        "assign_leaves_holes" => {
            let holes = dtype("{'names':['a'],'formats':['u1'],'offsets':[1],'itemsize':4}");
            let zeros = AnyTable::from_bytes(&[0; 8], holes.clone()).expect("two records");
            let mut bytes = [0xaa; 8];
            let mut b = AnyTable::from_bytes_mut(&mut bytes, holes.clone()).expect("two records");
            let plan = Conversion::by_name(&holes, &holes, &ConvertOptions::new()).expect("the same");
            plan.run(zeros.view(), &mut b.view_mut()).expect("the same");
            assert_eq!(hex(b.as_bytes()), *expected(fact));
            Same
        }
        // Text that is too long is a mistake; cut off it is where the program says so.
        "assign_string_truncates" => {
            let (from, to) = (dtype("S8"), dtype("S3"));
            let source = AnyTable::from_bytes(b"abcdefghabcdefgh", from.clone()).expect("two texts");
            let plan = Conversion::by_name(&from, &to, &ConvertOptions::new().checked()).expect("if it fits");
            assert!(matches!(plan.to_table(source.view()), Err(ConvertError::Value { .. })));
            let cut = Conversion::by_name(&from, &to, &ConvertOptions::new().truncate_text());
            let found = cut.expect("said so").to_table(source.view()).expect("cut");
            let (first, second) = found.as_bytes().split_at(3);
            assert_eq!(json!([hex(first), hex(second)]), *expected(fact));
            Stricter
        }
        // The parts cannot be borrowed at once, one of them to write: what is read is copied first.
        "overlap_out_shifted" => {
            let mut numbers = [0_i64, 1, 2, 3, 4, 5];
            let low = View::from_slice(&numbers).slice(..-1).to_vec();
            let mut high = ViewMut::from_slice(&mut numbers).into_slice(1..);
            high.zip_apply(View::from_slice(&low), |high, low| high + low).expect("as long");
            same_array(View::from_slice(&numbers), fact);
            OtherWay
        }
        "overlap_assign_backward" => {
            let mut numbers = [0_i64, 1, 2, 3, 4, 5];
            ViewMut::from_slice(&mut numbers).copy_within(s![1..], s![..-1]).expect("as long");
            same_array(View::from_slice(&numbers), fact);
            Same
        }
        "overlap_reverse_copy" => {
            let mut numbers = [0_i64, 1, 2, 3, 4, 5];
            ViewMut::from_slice(&mut numbers).copy_within(s![..;-1], ..).expect("as long");
            same_array(View::from_slice(&numbers), fact);
            Same
        }
        _ => return None,
    })
}
