//! Values as values of another type, by one of four stated rules.

use crate::ops::compute::{
    error::{Fault, NumberType, Operated},
    steps::UnaryOp,
    value::Arithmetic,
};
use core::marker::PhantomData;

#[cfg(feature = "half")]
mod half;

/// Values that become values of type `U`. Sealed: all numbers and truth values become each other.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` cannot be cast to `{U}`",
    label = "not a cast between numbers or truth values",
    note = "`.map(..)` makes anything of anything"
)]
pub trait CastTo<U>: Copy + super::node::sealed::Sealed {
    /// As it is, or `fault`.
    #[doc(hidden)]
    fn exactly(self, fault: &mut bool) -> U;
    /// Without its fraction, or rounded, or `fault`; what `exactly` does, where nothing is lost.
    #[doc(hidden)]
    #[inline(always)]
    fn lossy(self, fault: &mut bool) -> U {
        self.exactly(fault)
    }
    /// The nearest that there is, of NaN, 0; what `wrapping` does, where nothing is out of range or that is the nearest.
    #[doc(hidden)]
    #[inline(always)]
    fn saturating(self) -> U {
        self.wrapping()
    }
    /// The lowest bits of an integer; floats as `saturating`.
    #[doc(hidden)]
    fn wrapping(self) -> U;
    /// The value in an error.
    #[doc(hidden)]
    fn operated(self) -> Operated;
    /// The other type.
    #[doc(hidden)]
    const TO: NumberType;
}

/// The rules, by number.
pub const EXACT: u8 = 0;
/// See [`CastTo::lossy`].
pub const LOSSY: u8 = 1;
/// See [`CastTo::saturating`].
pub const SATURATE: u8 = 2;
/// See [`CastTo::wrapping`].
pub const WRAP: u8 = 3;

/// A cast to `U` by a rule.
pub struct Cast<U, const RULE: u8>(PhantomData<fn() -> U>);

impl<U, const RULE: u8> Cast<U, RULE> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<U, const RULE: u8> Clone for Cast<U, RULE> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U, const RULE: u8> Copy for Cast<U, RULE> {}

impl<U, const RULE: u8> core::fmt::Debug for Cast<U, RULE> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Cast")
    }
}

impl<V: CastTo<U>, U: Copy + Send + Sync + 'static, const RULE: u8> UnaryOp<V> for Cast<U, RULE> {
    type Output = U;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, value: V, fault: &mut bool) -> U {
        match RULE {
            EXACT => value.exactly(fault),
            LOSSY => value.lossy(fault),
            SATURATE => value.saturating(),
            _ => value.wrapping(),
        }
    }

    #[cold]
    fn fault(&self, value: V) -> Fault {
        Fault::Cast { value: value.operated(), to: V::TO }
    }
}

/// The casts between integers: `$from` to each of the others.
macro_rules! integers {
    ($($from:ident)*) => {
        $(integers!(@ $from: i8 i16 i32 i64 u8 u16 u32 u64);)*
    };
    (@ $from:ident: $($to:ident)*) => {$(
        impl CastTo<$to> for $from {
            const TO: NumberType = <$to as Arithmetic>::TYPE;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> $to {
                let (low, high) = const { range!($from, $to) };
                *fault |= self < low || self > high;
                self as $to
            }

            #[inline(always)]
            fn saturating(self) -> $to {
                let (low, high) = const { range!($from, $to) };
                self.clamp(low, high) as $to
            }

            #[inline(always)]
            fn wrapping(self) -> $to {
                self as $to
            }

            fn operated(self) -> Operated {
                Operated::Int(self.into())
            }
        }
    )*};
}

/// The least and the greatest value of the first type that the second holds.
macro_rules! range {
    ($from:ident, $to:ident) => {{
        let low = if ($from::MIN as i128) < ($to::MIN as i128) { $to::MIN as $from } else { $from::MIN };
        let high = if ($from::MAX as i128) > ($to::MAX as i128) { $to::MAX as $from } else { $from::MAX };
        (low, high)
    }};
}

/// Integers to floats.
macro_rules! to_floats {
    ($($from:ident: $($to:ident)*;)*) => {$($(
        impl CastTo<$to> for $from {
            const TO: NumberType = <$to as Arithmetic>::TYPE;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> $to {
                let float = self as $to;
                // Narrow integers always arrive.
                if const { $from::BITS - ($from::MIN != 0) as u32 > $to::MANTISSA_DIGITS } {
                    *fault |= float as i128 != i128::from(self);
                }
                float
            }

            #[inline(always)]
            fn lossy(self, _: &mut bool) -> $to {
                self as $to
            }

            #[inline(always)]
            fn wrapping(self) -> $to {
                self as $to
            }

            fn operated(self) -> Operated {
                Operated::Int(self.into())
            }
        }
    )*)*};
}

