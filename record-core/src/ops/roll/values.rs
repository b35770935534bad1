//! What rolling operations need to know of the values that they read and write.

use crate::{
    element::Element,
    ops::number::{Number, Ordered},
    time::{DateTime64, TimeDelta64, Unit},
};

/// Values that may be a result: those that have an order. Sealed, as [`Ordered`] is.
pub trait Outcome: Ordered + 'static {
    /// What an array holds it as: itself, in the byte order of the machine; truth values as [`Bool8`](crate::Bool8).
    type Stored: Element<Value = Self>;

    /// What stands for a result that there is none of: NaN or NaT, if the type has one.
    #[doc(hidden)]
    const MISSING: Option<Self>;

    /// Any value.
    #[doc(hidden)]
    const ANY: Self;
}

/// Values that results of type `R` can be written as: `R` itself, and for `f64` also `f32` and `f16`, rounded to nearest.
/// Sealed, as [`Ordered`] is.
#[diagnostic::on_unimplemented(
    message = "a result of type `{R}` cannot be written to a column of `{Self}`",
    label = "not the type of the results",
    note = "sums, means and deviations are written to columns of `f64`, `f32` and `f16`, sums of integers to `i64` or `u64`, all else to columns of the type that it is of"
)]
pub trait Takes<R>: Outcome {
    /// The result as it is written.
    #[doc(hidden)]
    fn take(result: R) -> Self;
}

impl<V: Outcome> Takes<V> for V {
    #[inline(always)]
    fn take(result: V) -> V {
        result
    }
}

impl Takes<f64> for f32 {
    #[inline(always)]
    #[allow(clippy::cast_possible_truncation)] // rounded to nearest: that is what it is for
    fn take(result: f64) -> f32 {
        result as f32
    }
}

#[cfg(feature = "half")]
impl Takes<f64> for half::f16 {
    #[inline]
    fn take(result: f64) -> half::f16 {
        crate::view::half::nearest_half(result)
    }
}

/// Values that can be added up while a window moves: numbers, truth values, which count as 0 and 1, and time spans. Sealed, as
/// [`Ordered`] is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no running sums",
    label = "not an integer, a float, a truth value or a time span"
)]
pub trait Summed: Ordered + 'static {
    /// What a sum is: `f64` for floats, `i64` for signed integers and truth values, `u64` for unsigned ones, time spans for
    /// time spans.
    type Sum: Outcome;

    /// What is added: exact for integers.
    #[doc(hidden)]
    type State: Copy + Send + Sync + 'static;

    /// The sum of nothing.
    #[doc(hidden)]
    const NOTHING: Self::State;

    #[doc(hidden)]
    fn state(self) -> Self::State;

    #[doc(hidden)]
    fn add(a: Self::State, b: Self::State) -> Self::State;

    /// The sum, `None` if the type does not hold it.
    #[doc(hidden)]
    fn total(state: Self::State) -> Option<Self::Sum>;

    /// The sum, rounded.
    #[doc(hidden)]
    fn float(state: Self::State) -> f64;
}

macro_rules! integers {
    ($($type:ty: $sum:ty, $state:ty;)*) => {$(
        impl Outcome for $type {
            type Stored = Self;
            const MISSING: Option<Self> = None;
            const ANY: Self = 0;
        }

        impl Summed for $type {
            type Sum = $sum;
            type State = $state;
            const NOTHING: $state = 0;
            #[inline(always)]
            fn state(self) -> $state {
                self.into()
            }
            #[inline(always)]
            fn add(a: $state, b: $state) -> $state {
                a + b
            }
            #[inline(always)]
            #[allow(clippy::useless_conversion, irrefutable_let_patterns)] // where the state is the sum
            fn total(state: $state) -> Option<$sum> {
                <$sum>::try_from(state).ok()
            }
            #[inline(always)]
            fn float(state: $state) -> f64 {
                state as f64
            }
        }
    )*};
}

// It would take 2^47 values of 16 bits to add up to more than 63 bits, and years; 2^31 of 32 bits may lie in a file.
integers! {
    i8: i64, i64;
    i16: i64, i64;
    i32: i64, i128;
    i64: i64, i128;
    u8: u64, i64;
    u16: u64, i64;
    u32: u64, i128;
    u64: u64, i128;
}

