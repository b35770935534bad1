//! What may stand in an expression: views, columns, arrays, other expressions, and single values.

use crate::{
    DateTime64, FixedBytes, FixedUtf32, TimeDelta64,
    element::Element,
    layout::Dim,
    ops::{
        Ordered,
        compute::{
            float::Float,
            functions::*,
            lazy::Lazy,
            node::{Node, Scalar, sealed},
            steps::{Abs, Binary, FloorDivide, FloorRemainder, Powi, Unary, UnaryOp},
            value::Arithmetic,
        },
    },
    raw::{
        cell::CellView,
        column::Column,
        view::{View, ViewMut},
    },
    time::Unit,
};

#[cfg(feature = "alloc")]
use crate::raw::array::Array;

/// Functions of one operand, as methods.
macro_rules! unary {
    ($($(#[$attribute:meta])* $name:ident $op:ident [$bound:ident] -> $doc:literal;)*) => {$(
        $(#[$attribute])*
        #[doc = $doc]
        fn $name(self) -> Lazy<Unary<$op, Self::Node>, <$op as UnaryOp<<Self::Node as Node>::Value>>::Output>
        where
            <Self::Node as Node>::Value: $bound,
        {
            Lazy::new(Unary { op: $op, value: self.expr().0 })
        }
    )*};
}

/// Functions of two operands, as methods.
macro_rules! binary {
    ($($(#[$attribute:meta])* $name:ident $op:ident [$bound:ident] -> $doc:literal;)*) => {$(
        $(#[$attribute])*
        #[doc = $doc]
        fn $name<R: Operand<<Self::Node as Node>::Value>>(self, other: R) -> Lazy<Binary<$op, Self::Node, R::Node>, <Self::Node as Node>::Value>
        where
            <Self::Node as Node>::Value: $bound,
        {
            Lazy::new(Binary { op: $op, left: self.expr().0, right: other.operand() })
        }
    )*};
}

/// What can be computed with: views, columns, arrays, and expressions of them. Sealed.
///
/// The operators `+ - * / %` and the functions here make a [`Lazy`] expression; nothing is computed before it is written,
/// reduced or collected.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no operand of an expression",
    label = "not a view, a column, an array or an expression",
    note = "a view is one, also by `column.as_view()`, `array.view()` or `writable.as_view()`"
)]
#[allow(clippy::type_complexity, clippy::wrong_self_convention)] // the type is the expression; operands are taken as they are
pub trait Expr: Sized + sealed::Sealed {
    /// The step of an expression that it is.
    type Node: Node;

    /// As an expression.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let ages = View::from_slice(&[30_u8, 51]);
    /// assert_eq!(ages.expr().cast::<f32>().to_vec()?, [30.0, 51.0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    fn expr(self) -> Lazy<Self::Node, <Self::Node as Node>::Value>;

    unary! {
        recip Recip [Float] -> "1 over each element. NumPy's `reciprocal`, of floats.";
        signum Signum [Float] -> "1 or -1 with the sign of each element; NaN of NaN. NumPy's `sign`, but for zeros, which it leaves.";
        to_degrees ToDegrees [Float] -> "Radians as degrees. NumPy's `degrees`.";
        to_radians ToRadians [Float] -> "Degrees as radians. NumPy's `radians`.";
        #[cfg(feature = "std")] sqrt Sqrt [Float] -> "The square root.";
        #[cfg(feature = "std")] cbrt Cbrt [Float] -> "The cube root.";
        #[cfg(feature = "std")] exp Exp [Float] -> "*e* to the power of each element.";
        #[cfg(feature = "std")] exp2 Exp2 [Float] -> "2 to the power of each element.";
        #[cfg(feature = "std")] exp_m1 ExpM1 [Float] -> "*e* to the power of each element, minus 1. NumPy's `expm1`.";
        #[cfg(feature = "std")] ln Ln [Float] -> "The natural logarithm. NumPy's `log`.";
        #[cfg(feature = "std")] ln_1p Ln1p [Float] -> "The natural logarithm of each element plus 1. NumPy's `log1p`.";
        #[cfg(feature = "std")] log2 Log2 [Float] -> "The logarithm to base 2.";
        #[cfg(feature = "std")] log10 Log10 [Float] -> "The logarithm to base 10.";
        #[cfg(feature = "std")] sin Sin [Float] -> "The sine.";
        #[cfg(feature = "std")] cos Cos [Float] -> "The cosine.";
        #[cfg(feature = "std")] tan Tan [Float] -> "The tangent.";
        #[cfg(feature = "std")] asin Asin [Float] -> "The angle of a sine. NumPy's `arcsin`.";
        #[cfg(feature = "std")] acos Acos [Float] -> "The angle of a cosine. NumPy's `arccos`.";
        #[cfg(feature = "std")] atan Atan [Float] -> "The angle of a tangent. NumPy's `arctan`.";
        #[cfg(feature = "std")] sinh Sinh [Float] -> "The hyperbolic sine.";
        #[cfg(feature = "std")] cosh Cosh [Float] -> "The hyperbolic cosine.";
        #[cfg(feature = "std")] tanh Tanh [Float] -> "The hyperbolic tangent.";
        #[cfg(feature = "std")] asinh Asinh [Float] -> "The inverse hyperbolic sine.";
        #[cfg(feature = "std")] acosh Acosh [Float] -> "The inverse hyperbolic cosine.";
        #[cfg(feature = "std")] atanh Atanh [Float] -> "The inverse hyperbolic tangent.";
        #[cfg(feature = "std")] floor Floor [Float] -> "The next whole number below.";
        #[cfg(feature = "std")] ceil Ceil [Float] -> "The next whole number above.";
        #[cfg(feature = "std")] trunc Trunc [Float] -> "Without the fraction.";
        #[cfg(feature = "std")] fract Fract [Float] -> "Each element without its whole part; NaN of an infinity, where NumPy's `modf(a)[0]` is 0.";
        #[cfg(feature = "std")] round Round [Float] -> "The nearest whole number; halves away from zero.";
        #[cfg(feature = "std")] round_ties_even RoundTiesEven [Float] -> "The nearest whole number; halves to the even one. NumPy's `rint` and `round`.";
        is_nan IsNan [Float] -> "Whether it is NaN.";
        is_finite IsFinite [Float] -> "Whether it is neither infinite nor NaN.";
        is_infinite IsInfinite [Float] -> "Whether it is infinite. NumPy's `isinf`.";
        abs Abs [Arithmetic] -> "The distance from zero. Of the least integer it is an overflow.";
        square Square [Arithmetic] -> "Each element times itself.";
    }

    binary! {
        copysign Copysign [Float] -> "The magnitude of each element with the sign of the other.";
        #[cfg(feature = "std")] atan2 Atan2 [Float] -> "The angle of the point whose ordinate this is and whose abscissa the other is. NumPy's `arctan2`.";
        #[cfg(feature = "std")] hypot Hypot [Float] -> "The length of the hypotenuse over two legs.";
        #[cfg(feature = "std")] powf Powf [Float] -> "Each element to the power of the other. NumPy's `power`.";
        minimum Minimum [Ordered] -> "The lesser of two; NaN (NaT) if either is. NumPy's `minimum`.";
        maximum Maximum [Ordered] -> "The greater of two; NaN (NaT) if either is. NumPy's `maximum`.";
        fmin Fmin [Ordered] -> "The lesser of two; the other one if one is NaN (NaT). NumPy's `fmin`.";
        fmax Fmax [Ordered] -> "The greater of two; the other one if one is NaN (NaT). NumPy's `fmax`.";
        floor_divide FloorDivide [Arithmetic] -> "The quotient rounded down. NumPy's `//`.";
        floor_remainder FloorRemainder [Arithmetic] -> "What `floor_divide` leaves, with the sign of the divisor. NumPy's `%` and `mod`.";
    }

    /// Each element to a whole power, by squaring. Of integers, a negative power is a fault, but of 1 and -1.
    fn powi(self, exponent: i32) -> Lazy<Unary<Powi, Self::Node>, <Self::Node as Node>::Value>
    where
        <Self::Node as Node>::Value: Arithmetic,
    {
        Lazy::new(Unary { op: Powi(exponent), value: self.expr().0 })
    }

    /// Each element, but no less than `low` and no more than `high`; NaN stays, and of NaN bounds comes NaN. If `low` is
    /// above `high`, that is `high`. NumPy's `clip`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 5, 9]).clamp(2, 8).to_vec()?, [2, 5, 8]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    fn clamp<L, H>(
        self,
        low: L,
        high: H,
    ) -> Lazy<Binary<Minimum, Binary<Maximum, Self::Node, L::Node>, H::Node>, <Self::Node as Node>::Value>
    where
        <Self::Node as Node>::Value: Ordered,
        L: Operand<<Self::Node as Node>::Value>,
        H: Operand<<Self::Node as Node>::Value>,
    {
        let raised = Binary { op: Maximum, left: self.expr().0, right: low.operand() };
        Lazy::new(Binary { op: Minimum, left: raised, right: high.operand() })
    }

    /// Each element times `factor` plus `addend`, rounded once. Where the processor has no such instruction it is slow:
    /// `a * b + c` rounds twice and is fast everywhere.
    #[cfg(feature = "std")]
    fn mul_add<F, A>(
        self,
        factor: F,
        addend: A,
    ) -> Lazy<Binary<MulAdd, Binary<Pair, Self::Node, F::Node>, A::Node>, <Self::Node as Node>::Value>
    where
        <Self::Node as Node>::Value: Float,
        F: Operand<<Self::Node as Node>::Value>,
        A: Operand<<Self::Node as Node>::Value>,
    {
        let pair = Binary { op: Pair, left: self.expr().0, right: factor.operand() };
        Lazy::new(Binary { op: MulAdd, left: pair, right: addend.operand() })
    }

    /// `f` of each element. It may be called more than once for an element, and in any order.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let words = [FixedBytes::<4>::try_from("ab")?, FixedBytes::try_from("abcd")?];
    /// assert_eq!(View::from_slice(&words).map(|word| word.as_bytes().len() as u64).sum()?, 6);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    fn map<U: Copy + Send + Sync + 'static, F: Fn(<Self::Node as Node>::Value) -> U + Copy>(
        self,
        f: F,
    ) -> Lazy<Unary<By<F>, Self::Node>, U> {
        Lazy::new(Unary { op: By(f), value: self.expr().0 })
    }

    /// `f` of each element and the one at its index of another expression, of any values.
    fn zip_map<E: Expr, U: Copy + Send + Sync + 'static, F>(
        self,
        other: E,
        f: F,
    ) -> Lazy<Binary<By<F>, Self::Node, E::Node>, U>
    where
        F: Fn(<Self::Node as Node>::Value, <E::Node as Node>::Value) -> U + Copy,
    {
        Lazy::new(Binary { op: By(f), left: self.expr().0, right: other.expr().0 })
    }
}

