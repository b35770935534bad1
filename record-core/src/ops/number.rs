//! What the reductions need to know of a value.

use crate::{
    element::Element,
    ops::total::Sum,
    time::{DateTime64, TimeDelta64, Unit},
};

mod sealed {
    pub trait Sealed {}
}

/// Values that have a least and a greatest: numbers, truth values, dates and time spans. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no least and no greatest value",
    label = "not a number, a truth value, a date or a time span",
    note = "of the elements of a sub-array: `.axes()` on its column, or `min_of(\"name\")`; of one of them: `FIELD.element::<0>()`"
)]
pub trait Ordered: Copy + PartialOrd + Send + Sync + sealed::Sealed + 'static {
    /// Whether this is no value at all: NaN, or NaT.
    fn is_missing(self) -> bool;

    /// Whether there are no two equal values that can be told apart, and none that is missing.
    #[doc(hidden)]
    const PLAIN: bool = false;

    /// What nothing is less than, and what nothing is greater than, but what is missing.
    #[doc(hidden)]
    const LEAST: Self;
    #[doc(hidden)]
    const GREATEST: Self;

    #[doc(hidden)]
    #[inline]
    fn is_infinite(self) -> bool {
        false
    }
}

/// Values that can be added up: integers, floats, and truth values, which count as 0 and 1. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no sum and no mean",
    label = "not an integer, a float or a truth value",
    note = "of the elements of a sub-array: `.axes()` on its column, or `mean_of(\"name\")`; of one of them: `FIELD.element::<0>()`"
)]
pub trait Number: Ordered {
    /// What a sum is: `i128` for integers, exactly; `f64` for floats.
    type Sum: Copy + PartialEq + Send + Sync + core::fmt::Debug + Into<Sum>;

    /// What an array of sums holds: `i64` or `u64` for integers, `f64` for floats.
    type AxisSum: Element;

    /// The value as `f64`, rounded to nearest if it is an integer beyond 2^53.
    fn to_f64(self) -> f64;

    #[doc(hidden)]
    const ZERO: Self;

    /// What is no number, if there is such a thing; then there are infinities too.
    #[doc(hidden)]
    const MISSING: Option<Self> = None;

    #[doc(hidden)]
    type Accumulator: Accumulator<Self, Sum = Self::Sum>;

    #[doc(hidden)]
    type Product: Product + From<Self>;

    #[doc(hidden)]
    fn sum_to_f64(sum: Self::Sum) -> f64;

    #[doc(hidden)]
    fn product_to_sum(product: Self::Product) -> Option<Self::Sum>;

    #[doc(hidden)]
    fn axis_sum(sum: Self::Sum) -> Option<Self::AxisSum>;
}

/// How a kind of number is multiplied; see `product`.
#[doc(hidden)]
pub trait Product: Copy + Send {
    /// Of nothing.
    const ONE: Self;
    /// The product of two.
    #[must_use]
    fn times(self, other: Self) -> Self;
}

/// A product of floats.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct FloatProduct(f64);

impl Product for FloatProduct {
    const ONE: Self = Self(1.0);

