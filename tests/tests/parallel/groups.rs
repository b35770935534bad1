//! Groups whose keys are taken apart by their hashes.

use crate::pools;
use record_core::{ops::Groups, prelude::*};
use record_tests::Random;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    far: u64,
    name: FixedBytes<6>,
    level: Be<f32>,
    value: f64,
}

fn rows(count: usize, keys: usize) -> RecordTable<Row> {
    let mut random = Random::new(keys as u64);
    let row = |_| {
        let key = random.below(keys) as u64;
        Row {
            far: key.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            name: FixedBytes::new(&format!("{:x}", key % 0x00ff_ffff)),
            level: Be::new((key % 7) as f32 - 3.5),
            value: random.bits().cast_signed() as f64 / 3.0,
        }
    };
    (0..count).map(row).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn far_keys() {
    for (count, keys) in [(65_536, 60_000), (65_537, 60_000), (140_001, 1), (140_001, 5), (140_001, 1 << 40)]
    {
        let table = rows(count, keys);
        pools(|| {
            let serial = Groups::by(table.col(Row::FAR)).unwrap();
            let groups = table.par().group_by(Row::FAR);
            let values = table.col(Row::VALUE);
            assert_eq!(bits(&groups.sum(Row::VALUE)), bits(&serial.sum(values).unwrap()));
            assert_eq!(bits(&groups.mean(Row::VALUE)), bits(&serial.mean(values).unwrap()));
            assert_eq!(groups.counts(), serial.counts());
            assert_eq!(groups.max(Row::LEVEL), serial.max(table.col(Row::LEVEL)).unwrap());
            assert_eq!(groups.first(Row::NAME), serial.first(table.col(Row::NAME)).unwrap());
            assert_eq!(groups.last(Row::NAME), serial.last(table.col(Row::NAME)).unwrap());
        });
    }
}

#[test]
fn texts_and_tuples() {
    let table = rows(100_001, 30_000);
    pools(|| {
        let by_name = Groups::by(table.col(Row::NAME)).unwrap();
        let sums = table.par().group_by(Row::NAME).sum(Row::VALUE);
        assert_eq!(bits(&sums), bits(&by_name.sum(table.col(Row::VALUE)).unwrap()));
        let by_two = Groups::by((table.col(Row::LEVEL), table.col(Row::FAR))).unwrap();
        let sums = table.par().group_by((Row::LEVEL, Row::FAR)).sum(Row::VALUE);
        assert_eq!(bits(&sums), bits(&by_two.sum(table.col(Row::VALUE)).unwrap()));
    });
}

/// More pieces than are taken apart at a time.
#[test]
fn several_waves() {
    let table = rows(600_001, 3000);
    let serial = Groups::by(table.col(Row::FAR)).unwrap().sum(table.col(Row::VALUE)).unwrap();
    for threads in [2, 3] {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            assert_eq!(bits(&table.par().group_by(Row::FAR).sum(Row::VALUE)), bits(&serial));
        });
    }
    // Far apart, and many for two threads too.
    let table = rows(600_001, 400_000);
    let serial = Groups::by(table.col(Row::FAR)).unwrap().sum(table.col(Row::VALUE)).unwrap();
    rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap().install(|| {
        assert_eq!(bits(&table.par().group_by(Row::FAR).sum(Row::VALUE)), bits(&serial));
    });
}
