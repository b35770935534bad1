//! Differences, running totals, shifts, gaps and duplicates.

use crate::{
    columns::every_column,
    exact::{Bits, Plain, bits, near},
};
use record_core::{
    Array, Be, Bool8, DateTime64, Element, F16, Le, TimeDelta64, View, ViewMut,
    ops::{
        Ordered,
        roll::{Differs, Gap, Multiplied, Outcome, Repeated, RollError, Summed},
    },
    time::Seconds,
};
use record_tests::{Leaf, Random};

/// By a loop, with NumPy's wrapping.
fn diff<V: Plain>(values: &[V], order: usize, lag: usize) -> Vec<V> {
    (0..order).fold(values.to_vec(), |values, _| {
        (lag..values.len()).map(|i| values[i].less(values[i - lag])).collect()
    })
}

fn check_columns<T: Leaf<Value: Plain + Differs<Delta = T::Value> + Multiplied>>() -> usize {
    let mut turn = 0;
    every_column::<T>(|values, column| {
        turn += 1;
        let (order, lag) = (1 + turn % 3, 1 + turn / 3 % 4);
        let expected = diff(values, order, lag);
        assert_eq!(bits(column.diff(order).lag(lag).wrapping().to_array().to_vec()), bits(expected));

        let by = (turn % 23).cast_signed() - 11;
        let fill = T::Value::ANY;
        let expected = (0..values.len().cast_signed())
            .map(|i| usize::try_from(i - by).ok().and_then(|i| values.get(i).copied()).unwrap_or(fill));
        assert_eq!(bits(column.shift(by).fill(fill).to_array().to_vec()), bits(expected));

        for greatest in [false, true] {
            let found = if greatest { column.cummax().to_array() } else { column.cummin().to_array() };
            let mut best: Option<T::Value> = None;
            let expected: Vec<T::Value> = values
                .iter()
                .map(|&value| {
                    let best = best.get_or_insert(value);
                    if if greatest { value > *best } else { value < *best } {
                        *best = value;
                    }
                    *best
                })
                .collect();
            assert_eq!(bits(found.to_vec()), bits(expected));
        }

        let sums = column.cumsum().try_to_array();
        if T::Value::MISSING.is_some() {
            let sums =
                column.cumsum().try_to_array_of::<<<T::Value as Summed>::Sum as Outcome>::Stored>().unwrap();
            let floats: Vec<u64> = bits(sums.to_vec());
            for (i, &sum) in floats.iter().enumerate() {
                assert!(near(f64::from_bits(sum), &values[..=i], 1.0, i.min(1024) + i / 1024 + 1));
            }
        } else {
            let mut sum = 0_i128;
            let exact: Vec<i128> = values
                .iter()
                .map(|value| {
                    sum += value.fixed();
                    sum
                })
                .collect();
            if let Some(index) = exact.iter().position(|sum| !T::Value::SUMS.contains(sum)) {
                assert_eq!(sums.unwrap_err(), RollError::Overflow { index });
            } else {
                // The bits of an i64 or a u64.
                let expected: Vec<u64> = exact.iter().map(|&sum| sum as u64).collect();
                assert_eq!(bits(sums.unwrap().to_vec()), expected);
            }
        }
    })
}

#[test]
fn neighbours_of_every_column() {
    let columns = [
        check_columns::<f64>(),
        check_columns::<Be<f32>>(),
        check_columns::<Le<F16>>(),
        check_columns::<i8>(),
        check_columns::<Be<u16>>(),
        check_columns::<Le<i32>>(),
        check_columns::<Be<i64>>(),
        check_columns::<u64>(),
        check_columns::<Bool8>(),
    ];
    assert_eq!(columns, [(41 * 16 + 13) * 9; 9]);
}

