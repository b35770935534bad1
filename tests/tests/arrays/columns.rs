//! Structs of arrays: taken from records and put together again, typed and at run time.

use super::*;
use record_core::{buffer::ColumnsError, table::AnyColumns, view::ColumnError};

/// With gaps, a sub-array, a nested record, and two parameters.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Event<T: Element, const N: usize> {
    kind: u8,
    #[record(rename = "when")]
    at: Be<u64>,
    samples: [T; N],
    first: Reading,
}

/// Unnamed fields.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Pair(u8, f64);

/// No bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Nothing {
    none: FixedBytes<0>,
}

fn event(i: usize) -> Event<i16, 3> {
    let small = i16::try_from(i).expect("few");
    Event {
        kind: small.to_be_bytes()[1],
        at: Be::new(1 << i),
        samples: [small, -small, 7],
        first: reading(i),
    }
}

#[test]
fn records_go_apart_and_together() {
    let table: RecordTable<Event<i16, 3>> = (0..20).map(event).collect();
    let columns: EventColumnsOwned<i16, 3> = table.view().to_columns();
    assert_eq!(columns.kind.to_vec(), table[Event::<i16, 3>::KIND].to_vec());
    assert_eq!(columns.at.as_slice().map(<[_]>::len), Some(20));
    assert_eq!(columns.samples.view().axes().shape(), [20, 3]);
    assert_eq!(columns.first[Reading::VALUE].to_vec(), (0..20).map(|i| -i).collect::<Vec<i16>>());
    for address in [columns.kind.as_bytes().as_ptr(), columns.samples.as_bytes().as_ptr()] {
        assert_eq!(address.addr() % 64, 0);
    }
    let again = columns.to_table().expect("equally long");
    assert!(again == table);
    assert_eq!(again.as_bytes().expect("owned"), table.as_bytes().expect("owned"), "gaps are zero");
    assert!(RecordTable::<Event<i16, 3>>::from_columns(&columns).expect("equally long") == table);
    assert!(Array::from(table.clone()) == Array::from_columns(&columns).expect("equally long"));
    // A part of the records, backwards, or none.
    let some = table.slice(3..5).to_columns();
    assert_eq!(some.kind.to_vec(), [3, 4]);
    assert!(table.slice(7..7).to_columns().to_table().expect("none").is_empty());
    assert_eq!(format!("{columns:?}"), "EventColumnsOwned { kind, when, samples, first }");
}

#[test]
fn columns_are_arrays_of_their_own() {
    let mut columns = RecordTable::from([Pair(1, 0.5), Pair(2, 1.5)]).to_columns();
    let before = columns.clone();
    columns.f1 *= 2.0;
    columns.f0.set(0, 9);
    assert_eq!(columns.to_table().expect("two").to_vec(), [Pair(9, 1.0), Pair(2, 3.0)]);
    assert_eq!(before.to_table().expect("two").to_vec(), [Pair(1, 0.5), Pair(2, 1.5)]);
    let PairColumnsOwned { f0, f1 } = before;
    assert_eq!((f0.to_vec(), f1.sum()), (vec![1, 2], 2.0));
}

#[test]
fn lengths_that_differ_are_named() {
    let columns = PairColumnsOwned { f0: vec![1, 2, 3].into(), f1: vec![0.5; 2].into() };
    let error = columns.to_table().unwrap_err();
    let ColumnsError::Length { field, found, first, expected } = &error else { panic!("{error:?}") };
    assert_eq!((&field[..], *found, &first[..], *expected), ("f1", 2, "f0", 3));
    assert_eq!(error.to_string(), "the columns of a table are equally long: `f1` has 2 elements, `f0` 3");
    assert_eq!(RecordTable::<Pair>::from_columns(&columns).unwrap_err(), error);
}

#[test]
fn records_without_bytes_are_no_table() {
    let columns = View::from_slice(&[Nothing { none: FixedBytes::default() }; 3]).to_columns();
    assert!(matches!(columns.to_table(), Err(ColumnsError::Array(_))));
}

#[test]
fn run_time_records_go_apart_and_together() {
    let table: RecordTable<Event<i16, 3>> = (0..20).map(event).collect();
    let columns = table.as_any().to_columns().expect("records");
    let names: Vec<&str> = columns.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["kind", "when", "samples", "first"]);
    let typed = table.to_columns();
    assert_eq!(columns.column("when").expect("there").as_bytes(), typed.at.as_bytes());
    assert_eq!(columns.column("samples").expect("there").as_bytes(), typed.samples.as_bytes());
    assert_eq!(columns.column("first").expect("there").as_bytes(), typed.first.as_bytes());
    let again = columns.to_table().expect("equally long");
    assert_eq!(again.dtype(), <Event<i16, 3> as Element>::DTYPE);
    assert_eq!(again.as_bytes(), table.as_bytes().expect("owned"));
    assert!(matches!(columns.column("whem"), Err(ColumnError::Unknown { .. })));
    // Over records whose gaps may be uninitialised, too.
    let records: Vec<Event<i16, 3>> = (0..20).map(event).collect();
    let again = View::from_slice(&records).as_any().to_columns().and_then(|columns| columns.to_table());
    assert_eq!(again.expect("equally long").as_bytes(), table.as_bytes().expect("owned"));
}

#[test]
fn replaced_columns_are_checked() {
    let table: RecordTable<Pair> = (0..4).map(|i| Pair(i, f64::from(i))).collect();
    let columns = table.as_any().to_columns().expect("records");
    let with = |name: &str, array: AnyArray| {
        let mut columns = columns.clone();
        *columns.column_mut(name).expect("there") = array;
        columns.to_table().unwrap_err()
    };
    assert!(matches!(with("f1", Array::from([1.0_f32; 4]).into()), ColumnsError::Type { .. }));
    assert!(matches!(with("f1", Array::full([2, 2], 1.0).into()), ColumnsError::Rank { found: 2, .. }));
    let error = with("f1", Array::from([1.0; 3]).into());
    assert!(matches!(error, ColumnsError::Length { found: 3, expected: 4, .. }), "{error}");
    let arrays = columns.into_arrays();
    let made = AnyColumns::new(arrays).expect("equally long").to_table().expect("packed");
    assert_eq!(made.typed::<Pair>().expect("the same").to_vec(), table.to_vec());
    let one = || AnyArray::from(Array::from([1_u8]));
    assert!(matches!(AnyColumns::new([("a", one()), ("a", one())]), Err(ColumnsError::DType(_))));
    assert!(matches!(
        AnyColumns::new([("a", one()), ("b", Array::<u8>::default().into())]),
        Err(ColumnsError::Length { .. })
    ));
    assert!(matches!(table["f0"].as_view().to_columns(), Err(ColumnsError::NotRecords { .. })));
    assert_eq!(AnyColumns::new::<&str>([]).expect("nothing").len(), 0);
}
