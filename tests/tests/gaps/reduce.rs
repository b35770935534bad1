//! Reductions: they read elements and nothing between.

use super::{PLACES, ends, lay, numbers, same};
use record_core::{
    Be, Element,
    ops::{DescribeOptions, Interpolation, Number},
    prelude::*,
};

fn check<T: Element<Value: Number + core::fmt::Debug>>(values: &[T::Value]) {
    for place in PLACES {
        let ground = lay::<T>(place, values);
        for (view, dense) in ends(ground.view::<T>(), values) {
            let dense = View::from_slice(&dense);
            same!(view, dense;
                sum(), nan_sum(), mean(), nan_mean(), min(), max(), min_max(), nan_min(), nan_max(), nan_min_max(),
                variance(1), std(0), nan_variance(0), nan_std(1), argmin(), argmax(), nan_argmin(), nan_argmax(),
                any(), all(), count_nonzero(), count_missing(), product(),
                median(), nan_median(), quantile(0.3), quantiles(&[0.1, 0.9]), quantile_by(0.3, Interpolation::Nearest),
                nan_quantile(0.3), nan_quantiles(&[0.1, 0.9])
            );
            same!(view.as_any(), dense.as_any();
                sum(), nan_sum(), mean(), nan_mean(), min(), max(), min_max(), nan_min(), nan_max(), nan_min_max(),
                variance(1), std(0), nan_variance(0), nan_std(1), argmin(), argmax(), nan_argmin(), nan_argmax(),
                any(), all(), count_nonzero(), count_missing(), product(),
                median(), nan_median(), quantile(0.3), quantiles(&[0.1, 0.9]), quantile_by(0.3, Interpolation::Nearest),
                nan_quantile(0.3), nan_quantiles(&[0.1, 0.9]), describe(),
                describe_with(&DescribeOptions::new().finite_only(true))
            );
            #[cfg(feature = "rayon")]
            same!(view.par(), dense.par();
                sum(), nan_sum(), mean(), min(), min_max(), variance(1), argmin(), nan_argmax(), any(), product()
            );
            // Along each axis of a table of the same elements.
            let rows = view.size() / 4;
            let (table, dense) = (view.slice(..4 * rows), dense.slice(..4 * rows));
            for (table, dense) in [
                (table.reshape([rows, 4]), dense.reshape([rows, 4])),
                (table.reshape([rows, 4]).transpose(), dense.reshape([rows, 4]).transpose()),
            ] {
                same!(table, dense; sum(), mean(), min_max(), argmax(), variance(0), median(), product(), describe());
                for axis in [0, 1] {
                    same!(table, dense;
                        sum_axis(axis), mean_axis(axis), min_axis(axis), max_axis(axis), variance_axis(axis, 1),
                        std_axis(axis, 0), argmin_axis(axis), argmax_axis(axis), any_axis(axis), all_axis(axis),
                        count_nonzero_axis(axis), count_missing_axis(axis), try_product_axis(axis), nan_sum_axis(axis),
                        nan_variance_axis(axis, 0), median_axis(axis)
                    );
                    same!(table.as_any(), dense.as_any();
                        sum_axis(axis), mean_axis(axis), min_axis(axis), max_axis(axis), variance_axis(axis, 1),
                        std_axis(axis, 0), argmin_axis(axis), argmax_axis(axis), median_axis(axis),
                        count_nonzero_axis(axis), nan_sum_axis(axis), nan_mean_axis(axis)
                    );
                }
            }
        }
    }
}

#[test]
fn of_numbers() {
    check::<u8>(&numbers(300, |i| i as u8));
    check::<Be<i32>>(&numbers(1100, |i| i as i32));
    check::<f64>(&numbers(1100, |i| i as f64));
}

#[test]
fn of_missing_values() {
    check::<Be<f32>>(&numbers(300, |i| if i % 7 == 3 { f32::NAN } else { i as f32 }));
}

/// What is no number: truth values, dates, texts.
#[test]
fn of_other_elements() {
    for place in PLACES {
        let dates: Vec<_> = numbers(300, |i| DateTime64::<record_core::time::Seconds>::from_count(i as i64));
        let ground = lay::<Be<DateTime64<record_core::time::Seconds>>>(place, &dates);
        for (view, dense) in ends(ground.view::<Be<DateTime64<record_core::time::Seconds>>>(), &dates) {
            let dense = View::from_slice(&dense);
            same!(view, dense; min(), max(), min_max(), argmin(), argmax(), count_missing(), nan_min(), nan_max());
            same!(view.as_any(), dense.as_any(); min(), max_axis(0), argmin(), describe());
        }
        let truths: Vec<bool> = numbers(300, |i| i % 3 == 0);
        let ground = lay::<Bool8>(place, &truths);
        for (view, dense) in ends(ground.view::<Bool8>(), &truths) {
            let dense = View::from_slice(&dense);
            same!(view, dense; sum(), mean(), any(), all(), count_nonzero(), min(), max());
            same!(view.as_any(), dense.as_any(); sum(), any(), all(), describe());
        }
        let texts: Vec<_> =
            numbers(300, |i| FixedBytes::<13>::try_from(&*format!("name {}", i % 17)).unwrap());
        let ground = lay::<FixedBytes<13>>(place, &texts);
        for (view, dense) in ends(ground.view::<FixedBytes<13>>(), &texts) {
            same!(view.as_any(), View::from_slice(&dense).as_any(); describe());
        }
        let texts: Vec<_> = numbers(300, |i| FixedUtf32::<3>::try_from(&*format!("é{}", i % 17)).unwrap());
        let ground = lay::<Be<FixedUtf32<3>>>(place, &texts);
        for (view, dense) in ends(ground.view::<Be<FixedUtf32<3>>>(), &texts) {
            same!(view.as_any(), View::from_slice(&dense).as_any(); describe());
        }
    }
}
