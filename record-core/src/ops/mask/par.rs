//! Masks and counts on several threads: each piece of the view writes whole words of its own.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        Par,
        mask::Mask,
        parallel::{PIECE, on_one_thread, pieces},
    },
    raw::{gather::pack::WORD, simd::vectorized, view::View},
};
use rayon::prelude::*;

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// The elements for which `test` of the value holds, each asked once; see [`View::mask_by`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let column = View::from_slice(&numbers);
    /// assert_eq!(column.par().mask_by(|n| n % 3 == 0), column.mask_by(|n| n % 3 == 0));
    /// ```
    pub fn mask_by(self, test: impl Fn(T::Value) -> bool + Sync) -> Mask {
        let column = match self.0.try_ravel() {
            Ok(column) if !on_one_thread(column.size()) => column,
            _ => return self.0.mask_by(test),
        };
        let len = column.size();
        let test = &test;
        Mask::written(len, |words| {
            words.par_chunks_mut(PIECE / WORD).enumerate().for_each(|(i, words)| {
                let piece = column.slice(i * PIECE..len.min((i + 1) * PIECE));
                vectorized(
                    #[inline(always)]
                    move || piece.test(words, test),
                );
            });
        })
    }

    /// How many elements `test` of the value holds for; see [`View::count_where`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// assert_eq!(View::from_slice(&numbers).par().count_where(|n| n % 4 == 0), 50_000);
    /// ```
    pub fn count_where(self, test: impl Fn(T::Value) -> bool + Sync) -> usize {
        match self.0.try_ravel() {
            Ok(column) => pieces(column, |_, piece| piece.count_where(&test)).into_iter().sum(),
            Err(_) => self.0.count_where(test),
        }
    }
}

macro_rules! compare {
    ($($name:ident, $bound:ident, $op:tt, $says:literal;)*) => {
        impl<T: Element, D: Dim> Par<View<'_, T, D>> {
            $(
                #[doc = concat!("The elements whose value is ", $says, " `value`; see [`View::", stringify!($name), "`].")]
                pub fn $name(self, value: T::Value) -> Mask
                where
                    T::Value: $bound,
                {
                    self.mask_by(#[inline(always)] move |element| element $op value)
                }
            )*
        }
    };
}

compare! {
    gt, PartialOrd, >, "greater than";
    ge, PartialOrd, >=, "greater than or equal to";
    lt, PartialOrd, <, "less than";
    le, PartialOrd, <=, "less than or equal to";
    eq, PartialEq, ==, "equal to";
    ne, PartialEq, !=, "not equal to";
}
