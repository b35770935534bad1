//! Descriptions on several threads: pieces of the records are described as all are, and put together in order.
//!
//! A column of sub-arrays has several elements in a record, so a piece's elements need not be a power of two of the sum rule's
//! blocks. Their state is therefore cut where a tree of blocks ends that starts so far from the first element.

use crate::{
    dtype::Scalar,
    element::Element,
    layout::Dim,
    ops::{
        number::Number,
        parallel::{PIECE, Par, mapped, on_one_thread},
        reduce::{
            any::kind::{Counted, Kind},
            describe::{
                ColumnSummary, DescribeOptions, Description,
                column::{Columns, Dates, Keep, Kept, Numbers, Passes, Statistics, feed},
                text::Texts,
            },
        },
        state::{BLOCK, Fold},
    },
    raw::{any::AnyView, view::View},
    view::ColumnError,
};
use alloc::{boxed::Box, vec::Vec};
use core::{any::Any, ops::ControlFlow::Continue};

/// Pieces whose statistics are held at a time.
const WAVE: usize = 64;

/// The statistics of a column, or of a piece of it.
pub(super) trait PieceStatistics: Statistics + Sync + Any {
    /// Of no elements of the same column, of those behind so many.
    fn behind(&self, elements: u64) -> Box<dyn PieceStatistics>;

    /// Goes on with the piece that comes next.
    fn merge(&mut self, later: Box<dyn PieceStatistics>);
}

/// What comes next, as what it is.
fn same<S: PieceStatistics>(later: Box<dyn PieceStatistics>) -> S {
    let later: Box<dyn Any> = later;
    *later.downcast().expect("of the same column")
}

/// Of pieces, which are put together.
pub(super) enum InPieces {}

impl Keep for InPieces {
    type Statistics = dyn PieceStatistics;

    fn numbers<V: Number>(kind: Kind<V>, finite: bool) -> Box<dyn PieceStatistics> {
        Box::new(NumberPieces { kind, finite, states: Vec::new(), next: 0, left: 0 })
    }

    fn dates(kind: Kind<Counted>) -> Box<dyn PieceStatistics> {
        Box::new(Dates::of(kind))
    }

    fn texts(scalar: Scalar) -> Box<dyn PieceStatistics> {
        Box::new(Texts::of(scalar))
    }
}

/// The statistics of numbers: states of elements that come one after the other.
struct NumberPieces<V: Number> {
    kind: Kind<V>,
    finite: bool,
    states: Vec<Passes<V>>,
    /// The index of the next element, and how many more the last state may have.
    next: u64,
    left: u64,
}

impl<V: Number> NumberPieces<V> {
    fn values(&mut self, mut values: &[V]) {
        while !values.is_empty() {
            if self.left == 0 {
                // As many as a tree of blocks has that starts here.
                self.left = if self.next == 0 { u64::MAX } else { 1 << self.next.trailing_zeros() };
                self.states.push(Passes::of(self.finite));
            }
            let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(values.len());
            let (now, later) = values.split_at(count);
            if let Some(state) = self.states.last_mut() {
                state.values(now);
            }
            self.next += count as u64;
            self.left -= count as u64;
            values = later;
        }
    }
}

impl<V: Number> Statistics for NumberPieces<V> {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        (self.kind.load)(column, &mut |values| {
            self.values(values);
            Continue(())
        })
    }

    fn finish(self: Box<Self>, summary: &mut ColumnSummary) {
        let passes = self.states.into_iter().next().unwrap_or_else(|| Passes::of(self.finite));
        Box::new(Numbers { kind: self.kind, passes }).finish(summary);
    }
}

impl<V: Number> PieceStatistics for NumberPieces<V> {
    fn behind(&self, elements: u64) -> Box<dyn PieceStatistics> {
        let Self { kind, finite, .. } = *self;
        Box::new(Self { kind, finite, states: Vec::new(), next: elements, left: 0 })
    }

    fn merge(&mut self, later: Box<dyn PieceStatistics>) {
        let mut later = same::<Self>(later).states.into_iter();
        if self.states.is_empty() {
            self.states.extend(later.next());
        }
        if let Some(all) = self.states.first_mut() {
            later.for_each(|state| all.merge(state));
        }
    }
}

impl PieceStatistics for Dates {
    fn behind(&self, _: u64) -> Box<dyn PieceStatistics> {
        Box::new(Self::of(self.kind))
    }

    fn merge(&mut self, later: Box<dyn PieceStatistics>) {
        let later = same::<Self>(later);
        self.extremes.merge(later.extremes);
        Fold::<Counted>::merge(&mut self.missing, later.missing);
    }
}

impl PieceStatistics for Texts {
    fn behind(&self, _: u64) -> Box<dyn PieceStatistics> {
        Box::new(self.anew())
    }

    fn merge(&mut self, later: Box<dyn PieceStatistics>) {
        self.merge(same(later));
    }
}

impl Columns<InPieces> {
    /// Goes on with these, the first ones, on all threads.
    fn spread(&mut self, records: AnyView<'_>) -> Result<(), ColumnError> {
        let len = records.size();
        let first = records.slice(..len.min(1));
        // Of one record.
        let elements = self.list.iter().map(|column| Ok(column.view(first)?.size() as u64));
        let elements = elements.collect::<Result<Vec<u64>, ColumnError>>()?;
        let piece = piece_len(self.list.len());
        for wave in (0..len).step_by(piece * WAVE) {
            let end = len.min(wave + piece * WAVE);
            let described = |i: usize| {
                let start = wave + i * piece;
                let anew = self.statistics.iter().zip(&elements).map(|(statistics, elements)| {
                    statistics.as_ref().map(|statistics| statistics.behind(start as u64 * elements))
                });
                let mut kept: Kept<InPieces> = anew.collect();
                feed::<InPieces>(&self.list, &mut kept, records.slice(start..end.min(start + piece)))?;
                Ok(kept)
            };
            let pieces: Vec<Result<Kept<InPieces>, ColumnError>> =
                mapped((end - wave).div_ceil(piece), described);
            for later in pieces {
                for (all, later) in self.statistics.iter_mut().zip(later?) {
                    if let (Some(all), Some(later)) = (all, later) {
                        all.merge(later);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The records of a piece: of so many columns about as many elements as a piece has of one.
fn piece_len(columns: usize) -> usize {
    (PIECE / columns.max(1).next_power_of_two()).max(BLOCK)
}

impl Par<AnyView<'_>> {
    /// The statistics of all columns, in one pass; see [`AnyView::describe`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let column = View::from_slice(&numbers);
    /// assert_eq!(column.as_any().par().describe()?, column.describe()?);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn describe(self) -> Result<Description, ColumnError> {
        self.describe_with(&DescribeOptions::new())
    }

    /// As [`describe`](Par::describe), with a choice of which values count; see [`AnyView::describe_with`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn describe_with(self, options: &DescribeOptions) -> Result<Description, ColumnError> {
        let records = self.0;
        let mut columns = Columns::<InPieces>::of(records.dtype(), *options);
        match records.try_ravel() {
            Ok(list) if !on_one_thread(list.size().saturating_mul(columns.list.len())) => {
                columns.count(records)?;
                columns.spread(list)?;
            }
            _ => columns.add(records)?,
        }
        Ok(columns.finish())
    }
}

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// The statistics of all columns, in one pass; see [`AnyView::describe`].
    ///
    /// # Errors
    /// As there.
    pub fn describe(self) -> Result<Description, ColumnError> {
        self.0.as_any().par().describe()
    }
}
