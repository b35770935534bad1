//! Records whose dtype only run time knows: the answers are those of the typed operations.

use record_core::{
    ops::{OrderError, Side, SortBy},
    prelude::*,
    time::{Milliseconds, Minutes, Seconds},
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
        let range = ages.range_between(Value::Int(age.into()), Value::Int(2)).unwrap();
        assert_eq!(range, table[Row::AGE].range_between(age, 2));
    }
    assert!(matches!(ages.searchsorted(Value::Bytes(b"2".to_vec()), Side::Left), Err(OrderError::Value(_))));
    assert_eq!(ages.searchsorted(1_i64 << 40, Side::Left).unwrap(), 300);
}

/// Places of values that no element could have, against counting with the comparisons by name.
#[test]
fn places_of_any_value() {
    fn check(column: AnyView<'_>, value: impl Into<Value>) {
        let value = value.into();
        let left = column.lt(&value).unwrap().count();
        let right = column.le(&value).unwrap().count();
        assert_eq!(column.searchsorted(&value, Side::Left).unwrap(), left, "{value:?} in {column:?}");
        assert_eq!(column.searchsorted(&value, Side::Right).unwrap(), right, "{value:?} in {column:?}");
        assert_eq!(column.range_between(&value, &value).unwrap(), left..left);
    }
    let bytes = [0_u8, 1, 2, 2, 3, 254, 255];
    let signed = [i64::MIN, -3, -2, 0, 2, 3, i64::MAX].map(Be::new);
    let wide = [0, 1, 2, 3, u64::MAX - 1, u64::MAX];
    let truths = [false, false, true].map(Bool8::new);
    let singles = [f32::NEG_INFINITY, -1.0, 0.1, 0.1, 2.5, 3.0, f32::INFINITY];
    let halves = [-2.0, 0.1, 0.1, 2.5, 65_504.0].map(F16::from_f64);
    let doubles = [-1e300, 0.1, 2.5, 1e300].map(Be::new);
    let columns = [
        View::from_slice(&bytes).as_any(),
        View::from_slice(&signed).as_any(),
        View::from_slice(&wide).as_any(),
        View::from_slice(&truths).as_any(),
        View::from_slice(&singles).as_any(),
        View::from_slice(&halves).as_any(),
        View::from_slice(&doubles).as_any(),
    ];
    for column in columns {
        for value in [
            -1e300,
            -2.5,
            -2.0,
            -1.0,
            -0.5,
            -0.0,
            0.0,
            0.1,
            0.5,
            1.0,
            2.0,
            2.5,
            3.0,
            254.5,
            255.0,
            300.0,
            7e4,
            1.8e19,
            1.9e19,
            1e300,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ] {
            check(column, value);
            check(column, value as f32);
        }
        for value in [i64::MIN, -3, -1, 0, 1, 2, 3, 255, 256, i64::MAX] {
            check(column, value);
        }
        check(column, u64::MAX);
        check(column, true);
        // NaN comes last.
        assert_eq!(column.searchsorted(f64::NAN, Side::Left).unwrap(), column.size());
        assert!(matches!(column.searchsorted("2", Side::Left), Err(OrderError::Value(_))));
    }
    let singles = View::from_slice(&[1.0, f32::NAN]).as_any();
    assert_eq!(singles.searchsorted(f64::NAN, Side::Left).unwrap(), 1);
    assert_eq!(singles.range_between(0.1, 1e300).unwrap(), 0..1);
    let dates = [-1, 0, 60, 61].map(DateTime64::<Seconds>::from_count);
    let dates = View::from_slice(&dates).as_any();
    check(dates, DateTime64::<Minutes>::from_count(1));
    check(dates, DateTime64::<Milliseconds>::from_count(61_000));
    assert!(dates.searchsorted(DateTime64::<Milliseconds>::from_count(1), Side::Left).is_err());
    let names = ["", "a", "ab", "abc", "abd", "b"].map(FixedBytes::<3>::new);
    let points = ["", "a", "ab", "abc", "abd", "b"].map(FixedUtf32::<3>::new);
    for column in [View::from_slice(&names).as_any(), View::from_slice(&points).as_any()] {
        for text in ["", "a", "aa", "abc", "abcd", "abcz", "abb", "abdd", "z"] {
            check(column, text);
        }
    }
}

