//! `filter`: the elements that a mask has in, or that a closure wants.

use crate::{
    buffer::{TakeError, allocate},
    element::Element,
    layout::{Dim, Layout, Order},
    ops::{
        mask::{Mask, MaskError},
        select::{SelectError, tested_blocks},
    },
    or_panic::OrPanic as _,
    raw::{
        array::Array,
        column::Column,
        gather,
        simd::vectorized,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use core::convert::Infallible;

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The values that the mask has in, copied, in row-major order. NumPy's `a[mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_rows([[3, 1], [2, 5]]);
    /// assert_eq!(grid.view().filter(&grid.view().ge(2)), [3, 2, 5]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length than the elements are; [`try_filter`](View::try_filter) says so instead.
    #[must_use]
    #[track_caller]
    pub fn filter(self, mask: &Mask) -> Vec<T::Value> {
        self.try_filter(mask).or_panic()
    }

    /// The values that the mask has in, copied, in row-major order.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length than the elements are.
    pub fn try_filter(self, mask: &Mask) -> Result<Vec<T::Value>, MaskError> {
        mask.check_len(self.size())?;
        let mut kept = Vec::new();
        match self.try_ravel() {
            Ok(column) => vectorized(
                #[inline(always)]
                || column.push_set(mask.as_words(), &mut kept),
            ),
            Err(_) => kept.extend(self.iter().zip(mask.iter()).filter(|&(_, is)| is).map(|(value, _)| value)),
        }
        Ok(kept)
    }

    /// The values for which `test` holds, copied, in row-major order; each is asked once, and copied while it is in the cache.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).filter_by(|n| n > 1), [3, 2]);
    /// ```
    #[must_use]
    pub fn filter_by(self, mut test: impl FnMut(T::Value) -> bool) -> Vec<T::Value> {
        let Ok(column) = self.try_ravel() else {
            return self.iter().filter(|&value| test(value)).collect();
        };
        let mut kept = Vec::new();
        vectorized(
            #[inline(always)]
            || {
                let all = tested_blocks(
                    column,
                    test,
                    #[inline(always)]
                    |block, words| {
                        block.push_set(words, &mut kept);
                        Ok::<(), Infallible>(())
                    },
                );
                match all {
                    Ok(()) => {}
                }
            },
        );
        kept
    }

    /// Copies the elements that the mask has in, in row-major order, to the first elements of `out`, and says how many. NumPy's
    /// `compress(mask, a, out=out)`, for an `out` that may be longer.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (column, mut out) = (View::from_slice(&[3, 1, 2]), [0; 3]);
    /// assert_eq!(column.filter_into(&column.ge(2), &mut ViewMut::from_slice(&mut out))?, 2);
    /// assert_eq!(out, [3, 2, 0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`SelectError::Mask`] if the mask has another length, [`SelectError::Room`] if it has more in than there are elements of
    /// `out`; nothing has been written then.
    pub fn filter_into<U: Element<Value = T::Value>>(
        self,
        mask: &Mask,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        mask.check_len(self.size())?;
        let (needed, found) = (mask.count(), out.len());
        if needed > found {
            return Err(SelectError::Room { needed, found });
        }
        let mut out = out.as_view_mut();
        if let Ok(column) = self.try_ravel() {
            vectorized(
                #[inline(always)]
                || out.gather_set(column, mask.as_words()),
            );
        } else {
            let kept = self.iter().zip(mask.iter()).filter(|&(_, is)| is);
            for (i, (value, _)) in kept.enumerate() {
                out.set(i, value);
            }
        }
        Ok(needed)
    }

    /// Copies the elements for which `test` holds, in row-major order, to the first elements of `out`, and says how many. Each is
    /// asked once, and copied while it is in the cache.
    ///
    /// # Errors
    /// [`SelectError::Room`] if there are more than elements of `out`; some of them have been written then.
    pub fn filter_by_into<U: Element<Value = T::Value>>(
        self,
        mut test: impl FnMut(T::Value) -> bool,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        let (mut out, mut done) = (out.as_view_mut(), 0);
        let found = out.len();
        let Ok(column) = self.try_ravel() else {
            for value in self.iter().filter(|&value| test(value)) {
                out.try_set(done, value).map_err(|_| SelectError::Room { needed: done + 1, found })?;
                done += 1;
            }
            return Ok(done);
        };
        vectorized(
            #[inline(always)]
            || {
                tested_blocks(
                    column,
                    test,
                    #[inline(always)]
                    |block, words| {
                        let needed = done + gather::count(words);
                        if needed > found {
                            return Err(SelectError::Room { needed, found });
                        }
                        done += out.slice_mut(done..).gather_set(block, words);
                        Ok(())
                    },
                )
            },
        )?;
        Ok(done)
    }

    /// A copy of the elements whose index on `axis` the mask has in. NumPy's `compress(mask, a, axis)` and `a[:, mask]`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// let odd = table.view().at(0).mask_by(|n| n % 2 == 1);
    /// assert_eq!(table.view().filter_axis(1, &odd), Array::from_rows([[1, 3], [4, 6]]));
    /// ```
    ///
    /// # Panics
    /// If there is no such axis, the mask has another length than it, or there is no memory;
    /// [`try_filter_axis`](View::try_filter_axis) says so instead.
    #[must_use]
    #[track_caller]
    pub fn filter_axis(self, axis: usize, mask: &Mask) -> Array<T, D> {
        self.try_filter_axis(axis, mask).or_panic()
    }

    /// A copy of the elements whose index on `axis` the mask has in.
    ///
    /// # Errors
    /// [`TakeError::Mask`] if the mask has another length than the axis, and as
    /// [`try_take_axis`](View::try_take_axis).
    pub fn try_filter_axis(self, axis: usize, mask: &Mask) -> Result<Array<T, D>, TakeError> {
        if let Some(&len) = self.shape().as_ref().get(axis) {
            let error = |MaskError { expected, found }| TakeError::Mask { expected, found };
            mask.check_len(len).map_err(error)?;
        }
        if let (Ok(column), 1, 0) = (self.try_ravel(), self.ndim(), axis) {
            let mut shape = self.shape();
            shape.as_mut()[0] = mask.count();
            let mut made = allocate(Layout::dense(shape, size_of::<T>(), Order::C)?, Order::C, 1)?;
            let mut out: ViewMut<'_, T> = made.view_mut().derive(|parent| parent.ravel(size_of::<T>()))?;
            vectorized(
                #[inline(always)]
                || out.gather_set(column, mask.as_words()),
            );
            return Ok(made);
        }
        self.try_take_axis(axis, &mask.positions().collect::<Vec<_>>())
    }
}

impl<T: Element> Column<T> {
    /// The values that the mask has in, copied. NumPy's `a[mask]`. Of records, [`RecordTable::filter`] makes a table.
    ///
    /// [`RecordTable::filter`]: crate::RecordTable::filter
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[3, 1, 2]);
    /// assert_eq!(column.filter(&column.ge(2)), [3, 2]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_filter`](Column::try_filter) says so instead.
    #[must_use]
    #[track_caller]
    pub fn filter(&self, mask: &Mask) -> Vec<T::Value> {
        self.as_view().filter(mask)
    }

    /// The values that the mask has in, copied.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length.
    pub fn try_filter(&self, mask: &Mask) -> Result<Vec<T::Value>, MaskError> {
        self.as_view().try_filter(mask)
    }

    /// The values for which `test` holds, copied; see [`View::filter_by`].
    #[must_use]
    pub fn filter_by(&self, test: impl FnMut(T::Value) -> bool) -> Vec<T::Value> {
        self.as_view().filter_by(test)
    }

    /// Copies the elements that the mask has in to the first elements of `out`; see [`View::filter_into`].
    ///
    /// # Errors
    /// As [`View::filter_into`].
    pub fn filter_into<U: Element<Value = T::Value>>(
        &self,
        mask: &Mask,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        self.as_view().filter_into(mask, out)
    }

    /// Copies the elements for which `test` holds to the first elements of `out`; see [`View::filter_by_into`].
    ///
    /// # Errors
    /// As [`View::filter_by_into`].
    pub fn filter_by_into<U: Element<Value = T::Value>>(
        &self,
        test: impl FnMut(T::Value) -> bool,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        self.as_view().filter_by_into(test, out)
    }
}
