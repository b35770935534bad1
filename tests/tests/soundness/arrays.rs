//! Arrays: bytes that are given out are initialised and zero where there are gaps, nothing reaches outside the memory that
//! an array owns, and nothing outlives it.

#![allow(clippy::cast_possible_truncation)] // small numbers

use super::*;
use record_core::{
    DynRank, Rank,
    buffer::ArrayError,
    layout::{LayoutError, Order},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

const MAX: usize = isize::MAX as usize;

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
fn gaps_stay_zero_whatever_is_written() {
    let records: Vec<Outer> = (1..7).map(outer).collect();
    for order in [Order::C, Order::F] {
        let mut array = Array::<Outer, _>::zeros_in([2, 3], order);
        array.fill(outer(u32::MAX));
        assert_gaps_are_zero(array.as_bytes());
        array.set_at([1, 2], outer(3));
        array.apply(|record| record);
        array.view_mut().col_mut(Outer::INNER).fill([Inner { tag: 0xff, count: 7 }; 2]);
        assert_gaps_are_zero(array.as_bytes());
        assert_gaps_are_zero(array.clone().as_bytes());
        assert_gaps_are_zero(array.map(|record| record).as_bytes());
        assert_gaps_are_zero(array.into_shape([3, 2]).expect("six").as_bytes());
    }
    assert_gaps_are_zero(Array::full([4], outer(9)).as_bytes());
    assert_gaps_are_zero(Array::from_fn([4], |[i]| outer(i as u32)).as_bytes());
    assert_gaps_are_zero(Array::from_vec(records.clone()).as_bytes());
    assert_gaps_are_zero(Array::from_shape_vec([3, 2], records.clone()).expect("six").as_bytes());
    assert_gaps_are_zero(records.iter().copied().collect::<Array<_>>().as_bytes());
    assert_gaps_are_zero(View::from_slice(&records).to_array().as_bytes());
    assert_gaps_are_zero(View::from_slice(&records).slice(1..4).to_array_in(Order::F).as_bytes());
    assert_gaps_are_zero(View::from_slice(&records).as_any().to_array().expect("memory").as_bytes());
    assert_gaps_are_zero(Array::from(RecordTable::from(records.clone())).as_bytes());
    let mut any = AnyArray::from(Array::from_vec(records));
    any.typed_mut::<Outer, Rank<1>>().expect("the same").fill(outer(5));
    assert_gaps_are_zero(any.as_bytes());
}

#[test]
fn gaps_of_a_file_are_left_behind() {
    // All bytes 0xff, gaps too: they are defined, and still not copied.
    let bytes = [0xff; 200];
    let view = View::<Outer>::from_bytes(&bytes).expect("five");
    assert_gaps_are_zero(view.to_array().as_bytes());
    assert_gaps_are_zero(view.as_any().to_array().expect("memory").as_bytes());
    assert_gaps_are_zero(view.to_columns().to_table().expect("five").as_bytes().expect("owned"));
    let any = view.as_any().to_columns().and_then(|columns| columns.to_table()).expect("five");
    assert_gaps_are_zero(any.as_bytes());
}

#[test]
fn a_table_with_room_gives_up_zeroed_records_only() {
    let mut table: RecordTable<Outer> = (0..100).map(outer).collect();
    table.truncate(2);
    let array = Array::from(table);
    assert_eq!((array.as_bytes().len(), array.len()), (80, 2));
    let mut table = RecordTable::from(array);
    table.extend((0..3).map(outer));
    assert_gaps_are_zero(table.as_bytes().expect("owned"));
}

#[test]
fn sizes_that_overflow_are_refused() {
    let hostile = [0, 1, 2, MAX / 40, MAX / 40 + 1, MAX, MAX + 1, usize::MAX / 40 + 1, usize::MAX];
    let mut refused = 0;
    for a in hostile {
        for b in hostile {
            for order in [Order::C, Order::F] {
                // Small ones, empty ones, and those that no memory holds; the few between are not asked for.
                let bytes = a.checked_mul(b).and_then(|n| n.checked_mul(40));
                if bytes.is_some_and(|bytes| bytes > 1 << 20 && bytes <= MAX) {
                    continue;
                }
                let too_large =
                    [a, b, 40].into_iter().filter(|&n| n != 0).try_fold(1_usize, usize::checked_mul);
                match Array::<Outer, _>::try_zeros_in([a, b], order) {
                    Ok(array) => {
                        assert!(too_large.is_some_and(|n| n <= MAX), "{a} x {b}");
                        assert_eq!(Some(array.as_bytes().len()), bytes);
                        _ = (array.iter().count(), array.view().as_slice(), format!("{array}"));
                    }
                    Err(error) => {
                        refused += 1;
                        assert_eq!(error, ArrayError::Layout(LayoutError::TooLarge { itemsize: 40 }));
                        assert!(too_large.is_none_or(|n| n > MAX), "{a} x {b}");
                    }
                }
                _ = Array::<[u8; 0], _>::try_zeros_in([a, b], order).map(|array| {
                    assert_eq!(array.as_memory_slice().len(), array.size());
                });
                _ = Array::from_vec(vec![1_u8; 6]).into_shape([a, b]).map(|array| {
                    assert_eq!(array.size(), 6);
                });
            }
        }
    }
    assert!(refused > 50, "{refused}");
    assert_eq!(
        Array::<u8, _>::try_zeros([MAX]).unwrap_err(),
        ArrayError::OutOfMemory { bytes: MAX },
        "as large as an allocation may be, and there is no memory for it"
    );
}

#[test]
fn a_function_that_panics_leaves_nothing_behind() {
    let result = catch_unwind(|| {
        Array::from_fn([10], |[i]| {
            assert!(i < 5, "five");
            outer(1)
        })
    });
    assert!(result.is_err());
    let mut array = Array::full([2, 3], outer(1));
    let result = catch_unwind(AssertUnwindSafe(|| {
        array.apply(|record| {
            assert!(record.last == 0, "one");
            record
        });
    }));
    assert!(result.is_err());
    assert_gaps_are_zero(array.as_bytes());
    assert_eq!(array.to_vec(), vec![outer(1); 6]);
}

#[test]
fn moved_arrays_keep_their_elements() {
    let mut arrays: Vec<Array<u64, DynRank>> = Vec::new();
    for i in 0..50_u64 {
        // Pushing moves the arrays that are there, not their elements.
        arrays.push(Array::full([3], i).into_dyn());
    }
    arrays.rotate_left(17);
    let (first, rest) = arrays.split_at_mut(1);
    std::mem::swap(&mut first[0], &mut rest[0]);
    let mut seen: Vec<u64> = arrays.iter().map(|array| array.view().get_at([2]).expect("three")).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..50).collect::<Vec<_>>());
}

#[test]
fn columns_of_an_array_are_written_from_two_threads() {
    let mut array = Array::full([1000], outer(0));
    let OuterColumnsMut { mut kind, mut value, mut inner, .. } = array.columns_mut();
    std::thread::scope(|scope| {
        scope.spawn(move || kind.fill(0xff));
        scope.spawn(move || value.fill(-1.0));
        scope.spawn(move || inner.fill([Inner { tag: 0xff, count: u32::MAX }; 2]));
    });
    assert_gaps_are_zero(array.as_bytes());
    assert_eq!(array.get(999).map(|record| (record.kind, record.value, record.last)), Some((0xff, -1.0, 0)));
}
