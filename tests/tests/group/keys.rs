//! Every kind of key has one equality and one order: NaN and NaT are one key, the last; -0.0 is 0.0; padding is no text.

use crate::groups::{rows_of, text};
use record_core::{
    Element,
    ops::{Groups, Key},
    prelude::*,
    time::Milliseconds,
};
use record_tests::Random;
use std::{cmp::Ordering, fmt::Debug};

#[derive(Code, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
pub enum Mode {
    Off = -1,
    On = 4,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
pub struct Row {
    pub float: Be<f64>,
    pub single: f32,
    pub name: FixedBytes<5>,
    pub city: Le<FixedUtf32<3>>,
    pub at: DateTime64<Milliseconds>,
    pub span: Be<TimeDelta64<Milliseconds>>,
    pub mode: Coded<Mode, Be<i16>>,
    pub digest: Opaque<9>,
    pub pair: [Be<i16>; 2],
    pub flag: Bool8,
    #[record(bits(low = 0..3))]
    pub word: Be<u16>,
}

fn floats(a: f64, b: f64) -> Ordering {
    a.is_nan().cmp(&b.is_nan()).then(a.partial_cmp(&b).unwrap_or(Ordering::Equal))
}

pub fn rows(count: usize) -> Vec<Row> {
    let mut random = Random::new(count as u64);
    let special =
        [0.0, -0.0, 1.5, -1.5, f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e-310, -1e300];
    let counts = [i64::MIN, i64::MAX, 0, -1, 1, i64::MIN + 1];
    (0..count)
        .map(|_| Row {
            float: Be::new(random.pick(&special)),
            single: random.pick(&special) as f32,
            name: FixedBytes::new(random.pick(&["", "a", "a\0b", "b", "abcde", "\u{fc}"])),
            city: Le::new(FixedUtf32::new(random.pick(&["", "a", "\u{fc}", "\u{1f600}", "abc"]))),
            at: DateTime64::from_count(random.pick(&counts)),
            span: Be::new(TimeDelta64::from_count(random.pick(&counts))),
            mode: Coded::from_raw(random.pick(&[-1, 4, 7, -300])),
            digest: Opaque::new([random.below(3) as u8; 9]),
            pair: [Be::new(random.below(3) as i16 - 1), Be::new(random.below(2) as i16)],
            flag: Bool8::new(random.below(2) == 1),
            word: Be::new(random.bits() as u16),
        })
        .collect()
}

/// Groups the column, and compares with a loop over all keys.
fn check<T: Element<Value: Key + Debug>>(
    column: View<'_, T>,
    order: impl Fn(&T::Value, &T::Value) -> Ordering,
) {
    let keys = column.to_vec();
    let expected = rows_of(&keys, &order);
    let groups = Groups::by(column).unwrap();
    assert!(groups.positions().iter().eq(expected.iter().map(|rows| &rows[..])));
    let found = groups.keys();
    assert_eq!(found.len(), expected.len());
    for (key, rows) in found.iter().zip(&expected) {
        assert!(order(key, &keys[rows[0]]).is_eq(), "{key:?} for {:?}", keys[rows[0]]);
    }
}

#[test]
fn every_kind_of_key() {
    for count in [0, 1, 2, 50, 1500] {
        let rows = rows(count);
        let view = View::from_slice(&rows);
        check(view.col(Row::FLOAT), |a, b| floats(*a, *b));
        check(view.col(Row::SINGLE), |a, b| floats(f64::from(*a), f64::from(*b)));
        check(view.col(Row::NAME), |a, b| a.as_bytes().cmp(b.as_bytes()));
        check(view.col(Row::CITY), |a, b| a.code_points().cmp(b.code_points()));
        check(view.col(Row::AT), DateTime64::total_cmp);
        check(view.col(Row::SPAN), TimeDelta64::total_cmp);
        let code =
            |mode: &Result<Mode, _>| mode.map_or_else(record_core::coded::Unknown::raw, |mode| mode as i16);
        check(view.col(Row::MODE), |a, b| code(a).cmp(&code(b)));
        check(view.col(Row::DIGEST), Ord::cmp);
        check(view.col(Row::PAIR), Ord::cmp);
        check(view.col(Row::FLAG), Ord::cmp);
        check(view.col(Row::LOW), Ord::cmp);
    }
}

#[test]
fn the_greatest_and_the_least_word_are_not_neighbours() {
    // One after the other, from both ends: a table that starts near one end may reach round it.
    for first in [[i64::MAX, i64::MIN], [i64::MIN, i64::MAX]] {
        let keys: Vec<i64> =
            first.into_iter().chain([i64::MIN + 1, 0, i64::MAX - 70, i64::MIN + 70]).collect();
        check(View::from_slice(&keys), Ord::cmp);
        check(View::from_slice(&keys[..2]), Ord::cmp);
        let narrow: Vec<i32> = keys.iter().map(|key| (key >> 32) as i32 ^ *key as i32 >> 31).collect();
        check(View::from_slice(&narrow), Ord::cmp);
        let ends = [i32::MAX, i32::MIN, i32::MAX - 100, i32::MIN + 5, i32::MAX];
        check(View::from_slice(&ends), Ord::cmp);
        check(View::from_slice(&ends.map(|key| (key >> 16) as i16)), Ord::cmp);
        check(View::from_slice(&ends.map(|key| (key >> 24) as i8)), Ord::cmp);
        check(View::from_slice(&ends.map(|key| key as u8)), Ord::cmp);
    }
}

#[test]
fn several_keys_are_ordered_by_the_first_and_then_the_second() {
    let rows = rows(2000);
    let table = RecordTable::from_records(&rows);
    let keys: Vec<(bool, f64, FixedBytes<5>)> =
        rows.iter().map(|row| (row.flag.get(), row.float.get(), row.name)).collect();
    let order = |a: &(bool, f64, FixedBytes<5>), b: &(bool, f64, FixedBytes<5>)| {
        a.0.cmp(&b.0).then(floats(a.1, b.1)).then(a.2.cmp(&b.2))
    };
    let expected = rows_of(&keys, order);
    let groups = table.group_by((Row::FLAG, Row::FLOAT, Row::NAME));
    assert!(groups.positions().iter().eq(expected.iter().map(|rows| &rows[..])));
    let one = table.group_by((Row::FLAG,));
    assert_eq!(one.keys(), [(false,), (true,)]);
    let four = table.group_by((Row::FLAG, Row::LOW, Row::MODE, Row::PAIR));
    assert_eq!(four.counts().iter().sum::<usize>(), 2000);
    assert_eq!(text(&four.first(Row::SINGLE).len()), text(&four.len()));
}

#[test]
fn a_record_groups_by_its_own_fields() {
    let rows = rows(300);
    let table = RecordTable::from_records(&rows);
    let groups = table.group_by(Row::NAME);
    let direct = Groups::by(table.col(Row::NAME)).unwrap();
    assert_eq!(groups.sum(Row::WORD), direct.sum(table.col(Row::WORD)).unwrap());
    assert_eq!(text(&groups.max(Row::AT)), text(&direct.max(table.col(Row::AT)).unwrap()));
    assert_eq!(groups.min(Row::LOW), direct.min(table.col(Row::LOW)).unwrap());
    assert_eq!(text(&groups.last(Row::CITY)), text(&direct.last(table.col(Row::CITY)).unwrap()));
    assert_eq!(groups.apply(Row::PAIR, <[_]>::len), groups.counts());
}
