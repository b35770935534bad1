//! Groups of records that come in chunks, and groups on several threads, give what one view on one thread gives.

use crate::{
    folds::kinds,
    groups::text,
    keys::{Row, rows},
};
use record_core::{
    ops::{Interpolation, ReduceError},
    prelude::*,
    scan::{InMemory, ReaderOptions, ScanError, ScanOps},
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
                same!($keys, min_max(Row::SPAN));
                same!($keys, any(Row::WORD));
                same!($keys, all(Row::FLAG));
                same!($keys, count_nonzero(Row::SINGLE));
                same!($keys, product(Row::WORD));
                same!($keys, count_missing(Row::FLOAT));
                same!($keys, nan_sum(Row::FLOAT));
                same!($keys, nan_mean(Row::SINGLE));
                same!($keys, nan_min(Row::AT));
                same!($keys, nan_max(Row::SINGLE));
                same!($keys, nan_min_max(Row::FLOAT));
                same!($keys, nan_variance(Row::FLOAT, 1));
                same!($keys, nan_std(Row::SINGLE, 0));
                same!($keys, argmin(Row::AT));
                same!($keys, argmax(Row::FLOAT));
                same!($keys, nan_argmin(Row::FLOAT));
                same!($keys, nan_argmax(Row::SINGLE));
                same!($keys, median(Row::WORD));
                same!($keys, quantile(Row::FLOAT, 0.3));
                same!($keys, quantiles(Row::SINGLE, &[0.9, 0.0]));
                same!($keys, quantile_by(Row::WORD, 0.7, Interpolation::Higher));
                same!($keys, nan_median(Row::FLOAT));
                same!($keys, nan_quantile(Row::SINGLE, 0.25));
                same!($keys, nan_quantiles(Row::FLOAT, &[0.5, 1.0]));
            };
        }
        check!(Row::FLAG);
        check!(Row::NAME);
        check!((Row::LOW, Row::FLOAT));
    }
}

/// All reductions by name of all fields, of chunks and of one view of all.
#[test]
fn chunks_by_name() {
    for (count, records) in [(0, 1), (1, 1), (40, 7), (400, 64)] {
        let table = kinds(count);
        let read = || {
            let options = ReaderOptions::new().chunk_bytes(records * table.dtype().itemsize());
            options.reader_any(Cursor::new(table.as_bytes().to_vec()), table.dtype().clone()).unwrap()
        };
        for keys in [&["b"][..], &["k"], &["s", "f2"], &["e4", "d", "g"], &["c"], &[]] {
            let groups = table.view().group_by(keys).unwrap();
            let expected = groups.keys().unwrap();
            let (found, counts) = read().group_by_any(keys).unwrap().counts().unwrap();
            assert_eq!(
                (found.as_bytes(), found.dtype()),
                (expected.as_bytes(), expected.dtype()),
                "{keys:?}"
            );
            assert_eq!(counts, groups.counts(), "{keys:?}");
            for field in table.dtype().fields() {
                let name = field.name();
                for (found, all) in [
                    (read().group_by_any(keys).unwrap().first(name), groups.first(name)),
                    (read().group_by_any(keys).unwrap().last(name), groups.last(name)),
                ] {
                    let ((found, ends), all) = (found.unwrap(), all.unwrap());
                    assert_eq!(found.as_bytes(), expected.as_bytes());
                    assert_eq!(
                        (ends.as_bytes(), ends.dtype()),
                        (all.as_bytes(), all.dtype()),
                        "{name} by {keys:?}"
                    );
                    assert_eq!(ends.layout(), all.layout());
                }
                macro_rules! same {
                    ($($name:ident($($argument:expr),*))*) => {$(
                        match (read().group_by_any(keys).unwrap().$name(name $(, $argument)*), groups.$name(name $(, $argument)*)) {
                            (Ok((found, answers)), Ok(all)) => {
                                assert_eq!(found.as_bytes(), expected.as_bytes());
                                assert_eq!(text(&answers), text(&all), "{} of {name} by {keys:?}", stringify!($name));
                            }
                            (Err(ScanError::Column(found)), Err(error)) => assert_eq!(*found, error),
                            (found, all) => panic!("{} of {name}: {found:?}, {all:?}", stringify!($name)),
                        }
                    )*};
                }
                let found = read().group_by_any(keys).unwrap().quantiles(name, &[0.5, 0.1]);
                match (found, groups.quantiles(name, &[0.5, 0.1])) {
                    (Ok((_, answers)), Ok(all)) => {
                        assert_eq!(text(&answers), text(&all), "{name} by {keys:?}");
                    }
                    (Err(ScanError::Column(found)), Err(ReduceError::Column(error))) => {
                        assert_eq!(*found, error);
                    }
                    (found, all) => panic!("quantiles of {name}: {found:?}, {all:?}"),
                }
                same! {
                    sum() mean() min() max() min_max() variance(1) std(0) any() all() count_nonzero() product() count_missing()
                    nan_sum() nan_mean() nan_min() nan_max() nan_min_max() nan_variance(0) nan_std(1)
                    argmin() argmax() nan_argmin() nan_argmax()
                }
            }
        }
    }
}

