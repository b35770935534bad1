//! R1: the header of a table points into its bytes wherever the table is and however it grows.

use super::*;
use record_core::{
    Borrowed, Storage,
    table::{AnyTable, OpenOptions},
};
use std::mem;

/// All values by every way to reach them.
fn check<S: Storage>(table: &RecordTable<Sample, S>, expected: impl Iterator<Item = u32>) {
    let expected: Vec<u32> = expected.collect();
    assert_eq!(table[Sample::ID].to_vec(), expected);
    assert_eq!(table.col(Sample::ID).to_vec(), expected);
    assert_eq!(table["id"].typed::<u32>().expect("a u32").to_vec(), expected);
    assert_eq!(table.iter().map(|r| r.id).collect::<Vec<_>>(), expected);
    for (i, &id) in expected.iter().enumerate() {
        assert_eq!(table.get(i), Some(sample(id)));
    }
    assert_eq!(table.get(expected.len()), None);
}

#[test]
fn swapped_replaced_and_taken_tables_keep_their_records() {
    let (mut a, mut b) = (samples(3), (100..105).map(sample).collect());
    mem::swap(&mut a, &mut b);
    check(&a, 100..105);
    check(&b, 0..3);
    let old = mem::replace(&mut a, samples(1));
    check(&old, 100..105);
    check(&a, 0..1);
    let taken = mem::take(&mut b);
    check(&taken, 0..3);
    check(&b, 0..0);
}

#[test]
fn tables_move_to_other_places_and_threads() {
    let boxed = Box::new(samples(50));
    let in_a_vec = vec![*boxed, samples(2)];
    let moved = std::thread::spawn(move || in_a_vec).join().expect("the thread ends");
    check(&moved[0], 0..50);
    check(&moved[1], 0..2);
}

#[test]
fn columns_follow_when_the_bytes_move() {
    let mut table = RecordTable::<Sample>::new();
    for i in 0..300 {
        let before = table.view().as_ptr();
        table.push(sample(i));
        assert_eq!(table[Sample::ID].last(), Some(i), "before it was at {before:p}");
        assert!(table["value"].as_view().get(i as usize).is_some());
    }
    check(&table, 0..300);
    table.truncate(10);
    check(&table, 0..10);
    table.reserve(10_000);
    check(&table, 0..10);
    table.clear();
    check(&table, 0..0);
    table.extend((0..20).map(sample));
    check(&table, 0..20);
}

#[test]
fn a_clone_shares_nothing() {
    let mut table = samples(5);
    let clone = table.clone();
    table[Sample::ID].fill(9);
    check(&clone, 0..5);
    drop(table);
    check(&clone, 0..5);
}

#[test]
fn views_may_be_forgotten() {
    let mut table = samples(5);
    mem::forget(table.columns_mut());
    mem::forget(table.view_mut());
    mem::forget(table.iter());
    table.push(sample(5));
    check(&table, 0..6);
}

#[test]
fn views_outlive_the_table_that_borrowed() {
    let bytes = samples(4).as_bytes().expect("no gaps").to_vec();
    // The records belong to `bytes`, not to the table, but the table's own views are bound to the table; a view from
    // the bytes is not.
    let view = View::<Sample>::from_bytes(&bytes).expect("whole records");
    let column = {
        let inner = view;
        inner.col(Sample::ID)
    };
    assert_eq!(column.to_vec(), [0, 1, 2, 3]);
    let iter = { column.iter() };
    assert_eq!(iter.count(), 4);
    let parts = { view.columns() };
    assert_eq!(parts.value.get(2), Some(0.5));
}

#[test]
fn writes_through_a_borrowed_table_reach_the_bytes_and_no_others() {
    let mut bytes = vec![0xAA; 3 + 44 * 2 + 5];
    let mut table =
        OpenOptions::new().offset(3).count(2).bytes_mut::<Sample>(&mut bytes).expect("two records");
    assert_eq!(table.trailing_bytes(), 5);
    table[Sample::END].fill(1);
    table.set(1, sample(6));
    let mut expected = vec![0xAA; 3 + 44 * 2 + 5];
    expected[3 + 43] = 1;
    expected[3 + 44..][..44].copy_from_slice(samples(7).as_bytes().expect("no gaps")[6 * 44..].as_ref());
    assert_eq!(bytes, expected);
}

#[test]
fn an_untyped_table_moves_too() {
    let bytes = samples(4).as_bytes().expect("no gaps").to_vec();
    let dtype = <Sample as Element>::DTYPE.clone();
    let tables: Vec<AnyTable<Borrowed<'_>>> =
        (0..3).map(|_| AnyTable::from_bytes(&bytes, dtype.clone()).expect("whole records")).collect();
    for table in &tables {
        assert_eq!(table["id"].typed::<u32>().expect("a u32").to_vec(), [0, 1, 2, 3]);
        assert_eq!(table.typed::<Sample>().expect("the same dtype").get(3), Some(sample(3)));
    }
}
