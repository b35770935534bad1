//! R4: writable columns of one table share no byte, so they may be written at once, from anywhere.

use super::*;
use std::{mem, thread};

const COUNT: u32 = 20_000;

#[test]
fn packed_columns_are_written_from_two_threads() {
    let mut table = samples(COUNT);
    let SampleColumnsMut { mut id, mut time, mut value, mut level, mut flag, mut rest, end } =
        table.columns_mut();
    thread::scope(|scope| {
        // Neighbours in every record, none of them aligned.
        scope.spawn(move || {
            for round in 0..3 {
                id.apply(|v| v + round);
                value *= 2.0;
                flag.apply(|v| v.wrapping_add(1));
            }
        });
        scope.spawn(move || {
            for round in 0..3 {
                time.apply(|v| v + round);
                level += 1.0;
                rest.apply(|v| v.map(|n| n + 1));
            }
        });
        scope.spawn(move || assert_eq!(end.iter().filter(|&v| v == 7).count(), COUNT as usize));
    });
    for (i, record) in (0..COUNT).zip(&table) {
        let before = sample(i);
        let expected = Sample {
            id: before.id + 3,
            time: before.time + 3,
            value: before.value * 8.0,
            level: Be::new(before.level.get() + 3.0),
            flag: before.flag.wrapping_add(3),
            rest: before.rest.map(|n| n + 3),
            end: before.end,
        };
        assert_eq!(record, expected);
    }
}

#[test]
fn columns_of_records_with_gaps_are_written_from_two_threads() {
    let mut table: RecordTable<Outer> = (0..COUNT).map(outer).collect();
    let OuterColumnsMut { mut kind, mut value, inner, mut last } = table.columns_mut();
    let mut inner = inner.into_axes();
    thread::scope(|scope| {
        scope.spawn(|| {
            kind.fill(1);
            last.apply(|v| !v);
        });
        scope.spawn(|| {
            value.apply(|v| -v);
            inner.apply(|v| Inner { tag: v.tag, count: v.count ^ 0xFF });
        });
    });
    for (i, record) in (0..COUNT).zip(&table) {
        let before = outer(i);
        let inner = before.inner.map(|v| Inner { tag: v.tag, count: v.count ^ 0xFF });
        assert_eq!(record, Outer { kind: 1, value: -before.value, inner, last: !before.last });
    }
}

#[test]
fn disjoint_slices_and_nested_columns_are_independent() {
    let mut table: RecordTable<Outer> = (0..4).map(outer).collect();
    let OuterColumnsMut { inner, mut value, .. } = table.columns_mut();
    let mut counts = inner.into_axes().into_col(Inner::COUNT);
    counts.fill(5);
    value.set(0, f64::NAN);
    drop(value);
    counts.try_set_at([3, 1], 6).expect("in range");
    assert_eq!(table[Outer::INNER].get(3).map(|v| v.map(|i| (i.tag, i.count))), Some([(3, 5), (3, 6)]));
    assert_eq!(table[Outer::LAST].to_vec(), [0, 1, 2, 3]);
}

#[test]
fn the_struct_of_columns_may_be_taken_apart_in_any_order() {
    let mut table = samples(3);
    let columns = table.columns_mut();
    let SampleColumnsMut { mut value, .. } = columns;
    value.fill(1.0);
    let mut columns = table.columns_mut();
    drop(columns.id);
    columns.end.fill(2);
    mem::forget(columns.end);
    drop(columns.value);
    let mut columns = table.columns_mut();
    columns.id.fill(3);
    drop(columns);
    assert_eq!(table.get(1), Some(Sample { id: 3, value: 1.0, end: 2, ..sample(1) }));
}

#[test]
fn writable_views_of_two_tables_may_be_swapped() {
    let (mut a, mut b) = (samples(2), samples(5));
    {
        let (mut left, mut right) = (a.col_mut(Sample::ID), b.col_mut(Sample::ID));
        mem::swap(&mut left, &mut right);
        left.fill(10);
        right.fill(20);
        let kept = mem::replace(&mut left, right);
        assert_eq!((kept.size(), left.size()), (5, 2));
        left.set(1, 21);
    }
    assert_eq!((a[Sample::ID].to_vec(), b[Sample::ID].to_vec()), (vec![20, 21], vec![10; 5]));
}

#[test]
fn reading_through_a_column_of_columns_needs_no_copy_of_the_header() {
    let mut table: RecordTable<Outer> = (0..3).map(outer).collect();
    let column = &mut table[Outer::VALUE];
    column.fill(4.0);
    column.as_view_mut().slice_mut(1..2).fill(5.0);
    let shared: &record_core::Column<f64> = column;
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert_eq!(shared.to_vec(), [4.0, 5.0, 4.0]));
        }
    });
    let token = Outer::INNER;
    assert_eq!(table[token].slice(1..).axes().col(Inner::COUNT).in_order(), [1, !1, 2, !2]);
}

/// The elements in order, of a view of any rank.
trait InOrder<T> {
    fn in_order(self) -> Vec<T>;
}

impl<T: Element, D: record_core::layout::Dim> InOrder<T::Value> for View<'_, T, D> {
    fn in_order(self) -> Vec<T::Value> {
        self.iter().collect()
    }
}
