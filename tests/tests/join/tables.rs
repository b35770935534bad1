//! Tables of joins: NumPy 2.4's names, dtypes and records where keys are unique, and two loops where they are not.

use record_core::{
    convert::{ConvertError, JoinByError, JoinKind, JoinOptions, JoinSide, join_by},
    ops::{JoinPairs, inner_join},
    prelude::*,
    view::Value,
};
use record_tests::Random;

fn text(text: &str) -> Value {
    Value::Bytes(text.as_bytes().to_vec())
}

fn table(dtype: &str, rows: &[Vec<Value>]) -> AnyTable {
    let mut table =
        AnyTable::zeroed(DType::parse_on(dtype, record_core::ByteOrder::Little).unwrap(), rows.len())
            .unwrap();
    for (i, row) in rows.iter().enumerate() {
        table.view_mut().try_set_at([i], &Value::Record(row.clone())).unwrap();
    }
    table
}

/// The records as Python prints them.
fn listed(table: &AnyTable) -> String {
    let one = |value: &Value| match value {
        Value::Bytes(bytes) => format!("b'{}'", String::from_utf8_lossy(bytes)),
        Value::Float64(number) => format!("{number:?}"),
        other => other.to_i128().unwrap().to_string(),
    };
    let row = |value: Value| match value {
        Value::Record(fields) => format!("({})", fields.iter().map(one).collect::<Vec<_>>().join(", ")),
        other => panic!("{other:?}"),
    };
    format!("[{}]", table.view().values().map(row).collect::<Vec<_>>().join(", "))
}

fn left() -> AnyTable {
    let row = |k, v, s| vec![Value::Int(k), Value::Float64(v), text(s)];
    table(
        "[('k', '<i4'), ('v', '<f8'), ('s', 'S2')]",
        &[row(3, 1.5, "x"), row(1, 2.5, "y"), row(7, 3.5, "z")],
    )
}

fn right() -> AnyTable {
    let row = |k, n, s| vec![Value::Int(k), Value::Int(n), text(s)];
    table("[('k', '<i4'), ('n', '<i2'), ('s', 'S3')]", &[row(1, 10, "p"), row(9, 20, "q"), row(3, 30, "r")])
}

/// What NumPy prints for these tables with each kind of join and two pairs of postfixes.
#[test]
fn names_and_records_are_numpys() {
    let both = "(1, 2.5, b'y', b'p', 10), (3, 1.5, b'x', b'r', 30)";
    let options =
        JoinOptions::new().default_value("n", Value::Int(-1)).default_value("v", Value::Float64(0.5));
    for (postfixes, names, right_text, left_text) in [
        (("1", "2"), ["s1", "s2"], "??", "--"),
        (("", "_r"), ["s", "s_r"], "rr", ".."),
        (("_l", ""), ["s_l", "s"], "..", "ll"),
    ] {
        let [a, b] = names;
        let options = options
            .clone()
            .postfixes(postfixes.0, postfixes.1)
            .default_value(a, text(left_text))
            .default_value(b, text(right_text));
        let join = |kind| join_by(&["k"], left().view(), right().view(), kind, &options).unwrap();
        let inner = join(JoinKind::Inner);
        let dtype = format!("[('k', '<i4'), ('v', '<f8'), ('{a}', 'S2'), ('{b}', 'S3'), ('n', '<i2')]");
        assert_eq!(*inner.dtype(), DType::parse_on(&dtype, record_core::ByteOrder::Little).unwrap());
        assert_eq!(listed(&inner), format!("[{both}]"));
        let third = format!("(7, 3.5, b'z', b'{right_text}', -1)");
        assert_eq!(listed(&join(JoinKind::Left)), format!("[{both}, {third}]"));
        let fourth = format!("(9, 0.5, b'{left_text}', b'q', 20)");
        assert_eq!(listed(&join(JoinKind::Outer)), format!("[{both}, {third}, {fourth}]"));
    }
}

#[test]
fn several_keys_in_the_order_in_which_they_are_named() {
    let row = |a, b, c| vec![Value::Int(a), Value::Int(b), Value::Int(c)];
    let left =
        table("[('a', '<i2'), ('b', '<i2'), ('x', '<i2')]", &[row(1, 2, 5), row(1, 1, 6), row(2, 1, 7)]);
    let right =
        table("[('b', '<i2'), ('a', '<i2'), ('y', '<i2')]", &[row(1, 1, 8), row(2, 1, 9), row(1, 2, 4)]);
    let join = |keys: [&str; 2]| {
        join_by(&keys, left.view(), right.view(), JoinKind::Inner, &JoinOptions::new()).unwrap()
    };
    assert_eq!(listed(&join(["b", "a"])), "[(1, 1, 6, 8), (2, 1, 7, 4), (1, 2, 5, 9)]");
    assert_eq!(listed(&join(["a", "b"])), "[(1, 1, 6, 8), (1, 2, 5, 9), (2, 1, 7, 4)]");
    assert_eq!(join(["b", "a"]).dtype().names().collect::<Vec<_>>(), ["a", "b", "x", "y"]);
}

