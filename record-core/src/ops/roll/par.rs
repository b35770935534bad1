//! Windows, differences and shifts on several threads: pieces of the results, each by itself. And what is found between
//! neighbours: pieces of the column, and their borders.

use crate::{
    buffer::Array,
    element::Element,
    layout::{Dim, DynRank},
    ops::{
        parallel::{self, Par, on_one_thread},
        roll::{
            error::RollError,
            gaps::{Gap, Repeated, Steps, duplicates, gap, joined_runs, setback, steps, with_one_before},
            mode::Mode,
            plan::{Pieces, Plan, Rolled},
            queue::PIECE,
            sink::Sink,
            values::{Differs, Outcome, Takes},
        },
    },
    or_panic::OrPanic as _,
    raw::view::{View, ViewMut},
};
use alloc::{vec, vec::Vec};
use core::{mem, ops::Range};

/// Pieces that wait for a thread, at most: of short columns each is a piece.
const WAITING: usize = 1 << 16;

/// On the threads of the current rayon pool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parallel;

impl Mode for Parallel {
    fn parts<R: Send>(len: usize, each: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
        if on_one_thread(len) {
            return vec![each(0..len)];
        }
        let part = |i: usize| each(i * parallel::PIECE..len.min((i + 1) * parallel::PIECE));
        parallel::mapped(len.div_ceil(parallel::PIECE), part)
    }

    #[inline]
    fn array<T: Element, P: Plan<T> + Pieces>(
        rolled: Rolled<'_, T, DynRank, P>,
    ) -> Result<Array<<P::Out as Outcome>::Stored, DynRank>, RollError> {
        rolled.par().try_to_array()
    }
}

impl<T: Element, D: Dim, P: Plan<T> + Pieces> Rolled<'_, T, D, P> {
    /// The same results, computed on the threads of the current rayon pool, the same to the bit.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let means = View::from_slice(&numbers);
    /// let means = means.rolling(100).mean();
    /// assert_eq!(means.clone().par().to_array(), means.to_array());
    /// ```
    pub fn par(self) -> Par<Self> {
        Par(self)
    }
}

/// Some results: of which column, which of them, and where they go.
struct Piece<'a, 'o, T, O> {
    column: View<'a, T>,
    results: Range<usize>,
    out: ViewMut<'o, O>,
}

impl<T: Element, D: Dim, P: Plan<T> + Pieces> Par<Rolled<'_, T, D, P>> {
    /// The results in memory of their own, in C order; see [`Rolled::to_array`].
    ///
    /// # Panics
    /// Where [`try_to_array`](Self::try_to_array) returns an error.
    #[track_caller]
    pub fn to_array(&self) -> Array<<P::Out as Outcome>::Stored, D> {
        self.try_to_array().or_panic()
    }

    /// The results in memory of their own, in C order; see [`Rolled::try_to_array`].
    ///
    /// # Errors
    /// As there.
    pub fn try_to_array(&self) -> Result<Array<<P::Out as Outcome>::Stored, D>, RollError> {
        self.try_to_array_of()
    }

    /// The results in memory of their own as other elements; see [`Rolled::try_to_array_of`].
    ///
    /// # Errors
    /// As there.
    pub fn try_to_array_of<O: Element<Value: Takes<P::Out>>>(&self) -> Result<Array<O, D>, RollError> {
        let mut made = Array::<O, DynRank>::try_zeros(self.0.shape()?.as_ref())?;
        self.write(made.view_mut())?;
        Ok(made.into_rank()?)
    }

    /// Writes the results to elements of any layout; see [`Rolled::write_to`].
    ///
    /// # Errors
    /// As there; any other results may have been written then.
    pub fn write_to<O: Element<Value: Takes<P::Out>>>(
        &self,
        out: &mut ViewMut<'_, O, D>,
    ) -> Result<(), RollError> {
        self.write(self.0.checked(out)?)
    }

    /// Writes to a view of the right shape.
    fn write<O: Element<Value: Takes<P::Out>>>(&self, out: ViewMut<'_, O, DynRank>) -> Result<(), RollError> {
        let (mut pieces, mut work) = (Vec::new(), 0);
        self.0.each(out, &mut |column, mut rest| {
            let count = rest.layout().len();
            let mut start = 0;
            while start < count {
                let end = count.min(start + PIECE);
                let (out, later) = rest.split_at(0, end - start)?;
                pieces.push(Piece { column, results: start..end, out });
                // A long column may have few results.
                work += (end - start).max(if start == 0 { column.size() } else { 0 });
                rest = later;
                start = end;
                if pieces.len() == WAITING {
                    self.run(mem::take(&mut pieces), mem::take(&mut work))?;
                }
            }
            Ok(())
        })?;
        self.run(pieces, work)
    }

    /// Computes some pieces, of so many results or elements; the error is that of the first that has one.
    fn run<O: Element<Value: Takes<P::Out>>>(
        &self,
        pieces: Vec<Piece<'_, '_, T, O>>,
        work: usize,
    ) -> Result<(), RollError> {
        let run = |Piece { column, results, out }: Piece<'_, '_, T, O>| {
            let mut sink = Sink::new(out, results.start);
            self.0.plan.run(column, results, &mut sink)
        };
        if on_one_thread(work) {
            return pieces.into_iter().try_for_each(run);
        }
        // As many short columns together as have the elements of a piece.
        let together = (PIECE * pieces.len()).div_ceil(work);
        parallel::mapped_together(pieces, together, |_, piece| run(piece)).into_iter().collect()
    }
}

/// The steps of a column on several threads, as [`Column`](crate::Column) has them on one.
impl<T: Element<Value: Differs>> Par<View<'_, T>> {
    /// The steps forward that are longer than `longest`, in order; see [`Column::gaps`](crate::Column::gaps).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut seconds: Vec<u32> = (0..200_000).collect();
    /// seconds[150_000..].iter_mut().for_each(|time| *time += 40);
    /// let gaps = View::from_slice(&seconds).par().gaps(1);
    /// assert_eq!((gaps.len(), gaps[0].index, gaps[0].size), (1, 150_000, Some(41)));
    /// ```
    #[must_use]
    pub fn gaps(self, longest: <T::Value as Differs>::Delta) -> Vec<Gap<T::Value>> {
        self.steps(gap(longest))
    }

    /// The indices of the elements that are less than the one before them; see
    /// [`Column::setbacks`](crate::Column::setbacks).
    #[must_use]
    pub fn setbacks(self) -> Vec<usize> {
        self.steps(setback)
    }

    /// The runs of equal neighbours, in order; see [`Column::duplicates`](crate::Column::duplicates).
    #[must_use]
    pub fn duplicates(self) -> Vec<Repeated<T::Value>> {
        let column = self.0;
        joined_runs(Parallel::parts(column.size(), |part| {
            let part = with_one_before(part);
            duplicates(column.slice(part.clone()).iter(), part.start)
        }))
    }

    fn steps<F: Send>(self, step: impl Fn(usize, T::Value, T::Value) -> Option<F> + Copy + Sync) -> Vec<F> {
        let column = self.0;
        let part = |part: Range<usize>| steps(column.slice(part.clone()).iter(), part.start, step);
        Steps::joined(Parallel::parts(column.size(), part), step)
    }
}
