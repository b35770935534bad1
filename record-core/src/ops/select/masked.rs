//! Elements that a mask or a closure chooses, reduced without a copy of them all: `data.masked(&mask).col(SALARY).mean()`.
//!
//! They are gathered a block at a time, in the cache, and go from there into the state of the reduction. So each answer is that
//! of the copy that `filter` makes, to the bit.

use crate::{
    bits::Token,
    element::Element,
    layout::Rank,
    ops::{
        mask::{Mask, MaskError},
        number::{Number, Ordered},
        select::{BLOCK, blocks, most},
        state::{MaxState, MinState, SumState},
    },
    or_panic::OrPanic as _,
    raw::{array::Array, column::Column, gather, simd::vectorized, view::View},
};
use core::{convert::Infallible, fmt};

mod sealed {
    pub trait Sealed {}
}

/// Who chooses the elements of a [`Masked`]: a mask, or a closure that is asked for each. Sealed.
pub trait Choice: sealed::Sealed {
    /// Writes a bit for each of `len` elements from `start` on, which is a multiple of 64.
    #[doc(hidden)]
    fn choose(&mut self, start: usize, len: usize, words: &mut [u64]);
}

impl sealed::Sealed for &Mask {}
impl Choice for &Mask {
    #[inline(always)]
    fn choose(&mut self, start: usize, len: usize, words: &mut [u64]) {
        words.copy_from_slice(&self.as_words()[start / 64..][..len.div_ceil(64)]);
    }
}

/// A closure over the elements of a view, asked once for each while something is computed.
#[derive(Clone, Copy)]
pub struct Tested<'a, T, F> {
    pub(super) view: View<'a, T>,
    pub(super) test: F,
}

impl<T, F> sealed::Sealed for Tested<'_, T, F> {}
impl<T: Element, F: FnMut(T::Value) -> bool> Choice for Tested<'_, T, F> {
    #[inline(always)]
    fn choose(&mut self, start: usize, len: usize, words: &mut [u64]) {
        self.view.slice(start..start + len).test(words, &mut self.test);
    }
}

impl<T: Element, F> fmt::Debug for Tested<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tested").field("len", &self.view.len()).finish_non_exhaustive()
    }
}

/// Some elements of a column, of which nothing has been copied; see [`Column::masked`] and [`Column::where_by`].
#[derive(Clone, Copy)]
#[must_use = "nothing is computed until a reduction is asked for"]
pub struct Masked<'a, T, C> {
    pub(super) view: View<'a, T>,
    pub(super) choice: C,
}

impl<T: Element> Column<T> {
    /// The elements that the mask has in, to be reduced without a copy. NumPy's `where=` of reductions.
    ///
    /// `masked(&mask).mean()` is the mean of the filtered column to the bit; [`nan_mean`](View::nan_mean) and the like put a
    /// missing element as 0 in its place instead, and may differ from it in the last bits.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Employee { age: i32, salary: f64 }
    /// let data = RecordTable::from([Employee { age: 30, salary: 5e4 }, Employee { age: 55, salary: 7e4 }]);
    /// let old = data.col(Employee::AGE).gt(50);
    /// assert_eq!(data.masked(&old).col(Employee::SALARY).mean(), Some(7e4));
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_masked`](Column::try_masked) says so instead.
    #[track_caller]
    pub fn masked<'a>(&'a self, mask: &'a Mask) -> Masked<'a, T, &'a Mask> {
        self.try_masked(mask).or_panic()
    }

    /// The elements that the mask has in, to be reduced without a copy.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length.
    pub fn try_masked<'a>(&'a self, mask: &'a Mask) -> Result<Masked<'a, T, &'a Mask>, MaskError> {
        mask.check_len(self.len())?;
        Ok(Masked { view: self.as_view(), choice: mask })
    }

    /// The elements for which `test` holds, to be reduced in the one pass that asks for them.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct Employee { age: i32, salary: f64 }
    /// let data = RecordTable::from([Employee { age: 30, salary: 5e4 }, Employee { age: 55, salary: 7e4 }]);
    /// assert_eq!(data.where_by(|e| e.age > 50).col(Employee::SALARY).sum(), 7e4);
    /// ```
    pub fn where_by<F: FnMut(T::Value) -> bool>(&self, test: F) -> Masked<'_, T, Tested<'_, T, F>> {
        let view = self.as_view();
        Masked { view, choice: Tested { view, test } }
    }
}

impl<'a, T: Element, C: Choice> Masked<'a, T, C> {
    /// One field of the chosen records.
    pub fn col<K: Token<T>>(self, token: K) -> Masked<'a, K::Element, C> {
        Masked { view: self.view.col(token), choice: self.choice }
    }

    /// How many elements are chosen.
    #[must_use]
    pub fn count(mut self) -> usize {
        let mut count = 0;
        vectorized(
            #[inline(always)]
            || each_block(self.view, BLOCK, &mut self.choice, |_, words| count += gather::count(words)),
        );
        count
    }

    /// Calls `f` with the chosen elements, some at a time, in their order: for any state that is fed piece by piece, as
    /// [`SumState`]. Up to 1,024 of them are copied at a time, and of large ones fewer, down to 64: 16 KiB.
    ///
    /// # Panics
    /// At compile time, for a column of bits.
    pub fn for_each_block(mut self, mut f: impl FnMut(View<'_, T>)) {
        const { assert!(!T::SHOWN.is_bits(), "bits are not stored by themselves: take the whole field") };
        let most = most(size_of::<T>());
        let mut gathered = Array::<T, Rank<1>>::zeros([most]);
        each_block(self.view, most, &mut self.choice, |block, words| {
            let count = vectorized(
                #[inline(always)]
                || gathered.view_mut().gather_set(block, words),
            );
            if count > 0 {
                f(gathered.view().slice(..count));
            }
        });
    }

    /// The sum, by [the sum rule](crate::ops); see [`View::sum`].
    #[must_use]
    pub fn sum(self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.summed().sum()
    }

    /// The arithmetic mean, `None` for no elements; see [`View::mean`].
    #[must_use]
    pub fn mean(self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.summed().mean()
    }

    /// The least value; see [`View::min`].
    #[must_use]
    pub fn min(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        let mut state = MinState::new();
        self.for_each_block(|block| state.add(block));
        state.value()
    }

    /// The greatest value; see [`View::max`].
    #[must_use]
    pub fn max(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        let mut state = MaxState::new();
        self.for_each_block(|block| state.add(block));
        state.value()
    }

    fn summed(self) -> SumState<T::Value>
    where
        T::Value: Number,
    {
        let mut state = SumState::new();
        self.for_each_block(|block| state.add(block));
        state
    }
}

/// Hands out the elements, `most` at a time, with the bits of those that are chosen.
#[inline(always)]
fn each_block<T: Element>(
    view: View<'_, T>,
    most: usize,
    choice: &mut impl Choice,
    mut each: impl FnMut(View<'_, T>, &[u64]),
) {
    let all = blocks(
        view,
        most,
        #[inline(always)]
        |start, block, words| choice.choose(start, block.size(), words),
        #[inline(always)]
        |block, words| {
            each(block, words);
            Ok::<(), Infallible>(())
        },
    );
    match all {
        Ok(()) => {}
    }
}

impl<T: Element, C> fmt::Debug for Masked<'_, T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masked").field("len", &self.view.len()).finish_non_exhaustive()
    }
}