#[test]
fn keys_of_two_dtypes_are_of_the_dtype_that_holds_both() {
    let row = vec![Value::Int(1), Value::UInt(2)];
    let wide = table("[('k', '>i8'), ('m', 'u1')]", &[row]);
    let joined = join_by(&["k"], left().view(), wide.view(), JoinKind::Inner, &JoinOptions::new()).unwrap();
    assert_eq!(joined.column("k").unwrap().dtype().itemsize(), 8);
    assert_eq!(listed(&joined), "[(1, 2.5, b'y', 2)]");
    let texts = table("[('k', 'S2'), ('m', 'u1')]", &[]);
    let error =
        join_by(&["k"], left().view(), texts.view(), JoinKind::Inner, &JoinOptions::new()).unwrap_err();
    assert!(matches!(error, JoinByError::Convert(_)), "{error}");
}

/// The keys of a join of one table's with another's.
fn join_keys(left: (&str, Value), right: (&str, Value), kind: JoinKind) -> Result<AnyTable, JoinByError> {
    let one = |(dtype, key): (&str, Value)| table(&format!("[('k', '{dtype}')]"), &[vec![key]]);
    join_by(&["k"], one(left).view(), one(right).view(), kind, &JoinOptions::new())
}

/// NumPy's `join_by` compares such keys as floats, and joins 2^53 with 2^53 + 1.
#[test]
fn keys_that_a_float_would_make_equal_are_not() {
    let large = 1 << 53;
    for (dtype, other) in [("<i8", "<u8"), (">i8", "<u8"), ("<i8", "<i8"), ("<u8", "<u8"), ("<i4", "<u8")] {
        let (number, near) = if dtype == "<i4" { (7, 8) } else { (large, large + 1) };
        let value = |key: i64| if dtype == "<u8" { Value::UInt(key as u64) } else { Value::Int(key) };
        let theirs = |key: i64| if other == "<u8" { Value::UInt(key as u64) } else { Value::Int(key) };
        for kind in [JoinKind::Inner, JoinKind::Left, JoinKind::Outer] {
            let same = join_keys((dtype, value(near)), (other, theirs(near)), kind).unwrap();
            assert_eq!(listed(&same), format!("[({near})]"), "{dtype} {other}");
            let apart = join_keys((dtype, value(number)), (other, theirs(near)), kind).unwrap();
            let expected = match kind {
                JoinKind::Inner => "[]".to_string(),
                JoinKind::Left => format!("[({number})]"),
                JoinKind::Outer => format!("[({number}), ({near})]"),
            };
            assert_eq!(listed(&apart), expected, "{dtype} {other}");
            let kept = if dtype == other { dtype } else { "<i8" };
            let kept = DType::parse_on(kept, record_core::ByteOrder::Little).unwrap();
            assert_eq!(*apart.column("k").unwrap().dtype(), kept);
        }
    }
}

#[test]
fn keys_that_the_common_dtype_does_not_hold_are_errors() {
    let value = |error: JoinByError| match error {
        JoinByError::Convert(ConvertError::Value { row, field, value, .. }) => (row, field, *value),
        other => panic!("{other}"),
    };
    let above = Value::UInt(1 << 63);
    let error = join_keys(("<i8", Value::Int(-1)), ("<u8", above.clone()), JoinKind::Inner).unwrap_err();
    assert_eq!(value(error), (0, "k".into(), above));
    let odd = Value::Int((1 << 53) + 1);
    let float = Value::Float64(9_007_199_254_740_992.0);
    let error = join_keys(("<f8", float.clone()), ("<i8", odd.clone()), JoinKind::Inner).unwrap_err();
    assert_eq!(value(error), (0, "k".into(), odd));
    let even = join_keys(("<i8", Value::Int(1 << 53)), ("<f8", float), JoinKind::Inner).unwrap();
    assert_eq!(listed(&even), "[(9007199254740992.0)]");
}

#[test]
fn defaults_are_of_fields_that_there_are_and_the_last_one_wins() {
    let join = |options: &JoinOptions, kind| join_by(&["k"], left().view(), right().view(), kind, options);
    let zeros = JoinOptions::new().zeros();
    let error = join(&zeros.clone().default_value("s3", text("x")), JoinKind::Left).unwrap_err();
    assert!(matches!(&error, JoinByError::UnknownDefault { name, .. } if name == "s3"), "{error}");
    // Whether a record lacks a partner or not.
    assert!(join(&zeros.clone().default_value("m", Value::Int(1)), JoinKind::Inner).is_err());
    let wrong = join(&zeros.clone().default_value("n", text("x")), JoinKind::Inner).unwrap_err();
    assert!(wrong.to_string().starts_with("a default"), "{wrong}");
    let twice = zeros.default_value("n", Value::Int(4)).default_value("n", Value::Int(5));
    assert!(listed(&join(&twice, JoinKind::Left).unwrap()).ends_with(", 5)]"));
}

