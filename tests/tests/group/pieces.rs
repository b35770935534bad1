//! Groups of records that come in chunks, and groups on several threads, give what one view on one thread gives.

use crate::{
    groups::text,
    keys::{Row, rows},
};
use record_core::{
    prelude::*,
    scan::{ReaderOptions, ScanOps},
};
use std::io::Cursor;

#[test]
fn chunks_of_a_scan() {
    for (count, chunk) in [(0, 100), (1, 100), (700, 64), (3000, 1000), (3000, 1 << 20)] {
        let rows = rows(count);
        let table = RecordTable::from_records(&rows);
        let bytes = table.as_bytes().unwrap().to_vec();
        let scan =
            || ReaderOptions::new().chunk_bytes(chunk).reader::<Row>(Cursor::new(bytes.clone())).unwrap();
        macro_rules! same {
            ($keys:expr, $name:ident $arguments:tt) => {
                let groups = table.group_by($keys);
                let (keys, answers) = scan().group_by($keys).$name $arguments.unwrap();
                assert_eq!(text(&keys), text(&groups.keys()));
                assert_eq!(text(&answers), text(&groups.$name $arguments));
            };
        }
        macro_rules! check {
            ($keys:expr) => {
                same!($keys, counts());
                same!($keys, sum(Row::WORD));
                same!($keys, mean(Row::FLOAT));
                same!($keys, min(Row::SINGLE));
                same!($keys, max(Row::AT));
                same!($keys, first(Row::CITY));
                same!($keys, last(Row::PAIR));
                same!($keys, variance(Row::WORD, 1));
                same!($keys, std(Row::WORD, 0));
            };
        }
        check!(Row::FLAG);
        check!(Row::NAME);
        check!((Row::LOW, Row::FLOAT));
    }
}

#[cfg(feature = "rayon")]
#[test]
fn threads() {
    use record_core::ops::Groups;
    use record_tests::Random;

    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Sample {
        id: u64,
        value: Be<f64>,
    }

    let mut random = Random::new(1);
    // Keys far apart, close together, and close together but for a few.
    for (count, keys, far) in [
        (0, 1, 2),
        (1, 1, 2),
        (70_000, 3, 2),
        (200_001, 5000, 2),
        (70_000, 52, usize::MAX),
        (200_001, 4000, usize::MAX),
        (200_001, 52, 60_000),
    ] {
        let sample = |_| Sample {
            id: if random.below(far) > 0 { random.below(keys) as u64 } else { 1 << random.below(60) },
            value: Be::new(random.bits().cast_signed() as f64 / 3.0),
        };
        let table: RecordTable<Sample> = (0..count).map(sample).collect();
        for threads in [1, 2, 5] {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
                let groups = table.par().group_by(Sample::ID);
                let serial = Groups::by(table.col(Sample::ID)).unwrap();
                let values = table.col(Sample::VALUE);
                assert_eq!(groups.counts(), serial.counts());
                assert_eq!(groups.sum(Sample::VALUE), serial.sum(values).unwrap());
                assert_eq!(groups.mean(Sample::VALUE), serial.mean(values).unwrap());
                assert_eq!(groups.min(Sample::VALUE), serial.min(values).unwrap());
                assert_eq!(groups.max(Sample::VALUE), serial.max(values).unwrap());
                assert_eq!(groups.first(Sample::VALUE), serial.first(values).unwrap());
                assert_eq!(groups.last(Sample::VALUE), serial.last(values).unwrap());
                assert_eq!(groups.serial().keys(), serial.keys());
            });
        }
    }
}
