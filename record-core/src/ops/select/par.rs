//! `filter` on several threads: each piece is copied to its own part of what all become, whose place the counts say.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        Par,
        mask::{Mask, MaskError},
        parallel::PIECE,
        select::SelectError,
    },
    or_panic::OrPanic as _,
    raw::{
        column::Column,
        gather::{self, pack::WORD},
        simd::vectorized,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use rayon::prelude::*;

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// The values that the mask has in, copied; see [`View::filter`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let column = View::from_slice(&numbers);
    /// let mask = column.par().lt(150_000);
    /// assert_eq!(column.par().filter(&mask), &numbers[..150_000]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_filter`](Par::try_filter) says so instead.
    #[track_caller]
    pub fn filter(self, mask: &Mask) -> Vec<T::Value> {
        self.try_filter(mask).or_panic()
    }

    /// The values that the mask has in, copied.
    ///
    /// # Errors
    /// As [`View::try_filter`].
    pub fn try_filter(self, mask: &Mask) -> Result<Vec<T::Value>, MaskError> {
        mask.check_len(self.0.size())?;
        match self.0.try_ravel() {
            Ok(column) => Ok(gather::collect(column, mask.as_words(), PIECE)),
            Err(_) => self.0.try_filter(mask),
        }
    }

    /// The values for which `test` holds, copied; each is asked once. See [`View::filter_by`].
    pub fn filter_by(self, test: impl Fn(T::Value) -> bool + Sync) -> Vec<T::Value> {
        let mask = self.mask_by(test);
        self.filter(&mask)
    }

    /// Copies the elements that the mask has in to the first elements of `out`; see [`View::filter_into`].
    ///
    /// # Errors
    /// As [`View::filter_into`].
    pub fn filter_into<U: Element<Value = T::Value>>(
        self,
        mask: &Mask,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        mask.check_len(self.0.size())?;
        let Ok(column) = self.0.try_ravel() else {
            return self.0.filter_into(mask, out);
        };
        let (needed, found) = (mask.count(), out.len());
        if needed > found {
            return Err(SelectError::Room { needed, found });
        }
        scatter(column, mask.as_words(), out.as_view_mut());
        Ok(needed)
    }

    /// Copies the elements for which `test` holds to the first elements of `out`; each is asked once. See
    /// [`View::filter_by_into`].
    ///
    /// # Errors
    /// [`SelectError::Room`] if there are more than elements of `out`; nothing has been written then.
    pub fn filter_by_into<U: Element<Value = T::Value>>(
        self,
        test: impl Fn(T::Value) -> bool + Sync,
        out: &mut Column<U>,
    ) -> Result<usize, SelectError> {
        let mask = self.mask_by(test);
        self.filter_into(&mask, out)
    }
}

/// Copies the elements whose bits are set to the first elements of `out`, for which there is room.
pub(crate) fn scatter<T: Element, U: Element<Value = T::Value>>(
    column: View<'_, T>,
    words: &[u64],
    mut out: ViewMut<'_, U>,
) {
    let len = column.size();
    let mut parts = Vec::with_capacity(len.div_ceil(PIECE));
    for (i, words) in words.chunks(PIECE / WORD).enumerate() {
        let (part, rest) = out.split_at(0, gather::count(words)).expect("room for all");
        parts.push((column.slice(i * PIECE..len.min((i + 1) * PIECE)), words, part));
        out = rest;
    }
    parts.into_par_iter().for_each(|(piece, words, mut part)| {
        vectorized(
            #[inline(always)]
            || part.gather_set(piece, words),
        );
    });
}
