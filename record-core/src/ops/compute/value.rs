//! The values that expressions compute with: how each type adds, divides and fails.

use crate::{
    element::Element,
    ops::compute::{
        error::{Fault, NumberType, Operation},
        node::{SATURATING, Scalar, WRAPPING, sealed::Sealed},
        operand::Operand,
    },
};

/// Numbers that expressions compute with: integers and floats. Sealed.
///
/// Integers whose result does not fit fail, unless the expression says [`wrapping`](super::Lazy::wrapping) or
/// [`saturating`](super::Lazy::saturating); a division by zero fails always. Floats never fail. `/` and `%` are Rust's: of
/// integers they round towards zero.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be computed with",
    label = "not an integer or a float",
    note = "truth values become numbers by `.expr().cast::<u8>()`; elements of a sub-array are reached by `.axes()` or `FIELD.element::<0>()`"
)]
#[allow(clippy::return_self_not_must_use)] // steps of the kernels, not for users
pub trait Arithmetic:
    Element<Value = Self> + Operand<Self, Node = Scalar<Self>> + PartialOrd + Default + Sealed
{
    /// As Rust writes the type.
    #[doc(hidden)]
    const TYPE: NumberType;
    #[doc(hidden)]
    const ZERO: Self;

    #[doc(hidden)]
    fn add<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn sub<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn mul<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn div<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn rem<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn floor_div<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn floor_rem<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn neg<const MODE: u8>(self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn abs<const MODE: u8>(self, fault: &mut bool) -> Self;
    #[doc(hidden)]
    fn powi<const MODE: u8>(self, exponent: i32, fault: &mut bool) -> Self;

    /// The number as it stands in an error; floats have no errors of this kind.
    #[doc(hidden)]
    fn exact(self) -> i128;

    /// The error of an operation.
    #[doc(hidden)]
    #[cold]
    fn fault(operation: Operation, left: Self, right: Self) -> Fault {
        Fault::Number { operation, left: left.exact(), right: right.exact(), value: Self::TYPE }
    }
}

/// One operation in each of the three modes.
macro_rules! modes {
    ($mode:ident, $fault:ident, $wrapping:expr, $saturating:expr, $overflowing:expr) => {
        match $mode {
            WRAPPING => $wrapping,
            SATURATING => $saturating,
            _ => {
                let (value, overflow) = $overflowing;
                *$fault |= overflow;
                value
            }
        }
    };
}

macro_rules! integers {
    ($($type:ident $name:ident $sign:ident)*) => {$(
        impl Arithmetic for $type {
            const TYPE: NumberType = NumberType::$name;
            const ZERO: Self = 0;

            #[inline(always)]
            fn add<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                modes!(MODE, fault, self.wrapping_add(other), self.saturating_add(other), self.overflowing_add(other))
            }

            #[inline(always)]
            fn sub<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                modes!(MODE, fault, self.wrapping_sub(other), self.saturating_sub(other), self.overflowing_sub(other))
            }

            #[inline(always)]
            fn mul<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                modes!(MODE, fault, self.wrapping_mul(other), self.saturating_mul(other), self.overflowing_mul(other))
            }

            #[inline(always)]
            fn div<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                if other == 0 {
                    *fault = true;
                    return 0;
                }
                modes!(MODE, fault, self.wrapping_div(other), self.saturating_div(other), self.overflowing_div(other))
            }

            #[inline(always)]
            fn rem<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                *fault |= other == 0;
                // The remainder of the least number and -1 is 0, though their quotient overflows.
                if other == 0 { 0 } else { self.wrapping_rem(other) }
            }

            #[inline(always)]
            fn floor_div<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                let quotient = Self::div::<MODE>(self, other, fault);
                let inexact = other != 0 && self.wrapping_rem(other) != 0;
                integers!(@floor $sign quotient, inexact && ((self ^ other) < Self::ZERO))
            }

            #[inline(always)]
            fn floor_rem<const MODE: u8>(self, other: Self, fault: &mut bool) -> Self {
                let rest = Self::rem::<MODE>(self, other, fault);
                if rest != 0 && ((rest ^ other) < Self::ZERO) { rest.wrapping_add(other) } else { rest }
            }

            #[inline(always)]
            fn neg<const MODE: u8>(self, fault: &mut bool) -> Self {
                modes!(MODE, fault, self.wrapping_neg(), Self::ZERO.saturating_sub(self), self.overflowing_neg())
            }

            #[inline(always)]
            fn abs<const MODE: u8>(self, fault: &mut bool) -> Self {
                integers!(@abs $sign MODE self fault)
            }

            #[inline(always)]
            fn powi<const MODE: u8>(self, exponent: i32, fault: &mut bool) -> Self {
                let Ok(exponent) = u32::try_from(exponent) else {
                    // An integer has no fractions: only 1 and -1 have inverses.
                    let odd = exponent % 2 != 0;
                    return match self {
                        1 => 1,
                        minus_one if integers!(@is_minus_one $sign minus_one) => if odd { self } else { 1 },
                        _ => {
                            *fault = true;
                            0
                        }
                    };
                };
                modes!(MODE, fault, self.wrapping_pow(exponent), self.saturating_pow(exponent), self.overflowing_pow(exponent))
            }

            #[inline]
            fn exact(self) -> i128 {
                self.into()
            }
        }
    )*};
    (@floor signed $quotient:ident, $down:expr) => {
        // No overflow: a quotient that is rounded is not the least.
        if $down { $quotient.wrapping_sub(1) } else { $quotient }
    };
    (@floor unsigned $quotient:ident, $down:expr) => {{
        let _: bool = $down;
        $quotient
    }};
    (@abs signed $mode:ident $this:ident $fault:ident) => {
        modes!($mode, $fault, $this.wrapping_abs(), $this.saturating_abs(), $this.overflowing_abs())
    };
    (@abs unsigned $mode:ident $this:ident $fault:ident) => {{
        let _ = $fault;
        $this
    }};
    (@is_minus_one signed $value:ident) => { $value == -1 };
    (@is_minus_one unsigned $value:ident) => {{
        let _ = $value;
        false
    }};
}

