//! Every reduction of a group is that of its values as a column: of all kinds of numbers, at any stride, with NaN, by column,
//! by token, by name and on threads.

use crate::{
    columns::{Sample, lay, view},
    for_all_numbers,
    groups::{rows_of, text},
    keys::{Row, rows},
};
use record_core::{
    Element, F16,
    ops::{Groups, Interpolation, Key, Number, ReduceError},
    prelude::*,
};
use record_tests::{Leaf, Random};
use std::fmt::Debug;

/// All reductions that have the same answer for a group as for a column; those that have no `None` for a group; positions.
macro_rules! for_all_folds {
    ($same:ident! $whole:ident! $place:ident!) => {
        $same! {
            variance(0) variance(1) std(0) std(2) any() all() count_nonzero() product() count_missing() nan_sum() nan_mean()
            nan_min() nan_max() nan_min_max() nan_variance(0) nan_variance(1) nan_std(1)
            nan_median() nan_quantile(0.3) nan_quantiles(&[0.75, 0.0, 0.5])
        }
        $whole! { min_max() median() quantile(0.9) quantiles(&[1.0, 0.25]) quantile_by(0.6, Interpolation::Nearest) }
        $place! { argmin argmax, nan_argmin nan_argmax }
    };
}

/// All reductions of the values, by groups and by a loop over the columns of the groups.
fn check<K, T>(keys: View<'_, K>, values: View<'_, T>)
where
    K: Element<Value: Key + Ord>,
    T: Leaf<Value: Number + Debug>,
{
    let (all, expected) = (values.to_vec(), rows_of(&keys.to_vec(), Ord::cmp));
    let part = |rows: &Vec<usize>| rows.iter().map(|&row| all[row]).collect::<Vec<_>>();
    let columns: Vec<Vec<T::Value>> = expected.iter().map(part).collect();
    let laid: Vec<_> = columns.iter().map(|c| lay::<T>(c, size_of::<T>().cast_signed(), 0)).collect();
    let views: Vec<View<'_, T>> = laid.iter().map(|(buffer, oracle)| view(buffer, oracle)).collect();
    let of_each = |f: &dyn Fn(usize, View<'_, T>) -> String| {
        let each: Vec<_> = views.iter().enumerate().map(|(group, column)| f(group, *column)).collect();
        format!("[{}]", each.join(", "))
    };
    let groups = Groups::by(keys).unwrap();
    macro_rules! same {
        ($($name:ident($($argument:expr),*))*) => {$(
            let found = text(&groups.$name(values $(, $argument)*).unwrap());
            assert_eq!(found, of_each(&|_, v| text(&v.$name($($argument),*))), stringify!($name));
        )*};
    }
    macro_rules! whole {
        ($($name:ident($($argument:expr),*))*) => {$(
            let found = text(&groups.$name(values $(, $argument)*).unwrap());
            assert_eq!(found, of_each(&|_, v| text(&v.$name($($argument),*).unwrap())), stringify!($name));
        )*};
    }
    macro_rules! place {
        ($($name:ident)*, $($nan:ident)*) => {
            $(assert_eq!(
                text(&groups.$name(values).unwrap()),
                of_each(&|group, v| text(&expected[group][v.$name().unwrap()])),
                stringify!($name)
            );)*
            $(assert_eq!(
                text(&groups.$nan(values).unwrap()),
                of_each(&|group, v| text(&v.$nan().map(|at| expected[group][at]))),
                stringify!($nan)
            );)*
        };
    }
    for_all_folds! { same! whole! place! }
}

/// Values in groups of few keys, keys and values at any stride. Of each `gone` values one is `none`.
fn every_layout<T: Leaf<Value: Number + Sample + Debug>>(gone: usize, none: T::Value) {
    let mut random = Random::new(7);
    for (len, spread) in [(0, 1), (1, 1), (2, 1), (7, 3), (40, 5), (300, 40), (2600, 2)] {
        let keys: Vec<i32> = (0..len).map(|_| random.below(spread) as i32 * 9 - 9).collect();
        let value = |_| if random.below(gone) == 0 { none } else { Sample::sample(&mut random) };
        let values: Vec<T::Value> = (0..len).map(value).collect();
        let t = size_of::<T>().cast_signed();
        for (a, b) in [(4, t), (7, -t - 1), (-4, 2 * t + 5)] {
            let (keys, key_oracle) = lay::<Be<i32>>(&keys, a, len % 3);
            let (values, value_oracle) = lay::<T>(&values, b, len % 5);
            check::<Be<i32>, T>(view(&keys, &key_oracle), view(&values, &value_oracle));
        }
    }
}

