//! R1: every operation on one column reads the elements of any layout and nothing else.

use super::{
    layouts::{Gap, Place},
    *,
};
use record_core::{
    buffer::{concatenate, concatenate_into},
    layout::Layout,
    ops::{Groups, Mask, Side, inner_join, left_join, outer_join},
    time::Seconds,
};
use record_tests::Random;
use std::fmt::Debug;

/// Equal, NaN too; without hundreds of numbers in the message.
macro_rules! assert_same {
    ($left:expr, $right:expr) => {
        let same = format!("{:?}", $left) == format!("{:?}", $right);
        assert!(same, "{} is not {}", stringify!($left), stringify!($right));
    };
}

trait Cell: Element<Value: PartialEq + Debug> {}

impl<T: Element<Value: PartialEq + Debug>> Cell for T {}

fn selected<T: Cell>(view: View<'_, T, DynRank>, random: &mut Random) {
    let (values, size) = (view.to_vec(), size_of::<T>());
    let chosen: Vec<bool> = values.iter().map(|_| random.below(4) != 0).collect();
    let mask: Mask = chosen.iter().copied().collect();
    let kept: Vec<T::Value> =
        values.iter().zip(&chosen).filter(|(_, kept)| **kept).map(|(v, _)| *v).collect();
    assert_same!(view.filter(&mask), kept);
    assert_same!(view.par().filter(&mask), kept);
    let mut answers = chosen.iter();
    assert_same!(view.filter_by(|_| answers.next().is_some_and(|kept| *kept)), kept);
    if size == 0 || kept.is_empty() {
        return;
    }
    let mut dense: Box<[u8]> = vec![0x5a; kept.len() * size].into();
    let mut out = ViewMut::<T>::from_bytes(&mut dense).expect("whole elements");
    assert_eq!(view.filter_into(&mask, &mut out), Ok(kept.len()));
    assert_same!(out.to_vec(), kept);
    out.fill(values[0]);
    assert_eq!(view.par().filter_into(&mask, &mut out), Ok(kept.len()));
    assert_same!(out.to_vec(), kept);
    // Backwards, and with a room between, which stays as it is.
    let step = size + 3;
    let mut wide: Box<[u8]> = vec![0x5a; (kept.len() - 1) * step + size].into();
    let layout = Layout { shape: [kept.len()], strides: [-(step as isize)] };
    let start = wide.len() - size;
    let mut out = ViewMut::<T>::from_parts(&mut wide, layout, start).expect("inside");
    assert_eq!(view.filter_into(&mask, &mut out), Ok(kept.len()));
    assert_same!(out.to_vec(), kept);
    assert!(wide.chunks(step).all(|chunk| chunk[size..].iter().all(|&byte| byte == 0x5a)));
}

fn along_axes<T: Cell>(view: View<'_, T, DynRank>, random: &mut Random) {
    let values = view.to_vec();
    for (axis, &len) in view.shape().as_ref().iter().enumerate() {
        let some: Mask = (0..len).map(|_| random.below(2) == 0).collect();
        let indices: Vec<usize> = some.positions().collect();
        assert_same!(view.filter_axis(axis, &some).to_vec(), view.take_axis(axis, &indices).to_vec());
        assert!(view.try_take_axis(axis, &[len]).is_err());
        let two = concatenate(&[view, view], axis).expect("memory");
        let mut again = two.clone();
        concatenate_into(&mut again.view_mut(), &[view, view], axis).expect("as many");
        assert_same!(two.to_vec(), again.to_vec());
        assert_eq!(two.size(), 2 * values.len());
    }
    let any = view.as_any();
    assert_same!(any.to_array().expect("memory").typed::<T, DynRank>().expect("the type").to_vec(), values);
    if let Some(&len) = view.shape().as_ref().first() {
        let some: Mask = (0..len).map(|_| random.below(2) == 0).collect();
        let filtered = any.filter(&some).expect("as long");
        let taken = any.take(&some.positions().collect::<Vec<_>>()).expect("in range");
        assert_eq!(filtered.as_bytes(), taken.as_bytes());
    }
}

fn ordered<T: Cell>(flat: View<'_, T>, random: &mut Random) {
    let (values, len) = (flat.to_vec(), flat.len());
    let indices: Vec<usize> = (0..len).map(|_| random.below(len)).collect();
    assert_same!(flat.take(&indices), indices.iter().map(|&i| values[i]).collect::<Vec<_>>());
    assert!(flat.try_take(&[len]).is_err());
    let order = flat.argsort();
    let mut seen = order.clone();
    seen.sort_unstable();
    assert!(seen.iter().copied().eq(0..len));
    assert_eq!(flat.par().argsort(), order);
    let sorted: Vec<T::Value> = order.iter().map(|&i| values[i]).collect();
    assert_same!(flat.to_sorted(), sorted);
    let mut own = flat.to_array();
    own.sort();
    assert_same!(own.to_vec(), sorted);
    let (unique, inverse) = flat.unique_inverse();
    assert!(inverse.len() == len && inverse.iter().all(|&i| i < unique.len()));
    assert!(flat.top_k(3).len() <= 3 && flat.bottom_k(usize::MAX).len() == len);
    if let Some(&first) = values.first() {
        assert!(own.searchsorted(first, Side::Left) <= own.searchsorted(first, Side::Right));
    }
}

