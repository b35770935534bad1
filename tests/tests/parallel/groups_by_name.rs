//! Groups and joins by the names of fields.

use crate::pools;
use record_core::{
    convert::{AnyAsofOptions, JoinKind, JoinOptions, join_by},
    ops::{GroupError, Interpolation},
    prelude::*,
    view::Value,
};
use record_tests::Random;
use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// Records of a time that ascends, a key of so many values that are far apart, and numbers; in both byte orders.
fn table(count: usize, keys: usize) -> AnyTable {
    let dtype = DType::parse(
        "[('t', '>u4'), ('far', '<f8'), ('name', 'S5'), ('x', '>f4'), ('n', '<i8'), ('when', '>M8[ms]'), ('at', '<i2', (2,))]",
    )
    .unwrap();
    let mut random = Random::new((count + keys) as u64);
    let mut bytes = Vec::new();
    for i in 0..count {
        let key = random.below(keys);
        bytes.extend((i as u32 / 2).to_be_bytes());
        let far = match key {
            0 => f64::NAN,
            1 if i % 2 == 0 => -0.0,
            1 => 0.0,
            key => (key as f64 - 500.0) * 1e30,
        };
        bytes.extend(far.to_le_bytes());
        let name = format!("{:05x}", key % 0xf_ffff);
        bytes.extend(name.as_bytes());
        let x = if random.below(40) == 0 { f32::NAN } else { random.below(1000) as f32 / 7.0 };
        bytes.extend(x.to_be_bytes());
        bytes.extend(random.bits().cast_signed().to_le_bytes());
        bytes.extend((random.below(9999) as i64).to_be_bytes());
        bytes.extend([(key % 3) as u8, 0, (i % 2) as u8, 0]);
    }
    AnyTable::from_bytes(&bytes, dtype.clone()).unwrap().convert_to(&dtype).unwrap()
}

/// By their texts: floats print exactly, NaN is NaN.
fn text(answer: impl std::fmt::Debug) -> String {
    format!("{answer:?}")
}

macro_rules! same {
    ($all:expr, $one:expr; $($name:ident($($argument:expr),*))*) => {$(
        assert_eq!(text($all.$name($($argument),*)), text($one.$name($($argument),*)), stringify!($name));
    )*};
}

fn check(table: &AnyTable, keys: &[&str]) {
    let (all, one) = (table.view().par().group_by(keys).unwrap(), table.group_by(keys).unwrap());
    let all = &all;
    assert_eq!(all.serial().ids(), one.ids());
    assert_eq!(all.serial().keys().unwrap().as_bytes(), one.keys().unwrap().as_bytes());
    assert_eq!((all.counts(), all.positions()), (one.counts(), &one.positions()));
    let bytes = |array: Result<AnyArray, GroupError>| array.map(|array| array.as_bytes().to_vec());
    for field in ["x", "n", "when", "name", "at", "none"] {
        // One of each way to an answer; the others are made of the same macros.
        same! { all, one;
            sum(field) mean(field) min(field) max(field) min_max(field) variance(field, 1) count_missing(field)
            argmax(field) nan_argmin(field) median(field) nan_quantiles(field, &[0.9, 0.1])
            quantile_by(field, 1.5, Interpolation::Higher)
        }
        assert_eq!(text(bytes(all.first(field))), text(bytes(one.first(field))));
        assert_eq!(text(bytes(all.last(field))), text(bytes(one.last(field))));
    }
}

#[test]
fn groups() {
    for (count, keys) in [(0, 1), (65_536, 100), (65_537, 40_000), (140_001, 1)] {
        let table = table(count, keys);
        pools(|| {
            check(&table, &["far"]);
        });
    }
    let table = table(70_001, 50);
    pools(|| {
        check(&table, &["at", "name"]);
        check(&table, &[]);
        let view = table.view().par();
        assert_eq!(text(view.group_by(&["none"]).err()), text(table.group_by(&["none"]).err()));
        assert_eq!(text(view.group_by(&["t", "t"]).err()), text(table.group_by(&["t", "t"]).err()));
    });
}

