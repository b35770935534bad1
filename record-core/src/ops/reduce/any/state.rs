//! The reductions by name, fed piece by piece: for columns that come in parts.

use crate::{
    ops::{
        number::{Number, Ordered},
        reduce::any::{
            kind::{Kind, with_kind},
            named::{NumberOp, OrderedOp},
        },
    },
    raw::any::AnyView,
    view::ColumnError,
};
use alloc::boxed::Box;

/// A reduction of a column of one dtype.
pub(crate) trait AnyState<O> {
    /// Goes on with the elements of a column of the same dtype.
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError>;

    /// The answer for all.
    fn finish(self: Box<Self>) -> O;
}

/// A reduction and how far it has come.
struct OfNumbers<V: Number, O: NumberOp>(O, Kind<V>, O::State<V>);

impl<V: Number, O: NumberOp> AnyState<O::Output> for OfNumbers<V, O> {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        self.1.feed(column, &mut self.2)
    }

    fn finish(self: Box<Self>) -> O::Output {
        self.0.finish(self.2, self.1)
    }
}

struct OfOrdered<V: Ordered, O: OrderedOp>(O, Kind<V>, O::State<V>);

impl<V: Ordered, O: OrderedOp> AnyState<O::Output> for OfOrdered<V, O> {
    fn add(&mut self, column: AnyView<'_>) -> Result<(), ColumnError> {
        self.1.feed(column, &mut self.2)
    }

    fn finish(self: Box<Self>) -> O::Output {
        self.0.finish(self.2, self.1)
    }
}

/// The reduction of columns of this column's dtype.
pub(crate) fn numbers<O: NumberOp>(
    column: AnyView<'_>,
    op: O,
) -> Result<Box<dyn AnyState<O::Output>>, ColumnError> {
    with_kind!(column, O::NAME, |kind| Ok(Box::new(OfNumbers(op, kind, O::State::default()))))
}

/// As [`numbers`], of dates and time spans too.
pub(crate) fn ordered<O: OrderedOp>(
    column: AnyView<'_>,
    op: O,
) -> Result<Box<dyn AnyState<O::Output>>, ColumnError> {
    with_kind!(column, O::NAME, |kind| Ok(Box::new(OfOrdered(op, kind, O::State::default()))), or counted)
}
