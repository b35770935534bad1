//! Floats, and the functions that they have.

use crate::ops::compute::value::Arithmetic;
#[cfg(all(feature = "half", feature = "std"))]
use crate::view::half::nearest_half;

/// Floats, which have functions. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no such function",
    label = "not a float",
    note = "integers become floats by `.expr().cast::<f64>()`"
)]
pub trait Float: Arithmetic {
    /// What the functions compute in.
    #[doc(hidden)]
    type Wide: Wide;
    #[doc(hidden)]
    fn wide(self) -> Self::Wide;
    #[doc(hidden)]
    fn narrow(wide: Self::Wide) -> Self;
    /// Times `factor` plus `addend`, rounded once.
    #[cfg(feature = "std")]
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    fn fused(self, factor: Self, addend: Self) -> Self {
        Self::narrow(self.wide().mul_add(factor.wide(), addend.wide()))
    }
}

impl Float for f32 {
    type Wide = f32;
    #[inline(always)]
    fn wide(self) -> f32 {
        self
    }
    #[inline(always)]
    fn narrow(wide: f32) -> f32 {
        wide
    }
}

impl Float for f64 {
    type Wide = f64;
    #[inline(always)]
    fn wide(self) -> f64 {
        self
    }
    #[inline(always)]
    fn narrow(wide: f64) -> f64 {
        wide
    }
}

#[cfg(feature = "half")]
impl Float for half::f16 {
    type Wide = f32;
    #[inline(always)]
    fn wide(self) -> f32 {
        self.to_f32()
    }
    #[inline(always)]
    fn narrow(wide: f32) -> Self {
        Self::from_f32(wide)
    }
    #[cfg(feature = "std")]
    #[inline]
    fn fused(self, factor: Self, addend: Self) -> Self {
        // The product has 22 digits, so it is exact; what the sum of 53 loses is too far below to turn what is rounded then.
        nearest_half(self.to_f64() * factor.to_f64() + addend.to_f64())
    }
}

/// `f32` and `f64` with the functions that both have.
macro_rules! wide {
    ($($(#[$attribute:meta])* $name:ident($($arg:ident),*) -> $output:ty;)*) => {
        #[doc(hidden)]
        pub trait Wide: Copy + PartialOrd {
            $($(#[$attribute])* fn $name(self, $($arg: Self),*) -> $output;)*
        }

        wide!(@impl f32 $($(#[$attribute])* $name($($arg),*) -> $output;)*);
        wide!(@impl f64 $($(#[$attribute])* $name($($arg),*) -> $output;)*);
    };
    (@impl $type:ident $($(#[$attribute:meta])* $name:ident $args:tt -> $output:ty;)*) => {
        impl Wide for $type {
            $(wide!(@fn $type $(#[$attribute])* $name $args -> $output);)*
        }
    };
    (@fn $type:ident $(#[$attribute:meta])* $name:ident($($arg:ident),*) -> $output:ty) => {
        $(#[$attribute])*
        #[inline(always)]
        fn $name(self, $($arg: Self),*) -> $output {
            $type::$name(self, $($arg),*)
        }
    };
}

wide! {
    recip() -> Self;
    signum() -> Self;
    to_degrees() -> Self;
    to_radians() -> Self;
    copysign(sign) -> Self;
    is_nan() -> bool;
    is_finite() -> bool;
    is_infinite() -> bool;
    #[cfg(feature = "std")] sqrt() -> Self;
    #[cfg(feature = "std")] cbrt() -> Self;
    #[cfg(feature = "std")] exp() -> Self;
    #[cfg(feature = "std")] exp2() -> Self;
    #[cfg(feature = "std")] exp_m1() -> Self;
    #[cfg(feature = "std")] ln() -> Self;
    #[cfg(feature = "std")] ln_1p() -> Self;
    #[cfg(feature = "std")] log2() -> Self;
    #[cfg(feature = "std")] log10() -> Self;
    #[cfg(feature = "std")] sin() -> Self;
    #[cfg(feature = "std")] cos() -> Self;
    #[cfg(feature = "std")] tan() -> Self;
    #[cfg(feature = "std")] asin() -> Self;
    #[cfg(feature = "std")] acos() -> Self;
    #[cfg(feature = "std")] atan() -> Self;
    #[cfg(feature = "std")] sinh() -> Self;
    #[cfg(feature = "std")] cosh() -> Self;
    #[cfg(feature = "std")] tanh() -> Self;
    #[cfg(feature = "std")] asinh() -> Self;
    #[cfg(feature = "std")] acosh() -> Self;
    #[cfg(feature = "std")] atanh() -> Self;
    #[cfg(feature = "std")] floor() -> Self;
    #[cfg(feature = "std")] ceil() -> Self;
    #[cfg(feature = "std")] trunc() -> Self;
    #[cfg(feature = "std")] fract() -> Self;
    #[cfg(feature = "std")] round() -> Self;
    #[cfg(feature = "std")] round_ties_even() -> Self;
    #[cfg(feature = "std")] atan2(other) -> Self;
    #[cfg(feature = "std")] hypot(other) -> Self;
    #[cfg(feature = "std")] powf(exponent) -> Self;
    #[cfg(feature = "std")] mul_add(factor, addend) -> Self;
}
