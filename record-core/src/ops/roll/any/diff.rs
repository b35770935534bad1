//! Differences of neighbours by name: `data["time"].diff(1)?`.

#[cfg(feature = "rayon")]
use crate::ops::{parallel::Par, roll::par::Parallel};
use crate::{
    buffer::AnyArray,
    element::Element,
    layout::DynRank,
    ops::roll::{
        any::{Any, Operation, dispatch, erased},
        error::RollError,
        mode::{Mode, Serial},
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    time::{DateTime64, Generic, TimeDelta64},
};
use core::marker::PhantomData;

struct DiffOf<M> {
    axis: usize,
    order: usize,
    mode: PhantomData<M>,
}

impl<M: Mode> Operation for DiffOf<M> {
    const NAME: &'static str = "diff";
    type Mode = M;

    fn numbers<T: Element<Value: Any>>(self, view: View<'_, T, DynRank>) -> Result<AnyArray, RollError> {
        erased::<M, _, _>(view.diff_axis(self.axis, self.order))
    }

    #[inline]
    fn dates(self, view: View<'_, DateTime64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
        Some(erased::<M, _, _>(view.diff_axis(self.axis, self.order)))
    }

    #[inline]
    fn spans(self, view: View<'_, TimeDelta64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
        Some(erased::<M, _, _>(view.diff_axis(self.axis, self.order)))
    }
}

impl AnyView<'_> {
    /// The differences of neighbours along the first axis, taken `order` times; see [`Column::diff`](crate::Column::diff). Dates
    /// give time spans.
    ///
    /// # Errors
    /// [`RollError::Column`] if the elements are of no such kind; others as
    /// [`Rolled::try_to_array`](crate::ops::roll::Rolled::try_to_array).
    #[inline]
    pub fn diff(&self, order: usize) -> Result<AnyArray, RollError> {
        self.diff_axis(0, order)
    }

    /// As [`diff`](Self::diff) along any axis.
    ///
    /// # Errors
    /// As there, and [`RollError::Layout`] if there is no such axis.
    #[inline]
    pub fn diff_axis(&self, axis: usize, order: usize) -> Result<AnyArray, RollError> {
        dispatch(*self, DiffOf { axis, order, mode: PhantomData::<Serial> })
    }
}

impl AnyColumn {
    /// The differences of neighbours along the first axis, taken `order` times; see [`Column::diff`](crate::Column::diff). Dates
    /// give time spans.
    ///
    /// # Errors
    /// As [`AnyView`]'s.
    #[inline]
    pub fn diff(&self, order: usize) -> Result<AnyArray, RollError> {
        self.as_view().diff(order)
    }
}

/// Differences, on several threads.
#[cfg(feature = "rayon")]
impl Par<AnyView<'_>> {
    /// The differences of neighbours along the first axis; see [`AnyView::diff`].
    ///
    /// A column of the other byte order is first copied into the machine's, on one thread.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let steps = View::from_slice(&numbers).as_any().par().diff(1)?;
    /// assert!(steps.typed::<u32, record_core::Rank<1>>()?.iter().all(|step| step == 1));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn diff(self, order: usize) -> Result<AnyArray, RollError> {
        self.diff_axis(0, order)
    }

    /// As [`diff`](Self::diff) along any axis.
    ///
    /// # Errors
    /// As there, and [`RollError::Layout`] if there is no such axis.
    #[inline]
    pub fn diff_axis(self, axis: usize, order: usize) -> Result<AnyArray, RollError> {
        dispatch(self.0, DiffOf { axis, order, mode: PhantomData::<Parallel> })
    }
}