fn column<T: Cell>(random: &mut Random, more: impl FnOnce(View<'_, T, DynRank>)) {
    let place = Place::new(random, size_of::<T>(), true);
    let view = View::<T, DynRank>::from_parts(&place.bytes, place.layout, place.start).expect("inside");
    selected(view, random);
    along_axes(view, random);
    if let Ok(flat) = view.as_any().typed_as::<T, Rank<1>>() {
        ordered(flat, random);
    }
    more(view);
}

/// Reductions, windows, groups and joins, which are of some types.
macro_rules! reduced {
    ($type:ty) => {
        |view: View<'_, $type, DynRank>| {
            let values = view.to_vec();
            let dense = View::from_slice(&values);
            assert_same!(view.sum(), dense.sum());
            assert_same!(view.par().sum(), dense.sum());
            assert_same!((view.min(), view.max(), view.mean()), (dense.min(), dense.max(), dense.mean()));
            assert_same!(view.par().min(), dense.min());
            let large = |v| v > <$type as Element>::Value::from(3_u8);
            assert_eq!(view.count_where(large), values.iter().filter(|v| large(**v)).count());
            assert_same!(view.maximum(view).to_array().expect("memory").to_vec(), values);
            for (axis, &len) in view.shape().as_ref().iter().enumerate().filter(|_| view.size() > 0) {
                let width = len.div_ceil(2);
                let most = view.rolling_axis(axis, width).max().to_array();
                assert_eq!(most.shape().as_ref()[axis], len - width + 1);
                let least = || view.rolling_axis(axis, width).min();
                assert_same!(least().par().to_array().to_vec(), least().to_array().to_vec());
            }
            let Ok(flat) = view.as_any().typed_as::<$type, Rank<1>>() else { return };
            let (groups, same) = (Groups::by(flat).expect("memory"), Groups::by(dense).expect("memory"));
            assert_eq!(groups.counts(), same.counts());
            assert_same!((groups.sum(flat), groups.max(flat)), (same.sum(dense), same.max(dense)));
            assert_same!((groups.first(flat), groups.positions()), (same.first(dense), same.positions()));
            if values.len() < 60 {
                assert_same!(
                    inner_join(flat, dense).expect("memory"),
                    inner_join(dense, flat).expect("memory")
                );
                assert_same!(
                    left_join(flat, flat).expect("memory"),
                    left_join(dense, dense).expect("memory")
                );
                assert_same!(
                    outer_join(flat, dense).expect("memory"),
                    outer_join(dense, flat).expect("memory")
                );
            }
            assert_eq!(flat.gt_view(flat.flip(0)), dense.gt_view(dense.flip(0)));
        }
    };
}

fn records(view: View<'_, Gap, DynRank>) {
    let Ok(view) = view.as_any().typed_as::<Gap, Rank<1>>() else { return };
    let columns = view.to_columns();
    assert_eq!(columns.b.to_vec(), view.col(Gap::B).to_vec());
    assert_eq!(view.par().to_columns().c.to_vec(), view.col(Gap::C).to_vec());
    assert_eq!(columns.to_table().expect("memory").to_vec(), view.to_vec());
    assert_eq!(view.group_by(Gap::A).counts().iter().sum::<usize>(), view.len());
    let order = view.argsort_by(Gap::B);
    assert_eq!(view.par().argsort_by(Gap::B), order);
    assert_eq!(view.sorted_by(Gap::B).to_vec(), order.iter().map(|&i| view.item(i)).collect::<Vec<_>>());
}

#[test]
fn elements_of_every_layout_are_read() {
    let mut random = Random::new(1);
    for _ in 0..100 {
        column::<u8>(&mut random, reduced!(u8));
        column::<Be<i32>>(&mut random, reduced!(Be<i32>));
        column::<f64>(&mut random, |view| {
            if view.iter().all(|x| !x.is_nan()) {
                reduced!(f64)(view);
            }
        });
        column::<FixedBytes<11>>(&mut random, |_| ());
        column::<Gap>(&mut random, records);
        column::<DateTime64<Seconds>>(&mut random, |_| ());
        column::<[u8; 0]>(&mut random, |_| ());
    }
}
