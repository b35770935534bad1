//! Windows of so many elements.

use crate::{
    columns::{Sample, every_column},
    exact::{Bits, Plain, bits, exact, near},
};
use core::ops::Range;
use record_core::{
    Array, Be, Bool8, DateTime64, DynRank, Element, F16, Le, Rank, View, ViewMut,
    ops::roll::{Outcome, RollError, Rolling},
    time::Seconds,
};
use record_tests::{Leaf, Random};

/// Which windows.
#[derive(Clone, Copy, Debug)]
enum Mode {
    Whole,
    Trailing(usize),
    Centred(Option<usize>),
}

const MODES: [Mode; 6] = [
    Mode::Whole,
    Mode::Trailing(0),
    Mode::Trailing(1),
    Mode::Trailing(3),
    Mode::Centred(Some(1)),
    Mode::Centred(None),
];

const LENGTHS: [usize; 16] = [1, 2, 3, 4, 5, 7, 8, 15, 64, 65, 100, 511, 512, 513, 600, 3000];

impl Mode {
    fn rolling<T: Element>(self, column: View<'_, T>, window: usize) -> Rolling<'_, T> {
        let rolling = column.rolling_axis(0, window);
        match self {
            Self::Whole => rolling,
            Self::Trailing(least) => rolling.min_periods(least),
            Self::Centred(None) => rolling.centered(),
            Self::Centred(Some(least)) => rolling.min_periods(least).centered(),
        }
    }

    /// The windows of all results, and the fewest elements.
    fn windows(self, len: usize, window: usize) -> (Vec<Range<usize>>, usize) {
        match self {
            Self::Whole => ((0..(len + 1).saturating_sub(window)).map(|i| i..i + window).collect(), window),
            Self::Trailing(least) => {
                ((0..len).map(|i| (i + 1).saturating_sub(window)..i + 1).collect(), least)
            }
            Self::Centred(least) => {
                let bounds = |i: usize| i.saturating_sub(window / 2)..len.min(i + window - window / 2);
                ((0..len).map(bounds).collect(), least.unwrap_or(window))
            }
        }
    }
}

/// The rule for whole windows: runs of as many elements as each bit of the length says, added from the first on, each a tree.
fn tree(values: &[f64]) -> f64 {
    fn run(values: &[f64]) -> f64 {
        match values {
            [one] => *one,
            _ => run(&values[..values.len() / 2]) + run(&values[values.len() / 2..]),
        }
    }
    let mut rest = values;
    let mut sum: Option<f64> = None;
    for bit in (0..usize::BITS).map(|bit| 1 << bit).filter(|bit| values.len() & bit != 0) {
        let (these, later) = rest.split_at(bit);
        rest = later;
        sum = Some(sum.map_or(run(these), |sum| sum + run(these)));
    }
    sum.unwrap_or(0.0)
}

/// The first of those that no other is better than; NaN if there is one.
fn best<V: Plain>(values: &[V], better: impl Fn(V, V) -> bool) -> Option<V> {
    values.iter().copied().reduce(|best, value| match () {
        () if best.is_missing() => best,
        () if value.is_missing() || better(value, best) => value,
        () => best,
    })
}

/// All operations on a dense column of native values, against loops.
fn check_values<V: Plain>(values: &[V], window: usize, mode: Mode) {
    let stored: Vec<V::Stored> = values.iter().map(|&value| Element::store(value)).collect();
    let column = View::from_slice(&stored);
    let rolling = || mode.rolling(column, window);
    let (windows, least) = mode.windows(values.len(), window);
    let enough = |window: &Range<usize>| window.len() >= least;
    let at = |i: usize| format!("result {i} of {} elements, window {window}, {mode:?}", values.len());

    let mean = rolling().mean().to_array().to_vec();
    assert_eq!(mean.len(), windows.len());
    for (i, (range, &mean)) in windows.iter().zip(&mean).enumerate() {
        if !enough(range) || range.is_empty() {
            assert!(mean.is_nan(), "{mean}: {}", at(i));
            continue;
        }
        let roundings = if window <= 512 && range.len() == window { 18 } else { range.len() };
        let values = &values[range.clone()];
        assert!(near(mean, values, values.len() as f64, roundings), "{mean}: {}", at(i));
        if window <= 512 && range.len() == window && <V as Outcome>::MISSING.is_some() {
            let wide: Vec<f64> = values.iter().map(|&value| value.to_f64()).collect();
            assert_eq!(mean.bits(), ((tree(&wide) + 0.0) / window as f64).bits(), "{}", at(i));
        }
    }

    let counts = rolling().count().to_array().to_vec();
    assert_eq!(counts, windows.iter().map(|range| range.len() as u64).collect::<Vec<_>>());

    for greatest in [false, true] {
        let fill = Element::load(stored.first().copied().unwrap_or_else(|| Element::store(V::ANY)));
        let found = if greatest {
            rolling().max().fill(fill).to_array().to_vec()
        } else {
            rolling().min().fill(fill).to_array().to_vec()
        };
        let expected = windows.iter().map(|range| {
            let found = best(&values[range.clone()], |a, b| if greatest { a > b } else { a < b });
            found.filter(|_| enough(range)).unwrap_or(fill)
        });
        assert_eq!(bits(found), bits(expected), "window {window}, {mode:?}");
    }

    let sums = rolling().sum().fill(Default::default()).try_to_array();
    let total = |range: &Range<usize>| if enough(range) { exact(&values[range.clone()]).0 } else { 0 };
    if <V as Outcome>::MISSING.is_some() {
        let sums = sums.unwrap().to_vec();
        assert_eq!(sums.len(), windows.len());
        for (i, (range, sum)) in windows.iter().zip(sums).enumerate() {
            let sum = f64::from_bits(sum.bits());
            let roundings = if window <= 512 && range.len() == window { 18 } else { range.len() };
            let values = if enough(range) { &values[range.clone()] } else { &[] };
            assert!(near(sum, values, 1.0, roundings), "{sum}: {}", at(i));
        }
    } else {
        let totals: Vec<i128> = windows.iter().map(total).collect();
        if let Some(index) = totals.iter().position(|total| !V::SUMS.contains(total)) {
            assert_eq!(sums.unwrap_err(), RollError::Overflow { index });
        } else {
            // The bits of an i64 or a u64.
            let expected: Vec<u64> = totals.iter().map(|&total| total as u64).collect();
            assert_eq!(bits(sums.unwrap().to_vec()), expected);
        }
    }

    let variance = rolling().variance(1).to_array().to_vec();
    for (i, (range, &variance)) in windows.iter().zip(&variance).enumerate() {
        let values: Vec<f64> = values[range.clone()].iter().map(|value| value.to_f64()).collect();
        if !enough(range) || values.len() < 2 {
            assert!(variance.is_nan(), "{variance}: {}", at(i));
            continue;
        }
        let n = values.len() as f64;
        let mean = tree(&values) / n;
        let exact = tree(&values.iter().map(|x| (x - mean) * (x - mean)).collect::<Vec<_>>()) / (n - 1.0);
        // The deviations are rounded in units of the values: not more than this many of them.
        let largest = values.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        let bound = 1e-12 * exact + 1e-14 * n.sqrt() * largest * exact.sqrt() + 1e-28 * n * largest * largest;
        assert!((variance - exact).abs() <= bound, "{variance} is not {exact}: {}", at(i));
    }
}

/// Every way to lie in memory gives what the dense column of native values gives, to the bit.
fn check_layouts<T: Leaf<Value: Plain>>() -> usize {
    let mut turn = 0;
    every_column::<T>(|values, column| {
        turn += 1;
        let (window, mode) = (LENGTHS[turn % LENGTHS.len()], MODES[turn / 7 % MODES.len()]);
        let stored: Vec<<T::Value as Outcome>::Stored> =
            values.iter().map(|&value| Element::store(value)).collect();
        let dense = View::from_slice(&stored);
        let zero = T::Value::ANY;
        assert_eq!(
            bits(mode.rolling(column, window).mean().to_array().to_vec()),
            bits(mode.rolling(dense, window).mean().to_array().to_vec()),
        );
        assert_eq!(
            bits(mode.rolling(column, window).max().fill(zero).to_array().to_vec()),
            bits(mode.rolling(dense, window).max().fill(zero).to_array().to_vec()),
        );
    })
}

fn samples<V: Sample>(len: usize, seed: u64) -> Vec<V> {
    let mut random = Random::new(seed);
    (0..len).map(|_| V::sample(&mut random)).collect()
}

fn check_all<V: Plain>() {
    for len in (0..=20).chain([63, 64, 65, 66, 127, 300]) {
        let values = samples::<V>(len, len as u64);
        for window in LENGTHS {
            for mode in MODES {
                check_values(&values, window, mode);
            }
        }
    }
    let values = samples::<V>(2700, 5);
    for (turn, window) in LENGTHS.into_iter().enumerate() {
        check_values(&values, window, Mode::Whole);
        check_values(&values, window, MODES[1 + turn % 5]);
    }
}

#[test]
fn floats() {
    check_all::<f64>();
    check_all::<f32>();
    check_all::<F16>();
}

#[test]
fn integers() {
    check_all::<bool>();
    check_all::<i8>();
    check_all::<u16>();
    check_all::<i32>();
    check_all::<i64>();
    check_all::<u64>();
}

#[test]
fn every_layout() {
    let columns = [
        check_layouts::<f64>(),
        check_layouts::<Be<f64>>(),
        check_layouts::<Le<f32>>(),
        check_layouts::<Be<f32>>(),
        check_layouts::<Be<F16>>(),
        check_layouts::<i8>(),
        check_layouts::<Be<u16>>(),
        check_layouts::<Be<i64>>(),
        check_layouts::<Bool8>(),
    ];
    assert_eq!(columns, [(41 * 16 + 13) * 9; 9]);
}

/// What is outside a window does not reach its result.
#[test]
fn what_is_outside_a_window_does_not_poison_it() {
    for poison in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 1e300] {
        for window in [1, 2, 3, 7, 64, 100, 512, 513, 700] {
            let clean: Vec<f64> = (0..2000).map(|n| f64::from(n % 37) - 11.0).collect();
            let mut values = clean.clone();
            for place in [0, 900, 901, 1999] {
                values[place] = poison;
            }
            let of = |values: &[f64]| {
                let rolling = View::from_slice(values);
                let rolling = rolling.rolling(window).min_periods(1);
                (
                    rolling.sum().to_array().to_vec(),
                    rolling.variance(0).to_array().to_vec(),
                    rolling.max().to_array().to_vec(),
                )
            };
            let (found, expected) = (of(&values), of(&clean));
            for i in 0..2000 {
                let range = (i + 1_usize).saturating_sub(window)..=i;
                let poisoned = [0, 900, 901, 1999].iter().any(|place| range.contains(place));
                if poisoned {
                    assert!(
                        !poison.is_nan() || found.0[i].is_nan() && found.1[i].is_nan() && found.2[i].is_nan()
                    );
                    assert!(poison.is_finite() || found.1[i].is_nan());
                } else {
                    assert_eq!(found.0[i].to_bits(), expected.0[i].to_bits(), "{poison}, {window}, {i}");
                    assert_eq!(found.1[i].to_bits(), expected.1[i].to_bits(), "{poison}, {window}, {i}");
                    assert_eq!(found.2[i].to_bits(), expected.2[i].to_bits(), "{poison}, {window}, {i}");
                }
            }
        }
    }
}

