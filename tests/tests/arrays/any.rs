//! Arrays whose dtype only run time knows.

#![allow(clippy::float_cmp)] // numbers that floats hold exactly

use super::*;
use record_core::{
    DynRank, Rank,
    buffer::ArrayError,
    layout::{LayoutError, Order},
    view::ColumnError,
};

fn dtype(text: &str) -> DType {
    DType::parse(text).expect("a dtype")
}

#[test]
fn casts_go_both_ways_without_a_copy() {
    let grid = Array::from_fn([2, 3], |[i, j]| reading(3 * i + j));
    let (bytes, at) = (grid.as_bytes().to_vec(), grid.as_bytes().as_ptr());
    let mut any = AnyArray::from(grid);
    assert_eq!((any.dtype(), any.ndim(), any.size()), (<Reading as Element>::DTYPE, 2, 6));
    assert_eq!((any.as_bytes(), any.as_bytes().as_ptr()), (&bytes[..], at));
    assert_eq!(any.typed::<Reading, Rank<2>>().expect("the same").get_at([1, 2]), Some(reading(5)));
    assert!(matches!(any.typed::<Reading, Rank<1>>(), Err(ColumnError::Rank { .. })));
    assert!(matches!(any.typed::<u64, Rank<2>>(), Err(ColumnError::Type { .. })));
    assert!(matches!(any.typed_mut::<u64, DynRank>(), Err(ColumnError::Type { .. })));
    any.typed_mut::<Reading, DynRank>().expect("the same").fill(reading(9));
    let back: Array<Reading, Rank<2>> = any.clone().into_typed().expect("the same");
    assert_eq!(back, Array::full([2, 3], reading(9)));
    let back: Array<Reading, DynRank> = any.into_typed().expect("the same");
    assert_eq!(back.as_bytes().as_ptr(), at);
}

#[test]
fn a_type_may_ask_for_more_than_its_dtype() {
    /// Aligned to more than an array gives by itself.
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[repr(C, align(256))]
    struct Page {
        number: u32,
    }
    let pages = Array::<Page, _>::zeros([3]);
    assert_eq!(pages.as_bytes().as_ptr().addr() % 256, 0);
    let any = AnyArray::zeros(<Page as Element>::DTYPE.clone(), [3], Order::C).expect("memory");
    let pages: Array<Page> = any.into_typed().expect("the same");
    assert_eq!(pages.as_memory_slice().len(), 3);
    assert_eq!(pages.as_memory_slice().as_ptr().addr() % 256, 0);
}

#[test]
fn what_is_too_large_is_said() {
    let error = AnyArray::zeros(dtype("<f8"), [usize::MAX, 2], Order::C).unwrap_err();
    assert_eq!(error, ArrayError::Layout(LayoutError::TooLarge { itemsize: 8 }));
    let error = AnyArray::zeros(dtype("<f8"), vec![1; 20], Order::C).unwrap_err();
    assert_eq!(error, ArrayError::Layout(LayoutError::TooManyAxes { needed: 20, limit: DynRank::MAX }));
    let error = AnyArray::zeros(dtype("u1"), [isize::MAX.cast_unsigned()], Order::C).unwrap_err();
    assert_eq!(error, ArrayError::OutOfMemory { bytes: isize::MAX.cast_unsigned() });
    let nothing = AnyArray::zeros(dtype("V0"), [2, 5], Order::F).expect("no bytes");
    assert_eq!((nothing.size(), nothing.as_bytes()), (10, &[][..]));
    assert_eq!(nothing.view().to_array().expect("no bytes").size(), 10);
}

