//! Expressions whose dtypes only run time knows, computed on several threads: by pieces of their elements in row-major order.

use super::{
    AnyExpr, Columns, Kind,
    fold::{Added, Extreme, Folded, Join},
    output::Writing,
};
use crate::{
    layout::{Order, element_count},
    ops::{
        ExtremeState, Fold, Mask, Sum, SumState,
        compute::error::ComputeError,
        parallel::{PIECE, Par, in_order, mapped_from, on_one_thread, pieces},
    },
    raw::{any_array::AnyArray, any_mut::AnyViewMut, gather::pack::WORD},
    view::Value,
};
use alloc::vec::Vec;

impl<'a> AnyExpr<'a> {
    /// The same expression, computed on the threads of the current rayon pool, with the same answers to the bit and the same
    /// errors.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(f64::from).collect();
    /// let x = View::from_slice(&numbers).as_any();
    /// let squares = x.expr() * x + 1;
    /// assert_eq!(squares.clone().par().sum()?, squares.sum()?);
    /// assert_eq!(squares.par().to_array()?.typed::<f64, Rank<1>>()?.last(), Some(199_999.0 * 199_999.0 + 1.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn par(self) -> Par<AnyExpr<'a>> {
        Par(self)
    }
}

impl Par<AnyExpr<'_>> {
    /// A new array of the values; see [`AnyExpr::to_array`].
    ///
    /// # Errors
    /// As [`AnyExpr::to_array`].
    #[inline]
    pub fn to_array(&self) -> Result<AnyArray, ComputeError> {
        let mut array = AnyArray::zeros(self.0.dtype()?, self.0.shape()?, Order::C)?;
        self.write_to(array.view_mut())?;
        Ok(array)
    }

    /// Writes each element's value to `out`; see [`AnyExpr::write_to`].
    ///
    /// # Errors
    /// As [`AnyExpr::write_to`]; other elements than those before may have been written then.
    #[inline]
    pub fn write_to(&self, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
        self.0.write(out, None, write_pieces)
    }

    /// Writes the values for which the mask holds, and leaves the other elements of `out` as they are; see
    /// [`AnyExpr::write_where`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let x = View::from_slice(&numbers).as_any();
    /// let mut out = vec![0_u32; numbers.len()];
    /// let mask = x.expr().gt(0).par().to_mask()?;
    /// (x.expr() - 1).par().write_where(&mask, ViewMut::from_slice(&mut out).into_any())?;
    /// assert_eq!((out[0], out[1], out[199_999]), (0, 0, 199_998));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`AnyExpr::write_where`]; other elements than those before may have been written then.
    #[inline]
    pub fn write_where(&self, mask: &Mask, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
        self.0.write(out, Some(mask), write_pieces)
    }

    /// For which elements the result is not zero, in row-major order; see [`AnyExpr::to_mask`].
    ///
    /// # Errors
    /// As [`AnyExpr::to_mask`].
    #[inline]
    pub fn to_mask(&self) -> Result<Mask, ComputeError> {
        let (kind, shape) = (self.0.0.kind()?, self.0.shape()?);
        let size = element_count(shape.as_ref());
        if on_one_thread(size) {
            return self.0.to_mask();
        }
        let columns = Columns { shape: shape.as_ref() };
        let piece = |i: usize, words: &mut [u64]| {
            let start = i * PIECE;
            self.0.0.write_truth((kind, &columns), start..size.min(start + PIECE), words)
        };
        let mut done = Ok(());
        let mask = Mask::written(size, |words| {
            done = mapped_from(words.chunks_mut(PIECE / WORD), piece).into_iter().collect();
        });
        done.map(|()| mask)
    }

    /// The sum of all values; see [`AnyExpr::sum`].
    ///
    /// # Errors
    /// As [`AnyExpr::sum`].
    #[inline]
    pub fn sum(&self) -> Result<Sum, ComputeError> {
        let (added, kind, _) = self.folded::<SumState<f32>, SumState<f64>>(|| Added::new(Join::Add))?;
        Ok(added.sum(kind))
    }

    /// The arithmetic mean of all values, `None` of none; see [`AnyExpr::mean`].
    ///
    /// # Errors
    /// As [`AnyExpr::sum`].
    #[inline]
    pub fn mean(&self) -> Result<Option<f64>, ComputeError> {
        let (added, kind, count) = self.folded::<SumState<f32>, SumState<f64>>(|| Added::new(Join::Add))?;
        Ok(added.mean(kind, count))
    }

    /// The least value, `None` of none; see [`AnyExpr::min`].
    ///
    /// # Errors
    /// As [`AnyExpr::sum`].
    #[inline]
    pub fn min(&self) -> Result<Option<Value>, ComputeError> {
        self.extreme::<false>()
    }

    /// The greatest value, `None` of none; see [`AnyExpr::max`].
    ///
    /// # Errors
    /// As [`AnyExpr::sum`].
    #[inline]
    pub fn max(&self) -> Result<Option<Value>, ComputeError> {
        self.extreme::<true>()
    }

    fn extreme<const GREATEST: bool>(&self) -> Result<Option<Value>, ComputeError> {
        let (extreme, kind, _) = self.folded::<ExtremeState<f32, GREATEST>, ExtremeState<f64, GREATEST>>(
            Extreme::<GREATEST>::new_extreme,
        )?;
        Ok(extreme.value(kind))
    }

    /// All elements, piece by piece; their kind and their number.
    fn folded<S: Fold<f32>, D: Fold<f64>>(
        &self,
        new: impl Fn() -> Folded<S, D> + Sync,
    ) -> Result<(Folded<S, D>, Kind, usize), ComputeError> {
        let (kind, shape) = (self.0.0.kind()?, self.0.shape()?);
        let size = element_count(shape.as_ref());
        let piece = |range| {
            let mut folded = new();
            self.0.fold((kind, shape.as_ref()), range, &mut folded).map(|()| folded)
        };
        let mut all = new();
        pieces(size, piece, |later| later.map(|later| all.merge(later)))?;
        Ok((all, kind, size))
    }
}

/// Writes what follows each other in row-major order, piece by piece; the error is that of the first block that has one.
fn write_pieces(writing: &Writing<'_>, out: AnyViewMut<'_>) -> Result<(), ComputeError> {
    if on_one_thread(out.size()) {
        return writing.store(out, 0);
    }
    let mut next = 0;
    let pieces = in_order(out, writing.shape, PIECE).into_iter().map(|piece| {
        let first = next;
        next += piece.size();
        (first, piece)
    });
    let pieces: Vec<_> = pieces.collect();
    let done: Vec<_> = mapped_from(pieces, |_, (first, piece)| writing.store(piece, first));
    done.into_iter().collect()
}