/// The first result that a difference of differences overflows for, of any order and lag, in any block.
#[test]
fn differences_that_overflow() {
    let mut random = Random::new(12);
    let mut failed = 0;
    for len in [0, 1, 5, 40, 1024, 1030, 2100, 5000] {
        for spikes in [len / 700 + 1, 2] {
            let mut values: Vec<i8> = (0..len).map(|_| random.below(7) as i8 - 3).collect();
            for _ in 0..spikes.min(len) {
                values[random.below(len)] = random.pick(&[i8::MAX, i8::MIN, 100, -80, 60, 50]);
            }
            for (order, lag) in
                [(1, 1), (1, 3), (2, 1), (2, 2), (3, 1), (4, 3), (1, 1100), (2, 1500), (3, 700), (2, 1024)]
            {
                let result = |start: usize| -> Option<i8> {
                    let own: Vec<i128> = (0..=order).map(|i| values[start + i * lag].into()).collect();
                    let all = (0..order).try_fold(own, |own, _| {
                        let next: Vec<i128> = own.windows(2).map(|pair| pair[1] - pair[0]).collect();
                        next.iter().all(|delta| (-128..128).contains(delta)).then_some(next)
                    });
                    all.map(|all| all[0] as i8)
                };
                let results: Vec<_> = (0..len.saturating_sub(order * lag)).map(result).collect();
                let found = View::from_slice(&values).diff(order).lag(lag).try_to_array();
                if let Some(index) = results.iter().position(Option::is_none) {
                    failed += 1;
                    assert_eq!(found.unwrap_err(), RollError::Overflow { index }, "{order} {lag}");
                } else {
                    let expected: Vec<i8> = results.into_iter().flatten().collect();
                    assert_eq!(found.unwrap().to_vec(), expected);
                }
                let wrapped = View::from_slice(&values).diff(order).lag(lag).wrapping().to_array();
                assert_eq!(wrapped.to_vec(), diff(&values, order, lag));
            }
        }
    }
    assert!(failed > 40, "{failed}");
    // 10 and 20 are no overflow of their difference, 20 and 10 are.
    let error = View::from_slice(&[0_u8, 10, 30, 40, 45]).diff(2).try_to_array().unwrap_err();
    assert_eq!(error, RollError::Overflow { index: 1 });
    assert_eq!(error.to_string(), "result 1 along the axis is beyond the range of its type");
}

/// Elements that are farther apart than a block, of every type and stride.
#[test]
fn differences_of_what_is_far_apart() {
    let mut random = Random::new(13);
    let values: Vec<f64> = (0..9000).map(|_| crate::columns::Sample::sample(&mut random)).collect();
    let stored: Vec<[Be<f64>; 2]> = values.iter().map(|&value| [Be::new(value); 2]).collect();
    let table = View::from_slice(&stored).axes();
    for (order, lag) in [(1, 1025), (1, 4000), (1, 8999), (1, 9000), (2, 1300), (4, 2000), (5, 2000)] {
        let expected = bits(diff(&values, order, lag));
        let columns = table.diff_axis(0, order).lag(lag).to_array();
        assert_eq!(columns.shape(), [expected.len(), 2]);
        for column in 0..2 {
            assert_eq!(bits(columns.view().at_axis(1, column).to_vec()), expected, "{order} {lag}");
        }
        #[cfg(feature = "rayon")]
        assert_eq!(table.diff_axis(0, order).lag(lag).par().to_array(), columns);
    }
}

#[test]
fn products() {
    let column = View::from_slice(&[1.5_f32, -2.0, f32::NAN, 4.0]);
    assert_eq!(bits(column.cumprod().to_array().to_vec()), bits([1.5, -3.0, f64::NAN, f64::NAN]));
    assert_eq!(column.nan_cumprod().to_array().to_vec(), [1.5, -3.0, -3.0, -12.0]);
    assert_eq!(column.nan_cumsum().to_array().to_vec(), [1.5, -0.5, -0.5, 3.5]);
    let factors = [3_i64; 50];
    let error = View::from_slice(&factors).cumprod().try_to_array().unwrap_err();
    // 3^39 is the last below 2^63.
    assert_eq!(error, RollError::Overflow { index: 39 });
    assert_eq!(View::from_slice(&factors[..39]).cumprod().to_array().last(), 3_i64.checked_pow(39));
    assert_eq!(
        View::from_slice(&[Be::new(7_u16), Be::new(0), Be::new(9)]).cumprod().to_array().to_vec(),
        [7, 0, 0]
    );
}