/// More records in one chunk than are numbered at a time.
#[test]
fn one_chunk_of_many_records() {
    let table: RecordTable<Numbered> =
        (0..40_000).map(|i| Numbered { id: i * 7919 % 5003, level: i }).collect();
    let groups = table.as_any().group_by(&["id"]).unwrap();
    let mut scan = InMemory(&table);
    let (keys, answers) = scan.group_by_any(&["id"]).unwrap().argmax("level").unwrap();
    assert_eq!(keys.as_bytes(), groups.keys().unwrap().as_bytes());
    assert_eq!(text(&answers), text(&groups.argmax("level").unwrap()));
    let (_, lasts) = scan.group_by_any(&["id"]).unwrap().last("level").unwrap();
    assert_eq!(lasts.as_bytes(), groups.last("level").unwrap().as_bytes());
    let (_, medians) = scan.group_by_any(&["id"]).unwrap().median("level").unwrap();
    assert_eq!(medians, groups.median("level").unwrap());
    let (_, medians) = scan.group_by_any(&["id"]).unwrap().nan_median("level").unwrap();
    assert_eq!(medians, groups.nan_median("level").unwrap());
    let (_, variances) = scan.group_by_any(&["id"]).unwrap().variance("level", 1).unwrap();
    assert_eq!(variances, groups.variance("level", 1).unwrap());
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Numbered {
    id: u32,
    level: u32,
}

#[test]
fn what_a_scan_cannot_be_grouped_by() {
    let table: RecordTable<Numbered> = (0..9).map(|level| Numbered { id: level % 2, level }).collect();
    let mut scan = InMemory(&table);
    let error = scan.group_by_any(&["lvel"]).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error, "no field named `lvel`; did you mean `level`? The fields are `id`, `level`");
    let twice = scan.group_by_any(&["id", "level", "id"]).map(|_| ()).unwrap_err();
    assert!(matches!(&twice, ScanError::Group(_)));
    assert_eq!(twice.to_string(), "key 2 is the same field as key 0: `id`");
    assert!(matches!(scan.group_by_any(&["id"]).unwrap().sum("nothing"), Err(ScanError::Column(_))));
    assert!(matches!(scan.group_by_any(&["id"]).unwrap().last("nothing"), Err(ScanError::Column(_))));
    assert!(matches!(scan.group_by_any(&["id"]).unwrap().median("nothing"), Err(ScanError::Column(_))));
    assert!(matches!(scan.group_by_any(&["id"]).unwrap().quantile("level", 1.5), Err(ScanError::Reduce(_))));
    assert!(matches!(scan.group_by(Numbered::ID).quantile(Numbered::LEVEL, -0.5), Err(ScanError::Reduce(_))));
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
