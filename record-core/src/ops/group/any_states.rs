//! The reductions of groups by the names of fields in one pass: a state for each group, fed with the values of all.

use crate::{
    ops::{
        Interpolation, ReduceError, Sum,
        group::{
            fed::{Fed, Placed},
            states::{Count, Each, Extreme, Feed as _, States, Sums},
        },
        number::{Number, Ordered},
        reduce::{
            any::{
                kind::{Kind, with_kind},
                named::{NumberOp, OrderedOp},
            },
            quantile::Collected,
        },
    },
    raw::any::AnyView,
    view::{ColumnError, Value},
};
use alloc::{boxed::Box, vec::Vec};
use core::ops::ControlFlow;

/// The states of all groups, by their numbers, for a column of one dtype that comes in parts.
pub(crate) trait AnyStates<O> {
    /// Goes on with the values of a column of that dtype, the numbers of whose groups are below `groups`. The first value is
    /// that of record number `first`.
    fn add(
        &mut self,
        column: AnyView<'_>,
        numbers: &[u32],
        groups: usize,
        first: u64,
    ) -> Result<(), ColumnError>;

    /// The answers of the groups of these numbers, each of which there is once.
    fn finish(self: Box<Self>, order: &[u32]) -> Vec<O>;
}

/// States, and what makes an answer of one.
pub(crate) type Started<O> = Result<Box<dyn AnyStates<O>>, ColumnError>;

/// States of values.
struct Running<V, S, F> {
    kind: Kind<V>,
    states: S,
    answer: F,
}

impl<V: Copy, S: States<V>, O, F: Fn(S::Output, Kind<V>) -> O> AnyStates<O> for Running<V, S, F> {
    fn add(
        &mut self,
        column: AnyView<'_>,
        numbers: &[u32],
        groups: usize,
        _: u64,
    ) -> Result<(), ColumnError> {
        self.states.grow(groups);
        feed(self.kind, column, numbers, &mut self.states)
    }

    fn finish(self: Box<Self>, order: &[u32]) -> Vec<O> {
        let Self { kind, states, answer } = *self;
        states.finish(order).into_iter().map(|state| answer(state, kind)).collect()
    }
}

/// Feeds the states of these numbers with the values of a column.
fn feed<V: Copy, S: States<V>>(
    kind: Kind<V>,
    column: AnyView<'_>,
    numbers: &[u32],
    states: &mut S,
) -> Result<(), ColumnError> {
    let mut rest = numbers;
    (kind.load)(column, &mut |values| {
        let mut slices = states.slices();
        for (&number, &value) in rest.iter().zip(values) {
            slices.feed(number as usize, value);
        }
        rest = &rest[values.len()..];
        ControlFlow::Continue(())
    })
}

/// The answers of so many groups, in the order of their numbers.
#[cfg(feature = "rayon")]
pub(super) fn answers<V: Copy, S: States<V>>(
    kind: Kind<V>,
    column: AnyView<'_>,
    numbers: &[u32],
    groups: usize,
) -> Result<Vec<S::Output>, ColumnError> {
    let mut states = S::new();
    states.grow(groups);
    feed(kind, column, numbers, &mut states)?;
    Ok(states.finish(&(0..).take(groups).collect::<Vec<u32>>()))
}

fn running<V: Copy + 'static, S: States<V> + 'static, O>(
    kind: Kind<V>,
    answer: impl Fn(S::Output, Kind<V>) -> O + 'static,
) -> Box<dyn AnyStates<O>> {
    Box::new(Running { kind, states: S::new(), answer })
}

/// The sums, and of how many values.
pub(crate) fn sums<O>(
    column: AnyView<'_>,
    name: &'static str,
    answer: impl Fn(Sum, u64) -> O + 'static,
) -> Started<O> {
    with_kind!(column, name, |kind| Ok(running::<_, Sums<_>, _>(kind, move |(sum, count), _| answer(
        sum.into(),
        count
    ))))
}

/// The mean of so many values.
pub(crate) fn mean(sum: Sum, count: u64) -> f64 {
    sum.to_f64() / count as f64
}

/// The least or the greatest values.
pub(crate) fn extremes<const GREATEST: bool>(column: AnyView<'_>, name: &'static str) -> Started<Value> {
    with_kind!(
        column,
        name,
        |kind| Ok(running::<_, Each<Extreme<_, GREATEST>>, _>(kind, |value, kind| kind.value(value))),
        or counted
    )
}

