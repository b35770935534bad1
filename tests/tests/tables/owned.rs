//! Tables that own their records: they grow like `Vec`, at addresses that are multiples of 64.

use super::{Reading, bytes_of, readings};
use record_core::{Be, Record, RecordTable, table::TableError};
use record_tests::Random;

#[test]
fn tables_grow_like_vectors() {
    let mut random = Random::new(51);
    for _ in 0..100 {
        let (mut table, mut model) = (RecordTable::<Reading>::new(), Vec::new());
        for _ in 0..30 {
            let some = readings(random.below(40));
            match random.below(8) {
                0 => {
                    table.extend(some.clone());
                    model.extend(some);
                }
                1 => {
                    // By reference, and from an iterator that does not know its length.
                    table.extend(some.iter().filter(|r| r.id % 3 == 0));
                    model.extend(some.iter().filter(|r| r.id % 3 == 0));
                }
                2 => {
                    let keep = random.below(model.len() + 3);
                    table.truncate(keep);
                    model.truncate(keep);
                }
                3 if random.below(4) == 0 => {
                    table.clear();
                    model.clear();
                }
                4 => {
                    let room = random.below(100);
                    table.reserve(room);
                    assert!(table.capacity() >= table.len() + room);
                }
                5 if !model.is_empty() => {
                    let (i, new) = (random.below(model.len()), readings(9)[8]);
                    table.set(i, new);
                    model[i] = new;
                }
                6 => table = table.clone(),
                _ => {
                    for record in some.into_iter().take(3) {
                        table.push(record);
                        model.push(record);
                    }
                }
            }
            assert_eq!(table.len(), model.len());
            assert_eq!(table.to_vec(), model);
            assert_eq!(table.as_bytes().unwrap(), bytes_of(&model));
            assert!(table.capacity() >= table.len());
            assert!(model.is_empty() || table.view().as_ptr().addr().is_multiple_of(64));
            assert_eq!(table.trailing_bytes(), 0);
        }
    }
}

#[test]
fn every_way_to_make_a_table_gives_the_same() {
    let records = readings(17);
    let tables = [
        RecordTable::from(records.clone()),
        RecordTable::from(&records[..]),
        records.iter().copied().collect(),
        RecordTable::<Reading, _>::from_records(&records).to_table(),
        RecordTable::from(<[Reading; 17]>::try_from(records.clone()).unwrap()),
    ];
    for table in &tables {
        assert_eq!(table.to_vec(), records);
        assert_eq!(table.as_bytes().unwrap(), bytes_of(&records));
        assert!(table.view().as_ptr().addr().is_multiple_of(64));
    }
    assert!(RecordTable::<Reading>::default().is_empty());
    assert_eq!(RecordTable::<Reading>::new().as_bytes().unwrap().len(), 0);
    let zeroed = RecordTable::<Reading>::zeroed(5).unwrap();
    assert_eq!((zeroed.len(), zeroed.as_bytes().unwrap()), (5, &[0; 35][..]));
    assert!(RecordTable::<Reading>::with_capacity(100).capacity() >= 100);
}

#[test]
fn appending_moves_rarely() {
    let mut table = RecordTable::<Reading>::new();
    let (mut moves, mut capacity) = (0, table.capacity());
    let records = readings(20_000);
    for &record in &records {
        table.push(record);
        if table.capacity() != capacity {
            (moves, capacity) = (moves + 1, table.capacity());
        }
    }
    assert_eq!(table.len(), 20_000);
    // Doubling: 20,000 is below 2^15.
    assert!((5..=15).contains(&moves), "{moves} moves");
    // One at a time with `extend` is no worse, and neither is reserving for each.
    let mut table = RecordTable::<Reading>::new();
    let (mut moves, mut capacity) = (0, 0);
    for &record in &records {
        table.extend([record]);
        if table.capacity() != capacity {
            (moves, capacity) = (moves + 1, table.capacity());
        }
    }
    assert!(moves <= 15, "{moves} moves");
    assert_eq!(table.to_vec(), records);
    let mut table = RecordTable::<Reading>::with_capacity(1000);
    let at = table.view().as_ptr();
    table.extend(readings(1000));
    assert_eq!(table.view().as_ptr(), at);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, align(256))]
struct Wide {
    value: u64,
}

#[test]
fn larger_alignments_are_kept() {
    let mut table = RecordTable::<Wide>::new();
    for value in 0..50 {
        table.push(Wide { value });
        assert!(table.view().as_ptr().addr().is_multiple_of(256));
        assert!(table.view().as_slice().is_some());
    }
    assert_eq!(table.col(Wide::VALUE).sum(), 49 * 25);
    assert_eq!(table.view().as_slice().unwrap()[7], Wide { value: 7 });
}

#[test]
fn tables_can_be_moved_and_sent() {
    let table = RecordTable::from(readings(10));
    let moved = Box::new(table);
    let sum = std::thread::spawn(move || moved.col(Reading::AT).sum()).join().unwrap();
    assert_eq!(sum, 45_000);
    let table = RecordTable::from(readings(10));
    let view = table.view();
    let sums: Vec<i128> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(move || view.col(Reading::VALUE).sum())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(sums, [-45; 3]);
}

#[test]
fn columns_by_token_read_and_write() {
    let mut table = RecordTable::from(readings(6));
    table[Reading::VALUE] *= 2;
    table[Reading::AT] += 5;
    table.col_mut(Reading::ID).set(2, 200);
    assert_eq!(table[Reading::VALUE].to_vec(), [0, -2, -4, -6, -8, -10]);
    assert_eq!(table.col(Reading::AT).to_vec(), [5, 1005, 2005, 3005, 4005, 5005]);
    assert_eq!(table[Reading::ID].to_vec(), [0, 1, 200, 3, 4, 5]);
    assert_eq!(table.columns().at.max(), Some(5005));
    let super::ReadingColumnsMut { mut id, mut at, mut value } = table.columns_mut();
    id.fill(1);
    at.fill(2);
    value.fill(3);
    assert_eq!(
        table.as_bytes().unwrap(),
        [1, 0, 0, 0, 2].into_iter().chain(3_i16.to_ne_bytes()).collect::<Vec<_>>().repeat(6)
    );
    let ids: Vec<u8> = (&table).into_iter().map(|r| r.id).collect();
    assert_eq!(ids, [1; 6]);
    assert_eq!(table.get(6), None);
    assert_eq!({ table.item(0).at }, Be::new(2));
}

#[test]
fn too_many_records_are_an_error() {
    for count in [usize::MAX, usize::MAX / 7, isize::MAX.cast_unsigned() / 7 + 1] {
        let error = RecordTable::<Reading>::zeroed(count).unwrap_err();
        assert!(matches!(error, TableError::OutOfMemory { .. }), "{error:?}");
    }
}

#[test]
#[should_panic(expected = "no memory for that many records")]
fn reserving_too_much_panics() {
    RecordTable::<Reading>::new().reserve(usize::MAX);
}
