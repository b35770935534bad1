//! Integers that do not fit: which element, which operation, what was written before.

use record_core::{
    Be, View, ViewMut,
    ops::compute::{ComputeError, Expr, NumberType, Operation},
};

/// Every pair of numbers of 8 bits, by every operator, in each mode, against wider arithmetic.
macro_rules! all_pairs {
    ($name:ident, $type:ident, $wide:ty) => {
        #[test]
        fn $name() {
            let all: Vec<$type> = ($type::MIN..=$type::MAX).collect();
            for &b in &all {
                let a = View::from_slice(&all);
                let stored = [Be::new(b)];
                let single = View::from_slice(&stored);
                macro_rules! operator {
                    ($expression:expr, $operation:ident, |$x:ident| $exact:expr) => {{
                        let exact: Vec<Option<$wide>> = all
                            .iter()
                            .map(|&a| {
                                let $x = <$wide>::from(a);
                                $exact
                            })
                            .collect();
                        let fits =
                            |value: &Option<$wide>| value.is_some_and(|v| <$type>::try_from(v).is_ok());
                        // Checked: the first that does not fit is named, and those before it are written.
                        let mut out: Vec<$type> = vec![77; all.len()];
                        let done = $expression.write_to(&mut out);
                        let first = exact.iter().position(|value| !fits(value));
                        let good = first.unwrap_or(all.len());
                        for i in 0..good {
                            assert_eq!(<$wide>::from(out[i]), exact[i].unwrap());
                        }
                        assert!(
                            out[good..].iter().all(|&value| value == 77),
                            "nothing is written from there on"
                        );
                        match (first, done) {
                            (None, Ok(())) => {}
                            (
                                Some(first),
                                Err(ComputeError::Overflow { index, operation, left, value, .. }),
                            ) => {
                                assert!(exact[first].is_some(), "{} by zero", all[first]);
                                let expected =
                                    (first, Operation::$operation, i128::from(all[first]), stringify!($type));
                                assert_eq!((index, operation, left, value.name()), expected);
                            }
                            (Some(first), Err(ComputeError::DivisionByZero { index, operation, left })) => {
                                assert!(exact[first].is_none());
                                let expected = (first, Operation::$operation, i128::from(all[first]));
                                assert_eq!((index, operation, left), expected);
                            }
                            (first, done) => panic!("{first:?}: {done:?}"),
                        }
                        if exact.iter().all(Option::is_some) {
                            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                            // wrapping is meant
                            let wrapped: Vec<$type> =
                                exact.iter().map(|value| value.unwrap() as $type).collect();
                            assert_eq!($expression.wrapping().to_vec().unwrap(), wrapped);
                            let limits = (<$wide>::from($type::MIN), <$wide>::from($type::MAX));
                            let clamped: Vec<$type> = exact
                                .iter()
                                .map(|value| {
                                    $type::try_from(value.unwrap().clamp(limits.0, limits.1)).unwrap()
                                })
                                .collect();
                            assert_eq!($expression.saturating().to_vec().unwrap(), clamped);
                        } else {
                            assert!(matches!(
                                $expression.wrapping().to_vec(),
                                Err(ComputeError::DivisionByZero { .. })
                            ));
                            assert!(matches!(
                                $expression.saturating().to_vec(),
                                Err(ComputeError::DivisionByZero { .. })
                            ));
                        }
                    }};
                }
                let wide = <$wide>::from(b);
                operator!(a + single, Add, |x| Some(x + wide));
                operator!(a - b, Subtract, |x| Some(x - wide));
                operator!(a * single, Multiply, |x| Some(x * wide));
                operator!(a / b, Divide, |x| x.checked_div(wide));
                operator!(a % single, Remainder, |x| x.checked_rem(wide));
                operator!(a.floor_divide(b), FloorDivide, |x| (wide != 0)
                    .then(|| f64::from(x) / f64::from(wide))
                    .map(|q| q.floor() as $wide));
                operator!(a.floor_remainder(b), FloorRemainder, |x| (wide != 0)
                    .then(|| x - wide * (f64::from(x) / f64::from(wide)).floor() as $wide));
                operator!(-a, Negate, |x| Some(-x));
                operator!(a.abs(), Abs, |x| Some(x.abs()));
                operator!(a.powi(2), Power, |x| Some(x * x));
            }
        }
    };
}

