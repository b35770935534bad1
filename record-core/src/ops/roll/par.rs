//! Windows, differences and shifts on several threads: pieces of the results, each by itself.

use crate::{
    buffer::Array,
    element::Element,
    layout::{Dim, DynRank},
    ops::{
        parallel::Par,
        roll::{
            diff::Differences,
            error::RollError,
            plan::{Plan, Rolled},
            queue::PIECE,
            rolling::{Folded, Frame},
            shift::Shifted,
            sink::Sink,
            values::{Outcome, Takes},
        },
    },
    or_panic::OrPanic as _,
    raw::view::{View, ViewMut},
};
use alloc::vec::Vec;
use core::{mem, ops::Range};
use rayon::prelude::*;

/// Pieces that wait for a thread, at most.
const WAITING: usize = 1024;

/// A plan of which pieces can be computed by themselves. Sealed: windows, differences and shifts.
pub trait Pieces {}

impl<W: Frame, F, R> Pieces for Folded<W, F, R> {}
impl<R> Pieces for Differences<R> {}
impl<R> Pieces for Shifted<R> {}

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
        let mut pieces = Vec::new();
        self.0.each(out, &mut |column, mut rest| {
            let count = rest.layout().len();
            let mut start = 0;
            while start < count {
                let end = count.min(start + PIECE);
                let (out, later) = rest.split_at(0, end - start)?;
                pieces.push(Piece { column, results: start..end, out });
                rest = later;
                start = end;
                if pieces.len() == WAITING {
                    self.run(mem::take(&mut pieces))?;
                }
            }
            Ok(())
        })?;
        self.run(pieces)
    }

    /// Computes some pieces; the error is that of the first that has one.
    fn run<O: Element<Value: Takes<P::Out>>>(
        &self,
        pieces: Vec<Piece<'_, '_, T, O>>,
    ) -> Result<(), RollError> {
        let run = |Piece { column, results, out }: Piece<'_, '_, T, O>| {
            let mut sink = Sink::new(out, results.start);
            self.0.plan.run(column, results, &mut sink)
        };
        if pieces.len() < 2 {
            return pieces.into_iter().try_for_each(run);
        }
        let done: Vec<Result<(), RollError>> = pieces.into_par_iter().map(run).collect();
        done.into_iter().collect()
    }
}
