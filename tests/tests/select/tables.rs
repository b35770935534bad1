//! Whole records: small tables and such as are filtered block by block, packed records and records with gaps.

use super::into::chosen;
use record_core::{Record, RecordTable, View, ops::Mask, prelude::*};
use record_tests::Random;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Employee {
    name: FixedBytes<32>,
    age: i32,
    salary: f64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gappy {
    id: u8,
    value: f64,
    part: [u8; 2],
}

fn employees(count: usize, random: &mut Random) -> RecordTable<Employee> {
    (0..count)
        .map(|i| Employee {
            name: FixedBytes::new("somebody"),
            age: i32::try_from(18 + random.below(52)).unwrap(),
            salary: i as f64,
        })
        .collect()
}

#[test]
fn tables_of_any_size_are_filtered() {
    let mut random = Random::new(8);
    // The last two take more than 4 MiB.
    for count in [0, 1, 63, 64, 65, 1000, 1024, 1025, 95_326, 200_003] {
        let table = employees(count, &mut random);
        let records = table.to_vec();
        let old: Vec<Employee> = records.iter().copied().filter(|r| r.age > 50).collect();
        let mask = table.col(Employee::AGE).gt(50);
        assert_eq!(table.filter(&mask).to_vec(), old);
        let by = table.filter_by(|r| r.age > 50);
        assert_eq!(by.to_vec(), old);
        // As any other table, it can grow.
        let mut by = by;
        by.extend(records.iter().copied());
        assert_eq!((by.len(), by.get(old.len())), (old.len() + count, records.first().copied()));
        assert_eq!(table.filter_by(|_| false).len(), 0);
        assert_eq!(table.filter_by(|_| true), table);
        assert_eq!(table.count_where(|r| r.age > 50 && r.salary < 500.0), {
            records.iter().filter(|r| r.age > 50 && r.salary < 500.0).count()
        });
        let flipped = table.view().flip(0);
        let last: Vec<Employee> = old.iter().rev().copied().collect();
        assert_eq!(flipped.filter_table_by(|r| r.age > 50).to_vec(), last);
        let kept = chosen(&mut random, count);
        let mask: Mask = kept.iter().copied().collect();
        let expected: Vec<Employee> =
            records.iter().zip(&kept).filter(|(_, k)| **k).map(|(&r, _)| r).collect();
        assert_eq!(flipped.flip(0).filter_table(&mask).to_vec(), expected);
        let indices: Vec<usize> = (0..count.min(5000)).map(|_| random.below(count)).collect();
        assert!(table.take(&indices).iter().eq(indices.iter().map(|&i| records[i])));
        assert!(table.try_take(&[count]).is_err());
    }
}

#[test]
fn gaps_stay_as_they_are() {
    let records: Vec<Gappy> = (0..200_000_u32)
        .map(|i| Gappy { id: i.to_le_bytes()[0], value: f64::from(i), part: [1, 2] })
        .collect();
    let view = View::from_slice(&records);
    let kept = view.filter_table_by(|r| r.id % 3 == 0);
    assert_eq!(kept, view.filter_table(&view.col(Gappy::ID).mask_by(|id| id % 3 == 0)));
    let gaps = |bytes: &[u8], value: u8| {
        bytes.chunks_exact(24).all(|r| r[1..8].iter().chain(&r[18..]).all(|&byte| byte == value))
    };
    assert!(gaps(kept.as_bytes().unwrap(), 0));
    // Of a target that is there, too.
    let mut bytes = vec![0xEE; 24 * kept.len()];
    let mut out = RecordTable::<Gappy>::from_bytes_mut(&mut bytes).unwrap();
    assert_eq!(view.filter_by_into(|r| r.id % 3 == 0, &mut out), Ok(kept.len()));
    assert_eq!(out, kept);
    assert!(gaps(&bytes, 0xEE));
}