#[allow(unused_comparisons, clippy::absurd_extreme_comparisons)] // written once for signed and unsigned
mod integers {
    use super::{Arithmetic, NumberType, SATURATING, WRAPPING};

    integers! {
        i8 I8 signed i16 I16 signed i32 I32 signed i64 I64 signed
        u8 U8 unsigned u16 U16 unsigned u32 U32 unsigned u64 U64 unsigned
    }
}

/// The remainder with the sign of the divisor, as NumPy computes it.
macro_rules! floor_rem_wide {
    ($wide:ty, $a:expr, $b:expr) => {{
        let (a, b): ($wide, $wide) = ($a, $b);
        let rest = a % b;
        if rest == 0.0 {
            (0.0 as $wide).copysign(b)
        } else if (rest < 0.0) != (b < 0.0) {
            rest + b
        } else {
            rest
        }
    }};
}

/// The whole number nearest to a quotient that is nearly one.
macro_rules! nearest {
    ($wide:ty, $quotient:expr) => {{
        let quotient: $wide = $quotient;
        let half = (0.5 as $wide).copysign(quotient);
        // From here on every number is whole.
        let whole = (1_u64 << (<$wide>::MANTISSA_DIGITS - 1)) as $wide;
        if quotient.abs() < whole { ((quotient + half) as i64) as $wide } else { quotient }
    }};
}

/// By squaring, so that the answer is the same on every machine.
macro_rules! power {
    ($wide:ty, $base:expr, $exponent:expr) => {{
        let power = |base: $wide| {
            let (mut square, mut left) = (base, $exponent.unsigned_abs());
            let mut product: $wide = 1.0;
            while left > 0 {
                if left & 1 == 1 {
                    product *= square;
                }
                square *= square;
                left >>= 1;
            }
            product
        };
        let (base, product): ($wide, $wide) = ($base, power($base));
        if $exponent >= 0 {
            product
        } else if product.is_infinite() && base.is_finite() {
            // Its reciprocal is small, and still a number.
            power(1.0 / base)
        } else {
            1.0 / product
        }
    }};
}

macro_rules! floats {
    ($($(#[$attribute:meta])* $type:ty, $name:ident, $zero:expr, $wide:ty, $to:expr, $from:expr;)*) => {$(
        $(#[$attribute])*
        impl Arithmetic for $type {
            const TYPE: NumberType = NumberType::$name;
            const ZERO: Self = $zero;

            #[inline(always)]
            fn add<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                self + other
            }

            #[inline(always)]
            fn sub<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                self - other
            }

            #[inline(always)]
            fn mul<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                self * other
            }

            #[inline(always)]
            fn div<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                self / other
            }

            #[inline(always)]
            fn rem<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                self % other
            }

            #[inline(always)]
            fn floor_div<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                let (a, b): ($wide, $wide) = ($to(self), $to(other));
                if b == 0.0 {
                    return $from(a / b);
                }
                let rest = a % b;
                let down = rest != 0.0 && (rest < 0.0) != (b < 0.0);
                let quotient = (a - rest) / b - if down { 1.0 } else { 0.0 };
                let whole = if quotient == 0.0 { (0.0 as $wide).copysign(a / b) } else { nearest!($wide, quotient) };
                $from(whole)
            }

            #[inline(always)]
            fn floor_rem<const MODE: u8>(self, other: Self, _: &mut bool) -> Self {
                let (a, b): ($wide, $wide) = ($to(self), $to(other));
                $from(floor_rem_wide!($wide, a, b))
            }

            #[inline(always)]
            fn neg<const MODE: u8>(self, _: &mut bool) -> Self {
                -self
            }

            #[inline(always)]
            fn abs<const MODE: u8>(self, _: &mut bool) -> Self {
                $from($to(self).abs())
            }

            #[inline(always)]
            fn powi<const MODE: u8>(self, exponent: i32, _: &mut bool) -> Self {
                $from(power!($wide, $to(self), exponent))
            }

            #[inline]
            fn exact(self) -> i128 {
                0
            }
        }
    )*};
}

#[allow(clippy::cast_possible_truncation, clippy::float_cmp)] // small whole numbers; compared with zero exactly
mod floats {
    use super::{Arithmetic, NumberType};

    floats! {
        f32, F32, 0.0, f32, core::convert::identity, core::convert::identity;
        f64, F64, 0.0, f64, core::convert::identity, core::convert::identity;
        #[cfg(feature = "half")]
        half::f16, F16, half::f16::ZERO, f32, half::f16::to_f32, half::f16::from_f32;
    }
}