/// Floats to integers.
macro_rules! from_floats {
    ($($from:ident: $($to:ident)*;)*) => {$($(
        impl CastTo<$to> for $from {
            const TO: NumberType = <$to as Arithmetic>::TYPE;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> $to {
                let integer = CastTo::<$to>::lossy(self, fault);
                // Within the range, so the way back is exact but for a fraction.
                *fault |= integer as $from != self;
                integer
            }

            #[inline(always)]
            fn lossy(self, fault: &mut bool) -> $to {
                // The greatest integer plus one is a power of two, which a float holds; so is the least. NaN is neither above nor
                // below.
                let end = const { ($to::MAX / 2 + 1) as $from * 2.0 };
                let low = const { $to::MIN as $from };
                // Between the least and one below it, the fraction is cut off; where floats have no fractions, `low - 1.0` is `low`.
                let above = self > low - 1.0 || self >= low;
                *fault |= !(above && self < end);
                self as $to
            }

            #[inline(always)]
            fn wrapping(self) -> $to {
                self as $to
            }

            fn operated(self) -> Operated {
                Operated::Float(self.into())
            }
        }
    )*)*};
}

/// Floats to floats.
macro_rules! between_floats {
    ($($from:ident: $($to:ident)*;)*) => {$($(
        impl CastTo<$to> for $from {
            const TO: NumberType = <$to as Arithmetic>::TYPE;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> $to {
                let float = self as $to;
                *fault |= float.is_infinite() && self.is_finite();
                float
            }

            #[inline(always)]
            fn saturating(self) -> $to {
                // NaN and the infinities stay what they are.
                let float = self as $to;
                if float.is_infinite() && self.is_finite() { $to::MAX.copysign(float) } else { float }
            }

            #[inline(always)]
            fn wrapping(self) -> $to {
                self as $to
            }

            fn operated(self) -> Operated {
                Operated::Float(self.into())
            }
        }
    )*)*};
}

/// Numbers to truth values, and back.
macro_rules! truth {
    ($($number:ident $zero:expr, $one:expr, $operated:ident;)*) => {$(
        impl CastTo<bool> for $number {
            const TO: NumberType = NumberType::Bool;

            #[inline(always)]
            fn exactly(self, fault: &mut bool) -> bool {
                *fault |= self != $zero && self != $one;
                self != $zero
            }

            #[inline(always)]
            fn lossy(self, _: &mut bool) -> bool {
                self != $zero
            }

            #[inline(always)]
            fn wrapping(self) -> bool {
                self != $zero
            }

            fn operated(self) -> Operated {
                Operated::$operated(self.into())
            }
        }

        impl CastTo<$number> for bool {
            const TO: NumberType = <$number as Arithmetic>::TYPE;

            #[inline(always)]
            fn exactly(self, _: &mut bool) -> $number {
                self.wrapping()
            }

            #[inline(always)]
            fn wrapping(self) -> $number {
                if self { $one } else { $zero }
            }

            fn operated(self) -> Operated {
                Operated::Int(self.into())
            }
        }
    )*};
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_lossless,
    clippy::float_cmp,
    clippy::unnecessary_cast,
    trivial_numeric_casts
)] // each cast is the rule that its method states
mod pairs {
    use super::{Arithmetic, CastTo, NumberType, Operated};

    integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

    to_floats! {
        i8: f32 f64;
        i16: f32 f64;
        i32: f32 f64;
        i64: f32 f64;
        u8: f32 f64;
        u16: f32 f64;
        u32: f32 f64;
        u64: f32 f64;
    }

    from_floats! {
        f32: i8 i16 i32 i64 u8 u16 u32 u64;
        f64: i8 i16 i32 i64 u8 u16 u32 u64;
    }

    between_floats! {
        f32: f32 f64;
        f64: f32 f64;
    }

    truth! {
        i8 0, 1, Int;
        i16 0, 1, Int;
        i32 0, 1, Int;
        i64 0, 1, Int;
        u8 0, 1, Int;
        u16 0, 1, Int;
        u32 0, 1, Int;
        u64 0, 1, Int;
        f32 0.0, 1.0, Float;
        f64 0.0, 1.0, Float;
    }
}
