//! Medians and quantiles against the sorted list.

use crate::columns::{Sample, lay, view};
use record_core::{
    Be, View,
    ops::{Interpolation, ReduceError},
};
use record_tests::Random;

const QS: [f64; 9] = [0.0, 0.1, 0.25, 0.5, 0.5, 0.75, 0.9, 0.999, 1.0];

/// As NumPy has it, from the sorted list.
fn expected(sorted: &[f64], q: f64, between: Interpolation) -> f64 {
    let place = q * (sorted.len() - 1) as f64;
    let (low, part) = (place.floor(), place.fract());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a rank, from 0 on
    let at = |rank: f64| sorted[sorted.len().min(1 + rank as usize) - 1];
    let (a, b) = (at(low), at(low + 1.0));
    match between {
        Interpolation::Linear if part >= 0.5 => b - (b - a) * (1.0 - part),
        Interpolation::Linear => a + (b - a) * part,
        Interpolation::Lower => a,
        Interpolation::Higher => at(place.ceil()),
        Interpolation::Nearest => at(place.round_ties_even()),
        _ if part == 0.0 => a,
        _ => f64::midpoint(a, b),
    }
}

#[test]
fn quantiles_of_the_sorted_list() {
    let mut random = Random::new(55);
    for len in (1..40).chain([255, 256, 1000, 1025]) {
        let mut values: Vec<f64> = (0..len).map(|_| f64::sample(&mut random)).collect();
        if len % 3 == 0 {
            // Many that are equal.
            for v in &mut values {
                *v = v.trunc() % 4.0;
            }
        }
        let (buffer, oracle) = lay::<Be<f64>>(&values, 19, 5);
        let column = view::<Be<f64>>(&buffer, &oracle);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let all: Vec<f64> = QS.iter().map(|&q| expected(&sorted, q, Interpolation::Linear)).collect();
        assert_eq!(column.quantiles(&QS).unwrap(), all);
        let mut backwards = QS;
        backwards.reverse();
        assert_eq!(column.quantiles(&backwards).unwrap(), all.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(column.as_any().quantiles(&QS).unwrap().unwrap(), all);
        for (&q, &one) in QS.iter().zip(&all) {
            assert_eq!((column.quantile(q), column.as_any().quantile(q).unwrap()), (Some(one), Some(one)));
            for between in
                [Interpolation::Lower, Interpolation::Higher, Interpolation::Nearest, Interpolation::Midpoint]
            {
                let one = expected(&sorted, q, between);
                assert_eq!(column.quantile_by(q, between), Some(one), "{between:?} at {q} of {sorted:?}");
            }
        }
        assert_eq!(column.median(), Some(expected(&sorted, 0.5, Interpolation::Midpoint)));
    }
}

#[test]
fn missing_elements_and_none() {
    let values = [3.0, f64::NAN, 1.0];
    let column = View::from_slice(&values);
    assert!(column.median().unwrap().is_nan() && column.quantiles(&[0.0, 1.0]).unwrap()[1].is_nan());
    assert_eq!((column.nan_median(), column.nan_quantile(1.0)), (Some(2.0), Some(3.0)));
    assert_eq!(column.nan_quantiles(&[1.0, 0.0]), Some(vec![3.0, 1.0]));
    assert_eq!(column.as_any().nan_median().unwrap(), Some(2.0));
    assert_eq!(View::from_slice(&values[1..2]).nan_median(), None);
    assert_eq!(View::<u8>::from_slice(&[]).median(), None);
    assert_eq!(View::from_slice(&[u64::MAX, u64::MAX - 4]).median(), Some(18_446_744_073_709_551_615.0));
    assert_eq!(View::from_slice(&[f64::MAX, f64::MAX]).median(), Some(f64::MAX));
    assert_eq!(View::from_slice(&[f64::INFINITY; 2]).quantile(0.3), Some(f64::INFINITY));
    for q in [-0.1, 1.1, f64::NAN] {
        let error = View::from_slice(&[1, 2]).try_quantile(q).unwrap_err();
        assert!(matches!(error, ReduceError::Quantile { q: found } if found.to_bits() == q.to_bits()));
    }
    let texts = record_core::DType::parse("S4").unwrap();
    let texts = record_core::AnyView::from_bytes(&[0; 8], &texts).unwrap();
    assert!(matches!(texts.median(), Err(ReduceError::Column(_))));
}

/// Exactly at an element, and between one that is infinite and one that is not: no difference of the two is in it.
#[test]
fn infinite_elements() {
    let infinity = f64::INFINITY;
    for (values, q, expected) in [
        (&[1.0, 2.0, infinity][..], 0.5, 2.0),
        (&[1.0, infinity], 0.75, infinity),
        (&[1.0, infinity], 0.25, infinity),
        (&[1.0, infinity], 0.0, 1.0),
        (&[1.0, infinity], 1.0, infinity),
        (&[-infinity, 1.0], 0.25, -infinity),
        (&[-infinity, 1.0], 0.75, -infinity),
        (&[-infinity, 0.0, infinity], 0.5, 0.0),
        (&[-f64::MAX, f64::MAX], 0.5, 0.0),
    ] {
        let column = View::from_slice(values);
        assert_eq!(column.quantile(q), Some(expected), "{q} of {values:?}");
        assert_eq!(column.as_any().quantile(q).unwrap(), Some(expected));
    }
    // There is nothing between the two.
    assert!(View::from_slice(&[-infinity, infinity]).quantile(0.5).unwrap().is_nan());
}
