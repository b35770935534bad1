//! Bytes of a record that no field covers: whatever is stored, they keep what they had.

use record_core::{Be, Bool8, Element, FixedBytes, Record, RecordTable, View, ViewMut, table::TableError};
use record_tests::Random;

/// Gaps: 1..4, 6..8 at the end.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Inner {
    flag: Bool8,
    count: Be<u32>,
    code: u16,
}

/// Gaps of its own, and those of three `Inner`.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Outer {
    tag: u8,
    inner: Inner,
    wide: f64,
    more: [Inner; 2],
    name: FixedBytes<3>,
}

/// The same fields without gaps between them, but with those inside.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Packed {
    tag: u8,
    more: [[Inner; 1]; 2],
    name: FixedBytes<3>,
}

/// Which bytes of `Inner` are of a leaf, written down by hand from C's rules.
const INNER: [bool; 12] = [true, false, false, false, true, true, true, true, true, true, false, false];

fn outer_leaves() -> Vec<bool> {
    let mut leaves = vec![true, false, false, false];
    leaves.extend(INNER);
    leaves.extend([true; 8]);
    leaves.extend(INNER);
    leaves.extend(INNER);
    leaves.extend([true; 3]);
    leaves.extend([false; 5]);
    leaves
}

fn packed_leaves() -> Vec<bool> {
    [vec![true], INNER.to_vec(), INNER.to_vec(), vec![true; 3]].concat()
}

/// Leaves as the dtype says them.
fn leaves(dtype: &record_core::DType) -> Vec<bool> {
    let mut covered = vec![false; dtype.itemsize()];
    if dtype.as_scalar().is_some() {
        covered.fill(true);
    } else if let Some((base, count)) = dtype.as_array() {
        covered = leaves(base).repeat(count);
    }
    for field in dtype.fields() {
        covered[field.offset()..][..field.dtype().itemsize()].copy_from_slice(&leaves(field.dtype()));
    }
    covered
}

#[test]
fn gaps_are_where_c_puts_them() {
    assert_eq!(leaves(Inner::DTYPE), INNER);
    assert_eq!(leaves(Outer::DTYPE), outer_leaves());
    assert_eq!(leaves(Packed::DTYPE), packed_leaves());
    assert_eq!((size_of::<Outer>(), size_of::<Packed>()), (56, 28));
    assert!(![Inner::DTYPE, Outer::DTYPE, Packed::DTYPE].iter().any(|dtype| dtype.is_gap_free()));
}

/// A record from random bytes, read through a view.
fn record<R: Record>(random: &mut Random) -> (R, Vec<u8>) {
    let bytes = random.bytes(size_of::<R>());
    (View::<R>::from_bytes(&bytes).unwrap().item(0), bytes)
}

/// Stores records everywhere in a buffer of random bytes: leaves are the new ones, gaps the old.
fn store<R: Record + PartialEq + core::fmt::Debug>(leaves: &[bool]) {
    let mut random = Random::new(41);
    let size = size_of::<R>();
    for misalignment in 0..16 {
        for stride in [size.cast_signed(), size.cast_signed() + 3, -size.cast_signed() - 1] {
            let n = 4;
            let mut bytes = random.bytes(misalignment + (n - 1) * stride.unsigned_abs() + size);
            let mut expected = bytes.clone();
            let start = misalignment + if stride < 0 { (n - 1) * stride.unsigned_abs() } else { 0 };
            let place = |i: usize| start.checked_add_signed(i.cast_signed() * stride).unwrap();
            let put = |expected: &mut Vec<u8>, i: usize, new: &[u8]| {
                for (k, _) in leaves.iter().enumerate().filter(|(_, leaf)| **leaf) {
                    expected[place(i) + k] = new[k];
                }
            };
            let layout = record_tests::Oracle::new(start, &[n], &[stride], size).layout();
            for i in 0..n {
                let (new, source) = record::<R>(&mut random);
                ViewMut::<R>::from_parts(&mut bytes, layout, start).unwrap().set(i, new);
                put(&mut expected, i, &source);
                assert!(bytes == expected, "set {i} at {misalignment}, {stride}");
            }
            let (new, source) = record::<R>(&mut random);
            ViewMut::<R>::from_parts(&mut bytes, layout, start).unwrap().fill(new);
            (0..n).for_each(|i| put(&mut expected, i, &source));
            assert!(bytes == expected, "fill at {misalignment}, {stride}");
            let (new, source) = record::<R>(&mut random);
            let mut calls = 0;
            ViewMut::<R>::from_parts(&mut bytes, layout, start).unwrap().apply(|old| {
                calls += 1;
                if calls == 2 { new } else { old }
            });
            put(&mut expected, 1, &source);
            assert!(bytes == expected, "apply at {misalignment}, {stride}");
        }
    }
}