#[test]
fn every_kind_of_number() {
    macro_rules! numbers {
        ($type:ty) => {
            // Zeros now and then: products of integers fit then.
            every_layout::<$type>(3, Default::default());
        };
    }
    for_all_numbers!(numbers!);
}

#[test]
fn missing_values() {
    for gone in [1, 2, 9] {
        every_layout::<f64>(gone, f64::NAN);
        every_layout::<Be<f64>>(gone, -f64::NAN);
        every_layout::<Le<f32>>(gone, f32::NAN);
        every_layout::<Be<f32>>(gone, f32::NAN);
        every_layout::<F16>(gone, F16::NAN);
    }
}

/// All kinds of numbers in both byte orders, texts and a sub-array; the keys first.
const KINDS: &str = "[('b', '?'), ('k', 'u1'), ('i1', 'i1'), ('i2', '>i2'), ('i4', '<i4'), ('i8', '>i8'), ('j8', '<i8'), \
    ('u2', '<u2'), ('u4', '>u4'), ('u8', '<u8'), ('f2', '>f2'), ('e2', '<f2'), ('f4', '<f4'), ('e4', '>f4'), ('f8', '>f8'), \
    ('d8', '<f8'), ('d', '>M8[ms]'), ('m', '<m8[s]'), ('s', 'S3'), ('c', '<c8'), ('g', '<f4', (2,))]";

/// Records of any bits, some of NaN, NaT or zeros alone.
pub fn kinds(count: usize) -> AnyTable {
    let dtype = DType::parse(KINDS).unwrap();
    let mut random = Random::new(count as u64);
    let mut bytes = random.bytes(count * dtype.itemsize());
    for record in bytes.chunks_mut(dtype.itemsize()) {
        match random.below(6) {
            0 => record[2..].fill(0xFF),
            1 => record[2..].fill(0),
            2 => {
                let (date, span) = (dtype.field("d").unwrap().offset(), dtype.field("m").unwrap().offset());
                record[date..][..8].copy_from_slice(&i64::MIN.to_be_bytes());
                record[span..][..8].copy_from_slice(&i64::MIN.to_le_bytes());
            }
            _ => {}
        }
    }
    let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
    AnyTable::try_from(table.view().to_array().unwrap()).unwrap()
}

/// The groups by name, and a loop over the columns of the groups by name.
fn check_names(records: AnyView<'_>, keys: &[&str]) {
    let groups = records.group_by(keys).unwrap();
    let positions = groups.positions();
    for field in records.dtype().fields().iter().filter(|field| field.dtype().as_array().is_none()) {
        let name = field.name();
        let column = records.column(name).unwrap();
        let columns: Vec<_> = positions.iter().map(|rows| column.take(rows).unwrap()).collect();
        macro_rules! compare {
            ($name:ident($($argument:expr),*), $then:expr) => {
                match (groups.$name(name $(, $argument)*), column.$name($($argument),*)) {
                    (Ok(found), Ok(_)) => {
                        let each = columns.iter().map(|c| c.view().$name($($argument),*).unwrap());
                        let expected: Vec<String> = each.enumerate().map($then).collect();
                        let found: Vec<String> = found.iter().map(|answer| text(answer)).collect();
                        assert_eq!(found, expected, "{} of {name} by {keys:?}", stringify!($name));
                    }
                    (Err(found), Err(expected)) => assert_eq!(found, expected),
                    (found, expected) => panic!("{} of {name}: {found:?} for {expected:?}", stringify!($name)),
                }
            };
        }
        macro_rules! same {
            ($($name:ident($($argument:expr),*))*) => {
                $(compare!($name($($argument),*), |(_, answer)| text(&answer));)*
            };
        }
        macro_rules! whole {
            ($($name:ident($($argument:expr),*))*) => {
                $(compare!($name($($argument),*), |(_, answer)| text(&answer.unwrap()));)*
            };
        }
        macro_rules! place {
            ($($name:ident)*, $($nan:ident)*) => {
                $(compare!($name(), |(group, at)| text(&positions.get(group).unwrap()[at.unwrap()]));)*
                $(compare!($nan(), |(group, at)| text(&at.map(|at| positions.get(group).unwrap()[at])));)*
            };
        }
        for_all_folds! { same! whole! place! }
        same! { sum() }
        whole! { mean() min() max() }
    }
}

#[test]
fn by_name() {
    for count in [0, 1, 40, 600] {
        let table = kinds(count);
        check_names(table.view(), &["b"]);
        check_names(table.view().slice(s![..;-2]), &["k"]);
    }
}

