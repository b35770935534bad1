//! Quantiles that are looked for between two values of a sample.

use crate::pools;
use record_core::{
    ops::{Interpolation, Number},
    prelude::*,
};
use record_tests::Random;
use std::fmt::Debug;

const QS: [f64; 8] = [0.5, 0.0, 0.1, 0.25, 0.75, 0.9, 0.9999, 1.0];

/// What tells -0.0 from 0.0 and lets NaN be equal to itself.
fn text(value: impl Debug) -> String {
    format!("{value:?}")
}

fn same<T: Element<Value: Number>>(view: View<'_, T>) {
    let par = view.par();
    assert_eq!(text(par.quantiles(&QS)), text(view.quantiles(&QS)));
    assert_eq!(text(par.nan_quantiles(&QS)), text(view.nan_quantiles(&QS)));
    assert_eq!(text(par.median()), text(view.median()));
    assert_eq!(text(par.nan_median()), text(view.nan_median()));
    for between in [Interpolation::Lower, Interpolation::Higher, Interpolation::Nearest] {
        assert_eq!(text(par.quantile_by(0.3, between)), text(view.quantile_by(0.3, between)));
    }
    any(view.as_any());
}

fn any(view: AnyView<'_>) {
    let par = view.par();
    assert_eq!(text(par.quantiles(&QS)), text(view.quantiles(&QS)));
    assert_eq!(text(par.nan_quantile(0.2)), text(view.nan_quantile(0.2)));
}

#[test]
fn all_kinds_of_values() {
    let mut random = Random::new(12);
    for count in [65_535, 65_537, 140_001] {
        let table = crate::samples(count, &mut random);
        pools(|| {
            let view = table.view();
            same(view.col(crate::Sample::VALUE));
            same(view.col(crate::Sample::LEVEL).flip(0));
            same(view.col(crate::Sample::COUNT));
            same(view.col(crate::Sample::ID));
            any(view.col(crate::Sample::PARTS).as_any());
            let parts = view.col(crate::Sample::PARTS).axes();
            assert_eq!(text(parts.par().median()), text(parts.median()));
        });
    }
}

/// Where the sample says little: all equal, many equal, in order, few outside, and two zeros in the middle.
#[test]
fn all_kinds_of_orders() {
    let count = 100_001_u32;
    let mut random = Random::new(13);
    let lists: [Vec<f64>; 8] = [
        vec![2.5; count as usize],
        (0..count).map(|_| random.below(3) as f64 - 0.5).collect(),
        (0..count).map(f64::from).collect(),
        (0..count).map(|i| -f64::from(i)).collect(),
        // Again and again at the distance of the sample's places.
        (0..count).map(|i| f64::from(i % 12)).collect(),
        (0..count).map(|i| if i % 50_000 == 7 { 1e300 } else { 1.0 }).collect(),
        (0..count).map(|i| if i % 3 == 0 { -0.0 } else { 0.0 }).collect(),
        (0..count).map(|i| [f64::from(i) - 50_000.0, -0.0, 0.0][random.below(3)].min(f64::from(i))).collect(),
    ];
    for list in lists {
        pools(|| same(View::from_slice(&list)));
    }
}

#[test]
fn missing_and_infinite_ones() {
    let count = 100_003_u32;
    let mut list: Vec<f32> = (0..count).map(|i| ((i * 7919) % count) as f32).collect();
    (list[3], list[70_000], list[9]) = (f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
    pools(|| same(View::from_slice(&list)));
    list[99_999] = f32::NAN;
    pools(|| {
        same(View::from_slice(&list));
        same(View::from_slice(&list).slice(s![..;-1]));
    });
    for i in (0..list.len()).step_by(3) {
        list[i] = f32::NAN;
    }
    pools(|| same(View::from_slice(&list)));
    list.fill(f32::NAN);
    pools(|| same(View::from_slice(&list)));
}

#[test]
fn errors_and_many() {
    let list: Vec<i16> = (0..100_000).map(|i| (i % 30_011) as i16).collect();
    pools(|| {
        let view = View::from_slice(&list);
        for q in [-0.5, 1.5, f64::NAN] {
            assert_eq!(text(view.par().try_quantile(q)), text(view.try_quantile(q)));
            assert_eq!(text(view.as_any().par().quantile(q)), text(view.as_any().quantile(q)));
        }
        let many: Vec<f64> = (0..30).map(|i| f64::from(i) / 29.0).collect();
        assert_eq!(view.par().quantiles(&many), view.quantiles(&many));
        assert_eq!(view.par().quantiles(&[]), view.quantiles(&[]));
        let texts = [FixedBytes::<2>::new("a")];
        let texts = View::from_slice(&texts);
        assert_eq!(text(texts.as_any().par().median()), text(texts.as_any().median()));
    });
}
