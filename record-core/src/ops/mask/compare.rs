//! Comparisons of the elements of a view with a value or with those of another view, and whatever a closure asks.

use crate::{
    element::Element,
    layout::{Dim, LayoutError},
    ops::mask::Mask,
    or_panic::OrPanic as _,
    raw::{column::Column, gather::pack::pack_each, simd::vectorized, view::View},
};

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The elements for which `test` of the value holds, each asked once, in row-major order.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(grid.view().mask_by(|n| n % 3 == 0).to_vec(), [false, false, true, false, false, true]);
    /// ```
    pub fn mask_by(self, test: impl FnMut(T::Value) -> bool) -> Mask {
        self.tested(test)
    }

    /// How many elements `test` of the value holds for, each asked once, in row-major order; no mask is made.
    ///
    /// Of records, this is a count over several columns in one pass. NumPy's `count_nonzero((a['x'] > 1) & (a['y'] < 2))`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Point { x: i32, y: f64 }
    /// let points = RecordTable::from([Point { x: 1, y: 0.5 }, Point { x: 2, y: 1.5 }, Point { x: 3, y: 2.5 }]);
    /// assert_eq!(points.count_where(|p| p.x > 1 && p.y < 2.0), 1);
    /// ```
    pub fn count_where(self, mut test: impl FnMut(T::Value) -> bool) -> usize {
        match self.try_ravel() {
            Ok(column) => vectorized(
                #[inline(always)]
                || column.count_each(test),
            ),
            Err(_) => self.iter().map(|value| usize::from(test(value))).sum(),
        }
    }

    #[inline(always)]
    pub(super) fn tested(self, mut test: impl FnMut(T::Value) -> bool) -> Mask {
        Mask::written(
            self.size(),
            #[inline(always)]
            |words| {
                if let Ok(column) = self.try_ravel() {
                    vectorized(
                        #[inline(always)]
                        || column.test(words, test),
                    );
                } else {
                    let mut values = self.iter();
                    pack_each(self.size(), words, |_| values.next().is_some_and(&mut test));
                }
            },
        )
    }

    /// Asks `test` for each element and the one at its index in `other`, broadcast to this shape.
    #[inline(always)]
    fn tested_with<U: Element, E: Dim>(
        self,
        other: View<'_, U, E>,
        mut test: impl FnMut(T::Value, U::Value) -> bool,
    ) -> Result<Mask, LayoutError> {
        let shape = self.shape();
        let other: View<'_, U, D> =
            other.derive_repeat(|parent| parent.broadcast(shape.as_ref(), size_of::<U>()))?;
        Ok(Mask::written(
            self.size(),
            #[inline(always)]
            |words| {
                if let (Ok(a), Ok(b)) = (self.try_ravel(), other.try_ravel()) {
                    vectorized(
                        #[inline(always)]
                        || a.test_with(b, words, test),
                    );
                } else {
                    let mut values = self.iter().zip(other.iter());
                    pack_each(self.size(), words, |_| values.next().is_some_and(|(a, b)| test(a, b)));
                }
            },
        ))
    }
}

impl<T: Element> Column<T> {
    /// The records for which `test` of the value holds, each asked once, in order.
    pub fn mask_by(&self, test: impl FnMut(T::Value) -> bool) -> Mask {
        self.as_view().mask_by(test)
    }

    /// How many records `test` of the value holds for; see [`View::count_where`].
    pub fn count_where(&self, test: impl FnMut(T::Value) -> bool) -> usize {
        self.as_view().count_where(test)
    }
}

macro_rules! compare {
    ($($name:ident $with:ident $try_with:ident, $bound:ident, $op:tt, $says:literal, $numpy:literal;)*) => {
        impl<T: Element, D: Dim> View<'_, T, D> {
            $(
                #[doc = concat!("The elements whose value is ", $says, " `value`. NumPy's `a ", $numpy, " value`.")]
                #[inline]
                pub fn $name(self, value: T::Value) -> Mask
                where
                    T::Value: $bound,
                {
                    self.tested(#[inline(always)] |element| element $op value)
                }

                #[doc = concat!("The elements whose value is ", $says, " that of the element at the same index of `other`, which is")]
                #[doc = concat!("broadcast to this shape. NumPy's `a ", $numpy, " b`.")]
                ///
                /// # Panics
                #[doc = concat!("If the shapes do not go together; [`", stringify!($try_with), "`](View::", stringify!($try_with), ") says so instead.")]
                #[track_caller]
                pub fn $with<U: Element, E: Dim>(self, other: View<'_, U, E>) -> Mask
                where
                    T::Value: $bound<U::Value>,
                {
                    self.$try_with(other).or_panic()
                }

                #[doc = concat!("As [`", stringify!($with), "`](View::", stringify!($with), ").")]
                ///
                /// # Errors
                /// [`LayoutError`] if `other` cannot be broadcast to this shape.
                #[inline]
                pub fn $try_with<U: Element, E: Dim>(self, other: View<'_, U, E>) -> Result<Mask, LayoutError>
                where
                    T::Value: $bound<U::Value>,
                {
                    self.tested_with(other, #[inline(always)] |a, b| a $op b)
                }
            )*
        }

        impl<T: Element> Column<T> {
            $(
                #[doc = concat!("The records whose value is ", $says, " `value`. NumPy's `a ", $numpy, " value`.")]
                pub fn $name(&self, value: T::Value) -> Mask
                where
                    T::Value: $bound,
                {
                    self.as_view().$name(value)
                }

                #[doc = concat!("The records whose value is ", $says, " that of the same record of `other`; see [`View::", stringify!($with), "`].")]
                ///
                /// # Panics
                /// If the lengths differ.
                #[track_caller]
                pub fn $with<U: Element>(&self, other: View<'_, U>) -> Mask
                where
                    T::Value: $bound<U::Value>,
                {
                    self.as_view().$with(other)
                }
            )*
        }
    };
}

compare! {
    gt gt_view try_gt_view, PartialOrd, >, "greater than", ">";
    ge ge_view try_ge_view, PartialOrd, >=, "greater than or equal to", ">=";
    lt lt_view try_lt_view, PartialOrd, <, "less than", "<";
    le le_view try_le_view, PartialOrd, <=, "less than or equal to", "<=";
    eq eq_view try_eq_view, PartialEq, ==, "equal to", "==";
    ne ne_view try_ne_view, PartialEq, !=, "not equal to", "!=";
}
