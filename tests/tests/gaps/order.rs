//! Sorting, searching and distinct elements: keys are read from elements and from nothing between them, and what is sorted
//! in place is written to them alone.

use super::{Ground, PLACES, ends, lay, numbers, same};
use record_core::{
    Be, Element,
    ops::{Side, SortBy, lexsort},
    prelude::*,
    time::Seconds,
};

fn check<T: Element<Value: core::fmt::Debug>>(values: &[T::Value]) {
    for place in PLACES {
        let mut ground = lay::<T>(place, values);
        for (view, dense) in ends(ground.view::<T>(), values) {
            let dense = View::from_slice(&dense);
            let some = || dense.iter().step_by(3);
            same!(view, dense;
                argsort(), to_sorted(), is_sorted(), top_k(7), bottom_k(200), top_k(0),
                unique(), unique_counts(), unique_index(), unique_inverse(), unique_all(), find_duplicates()
            );
            same!(view.as_any(), dense.as_any();
                argsort(), to_sorted(), is_sorted(), top_k(7), bottom_k(200),
                unique(), unique_counts(), unique_all(), find_duplicates()
            );
            same!(lexsort(&[view.as_any(), dense.as_any()]), lexsort(&[dense.as_any(), dense.as_any()]); as_ref());
            #[cfg(feature = "rayon")]
            {
                same!(view.par(), dense.par(); argsort(), unique_counts());
                same!(view.as_any().par(), dense.as_any().par(); argsort());
            }
            same!(view, dense; searchsorted_many(some(), Side::Left), searchsorted_many(some(), Side::Right));
        }
        let mut dense: Vec<T> = values.iter().map(|&value| T::store(value)).collect();
        let sorted = View::from_slice(&dense).to_sorted();
        ground.view_mut::<T>().sort();
        ViewMut::from_slice(&mut dense).sort();
        let (view, dense) = (ground.view::<T>(), View::from_slice(&dense));
        assert_eq!(format!("{:?}", view.to_vec()), format!("{sorted:?}"));
        for value in dense.iter().step_by(9) {
            same!(view, dense;
                searchsorted(value, Side::Left), searchsorted(value, Side::Right), range_between(value, values[1]));
            let value = dense.as_any().get_at([5]).unwrap();
            same!(view.as_any(), dense.as_any(); searchsorted(&value, Side::Left), range_between(&value, &value));
        }
    }
}

#[test]
fn of_elements() {
    check::<u8>(&numbers(300, |i| i as u8));
    check::<u32>(&numbers(1100, |i| i as u32));
    check::<Be<f32>>(&numbers(300, |i| if i % 7 == 3 { f32::NAN } else { i as f32 }));
    check::<FixedBytes<13>>(&numbers(300, |i| FixedBytes::try_from(&*format!("name {}", i % 17)).unwrap()));
    check::<Be<FixedUtf32<3>>>(&numbers(300, |i| FixedUtf32::try_from(&*format!("é{}", i % 17)).unwrap()));
    check::<Be<DateTime64<Seconds>>>(&numbers(300, |i| DateTime64::from_count(i as i64)));
    check::<[Be<u16>; 3]>(&numbers(300, |i| [i as u16 % 3, i as u16, 1]));
}

/// A record with a gap of its own.
#[derive(Record, Clone, Copy, Debug)]
#[repr(C)]
struct Row {
    key: u8,
    value: f64,
    name: FixedBytes<3>,
}

/// The bytes of a row that are no gaps.
fn leaves() -> Vec<std::ops::Range<usize>> {
    vec![0..1, 8..16, 16..19]
}

#[test]
fn of_records() {
    let rows: Vec<Row> = numbers(300, |i| Row {
        key: i as u8 % 5,
        value: i as f64,
        name: FixedBytes::try_from(&*format!("{}", i % 7)).unwrap(),
    });
    for place in PLACES {
        let mut ground = Ground::with_leaves::<Row>(place, rows.len(), leaves());
        ground.view_mut::<Row>().assign(rows.iter().copied());
        let (view, dense) = (ground.view::<Row>(), View::from_slice(&rows));
        let key = (Row::KEY, Row::NAME.desc(), Row::VALUE);
        same!(view, dense;
            argsort_by(key), is_sorted_by(key), top_k_by(5, key), bottom_k_by(5, key), find_duplicates_by(Row::KEY));
        let keys = || [SortBy::asc("key"), SortBy::desc("name")];
        same!(view.as_any(), dense.as_any();
            argsort_by(keys()), is_sorted_by(keys()), top_k_by(5, keys()), bottom_k_by(5, keys()),
            find_duplicates_by(keys()));
        let sorted = |view: View<'_, Row>| {
            (view.col(Row::KEY).to_vec(), view.col(Row::VALUE).to_vec(), view.col(Row::NAME).to_vec())
        };
        let expected = dense.sorted_by(key);
        assert_eq!(sorted(view.sorted_by(key).view()), sorted(expected.view()));
        #[cfg(feature = "rayon")]
        assert_eq!(sorted(view.par().sorted_by(key).view()), sorted(expected.view()));
        ground.view_mut::<Row>().sort_by(key);
        assert_eq!(sorted(ground.view()), sorted(expected.view()));
        // Only one column of them.
        let mut column = ground.view_mut::<Row>().into_col(Row::VALUE);
        column.sort();
        assert_eq!(column.to_vec(), dense.col(Row::VALUE).to_sorted());
    }
}
