//! `+=`, `-=`, `*=`, `/=` of a column, a view or an array and a scalar, in the arithmetic of the values.
//!
//! Integers overflow as Rust's do: a panic in debug builds, wrapping in release.

#[cfg(feature = "alloc")]
use crate::raw::array::Array;
use crate::{
    element::Element,
    layout::Dim,
    raw::{column::Column, view::ViewMut},
};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};

macro_rules! assign_ops {
    ($($assign:ident $method:ident $op:ident $call:ident;)*) => {$(
        /// Integers overflow as Rust's do: a panic in debug builds, wrapping in release.
        impl<T: Element<Value: $op<Output = T::Value>>> $assign<T::Value> for Column<T> {
            fn $method(&mut self, rhs: T::Value) {
                self.apply(|value| value.$call(rhs));
            }
        }

        /// Integers overflow as Rust's do: a panic in debug builds, wrapping in release.
        impl<T: Element<Value: $op<Output = T::Value>>, D: Dim> $assign<T::Value> for ViewMut<'_, T, D> {
            fn $method(&mut self, rhs: T::Value) {
                ViewMut::apply(self, |value| value.$call(rhs));
            }
        }

        /// Integers overflow as Rust's do: a panic in debug builds, wrapping in release.
        #[cfg(feature = "alloc")]
        impl<T: Element<Value: $op<Output = T::Value>>, D: Dim> $assign<T::Value> for Array<T, D> {
            fn $method(&mut self, rhs: T::Value) {
                Array::apply(self, |value| value.$call(rhs));
            }
        }
    )*};
}

assign_ops! {
    AddAssign add_assign Add add;
    SubAssign sub_assign Sub sub;
    MulAssign mul_assign Mul mul;
    DivAssign div_assign Div div;
}
