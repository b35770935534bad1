//! Windows of a span of time.

use crate::{
    columns::Sample,
    exact::{Bits, bits, near},
};
use record_core::{
    Array, Be, DateTime64, TimeDelta64, View,
    ops::roll::{Closed, RollError},
    time::Seconds,
};
use record_tests::Random;

const ALL: [Closed; 4] = [Closed::Right, Closed::Left, Closed::Both, Closed::Neither];

/// The elements in each window, by the definition.
fn window(times: &[i64], i: usize, span: i64, closed: Closed) -> Vec<usize> {
    let now = times[i];
    let is_in = |&j: &usize| {
        let time = times[j];
        let from = match closed {
            Closed::Right | Closed::Neither => time > now - span,
            Closed::Left | Closed::Both => time >= now - span,
        };
        let to = match closed {
            Closed::Right | Closed::Both => time <= now,
            Closed::Left | Closed::Neither => time < now,
        };
        from && to
    };
    (0..times.len()).filter(is_in).collect()
}

#[test]
fn windows_of_time() {
    let mut random = Random::new(4);
    for len in (0..20).chain([200, 401]) {
        let mut time = -5;
        let times: Vec<i64> = (0..len)
            .map(|_| {
                time += i64::try_from(random.below(4)).unwrap() * i64::from(random.below(3) > 0);
                time
            })
            .collect();
        let values: Vec<f64> = (0..len).map(|_| f64::sample(&mut random)).collect();
        let column = View::from_slice(&values);
        let dates: Vec<DateTime64<Seconds>> =
            times.iter().map(|&time| DateTime64::from_count(time)).collect();
        let floats: Vec<Be<f64>> = times.iter().map(|&time| Be::new(time as f64)).collect();
        for span in [0, 1, 2, 7, 50, 10_000] {
            for closed in ALL {
                for least in [0, 1, 3] {
                    let rolling = column
                        .rolling_by(View::from_slice(&dates), TimeDelta64::from_count(span))
                        .closed(closed)
                        .min_periods(least);
                    let (means, counts) = (rolling.mean().to_array(), rolling.count().to_array());
                    let (sums, least_values) = (rolling.sum().to_array(), rolling.min().to_array());
                    for i in 0..len {
                        let window: Vec<f64> =
                            window(&times, i, span, closed).into_iter().map(|j| values[j]).collect();
                        assert_eq!(
                            counts.item(i),
                            window.len() as u64,
                            "{i} of {times:?}, {span}, {closed:?}"
                        );
                        if window.len() < least {
                            assert!(
                                means.item(i).is_nan()
                                    && sums.item(i).is_nan()
                                    && least_values.item(i).is_nan()
                            );
                        } else if window.is_empty() {
                            assert!(means.item(i).is_nan() && least_values.item(i).is_nan());
                            assert_eq!(sums.item(i).bits(), 0.0.bits());
                        } else {
                            assert!(near(means.item(i), &window, window.len() as f64, window.len()));
                            assert_eq!(
                                least_values.item(i).bits(),
                                window.iter().copied().reduce(f64::min).unwrap().bits()
                            );
                        }
                    }
                    let same = column
                        .rolling_by(View::from_slice(&floats), span as f64)
                        .closed(closed)
                        .min_periods(least);
                    assert_eq!(bits(same.mean().to_array().to_vec()), bits(means.to_vec()));
                }
            }
        }
    }
}

/// What left the window long ago, or is not in it yet, does not reach a result.
#[test]
fn time_windows_are_not_poisoned() {
    let times: Vec<u32> = (0..200_000).collect();
    let mut values = vec![0.1; times.len()];
    for place in [10, 1_000, 65_536, 131_071] {
        values[place] = f64::INFINITY;
    }
    let rolling = View::from_slice(&values);
    let rolling = rolling.rolling_by(View::from_slice(&times), 100);
    let (sums, variances) = (rolling.sum().to_array(), rolling.variance(0).to_array());
    let mut infinite = 0;
    for (i, sum) in sums.iter().enumerate().skip(100) {
        let poisoned = values[i - 99..=i].iter().any(|value| value.is_infinite());
        infinite += usize::from(poisoned);
        assert!(if poisoned { sum.is_infinite() } else { (sum - 10.0).abs() < 1e-12 }, "{i}: {sum}");
        assert_eq!(variances.item(i).is_nan(), poisoned);
    }
    assert_eq!(infinite, 10 + 300);
}

#[test]
fn errors() {
    let column = View::from_slice(&[1_i32, 2, 3]);
    let of = |times: &[f64], span: f64| {
        column.rolling_by(View::from_slice(times), span).sum().try_to_array().map(|sums| sums.to_vec())
    };
    assert_eq!(of(&[0.0, 1.0], 1.0), Err(RollError::Lengths { expected: 3, found: 2 }));
    assert_eq!(of(&[0.0, 2.0, 1.0], 1.0), Err(RollError::NotSorted { index: 2 }));
    assert_eq!(of(&[0.0, f64::NAN, 1.0], 1.0), Err(RollError::NoTime { index: 1 }));
    assert_eq!(of(&[0.0, 1.0, 2.0], -1.0), Err(RollError::Span));
    assert_eq!(of(&[0.0, 1.0, 2.0], f64::NAN), Err(RollError::Span));
    assert_eq!(of(&[0.0, 1.0, 2.0], f64::NEG_INFINITY), Err(RollError::Span));
    assert_eq!(of(&[0.0, 1.0, 2.0], -0.0), Err(RollError::Missing { index: 0 }));
    assert_eq!(of(&[0.0, 1.0, 2.0], 1.5), Ok(vec![1, 3, 5]));
    for ends in [f64::MAX, f64::INFINITY] {
        assert_eq!(of(&[-ends, 1.0, ends], f64::INFINITY), Ok(vec![1, 3, 6]));
    }
    let extreme = [i64::MIN + 1, 0, i64::MAX].map(DateTime64::<Seconds>::from_count);
    let windows = column.rolling_by(View::from_slice(&extreme), TimeDelta64::from_count(i64::MAX));
    assert_eq!(windows.closed(Closed::Both).sum().to_array().to_vec(), [1, 3, 5]);
    let table = Array::from_rows([[1_i32, 2, 3], [4, 5, 6]]);
    let sums = table.view().rolling_by_axis(1, View::from_slice(&[0_u8, 1, 2]), 2).sum().to_array();
    assert_eq!(sums, Array::from_rows([[1_i64, 3, 5], [4, 9, 11]]));
}
