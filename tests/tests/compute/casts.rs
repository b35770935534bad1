//! Casts by each of the four rules, against wide integers and floats.

use record_core::{
    Element, F16, Rank, View,
    ops::compute::{CastTo, ComputeError, Expr, Operated},
};

/// A number as the oracle sees it: exactly.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Exact {
    Int(i128),
    Float(f64),
}

trait Seen: Copy + PartialEq + std::fmt::Debug + Default + Send + Sync + 'static {
    fn exact(self) -> Exact;
    /// Least, greatest; or the digits of a float.
    const RANGE: Option<(i128, i128)>;
    /// From a whole number within the range, or the nearest of a float.
    fn of(exact: Exact) -> Self;
    fn samples() -> Vec<Self>;
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Seen for $type {
            fn exact(self) -> Exact {
                Exact::Int(self.into())
            }
            const RANGE: Option<(i128, i128)> = Some(($type::MIN as i128, $type::MAX as i128));
            fn of(exact: Exact) -> Self {
                match exact {
                    Exact::Int(value) => Self::try_from(value).unwrap(),
                    Exact::Float(_) => unreachable!("made whole before"),
                }
            }
            fn samples() -> Vec<Self> {
                let near = [0, 1, 2, 100, 127];
                let mut all: Vec<Self> = near.iter().flat_map(|&n| [n, Self::MAX - n, Self::MIN.wrapping_add(n), Self::ZERO.wrapping_sub(n), (Self::MAX / 2).wrapping_add(n)]).collect();
                all.extend((0..Self::BITS).map(|bit| Self::ONE << bit));
                all.extend((1..Self::BITS).map(|bit| (Self::ONE << bit).wrapping_sub(1)));
                all
            }
        }

        impl Constants for $type {
            const ZERO: Self = 0;
            const ONE: Self = 1;
        }
    )*};
}

trait Constants {
    const ZERO: Self;
    const ONE: Self;
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

macro_rules! floats {
    ($($type:ident $to:expr, $from:expr;)*) => {$(
        impl Seen for $type {
            fn exact(self) -> Exact {
                Exact::Float($to(self))
            }
            const RANGE: Option<(i128, i128)> = None;
            #[allow(clippy::cast_possible_truncation)] // rounded
            fn of(exact: Exact) -> Self {
                match exact {
                    Exact::Int(value) => $from(value as f64),
                    Exact::Float(value) => $from(value),
                }
            }
            fn samples() -> Vec<Self> {
                let mut all = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e300, -1e300, 1e39, 65_520.0, 0.1];
                for bit in 0..66 {
                    let power = 2_f64.powi(bit);
                    for near in [power, power - 1.0, power + 1.0, power - 0.5, power + 0.5] {
                        all.extend([near, -near]);
                    }
                }
                all.into_iter().map($from).collect()
            }
        }
    )*};
}

#[allow(clippy::cast_possible_truncation)] // rounded
mod narrow {
    pub fn f32_of(value: f64) -> f32 {
        value as f32
    }
}

floats! {
    f32 f64::from, narrow::f32_of;
    f64 f64::from, f64::from;
    F16 f64::from, F16::from_f64;
}

/// The value by the rule, or none: in exact arithmetic.
#[allow(clippy::cast_possible_truncation)] // whole numbers below 2^127
fn expected<A: Seen, B: Seen>(value: A, rule: &str) -> Option<B> {
    let Some((low, high)) = B::RANGE else {
        let made = B::of(value.exact());
        let Exact::Float(arrived) = made.exact() else { unreachable!("a float") };
        let finite = match value.exact() {
            Exact::Int(_) => true,
            Exact::Float(value) => value.is_finite(),
        };
        let exact = match value.exact() {
            Exact::Int(value) => arrived.is_finite() && arrived as i128 == value,
            Exact::Float(_) => true,
        };
        let overflow = arrived.is_infinite() && finite;
        return match rule {
            "exact" => (exact && !overflow).then_some(made),
            "lossy" => (!overflow).then_some(made),
            "saturating" if overflow => None,
            _ => Some(made),
        };
    };
    let (whole, exact) = match value.exact() {
        Exact::Int(value) => (value, true),
        Exact::Float(value) if value.is_nan() => {
            return matches!(rule, "saturating" | "wrapping").then(|| B::of(Exact::Int(0)));
        }
        Exact::Float(value) => {
            // Infinite ones stop far outside of every range.
            let whole = value.trunc().clamp(-1e30, 1e30);
            (whole as i128, whole == value)
        }
    };
    let fits = (low..=high).contains(&whole);
    match (rule, value.exact()) {
        ("exact", _) => (fits && exact).then(|| B::of(Exact::Int(whole))),
        ("lossy", _) => fits.then(|| B::of(Exact::Int(whole))),
        ("wrapping", Exact::Int(_)) => {
            let span = high - low + 1;
            Some(B::of(Exact::Int((whole - low).rem_euclid(span) + low)))
        }
        _ => Some(B::of(Exact::Int(whole.clamp(low, high)))),
    }
}

