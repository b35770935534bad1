//! Records whose dtype only run time knows: the answers are those of the typed operations.

use record_core::{
    ops::{OrderError, Side, SortBy},
    prelude::*,
    view::{ColumnError, Value},
};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Row {
    id: u16,
    age: Be<i32>,
    salary: f64,
    name: FixedBytes<10>,
    parts: [i8; 3],
    half: F16,
}

fn rows(len: usize) -> RecordTable<Row> {
    let mut random = Random::new(31);
    (0..len)
        .map(|i| Row {
            id: u16::try_from(i).unwrap(),
            age: Be::new(i32::try_from(random.below(5)).unwrap() - 2),
            salary: random.pick(&[f64::NAN, -1.0, 0.0, -0.0, 1e9]),
            name: FixedBytes::new(random.pick(&["", "a", "abcdefghij", "abcdefghi"])),
            parts: core::array::from_fn(|_| random.pick(&[-128, 0, 127])),
            half: random.pick(&[F16::NAN, F16::ONE, F16::NEG_ONE, F16::INFINITY]),
        })
        .collect()
}

#[test]
fn as_the_typed_ones() {
    for len in [0, 1, 20, 300, 3000] {
        let table = rows(len);
        let any = table.as_any();
        macro_rules! same {
            ($names:expr, $key:expr) => {
                let order = table.argsort_by($key);
                assert_eq!(any.argsort_by($names).unwrap(), order);
                let typed = table.sorted_by($key);
                assert_eq!(
                    any.sorted_by($names).unwrap().typed::<Row, Rank<1>>().unwrap().to_table()[Row::ID]
                        .to_vec(),
                    typed[Row::ID].to_vec()
                );
                let mut owned = AnyTable::try_from(any.to_array().unwrap()).unwrap();
                owned.sort_by($names).unwrap();
                assert_eq!(owned["id"].typed::<u16>().unwrap().to_vec(), typed[Row::ID].to_vec());
                assert!(owned.view().is_sorted_by($names).unwrap());
                assert_eq!(any.is_sorted_by($names).unwrap(), table.is_sorted_by($key));
                for k in [0, 3, len / 10, len] {
                    assert_eq!(any.top_k_by(k, $names).unwrap(), table.top_k_by(k, $key));
                    assert_eq!(any.bottom_k_by(k, $names).unwrap(), table.bottom_k_by(k, $key));
                }
                assert_eq!(any.find_duplicates_by($names).unwrap(), table.find_duplicates_by($key));
            };
        }
        same!(["age"], Row::AGE);
        same!([SortBy::desc("salary")], Row::SALARY.desc());
        same!([SortBy::from("name"), SortBy::desc("age")], (Row::NAME, Row::AGE.desc()));
        same!(["parts", "half"], (Row::PARTS, Row::HALF));
        macro_rules! column {
            ($name:literal, $token:expr, $type:ty) => {
                let (column, typed) = (&table[$name], &table[$token]);
                assert_eq!(column.argsort().unwrap(), typed.argsort());
                assert_eq!(column.top_k(7).unwrap(), typed.top_k(7));
                assert_eq!(column.bottom_k(7).unwrap(), typed.bottom_k(7));
                assert_eq!(column.find_duplicates().unwrap(), typed.find_duplicates());
                assert_eq!(column.is_sorted().unwrap(), typed.is_sorted());
                let text =
                    |array: &AnyArray| format!("{:?}", array.typed::<$type, Rank<1>>().unwrap().to_vec());
                assert_eq!(text(&column.to_sorted().unwrap()), format!("{:?}", typed.to_sorted()));
                assert_eq!(text(&column.unique().unwrap()), format!("{:?}", typed.unique()));
                let (all, counts) = (column.unique_all().unwrap(), column.unique_counts().unwrap());
                let expected = typed.unique_all();
                assert_eq!(text(&counts.0), text(&all.values));
                assert_eq!(counts.1, expected.counts);
                assert_eq!(
                    (all.index, all.inverse, all.counts),
                    (expected.index, expected.inverse, expected.counts)
                );
            };
        }
        column!("age", Row::AGE, Be<i32>);
        column!("salary", Row::SALARY, f64);
        column!("name", Row::NAME, FixedBytes<10>);
        column!("half", Row::HALF, F16);
    }
}

#[test]
fn places() {
    let mut table = rows(300);
    table.sort_by(Row::AGE);
    let ages = &table["age"];
    for age in -4..5 {
        for side in [Side::Left, Side::Right] {
            let value = Value::Int(age.into());
            assert_eq!(ages.searchsorted(&value, side).unwrap(), table[Row::AGE].searchsorted(age, side));
        }
        let range = ages.range_between(&Value::Int(age.into()), &Value::Int(2)).unwrap();
        assert_eq!(range, table[Row::AGE].range_between(age, 2));
    }
    assert!(matches!(ages.searchsorted(&Value::Bytes(b"2".to_vec()), Side::Left), Err(OrderError::Value(_))));
    assert!(matches!(ages.searchsorted(&Value::Int(1 << 40), Side::Left), Err(OrderError::Value(_))));
}

#[test]
fn what_is_not_there() {
    let table = rows(3);
    let any = table.as_any();
    let error = any.argsort_by(["agee"]).unwrap_err();
    assert!(matches!(error, OrderError::Column(ColumnError::Unknown { .. })));
    let error = any.argsort_by([SortBy::asc("age"), SortBy::asc("id"), SortBy::desc("age")]).unwrap_err();
    assert_eq!(error.to_string(), "the field `age` is a key twice, at positions 0 and 2");
    let error: record_core::Error = View::from_slice(&[1, 2]).as_any().argsort_by(["x"]).unwrap_err().into();
    assert_eq!(error.to_string(), "no field named `x`: the dtype is not a record");
    let grid = Array::<i32, _>::zeros([2, 3]);
    let error = grid.view().as_any().argsort().unwrap_err();
    assert!(matches!(error, OrderError::Column(ColumnError::Rank { expected: 1, found: 2 })));
}
