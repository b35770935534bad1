//! `sum`, `mean`, `min`, `max`, by the sum rule of [`ops`](crate::ops).

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::{Number, Ordered},
        state::{ExtremeState, SumState},
    },
    raw::{column::Column, view::View},
};

#[cfg(feature = "alloc")]
use crate::raw::array::Array;

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The sum of all elements, by [the sum rule](crate::ops): floats as `f64`, integers exactly as `i128`. 0 for none.
    ///
    /// NumPy's `a.sum()`, which wraps integers and rounds differently for other strides.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[i64::MAX, i64::MAX]).sum(), 2 * i128::from(i64::MAX));
    /// assert_eq!(View::from_slice(&[0.1_f32; 4]).sum(), 4.0 * f64::from(0.1_f32));
    /// ```
    pub fn sum(self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        let mut state = SumState::new();
        state.feed(self);
        state.sum()
    }

    /// The arithmetic mean: the sum over the count, in `f64`. `None` for no elements.
    ///
    /// NumPy's `a.mean()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2]).mean(), Some(1.5));
    /// assert_eq!(View::<u8>::from_slice(&[]).mean(), None);
    /// ```
    pub fn mean(self) -> Option<f64>
    where
        T::Value: Number,
    {
        let size = self.size();
        (size > 0).then(|| T::Value::sum_to_f64(self.sum()) / size as f64)
    }

    /// The least value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.min()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).min(), Some(1));
    /// assert!(View::from_slice(&[3.0, f64::NAN]).min().is_some_and(f64::is_nan));
    /// ```
    pub fn min(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.extreme::<false>()
    }

    /// The greatest value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.max()`.
    pub fn max(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.extreme::<true>()
    }

    #[inline(always)]
    fn extreme<const GREATEST: bool>(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        let mut state = ExtremeState::<T::Value, GREATEST>::new();
        state.feed(self);
        state.value()
    }
}

impl<T: Element> Column<T> {
    /// The sum of all elements; see [`View::sum`].
    pub fn sum(&self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.as_view().sum()
    }

    /// The arithmetic mean; see [`View::mean`].
    pub fn mean(&self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.as_view().mean()
    }

    /// The least value; see [`View::min`].
    pub fn min(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.as_view().min()
    }

    /// The greatest value; see [`View::max`].
    pub fn max(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.as_view().max()
    }
}

#[cfg(feature = "alloc")]
impl<T: Element, D: Dim> Array<T, D> {
    /// The sum of all elements; see [`View::sum`].
    pub fn sum(&self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.view().sum()
    }

    /// The arithmetic mean; see [`View::mean`].
    pub fn mean(&self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.view().mean()
    }

    /// The least value; see [`View::min`].
    pub fn min(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.view().min()
    }

    /// The greatest value; see [`View::max`].
    pub fn max(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.view().max()
    }
}
