//! Masks, selections and orders of columns by name, and those of typed columns that are not elsewhere.

use crate::{pools, samples};
use record_core::{
    ops::{Mask, SortBy},
    prelude::*,
    time::Seconds,
    view::Value,
};
use record_tests::Random;

/// Around the borders of pieces, and several of them.
const COUNTS: [usize; 3] = [0, 65_537, 131_089];

/// Records of all kinds of fields in both byte orders, at odd offsets.
fn table(count: usize) -> AnyTable {
    let dtype = DType::parse(
        "[('id', 'u1'), ('n', '>i2'), ('x', '<f8'), ('t', '>M8[s]'), ('name', 'S3'), ('wide', '>U2'), ('at', '>f4', (2,)), \
         ('z', '<c16')]",
    )
    .unwrap();
    let mut random = Random::new(count as u64 + 1);
    let mut bytes = Vec::new();
    for _ in 0..count {
        bytes.push(random.below(7) as u8);
        bytes.extend((random.below(1000) as i16 - 500).to_be_bytes());
        let x = if random.below(50) == 0 { f64::NAN } else { random.below(300) as f64 / 4.0 };
        bytes.extend(x.to_le_bytes());
        let t = if random.below(50) == 0 { i64::MIN } else { random.below(100_000) as i64 };
        bytes.extend(t.to_be_bytes());
        bytes.extend([b'a' + random.below(3) as u8, b'a' + random.below(3) as u8, 0]);
        bytes.extend(u32::from('ä').to_be_bytes());
        bytes.extend((random.below(3) as u32 + 65).to_be_bytes());
        bytes.extend((random.below(9) as f32).to_be_bytes());
        bytes.extend((random.below(9) as f32 - 4.0).to_be_bytes());
        bytes.extend(x.to_le_bytes());
        bytes.extend(1_f64.to_le_bytes());
    }
    AnyTable::from_bytes(&bytes, dtype.clone()).unwrap().convert_to(&dtype).unwrap()
}

