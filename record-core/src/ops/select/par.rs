//! `filter` on several threads: each piece is copied to its own part of what all become, whose place the counts say.
//!
//! Where a closure chooses, all threads test some megabytes of elements and then copy the chosen ones, which are still in the
//! caches: memory is read once, as on one thread.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        Par,
        mask::{Mask, MaskError},
        parallel::{PIECE, mapped_from, on_one_thread},
        select::{BLOCK, SelectError},
    },
    or_panic::OrPanic as _,
    raw::{
        column::Column,
        gather::{self, pack::WORD},
        simd::vectorized,
        view::{View, ViewMut},
    },
    view::IndexError,
};
use alloc::{vec, vec::Vec};
use core::convert::Infallible;
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
    #[must_use]
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
            Ok(column) if !on_one_thread(column.size()) => {
                let mut kept = Vec::with_capacity(mask.count());
                gather::extend(&mut kept, column, mask.as_words(), PIECE);
                Ok(kept)
            }
            _ => self.0.try_filter(mask),
        }
    }

    /// The values for which `test` holds, copied; each is asked once. See [`View::filter_by`].
    #[must_use]
    pub fn filter_by(self, test: impl Fn(T::Value) -> bool + Sync) -> Vec<T::Value> {
        let column = match self.0.try_ravel() {
            Ok(column) if !on_one_thread(column.size()) => column,
            _ => return self.0.filter_by(test),
        };
        let mut kept = Vec::new();
        let all = tested_waves(column, test, |wave, words, part| {
            gather::extend(&mut kept, wave, words, part);
            Ok::<(), Infallible>(())
        });
        match all {
            Ok(()) => kept,
        }
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
        let column = match self.0.try_ravel() {
            Ok(column) if !on_one_thread(column.size()) => column,
            _ => return self.0.filter_into(mask, out),
        };
        let (needed, found) = (mask.count(), out.len());
        if needed > found {
            return Err(SelectError::Room { needed, found });
        }
        scatter(column, mask.as_words(), PIECE, out.as_view_mut());
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

impl<T: Element> Par<View<'_, T>> {
    /// The values at `indices`, in that order, copied; see [`Column::take`].
    ///
    /// # Panics
    /// If an index is not below the length; [`try_take`](Par::try_take) says so instead.
    #[must_use]
    #[track_caller]
    pub fn take(self, indices: &[usize]) -> Vec<T::Value> {
        self.try_take(indices).or_panic()
    }

    /// The values at `indices`, in that order, copied.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] with the first index that is not below the length.
    pub fn try_take(self, indices: &[usize]) -> Result<Vec<T::Value>, IndexError> {
        if on_one_thread(indices.len()) {
            return self.0.try_take(indices);
        }
        let len = self.0.size();
        if let Some(position) = indices.par_iter().position_first(|&index| index >= len) {
            return Err(self.0.out_of_range(indices, position));
        }
        Ok(indices.par_iter().with_min_len(BLOCK).map(|&index| self.0.item(index)).collect())
    }

    /// Copies the elements at `indices`, in that order, to the first elements of `out`; see [`Column::take_into`].
    ///
    /// # Errors
    /// As [`Column::take_into`].
    pub fn take_into<U: Element<Value = T::Value>>(
        self,
        indices: &[usize],
        out: &mut Column<U>,
    ) -> Result<(), SelectError> {
        let (needed, found) = (indices.len(), out.len());
        if needed > found {
            return Err(SelectError::Room { needed, found });
        }
        let len = self.0.size();
        if on_one_thread(needed) || indices.par_iter().any(|&index| index >= len) {
            return self.0.take_into(indices, out);
        }
        copy_at(self.0, indices, out.as_view_mut());
        Ok(())
    }
}

/// Copies the elements at indices that are in range to the first elements of `out`, for which there is room.
fn copy_at<T: Element, U: Element<Value = T::Value>>(
    column: View<'_, T>,
    indices: &[usize],
    mut out: ViewMut<'_, U>,
) {
    if indices.len() <= PIECE {
        let copied = vectorized(
            #[inline(always)]
            || out.gather_at(column, indices),
        );
        return copied.unwrap_or_else(|_| unreachable!("indices in range"));
    }
    let half = indices.len() / 2;
    let (first, second) = out.split_at(0, half).expect("room for all");
    let (head, tail) = indices.split_at(half);
    rayon::join(|| copy_at(column, head, first), || copy_at(column, tail, second));
}

/// Copies the elements whose bits are set to the first elements of `out`, for which there is room: `piece` of the column, a
/// multiple of 64, at a time.
pub(crate) fn scatter<T: Element, U: Element<Value = T::Value>>(
    column: View<'_, T>,
    words: &[u64],
    piece: usize,
    mut out: ViewMut<'_, U>,
) {
    let len = column.size();
    let mut parts = Vec::with_capacity(len.div_ceil(piece));
    for (i, words) in words.chunks(piece / WORD).enumerate() {
        let (part, rest) = out.split_at(0, gather::count(words)).expect("room for all");
        parts.push((column.slice(i * piece..len.min((i + 1) * piece)), words, part));
        out = rest;
    }
    mapped_from(parts, |_, (piece, words, mut part)| {
        vectorized(
            #[inline(always)]
            move || part.gather_set(piece, words),
        );
    });
}

/// Bytes of elements that a thread tests at a time, and how many such parts each has in a wave: so many that none waits for long
/// at its end, and no more than caches hold.
const PART: usize = 256 << 10;
const PARTS: usize = 16;

/// Asks `test` once for each element, in waves of some megabytes, on all threads. Hands out each wave with the answers, while it
/// is in the caches, and the number of elements that a thread had at a time, a multiple of 64.
pub(crate) fn tested_waves<T: Element, E>(
    column: View<'_, T>,
    test: impl Fn(T::Value) -> bool + Sync,
    mut each: impl FnMut(View<'_, T>, &[u64], usize) -> Result<(), E>,
) -> Result<(), E> {
    let len = column.size();
    let distance = column.layout().strides[0].unsigned_abs();
    let part = (PART / distance.max(1)).clamp(WORD, PIECE).next_multiple_of(WORD);
    let wave = (part * PARTS)
        .saturating_mul(rayon::current_num_threads())
        .min(len.div_ceil(WORD).saturating_mul(WORD));
    let (mut words, test) = (vec![0; wave / WORD], &test);
    for start in (0..len).step_by(wave.max(1)) {
        let some = column.slice(start..len.min(start + wave));
        let words = &mut words[..some.size().div_ceil(WORD)];
        mapped_from(words.chunks_mut(part / WORD), |i, words| {
            let some = some.slice(i * part..some.size().min((i + 1) * part));
            vectorized(
                #[inline(always)]
                move || some.test(words, test),
            );
        });
        each(some, words, part)?;
    }
    Ok(())
}
