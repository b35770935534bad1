//! R1 and R5: no accessor asks for alignment, and none makes a reference where there is none.

use super::*;
use record_core::layout::{Layout, Rank};

/// Hands `bytes` to `read`, copied to an address that is `offset` behind a multiple of 16.
fn at_offset(offset: usize, bytes: &[u8], read: impl Fn(&[u8])) {
    let mut buffer = vec![0_u8; bytes.len() + 32];
    let start = (16 - buffer.as_ptr().addr() % 16) % 16 + offset;
    buffer[start..][..bytes.len()].copy_from_slice(bytes);
    read(&buffer[start..][..bytes.len()]);
}

#[test]
fn records_at_every_offset_read_alike() {
    let table: RecordTable<Outer> = (0..7).map(outer).collect();
    let bytes = table.as_bytes().expect("owned");
    for offset in 0..16 {
        at_offset(offset, bytes, |bytes| {
            assert_eq!(bytes.as_ptr().addr() % 16, offset);
            let view = View::<Outer>::from_bytes(bytes).expect("whole records");
            let aligned = offset % align_of::<Outer>() == 0;
            assert_eq!(view.is_aligned(), aligned);
            assert_eq!(view.as_slice().is_some(), aligned);
            assert_eq!(view.as_bytes(), Some(bytes), "a file's gaps are defined");
            assert!(view.iter().eq(table.iter()));
            assert!(view.iter().rev().eq(table.iter().rev()));
            assert_eq!((view.first(), view.last(), view.get(3)), (table.first(), table.last(), table.get(3)));
            let column = view.col(Outer::VALUE);
            assert!(column.as_slice().is_none(), "the records have a stride");
            assert_eq!((column.sum(), column.min(), column.max()), (21.0, Some(0.0), Some(6.0)));
            assert_eq!(column.gt(4.0).to_vec(), [false, false, false, false, false, true, true]);
            let counts = view.col(Outer::INNER).axes().col(Inner::COUNT);
            assert_eq!(counts.shape(), [7, 2]);
            assert_eq!(counts.is_aligned(), offset % 4 == 0);
            assert!(counts.iter().eq((0..7_u32).flat_map(|i| [i, !i])));
            assert_eq!(counts.at(6).to_vec(), [6, !6]);
            assert!(view.as_any().values().count() == 7 && view.to_string().contains("7 records"));
        });
    }
}

#[test]
fn scalars_at_every_offset_are_a_slice_only_where_aligned() {
    let values: Vec<u8> = (0..10_u64).flat_map(|i| (i << 40 | i).to_ne_bytes()).collect();
    let layout = Layout::<Rank<1>> { shape: [10], strides: [8] };
    let mut buffer = vec![0_u8; values.len() + 32];
    let base = (16 - buffer.as_ptr().addr() % 16) % 16;
    for offset in 0..16 {
        let start = base + offset;
        buffer[start..][..values.len()].copy_from_slice(&values);
        let view = View::<u64>::from_parts(&buffer, layout, start).expect("in the buffer");
        assert_eq!(view.as_slice().is_some(), offset % 8 == 0);
        assert_eq!(view.as_slice().is_some(), view.is_aligned());
        assert_eq!(view.sum(), (0..10_i128).map(|i| i << 40 | i).sum());
        let one = View::<u64>::from_parts(&buffer, Layout { shape: [1], strides: [3] }, start).expect("one");
        assert_eq!(one.as_slice().is_some(), offset % 8 == 0, "a single element has any stride");
        // NumPy's rule: the base is judged, and the strides, not what happens to be read.
        let odd =
            View::<u16>::from_parts(&buffer, Layout { shape: [3], strides: [5] }, start).expect("three");
        assert!(!odd.is_aligned() && odd.as_slice().is_none());
    }
}

#[test]
fn writes_at_every_offset_reach_their_bytes_alone() {
    for offset in 0..16 {
        let mut buffer = vec![0xEE_u8; 16 + 16 + 2 * size_of::<Outer>() + 16];
        let start = (16 - buffer.as_ptr().addr() % 16) % 16 + offset;
        let len = 2 * size_of::<Outer>();
        let mut view = ViewMut::<Outer>::from_bytes(&mut buffer[start..][..len]).expect("two records");
        view.set(1, outer(3));
        view.col_mut(Outer::LAST).fill(u32::MAX);
        view.reborrow().into_col(Outer::INNER).into_axes().into_col(Inner::TAG).apply(|t| t ^ 1);
        assert_eq!(
            view.get(1),
            Some(Outer {
                last: u32::MAX,
                inner: outer(3).inner.map(|v| Inner { tag: v.tag ^ 1, ..v }),
                ..outer(3)
            })
        );
        // Gaps and everything around keep what they had: 1..8, 17..20, 25..28 and 36..40 of each record.
        for (i, &byte) in buffer.iter().enumerate() {
            let within = i.wrapping_sub(start);
            let gap = matches!(within % 40, 1..8 | 17..20 | 25..28 | 36..40);
            if within >= len || gap {
                assert_eq!(byte, 0xEE, "byte {within} at offset {offset}");
            }
        }
    }
}
