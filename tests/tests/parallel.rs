//! Operations on several threads give what one thread gives, to the bit.

// Small random numbers become values of narrow types; floats are copied or computed by the same rule.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

#[path = "parallel/axes.rs"]
mod axes;
#[path = "parallel/by_name.rs"]
mod by_name;
#[path = "parallel/describe.rs"]
mod describe;
#[path = "parallel/gaps.rs"]
mod gaps;
#[path = "parallel/groups.rs"]
mod groups;
#[path = "parallel/groups_by_name.rs"]
mod groups_by_name;
#[path = "parallel/joins.rs"]
mod joins;
#[path = "parallel/quantiles.rs"]
mod quantiles;
#[path = "parallel/windows.rs"]
mod windows;
#[path = "parallel/writes.rs"]
mod writes;

use record_core::prelude::*;
use record_tests::Random;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Sample {
    id: u8,
    value: f64,
    level: Be<f32>,
    count: i64,
    parts: [f32; 3],
}

/// Numbers of all sizes, whose sum depends on the order that they are added in.
fn samples(count: usize, random: &mut Random) -> RecordTable<Sample> {
    (0..count)
        .map(|i| {
            let number = random.bits().cast_signed() as f64;
            let value = number * f64::powi(2.0, i32::try_from(random.bits() % 80).unwrap() - 100);
            Sample {
                id: u8::try_from(i % 251).unwrap(),
                value,
                level: Be::new(value as f32),
                count: random.bits().cast_signed(),
                parts: [value as f32, 1.0 / (i as f32 + 1.0), -(value as f32)],
            }
        })
        .collect()
}

/// Runs `check` on pools of one, two and three threads.
fn pools(check: impl Fn() + Sync) {
    for threads in [1, 2, 3] {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&check);
    }
}

/// The same array, or the same error.
#[track_caller]
fn equal<E: Clone + PartialEq + std::fmt::Debug>(found: Result<AnyArray, E>, expected: &Result<AnyArray, E>) {
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            assert_eq!((found.dtype(), found.layout().shape), (expected.dtype(), expected.layout().shape));
            assert!(found.as_bytes() == expected.as_bytes(), "other bytes");
        }
        (found, expected) => assert_eq!(found.err(), expected.clone().err()),
    }
}

fn same<T: Element<Value: record_core::ops::Number + std::fmt::Debug>>(view: View<'_, T>) {
    // By their texts, which tell -0.0 from 0.0 and let NaN be equal to itself; floats print exactly.
    let text = |value: &dyn std::fmt::Debug| format!("{value:?}");
    assert_eq!(text(&view.par().sum()), text(&view.sum()));
    assert_eq!(text(&view.par().mean()), text(&view.mean()));
    assert_eq!(text(&view.par().min()), text(&view.min()));
    assert_eq!(text(&view.par().max()), text(&view.max()));
    assert_eq!(text(&view.par().min_max()), text(&view.min_max()));
    assert_eq!(text(&view.par().variance(1)), text(&view.variance(1)));
    assert_eq!(text(&view.par().nan_variance(1)), text(&view.nan_variance(1)));
    assert_eq!(text(&view.par().nan_sum()), text(&view.nan_sum()));
    assert_eq!(text(&view.par().product()), text(&view.product()));
    assert_eq!((view.par().argmin(), view.par().argmax()), (view.argmin(), view.argmax()));
    assert_eq!(view.par().count_nonzero(), view.count_nonzero());
}

#[test]
fn reductions_are_equal_to_the_bit() {
    let mut random = Random::new(7);
    // Around the borders of blocks and of pieces, and several pieces.
    for count in [0, 1, 1023, 1024, 65_535, 65_536, 65_537, 131_072 + 1024, 400_003] {
        let mut table = samples(count, &mut random);
        pools(|| {
            let view = table.view();
            same(view.col(Sample::VALUE));
            same(view.col(Sample::LEVEL));
            same(view.col(Sample::COUNT));
            same(view.col(Sample::ID).flip(0));
            let parts = view.col(Sample::PARTS).axes();
            assert_eq!(parts.par().sum().to_bits(), parts.sum().to_bits());
            assert_eq!(parts.par().max().map(f32::to_bits), parts.max().map(f32::to_bits));
            let turned = parts.transpose();
            assert_eq!(turned.par().sum().to_bits(), turned.sum().to_bits());
        });
        // The first NaN in order is the one that is told.
        if count > 65_537 {
            for (i, bits) in [(count - 1, 0x7ff8_0000_0000_0001), (65_536, 0x7ff8_0000_0000_0002)] {
                table.col_mut(Sample::VALUE).set(i, f64::from_bits(bits));
                pools(|| {
                    assert_eq!(table.col(Sample::VALUE).par().min().map(f64::to_bits), Some(bits));
                    assert_eq!(table.col(Sample::VALUE).min().map(f64::to_bits), Some(bits));
                });
            }
        }
    }
}

/// Windows of elements and of time, differences and shifts, over several pieces and along axes.
#[test]
fn windows_are_equal_to_the_bit() {
    let mut random = Random::new(11);
    let table = samples(140_003, &mut random);
    let times: Vec<u32> = (0..140_003).map(|i| i / 3 * 2).collect();
    let text = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    pools(|| {
        let column = table.view().col(Sample::LEVEL);
        for window in [64, 513] {
            for windows in [
                column.rolling(window),
                column.rolling(window).min_periods(1),
                column.rolling(window).centered(),
            ] {
                let (means, stds) = (windows.mean(), windows.std(1));
                assert_eq!(text(means.clone().par().to_array().to_vec()), text(means.to_array().to_vec()));
                assert_eq!(text(stds.clone().par().to_array().to_vec()), text(stds.to_array().to_vec()));
            }
        }
        for span in [0, 10, 100_000] {
            let sums = column.rolling_by(View::from_slice(&times), span).sum();
            assert_eq!(text(sums.clone().par().to_array().to_vec()), text(sums.to_array().to_vec()));
        }
        let ids = table.view().col(Sample::ID);
        assert_eq!(ids.diff(2).wrapping().par().to_array(), ids.diff(2).wrapping().to_array());
        let (forth, back) = (ids.shift(70_000).fill(9), ids.shift(-70_000).fill(9));
        assert_eq!(forth.clone().par().to_array(), forth.to_array());
        assert_eq!(back.clone().par().to_array(), back.to_array());
        let parts = table.view().col(Sample::PARTS).axes();
        for axis in 0..2 {
            let greatest = parts.slice(s![..3000, ..]).rolling_axis(axis, 2).max();
            assert_eq!(greatest.clone().par().to_array(), greatest.to_array());
        }
        // The first error, whichever thread finds it.
        let error = ids.diff(1).par().try_to_array().unwrap_err();
        assert_eq!(error, ids.diff(1).try_to_array().unwrap_err());
    });
}

/// A view that repeats one element may have any number of pieces: none is looked at behind the first error.
#[test]
fn pieces_of_what_never_ends() {
    let one = [1_i64];
    let endless = View::from_slice(&one).broadcast_to([1_usize << 55]);
    pools(|| {
        let expected = (endless / 0).sum();
        assert!(expected.is_err());
        assert_eq!((endless / 0).par().sum(), expected);
        let expr = || endless.as_any().expr().floor_divide(0);
        assert_eq!(expr().par().sum(), expr().sum());
    });
}
