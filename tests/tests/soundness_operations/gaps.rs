//! R2: the padding of Rust values gets into no copy, and a copy writes nobody's gaps.

use super::*;
use record_core::{buffer::concatenate, ops::Mask};

/// A record with padding in the middle, in nested records and at the end.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Inner {
    x: u8,
    y: u32,
    z: u8,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gappy {
    key: u8,
    value: f64,
    inner: Inner,
    pairs: [Inner; 2],
    flag: Bool8,
}

fn gappy(n: u64) -> Gappy {
    let inner = |n: u64| Inner { x: n as u8, y: n as u32 * 3, z: !(n as u8) };
    Gappy {
        key: (n % 7) as u8,
        value: n as f64,
        inner: inner(n),
        pairs: [inner(n + 1), inner(n + 2)],
        flag: Bool8::new(n.is_multiple_of(2)),
    }
}

/// Which bytes of a record belong to no leaf.
fn gaps<R: Record>() -> Vec<bool> {
    fn mark(dtype: &DType, at: usize, gap: &mut [bool]) {
        if dtype.as_scalar().is_some() {
            gap[at..at + dtype.itemsize()].fill(false);
        } else if let Some((base, count)) = dtype.as_array() {
            (0..count).for_each(|i| mark(base, at + i * base.itemsize(), gap));
        } else {
            dtype.fields().iter().for_each(|field| mark(field.dtype(), at + field.offset(), gap));
        }
    }
    let mut gap = vec![true; size_of::<R>()];
    mark(R::DTYPE, 0, &mut gap);
    gap
}

fn assert_gaps_are<R: Record>(bytes: &[u8], expected: u8) {
    let gap = gaps::<R>();
    for (i, &byte) in bytes.iter().enumerate() {
        assert!(byte == expected || !gap[i % gap.len()], "byte {i} is {byte}");
    }
}

/// Records whose padding is certainly not zero: moved as values out of bytes of 0xFF, and then changed by field.
fn dirty(count: usize) -> Vec<Gappy> {
    let soil = vec![0xff; count * size_of::<Gappy>()];
    let mut records: Vec<Gappy> = View::<Gappy>::from_bytes(&soil).expect("whole records").iter().collect();
    for (record, n) in records.iter_mut().zip(0..) {
        let Gappy { key, value, inner, pairs, flag } = gappy(n);
        (record.key, record.value, record.flag) = (key, value, flag);
        for (to, from) in
            [&mut record.inner].into_iter().chain(&mut record.pairs).zip([inner, pairs[0], pairs[1]])
        {
            (to.x, to.y, to.z) = (from.x, from.y, from.z);
        }
    }
    records
}

#[test]
fn the_padding_of_rust_values_is_in_no_copy() {
    padding_is_in_no_copy_of(&dirty(300));
}

/// More than one thread takes.
#[test]
fn the_padding_of_rust_values_is_in_no_copy_of_several_threads() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    pool.install(|| padding_is_in_no_copy_of(&dirty(140_000)));
}

fn padding_is_in_no_copy_of(records: &[Gappy]) {
    let view = View::from_slice(records);
    let mask: Mask = (0..records.len()).map(|i| i % 3 != 1).collect();
    let indices: Vec<usize> = (0..records.len()).rev().step_by(2).collect();
    let tables = [
        view.filter_table(&mask),
        view.par().filter_table(&mask),
        view.filter_table_by(|record| record.key != 3),
        view.try_take_table(&indices).expect("in range"),
    ];
    for table in &tables {
        assert_gaps_are::<Gappy>(table.as_bytes().expect("owned"), 0);
    }
    assert_eq!((tables[0].to_vec(), tables[1].to_vec()), (view.filter(&mask), view.filter(&mask)));
    let arrays = [
        view.sorted_by(Gappy::KEY),
        view.par().sorted_by(Gappy::KEY),
        concatenate(&[view, view], 0).expect("memory"),
    ];
    for array in &arrays {
        assert_gaps_are::<Gappy>(array.as_bytes(), 0);
    }
    let any = view.as_any();
    for array in [any.filter(&mask), any.take(&indices), any.to_array().map_err(Into::into)] {
        assert_gaps_are::<Gappy>(array.expect("memory").as_bytes(), 0);
    }
    let columns = view.to_columns();
    assert_gaps_are::<Inner>(columns.inner.as_bytes(), 0);
    assert_gaps_are::<Inner>(columns.pairs.as_bytes(), 0);
    let parallel = view.par().to_columns();
    assert_eq!(columns.inner.as_bytes(), parallel.inner.as_bytes());
    let back = columns.to_table().expect("memory");
    assert_gaps_are::<Gappy>(back.as_bytes().expect("owned"), 0);
    assert_eq!(back.to_vec(), records);
}

#[test]
fn the_gaps_of_what_is_written_stay_as_they_were() {
    let records = dirty(300);
    let view = View::from_slice(&records);
    let mask: Mask = (0..300).map(|i| i % 3 != 1).collect();
    let mut bytes = vec![0xaa; 300 * size_of::<Gappy>()];
    let mut out = ViewMut::<Gappy>::from_bytes(&mut bytes).expect("whole records");
    assert_eq!(view.filter_into(&mask, &mut out), Ok(200));
    assert_eq!(view.par().filter_into(&mask, &mut out), Ok(200));
    assert!(out.iter().take(200).eq(view.filter(&mask)));
    view.filter_by_into(|record| record.key < 5, &mut out).expect("room");
    out.sort_by(Gappy::VALUE);
    out.sort_by(Gappy::KEY);
    out.apply(|record| record);
    out.zip_apply(view, |_, record| record).expect("as many");
    assert!(out.iter().eq(records.iter().copied()));
    assert_gaps_are::<Gappy>(&bytes, 0xaa);
}

#[test]
fn fields_over_each_other_are_gathered_within_their_records() {
    let [word, half] = ["<u4", "<u2"].map(|text| DType::parse(text).expect("a dtype"));
    let both = DType::builder()
        .field_at("word", word, 1)
        .field_at("low", half.clone(), 1)
        .field_at("high", half.clone(), 3)
        .field_at("far", half, 9)
        .itemsize(13)
        .build()
        .expect("a record");
    let three = DType::array(both.clone(), &[3]).expect("small");
    let nested = DType::builder().field_at("n", three, 2).itemsize(47).build().expect("a record");
    for dtype in [both, nested] {
        let size = dtype.itemsize();
        let bytes: Box<[u8]> = (0..size * 40).map(|i| i as u8).collect();
        let view = AnyView::from_bytes(&bytes, &dtype).expect("whole records");
        let mask: Mask = (0..40).map(|i| i % 4 != 2).collect();
        let kept: Vec<usize> = mask.positions().collect();
        let same = |array: &AnyArray, from: &[usize]| {
            from.iter().enumerate().all(|(to, &from)| array.view().get(to) == view.get(from))
        };
        let filtered = view.filter(&mask).expect("memory");
        assert!(filtered.as_bytes().len() == 30 * size && same(&filtered, &kept));
        assert!(same(&view.take(&[39, 0, 39]).expect("in range"), &[39, 0, 39]));
        assert!(view.take(&[40]).is_err());
        assert_eq!(view.par().argsort().expect("ordered"), view.argsort().expect("ordered"));
        let backwards = view.try_flip(0).expect("an axis").to_array().expect("memory");
        assert!(same(&backwards, &(0..40).rev().collect::<Vec<_>>()));
    }
}