#[test]
fn by_token_as_by_column() {
    for count in [0, 1, 50] {
        let rows = rows(count);
        let table = RecordTable::from_records(&rows);
        let by_name = table.group_by(Row::NAME);
        macro_rules! same {
            ($($name:ident($($argument:expr),*))*) => {$(
                let values = table.col(Row::FLOAT);
                let expected = text(&by_name.groups().$name(values $(, $argument)*).unwrap());
                assert_eq!(text(&by_name.$name(Row::FLOAT $(, $argument)*)), expected, "{}", stringify!($name));
            )*};
        }
        macro_rules! place {
            ($($name:ident)*, $($nan:ident)*) => {
                $(same! { $name() })*
                $(same! { $nan() })*
                let dates = table.col(Row::AT);
                assert_eq!(by_name.argmin(Row::AT), by_name.groups().argmin(dates).unwrap());
                assert_eq!(by_name.nan_max(Row::AT), by_name.groups().nan_max(dates).unwrap());
            };
        }
        for_all_folds! { same! same! place! }
    }
}

#[test]
fn what_has_no_answer() {
    for count in [0, 3] {
        let rows = rows(count);
        let table = RecordTable::from_records(&rows);
        let (typed, named) = (table.group_by(Row::FLAG), table.as_any().group_by(&["flag"]).unwrap());
        let beyond = ReduceError::Quantile { q: 1.5 };
        assert_eq!(typed.try_quantile(Row::WORD, 1.5), Err(beyond.clone()));
        assert_eq!(typed.try_nan_quantiles(Row::WORD, &[0.5, 1.5]), Err(beyond.clone()));
        assert_eq!(named.quantile_by("word", 1.5, Interpolation::Lower), Err(beyond.clone()));
        let error = typed.groups().median(View::from_slice(&[0.5; 2])).unwrap_err();
        assert!(matches!(error, ReduceError::Length(error) if (error.expected, error.found) == (count, 2)));
        for name in ["name", "pair", "nothing"] {
            assert!(named.variance(name, 0).is_err() && named.nan_min(name).is_err(), "{name}");
            assert!(matches!(named.median(name), Err(ReduceError::Column(_))), "{name}");
        }
        assert!(named.product("at").is_err() && named.median("at").is_err() && named.argmax("at").is_ok());
    }
    let table = RecordTable::from(rows(3));
    let panics = std::panic::catch_unwind(|| table.group_by(Row::FLAG).quantile(Row::WORD, -1.0));
    assert!(panics.is_err());
}

/// Groups on threads are those of one thread: more records than stay on one.
#[cfg(feature = "rayon")]
#[test]
fn threads() {
    #[derive(Record, Clone, Copy)]
    #[repr(C, packed)]
    struct Sampled {
        id: u64,
        value: Be<f64>,
        count: i16,
    }

    let mut random = Random::new(9);
    for (count, keys) in [(0, 1), (40, 3), (70_000, 3), (70_000, 9000)] {
        let sampled = |_| Sampled {
            id: random.below(keys) as u64 * 1_000_003,
            value: Be::new(if random.below(7) == 0 { f64::NAN } else { Sample::sample(&mut random) }),
            count: random.below(9) as i16 - 4,
        };
        let table: RecordTable<Sampled> = (0..count).map(sampled).collect();
        rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap().install(|| {
            let groups = table.par().group_by(Sampled::ID);
            macro_rules! same {
                ($($name:ident($($argument:expr),*))*) => {$(
                    let expected = text(&groups.serial().$name(Sampled::VALUE $(, $argument)*));
                    assert_eq!(text(&groups.$name(Sampled::VALUE $(, $argument)*)), expected, "{}", stringify!($name));
                    let expected = text(&groups.serial().$name(Sampled::COUNT $(, $argument)*));
                    assert_eq!(text(&groups.$name(Sampled::COUNT $(, $argument)*)), expected, "{}", stringify!($name));
                )*};
            }
            macro_rules! place {
                ($($name:ident)*, $($nan:ident)*) => {
                    $(same! { $name() })*
                    $(same! { $nan() })*
                };
            }
            for_all_folds! { same! same! place! }
            assert_eq!(groups.try_quantile(Sampled::VALUE, 2.0), Err(ReduceError::Quantile { q: 2.0 }));
        });
    }
}

/// A group of several blocks of the sum rule, whose states have trees of them.
#[test]
fn large_groups() {
    let mut random = Random::new(5);
    let keys: Vec<i32> = (0..30_000).map(|_| (random.below(40) / 38) as i32).collect();
    let values: Vec<f64> = (0..30_000).map(|_| Sample::sample(&mut random)).collect();
    check(View::from_slice(&keys), View::from_slice(&values));
}