/// A reduction of numbers.
pub(crate) fn numbers<O: NumberOp, A>(
    column: AnyView<'_>,
    op: O,
    then: impl Fn(O::Output) -> A + 'static,
) -> Started<A> {
    fn start<V: Number, O: NumberOp, A>(
        kind: Kind<V>,
        op: O,
        then: impl Fn(O::Output) -> A + 'static,
    ) -> Box<dyn AnyStates<A>> {
        running::<_, Each<Fed<O::State<V>>>, _>(kind, move |state, kind| then(op.finish(state, kind)))
    }
    with_kind!(column, O::NAME, |kind| Ok(start(kind, op, then)))
}

/// The same of dates and time spans too.
pub(crate) fn ordered<O: OrderedOp, A>(
    column: AnyView<'_>,
    op: O,
    then: impl Fn(O::Output) -> A + 'static,
) -> Started<A> {
    fn start<V: Ordered, O: OrderedOp, A>(
        kind: Kind<V>,
        op: O,
        then: impl Fn(O::Output) -> A + 'static,
    ) -> Box<dyn AnyStates<A>> {
        running::<_, Each<Fed<O::State<V>>>, _>(kind, move |state, kind| then(op.finish(state, kind)))
    }
    with_kind!(column, O::NAME, |kind| Ok(start(kind, op, then)), or counted)
}

/// The values of each group, to find quantiles in.
pub(crate) fn collected(column: AnyView<'_>, name: &'static str) -> Started<Box<dyn Quantiles>> {
    fn start<V: Number>(kind: Kind<V>) -> Box<dyn AnyStates<Box<dyn Quantiles>>> {
        running::<V, Each<Fed<Collected<V>>>, Box<dyn Quantiles>>(kind, |values, _| Box::new(values))
    }
    with_kind!(column, name, |kind| Ok(start(kind)))
}

/// Values of any type of numbers, which are put in order where quantiles are looked for.
pub(crate) trait Quantiles {
    fn median(&mut self, skip: bool) -> Result<Option<f64>, ReduceError>;

    fn quantiles(
        &mut self,
        qs: &[f64],
        skip: bool,
        between: Interpolation,
    ) -> Result<Option<Vec<f64>>, ReduceError>;
}

impl<V: Number> Quantiles for Collected<V> {
    fn median(&mut self, skip: bool) -> Result<Option<f64>, ReduceError> {
        Collected::median(self, skip)
    }

    fn quantiles(
        &mut self,
        qs: &[f64],
        skip: bool,
        between: Interpolation,
    ) -> Result<Option<Vec<f64>>, ReduceError> {
        Collected::quantiles(self, qs, skip, between)
    }
}

/// States of values that know their records.
struct Placing<V, S> {
    kind: Kind<V>,
    states: S,
}

impl<V: Copy, S: States<(V, u64)>> AnyStates<S::Output> for Placing<V, S> {
    fn add(
        &mut self,
        column: AnyView<'_>,
        numbers: &[u32],
        groups: usize,
        first: u64,
    ) -> Result<(), ColumnError> {
        self.states.grow(groups);
        let mut rest = numbers.iter().zip(first..);
        (self.kind.load)(column, &mut |values| {
            let mut slices = self.states.slices();
            // The values first: of a record behind them nothing is taken.
            for (&value, (&number, row)) in values.iter().zip(&mut rest) {
                slices.feed(number as usize, (value, row));
            }
            ControlFlow::Continue(())
        })
    }

    fn finish(self: Box<Self>, order: &[u32]) -> Vec<S::Output> {
        self.states.finish(order)
    }
}

/// The records of the least or the greatest values.
pub(crate) fn places<const GREATEST: bool, const SKIP: bool>(
    column: AnyView<'_>,
    name: &'static str,
) -> Started<Option<u64>> {
    fn start<V: Ordered, const GREATEST: bool, const SKIP: bool>(
        kind: Kind<V>,
    ) -> Box<dyn AnyStates<Option<u64>>> {
        let states = <Each<Placed<V, GREATEST, SKIP>> as States<(V, u64)>>::new();
        Box::new(Placing { kind, states })
    }
    with_kind!(column, name, |kind| Ok(start::<_, GREATEST, SKIP>(kind)), or counted)
}

/// How many records there are, whatever the column is.
impl AnyStates<usize> for Each<Count> {
    fn add(&mut self, _: AnyView<'_>, numbers: &[u32], groups: usize, _: u64) -> Result<(), ColumnError> {
        States::<()>::grow(self, groups);
        let mut slices = States::<()>::slices(self);
        for &number in numbers {
            slices.feed(number as usize, ());
        }
        Ok(())
    }

    fn finish(self: Box<Self>, order: &[u32]) -> Vec<usize> {
        States::<()>::finish(*self, order)
    }
}

/// How many records there are.
pub(crate) fn counts() -> Box<dyn AnyStates<usize>> {
    Box::new(<Each<Count> as States<()>>::new())
}