all_pairs!(signed_pairs, i8, i32);
all_pairs!(unsigned_pairs, u8, i32);

#[test]
fn extremes_of_wide_integers() {
    let (least, most) = ([i64::MIN, 5], [u64::MAX, 5]);
    let (least, most) = (View::from_slice(&least), View::from_slice(&most));
    let text = |error: ComputeError| error.to_string();
    assert_eq!(
        text((least - 1).to_vec().unwrap_err()),
        "-9223372036854775808 - 1 at element 0 does not fit in i64"
    );
    assert_eq!(
        text((most * 2).sum().unwrap_err()),
        "18446744073709551615 * 2 at element 0 does not fit in u64"
    );
    assert_eq!(
        text((least / -1).to_vec().unwrap_err()),
        "-9223372036854775808 / -1 at element 0 does not fit in i64"
    );
    assert_eq!(
        text((1 / (least - least)).to_vec().unwrap_err()),
        "the division 1 / 0 at element 0 has no result"
    );
    #[allow(clippy::modulo_one)] // which overflows in most languages
    let rest = least % -1;
    assert_eq!(rest.to_vec().unwrap(), [0, 0]);
    assert_eq!((least / -1).wrapping().to_vec().unwrap(), [i64::MIN, -5]);
    assert_eq!((least / -1).saturating().to_vec().unwrap(), [i64::MAX, -5]);
    assert_eq!((-most).saturating().to_vec().unwrap(), [0, 0]);
    // Only the part in it wraps.
    assert!(((most + 1).wrapping() - 1).to_vec().is_err());
    assert_eq!(((most + 1).wrapping() + 1).to_vec().unwrap(), [1, 7]);
}

/// What fails late has done what is before it, and nothing else, in place too.
#[test]
fn elements_before_a_failure() {
    for len in [1, 7, 8, 9, 64, 100, 1025] {
        for bad in [0, len / 2, len - 1] {
            let mut values = vec![Be::new(3_i16); len];
            values[bad] = Be::new(i16::MAX);
            let before: Vec<i16> = View::from_slice(&values).to_vec();
            let mut view = ViewMut::from_slice(&mut values);
            let error = view.compute(|x| x * 2 + 1).unwrap_err();
            let (operation, left, right) = (Operation::Multiply, i128::from(i16::MAX), 2);
            assert_eq!(
                error,
                ComputeError::Overflow { index: bad, operation, left, right, value: NumberType::I16 }
            );
            let expected: Vec<i16> = (0..len).map(|i| if i < bad { 7 } else { before[i] }).collect();
            assert_eq!(view.to_vec(), expected);
        }
    }
}

/// Only what is chosen must have a result.
#[test]
fn what_is_not_chosen_may_fail() {
    let divisors: Vec<i32> = (0..40).map(|i| i % 3).collect();
    let b = View::from_slice(&divisors);
    let expected: Vec<i32> = divisors.iter().map(|&d| if d == 0 { -1 } else { 60 / d }).collect();
    assert_eq!(b.expr().ne(0).select(60 / b, -1).to_vec().unwrap(), expected);
    let mut out = vec![-1; 40];
    let mask = b.expr().ne(0).to_mask().unwrap();
    (60 / b).write_where(&mask, &mut out).unwrap();
    assert_eq!(out, expected);
    let error = (60 / b).write_where(&!mask, &mut out).unwrap_err();
    let operation = Operation::Divide;
    assert_eq!(error, ComputeError::DivisionByZero { index: 0, operation, left: 60 });
}

#[test]
fn whole_powers() {
    let x = [2_i32, -1, 1];
    let x = View::from_slice(&x);
    assert_eq!(x.powi(0).to_vec().unwrap(), [1, 1, 1]);
    assert_eq!(x.powi(5).to_vec().unwrap(), [32, -1, 1]);
    let error = x.powi(-3).to_vec().unwrap_err().to_string();
    assert_eq!(error, "2 to the power of -3 at element 0 does not fit in i32");
    assert_eq!(x.slice(1..).powi(-3).to_vec().unwrap(), [-1, 1]);
    assert_eq!(View::from_slice(&[2.0, -0.5]).powi(-2).to_vec().unwrap(), [0.25, 4.0]);
}
