//! Reductions that are fed piece by piece: what those of views, of threads and of scans are made of.
//!
//! A state knows how many elements it has had, so a piece of any length goes on where the last one ended, in the same lane of the
//! same block: the answer is that of all elements at once, to the bit, whatever the pieces are.

mod extreme;
mod moments;
mod position;
mod product;
mod sum;
pub(super) mod tree;
mod truth;

pub use extreme::{
    BothState, ExtremeState, MaxState, MinMaxState, MinState, NanMaxState, NanMinMaxState, NanMinState,
};
pub use moments::{MomentsState, NanVarianceState, VarianceState};
pub use position::{ArgMaxState, ArgMinState, NanArgMaxState, NanArgMinState, PositionState};
pub use product::ProductState;
pub use sum::{NanSumState, SumState};
#[cfg(feature = "alloc")]
pub(super) use tree::Tree;
pub use truth::CountState;
pub(crate) use truth::{MissingState, SomeState};

use crate::{
    element::Element,
    layout::Dim,
    raw::{
        lanes::{LANES, Piece},
        simd::vectorized,
        view::View,
    },
};
use core::ops::ControlFlow::Continue;

/// Elements of a block.
pub(crate) const BLOCK: usize = 1024;

/// A reduction of values of type `V`, fed with native values or with columns as they lie.
pub(crate) trait Fold<V: Copy + 'static>: Default + Send {
    /// Goes on with these.
    fn values(&mut self, values: &[V]);

    /// Goes on with a column, without a copy of its values where that is faster.
    fn column<T: Element<Value = V>>(&mut self, column: View<'_, T>) {
        self.blocks(column);
    }

    /// As if there had been no elements.
    #[cfg(feature = "alloc")]
    fn restart(&mut self) {
        *self = Self::default();
    }

    /// Whether no value can change the answer any more.
    fn decided(&self) -> bool {
        false
    }

    /// Whether most of the work is done once all elements are there, so that pieces of them are no help.
    #[cfg(feature = "rayon")]
    const WHOLE: bool = false;

    /// Goes on with what `later` was fed, as if it had been fed to this.
    ///
    /// This has had whole pieces of 2^k blocks so far, and `later` no more than one such piece.
    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self);

    /// Goes on with the elements of a view in row-major order.
    #[inline]
    fn feed<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        match view.try_ravel() {
            Ok(column) => self.column(column),
            Err(_) => self.blocks(view),
        }
    }

    /// The same by blocks of native values.
    #[inline]
    fn blocks<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        if self.decided() {
            return;
        }
        _ = view.each_block(&mut |values| {
            self.values(values);
            if self.decided() { core::ops::ControlFlow::Break(()) } else { Continue(()) }
        });
    }
}

/// Where the values of a kernel come from: a column as it lies, or native values.
pub(super) trait Source: Copy {
    /// What it is made of.
    type Value: Copy;
    /// What holds a value where it lies.
    type Stored: Copy;
    /// The value that is held.
    fn load(stored: Self::Stored) -> Self::Value;
    /// All as they lie, if one after the other.
    fn dense(&self) -> Option<&[Self::Stored]>;
    /// The number of values.
    fn count(self) -> usize;
    /// The value at an index below `count`.
    fn value(self, index: usize) -> Self::Value;
    /// The part of it.
    fn part(self, start: usize, len: usize) -> Self;
    /// Calls `piece` with all in order.
    fn pieces(self, piece: impl FnMut(Piece<Self::Value>));
}

impl<T: Element> Source for View<'_, T> {
    type Value = T::Value;
    type Stored = T;

    #[inline(always)]
    fn load(stored: T) -> T::Value {
        stored.load()
    }

    #[inline(always)]
    fn dense(&self) -> Option<&[T]> {
        self.as_slice()
    }

    #[inline(always)]
    fn count(self) -> usize {
        self.size()
    }

    #[inline(always)]
    fn value(self, index: usize) -> T::Value {
        self.get(index).expect("below the count")
    }

    #[inline(always)]
    fn part(self, start: usize, len: usize) -> Self {
        self.slice(start..start + len)
    }

    #[inline(always)]
    fn pieces(self, piece: impl FnMut(Piece<T::Value>)) {
        self.lanes(piece);
    }
}

impl<V: Copy> Source for &[V] {
    type Value = V;
    type Stored = V;

    #[inline(always)]
    fn load(stored: V) -> V {
        stored
    }

    #[inline(always)]
    fn dense(&self) -> Option<&[V]> {
        Some(self)
    }

    #[inline(always)]
    fn count(self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn value(self, index: usize) -> V {
        self[index]
    }

    #[inline(always)]
    fn part(self, start: usize, len: usize) -> Self {
        &self[start..start + len]
    }

    #[inline(always)]
    fn pieces(self, mut piece: impl FnMut(Piece<V>)) {
        let (groups, rest) = self.as_chunks::<LANES>();
        for group in groups {
            piece(Piece::Group(*group));
        }
        for (lane, value) in rest.iter().enumerate() {
            piece(Piece::One(lane, *value));
        }
    }
}

/// A kernel that is told where blocks begin and end.
pub(super) trait Kernel<V> {
    /// Values are to come, all of one block.
    #[inline(always)]
    fn begin(&mut self, _source: impl Source<Value = V>) {}
    /// Eight of them, one for each lane, or one for its lane.
    fn piece(&mut self, piece: Piece<V>);
    /// The block is full.
    #[inline(always)]
    fn end(&mut self) {}
    /// Takes as many whole blocks from the start of these as it can take better than one by one; says how many values that were.
    #[inline(always)]
    fn blocks<S: Source<Value = V>>(&mut self, _source: S) -> usize {
        0
    }
}

/// Gives a kernel all values as the sum rule cuts them. The first is number `at` of its block; the results are the number that the
/// next one would have, and the kernel.
///
/// By value, so that the compiler keeps what the kernel holds in registers.
#[inline(always)]
pub(super) fn drive<S: Source, K: Kernel<S::Value>>(source: S, mut at: usize, mut kernel: K) -> (usize, K) {
    vectorized(
        #[inline(always)]
        move || {
            let count = source.count();
            let mut start = 0;
            if at == 0 {
                start = kernel.blocks(source);
            }
            while start < count {
                // Up to where a group begins, one by one.
                let lane = at % LANES;
                let to = if lane == 0 { BLOCK - at } else { LANES - lane };
                let len = to.min(count - start);
                let part = source.part(start, len);
                kernel.begin(part);
                if lane == 0 {
                    part.pieces(
                        #[inline(always)]
                        |piece| kernel.piece(piece),
                    );
                } else {
                    for i in 0..len {
                        kernel.piece(Piece::One(lane + i, part.value(i)));
                    }
                }
                (start, at) = (start + len, at + len);
                if at == BLOCK {
                    kernel.end();
                    at = 0;
                }
            }
            (at, kernel)
        },
    )
}