/// What a postfix makes of a name is not looked at as a name of the left table.
#[test]
fn a_field_gets_one_postfix() {
    let row = |count| vec![Value::Int(1); count];
    let few = table("[('k', '<i4'), ('a', '<i4')]", &[row(2)]);
    let more = table("[('k', '<i4'), ('a', '<i4'), ('a1', '<i4')]", &[row(3)]);
    let names = |left: &AnyTable, right: &AnyTable, options: &JoinOptions| {
        let joined = join_by(&["k"], left.view(), right.view(), JoinKind::Inner, options)?;
        Ok::<_, JoinByError>(joined.dtype().names().map(String::from).collect::<Vec<_>>())
    };
    let plain = JoinOptions::new();
    for (left, right) in [(&few, &more), (&more, &few)] {
        let error = names(left, right, &plain).unwrap_err();
        assert!(error.to_string().contains("a1"), "{error}");
    }
    let other = plain.postfixes("_l", "_r");
    assert_eq!(names(&few, &more, &other).unwrap(), ["k", "a_l", "a_r", "a1"]);
    assert_eq!(names(&more, &more, &other).unwrap(), ["k", "a_l", "a_r", "a1_l", "a1_r"]);
}

#[test]
fn what_cannot_be_joined() {
    let join = |keys: &[&str], kind, options: &JoinOptions| {
        join_by(keys, left().view(), right().view(), kind, options).map(|_| ()).unwrap_err().to_string()
    };
    let plain = JoinOptions::new();
    assert_eq!(join(&[], JoinKind::Inner, &plain), "a join needs a key");
    assert_eq!(join(&["k", "k"], JoinKind::Inner, &plain), "the field `k` is a key twice");
    assert_eq!(join(&["zz"], JoinKind::Inner, &plain), "the left table has no key field `zz`");
    assert!(join(&["v"], JoinKind::Inner, &plain).starts_with("the right table has no key field `v`"));
    assert!(
        join(&["k"], JoinKind::Inner, &plain.clone().postfixes("", "")).contains("both postfixes are empty")
    );
    let error = join(&["k"], JoinKind::Left, &plain);
    assert!(error.starts_with("record 2 of the result has no partner for field `s2`"), "{error}");
    let bad = plain.clone().zeros().default_value("n", Value::Int(70_000));
    assert!(join(&["k"], JoinKind::Left, &bad).starts_with("a default"));
    let pairs = JoinPairs { left: vec![0, 3], right: vec![0, 0] };
    let error = pairs.to_table(left().view(), right().view(), &["k"], &plain).unwrap_err();
    assert_eq!(error, JoinByError::Row { row: 3, side: JoinSide::Left, len: 3 });
    let pairs = JoinPairs { left: vec![0], right: vec![0, 0] };
    assert!(pairs.to_table(left().view(), right().view(), &["k"], &plain).is_err());
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Order {
    key: Be<u16>,
    sum: f32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Both {
    sum2: f64,
    key: u16,
}

/// Keys that are there several times: all pairs, by key, then left, then right.
#[test]
#[allow(clippy::cast_possible_truncation)] // small numbers
fn every_pair_of_keys_that_are_there_several_times() {
    let mut random = Random::new(9);
    for round in 0..40 {
        let mut orders = |count, from: f32| -> Vec<Order> {
            let order = |i| Order { key: Be::new(random.below(1 + round) as u16), sum: from + i as f32 };
            (0..count).map(order).collect()
        };
        let (a, b) = (orders(round, 0.0), orders(37, 100.0));
        let mut expected: Vec<(u16, f32, f32)> = Vec::new();
        for left in &a {
            expected.extend(
                b.iter()
                    .filter(|right| { right.key } == { left.key })
                    .map(|right| (left.key.get(), left.sum, right.sum)),
            );
        }
        let pairs: Vec<(f32, f32)> = expected.iter().map(|&(_, left, right)| (left, right)).collect();
        expected.sort_by_key(|pair| pair.0);
        let (left, right) = (View::from_slice(&a), View::from_slice(&b));
        let joined =
            join_by(&["key"], left.as_any(), right.as_any(), JoinKind::Inner, &JoinOptions::new()).unwrap();
        let keys = joined.column("key").unwrap().typed::<Be<u16>>().unwrap().to_vec();
        let sums = |name: &str| joined.column(name).unwrap().typed::<f32>().unwrap().to_vec();
        let found = keys
            .into_iter()
            .zip(sums("sum1"))
            .zip(sums("sum2"))
            .map(|((key, left), right)| (key, left, right));
        assert_eq!(found.collect::<Vec<_>>(), expected);

        let columns = inner_join(left.col(Order::KEY), right.col(Order::KEY)).unwrap();
        let table: RecordTable<Both> =
            columns.to_table_as(left.as_any(), right.as_any(), &["key"], &JoinOptions::new()).unwrap();
        let second: Vec<f64> = pairs.iter().map(|&(_, right)| f64::from(right)).collect();
        assert_eq!(table.col(Both::SUM2).to_vec(), second);
    }
}