#[test]
fn nested_fields_by_dotted_names() {
    let dtype = "[('header', [('time', 'u1'), ('id', 'u1')]), ('v', 'u1'), ('v.w', 'u1'), \
                 ('parts', [('x', 'u1')], (2,)), ('v.header', [('time', 'u1')])]";
    let rows = [[2, 9, 1, 7, 0, 1, 3], [1, 8, 2, 6, 2, 3, 4], [2, 7, 1, 5, 4, 5, 5], [1, 6, 0, 4, 6, 7, 6]];
    let bytes = rows.concat();
    let table = AnyTable::from_bytes(&bytes, DType::parse(dtype).unwrap()).unwrap();
    let any = table.view();
    let bytes = |view: AnyView<'_>| view.values().map(|v| v.to_f64().unwrap() as u8).collect::<Vec<_>>();
    assert_eq!(bytes(any.column("header.time").unwrap()), [2, 1, 2, 1]);
    // A field's own name wins, also at the beginning.
    assert_eq!(bytes(any.column("v.w").unwrap()), [7, 6, 5, 4]);
    assert_eq!(bytes(any.column("v.header.time").unwrap()), [3, 4, 5, 6]);
    assert_eq!(bytes(any.column("parts.x").unwrap()), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(table["header.id"].typed::<u8>().unwrap().to_vec(), [9, 8, 7, 6]);
    let ColumnError::Unknown { name, names } = any.column("header.tme").unwrap_err() else { panic!() };
    assert_eq!((name.as_str(), &names[..]), ("tme", &["time".to_string(), "id".to_string()][..]));
    for wrong in ["", ".", "header.", ".time", "header.time.x", "w.header", "v.time"] {
        assert!(any.column(wrong).is_err(), "{wrong}");
    }
    // Each name that a description gives is one.
    for column in any.describe().unwrap().columns() {
        assert_eq!(
            any.column(column.name()).unwrap().dtype().base(),
            column.dtype().base(),
            "{}",
            column.name()
        );
    }
    assert_eq!(any.argsort_by(["header.time", "header.id"]).unwrap(), [3, 1, 2, 0]);
    let mixed = [SortBy::desc("v"), SortBy::asc("header.time"), SortBy::asc("header.id")];
    assert_eq!(any.argsort_by(mixed).unwrap(), [1, 2, 0, 3]);
    assert_eq!(
        any.sorted_by(mixed).unwrap().view().column("header.id").unwrap().get(0),
        Some(Value::UInt(8))
    );
    let twice = any.argsort_by(["header.time", "v", "header.time"]).unwrap_err();
    assert!(matches!(twice, OrderError::Duplicate { positions: [0, 2], .. }));
    let groups = any.group_by(&["header.time", "v"]).unwrap();
    assert_eq!((groups.counts(), groups.mean("header.id").unwrap()), (vec![1, 1, 2], vec![6.0, 8.0, 8.0]));
    let keys = groups.keys().unwrap();
    assert_eq!(keys.as_bytes(), [1, 0, 1, 2, 2, 1]);
    assert_eq!(keys.dtype().fields()[0].name(), "header.time");
    assert!(any.group_by(&["header.time", "header.time"]).is_err());
    let mut table = AnyTable::try_from(any.to_array().unwrap()).unwrap();
    table.view_mut().column_mut("header.time").unwrap().try_set_at([0], &Value::UInt(77)).unwrap();
    assert_eq!(table["header"].column("time").unwrap().get(0), Some(Value::UInt(77)));
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