#[test]
fn storing_leaves_gaps_as_they_are() {
    store::<Inner>(&INNER);
    store::<Outer>(&outer_leaves());
    store::<Packed>(&packed_leaves());
}

/// Columns of records with gaps, and of their fields, at once.
#[test]
fn columns_write_their_own_bytes() {
    let mut random = Random::new(42);
    let size = size_of::<Outer>();
    let mut bytes = random.bytes(5 * size);
    let before = bytes.clone();
    let mut table = RecordTable::<Outer, _>::from_bytes_mut(&mut bytes).unwrap();
    let OuterColumnsMut { mut tag, inner, mut wide, more, .. } = table.columns_mut();
    tag.fill(0x11);
    wide.fill(f64::from_bits(0x2222_2222_2222_2222));
    inner.into_col(Inner::CODE).fill(0x3333);
    more.into_axes().into_col(Inner::COUNT).fill(0x4444_4444);
    let at = |byte: usize| match byte {
        0 => Some(0x11),
        12..14 => Some(0x33),
        16..24 => Some(0x22),
        28..32 | 40..44 => Some(0x44),
        _ => None,
    };
    for (i, &byte) in bytes.iter().enumerate() {
        assert_eq!(byte, at(i % size).unwrap_or(before[i]), "byte {i}");
    }
}

#[test]
fn owned_tables_have_zero_gaps() {
    let mut random = Random::new(43);
    let leaves = outer_leaves();
    let zero = |bytes: &[u8]| {
        bytes.chunks_exact(56).all(|r| r.iter().zip(&leaves).all(|(&byte, &leaf)| leaf || byte == 0))
    };
    let records: Vec<Outer> = (0..20).map(|_| record::<Outer>(&mut random).0).collect();
    let mut table = RecordTable::from(records.clone());
    assert!(zero(table.as_bytes().unwrap()));
    for &record in &records {
        table.push(record);
        table.truncate(table.len() - table.len() / 5);
    }
    table.extend(&records);
    table.set(3, records[5]);
    table.fill(records[7]);
    assert!(zero(table.as_bytes().unwrap()));
    assert!(zero(table.clone().as_bytes().unwrap()));
    // A copy of bytes with gaps that are not zero has zero gaps too.
    let bytes = random.bytes(56 * 4);
    let borrowed = RecordTable::<Outer, _>::from_bytes(&bytes).unwrap();
    assert_eq!(borrowed.as_bytes().unwrap(), bytes);
    assert!(zero(borrowed.to_table().as_bytes().unwrap()));
    assert!(zero(borrowed.take(&[3, 1]).as_bytes().unwrap()));
}

/// Where the bytes may be uninitialised, they are not offered, and the error says which.
#[test]
fn rust_values_with_gaps_do_not_give_their_bytes() {
    let mut random = Random::new(44);
    let outer: Vec<Outer> = (0..3).map(|_| record::<Outer>(&mut random).0).collect();
    let table = RecordTable::<Outer, _>::from_records(&outer);
    let error = table.as_bytes().unwrap_err();
    assert!(matches!(&error, TableError::UndefinedGaps { gap } if *gap == (1..4)), "{error:?}");
    assert!(error.to_string().starts_with("bytes 1..4 of each record are a gap"), "{error}");
    let packed: Vec<Packed> = (0..3).map(|_| record::<Packed>(&mut random).0).collect();
    let error = RecordTable::<Packed, _>::from_records(&packed).as_bytes().map(<[u8]>::len).unwrap_err();
    assert!(matches!(&error, TableError::UndefinedGaps { gap } if *gap == (2..5)), "{error:?}");
    let inner: Vec<Inner> = (0..3).map(|_| record::<Inner>(&mut random).0).collect();
    assert!(View::from_slice(&inner).as_bytes().is_none());
    assert!(View::from_slice(&inner).as_any().as_bytes().is_none());
    assert!(View::from_slice(&inner).slice(1..2).as_any().as_bytes().is_none());
    assert!(View::from_slice(&outer).col(Outer::INNER).slice(0..1).as_bytes().is_none());
    // Their gap-free parts are, where they are contiguous.
    assert_eq!(View::from_slice(&inner).slice(0..1).col(Inner::COUNT).as_bytes().map(<[u8]>::len), Some(4));
    assert_eq!(table.to_vec(), outer);
}