/// Sums of what is not negative never descend, and are near the exact ones.
#[test]
fn running_sums_ascend() {
    let mut random = Random::new(1);
    let values: Vec<f64> = (0..100_000)
        .map(|_| {
            if random.below(3) == 0 {
                0.0
            } else {
                0.1 * f64::from(u32::try_from(random.below(1000)).unwrap())
            }
        })
        .collect();
    let sums = View::from_slice(&values).cumsum().to_array().to_vec();
    assert!(sums.is_sorted());
    let expected: f64 = View::from_slice(&values).sum();
    assert!((sums[99_999] - expected).abs() <= expected * 200.0 * f64::EPSILON);
}

#[test]
fn missing_values_of_running_extremes() {
    let column = View::from_slice(&[f64::NAN, 2.0, 3.0, f64::NAN, 1.0]);
    assert_eq!(bits(column.cummin().to_array().to_vec()), bits([f64::NAN; 5]));
    assert_eq!(bits(column.nan_cummin().to_array().to_vec()), bits([f64::NAN, 2.0, 2.0, 2.0, 1.0]));
    assert_eq!(bits(column.nan_cummax().to_array().to_vec()), bits([f64::NAN, 2.0, 3.0, 3.0, 3.0]));
    assert_eq!(bits(column.slice(1..).cummax().to_array().to_vec()), bits([2.0, 3.0, f64::NAN, f64::NAN]));
}

#[test]
fn dates_and_spans() {
    type Date = DateTime64<Seconds>;
    type Span = TimeDelta64<Seconds>;
    let dates = [100, 103, i64::MIN, 104, 110].map(Date::from_count);
    let steps = View::from_slice(&dates).diff(1).to_array();
    assert_eq!(bits(steps.to_vec()), bits([3, i64::MIN, i64::MIN, 6].map(Span::from_count)));
    let twice = View::from_slice(&dates[3..]).diff(2).to_array();
    assert!(twice.is_empty());
    let spans = [5, -2, 7].map(Span::from_count);
    assert_eq!(View::from_slice(&spans).cumsum().to_array().to_vec(), [5, 3, 10].map(Span::from_count));
    assert_eq!(View::from_slice(&spans).rolling(2).sum().to_array().to_vec(), [3, 5].map(Span::from_count));
    assert_eq!(View::from_slice(&spans).diff(1).to_array().to_vec(), [-7, 9].map(Span::from_count));
    let far = [i64::MAX, -5].map(Date::from_count);
    assert_eq!(View::from_slice(&far).diff(1).try_to_array().unwrap_err(), RollError::Overflow { index: 0 });
    let shifted = View::from_slice(&dates).shift(1).to_array();
    assert!(shifted.item(0).is_nat());
    assert_eq!(shifted.item(1), dates[0]);
    // NaT is passed over.
    let gaps = View::from_slice(&dates).gaps(Span::from_count(3));
    assert_eq!(gaps, [Gap { index: 4, before: dates[3], after: dates[4], size: Some(Span::from_count(6)) }]);
    assert_eq!(View::from_slice(&far[1..]).gaps(Span::from_count(0)), []);
    let gap = View::from_slice(&[far[1], far[0]]).gaps(Span::from_count(i64::MAX));
    assert_eq!((gap.len(), gap[0].size), (1, None));
}

#[test]
fn gaps_duplicates_and_setbacks() {
    let mut random = Random::new(8);
    for len in (0..40).chain([1000, 1025]) {
        let mut time = 0_u32;
        let times: Vec<u32> = (0..len)
            .map(|_| {
                time = (time + u32::try_from(random.below(5)).unwrap())
                    .saturating_sub(u32::from(random.below(20) == 0));
                time
            })
            .collect();
        let stored: Vec<Be<u32>> = times.iter().map(|&time| Be::new(time)).collect();
        let column = View::from_slice(&stored);
        let steps = || (1..len).map(|i| (i, i64::from(times[i]) - i64::from(times[i - 1])));
        let gaps: Vec<(usize, Option<u32>)> =
            column.gaps(2).iter().map(|gap| (gap.index, gap.size)).collect();
        let expected = steps().filter(|step| step.1 > 2).map(|(i, step)| (i, u32::try_from(step).ok()));
        assert_eq!(gaps, expected.collect::<Vec<_>>());
        assert!(
            column
                .gaps(2)
                .iter()
                .all(|gap| gap.after == times[gap.index] && gap.before == times[gap.index - 1])
        );
        assert_eq!(
            column.setbacks(),
            steps().filter(|step| step.1 < 0).map(|step| step.0).collect::<Vec<_>>()
        );
        let mut expected = Vec::new();
        for run in times.chunk_by(|a, b| a == b) {
            let index = (run.as_ptr().addr() - times.as_ptr().addr()) / 4;
            if run.len() > 1 {
                expected.push(Repeated { index, count: run.len(), value: run[0] });
            }
        }
        assert_eq!(column.duplicates(), expected);
    }
    assert_eq!(View::from_slice(&[f64::NAN, f64::NAN, 1.0]).duplicates(), []);
}

