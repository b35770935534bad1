//! NaN and NaT: they propagate, and the `nan_` twins pass them over.

use crate::{
    columns::{Sample, lay, view},
    naive::{self, near, same},
    sum_rule,
};
use record_core::{Be, DateTime64, TimeDelta64, View, ops::Sum, time::Seconds, view::Value};
use record_tests::Random;

/// Columns with a share of NaN, also at their beginnings.
fn columns() -> Vec<Vec<f64>> {
    let mut random = Random::new(77);
    let mut columns = Vec::new();
    for len in (0..40).chain([255, 256, 257, 1023, 1024, 1025, 2048, 3000, 4096, 9217]) {
        for (share, leading) in [(0, 0), (3, 0), (2, 9), (1, 0), (5, 1100)] {
            let mut values: Vec<f64> = (0..len).map(|_| f64::sample(&mut random)).collect();
            for (i, value) in values.iter_mut().enumerate() {
                if i < leading || share > 0 && random.below(share) == 0 {
                    *value = f64::NAN;
                }
            }
            columns.push(values);
        }
    }
    columns
}

#[test]
fn twins_pass_missing_elements_over() {
    for values in columns() {
        let present: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        let zeros: Vec<f64> = values.iter().map(|&v| if v.is_nan() { 0.0 } else { v }).collect();
        let index: Vec<usize> = (0..values.len()).filter(|&i| !values[i].is_nan()).collect();
        for stride in [8, 13, -9] {
            let (buffer, oracle) = lay::<Be<f64>>(&values, stride, 3);
            let column = view::<Be<f64>>(&buffer, &oracle);
            let (any, par) = (column.as_any(), column.par());
            assert_eq!(column.count_missing(), values.len() - present.len());
            assert_eq!(any.count_missing().unwrap(), values.len() - present.len());
            let sum = sum_rule::sum(&zeros);
            assert!(same(column.nan_sum(), sum) && same(par.nan_sum(), sum), "{column:?}");
            assert_eq!(any.nan_sum().unwrap(), Sum::Float(sum));
            let mean = (!present.is_empty()).then(|| sum / present.len() as f64);
            assert_eq!((column.nan_mean(), any.nan_mean().unwrap(), par.nan_mean()), (mean, mean, mean));
            let best = |better: fn(f64, f64) -> bool| naive::best(&present, better);
            let (least, greatest) = (best(|a, b| a < b), best(|a, b| a > b));
            let value = |at: Option<usize>| at.map(|at| present[at]);
            assert_eq!((column.nan_min(), column.nan_max()), (value(least), value(greatest)));
            assert_eq!(column.nan_min_max(), value(least).zip(value(greatest)));
            assert_eq!((par.nan_min(), par.nan_max()), (value(least), value(greatest)));
            assert_eq!(any.nan_min().unwrap(), value(least).map(Value::Float64));
            let place = |at: Option<usize>| at.map(|at| index[at]);
            assert_eq!((column.nan_argmin(), column.nan_argmax()), (place(least), place(greatest)));
            assert_eq!((par.nan_argmin(), any.nan_argmax().unwrap()), (place(least), place(greatest)));
            let scale = present.iter().map(|v| v * v).sum::<f64>();
            for ddof in [0, 1] {
                let found = column.nan_variance(ddof);
                assert!(near(found, naive::variance(&present, ddof), scale), "{found:?}: {column:?}");
                let bits = found.map(f64::to_bits);
                assert_eq!(any.nan_variance(ddof).unwrap().map(f64::to_bits), bits);
                assert_eq!(par.nan_variance(ddof).map(f64::to_bits), bits);
                assert_eq!(View::from_slice(&values).nan_variance(ddof).map(f64::to_bits), bits);
                assert_eq!(column.nan_std(ddof), found.map(f64::sqrt));
            }
        }
        // And they propagate.
        let column = View::from_slice(&values);
        if present.len() < values.len() {
            let first = values.iter().position(|v| v.is_nan());
            assert_eq!((column.argmin(), column.argmax()), (first, first));
            assert!(column.sum().is_nan() && column.variance(0).is_none_or(f64::is_nan));
            assert!(column.min_max().is_some_and(|(a, b)| a.is_nan() && b.is_nan()));
        }
    }
}

#[test]
fn dates_may_be_missing_too() {
    type Date = DateTime64<Seconds>;
    let mut dates: Vec<Date> = (0..2000).map(|i| Date::from_count((i * 7919) % 2003)).collect();
    for nats in [&[][..], &[0], &[1000, 3], &[1999]] {
        for &at in nats {
            dates[at] = Date::NAT;
        }
        let counts: Vec<Option<i64>> = dates.iter().map(|d| d.count()).collect();
        let stored: Vec<Be<Date>> = dates.iter().copied().map(Be::new).collect();
        let column = View::from_slice(&stored);
        let missing = counts.iter().filter(|c| c.is_none()).count();
        assert_eq!((column.count_missing(), column.as_any().count_missing().unwrap()), (missing, missing));
        let least = (0..2000).filter(|&i| counts[i].is_some()).min_by_key(|&i| counts[i]);
        let last = (0..2000).filter(|&i| counts[i].is_some()).max_by_key(|&i| counts[i]);
        assert_eq!((column.nan_argmin(), column.nan_argmax()), (least, last));
        assert_eq!(column.as_any().nan_argmin().unwrap(), least);
        assert_eq!(column.nan_min_max(), least.map(|i| dates[i]).zip(last.map(|i| dates[i])));
        let nat = counts.iter().position(Option::is_none);
        assert_eq!((column.argmin(), column.argmax()), (nat.or(least), nat.or(last)));
        assert_eq!((column.as_any().argmin().unwrap(), column.par().argmax()), (nat.or(least), nat.or(last)));
    }
    let spans = [TimeDelta64::<Seconds>::NAT, TimeDelta64::from_count(-4)];
    assert_eq!(View::from_slice(&spans).nan_max(), Some(spans[1]));
    let unit = record_core::dtype::TimeUnit::new(record_core::dtype::TimeBase::Second, 1);
    assert_eq!(View::from_slice(&spans).as_any().nan_max().unwrap(), Some(Value::TimeDelta(-4, unit)));
    assert!(View::from_slice(&spans).as_any().nan_sum().is_err());
}
