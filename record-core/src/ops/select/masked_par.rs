//! Chosen elements reduced on several threads: pieces of as many chosen ones each, wherever they lie.
//!
//! A piece is the same power of two of the sum rule's blocks as of a column, counted in chosen elements. So the answer is that
//! of the copy that `filter` makes, to the bit.

use crate::{
    bits::Token,
    element::Element,
    ops::{
        mask::{Mask, MaskError},
        number::{Number, Ordered},
        parallel::{PIECE, Par, mapped_from, on_one_thread},
        select::masked::{Choice, Masked, Tested},
        state::{Fold, MaxState, MinState, SumState},
    },
    or_panic::OrPanic as _,
    raw::{gather::pack::WORD, view::View},
};
use alloc::{borrow::Cow, vec, vec::Vec};

/// Who chooses the elements on several threads. Sealed.
pub trait ParChoice: Choice {
    /// The choice as a mask.
    #[doc(hidden)]
    fn mask(&self) -> Cow<'_, Mask>;
}

impl ParChoice for &Mask {
    fn mask(&self) -> Cow<'_, Mask> {
        Cow::Borrowed(self)
    }
}

impl<T: Element, F: Fn(T::Value) -> bool + Sync> ParChoice for Tested<'_, T, F> {
    fn mask(&self) -> Cow<'_, Mask> {
        Cow::Owned(self.view.par().mask_by(&self.test))
    }
}

impl<'a, T: Element> Par<View<'a, T>> {
    /// The elements that the mask has in, to be reduced without a copy; see [`Column::masked`](crate::Column::masked).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let column = View::from_slice(&numbers);
    /// let small = column.par().lt(1e-3);
    /// assert_eq!(column.par().masked(&small).sum(), column.masked(&small).sum());
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_masked`](Par::try_masked) says so instead.
    #[track_caller]
    pub fn masked(self, mask: &'a Mask) -> Par<Masked<'a, T, &'a Mask>> {
        self.try_masked(mask).or_panic()
    }

    /// The elements that the mask has in, to be reduced without a copy.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length.
    pub fn try_masked(self, mask: &'a Mask) -> Result<Par<Masked<'a, T, &'a Mask>>, MaskError> {
        mask.check_len(self.0.size())?;
        Ok(Par(Masked { view: self.0, choice: mask }))
    }

    /// The elements for which `test` holds, to be reduced without a copy; see [`Column::where_by`](crate::Column::where_by). All
    /// elements are asked first; their answers take a bit each.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let column = View::from_slice(&numbers);
    /// assert_eq!(column.par().where_by(|n| n < 1e-3).sum(), column.where_by(|n| n < 1e-3).sum());
    /// ```
    pub fn where_by<F>(self, test: F) -> Par<Masked<'a, T, Tested<'a, T, F>>>
    where
        F: Fn(T::Value) -> bool + Sync,
    {
        Par(Masked { view: self.0, choice: Tested { view: self.0, test } })
    }
}

impl<'a, T: Element, C: ParChoice> Par<Masked<'a, T, C>> {
    /// One field of the chosen records.
    #[must_use]
    pub fn col<K: Token<T>>(self, token: K) -> Par<Masked<'a, K::Element, C>> {
        Par(self.0.col(token))
    }
}

impl<T: Element, C: ParChoice> Par<Masked<'_, T, C>> {
    /// How many elements are chosen.
    #[must_use]
    pub fn count(self) -> usize {
        self.0.choice.mask().count()
    }

    /// The sum; see [`Masked::sum`].
    #[must_use]
    pub fn sum(self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.folded::<SumState<_>>().sum()
    }

    /// The arithmetic mean, `None` for no elements; see [`Masked::mean`].
    #[must_use]
    pub fn mean(self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.folded::<SumState<_>>().mean()
    }

    /// The least value; see [`Masked::min`].
    #[must_use]
    pub fn min(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.folded::<MinState<_>>().value()
    }

    /// The greatest value; see [`Masked::max`].
    #[must_use]
    pub fn max(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.folded::<MaxState<_>>().value()
    }

    /// The state of the chosen elements.
    fn folded<S: Fold<T::Value>>(self) -> S
    where
        T::Value: 'static,
    {
        let (view, mask) = (self.0.view, self.0.choice.mask());
        if on_one_thread(view.size()) {
            return fold(view, &mask);
        }
        let bounds = bounds(&mask);
        let pieces: Vec<S> = mapped_from(bounds.windows(2), |_, bounds| {
            let (start, end) = (bounds[0] / WORD * WORD, bounds[1]);
            fold(view.slice(start..end), &part(&mask, bounds[0], end))
        });
        let mut all = S::default();
        for piece in pieces {
            all.merge(piece);
        }
        all
    }
}

fn fold<T: Element<Value: 'static>, S: Fold<T::Value>>(view: View<'_, T>, mask: &Mask) -> S {
    let mut state = S::default();
    view.masked(mask).for_each_block(|block| state.feed(block));
    state
}

/// Where each piece of chosen elements starts, and where the last one ends.
fn bounds(mask: &Mask) -> Vec<usize> {
    let (mut bounds, mut count) = (vec![0], 0);
    for (i, &word) in mask.as_words().iter().enumerate() {
        let more = word.count_ones() as usize;
        let next = bounds.len() * PIECE;
        if count + more > next {
            // The bit before which there are as many as whole pieces have.
            let bit = Mask::set_bits(&[word]).nth(next - count).expect("so many bits are set");
            bounds.push(i * WORD + bit);
        }
        count += more;
    }
    bounds.push(mask.len());
    bounds
}

/// The choice of the elements from `start` to `end`, as a mask that starts where the word does that `start` is in.
fn part(mask: &Mask, start: usize, end: usize) -> Mask {
    let first = start / WORD;
    let words = &mask.as_words()[first..end.div_ceil(WORD)];
    Mask::written(end - first * WORD, |part| {
        part.copy_from_slice(words);
        if let Some(word) = part.first_mut() {
            *word &= u64::MAX << (start % WORD);
        }
    })
}
