//! Tables over somebody's bytes or records, at any address.

use super::{Reading, bytes_of, readings};
use record_core::{AnyTable, Be, Element, Record, RecordTable, table::TableError};
use record_tests::Buffer;

#[test]
fn bytes_at_any_address_are_a_table() {
    let records = readings(9);
    for misalignment in 0..16 {
        let mut buffer = Buffer::new(&bytes_of(&records), misalignment);
        let table = RecordTable::<Reading, _>::from_bytes(buffer.bytes()).unwrap();
        assert_eq!(table.to_vec(), records);
        assert_eq!(table.as_bytes().unwrap().as_ptr(), buffer.bytes().as_ptr());
        assert_eq!(table[Reading::AT].max(), Some(8000));
        let mut table = RecordTable::<Reading, _>::from_bytes_mut(buffer.bytes_mut()).unwrap();
        table[Reading::AT] += 1;
        table.set(8, records[1]);
        let mut expected = records.clone();
        for r in &mut expected {
            r.at = Be::new({ r.at }.get() + 1);
        }
        expected[8] = records[1];
        assert_eq!(table.to_vec(), expected);
        assert_eq!(buffer.bytes(), bytes_of(&expected));
    }
}

#[test]
fn records_in_memory_are_a_table() {
    let records = readings(4);
    let table = RecordTable::<Reading, _>::from_records(&records);
    assert_eq!(table.view().as_ptr(), records.as_ptr());
    assert_eq!(table.as_bytes().unwrap(), bytes_of(&records));
    assert_eq!(table.view().as_slice(), Some(&records[..]));
    let none = RecordTable::<Reading, _>::from_records(&[]);
    assert_eq!((none.len(), none.as_bytes().unwrap()), (0, &[][..]));
}

#[test]
fn a_part_of_a_record_is_an_error_with_the_numbers() {
    let bytes = bytes_of(&readings(3));
    for left in 1..7 {
        let cut = &bytes[..14 + left];
        let check = |error: TableError| {
            let TableError::PartialRecord { available, records, left: found, itemsize } = error else {
                panic!("{error:?}");
            };
            assert_eq!((available, records, found, itemsize), (14 + left as u64, 2, left as u64, 7));
        };
        check(RecordTable::<Reading, _>::from_bytes(cut).unwrap_err());
        check(RecordTable::<Reading, _>::from_bytes_mut(&mut cut.to_vec()).unwrap_err());
        check(AnyTable::from_bytes(cut, Reading::DTYPE.clone()).unwrap_err());
    }
    let error = RecordTable::<Reading, _>::from_bytes(&bytes[..20]).unwrap_err();
    assert_eq!(error.to_string(), "20 bytes are 2 records of 7 bytes, and 6 of a partial record");
    assert!(RecordTable::<Reading, _>::from_bytes(&[]).unwrap().is_empty());
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gappy {
    a: u16,
    b: u64,
}

#[test]
fn views_outlive_the_table_they_came_from() {
    let bytes = bytes_of(&readings(5));
    let records = {
        let table = RecordTable::<Reading, _>::from_bytes(&bytes).unwrap();
        table.view().to_vec()
    };
    assert_eq!(records, readings(5));
    let gappy = [Gappy { a: 1, b: 2 }, Gappy { a: 3, b: 4 }];
    let table = RecordTable::<Gappy, _>::from_records(&gappy);
    assert!(matches!(table.as_bytes(), Err(TableError::UndefinedGaps { gap }) if gap == (2..8)));
    let copy = table.to_table();
    assert_eq!(&copy.as_bytes().unwrap()[2..8], [0; 6]);
    // Bytes, on the other hand, are defined whatever they are laid under.
    let over = RecordTable::<Gappy, _>::from_bytes(copy.as_bytes().unwrap()).unwrap();
    assert_eq!(over.as_bytes().unwrap().len(), 32);
}