/// A running total would have lost the small numbers behind the large one.
#[test]
fn sums_do_not_drift() {
    let mut values = vec![0.1_f64; 300_000];
    values[1000] = 1e17;
    for window in [3, 64, 1000] {
        let column = View::from_slice(&values);
        let sums = column.rolling(window).sum().to_array();
        let expected = column.slice(..window).rolling(window).sum().to_array().item(0);
        for sum in sums.slice(2000..) {
            assert!((sum - expected).abs() <= expected * window as f64 * f64::EPSILON, "{sum}, {expected}");
        }
    }
}

/// The `nan_` twins are the plain operations of what is left.
#[test]
fn missing_values_are_left_out() {
    let mut random = Random::new(9);
    let values: Vec<f64> =
        (0..1500).map(|_| if random.below(3) == 0 { f64::NAN } else { f64::sample(&mut random) }).collect();
    let column = View::from_slice(&values);
    for window in [1, 2, 5, 64, 600] {
        for mode in [Mode::Whole, Mode::Trailing(1), Mode::Trailing(2), Mode::Centred(None)] {
            let rolling = mode.rolling(column, window);
            let (windows, least) = mode.windows(values.len(), window);
            let least = if matches!(mode, Mode::Whole) { 1 } else { least };
            let (sums, means) = (rolling.nan_sum().to_array(), rolling.nan_mean().to_array());
            let (mins, stds) = (rolling.nan_min().to_array(), rolling.nan_std(0).to_array());
            for (i, range) in windows.into_iter().enumerate() {
                let left: Vec<f64> = values[range].iter().copied().filter(|value| !value.is_nan()).collect();
                let found = [sums.item(i), means.item(i), mins.item(i), stds.item(i)];
                if left.len() < least.max(1) {
                    assert!(found.iter().all(|found| found.is_nan()), "{found:?}");
                    continue;
                }
                assert!(near(found[0], &left, 1.0, left.len()), "{found:?}");
                assert!(near(found[1], &left, left.len() as f64, left.len()), "{found:?}");
                assert_eq!(found[2].bits(), best(&left, |a, b| a < b).unwrap().bits());
                let mean = tree(&left) / left.len() as f64;
                let variance = left.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / left.len() as f64;
                assert!(
                    (found[3] - variance.sqrt()).abs() <= 1e-9 * (variance.sqrt() + 1e-3 * mean.abs()),
                    "{found:?}"
                );
            }
        }
    }
}