impl Outcome for bool {
    type Stored = crate::Bool8;
    const MISSING: Option<Self> = None;
    const ANY: Self = false;
}

impl Summed for bool {
    type Sum = i64;
    type State = i64;
    const NOTHING: i64 = 0;
    #[inline(always)]
    fn state(self) -> i64 {
        self.into()
    }
    #[inline(always)]
    fn add(a: i64, b: i64) -> i64 {
        a + b
    }
    #[inline(always)]
    fn total(state: i64) -> Option<i64> {
        Some(state)
    }
    #[inline(always)]
    fn float(state: i64) -> f64 {
        state as f64
    }
}

macro_rules! floats {
    ($($(#[$attribute:meta])* $type:ty: $nan:expr, $zero:expr;)*) => {$(
        $(#[$attribute])*
        impl Outcome for $type {
            type Stored = Self;
            const MISSING: Option<Self> = Some($nan);
            const ANY: Self = $zero;
        }

        $(#[$attribute])*
        impl Summed for $type {
            type Sum = f64;
            type State = f64;
            const NOTHING: f64 = 0.0;
            #[inline(always)]
            fn state(self) -> f64 {
                self.to_f64()
            }
            #[inline(always)]
            fn add(a: f64, b: f64) -> f64 {
                a + b
            }
            #[inline(always)]
            fn total(state: f64) -> Option<f64> {
                Some(state)
            }
            #[inline(always)]
            fn float(state: f64) -> f64 {
                state
            }
        }
    )*};
}

floats! {
    f32: f32::NAN, 0.0;
    f64: f64::NAN, 0.0;
    #[cfg(feature = "half")]
    half::f16: half::f16::NAN, half::f16::ZERO;
}

impl<U: Unit> Outcome for DateTime64<U> {
    type Stored = Self;
    const MISSING: Option<Self> = Some(Self::NAT);
    const ANY: Self = Self::NAT;
}

impl<U: Unit> Outcome for TimeDelta64<U> {
    type Stored = Self;
    const MISSING: Option<Self> = Some(Self::NAT);
    const ANY: Self = Self::NAT;
}

/// Counts add up in an `i128`, which `None` stands beside: NaT.
impl<U: Unit> Summed for TimeDelta64<U> {
    type Sum = Self;
    type State = Option<i128>;
    const NOTHING: Option<i128> = Some(0);
    #[inline]
    fn state(self) -> Option<i128> {
        self.count().map(i128::from)
    }
    #[inline]
    fn add(a: Option<i128>, b: Option<i128>) -> Option<i128> {
        Some(a? + b?)
    }
    #[inline]
    fn total(state: Option<i128>) -> Option<Self> {
        let Some(sum) = state else { return Some(Self::NAT) };
        i64::try_from(sum).ok().map(Self::from_count).filter(|span| !span.is_nat())
    }
    fn float(state: Option<i128>) -> f64 {
        state.map_or(f64::NAN, |sum| sum as f64)
    }
}

/// Values of which there are differences: numbers, truth values, dates, and time spans. Sealed, as [`Ordered`] is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no differences",
    label = "not a number, a truth value, a date or a time span"
)]
pub trait Differs: Outcome {
    /// What a difference is: a time span of dates, else the type itself.
    type Delta: Differs<Delta = Self::Delta>;

    /// No difference; of dates, the first one there is.
    #[doc(hidden)]
    const ZERO: Self;

    /// The difference, wrapped around, and whether it was.
    #[doc(hidden)]
    fn minus(self, earlier: Self) -> (Self::Delta, bool);

    /// Whether this is later than `earlier` by more than `step`.
    #[doc(hidden)]
    fn beyond(self, earlier: Self, step: Self::Delta) -> bool {
        self > earlier && {
            // A difference that overflows is larger than any step.
            let (delta, wraps) = self.minus(earlier);
            wraps || delta > step
        }
    }
}

macro_rules! differ {
    ($($(#[$attribute:meta])* $type:ty: $zero:expr, $minus:expr;)*) => {$(
        $(#[$attribute])*
        impl Differs for $type {
            type Delta = Self;
            const ZERO: Self = $zero;
            #[inline(always)]
            fn minus(self, earlier: Self) -> (Self, bool) {
                $minus(self, earlier)
            }
        }
    )*};
}

differ! {
    i8: 0, Self::overflowing_sub;
    i16: 0, Self::overflowing_sub;
    i32: 0, Self::overflowing_sub;
    i64: 0, Self::overflowing_sub;
    u8: 0, Self::overflowing_sub;
    u16: 0, Self::overflowing_sub;
    u32: 0, Self::overflowing_sub;
    u64: 0, Self::overflowing_sub;
    f32: 0.0, |a: f32, b: f32| (a - b, false);
    f64: 0.0, |a: f64, b: f64| (a - b, false);
    #[cfg(feature = "half")]
    half::f16: half::f16::ZERO, |a: half::f16, b: half::f16| (a - b, false);
    bool: false, |a: bool, b: bool| (a != b, false);
}

/// The difference of two counts; NaT if one is, and where it would be NaT by itself, that is an overflow.
#[inline(always)]
fn counts(later: i64, earlier: i64) -> (i64, bool) {
    if later == i64::MIN || earlier == i64::MIN {
        return (i64::MIN, false);
    }
    let (delta, wraps) = later.overflowing_sub(earlier);
    (delta, wraps || delta == i64::MIN)
}

impl<U: Unit> Differs for DateTime64<U> {
    type Delta = TimeDelta64<U>;
    const ZERO: Self = Self::from_count(0);
    #[inline(always)]
    fn minus(self, earlier: Self) -> (TimeDelta64<U>, bool) {
        let (count, wraps) = counts(self.to_bits(), earlier.to_bits());
        (TimeDelta64::from_count(count), wraps)
    }
}

impl<U: Unit> Differs for TimeDelta64<U> {
    type Delta = Self;
    const ZERO: Self = Self::from_count(0);
    #[inline(always)]
    fn minus(self, earlier: Self) -> (Self, bool) {
        let (count, wraps) = counts(self.to_bits(), earlier.to_bits());
        (Self::from_count(count), wraps)
    }
}

/// Values that can be multiplied: numbers, and truth values, which count as 0 and 1. Sealed, as [`Ordered`] is.
#[diagnostic::on_unimplemented(message = "`{Self}` has no products", label = "not a number or a truth value")]
pub trait Multiplied: Summed {
    /// The product of two sums, `None` if the type does not hold it.
    #[doc(hidden)]
    fn times(a: Self::Sum, b: Self::Sum) -> Option<Self::Sum>;

    /// The product of nothing.
    #[doc(hidden)]
    const UNIT: Self::Sum;

    /// The value as a factor.
    #[doc(hidden)]
    fn factor(self) -> Self::Sum;
}

macro_rules! multiplied {
    ($($(#[$attribute:meta])* $type:ty: $one:literal, $times:expr;)*) => {$(
        $(#[$attribute])*
        impl Multiplied for $type {
            const UNIT: Self::Sum = $one;
            #[inline(always)]
            fn times(a: Self::Sum, b: Self::Sum) -> Option<Self::Sum> {
                $times(a, b)
            }
            #[inline(always)]
            fn factor(self) -> Self::Sum {
                self.into()
            }
        }
    )*};
}

multiplied! {
    bool: 1, i64::checked_mul;
    i8: 1, i64::checked_mul;
    i16: 1, i64::checked_mul;
    i32: 1, i64::checked_mul;
    i64: 1, i64::checked_mul;
    u8: 1, u64::checked_mul;
    u16: 1, u64::checked_mul;
    u32: 1, u64::checked_mul;
    u64: 1, u64::checked_mul;
    f32: 1.0, |a: f64, b: f64| Some(a * b);
    f64: 1.0, |a: f64, b: f64| Some(a * b);
    #[cfg(feature = "half")]
    half::f16: 1.0, |a: f64, b: f64| Some(a * b);
}