/// The columns, and views of them that go backwards, leave elements out or have several axes.
fn each_view(table: &AnyTable, mut check: impl FnMut(AnyView<'_>)) {
    for name in ["id", "n", "x", "t", "name", "wide", "at", "z"] {
        let column = table.view().column(name).unwrap();
        check(column.flip(0));
        check(column.slice(..column.len() / 2 * 2).try_reshape([column.len() / 2, 2]).unwrap());
    }
}

#[test]
fn masks() {
    for count in COUNTS {
        let table = table(count);
        pools(|| {
            each_view(&table, |view| {
                let value = match view.dtype().to_string().as_str() {
                    name if name.contains('S') || name.contains('U') => Value::Text("ab".into()),
                    name if name.contains("M8") => DateTime64::<Seconds>::from_count(50_000).into(),
                    _ => Value::Int(3),
                };
                assert_eq!(view.par().gt(&value), view.gt(&value));
                assert_eq!(view.par().ge(&value), view.ge(&value));
                assert_eq!(view.par().lt(&value), view.lt(&value));
                assert_eq!(view.par().le(&value), view.le(&value));
                assert_eq!(view.par().eq(&value), view.eq(&value));
                assert_eq!(view.par().ne(&value), view.ne(&value));
                assert_eq!(view.par().between(&value, &value), view.between(&value, &value));
                let values = [value.clone(), value];
                assert_eq!(view.par().is_in(&values), view.is_in(&values));
                assert_eq!(view.par().is_missing(), view.is_missing());
                assert_eq!(view.par().starts_with("a"), view.starts_with("a"));
                assert_eq!(view.par().ends_with("a"), view.ends_with("a"));
                assert_eq!(view.par().contains("A"), view.contains("A"));
            });
        });
    }
}

#[test]
fn typed_masks() {
    for count in COUNTS {
        let table = samples(count, &mut Random::new(3));
        let names: Vec<FixedBytes<4>> = (0..count).map(|i| FixedBytes::new(&format!("{}", i % 97))).collect();
        pools(|| {
            let (ids, counts) = (table.view().col(crate::Sample::ID), table.view().col(crate::Sample::COUNT));
            let values: Vec<u8> = (0..40).map(|i| i * 3).collect();
            assert_eq!(ids.par().between(3, 99), ids.between(3, 99));
            assert_eq!(ids.par().is_in(&values), ids.is_in(&values));
            assert_eq!(ids.flip(0).par().is_in(&values[..4]), ids.flip(0).is_in(&values[..4]));
            let parts = table.view().col(crate::Sample::PARTS).axes();
            assert_eq!(parts.par().is_missing(), parts.is_missing());
            assert_eq!(counts.par().lt_view(counts.flip(0)), counts.lt_view(counts.flip(0)));
            assert_eq!(counts.par().ne_view(counts.flip(0)), counts.ne_view(counts.flip(0)));
            let three = View::from_slice(&[0.5_f32, 0.25, -0.5]);
            assert_eq!(parts.par().ge_view(three), parts.ge_view(three));
            assert!(parts.par().try_ge_view(View::from_slice(&[1.0_f32; 2])).is_err());
            let names = View::from_slice(&names);
            assert_eq!(names.par().starts_with("1"), names.starts_with("1"));
            assert_eq!(names.par().ends_with("1"), names.ends_with("1"));
            assert_eq!(names.par().contains("5"), names.contains("5"));
        });
    }
}

#[test]
fn selections() {
    for count in COUNTS {
        let table = table(count);
        let mut random = Random::new(9);
        let mask: Mask = table.view().column("id").unwrap().lt(2).unwrap();
        let indices: Vec<usize> = (0..count).map(|_| random.below(count)).collect();
        pools(|| {
            let views = [table.view(), table.view().flip(0)];
            for view in views {
                let (all, one) = (view.par(), view);
                assert_eq!(all.filter(&mask).unwrap().as_bytes(), one.filter(&mask).unwrap().as_bytes());
                assert_eq!(all.take(&indices).unwrap().as_bytes(), one.take(&indices).unwrap().as_bytes());
                assert!(all.filter(&Mask::new(count + 1, true)).is_err());
            }
            each_view(&table, |view| {
                let few: Vec<usize> = indices.iter().map(|at| at / 2).collect();
                let (all, one) = (view.par().take(&few), view.take(&few));
                assert_eq!(
                    all.map(|array| array.as_bytes().to_vec()).ok(),
                    one.map(|array| array.as_bytes().to_vec()).ok()
                );
            });
            let mut wrong = indices.clone();
            wrong.push(count);
            let error = table.view().take(&wrong).unwrap_err();
            assert_eq!(table.view().par().take(&wrong).unwrap_err(), error);
            let numbers: Vec<u64> = (0..count as u64).map(|n| n * n).collect();
            let column = View::from_slice(&numbers);
            assert_eq!(column.par().take(&indices), column.take(&indices));
            assert_eq!(column.flip(0).par().try_take(&wrong), column.flip(0).try_take(&wrong));
            let (mut out, mut expected) = (vec![Be::new(7_u64); count + 2], vec![Be::new(7_u64); count + 2]);
            column.par().take_into(&indices, &mut ViewMut::from_slice(&mut out)).unwrap();
            column.take_into(&indices, &mut ViewMut::from_slice(&mut expected)).unwrap();
            assert_eq!(out, expected);
            assert!(column.par().take_into(&wrong, &mut ViewMut::from_slice(&mut out)).is_err());
        });
    }
}

fn bytes<E>(array: Result<AnyArray, E>) -> Option<Vec<u8>> {
    array.ok().map(|array| array.as_bytes().to_vec())
}

#[test]
fn orders() {
    for count in COUNTS {
        let table = table(count);
        pools(|| {
            each_view(&table, |view| {
                assert_eq!(view.par().argsort(), view.argsort());
                assert_eq!(bytes(view.par().to_sorted()), bytes(view.to_sorted()));
                assert_eq!(view.par().is_sorted(), view.is_sorted());
                assert_eq!(bytes(view.par().unique()), bytes(view.unique()));
                let counts = |found: Result<(AnyArray, Vec<usize>), _>| found.map(|found| found.1);
                assert_eq!(counts(view.par().unique_counts()), counts(view.unique_counts()));
                match (view.par().unique_all(), view.unique_all()) {
                    (Ok(all), Ok(one)) => {
                        assert_eq!(all.values.as_bytes(), one.values.as_bytes());
                        assert_eq!(
                            (all.index, all.inverse, all.counts),
                            (one.index, one.inverse, one.counts)
                        );
                    }
                    (all, one) => assert_eq!(all.unwrap_err(), one.unwrap_err()),
                }
                assert_eq!(view.par().find_duplicates(), view.find_duplicates());
                for k in [0, 100, count / 7] {
                    assert_eq!(view.par().top_k(k), view.top_k(k));
                    assert_eq!(view.par().bottom_k(k), view.bottom_k(k));
                }
            });
            let view = table.view();
            let keys = || [SortBy::desc("name"), SortBy::asc("x"), SortBy::desc("at")];
            assert_eq!(view.par().argsort_by(keys()), view.argsort_by(keys()));
            assert_eq!(bytes(view.par().sorted_by(keys())), bytes(view.sorted_by(keys())));
            assert_eq!(view.par().is_sorted_by(["id"]), view.is_sorted_by(["id"]));
            assert_eq!(view.par().find_duplicates_by(["id", "n"]), view.find_duplicates_by(["id", "n"]));
            assert_eq!(view.par().top_k_by(40, keys()), view.top_k_by(40, keys()));
            assert_eq!(view.par().bottom_k_by(40, ["t", "x"]), view.bottom_k_by(40, ["t", "x"]));
            assert_eq!(view.par().argsort_by(["id", "id"]), view.argsort_by(["id", "id"]));
        });
        // In order but for one, which is the first of a piece, the last one or within one.
        for wrong in [65_535, 65_536, 65_537, count.saturating_sub(1)] {
            let mut numbers: Vec<u32> = (0..count as u32).map(|n| n / 3 + 5).collect();
            let sorted = numbers.clone();
            numbers.get_mut(wrong).into_iter().for_each(|n| *n = 0);
            pools(|| {
                let column = View::from_slice(&numbers);
                assert!(View::from_slice(&sorted).par().is_sorted());
                assert_eq!(column.par().is_sorted(), column.is_sorted());
                assert_eq!(column.as_any().par().is_sorted(), column.as_any().is_sorted());
            });
        }
    }
}

#[test]
fn typed_orders() {
    for count in COUNTS {
        let table = samples(count, &mut Random::new(5));
        let key = || (crate::Sample::ID.desc(), crate::Sample::LEVEL);
        pools(|| {
            let (view, ids) = (table.view(), table.view().col(crate::Sample::ID));
            assert_eq!(view.par().argsort_by(key()), view.argsort_by(key()));
            assert_eq!(ids.par().to_sorted(), ids.to_sorted());
            assert_eq!(ids.par().unique(), ids.unique());
            assert_eq!(ids.par().unique_index(), ids.unique_index());
            assert_eq!(ids.par().unique_inverse(), ids.unique_inverse());
            assert_eq!(ids.par().unique_all(), ids.unique_all());
            assert_eq!(ids.par().find_duplicates(), ids.find_duplicates());
            assert_eq!(
                view.par().find_duplicates_by(crate::Sample::ID),
                view.find_duplicates_by(crate::Sample::ID)
            );
            assert_eq!(view.par().is_sorted_by(key()), view.is_sorted_by(key()));
            for k in [0, 3, 5000, count] {
                assert_eq!(ids.par().top_k(k), ids.top_k(k));
                assert_eq!(ids.par().bottom_k(k), ids.bottom_k(k));
                assert_eq!(view.par().top_k_by(k, key()), view.top_k_by(k, key()));
                assert_eq!(view.par().bottom_k_by(k, key()), view.bottom_k_by(k, key()));
            }
            let (mut all, mut one) = (table.clone(), table.clone());
            all.view_mut().par_mut().sort_by(key());
            one.sort_by(key());
            assert!(all.as_bytes().unwrap() == one.as_bytes().unwrap());
            all.col_mut(crate::Sample::LEVEL).par_mut().sort();
            one.col_mut(crate::Sample::LEVEL).sort();
            assert!(all.as_bytes().unwrap() == one.as_bytes().unwrap());
        });
    }
}

/// Pieces of chosen elements end within a word, at its end, and nowhere near one of the column.
#[test]
fn chosen_elements() {
    let mut random = Random::new(17);
    for (count, one_of) in [(0, 1), (65_537, 1), (70_000, 3), (200_003, 1), (200_003, 2), (300_000, 4)] {
        let table = samples(count, &mut random);
        let bits: Vec<u8> = (0..count).map(|_| random.below(one_of) as u8).collect();
        let mask = View::from_slice(&bits).eq(0);
        let (sum, least) = (
            table.masked(&mask).col(crate::Sample::VALUE).sum().to_bits(),
            table.masked(&mask).col(crate::Sample::LEVEL).min(),
        );
        assert_eq!(sum, View::from_slice(&table.col(crate::Sample::VALUE).filter(&mask)).sum().to_bits());
        pools(|| {
            let chosen = || table.view().par().masked(&mask);
            assert_eq!(chosen().count(), mask.count());
            assert_eq!(chosen().col(crate::Sample::VALUE).sum().to_bits(), sum);
            assert_eq!(chosen().col(crate::Sample::LEVEL).min(), least);
            assert!(table.view().par().try_masked(&Mask::new(count + 1, true)).is_err());
            let all = || table.view().par().where_by(|sample| sample.id % 2 == 1).col(crate::Sample::COUNT);
            let one = || table.where_by(|sample| sample.id % 2 == 1).col(crate::Sample::COUNT);
            assert_eq!((all().sum(), all().max()), (one().sum(), one().max()));
            assert_eq!(all().mean().map(f64::to_bits), one().mean().map(f64::to_bits));
            assert_eq!(all().count(), one().count());
        });
    }
}

/// Elements without bytes, of which there may be any number, and elements that are not there, which may claim any size.
#[test]
fn elements_of_no_size_and_of_any() {
    let nothing = DType::parse("V0").unwrap();
    let huge = DType::parse("{'names':['a'],'formats':['u1'],'itemsize':281474976710656}").unwrap();
    let parts = DType::parse("[('z', '<c8', (2,))]").unwrap();
    let zeros = AnyTable::zeroed(parts, 70_000).unwrap();
    let column = zeros.view().column("z").unwrap();
    pools(|| {
        let mut many = AnyArray::zeros(nothing.clone(), [1 << 40], Order::C).unwrap();
        many.view_mut().par_mut().byteswap_inplace().unwrap();
        assert_eq!(many.view().par().is_sorted(), Ok(true));
        let none = AnyTable::zeroed(huge.clone(), 0).unwrap();
        assert_eq!(none.view().par().sorted_by(["a"]).unwrap().as_bytes(), none.as_bytes());
        // What is wrong is told of the sub-array, as on one thread.
        assert_eq!(column.par().gt(0), column.gt(0));
        assert!(column.par().gt(0).is_err());
    });
}

/// Words that all records have in common, before and behind those that order them.
#[test]
fn words_in_common() {
    for count in [65_537, 140_003] {
        let mut random = Random::new(count as u64);
        let same = vec![7_u64; count];
        let (far, near): (Vec<u64>, Vec<u64>) =
            (0..count).map(|_| (random.bits(), random.below(9) as u64)).unzip();
        let bytes: Vec<u8> =
            (0..count).flat_map(|i| [same[i], near[i], same[i], far[i]]).flat_map(u64::to_ne_bytes).collect();
        let dtype = DType::parse("[('a', '=u8'), ('near', '=u8'), ('b', '=u8'), ('far', '=u8')]").unwrap();
        let table = AnyTable::from_bytes(&bytes, dtype).unwrap();
        pools(|| {
            let view = table.view();
            for keys in
                [&["a", "far"][..], &["a", "b"], &["a", "b", "near", "far"], &["near", "a", "far"], &["a"]]
            {
                assert_eq!(
                    view.par().argsort_by(keys.iter().copied()),
                    view.argsort_by(keys.iter().copied()),
                    "{keys:?}"
                );
            }
        });
    }
}
