//! Running totals: each result is of all elements up to its own.

use crate::{
    element::Element,
    layout::{Dim, Rank},
    ops::{
        number::Ordered,
        roll::{
            error::RollError,
            fold::Finished,
            plan::{Plan, Rolled},
            sink::Sink,
            values::{Multiplied, Outcome, Summed, Takes},
        },
    },
    raw::{column::Column, view::View},
};
use alloc::vec::Vec;
use core::ops::Range;

/// Elements of a block, after which a sum's block begins with nothing.
const BLOCK: usize = 1024;

/// A total that goes on from element to element.
#[doc(hidden)]
pub trait Total<V>: Clone + Send + Sync + 'static {
    /// What is kept from block to block.
    type State: Clone;

    /// The results.
    type Out: Outcome;

    /// Before the first element.
    fn begin(&self) -> Self::State;

    /// Goes on with a block of elements, and says the results.
    fn block(&self, state: &mut Self::State, values: &[V], into: &mut Vec<Finished<Self::Out>>);
}

/// A running total of the elements along an axis; see [`Column::cumsum`].
#[derive(Clone, Copy, Debug)]
pub struct Running<F, R> {
    total: F,
    fill: Option<R>,
}

impl<T: Element<Value: Ordered>, F: Total<T::Value, Out = R>, R: Outcome> Plan<T> for Running<F, R> {
    type Out = R;

    fn results(&self, len: usize) -> Result<usize, RollError> {
        Ok(len)
    }

    fn run<O: Element<Value: Takes<R>>>(
        &self,
        column: View<'_, T>,
        results: Range<usize>,
        sink: &mut Sink<'_, O>,
    ) -> Result<(), RollError> {
        debug_assert!(results.start == 0, "a total begins with the first element");
        let (mut values, mut made) = (Vec::new(), Vec::new());
        let mut state = self.total.begin();
        let mut start = 0;
        while start < results.end {
            let end = results.end.min(start + BLOCK);
            let elements = column.derive(|parent| parent.range(0, start..end))?;
            let Some(first) = elements.first() else { break };
            values.resize(elements.len(), first);
            elements.load_block(&mut values, |value| value);
            made.clear();
            self.total.block(&mut state, &values, &mut made);
            sink.put(&made, self.fill, |made: Finished<R>| made)?;
            start = end;
        }
        Ok(())
    }

    fn set_fill(&mut self, fill: R) {
        self.fill = Some(fill);
    }
}

/// Sums; with `SKIP`, missing elements count as nothing.
#[derive(Clone, Copy, Debug)]
pub struct RunningSum<const SKIP: bool>;

impl<V: Summed, const SKIP: bool> Total<V> for RunningSum<SKIP> {
    type State = V::State;
    type Out = V::Sum;

    fn begin(&self) -> V::State {
        V::NOTHING
    }

    fn block(&self, state: &mut V::State, values: &[V], into: &mut Vec<Finished<V::Sum>>) {
        let mut block = V::NOTHING;
        let before = *state;
        into.extend(values.iter().map(|&value| {
            if !(SKIP && value.is_missing()) {
                block = V::add(block, value.state());
            }
            V::total(V::add(before, block)).map_or(Finished::Overflow, Finished::Value)
        }));
        *state = V::add(before, block);
    }
}

/// Products; with `SKIP`, missing elements count as one.
#[derive(Clone, Copy, Debug)]
pub struct RunningProduct<const SKIP: bool>;

impl<V: Multiplied, const SKIP: bool> Total<V> for RunningProduct<SKIP> {
    /// `None` after an overflow.
    type State = Option<V::Sum>;
    type Out = V::Sum;

    fn begin(&self) -> Self::State {
        Some(V::UNIT)
    }

    fn block(&self, state: &mut Self::State, values: &[V], into: &mut Vec<Finished<V::Sum>>) {
        into.extend(values.iter().map(|&value| {
            if !(SKIP && value.is_missing()) {
                *state = state.and_then(|product| V::times(product, value.factor()));
            }
            state.map_or(Finished::Overflow, Finished::Value)
        }));
    }
}

/// The least or the greatest so far; with `SKIP`, missing elements are passed over.
#[derive(Clone, Copy, Debug)]
pub struct RunningExtreme<const GREATEST: bool, const SKIP: bool>;