/// Into a column of records, of another byte order and rounded, and backwards.
#[test]
fn results_into_any_column() {
    let values = samples::<f32>(1000, 2);
    let column = View::from_slice(&values);
    let means = column.rolling(10).mean().to_array().to_vec();
    let mut bytes = vec![0xA5_u8; 991 * 11];
    let layout = record_core::layout::Layout::<Rank<1>> { shape: [991], strides: [-11] };
    let mut out = ViewMut::<Be<f32>>::from_parts(&mut bytes, layout, 990 * 11).unwrap();
    column.rolling(10).mean().write_to(&mut out).unwrap();
    #[allow(clippy::cast_possible_truncation)] // rounded
    let expected: Vec<f32> = means.iter().map(|&mean| mean as f32).collect();
    assert_eq!(out.to_vec(), expected);
    // What lies between is as it was.
    assert!(bytes.chunks(11).all(|record| record[4..] == [0xA5; 7]));
    let mut short = [0.0; 990];
    let error = column.rolling(10).mean().write_to(&mut ViewMut::from_slice(&mut short)).unwrap_err();
    assert_eq!(error.to_string(), "axis 0 is of length 990 where 991 is needed");
}

#[test]
fn windows_along_any_axis() {
    let cube = Array::from_fn([5, 6, 7], |[i, j, k]| {
        f64::from(u32::try_from(i * 100 + j * 31 % 17 + k * k).unwrap())
    });
    for axis in 0..3 {
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let view = cube.view().permute(order);
            let found = view.rolling_axis(axis, 3).mean().to_array();
            assert_eq!(found.shape()[axis], view.shape()[axis] - 2);
            for i in 0..found.shape()[axis] {
                // The windows that begin at `i`, one for each index of the other axes.
                let moved = view.move_axis(axis, 2);
                let [n, m, _] = moved.shape();
                let window = |at: usize| moved.at(at / m).at(at % m).slice(i..i + 3);
                let expected: Vec<f64> = (0..n * m).map(|at| window(at).mean().unwrap()).collect();
                assert_eq!(found.view().at_axis(axis, i).to_vec(), expected);
            }
        }
    }
    let error = cube.view().rolling_axis(3, 2).sum().try_to_array().unwrap_err();
    assert_eq!(error.to_string(), "there is no axis 3: the view has 3 axes");
    let dynamic = cube.view().reshape(&[30, 7][..]);
    let found: Array<f64, DynRank> = dynamic.rolling_axis(1, 7).max().to_array();
    assert_eq!(found.shape().as_ref(), [30, 1]);
}

#[test]
fn errors_and_missing_values() {
    let column = View::from_slice(&[1_u8, 2, 3]);
    assert_eq!(column.rolling(0).sum().try_to_array().unwrap_err(), RollError::EmptyWindow);
    assert_eq!(
        column.rolling(3).min_periods(2).sum().try_to_array().unwrap_err(),
        RollError::Missing { index: 0 }
    );
    assert_eq!(column.rolling(4).sum().to_array().len(), 0);
    assert_eq!(column.rolling(usize::MAX).min_periods(1).max().to_array().to_vec(), [1, 2, 3]);
    assert_eq!(column.rolling(usize::MAX).centered().min_periods(1).sum().to_array().to_vec(), [6, 6, 6]);
    let dates: Vec<DateTime64<Seconds>> = [3, 1, 2].map(DateTime64::from_count).to_vec();
    let least = View::from_slice(&dates).rolling(2).min_periods(2).min().to_array();
    assert!(least.item(0).is_nat());
    assert_eq!(least.slice(1..).to_vec(), [dates[1], dates[1]]);
}