    #[inline]
    fn times(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

/// A product of integers as its magnitude, `None` if that is beyond 128 bits, and its sign. Only a zero mends an overflow, so
/// the order does not matter.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct IntProduct(Option<u128>, bool);

impl Product for IntProduct {
    const ONE: Self = Self(Some(1), false);

    #[inline]
    fn times(self, other: Self) -> Self {
        let magnitude = match (self.0, other.0) {
            (Some(0), _) | (_, Some(0)) => Some(0),
            (Some(a), Some(b)) => a.checked_mul(b),
            _ => None,
        };
        Self(magnitude, self.1 != other.1)
    }
}

impl IntProduct {
    fn to_i128(self) -> Option<i128> {
        let magnitude = self.0?;
        if self.1 { 0_i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }
}

/// How a kind of number is summed, by blocks of 1,024 elements; see `reduce`.
#[doc(hidden)]
pub trait Accumulator<V>: Default + Clone + Send + Sync {
    /// Whether an addition takes so long that the next one of its lane waits for it.
    const SLOW: bool = false;
    /// What it adds up to.
    type Sum;
    /// Eight elements, one for each lane.
    fn group(&mut self, values: [V; 8]);
    /// One of the last elements of a block, for this lane.
    fn one(&mut self, lane: usize, value: V);
    /// The sum of the block; starts the next one.
    fn block(&mut self) -> Self::Sum;
    /// Adds two sums.
    fn add(a: Self::Sum, b: Self::Sum) -> Self::Sum;
}

/// Eight lanes of `f64`, added pairwise at the end of a block.
#[derive(Clone, Debug, Default)]
pub struct FloatLanes([f64; 8]);

impl<V: Number> Accumulator<V> for FloatLanes {
    const SLOW: bool = true;
    type Sum = f64;

    #[inline(always)]
    fn group(&mut self, values: [V; 8]) {
        for (lane, value) in self.0.iter_mut().zip(values) {
            *lane += value.to_f64();
        }
    }

    #[inline]
    fn one(&mut self, lane: usize, value: V) {
        self.0[lane] += value.to_f64();
    }

    #[inline]
    fn block(&mut self) -> f64 {
        let [a, b, c, d, e, f, g, h] = core::mem::take(&mut self.0);
        ((a + b) + (c + d)) + ((e + f) + (g + h))
    }

    #[inline]
    fn add(a: f64, b: f64) -> f64 {
        a + b
    }
}

/// Eight lanes of integers: exact, for a block's 1,024 values add up within the type.
#[derive(Clone, Debug, Default)]
pub struct IntLanes<I>([I; 8]);

macro_rules! int_lanes {
    ($($lane:ident)*) => {$(
        impl<V: Into<$lane>> Accumulator<V> for IntLanes<$lane> {
            type Sum = i128;

            #[inline(always)]
            fn group(&mut self, values: [V; 8]) {
                for (lane, value) in self.0.iter_mut().zip(values) {
                    *lane += value.into();
                }
            }

            #[inline]
            fn one(&mut self, lane: usize, value: V) {
                self.0[lane] += value.into();
            }

            #[inline]
            fn block(&mut self) -> i128 {
                i128::from(core::mem::take(&mut self.0).iter().sum::<$lane>())
            }

            #[inline]
            fn add(a: i128, b: i128) -> i128 {
                a + b
            }
        }
    )*};
}

// Values of 16 bits add up to less than 2^26, those of 32 bits to less than 2^42.
int_lanes! { i32 i64 }

/// One `i128`: exact for 64-bit values.
#[derive(Clone, Debug, Default)]
pub struct Wide(i128);

impl<V: Into<i128>> Accumulator<V> for Wide {
    type Sum = i128;

    #[inline(always)]
    fn group(&mut self, values: [V; 8]) {
        for value in values {
            self.0 += value.into();
        }
    }

    #[inline]
    fn one(&mut self, _lane: usize, value: V) {
        self.0 += value.into();
    }

    #[inline]
    fn block(&mut self) -> i128 {
        core::mem::take(&mut self.0)
    }

    #[inline]
    fn add(a: i128, b: i128) -> i128 {
        a + b
    }
}

macro_rules! integers {
    ($($type:ty: $wide:ty, $zero:literal, $least:expr, $greatest:expr, $accumulator:ty, $to_f64:expr;)*) => {$(
        impl sealed::Sealed for $type {}
        impl From<$type> for IntProduct {
            #[inline]
            fn from(value: $type) -> Self {
                let value = i128::from(value);
                Self(Some(value.unsigned_abs()), value < 0)
            }
        }
        impl Ordered for $type {
            const PLAIN: bool = true;
            const LEAST: Self = $least;
            const GREATEST: Self = $greatest;
            #[inline]
            fn is_missing(self) -> bool {
                false
            }
        }
        impl Number for $type {
            type Sum = i128;
            type AxisSum = $wide;
            const ZERO: Self = $zero;
            type Accumulator = $accumulator;
            type Product = IntProduct;
            #[inline]
            fn to_f64(self) -> f64 {
                $to_f64(self)
            }
            fn sum_to_f64(sum: i128) -> f64 {
                sum as f64
            }
            fn product_to_sum(product: IntProduct) -> Option<i128> {
                product.to_i128()
            }
            fn axis_sum(sum: i128) -> Option<$wide> {
                sum.try_into().ok()
            }
        }
    )*};
}

integers! {
    bool: i64, false, false, true, IntLanes<i32>, |v| if v { 1.0 } else { 0.0 };
    i8: i64, 0, Self::MIN, Self::MAX, IntLanes<i32>, f64::from;
    i16: i64, 0, Self::MIN, Self::MAX, IntLanes<i32>, f64::from;
    i32: i64, 0, Self::MIN, Self::MAX, IntLanes<i64>, f64::from;
    i64: i64, 0, Self::MIN, Self::MAX, Wide, |v| v as f64;
    u8: u64, 0, Self::MIN, Self::MAX, IntLanes<i32>, f64::from;
    u16: u64, 0, Self::MIN, Self::MAX, IntLanes<i32>, f64::from;
    u32: u64, 0, Self::MIN, Self::MAX, IntLanes<i64>, f64::from;
    u64: u64, 0, Self::MIN, Self::MAX, Wide, |v| v as f64;
}

macro_rules! floats {
    ($($(#[$attribute:meta])* $type:ty: $zero:expr, $nan:expr;)*) => {$(
        $(#[$attribute])*
        impl From<$type> for FloatProduct {
            #[inline]
            fn from(value: $type) -> Self {
                Self(f64::from(value))
            }
        }
        $(#[$attribute])*
        impl sealed::Sealed for $type {}
        $(#[$attribute])*
        impl Ordered for $type {
            const LEAST: Self = Self::NEG_INFINITY;
            const GREATEST: Self = Self::INFINITY;
            #[inline]
            fn is_missing(self) -> bool {
                self.is_nan()
            }
            #[inline]
            fn is_infinite(self) -> bool {
                self.is_infinite()
            }
        }
        $(#[$attribute])*
        impl Number for $type {
            type Sum = f64;
            type AxisSum = f64;
            const ZERO: Self = $zero;
            const MISSING: Option<Self> = Some($nan);
            type Accumulator = FloatLanes;
            type Product = FloatProduct;
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            fn sum_to_f64(sum: f64) -> f64 {
                sum
            }
            fn product_to_sum(product: FloatProduct) -> Option<f64> {
                Some(product.0)
            }
            fn axis_sum(sum: f64) -> Option<f64> {
                Some(sum)
            }
        }
    )*};
}

floats! {
    f32: 0.0, Self::NAN;
    f64: 0.0, Self::NAN;
    #[cfg(feature = "half")]
    half::f16: Self::ZERO, Self::NAN;
}

impl<U: Unit> sealed::Sealed for DateTime64<U> {}
impl<U: Unit> Ordered for DateTime64<U> {
    // The least count is NaT.
    const LEAST: Self = Self::from_count(i64::MIN + 1);
    const GREATEST: Self = Self::from_count(i64::MAX);

    #[inline]
    fn is_missing(self) -> bool {
        self.is_nat()
    }
}

impl<U: Unit> sealed::Sealed for TimeDelta64<U> {}
impl<U: Unit> Ordered for TimeDelta64<U> {
    // The least count is NaT.
    const LEAST: Self = Self::from_count(i64::MIN + 1);
    const GREATEST: Self = Self::from_count(i64::MAX);

    #[inline]
    fn is_missing(self) -> bool {
        self.is_nat()
    }
}
