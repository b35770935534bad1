//! Groups by the names of fields give what groups by tokens give.

use crate::{
    groups::text,
    keys::{Row, rows},
};
use record_core::{ops::GroupError, prelude::*, view::Value};

/// Numbers of a typed reduction as those by name.
fn values<V: Into<Value>>(values: Vec<V>) -> Vec<Value> {
    values.into_iter().map(Into::into).collect()
}

#[test]
fn by_name_as_by_token() {
    for count in [0, 1, 50, 1500] {
        let rows = rows(count);
        let table = RecordTable::from_records(&rows);
        macro_rules! check {
            ($tokens:expr, $($name:literal)*) => {
                let typed = table.group_by($tokens);
                let named = table.as_any().group_by(&[$($name),*]).unwrap();
                assert_eq!((named.len(), named.rows()), (typed.len(), typed.rows()));
                assert_eq!((named.counts(), named.ids()), (typed.counts(), typed.ids()));
                assert_eq!(named.positions(), typed.positions());
                assert_eq!(text(&named.min("single").unwrap()), text(&values(typed.min(Row::SINGLE))));
                assert_eq!(text(&named.max("float").unwrap()), text(&values(typed.max(Row::FLOAT))));
                assert_eq!(text(&named.mean("float").unwrap()), text(&typed.mean(Row::FLOAT)));
                assert_eq!(text(&named.mean("word").unwrap()), text(&typed.mean(Row::WORD)));
                assert_eq!(text(&named.variance("word", 1).unwrap()), text(&typed.variance(Row::WORD, 1)));
                assert_eq!(text(&named.std("single", 0).unwrap()), text(&typed.std(Row::SINGLE, 0)));
                let sums: Vec<record_core::ops::Sum> = typed.sum(Row::WORD).into_iter().map(Into::into).collect();
                assert_eq!(named.sum("word").unwrap(), sums);
                let counts = |dates: Vec<DateTime64<_>>| dates.iter().map(|date: &DateTime64<_>| date.to_bits()).collect::<Vec<_>>();
                let found: Vec<i64> = named.min("at").unwrap().iter().map(|date| match date {
                    Value::DateTime(count, _) => *count,
                    other => panic!("{other:?}"),
                }).collect();
                assert_eq!(found, counts(typed.min(Row::AT)));
                let first = named.first("city").unwrap();
                assert_eq!(first.typed::<Le<FixedUtf32<3>>, Rank<1>>().unwrap().to_vec(), typed.first(Row::CITY));
                let last = named.last("pair").unwrap();
                assert_eq!(last.typed::<[Be<i16>; 2], Rank<1>>().unwrap().to_vec(), typed.last(Row::PAIR));
                let keys = named.keys().unwrap();
                assert_eq!(keys.dtype().names().collect::<Vec<_>>(), [$($name),*]);
                assert_eq!(keys.view().size(), typed.len());
            };
        }
        check!(Row::FLOAT, "float");
        check!(Row::SINGLE, "single");
        check!(Row::NAME, "name");
        check!(Row::CITY, "city");
        check!(Row::AT, "at");
        check!(Row::SPAN, "span");
        check!(Row::MODE, "mode");
        check!(Row::DIGEST, "digest");
        check!(Row::PAIR, "pair");
        check!(Row::FLAG, "flag");
        check!((Row::FLAG, Row::CITY, Row::FLOAT), "flag" "city" "float");
        check!((Row::DIGEST, Row::AT), "digest" "at");
    }
}

/// The variance of a group is that of its values as a column.
#[test]
fn variances_are_those_of_the_groups_values() {
    let rows = rows(4000);
    let table = RecordTable::from_records(&rows);
    let groups = table.group_by(Row::FLAG);
    for (group, rows) in groups.positions().iter().enumerate() {
        let words = table.col(Row::WORD).take(rows);
        assert_eq!(groups.variance(Row::WORD, 1)[group], View::from_slice(&words).variance(1));
        assert_eq!(groups.std(Row::WORD, 0)[group], View::from_slice(&words).std(0));
    }
}

#[test]
fn what_cannot_be_grouped() {
    let rows = rows(3);
    let table = RecordTable::from_records(&rows);
    let group = |names: &[&str]| table.as_any().group_by(names).map(|groups| groups.len());
    assert!(matches!(group(&["nmae"]), Err(GroupError::Column(_))));
    assert_eq!(
        group(&["name", "at", "name"]).unwrap_err().to_string(),
        "key 2 is the same field as key 0: `name`"
    );
    assert_eq!(group(&[]), Ok(1));
    let groups = table.as_any().group_by(&["name"]).unwrap();
    for name in ["name", "pair", "nothing", "digest"] {
        assert!(groups.sum(name).is_err() && groups.min(name).is_err(), "{name}");
    }
    assert!(groups.sum("at").is_err());
    assert!(groups.first("nothing").is_err());
}