/// An operand beside values of type `V`: an expression with such values, or one value for all elements. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no operand beside values of type `{V}`",
    label = "not values of type `{V}`",
    note = "operands of an expression have values of one type: `.expr().cast::<{V}>()` makes others of them, checked",
    note = "a single value has that type too: beside floats `2.0`, not `2`"
)]
pub trait Operand<V>: sealed::Sealed {
    /// The step of an expression that it is.
    type Node: Node<Value = V>;

    #[doc(hidden)]
    fn operand(self) -> Self::Node;
}

macro_rules! exprs {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $type:ty, $value:ty, $node:ty, $this:ident => $make:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> Expr for $type {
            type Node = $node;

            #[inline(always)]
            fn expr(self) -> Lazy<$node, $value> {
                let $this = self;
                Lazy::new($make)
            }
        }

        $(#[$attribute])*
        impl<$($generics)*> Operand<$value> for $type {
            type Node = $node;

            #[inline(always)]
            fn operand(self) -> $node {
                let $this = self;
                $make
            }
        }
    )*};
}

exprs! {
    {'a, T: Element<Value: 'static>, D: Dim} View<'a, T, D>, T::Value, View<'a, T, D>, this => this;
    {'a, T: Element<Value: 'static>, D: Dim} CellView<'a, T, D>, T::Value, CellView<'a, T, D>, this => this;
    {'a, T: Element<Value: 'static>, D: Dim} &'a ViewMut<'_, T, D>, T::Value, View<'a, T, D>, this => ViewMut::as_view(this);
    {'a, T: Element<Value: 'static>} &'a Column<T>, T::Value, View<'a, T>, this => this.as_view();
    #[cfg(feature = "alloc")]
    {'a, T: Element<Value: 'static>, D: Dim} &'a Array<T, D>, T::Value, View<'a, T, D>, this => this.view();
    {V: Copy + Send + Sync + 'static, N: Node<Value = V>} Lazy<N, V>, V, N, this => this.0;
}

impl<T: Element, D: Dim> sealed::Sealed for &ViewMut<'_, T, D> {}
impl<T: Element> sealed::Sealed for &Column<T> {}
#[cfg(feature = "alloc")]
impl<T: Element, D: Dim> sealed::Sealed for &Array<T, D> {}
impl<N, V> sealed::Sealed for Lazy<N, V> {}

macro_rules! scalars {
    ($($(#[$attribute:meta])* $type:ty)*) => {$(
        $(#[$attribute])*
        impl sealed::Sealed for $type {}

        $(#[$attribute])*
        impl Operand<$type> for $type {
            type Node = Scalar<$type>;

            #[inline(always)]
            fn operand(self) -> Scalar<$type> {
                Scalar(self)
            }
        }
    )*};
}

/// Dates, time spans and texts: to compare with.
macro_rules! others {
    ($({$($generics:tt)*} $type:ty;)*) => {$(
        impl<$($generics)*> sealed::Sealed for $type {}

        impl<$($generics)*> Operand<$type> for $type {
            type Node = Scalar<$type>;

            #[inline(always)]
            fn operand(self) -> Scalar<$type> {
                Scalar(self)
            }
        }
    )*};
}

others! {
    {U: Unit} DateTime64<U>;
    {U: Unit} TimeDelta64<U>;
    {const N: usize} FixedBytes<N>;
    {const N: usize} FixedUtf32<N>;
}

scalars! { bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 #[cfg(feature = "half")] half::f16 }
