//! Windows, differences and shifts by name, in pieces.

use crate::{equal, pools};
use record_core::{ops::roll::Closed, prelude::*, time::Seconds};
use record_tests::Random;

/// The results of a piece.
const PIECE: usize = 65_536;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    id: u8,
    value: f64,
    level: Be<f32>,
    count: i64,
    small: Be<i16>,
    at: DateTime64<Seconds>,
    lasted: TimeDelta64<Seconds>,
    parts: [f32; 2],
}

fn rows(count: usize) -> Vec<Row> {
    let mut random = Random::new(count as u64 + 5);
    let row = |i: usize| {
        let number = random.bits().cast_signed() as f64;
        let value = number * f64::powi(2.0, i32::try_from(random.bits() % 80).unwrap() - 100);
        Row {
            id: (random.bits() % 251) as u8,
            value: if random.below(90) == 0 { f64::NAN } else { value },
            level: Be::new(value as f32),
            count: (random.bits() >> 8).cast_signed(),
            small: Be::new(random.bits() as i16),
            at: DateTime64::from_count((i / 3 * 2) as i64),
            lasted: if random.below(90) == 0 {
                TimeDelta64::NAT
            } else {
                TimeDelta64::from_count(i as i64 % 77)
            },
            parts: [value as f32, 1.0 / (i as f32 + 1.0)],
        }
    };
    (0..count).map(row).collect()
}

/// Each expression with and without `.par()` behind the column.
macro_rules! compare {
    ($column:expr; $($(.$name:ident($($argument:expr),*))+;)*) => {{
        let column: AnyView<'_> = $column;
        $({
            let expected = column$(.$name($($argument),*))+;
            pools(|| equal(column.par()$(.$name($($argument),*))+, &expected));
        })*
    }};
}

#[test]
fn columns_of_every_length() {
    for count in [0, 1, PIECE, PIECE + 1, 3 * PIECE + 17] {
        let rows = rows(count);
        let view = View::from_slice(&rows);
        for column in [view.col(Row::VALUE).as_any(), view.col(Row::LEVEL).flip(0).as_any()] {
            compare! { column;
                .diff(1);
                .shift(70_000).to_array();
                .shift(-1).fill(2.5).to_array();
                .rolling(64).mean();
                .rolling(700).min_periods(1).mean();
                .rolling(7).centered().nan_max();
                .rolling_by(view.col(Row::AT).as_any(), TimeDelta64::<Seconds>::from_count(9)).max();
            }
        }
    }
}

/// All kinds of numbers and one operation of each way to be made, with errors where integers overflow or have no NaN.
#[test]
fn all_kinds_of_columns() {
    let rows = rows(2 * PIECE + 100);
    let view = View::from_slice(&rows);
    let columns = [
        view.col(Row::ID).as_any(),
        view.col(Row::SMALL).flip(0).as_any(),
        view.col(Row::COUNT).as_any(),
        view.col(Row::LASTED).as_any(),
        view.col(Row::AT).as_any(),
    ];
    let times = view.col(Row::AT).as_any();
    let span = TimeDelta64::<Seconds>::from_count(3);
    for column in columns {
        compare! { column;
            .diff(2);
            .shift(1).to_array();
            .shift(1).fill(column.get_at([5]).unwrap()).to_array();
            .rolling(3).mean();
            .rolling(3).nan_max();
            .rolling(3).min_periods(3).nan_max();
            .rolling_by(times, span).sum();
            .rolling_by(times, span).closed(Closed::Left).min_periods(1).max();
        }
    }
    pools(|| {
        let windows = columns[0].rolling(4).par().centered().mean();
        equal(windows, &columns[0].rolling(4).centered().mean());
        let windows = columns[0].rolling_by(times, span).par().max();
        equal(windows, &columns[0].rolling_by(times, span).max());
        equal(columns[0].shift(3).par().fill(1).to_array(), &columns[0].shift(3).fill(1).to_array());
    });
}

/// Sub-arrays, many short columns, and views that no single stride leads through.
#[test]
fn several_axes() {
    let rows = rows(PIECE + 9);
    let view = View::from_slice(&rows);
    let parts = view.col(Row::PARTS).as_any();
    let times = view.col(Row::AT).as_any();
    let few = [0, 1];
    let few = View::from_slice(&few).as_any();
    for axis in 0..3 {
        compare! { parts;
            .diff_axis(axis, 1);
            .shift_axis(axis, 1).to_array();
            .rolling_axis(axis, 2).mean();
            .rolling_axis(axis, 2).min_periods(1).nan_max();
            .rolling_by_axis(axis, times, TimeDelta64::<Seconds>::from_count(5)).max();
            .rolling_by_axis(axis, few, 1).max();
        }
    }
    let table = view.slice(s![..PIECE]).col(Row::COUNT).reshape([16, 64, 64]);
    let table = table.slice(s![.., ..61, ..;-1]).transpose();
    for axis in 0..3 {
        compare! { table.as_any();
            .diff_axis(axis, 1);
            .shift_axis(axis, -2).fill(-1).to_array();
            .rolling_axis(axis, 9).mean();
            .rolling_axis(axis, 2).nan_max();
        }
    }
    let big: Vec<f64> = (0..200 * 40 * 30).map(|n| 1.0 / f64::from(n + 1)).collect();
    let big = View::from_slice(&big).reshape([200, 40, 30]).transpose();
    for axis in 0..3 {
        compare! { big.as_any();
            .diff_axis(axis, 2);
            .rolling_axis(axis, 12).mean();
        }
    }
}

/// The first wrong time, wherever pieces begin, and settings that are wrong.
#[test]
fn errors() {
    let count = 2 * PIECE + 100;
    let ascending: Vec<f64> = (0..count).map(|i| i as f64).collect();
    let ones = vec![1_u8; count];
    let ones = View::from_slice(&ones).as_any();
    let wrong = [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, count - 1];
    for (i, &first) in wrong.iter().enumerate() {
        for &second in &wrong[i..] {
            for number in [f64::NAN, -1.0] {
                let mut times = ascending.clone();
                (times[second], times[first]) = (f64::NAN, number);
                let times = View::from_slice(&times);
                compare! { ones; .rolling_by(times.as_any(), 2.0).sum(); }
                assert!(ones.par().rolling_by(times.as_any(), 2.0).sum().is_err());
            }
        }
    }
    let times = View::from_slice(&ascending).as_any();
    let texts = [FixedBytes::<2>::from_bytes(b"a"); 3];
    compare! { ones;
        .rolling(0).mean();
        .rolling_axis(1, 3).mean();
        .rolling(3).min_periods(2).nan_max();
        .rolling_by(times, -1.0).sum();
        .rolling_by(times.slice(1..), 1.0).sum();
        .rolling_by(times, TimeDelta64::<Seconds>::from_count(1)).sum();
        .diff(0);
        .diff_axis(1, 1);
        .shift_axis(2, 1).fill(1).to_array();
        .shift(1).fill(record_core::view::Value::Float64(0.5)).to_array();
    }
    compare! { View::from_slice(&texts).as_any();
        .diff(1);
        .shift(1).to_array();
        .rolling(2).mean();
        .rolling_by(times.slice(..3), 1.0).sum();
    }
}
