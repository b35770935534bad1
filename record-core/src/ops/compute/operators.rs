//! `+ - * / %`, unary `-`, `& | ^ !`: operators that make expressions.

use crate::{
    element::Element,
    layout::Dim,
    ops::compute::{
        functions::{And, Flip, Invert, Or, Xor},
        lazy::Lazy,
        node::{Node, Scalar},
        operand::{Expr, Operand},
        steps::{Add, Binary, Divide, Multiply, Negate, Remainder, Subtract, Unary},
        value::Arithmetic,
    },
    raw::{
        cell::CellView,
        column::Column,
        view::{View, ViewMut},
    },
};
use core::ops;

#[cfg(feature = "alloc")]
use crate::raw::array::Array;

/// One operator of one kind of operand on the left and any on the right.
macro_rules! left {
    ($({$($generics:tt)*} $type:ty, $value:ty;)*) => {$(
        left!(@ops {$($generics)*} $type, $value;
            Add add Add, Sub sub Subtract, Mul mul Multiply, Div div Divide, Rem rem Remainder);

        impl<$($generics)*> ops::Neg for $type {
            type Output = Lazy<Unary<Negate, <Self as Expr>::Node>, $value>;

            #[inline(always)]
            fn neg(self) -> Self::Output {
                Lazy::new(Unary { op: Negate, value: self.expr().0 })
            }
        }
    )*};
    (@ops $generics:tt $type:ty, $value:ty; $($trait:ident $method:ident $op:ident),*) => {
        $(left!(@op $generics $type, $value, $trait $method $op);)*
    };
    (@op {$($generics:tt)*} $type:ty, $value:ty, $trait:ident $method:ident $op:ident) => {
        impl<$($generics)*, Right: Operand<$value>> ops::$trait<Right> for $type {
            type Output = Lazy<Binary<$op, <Self as Expr>::Node, Right::Node>, $value>;

            #[inline(always)]
            fn $method(self, right: Right) -> Self::Output {
                Lazy::new(Binary { op: $op, left: self.expr().0, right: right.operand() })
            }
        }
    };
}

left! {
    {'a, T: Element<Value: Arithmetic>, D: Dim} View<'a, T, D>, T::Value;
    {'a, T: Element<Value: Arithmetic>, D: Dim} CellView<'a, T, D>, T::Value;
    {'a, T: Element<Value: Arithmetic>, D: Dim} &'a ViewMut<'_, T, D>, T::Value;
    {'a, T: Element<Value: Arithmetic>} &'a Column<T>, T::Value;
    {V: Arithmetic, N: Node<Value = V>} Lazy<N, V>, V;
}

#[cfg(feature = "alloc")]
left! {
    {'a, T: Element<Value: Arithmetic>, D: Dim} &'a Array<T, D>, T::Value;
}

/// A number on the left.
macro_rules! scalar {
    ($($number:ty)*) => {$(
        scalar!(@ops {'a, T: Element<Value = $number>, D: Dim} $number, View<'a, T, D>);
        scalar!(@ops {'a, T: Element<Value = $number>} $number, &'a Column<T>);
        #[cfg(feature = "alloc")]
        scalar!(@ops {'a, T: Element<Value = $number>, D: Dim} $number, &'a Array<T, D>);
        scalar!(@ops {N: Node<Value = $number>} $number, Lazy<N, $number>);
    )*};
    (@ops $generics:tt $number:ty, $right:ty) => {
        scalar!(@op $generics $number, $right, Add add Add);
        scalar!(@op $generics $number, $right, Sub sub Subtract);
        scalar!(@op $generics $number, $right, Mul mul Multiply);
        scalar!(@op $generics $number, $right, Div div Divide);
        scalar!(@op $generics $number, $right, Rem rem Remainder);
    };
    (@op {$($generics:tt)*} $number:ty, $right:ty, $trait:ident $method:ident $op:ident) => {
        impl<$($generics)*> ops::$trait<$right> for $number {
            type Output = Lazy<Binary<Flip<$op>, <$right as Expr>::Node, Scalar<$number>>, $number>;

            #[inline(always)]
            fn $method(self, right: $right) -> Self::Output {
                Lazy::new(Binary { op: Flip($op), left: right.expr().0, right: Scalar(self) })
            }
        }
    };
}

scalar! { i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 }

#[cfg(feature = "half")]
scalar! { half::f16 }

/// Operators of truth values and of bits.
macro_rules! bits {
    ($($trait:ident $method:ident $op:ident;)*) => {$(
        impl<V, N, R> ops::$trait<R> for Lazy<N, V>
        where
            V: ops::$trait<Output = V>,
            N: Node<Value = V>,
            R: Operand<V>,
        {
            type Output = Lazy<Binary<$op, N, R::Node>, V>;

            #[inline(always)]
            fn $method(self, right: R) -> Self::Output {
                Lazy::new(Binary { op: $op, left: self.0, right: right.operand() })
            }
        }
    )*};
}

bits! {
    BitAnd bitand And;
    BitOr bitor Or;
    BitXor bitxor Xor;
}

impl<V: ops::Not<Output = V>, N: Node<Value = V>> ops::Not for Lazy<N, V> {
    type Output = Lazy<Unary<Invert, N>, V>;

    #[inline(always)]
    fn not(self) -> Self::Output {
        Lazy::new(Unary { op: Invert, value: self.0 })
    }
}
