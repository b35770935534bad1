//! Reductions of chosen elements: those of the copies that `filter` makes, to the bit.

use super::{
    columns::{Sample, every_column},
    into::chosen,
};
use record_core::{
    Be, Record, RecordTable, View,
    ops::{Mask, MaskError, SumState},
};
use record_tests::Random;

#[test]
fn masked_reductions_are_those_of_the_filtered_column() {
    let mut random = Random::new(51);
    let mut turn = 0;
    every_column::<Be<f64>>(|values, view| {
        turn += 1;
        if turn % 3 != 0 {
            return;
        }
        let kept = chosen(&mut random, values.len());
        let mask: Mask = kept.iter().copied().collect();
        let filtered: Vec<f64> =
            values.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(&value, _)| value).collect();
        let expected = View::from_slice(&filtered);
        let masked = view.masked(&mask);
        assert_eq!(masked.count(), filtered.len());
        assert_eq!(masked.sum().to_bits(), expected.sum().to_bits());
        assert_eq!(masked.mean().map(f64::to_bits), expected.mean().map(f64::to_bits));
        assert_eq!(masked.min(), expected.min());
        assert_eq!(masked.max(), expected.max());
        let limit = Sample::sample(&mut random);
        let greater = view.filter_by(|value| value > limit);
        let expected = View::from_slice(&greater);
        assert_eq!(view.where_by(|value| value > limit).sum().to_bits(), expected.sum().to_bits());
        assert_eq!(view.where_by(|value| value > limit).max(), expected.max());
    });
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Page {
    id: u32,
    text: [u8; 1020],
}

/// Large elements are copied a few at a time.
#[test]
fn blocks_of_large_elements_are_small() {
    let pages: Vec<Page> = (0..3000_u32).map(|id| Page { id, text: [id.to_le_bytes()[0]; 1020] }).collect();
    let table = RecordTable::from(pages.clone());
    let mask = table.col(Page::ID).mask_by(|id| id % 5 < 4);
    let (mut found, mut most) = (Vec::new(), 0);
    table.masked(&mask).for_each_block(|block| {
        most = most.max(block.len());
        found.extend(block);
    });
    assert!(most <= 64, "{most}");
    assert_eq!(found, pages.iter().copied().filter(|page| page.id % 5 < 4).collect::<Vec<_>>());
    let ids = table.where_by(|page| page.id % 5 < 4).col(Page::ID);
    assert_eq!(ids.sum(), found.iter().map(|page| i128::from(page.id)).sum());
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Reading {
    id: u8,
    value: f64,
}

#[test]
fn one_field_chooses_and_another_is_reduced() {
    let records: Vec<Reading> =
        (0..5000_u32).map(|i| Reading { id: i.to_le_bytes()[0], value: 1.0 / f64::from(i + 1) }).collect();
    let table = RecordTable::from(records);
    let mask = table.col(Reading::ID).between(10, 99);
    let expected = table.filter(&mask);
    let masked = table.masked(&mask).col(Reading::VALUE);
    assert_eq!(masked.sum().to_bits(), expected.col(Reading::VALUE).sum().to_bits());
    let by = table.where_by(|r| (10..=99).contains(&r.id)).col(Reading::VALUE);
    assert_eq!(by.mean(), expected.col(Reading::VALUE).mean());
    let mut state = SumState::new();
    table.masked(&mask).col(Reading::ID).for_each_block(|ids| state.add(ids));
    assert_eq!(state.sum(), expected.col(Reading::ID).sum());
    let none = Mask::new(5000, false);
    assert_eq!((table.masked(&none).col(Reading::VALUE).mean(), table.masked(&none).count()), (None, 0));
    let error = table.try_masked(&Mask::new(3, true)).unwrap_err();
    assert_eq!(error, MaskError { expected: 5000, found: 3 });
}