#[test]
fn along_axes() {
    let table = Array::from_rows([[1_i32, 2, 4], [3, 5, 9], [0, 0, 1]]);
    assert_eq!(table.view().diff_axis(0, 1).to_array(), Array::from_rows([[2, 3, 5], [-3, -5, -8]]));
    assert_eq!(
        table.view().cumsum_axis(1).to_array(),
        Array::from_rows([[1_i64, 3, 7], [3, 8, 17], [0, 0, 1]])
    );
    assert_eq!(
        table.view().transpose().cumsum_axis(0).to_array(),
        Array::from_rows([[1_i64, 3, 0], [3, 8, 0], [7, 17, 1]])
    );
    assert_eq!(table.view().cummax_axis(0).to_array(), Array::from_rows([[1, 2, 4], [3, 5, 9], [3, 5, 9]]));
    assert_eq!(
        table.view().shift_axis(0, -1).fill(7).to_array(),
        Array::from_rows([[3, 5, 9], [0, 0, 1], [7, 7, 7]])
    );
    let mut out = Array::<Be<i64>, _>::zeros([3, 3]);
    table.view().cumsum_axis(0).write_to(&mut out.view_mut().transpose()).unwrap();
    assert_eq!(out, Array::from_rows([[1, 4, 4], [2, 7, 7], [4, 13, 14]].map(|row| row.map(Be::new))));
}

#[test]
fn errors() {
    let column = View::from_slice(&[1_u8, 3, 2]);
    assert_eq!(column.diff(0).try_to_array().unwrap_err(), RollError::ZeroOrder);
    assert_eq!(column.diff(1).lag(0).try_to_array().unwrap_err(), RollError::ZeroOrder);
    assert_eq!(column.diff(1).try_to_array().unwrap_err(), RollError::Overflow { index: 1 });
    assert_eq!(column.diff(9).to_array().len(), 0);
    assert_eq!(column.diff(usize::MAX).lag(usize::MAX).to_array().len(), 0);
    assert_eq!(column.shift(1).try_to_array().unwrap_err(), RollError::Missing { index: 0 });
    assert_eq!(column.shift(isize::MIN).fill(0).to_array().to_vec(), [0; 3]);
    assert_eq!(column.shift(0).to_array().to_vec(), [1, 3, 2]);
    let one: f64 = Element::load(1.0_f64);
    assert!(!one.is_missing() && one.bits() != 0);
}

/// An error at the first result leaves the output as it was: nothing is written but results, and none behind it.
#[test]
fn what_fails_writes_no_result_behind() {
    let mut out = [-9; 4];
    let column = View::from_slice(&[1, 2, 3, 4]);
    let error = column.shift(1).write_to(&mut ViewMut::from_slice(&mut out)).unwrap_err();
    assert_eq!((error, out), (RollError::Missing { index: 0 }, [-9; 4]));
    let mut out = [-9_i64; 3];
    let column = View::from_slice(&[i64::MAX, 1, 5, 6]);
    let error = column.rolling(2).sum().write_to(&mut ViewMut::from_slice(&mut out)).unwrap_err();
    assert_eq!((error, out), (RollError::Overflow { index: 0 }, [-9; 3]));
    // Those before it are results; long columns have some.
    let mut values = vec![1_i64; 5000];
    values[4000] = i64::MAX;
    let mut out = vec![-9_i64; 4999];
    let sums = View::from_slice(&values);
    let error = sums.rolling(2).sum().write_to(&mut ViewMut::from_slice(&mut out)).unwrap_err();
    assert_eq!(error, RollError::Overflow { index: 3999 });
    assert!(out[..3999].iter().all(|&sum| sum == 2 || sum == -9));
    assert!(out[3999..].iter().all(|&sum| sum == -9));
}
