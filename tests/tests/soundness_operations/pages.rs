//! R1: large tables are made of pages, of which some are given back while the table lives.

use super::*;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Row {
    id: u32,
    x: [u8; 7],
    f: u8,
}

/// Twelve bytes each: 6 MiB.
const RECORDS: usize = 1 << 19;

fn stored() -> Vec<u8> {
    (0..RECORDS * size_of::<Row>()).map(|i| (i / 12 + i % 12) as u8).collect()
}

#[test]
fn tables_live_on_behind_pages_that_were_given_back() {
    let bytes = stored();
    let view = View::<Row>::from_bytes(&bytes).expect("whole records");
    for part in [1, 3, 1000] {
        let mut n = 0;
        let mut kept = view.filter_table_by(|_| {
            n += 1;
            n % part == 0
        });
        let len = RECORDS / part;
        assert!(kept.iter().eq((0..len).map(|i| view.item((i + 1) * part - 1))));
        let last = kept.get(len - 1);
        // One more than there is room for.
        let more = kept.capacity() - len + 1;
        kept.extend(std::iter::repeat_n(Row { id: 7, x: [1; 7], f: 2 }, more));
        assert_eq!((kept.get(len - 1), kept.len()), (last, len + more));
        let copy = kept.clone();
        kept.truncate(10);
        kept.reserve(2 * RECORDS);
        assert!(kept.iter().eq(copy.iter().take(10)));
        let any = AnyArray::from(copy.to_array());
        assert_eq!(any.clone().as_bytes(), copy.as_bytes().expect("owned"));
    }
}

#[test]
fn a_panic_leaves_no_pages_behind_that_are_used() {
    let bytes = stored();
    let view = View::<Row>::from_bytes(&bytes).expect("whole records");
    let mut n = 0;
    let stopped = caught(|| {
        view.filter_table_by(|_| {
            n += 1;
            assert!(n < RECORDS - 1000, "on purpose");
            true
        })
    });
    assert!(stopped.is_none());
    let none = view.filter_table_by(|_| false);
    assert!(none.is_empty() && none.as_bytes().expect("owned").is_empty());
}

#[test]
fn large_arrays_are_as_aligned_as_was_asked() {
    for alignment in [4096, 8192] {
        let mut array = Array::<u8, _>::with_alignment([5 << 20], Order::C, alignment).expect("memory");
        assert_eq!(array.as_bytes().as_ptr().addr() % alignment, 0);
        array.fill(1);
        let copy = array.clone();
        assert_eq!((copy.as_bytes().as_ptr().addr() % alignment, copy.sum()), (0, 5 << 20));
    }
}
