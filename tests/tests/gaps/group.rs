//! Groups and joins: keys and values are read from elements and from nothing between them.

use super::{Ground, PLACES, ends, lay, numbers, same};
use record_core::{
    Be, Element,
    ops::{AsofOptions, Groups, Key, Nearest, asof_join, asof_join_by, inner_join, left_join, outer_join},
    prelude::*,
};

fn check<K>(keys: &[K::Value])
where
    K: Element<Value: Key + core::fmt::Debug>,
    K::Value: Element<Value = K::Value>,
{
    let floats = numbers(keys.len(), |i| if i % 7 == 3 { f64::NAN } else { i as f64 });
    let ints = numbers(keys.len(), |i| i as i16);
    for place in PLACES {
        let (key, float, int) =
            (lay::<K>(place, keys), lay::<Be<f64>>(place, &floats), lay::<Be<i16>>(place, &ints));
        let all = ends(key.view::<K>(), keys).into_iter().zip(ends(float.view::<Be<f64>>(), &floats));
        for (((view, dense), (float, dense_float)), (int, dense_int)) in
            all.zip(ends(int.view::<Be<i16>>(), &ints))
        {
            let (dense, dense_float, dense_int) =
                (View::from_slice(&dense), View::from_slice(&dense_float), View::from_slice(&dense_int));
            let (found, expected) = (Groups::by(view).unwrap(), Groups::by(dense).unwrap());
            same!(found, expected; rows(), len(), keys(), counts(), ids(), positions());
            macro_rules! reduced {
                ($float:expr, $dense:expr) => {
                    assert_eq!(
                        format!(
                            "{:?}",
                            (
                                found.sum($float),
                                found.mean($float),
                                found.min($float),
                                found.max($float),
                                found.first($float),
                                found.last($float),
                                found.variance($float, 0),
                                found.std($float, 1),
                                found.apply($float, |values| values.len())
                            )
                        ),
                        format!(
                            "{:?}",
                            (
                                expected.sum($dense),
                                expected.mean($dense),
                                expected.min($dense),
                                expected.max($dense),
                                expected.first($dense),
                                expected.last($dense),
                                expected.variance($dense, 0),
                                expected.std($dense, 1),
                                expected.apply($dense, |values| values.len())
                            )
                        )
                    );
                };
            }
            reduced!(float, dense_float);
            reduced!(int, dense_int);
            // Two columns of keys.
            same!(Groups::by((view, int)).unwrap(), Groups::by((dense, dense_int)).unwrap(); keys(), counts(), ids());
            // Joins with each side in such memory.
            let few = dense.slice(..40);
            let near = view.slice(..40);
            assert_eq!(inner_join(view, near), inner_join(dense, few));
            assert_eq!(left_join(near, view), left_join(few, dense));
            assert_eq!(outer_join(view, near), outer_join(dense, few));
            assert_eq!(
                inner_join((near, int.slice(..40)), (view, int)),
                inner_join((few, dense_int.slice(..40)), (dense, dense_int))
            );
        }
    }
}

#[test]
fn of_keys() {
    check::<u8>(&numbers(300, |i| i as u8 % 11));
    check::<Be<i32>>(&numbers(1100, |i| i as i32 * 1_000_003));
    check::<Be<f32>>(&numbers(300, |i| if i % 7 == 3 { f32::NAN } else { (i % 9) as f32 }));
    check::<FixedBytes<13>>(&numbers(300, |i| FixedBytes::try_from(&*format!("name {}", i % 17)).unwrap()));
}

#[test]
fn nearest_in_time() {
    let (left, keys) = (numbers(300, |i| i as u32 * 3), numbers(300, |i| i as u16 % 5));
    let right: Vec<u32> = (0..200).map(|i| i * 2 / 3 * 2).collect();
    for place in PLACES {
        let (l, k, r) = (lay::<Be<u32>>(place, &left), lay::<u16>(place, &keys), lay::<u32>(place, &right));
        let (l, k, r) = (l.view::<Be<u32>>(), k.view::<u16>(), r.view::<u32>());
        for nearest in [Nearest::Earlier, Nearest::Later, Nearest::Both] {
            let options = AsofOptions::new().nearest(nearest).tolerance(40);
            let (p, q, s) = (View::from_slice(&left), View::from_slice(&keys), View::from_slice(&right));
            assert_eq!(asof_join(l, r, &options), asof_join(p, s, &options));
            assert_eq!(
                asof_join_by(l, k, r, k.slice(..200), &options),
                asof_join_by(p, q, s, q.slice(..200), &options)
            );
        }
    }
}

/// A record with a gap of its own.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C)]
struct Row {
    key: u8,
    value: f64,
}

#[test]
fn of_records() {
    let rows: Vec<Row> = numbers(300, |i| Row { key: i as u8 % 5, value: i as f64 });
    for place in PLACES {
        let mut ground = Ground::with_leaves::<Row>(place, rows.len(), vec![0..1, 8..16]);
        ground.view_mut::<Row>().assign(rows.iter().copied());
        let (view, dense) = (ground.view::<Row>(), View::from_slice(&rows));
        macro_rules! answers {
            ($groups:expr) => {{
                let groups = $groups;
                format!(
                    "{:?}",
                    (
                        groups.sum(Row::VALUE),
                        groups.mean(Row::VALUE),
                        groups.min(Row::VALUE),
                        groups.max(Row::VALUE),
                        groups.first(Row::VALUE),
                        groups.last(Row::VALUE),
                        groups.counts()
                    )
                )
            }};
        }
        assert_eq!(answers!(view.group_by(Row::KEY)), answers!(dense.group_by(Row::KEY)));
        #[cfg(feature = "rayon")]
        assert_eq!(answers!(view.par().group_by(Row::KEY)), answers!(dense.group_by(Row::KEY)));
        let (found, expected) =
            (view.as_any().group_by(&["key"]).unwrap(), dense.as_any().group_by(&["key"]).unwrap());
        same!(found, expected;
            keys(), counts(), ids(), sum("value"), mean("value"), variance("value", 1), std("value", 0),
            min("value"), max("value"), first("value"), last("value"));
    }
}
