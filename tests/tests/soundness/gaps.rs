//! R2: bytes that may be uninitialised are never given out, and those of owned tables are zero.

use super::*;
use record_core::table::{OpenOptions, TableError};

/// Which of the 40 bytes of an `Outer` belong to no field.
fn is_gap(at: usize) -> bool {
    matches!(at % 40, 1..8 | 17..20 | 25..28 | 36..40)
}

fn assert_gaps_are_zero(bytes: &[u8]) {
    for (i, &byte) in bytes.iter().enumerate() {
        assert!(!is_gap(i) || byte == 0, "gap byte {i} is {byte}");
    }
}

#[test]
fn the_gaps_are_where_this_file_says() {
    assert_eq!(size_of::<Outer>(), 40);
    assert_eq!((Outer::VALUE.offset(), Outer::INNER.offset(), Outer::LAST.offset()), (8, 16, 32));
    assert_eq!(Inner::COUNT.offset(), 4);
    assert!(!<Outer as Element>::DTYPE.is_gap_free());
}

#[test]
fn bytes_of_borrowed_records_with_gaps_are_refused() {
    let records: Vec<Outer> = (0..3).map(outer).collect();
    let table = RecordTable::from_records(&records);
    match table.as_bytes() {
        Err(TableError::UndefinedGaps { gap }) => assert_eq!(gap, 1..8),
        other => panic!("{other:?}"),
    }
    // None of the ways around.
    assert!(table.view().as_bytes().is_none());
    assert!(table.view().as_any().as_bytes().is_none());
    assert!(table.as_any().as_bytes().is_none());
    assert!(table.view().slice(1..2).as_bytes().is_none());
    assert!(table.view().as_any().typed::<Outer>().expect("the same").as_bytes().is_none());
    assert!(View::from_slice(&records).as_bytes().is_none());
    assert!(
        View::from_slice(&records[..1]).col(Outer::INNER).as_bytes().is_none(),
        "one element is contiguous"
    );
    assert!(View::from_slice(&records).col(Outer::INNER).axes().at(0).as_bytes().is_none());
    let nested: Vec<Inner> = vec![Inner { tag: 1, count: 2 }];
    assert!(View::from_slice(&nested).as_any().as_bytes().is_none());
    // A part without gaps may be had: one value, contiguous.
    assert_eq!(View::from_slice(&records[1..2]).col(Outer::VALUE).as_bytes(), Some(&1_f64.to_ne_bytes()[..]));
}

#[test]
fn copies_have_zero_gaps() {
    // Records whose gaps are certainly not zero: read from bytes of 0xFF, as values.
    let dirty = [0xFF_u8; 40 * 3];
    let view = View::<Outer>::from_bytes(&dirty).expect("whole records");
    let records: Vec<Outer> = view.iter().collect();
    let table = RecordTable::from_records(&records);
    let copies = [
        table.to_table(),
        records.clone().into(),
        RecordTable::from(&records[..]),
        RecordTable::from([records[0], records[1], records[2]]),
        view.iter().collect(),
        table.filter_by(|_| true),
        table.take(&[2, 0, 1]),
        table.to_table().clone(),
    ];
    for copy in &copies {
        let bytes = copy.as_bytes().expect("owned");
        assert_gaps_are_zero(bytes);
        assert!(bytes.iter().enumerate().all(|(i, &byte)| is_gap(i) || byte == 0xFF));
    }
}

#[test]
fn every_way_to_write_leaves_gaps_zero() {
    let mut table = RecordTable::<Outer>::zeroed(2).expect("small");
    let dirty = View::<Outer>::from_bytes(&[0xFF; 40]).expect("one").item(0);
    table.push(dirty);
    table.extend([dirty, dirty]);
    table.set(0, dirty);
    table.update(1, |_| dirty);
    table.fill(dirty);
    table.apply(|_| dirty);
    table.view_mut().fill(dirty);
    table.view_mut().try_set_at([2], dirty).expect("in range");
    table.columns_mut().inner.fill(dirty.inner);
    table[Outer::INNER].set(0, dirty.inner);
    table.slice_mut(1..3).fill(dirty);
    table.columns_mut().inner.into_axes().fill(dirty.inner[0]);
    assert_gaps_are_zero(table.as_bytes().expect("owned"));
}

#[test]
fn room_that_was_given_up_and_taken_again_is_zero() {
    let dirty = View::<Outer>::from_bytes(&[0xFF; 40]).expect("one").item(0);
    let mut table = RecordTable::<Outer>::new();
    for len in [10, 3, 7, 0, 40, 1, 39] {
        table.truncate(len);
        while table.len() < len {
            table.push(dirty);
        }
        assert_gaps_are_zero(table.as_bytes().expect("owned"));
    }
}

#[test]
fn equal_records_have_equal_bytes() {
    let build = |junk: u8| {
        let soil = [junk; 40];
        let mut records: Vec<Outer> =
            (0..5).map(|_| View::<Outer>::from_bytes(&soil).expect("one").item(0)).collect();
        for (i, record) in (0..5).zip(&mut records) {
            record.kind = 1;
            record.value = 2.0;
            record.last = i;
            for inner in &mut record.inner {
                inner.tag = 3;
                inner.count = i;
            }
        }
        RecordTable::from(records)
    };
    assert_eq!(build(0xAB).as_bytes().expect("owned"), build(0x12).as_bytes().expect("owned"));
}

#[test]
fn gaps_of_bytes_are_kept_and_may_be_read() {
    let mut bytes = vec![0x5A_u8; 80];
    let mut table = OpenOptions::new().bytes_mut::<Outer>(&mut bytes).expect("two records");
    table.set(0, outer(1));
    table[Outer::KIND].fill(0);
    let seen = table.as_bytes().expect("defined").to_vec();
    assert_eq!(seen, bytes);
    assert!(bytes.iter().enumerate().all(|(i, &byte)| !is_gap(i) || byte == 0x5A));
}
