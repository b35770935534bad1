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
        half::f16::from_f64(result)
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
    const ZERO: Self::State;

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
            const ZERO: $state = 0;
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
    const ZERO: i64 = 0;
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
            const ZERO: f64 = 0.0;
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
    const ZERO: Option<i128> = Some(0);
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
