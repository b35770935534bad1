//! Operations that always have a result: functions of floats, comparisons, logic, the lesser and the greater, closures.

use crate::ops::{
    Ordered,
    compute::{
        error::Fault,
        float::{Float, Wide as _},
        steps::{BinaryOp, UnaryOp},
        value::Arithmetic,
    },
};
use core::ops::{BitAnd, BitOr, BitXor, Not};

/// What stands where a fault would be named.
#[cold]
fn none() -> Fault {
    unreachable!("the operation sets no fault")
}

macro_rules! unary {
    ($($(#[$attribute:meta])* $name:ident [$($generics:tt)*] ($value:ident: $in:ty) -> $output:ty { $make:expr })*) => {$(
        $(#[$attribute])*
        #[doc = "The operation of this name."]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        $(#[$attribute])*
        impl<$($generics)*> UnaryOp<$in> for $name {
            type Output = $output;

            #[inline(always)]
            fn apply<const MODE: u8>(&self, $value: $in, _: &mut bool) -> $output {
                $make
            }

            fn fault(&self, _: $in) -> Fault {
                none()
            }
        }
    )*};
}

macro_rules! binary {
    ($($(#[$attribute:meta])* $name:ident [$($generics:tt)*] ($a:ident, $b:ident: $in:ty) -> $output:ty { $make:expr })*) => {$(
        $(#[$attribute])*
        #[doc = "The operation of this name."]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        $(#[$attribute])*
        impl<$($generics)*> BinaryOp<$in, $in> for $name {
            type Output = $output;

            #[inline(always)]
            fn apply<const MODE: u8>(&self, $a: $in, $b: $in, _: &mut bool) -> $output {
                $make
            }

            fn fault(&self, _: $in, _: $in) -> Fault {
                none()
            }
        }
    )*};
}

/// Functions that `f32` and `f64` have.
macro_rules! floats {
    ($($(#[$attribute:meta])* $name:ident $method:ident;)*) => {
        unary! {$(
            $(#[$attribute])* $name [V: Float] (value: V) -> V { V::narrow(value.wide().$method()) }
        )*}
    };
}

floats! {
    Recip recip;
    Signum signum;
    ToDegrees to_degrees;
    ToRadians to_radians;
    #[cfg(feature = "std")] Sqrt sqrt;
    #[cfg(feature = "std")] Cbrt cbrt;
    #[cfg(feature = "std")] Exp exp;
    #[cfg(feature = "std")] Exp2 exp2;
    #[cfg(feature = "std")] ExpM1 exp_m1;
    #[cfg(feature = "std")] Ln ln;
    #[cfg(feature = "std")] Ln1p ln_1p;
    #[cfg(feature = "std")] Log2 log2;
    #[cfg(feature = "std")] Log10 log10;
    #[cfg(feature = "std")] Sin sin;
    #[cfg(feature = "std")] Cos cos;
    #[cfg(feature = "std")] Tan tan;
    #[cfg(feature = "std")] Asin asin;
    #[cfg(feature = "std")] Acos acos;
    #[cfg(feature = "std")] Atan atan;
    #[cfg(feature = "std")] Sinh sinh;
    #[cfg(feature = "std")] Cosh cosh;
    #[cfg(feature = "std")] Tanh tanh;
    #[cfg(feature = "std")] Asinh asinh;
    #[cfg(feature = "std")] Acosh acosh;
    #[cfg(feature = "std")] Atanh atanh;
    #[cfg(feature = "std")] Floor floor;
    #[cfg(feature = "std")] Ceil ceil;
    #[cfg(feature = "std")] Trunc trunc;
    #[cfg(feature = "std")] Fract fract;
    #[cfg(feature = "std")] Round round;
    #[cfg(feature = "std")] RoundTiesEven round_ties_even;
}

unary! {
    IsNan [V: Float] (value: V) -> bool { value.wide().is_nan() }
    IsFinite [V: Float] (value: V) -> bool { value.wide().is_finite() }
    IsInfinite [V: Float] (value: V) -> bool { value.wide().is_infinite() }
    Invert [V: Not<Output = V> + Copy + Send + Sync + 'static] (value: V) -> V { !value }
}

binary! {
    Copysign [V: Float] (a, b: V) -> V { V::narrow(a.wide().copysign(b.wide())) }
    #[cfg(feature = "std")]
    Atan2 [V: Float] (a, b: V) -> V { V::narrow(a.wide().atan2(b.wide())) }
    #[cfg(feature = "std")]
    Hypot [V: Float] (a, b: V) -> V { V::narrow(a.wide().hypot(b.wide())) }
    #[cfg(feature = "std")]
    Powf [V: Float] (a, b: V) -> V { V::narrow(a.wide().powf(b.wide())) }
    Minimum [V: Ordered + 'static] (a, b: V) -> V { if a < b || a.is_missing() { a } else { b } }
    Maximum [V: Ordered + 'static] (a, b: V) -> V { if a > b || a.is_missing() { a } else { b } }
    Fmin [V: Ordered + 'static] (a, b: V) -> V { if a < b || b.is_missing() { a } else { b } }
    Fmax [V: Ordered + 'static] (a, b: V) -> V { if a > b || b.is_missing() { a } else { b } }
    Greater [V: PartialOrd] (a, b: V) -> bool { a > b }
    GreaterEqual [V: PartialOrd] (a, b: V) -> bool { a >= b }
    Less [V: PartialOrd] (a, b: V) -> bool { a < b }
    LessEqual [V: PartialOrd] (a, b: V) -> bool { a <= b }
    Equal [V: PartialEq] (a, b: V) -> bool { a == b }
    NotEqual [V: PartialEq] (a, b: V) -> bool { a != b }
    And [V: BitAnd<Output = V> + Copy + Send + Sync + 'static] (a, b: V) -> V { a & b }
    Or [V: BitOr<Output = V> + Copy + Send + Sync + 'static] (a, b: V) -> V { a | b }
    Xor [V: BitXor<Output = V> + Copy + Send + Sync + 'static] (a, b: V) -> V { a ^ b }
}

/// The same operation with its operands exchanged: for a scalar on the left.
#[derive(Clone, Copy, Debug)]
pub struct Flip<O>(pub(super) O);

impl<A, B, O: BinaryOp<A, B>> BinaryOp<B, A> for Flip<O> {
    type Output = O::Output;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, left: B, right: A, fault: &mut bool) -> O::Output {
        self.0.apply::<MODE>(right, left, fault)
    }

    fn fault(&self, left: B, right: A) -> Fault {
        self.0.fault(right, left)
    }
}

/// Two numbers multiplied, and a third added, rounded once.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug)]
pub struct MulAdd;

/// Two values beside each other.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug)]
pub struct Pair;

#[cfg(feature = "std")]
impl<A: Copy + Send + Sync + 'static, B: Copy + Send + Sync + 'static> BinaryOp<A, B> for Pair {
    type Output = (A, B);

    #[inline(always)]
    fn apply<const MODE: u8>(&self, left: A, right: B, _: &mut bool) -> (A, B) {
        (left, right)
    }

    fn fault(&self, _: A, _: B) -> Fault {
        none()
    }
}

#[cfg(feature = "std")]
impl<V: Float> BinaryOp<(V, V), V> for MulAdd {
    type Output = V;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, (value, factor): (V, V), addend: V, _: &mut bool) -> V {
        value.fused(factor, addend)
    }

    fn fault(&self, _: (V, V), _: V) -> Fault {
        none()
    }
}

/// A function of the program's own.
#[derive(Clone, Copy)]
pub struct By<F>(pub(super) F);

impl<F> core::fmt::Debug for By<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("By")
    }
}

impl<A, U: Copy + Send + Sync + 'static, F: Fn(A) -> U + Copy> UnaryOp<A> for By<F> {
    type Output = U;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, value: A, _: &mut bool) -> U {
        (self.0)(value)
    }

    fn fault(&self, _: A) -> Fault {
        none()
    }
}

impl<A, B, U: Copy + Send + Sync + 'static, F: Fn(A, B) -> U + Copy> BinaryOp<A, B> for By<F> {
    type Output = U;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, left: A, right: B, _: &mut bool) -> U {
        (self.0)(left, right)
    }

    fn fault(&self, _: A, _: B) -> Fault {
        none()
    }
}

/// A square, as NumPy's `square`: what integers do not hold is a fault.
#[derive(Clone, Copy, Debug)]
pub struct Square;

impl<V: Arithmetic> UnaryOp<V> for Square {
    type Output = V;

    #[inline(always)]
    fn apply<const MODE: u8>(&self, value: V, fault: &mut bool) -> V {
        V::mul::<MODE>(value, value, fault)
    }

    fn fault(&self, value: V) -> Fault {
        V::fault(crate::ops::compute::Operation::Multiply, value, value)
    }
}