#[test]
fn a_copy_leaves_gaps_behind() {
    let with_gaps =
        dtype("{'names': ['b', 'a'], 'formats': ['<u2', 'u1'], 'offsets': [4, 1], 'itemsize': 8}");
    assert!(!with_gaps.is_gap_free() && !with_gaps.fields_overlap());
    let bytes: Vec<u8> = (1..=24).collect();
    let table = AnyTable::from_bytes(&bytes, with_gaps.clone()).expect("three");
    let copy = table.view().to_array().expect("memory");
    let expected: Vec<u8> =
        bytes.iter().enumerate().map(|(i, &b)| if matches!(i % 8, 1 | 4 | 5) { b } else { 0 }).collect();
    assert_eq!(copy.as_bytes(), expected);
    // In a sub-array, too.
    let pair = DType::array(with_gaps, &[3]).expect("small");
    let one = AnyTable::from_bytes(&bytes, pair).expect("one");
    assert_eq!(one.view().to_array().expect("memory").as_bytes(), expected);
}

#[test]
fn overlapping_fields_are_copied_with_what_is_between() {
    let both = DType::builder().field_at("whole", dtype("<u4"), 2).field_at("low", dtype("<u2"), 2);
    let both = both.itemsize(8).build().expect("a record");
    assert!(both.fields_overlap() && !both.is_gap_free());
    let bytes: Vec<u8> = (1..=16).collect();
    let table = AnyTable::from_bytes(&bytes, both).expect("two");
    let backwards = table.view().to_array_in(Order::F).expect("memory");
    assert_eq!(backwards.as_bytes(), bytes);
}

#[test]
fn a_field_in_a_gap_of_another_field_keeps_its_value() {
    // `far` lies behind the fields of `near`, which overlap, and within its itemsize.
    let near = DType::builder().field_at("word", dtype("<u4"), 0).field_at("low", dtype("<u2"), 0);
    let near = near.itemsize(8).build().expect("a record");
    for near in [near.clone(), DType::array(near, &[1]).expect("small")] {
        let both = DType::builder().field_at("far", dtype("<u2"), 6).field_at("near", near, 0);
        let both = both.itemsize(8).build().expect("a record");
        let bytes: Vec<u8> = (1..=24).collect();
        let table = AnyTable::from_bytes(&bytes, both).expect("three");
        let mut columns = table.to_columns().expect("memory");
        columns
            .column_mut("far")
            .expect("a field")
            .typed_mut::<Le<u16>, Rank<1>>()
            .expect("a u2")
            .fill(0x2222);
        let back = columns.to_table().expect("memory");
        assert_eq!(back["far"].typed::<Le<u16>>().expect("a u2").to_vec(), [0x2222; 3]);
        // The leaves of `near` are those that there were, and its other gap is zero.
        let field = |(i, &byte): (usize, &u8)| [byte, byte, 0, 0x22][i % 8 / 2];
        let expected: Vec<u8> = bytes.iter().enumerate().map(field).collect();
        assert_eq!(back.as_bytes(), expected);
    }
}

#[test]
fn tables_become_arrays_and_back() {
    let bytes: Vec<u8> = (0..12).collect();
    let array = AnyTable::from_bytes(&bytes, dtype("u1, <u2")).expect("four").view().to_array();
    let array = array.expect("memory");
    let at = array.as_bytes().as_ptr();
    let table = AnyTable::try_from(array).expect("one axis");
    assert_eq!((table.len(), table.as_bytes(), table.as_bytes().as_ptr()), (4, &bytes[..], at));
    assert_eq!(table["f0"].view_sum(), 18.0);
    let array = AnyArray::from(table);
    assert_eq!((array.shape().as_ref(), array.as_bytes().as_ptr()), (&[4][..], at));
    let grid = AnyArray::zeros(dtype("u1"), [2, 2], Order::C).expect("memory");
    assert_eq!(AnyTable::try_from(grid).unwrap_err(), LayoutError::Rank { expected: 1, found: 2 });
    let nothing = AnyArray::zeros(dtype("V0"), [2], Order::C).expect("memory");
    assert_eq!(AnyTable::try_from(nothing).unwrap_err(), LayoutError::ZeroSize);
}

trait ViewSum {
    fn view_sum(&self) -> f64;
}

impl ViewSum for record_core::AnyColumn {
    fn view_sum(&self) -> f64 {
        self.as_view().values().filter_map(|value| value.to_f64()).sum()
    }
}
