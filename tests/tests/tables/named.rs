//! Columns by name: what is there, what is not, and what has another type.

use super::{Reading, readings};
use record_core::{
    AnyTable, Be, Bool8, DType, DynRank, Element, FixedBytes, Rank, Record, RecordTable, View,
    ops::Sum,
    view::{ColumnError, Value},
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Place {
    #[record(rename = "x-axis", title = "East")]
    x: f32,
    y: Be<f32>,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Sample {
    name: FixedBytes<4>,
    valid: Bool8,
    from: Place,
    to: Place,
    path: [Place; 2],
    grid: [[i16; 3]; 2],
}

fn samples() -> Vec<Sample> {
    let place = |n: u8| Place { x: f32::from(n), y: Be::new(f32::from(n) / 2.0) };
    (0..4)
        .map(|n| Sample {
            name: FixedBytes::try_from(format!("n{n}").as_str()).unwrap(),
            valid: Bool8::new(n % 2 == 0),
            from: place(n),
            to: place(10 + n),
            path: [place(20 + n), place(30 + n)],
            grid: [[i16::from(n), 1, 2], [3, 4, 5]],
        })
        .collect()
}

#[test]
#[allow(clippy::float_cmp)] // numbers that a float holds exactly
fn columns_by_name_are_the_columns_by_token() {
    let records = samples();
    let table = RecordTable::from(records.clone());
    let bytes = table.as_bytes().unwrap().to_vec();
    let any = AnyTable::from_bytes(&bytes, Sample::DTYPE.clone()).unwrap();
    let parsed = DType::parse(&format!("{:?}", Sample::DTYPE)).unwrap();
    let parsed = AnyTable::from_bytes(&bytes, parsed).unwrap();
    for name in ["name", "valid", "from", "to", "path", "grid"] {
        assert_eq!(any[name].as_view().as_ptr(), any.column(name).unwrap().as_ptr());
        assert_eq!(table[name].as_view().as_ptr(), table.column(name).unwrap().as_ptr());
        assert_eq!(any[name].len(), 4);
        assert!(!parsed[name].is_empty());
        assert_eq!(parsed[name].dtype(), table[name].dtype());
        let (a, b): (Vec<Value>, Vec<Value>) =
            (parsed[name].as_view().values().collect(), table[name].as_view().values().collect());
        assert_eq!(a, b);
    }
    let valid = any["valid"].typed::<Bool8>().unwrap();
    assert_eq!(valid.to_vec(), [true, false, true, false]);
    // Nested, by every way: index after index, and column after column. Names and titles.
    let x = |view: View<'_, f32>| view.to_vec();
    for axis in ["x-axis", "East"] {
        assert_eq!(x(any["from"][axis].typed().unwrap()), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(x(table["to"][axis].typed().unwrap()), [10.0, 11.0, 12.0, 13.0]);
        assert_eq!(x(any.column("to").unwrap().column(axis).unwrap().typed().unwrap())[3], 13.0);
        assert_eq!(x(parsed["from"].column(axis).unwrap().typed().unwrap())[1], 1.0);
    }
    assert_eq!(table["to"]["y"].typed::<Be<f32>>().unwrap().to_vec(), [5.0, 5.5, 6.0, 6.5]);
    assert_eq!(any["from"]["y"].mean().unwrap(), Some(0.75));
    assert_eq!(any["grid"].sum().unwrap(), Sum::Int(4 * 15 + 6));
    assert_eq!(any["valid"].max().unwrap(), Some(Value::Bool(true)));
    assert_eq!(any["from"].typed::<Place>().unwrap().item(2), { records[2].from });
    // All records, as the type.
    assert_eq!(parsed.typed::<Sample>().unwrap().to_vec(), records);
    assert_eq!(table.as_any().typed::<Sample>().unwrap().to_vec(), records);
    assert_eq!(parsed.get(4), None);
}

#[test]
fn sub_arrays_of_records_are_taken_apart_first() {
    let table = RecordTable::from(samples());
    let path = table["path"].as_view().all_axes().unwrap();
    assert_eq!((path.shape().as_ref(), path.strides().as_ref()), (&[4, 2][..], &[49, 8][..]));
    let x = path.column("x-axis").unwrap().typed_as::<f32, Rank<2>>().unwrap();
    assert_eq!(x.to_vec_of_rows(), [[20.0, 30.0], [21.0, 31.0], [22.0, 32.0], [23.0, 33.0]]);
    let grid = table["grid"].as_view().all_axes().unwrap().typed_as::<i16, DynRank>().unwrap();
    assert_eq!((grid.shape().as_ref(), grid.get_at([3, 0, 0])), (&[4, 2, 3][..], Some(3)));
}

trait Rows {
    fn to_vec_of_rows(self) -> Vec<Vec<f32>>;
}

impl Rows for View<'_, f32, Rank<2>> {
    fn to_vec_of_rows(self) -> Vec<Vec<f32>> {
        (0..self.shape()[0]).map(|i| self.at(i).to_vec()).collect()
    }
}

#[test]
fn errors_say_what_there_is() {
    let table = RecordTable::from(readings(3));
    let error = table.column("vallue").unwrap_err();
    let names = ["id", "at", "value"].map(String::from).to_vec();
    assert_eq!(error, ColumnError::Unknown { name: "vallue".into(), names });
    let text = error.to_string();
    assert!(text.contains("no field named `vallue`") && text.contains("did you mean `value`?"), "{text}");
    assert!(text.contains("`id`, `at`, `value`"), "{text}");
    // A name that is like none of them gets no proposal.
    assert!(!table.column("temperature").unwrap_err().to_string().contains("did you mean"));
    let error = table.column("id").unwrap().column("x").unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("no field named `x`: the dtype is not a record"), "{text}");

    let error = table["at"].typed::<u32>().unwrap_err();
    let (expected, found) = (<u32 as Element>::DTYPE.clone(), <Be<u32>>::DTYPE.clone());
    assert_eq!(error, ColumnError::Type { expected: expected.into(), found: found.into() });
    for text in [error.to_string(), table["value"].typed::<u16>().unwrap_err().to_string()] {
        assert!(text.starts_with("the column is of another dtype: expected "), "{text}");
    }
    let samples = RecordTable::from(samples());
    let error = samples["grid"].as_view().all_axes().unwrap().typed::<i16>().unwrap_err();
    assert_eq!(error, ColumnError::Rank { expected: 1, found: 3 });
    let error = samples["grid"].as_view().typed_as::<[[i16; 3]; 2], Rank<2>>().unwrap_err();
    assert_eq!(error, ColumnError::Rank { expected: 2, found: 1 });
    assert!(samples["grid"].typed::<[[i16; 2]; 3]>().is_err());
    assert!(matches!(samples["from"].mean(), Err(ColumnError::Unsupported { operation: "mean", .. })));
}

#[test]
#[should_panic(expected = "no field named `vale`; did you mean `value`?")]
fn an_unknown_name_panics_with_the_nearest() {
    _ = RecordTable::from(readings(3))["vale"].len();
}

#[test]
#[should_panic(expected = "no field named `vaule`; did you mean `value`?")]
fn an_unknown_name_of_an_any_table_panics_with_the_nearest() {
    let table = RecordTable::from(readings(3));
    let any = AnyTable::from_bytes(table.as_bytes().unwrap(), Reading::DTYPE.clone()).unwrap();
    _ = any["vaule"].len();
}

#[test]
#[should_panic(expected = "no field named `x-axes`; did you mean `x-axis`?")]
fn an_unknown_nested_name_panics_with_the_nearest() {
    _ = RecordTable::from(samples())["from"]["x-axes"].len();
}

#[test]
fn values_are_nested_as_the_dtype_is() {
    let table = RecordTable::from(samples());
    let place = |x: f32| Value::Record(vec![Value::Float32(x), Value::Float32(x / 2.0)]);
    let row = |ints: [i64; 3]| Value::Array(ints.map(Value::Int).to_vec());
    let expected = Value::Record(vec![
        Value::Bytes(b"n1".to_vec()),
        Value::Bool(false),
        place(1.0),
        place(11.0),
        Value::Array(vec![place(21.0), place(31.0)]),
        Value::Array(vec![row([1, 1, 2]), row([3, 4, 5])]),
    ]);
    assert_eq!(table.as_any().get(1), Some(expected));
    assert_eq!(table.as_any().get(4), None);
    assert_eq!(table.as_any().get_at([]), None);
    assert_eq!(table.as_any().get_at([0, 0]), None);
}

#[test]
fn fields_of_a_sub_array_of_records_have_the_sub_arrays_axis() {
    let table = RecordTable::from(samples());
    let xs = table.column("path").unwrap().column("x-axis").unwrap();
    assert_eq!((xs.shape().as_ref(), xs.max().unwrap()), (&[4, 2][..], Some(Value::Float32(33.0))));
    let second = xs.try_at_axis(1, 1).unwrap().typed::<f32>().unwrap();
    assert_eq!(second.to_vec(), [30.0, 31.0, 32.0, 33.0]);
    assert_eq!(table.col(Sample::GRID.element::<1>()).axes().at_axis(1, 2).to_vec(), [5; 4]);
}

#[test]
#[should_panic(expected = "`x-axis` is a field of a sub-array's records: take it with `column(\"x-axis\")`")]
fn a_reference_to_a_field_of_a_sub_array_of_records_cannot_be_made() {
    _ = &RecordTable::from(samples())["path"]["x-axis"];
}
