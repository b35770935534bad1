//! Extremes of columns of more than one piece, 65,536 elements: on threads, by name, and fed in parts, to the bit.
//!
//! Zeros have two signs and are equal: which of them an answer is must not depend on where the pieces end.

use record_core::{
    Be, DateTime64, Element, F16, View,
    ops::{MaxState, MinState, NanMaxState, NanMinState, Number},
    time::Seconds,
    view::Value,
};
use record_tests::Random;

const PIECE: usize = 65_536;

/// A place around the ends of pieces.
fn place(random: &mut Random) -> usize {
    let border = [0, PIECE, 2 * PIECE][random.below(3)];
    (border + random.below(24)).saturating_sub([0, 9, 17][random.below(3)])
}

/// All ways to the extremes of a column, which is fed in parts that end there, against one pass on one thread.
macro_rules! check {
    ($column:expr, $parts:expr) => {{
        let column = $column;
        let any = column.as_any();
        let text = |value: Option<Value>| format!("{value:?}");
        macro_rules! each {
            ($name:ident, $state:ident) => {
                let serial = text(column.$name().map(Value::from));
                let name = stringify!($name);
                assert_eq!(text(column.par().$name().map(Value::from)), serial, "{name} on threads");
                let mut state = $state::new();
                let mut from = 0;
                for &to in $parts.iter() {
                    state.add(column.slice(from..to));
                    from = to;
                }
                state.add(column.slice(from..));
                assert_eq!(text(state.value().map(Value::from)), serial, "{name} in parts");
                assert_eq!(text(any.$name().unwrap()), serial, "{name} by name");
                assert_eq!(text(any.par().$name().unwrap()), serial, "{name} by name on threads");
            };
        }
        each!(min, MinState);
        each!(max, MaxState);
        each!(nan_min, NanMinState);
        each!(nan_max, NanMaxState);
    }};
}

#[test]
fn the_zero_of_a_piece_is_that_of_the_column() {
    let mut values = vec![1.0; 70_000];
    values[PIECE..PIECE + 2].fill(f64::NAN);
    values[PIECE + 2] = -0.0;
    values[PIECE + 8] = 0.0;
    let column = View::from_slice(&values);
    assert_eq!(column.nan_min().map(f64::to_bits), Some(0));
    check!(column, [PIECE]);
}

fn floats<T: Element<Value: Number>>(convert: impl Fn(f64) -> T::Value)
where
    Value: From<T::Value>,
{
    let mut random = Random::new(1912);
    for turn in 0..12 {
        // All else is worse than a zero, at one of the two ends.
        let mut values = vec![if turn % 2 == 0 { 1.0 } else { -1.0 }; 2 * PIECE + 1000];
        if turn % 5 == 0 {
            // The first piece has nothing in it.
            values[..PIECE].fill(f64::NAN);
        }
        for _ in 0..random.below(20) {
            values[place(&mut random)] = random.pick(&[0.0, -0.0, f64::NAN]);
        }
        let stored: Vec<T> = values.iter().map(|&value| T::store(convert(value))).collect();
        let mut parts: Vec<usize> = (0..5).map(|_| place(&mut random)).collect();
        parts.sort_unstable();
        check!(View::from_slice(&stored), parts);
    }
}

#[test]
fn zeros_and_nan_around_the_ends_of_pieces() {
    floats::<f64>(|value| value);
    #[allow(clippy::cast_possible_truncation)] // small whole numbers
    floats::<Be<f32>>(|value| value as f32);
    floats::<F16>(F16::from_f64);
}

#[test]
fn dates_around_the_ends_of_pieces() {
    type Date = DateTime64<Seconds>;
    let mut random = Random::new(1913);
    for turn in 0..10 {
        let mut dates =
            vec![Date::from_count(if turn % 2 == 0 { i64::MAX } else { i64::MIN + 1 }); 2 * PIECE + 99];
        if turn % 5 == 0 {
            dates[..PIECE].fill(Date::NAT);
        }
        for _ in 0..random.below(20) {
            dates[place(&mut random)] = random.pick(&[Date::NAT, Date::from_count(0), Date::from_count(-3)]);
        }
        check!(View::from_slice(&dates), [5, PIECE - 3, PIECE + 1]);
    }
    let none = [Date::NAT; 9];
    assert_eq!((View::from_slice(&none).nan_min(), View::from_slice(&none).par().nan_max()), (None, None));
}
