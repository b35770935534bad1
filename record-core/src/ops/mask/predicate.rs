//! Predicates beyond one comparison: ranges, sets, nothing, and parts of texts.

use crate::{
    element::Element,
    layout::Dim,
    ops::{mask::Mask, number::Ordered},
    raw::{column::Column, view::View},
    text::{FixedBytes, FixedUtf32},
};
use alloc::vec::Vec;
use core::iter;

mod sealed {
    pub trait Sealed {}
}

/// Values that are texts: [`FixedBytes`] and [`FixedUtf32`]. Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is no text", label = "not a text of fixed size")]
pub trait Text: sealed::Sealed + Copy {
    #[doc(hidden)]
    type Unit: Copy + PartialEq + Default;
    #[doc(hidden)]
    fn all_units(&self) -> &[Self::Unit];
    #[doc(hidden)]
    fn units(&self) -> &[Self::Unit];
    #[doc(hidden)]
    fn of(text: &str) -> Vec<Self::Unit>;
}

impl<const N: usize> sealed::Sealed for FixedBytes<N> {}
impl<const N: usize> Text for FixedBytes<N> {
    type Unit = u8;

    #[inline(always)]
    fn all_units(&self) -> &[u8] {
        self.raw()
    }

    #[inline(always)]
    fn units(&self) -> &[u8] {
        self.as_bytes()
    }

    fn of(text: &str) -> Vec<u8> {
        text.as_bytes().to_vec()
    }
}

impl<const N: usize> sealed::Sealed for FixedUtf32<N> {}
impl<const N: usize> Text for FixedUtf32<N> {
    type Unit = u32;

    #[inline(always)]
    fn all_units(&self) -> &[u32] {
        self.raw()
    }

    #[inline(always)]
    fn units(&self) -> &[u32] {
        self.code_points()
    }

    fn of(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }
}

/// Whether `part` is somewhere in `text`.
#[inline]
pub(super) fn contains<U: PartialEq>(text: &[U], part: &[U]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// Sets up to this length are gone through one by one.
const FEW: usize = 8;

/// Whether the value is equal to one of a few.
#[inline(always)]
#[allow(clippy::needless_bitwise_bool)] // without a branch
pub(super) fn is_one_of<V: Copy + PartialEq>(values: &[V], value: V) -> bool {
    values.iter().fold(false, |found, other| found | (value == *other))
}

/// The values in order, without those that are equal to nothing; `None` if some have no order, or there are few.
#[allow(clippy::eq_op)] // NaN is not equal to itself
pub(super) fn sorted_set<V: Copy + PartialOrd>(values: &[V]) -> Option<Vec<V>> {
    if values.len() <= FEW {
        return None;
    }
    let sorted = merge_sorted(values.iter().copied().filter(|value| value == value).collect());
    sorted.is_sorted().then_some(sorted)
}

/// The values sorted, if they have an order. The library's sorts panic where there is none.
fn merge_sorted<V: Copy + PartialOrd>(mut values: Vec<V>) -> Vec<V> {
    if values.len() < 2 {
        return values;
    }
    let later = merge_sorted(values.split_off(values.len() / 2));
    let mut later = later.into_iter().peekable();
    let mut sorted = Vec::with_capacity(values.len() + later.len());
    for value in merge_sorted(values) {
        sorted.extend(iter::from_fn(|| later.next_if(|other| *other < value)));
        sorted.push(value);
    }
    sorted.extend(later);
    sorted
}

/// Whether the value is equal to one of a set in order.
#[inline]
pub(super) fn is_among<V: Copy + PartialOrd>(sorted: &[V], value: V) -> bool {
    let at = sorted.partition_point(|other| *other < value);
    sorted.get(at).is_some_and(|other| *other == value)
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The elements from `low` to `high`, both of them in. NumPy's `(a >= low) & (a <= high)`, in one pass.
    ///
    /// Of other ranges: `mask_by(|n| (low..high).contains(&n))`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2, 3, 4]).between(2, 3).to_vec(), [false, true, true, false]);
    /// ```
    #[inline]
    #[allow(clippy::needless_bitwise_bool)] // without a branch
    pub fn between(self, low: T::Value, high: T::Value) -> Mask
    where
        T::Value: PartialOrd,
    {
        self.tested(
            #[inline(always)]
            |value| (value >= low) & (value <= high),
        )
    }

    /// The elements that are equal to one of `values`; NaN is to none. NumPy's `isin`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2, 3, 4]).is_in(&[4, 2, 7]).to_vec(), [false, true, false, true]);
    /// ```
    pub fn is_in(self, values: &[T::Value]) -> Mask
    where
        T::Value: PartialOrd,
    {
        match sorted_set(values) {
            Some(sorted) => self.tested(|value| is_among(&sorted, value)),
            None => self.tested(
                #[inline(always)]
                |value| is_one_of(values, value),
            ),
        }
    }

    /// The elements that are no value at all: NaN, or NaT. NumPy's `isnan` and `isnat`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1.0, f64::NAN]).is_missing().to_vec(), [false, true]);
    /// ```
    #[inline]
    pub fn is_missing(self) -> Mask
    where
        T::Value: Ordered,
    {
        self.tested(Ordered::is_missing)
    }

    /// The texts that start so. NumPy's `char.startswith`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let names = [FixedBytes::<8>::new("Alice"), FixedBytes::new("Bob")];
    /// let names = View::from_slice(&names);
    /// assert_eq!(names.starts_with("Al").to_vec(), [true, false]);
    /// assert_eq!((names.ends_with("b").count(), names.contains("li").count()), (1, 1));
    /// ```
    pub fn starts_with(self, text: &str) -> Mask
    where
        T::Value: Text,
    {
        let part = <T::Value as Text>::of(text);
        if part.last().is_some_and(|&last| last == Default::default()) {
            // NULs could be padding, which is not part of the text.
            return self.tested(|value| value.units().starts_with(&part));
        }
        self.tested(
            #[inline(always)]
            |value| value.all_units().starts_with(&part),
        )
    }

    /// The texts that end so. NumPy's `char.endswith`.
    pub fn ends_with(self, text: &str) -> Mask
    where
        T::Value: Text,
    {
        let part = <T::Value as Text>::of(text);
        self.tested(|value| value.units().ends_with(&part))
    }

    /// The texts that this is somewhere in. NumPy's `char.find(a, text) >= 0`.
    pub fn contains(self, text: &str) -> Mask
    where
        T::Value: Text,
    {
        let part = <T::Value as Text>::of(text);
        self.tested(|value| contains(value.units(), &part))
    }
}

macro_rules! on_columns {
    ($($name:ident($($arg:ident: $type:ty),*) $bound:ident;)*) => {
        impl<T: Element> Column<T> {
            $(
                #[doc = concat!("As [`View::", stringify!($name), "`].")]
                pub fn $name(&self, $($arg: $type),*) -> Mask
                where
                    T::Value: $bound,
                {
                    self.as_view().$name($($arg),*)
                }
            )*
        }
    };
}

on_columns! {
    between(low: T::Value, high: T::Value) PartialOrd;
    is_in(values: &[T::Value]) PartialOrd;
    is_missing() Ordered;
    starts_with(text: &str) Text;
    ends_with(text: &str) Text;
    contains(text: &str) Text;
}
