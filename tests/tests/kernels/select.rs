//! `filter`, `filter_by` and `take`, and what they say to a wrong mask or index.

use super::columns::{Sample, every_column};
use record_core::{
    Be, Bool8, Record, RecordTable, View,
    ops::{Mask, MaskError, SelectError},
    view::IndexError,
};
use record_tests::{Leaf, Random};

fn check<T: Leaf<Value: Sample>>() {
    let mut random = Random::new(21);
    let columns = every_column::<T>(|values, view| {
        let kept: Vec<bool> = values.iter().map(|_| random.below(3) == 0).collect();
        let mask: Mask = kept.iter().copied().collect();
        let expected: Vec<T::Value> =
            values.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(&value, _)| value).collect();
        assert_eq!(view.filter(&mask), expected);
        assert_eq!(view.to_vec(), values);
        let mut asked = 0;
        let by = view.filter_by(|value| {
            assert_eq!(value, values[asked]);
            asked += 1;
            kept[asked - 1]
        });
        assert_eq!((by, asked), (expected, values.len()));
        let wrong = Mask::new(values.len() + 1, true);
        let error = MaskError { expected: values.len(), found: values.len() + 1 };
        assert_eq!(view.try_filter(&wrong), Err(error));
        // Any order, also more often than once.
        let n = values.len();
        let indices: Vec<usize> = (0..n).map(|_| random.below(n)).collect();
        let taken: Vec<T::Value> = indices.iter().map(|&i| values[i]).collect();
        assert_eq!(view.take(&indices), taken);
        let error = IndexError::OutOfRange { axis: 0, index: n, len: n };
        assert_eq!(view.try_take(&[&indices[..], &[n, n + 1]].concat()), Err(error));
        for i in [0, n / 2, n.saturating_sub(1), n, usize::MAX] {
            assert_eq!(view.get(i), values.get(i).copied());
            assert_eq!(view.try_get(i).ok(), values.get(i).copied());
        }
        assert_eq!((view.first(), view.last()), (values.first().copied(), values.last().copied()));
    });
    assert_eq!(columns, (41 * 16 + 13) * 9);
}

#[test]
fn selections_of_every_column() {
    check::<Be<i16>>();
    check::<f64>();
    check::<Bool8>();
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Reading {
    id: u8,
    value: f64,
}

#[test]
fn tables_select_whole_records() {
    let records: Vec<Reading> = (0..100).map(|id| Reading { id, value: f64::from(id) / 2.0 }).collect();
    let table = RecordTable::from(records.clone());
    let mask = table.col(Reading::ID).ge(20) & table.col(Reading::VALUE).lt(15.0);
    let kept = table.filter(&mask);
    assert_eq!(kept.to_vec(), &records[20..30]);
    assert_eq!(table.filter_by(|r| r.id % 7 == 3).len(), 14);
    assert_eq!(table.take(&[99, 0, 99]).to_vec(), [records[99], records[0], records[99]]);
    let error = MaskError { expected: 100, found: 99 };
    assert_eq!(table.try_filter(&Mask::new(99, true)).unwrap_err(), error.into());
    let error = IndexError::OutOfRange { axis: 0, index: 100, len: 100 };
    assert_eq!(table.try_take(&[5, 100, 101]).unwrap_err(), SelectError::Index { position: 1, error });
    // Copies have zero gaps, though the records came from Rust values.
    let bytes = kept.as_bytes().unwrap();
    assert!(bytes.chunks_exact(16).all(|record| record[1..8] == [0; 7]));
}

#[test]
#[should_panic(expected = "a mask of 2 records where 3 are needed")]
fn filtering_with_another_length_panics() {
    _ = View::from_slice(&[1, 2, 3]).filter(&Mask::new(2, true));
}

#[test]
#[should_panic(expected = "index 3 is out of range for axis 0 of length 3")]
fn taking_behind_the_end_panics() {
    _ = View::from_slice(&[1, 2, 3]).take(&[0, 3]);
}