impl<V: Outcome, const GREATEST: bool, const SKIP: bool> Total<V> for RunningExtreme<GREATEST, SKIP> {
    type State = Option<V>;
    type Out = V;

    fn begin(&self) -> Option<V> {
        None
    }

    fn block(&self, state: &mut Option<V>, values: &[V], into: &mut Vec<Finished<V>>) {
        into.extend(values.iter().map(|&value| {
            let better = |best: V| if GREATEST { value > best } else { value < best };
            match *state {
                _ if SKIP && value.is_missing() => {}
                Some(best) if best.is_missing() || !(better(best) || value.is_missing()) => {}
                _ => *state = Some(value),
            }
            state.map_or(Finished::Missing, Finished::Value)
        }));
    }
}

/// The results of a running total.
type Totals<'a, T, D, F> = Rolled<'a, T, D, Running<F, <F as Total<<T as Element>::Value>>::Out>>;

macro_rules! totals {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident, $axis_name:ident, $bound:path, $total:ty, $new:expr;
    )*) => {
        impl<T: Element> Column<T> {
            $(
                $(#[doc = $doc])*
                pub fn $name(&self) -> Totals<'_, T, Rank<1>, $total>
                where
                    T::Value: $bound,
                {
                    self.as_view().$axis_name(0)
                }
            )*
        }

        impl<'a, T: Element, D: Dim> View<'a, T, D> {
            $(
                #[doc = concat!("As [`", stringify!($name), "`](Column::", stringify!($name), ") of each column along `axis`.")]
                pub fn $axis_name(self, axis: usize) -> Totals<'a, T, D, $total>
                where
                    T::Value: $bound,
                {
                    Rolled { view: self, axis, plan: Running { total: $new, fill: None } }
                }
            )*
        }
    };
}

totals! {
    /// The sum of the elements up to each: `f64` of floats, `i64` or `u64` of integers, exactly, time spans of time spans. NumPy's
    /// `cumsum`, which wraps integers around and adds `f4` in `f4`.
    ///
    /// Each block of 1,024 elements is added by itself, in order, and to each of its sums that of all before. So the rounding
    /// error grows with the number of blocks and not of elements, and sums of what is not negative never descend.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let column = View::from_slice(&[200_u8, 100, 3]);
    /// assert_eq!(column.cumsum().to_array().to_vec(), [200, 300, 303]);
    /// ```
    cumsum, cumsum_axis, Summed, RunningSum<false>, RunningSum;

    /// As [`cumsum`](Column::cumsum), NaN and NaT as if they were 0. NumPy's `nancumsum`.
    nan_cumsum, nan_cumsum_axis, Summed, RunningSum<true>, RunningSum;

    /// The product of the elements up to each, as `f64` of floats, as `i64` or `u64` of integers; beyond their range is an error.
    /// NumPy's `cumprod`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[2_i32, 3, -4]).cumprod().to_array().to_vec(), [2, 6, -24]);
    /// ```
    cumprod, cumprod_axis, Multiplied, RunningProduct<false>, RunningProduct;

    /// As [`cumprod`](Column::cumprod), NaN as if they were 1. NumPy's `nancumprod`.
    nan_cumprod, nan_cumprod_axis, Multiplied, RunningProduct<true>, RunningProduct;

    /// The least of the elements up to each; NaN or NaT from the first one on. NumPy's `minimum.accumulate`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[2_i32, 3, 1, 2]).cummin().to_array().to_vec(), [2, 2, 1, 1]);
    /// ```
    cummin, cummin_axis, Outcome, RunningExtreme<false, false>, RunningExtreme;

    /// The greatest of the elements up to each; NaN or NaT from the first one on. NumPy's `maximum.accumulate`.
    cummax, cummax_axis, Outcome, RunningExtreme<true, false>, RunningExtreme;

    /// As [`cummin`](Column::cummin), NaN and NaT passed over. NumPy's `fmin.accumulate`.
    nan_cummin, nan_cummin_axis, Outcome, RunningExtreme<false, true>, RunningExtreme;

    /// As [`cummax`](Column::cummax), NaN and NaT passed over. NumPy's `fmax.accumulate`.
    nan_cummax, nan_cummax_axis, Outcome, RunningExtreme<true, true>, RunningExtreme;
}
