//! Gaps, setbacks and runs of equal neighbours, at the borders of pieces and across whole ones.

use crate::pools;
use record_core::{
    ops::roll::{Differs, Gap},
    prelude::*,
    time::Seconds,
    view::Value,
};
use record_tests::Random;
use std::fmt::Debug;

/// The elements of a piece.
const PIECE: usize = 65_536;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
struct Row {
    on: Bool8,
    float: f64,
    single: Be<f32>,
    number: Be<u32>,
    byte: i8,
    at: DateTime64<Seconds>,
}

/// Rows whose numbers mostly ascend.
fn rows(count: usize) -> Vec<Row> {
    let mut random = Random::new(count as u64 + 3);
    let row = |i: usize| {
        let at = (i / 3 * 5 + random.below(7)) as u32;
        let missing = random.below(9) == 0;
        Row {
            on: Bool8::new(random.below(2) == 0),
            float: if missing { f64::NAN } else { f64::from(at) / 4.0 },
            single: Be::new(if missing { f32::NAN } else { (at % 1000) as f32 }),
            number: Be::new(at),
            byte: (at % 200) as i8,
            at: if missing { DateTime64::NAT } else { DateTime64::from_count(i64::from(at)) },
        }
    };
    (0..count).map(row).collect()
}

/// On all pools what one thread finds, typed and by name. Says how many gaps, setbacks and runs that was.
fn same<T: Element<Value: Differs<Delta: Into<Value> + Debug> + Debug>>(
    view: View<'_, T>,
    longest: <T::Value as Differs>::Delta,
) -> [usize; 3] {
    let (gaps, setbacks, runs) = (view.gaps(longest), view.setbacks(), view.duplicates());
    let any = view.as_any();
    let named = (any.gaps(longest).unwrap(), any.setbacks().unwrap(), any.duplicates().unwrap());
    // By the texts, for the types of values need no equality that tells -0.0 from 0.0.
    let text = |gaps: &[Gap<T::Value>]| format!("{gaps:?}");
    pools(|| {
        assert_eq!(text(&view.par().gaps(longest)), text(&gaps));
        assert_eq!(view.par().setbacks(), setbacks);
        assert_eq!(format!("{:?}", view.par().duplicates()), format!("{runs:?}"));
        let par = any.par();
        assert_eq!(par.gaps(longest).unwrap(), named.0);
        assert_eq!(par.setbacks().unwrap(), named.1);
        assert_eq!(format!("{:?}", par.duplicates().unwrap()), format!("{:?}", named.2));
    });
    assert_eq!((named.0.len(), &named.1, named.2.len()), (gaps.len(), &setbacks, runs.len()));
    [gaps.len(), setbacks.len(), runs.len()]
}

#[test]
fn all_kinds_of_columns() {
    for count in [0, 1, PIECE, PIECE + 1, 3 * PIECE + 17] {
        let rows = rows(count);
        let view = View::from_slice(&rows);
        let found = [
            same(view.col(Row::FLOAT), 1.0),
            same(view.col(Row::SINGLE), 2.0),
            same(view.col(Row::NUMBER), 3),
            same(view.col(Row::NUMBER).flip(0), 3),
            same(view.col(Row::BYTE), 5),
            same(view.col(Row::AT), TimeDelta64::from_count(4)),
            same(view.col(Row::AT).slice(s![1.min(count)..; 2]), TimeDelta64::from_count(4)),
        ];
        same(view.col(Row::ON), false);
        if count > 1 {
            for found in found {
                assert!(found.iter().all(|&found| found > 100), "{found:?}");
            }
        }
    }
}

/// What is found at the first element of a piece, behind pieces of nothing but NaN, and in runs that end and begin at borders.
#[test]
fn borders() {
    let count = 3 * PIECE + 17;
    let ascending: Vec<f64> = (0..count).map(|i| i as f64).collect();
    for index in [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, count - 1] {
        let mut values = ascending.clone();
        values[index..].iter_mut().for_each(|value| *value += 7.5);
        assert_eq!(same(View::from_slice(&values), 1.0), [1, 0, 0]);
        values[index..].iter_mut().for_each(|value| *value -= 1000.0);
        assert_eq!(same(View::from_slice(&values), 1.0), [0, 1, 0]);
        // Nothing before it is there.
        values[..index].fill(f64::NAN);
        assert_eq!(same(View::from_slice(&values), 1.0), [0, 0, 0]);
    }
    for missing in
        [PIECE - 1..PIECE, PIECE..PIECE + 1, PIECE - 3..2 * PIECE + 2, PIECE..2 * PIECE, 1..count - 1]
    {
        let mut values = ascending.clone();
        values[missing.clone()].fill(f64::NAN);
        assert_eq!(same(View::from_slice(&values), 1.0), [1, 0, 0], "{missing:?}");
    }
    let runs = [
        PIECE - 2..PIECE,
        PIECE - 1..PIECE + 1,
        PIECE..PIECE + 2,
        PIECE - 1..2 * PIECE,
        PIECE - 1..2 * PIECE + 1,
        PIECE - 3..3 * PIECE + 3,
        0..count,
    ];
    for run in runs {
        let mut values = ascending.clone();
        values[run.clone()].fill(-0.0);
        // Which of two zeros is told is that of the first.
        values[run.start + 1] = 0.0;
        assert_eq!(same(View::from_slice(&values), f64::MAX)[2], 1, "{run:?}");
        // Another begins where it ends.
        let end = (run.end + 5).min(count);
        values[run.end..end].fill(9.0);
        same(View::from_slice(&values), 1.0);
    }
}

#[test]
fn errors() {
    let texts = [FixedBytes::<2>::from_bytes(b"a"); 3];
    let any = View::from_slice(&texts).as_any();
    let numbers = [1, 2, 3];
    let numbers = View::from_slice(&numbers).as_any();
    pools(|| {
        assert_eq!(any.par().gaps(1).unwrap_err(), any.gaps(1).unwrap_err());
        assert_eq!(any.par().setbacks().unwrap_err(), any.setbacks().unwrap_err());
        assert_eq!(any.par().duplicates().unwrap_err(), any.duplicates().unwrap_err());
        let step = TimeDelta64::<Seconds>::from_count(1);
        assert_eq!(numbers.par().gaps(step).unwrap_err(), numbers.gaps(step).unwrap_err());
    });
}