fn same<B: Seen>(found: B, expected: B) -> bool {
    match (found.exact(), expected.exact()) {
        (Exact::Float(a), Exact::Float(b)) => a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
        (a, b) => a == b,
    }
}

/// The same casts where only run time knows the dtypes.
fn named<A, B>(values: &[A], rule: &str, typed: &Result<Vec<B>, ComputeError>)
where
    A: Seen + Element<Value = A>,
    B: Seen + Element<Value = B>,
{
    let (expression, to) = (View::from_slice(values).as_any().expr(), B::DTYPE);
    let cast = match rule {
        "exact" => expression.cast(to),
        "lossy" => expression.cast_lossy(to),
        "saturating" => expression.cast_saturating(to),
        _ => expression.cast_wrapping(to),
    };
    match (cast.unwrap().to_array(), typed) {
        (Ok(found), Ok(typed)) => {
            let found = found.typed::<B, Rank<1>>().unwrap().to_vec();
            let all = found.iter().zip(typed).all(|(&found, &typed)| same(found, typed));
            assert!(all && found.len() == typed.len(), "{values:?} {rule}: {found:?}, not {typed:?}");
        }
        // What is said of NaN does not equal itself.
        (Err(found), Err(typed)) => assert_eq!(found.to_string(), typed.to_string()),
        (found, typed) => panic!("{values:?} {rule}: {found:?}, not {typed:?}"),
    }
}

fn check<A, B>() -> usize
where
    A: Seen + CastTo<B> + Element<Value = A>,
    B: Seen + Element<Value = B>,
{
    let samples = A::samples();
    for (at, &value) in samples.iter().enumerate() {
        // In a group, and in the rest behind the groups.
        let mut values = vec![A::of(Exact::Int(1)); 19];
        values[if at % 2 == 0 { 5 } else { 17 }] = value;
        let place = if at % 2 == 0 { 5 } else { 17 };
        let view = View::from_slice(&values).expr();
        let results = [
            ("exact", view.cast::<B>().to_vec()),
            ("lossy", view.cast_lossy::<B>().to_vec()),
            ("saturating", view.cast_saturating::<B>().to_vec()),
            ("wrapping", view.cast_wrapping::<B>().to_vec()),
        ];
        for (rule, result) in results {
            named::<A, B>(&values, rule, &result);
            match (expected::<A, B>(value, rule), result) {
                (Some(expected), Ok(found)) => {
                    assert!(
                        same(found[place], expected),
                        "{value:?} {rule}: {:?}, not {expected:?}",
                        found[place]
                    );
                }
                (None, Ok(found)) if rule == "saturating" => {
                    // The greatest finite float.
                    let Exact::Float(found) = found[place].exact() else { panic!("{value:?} fits") };
                    assert!(found.is_finite(), "{value:?}");
                }
                (None, Err(ComputeError::Cast { index, value: named, .. })) => {
                    assert_eq!(index, place);
                    match (named, value.exact()) {
                        (Operated::Int(a), Exact::Int(b)) => assert_eq!(a, b),
                        (Operated::Float(a), Exact::Float(b)) => assert!(a == b || a.is_nan() && b.is_nan()),
                        other => panic!("{other:?}"),
                    }
                }
                (expected, found) => panic!("{value:?} {rule}: {found:?}, not {expected:?}"),
            }
        }
    }
    samples.len()
}

#[test]
fn pairs_of_numbers_by_every_rule() {
    let mut values = 0;
    macro_rules! pairs {
        ($($from:ident: $($to:ident)*;)*) => {$($(
            values += check::<$from, $to>();
        )*)*};
    }
    // One pair of each way in which ranges and digits can lie to each other.
    pairs! {
        i64: i8 u64 f32 f64 F16;
        u64: i64;
        u8: i8;
        f32: i64;
        f64: i8 u64 f32;
        F16: u8;
    }
    assert!(values > 2_000, "{values}");
}

#[test]
fn truth_values() {
    let numbers = [0_i32, 1, 1, 0, 1, 0, 1, 1, 0];
    let view = View::from_slice(&numbers).expr();
    let truth = view.cast::<bool>();
    assert_eq!(truth.to_vec().unwrap(), numbers.map(|n| n == 1));
    assert_eq!(truth.cast::<u64>().sum().unwrap(), 5);
    let error = (view + 1).cast::<bool>().to_vec().unwrap_err();
    assert_eq!(error.to_string(), "the value 2 at element 1 does not fit in bool");
    assert_eq!((view * 3).cast_lossy::<bool>().count().unwrap(), 5);
    assert!(View::from_slice(&[f64::NAN]).expr().cast_lossy::<bool>().all().unwrap());
}