/// A join by one thread and by several, as bytes or as an error.
fn same_join(left: &AnyTable, right: &AnyTable, keys: &[&str], kind: JoinKind, options: &JoinOptions) {
    let one = join_by(keys, left.view(), right.view(), kind, options);
    let all = left.view().par().join_by(keys, right.view(), kind, options);
    match (all, one) {
        (Ok(all), Ok(one)) => assert!(all.dtype() == one.dtype() && all.as_bytes() == one.as_bytes()),
        (all, one) => assert_eq!(text(all.err()), text(one.err())),
    }
}

#[test]
fn joins() {
    for (lefts, rights, keys) in
        [(0, 10, 5), (65_537, 3, 50), (70_000, 66_000, 60_000), (140_001, 1000, 1 << 30)]
    {
        let (left, right) = (table(lefts, keys), table(rights, keys));
        pools(|| {
            for kind in [JoinKind::Inner, JoinKind::Left, JoinKind::Outer] {
                same_join(&left, &right, &["far"], kind, &JoinOptions::new().zeros());
                same_join(
                    &left,
                    &right,
                    &["name", "at"],
                    kind,
                    &JoinOptions::new().default_value("x2", Value::Float64(f64::NAN)),
                );
                same_join(&left, &right, &["none"], kind, &JoinOptions::new());
            }
        });
    }
}

#[test]
fn nearest_times() {
    for (lefts, rights, keys) in [(0, 3, 2), (65_537, 1000, 20), (140_001, 70_000, 4000)] {
        let (left, right) = (table(lefts, keys), table(rights, keys));
        let options = AnyAsofOptions::new().tolerance(50);
        pools(|| {
            let (a, b) = (left.view(), right.view());
            let pairs = a.asof_join(b, "t", &options).unwrap();
            assert_eq!(a.par().asof_join(b, "t", &options).unwrap(), pairs);
            let by = a.asof_join_by(b, "t", ["name"], &options).unwrap();
            assert_eq!(a.par().asof_join_by(b, "t", ["name"], &options).unwrap(), by);
            // Dates are in no order, and a text is no time.
            assert_eq!(text(a.par().asof_join(b, "when", &options)), text(a.asof_join(b, "when", &options)));
            assert_eq!(text(a.par().asof_join(b, "name", &options)), text(a.asof_join(b, "name", &options)));
            let zeros = JoinOptions::new().zeros();
            for pairs in [&pairs, &by] {
                let one = pairs.to_table(a, b, &["name"], &zeros).unwrap();
                let all = pairs.par().to_table(a, b, &["name"], &zeros).unwrap();
                assert!(all.dtype() == one.dtype() && all.as_bytes() == one.as_bytes());
            }
            assert_eq!(
                text(pairs.par().to_table(b, a, &["name"], &zeros).err()),
                text(pairs.to_table(b, a, &["name"], &zeros).err())
            );
        });
    }
}

/// Jobs of a small pool ask for the same groups' records while these are being found: the thread that finds them must not
/// wait for itself.
#[test]
fn one_answer_for_many_who_ask() {
    let bytes: Vec<u8> = (0..200_000_usize)
        .map(|i| u8::try_from(i.wrapping_mul(2_654_435_761) >> 7 & 0xFF).unwrap())
        .collect();
    let dtype = DType::parse("[('channel', 'u1'), ('level', 'u1')]").unwrap();
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    let expected = table.group_by(&["channel"]).unwrap().positions();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    for _ in 0..40 {
        let groups = pool.install(|| table.view().par().group_by(&["channel"]).unwrap());
        let (busy, asked) = (Barrier::new(2), AtomicBool::new(false));
        thread::scope(|scope| {
            // A thread that is free once the records are being found takes part, and the others have jobs that wait.
            scope.spawn(|| {
                pool.install(|| {
                    busy.wait();
                    while !asked.load(Ordering::Acquire) {
                        thread::yield_now();
                    }
                });
            });
            busy.wait();
            let ask = || {
                pool.install(|| {
                    asked.store(true, Ordering::Release);
                    groups.positions() == &expected
                })
            };
            let answers: Vec<_> = (0..6).map(|_| scope.spawn(ask)).collect();
            assert!(answers.into_iter().all(|answer| answer.join().unwrap()));
        });
    }
}
