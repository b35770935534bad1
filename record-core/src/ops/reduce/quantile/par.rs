//! Quantiles on several threads, without a copy of all values.
//!
//! A sample of the values says between which two a quantile lies. One pass counts those below and keeps those between, a few in a
//! hundred; among these it is looked for. Where it is not among them, or a zero, of whose two only the order that one thread makes
//! tells which it is, one thread finds it.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::Number,
        parallel::{on_one_thread, pieces},
        reduce::{
            any::kind::{Kind, all_axes},
            error::ReduceError,
            interpolation::{Interpolation, place},
            quantile::{Collected, collect, collect_any, least, order},
        },
        state::BLOCK,
    },
    raw::{any::AnyView, simd::vectorized, view::View},
    view::ColumnError,
};
use alloc::{vec, vec::Vec};
use core::ops::{ControlFlow::Continue, Range};

/// Values of the sample, at most.
const SAMPLE: usize = 8192;

/// Quantiles that are looked for so, at most: each takes a pass over what is in the cache.
const MOST: usize = 8;

/// Values that threads can go through, in any order of pieces.
pub(super) struct Spread<L, C> {
    len: usize,
    /// Hands out the values of a range.
    load: L,
    /// Copies all of them.
    collect: C,
}

/// What is below, in and above a bracket; of the values that are its ends, how many there are.
struct Found<V> {
    below: usize,
    low: usize,
    between: Vec<V>,
    high: usize,
}

/// What a piece of the values has.
struct Piece<V> {
    missing: usize,
    found: Vec<Found<V>>,
}

#[allow(clippy::type_complexity)] // closures have no names
pub(super) fn spread<T: Element<Value: Number>, D: Dim>(
    view: View<'_, T, D>,
) -> Spread<
    impl Fn(Range<usize>, &mut dyn FnMut(&[T::Value])) -> Result<(), ColumnError> + Sync,
    impl Fn() -> Result<Collected<T::Value>, ReduceError> + Sync,
> {
    // Of what no stride leads through nothing can be handed out.
    let column = view.try_ravel().unwrap_or(View::from_slice(&[]));
    let load = move |range: Range<usize>, each: &mut dyn FnMut(&[T::Value])| {
        _ = column.slice(range).each_block(&mut |values| {
            each(values);
            Continue(())
        });
        Ok(())
    };
    Spread { len: column.size(), load, collect: move || collect(view) }
}

#[allow(clippy::type_complexity)] // as above
pub(super) fn spread_any<V: Number>(
    view: AnyView<'_>,
    kind: Kind<V>,
) -> Result<
    Spread<
        impl Fn(Range<usize>, &mut dyn FnMut(&[V])) -> Result<(), ColumnError> + Sync,
        impl Fn() -> Result<Collected<V>, ReduceError> + Sync,
    >,
    ReduceError,
> {
    let column = all_axes(view, "reading")?.try_ravel();
    let len = column.as_ref().map_or(0, AnyView::size);
    let column = column.unwrap_or(view);
    let load = move |range: Range<usize>, each: &mut dyn FnMut(&[V])| {
        (kind.load)(column.slice(range), &mut |values| {
            each(values);
            Continue(())
        })
    };
    Ok(Spread { len, load, collect: move || collect_any(view, kind) })
}

impl<V, L, C> Spread<L, C>
where
    V: Number,
    L: Fn(Range<usize>, &mut dyn FnMut(&[V])) -> Result<(), ColumnError> + Sync,
    C: Fn() -> Result<Collected<V>, ReduceError> + Sync,
{
    /// What [`Collected::quantiles`] gives.
    pub(super) fn quantiles(
        &self,
        qs: &[f64],
        skip: bool,
        between: Interpolation,
    ) -> Result<Option<Vec<f64>>, ReduceError> {
        let few = (1..=MOST).contains(&qs.len()) && qs.iter().all(|q| (0.0..=1.0).contains(q));
        if few
            && !on_one_thread(self.len)
            && let Some(answers) = self.found(qs, skip, between)?
        {
            return Ok(Some(answers));
        }
        (self.collect)()?.quantiles(qs, skip, between)
    }

    /// What [`Collected::median`] gives.
    pub(super) fn median(&self, skip: bool) -> Result<Option<f64>, ReduceError> {
        let answers = self.quantiles(&[0.5], skip, Interpolation::Midpoint)?;
        Ok(answers.map(|answers| answers[0]))
    }

    /// The quantiles; `None` if one thread has to find them.
    fn found(&self, qs: &[f64], skip: bool, between: Interpolation) -> Result<Option<Vec<f64>>, ColumnError> {
        let mut sample = self.sample()?;
        let taken = sample.len();
        sample.retain(|value| !value.is_missing());
        let missing = |any: bool| (any && !skip).then(|| vec![f64::NAN; qs.len()]);
        if let Some(answers) = missing(sample.len() < taken) {
            return Ok(Some(answers));
        }
        if sample.is_empty() {
            return Ok(None);
        }
        sample.sort_unstable_by(order);
        let brackets: Vec<(V, V)> = qs.iter().map(|&q| bracket(&sample, q)).collect();
        if brackets.iter().any(|&(low, high)| is_zero(low) && is_zero(high)) {
            return Ok(None);
        }
        let mut all = Piece::new(brackets.len());
        let piece = |range| self.piece(range, &brackets);
        pieces(self.len, piece, |piece| piece.map(|piece| all.append(piece)))?;
        if let Some(answers) = missing(all.missing > 0) {
            return Ok(Some(answers));
        }
        let count = self.len - all.missing;
        let each = qs.iter().zip(brackets).zip(&mut all.found);
        let answer = |((&q, bracket), found): ((&f64, (V, V)), &mut Found<V>)| {
            let (rank, part) = place(q, count as u64);
            #[allow(clippy::cast_possible_truncation)] // below the count
            let (a, b) = found.neighbours(bracket, rank as usize, count)?;
            (!is_zero(a) && !is_zero(b)).then(|| between.value(a.to_f64(), b.to_f64(), rank, part))
        };
        Ok(each.map(answer).collect())
    }

    /// Values from everywhere.
    fn sample(&self) -> Result<Vec<V>, ColumnError> {
        let step = (self.len / SAMPLE).max(8);
        let mut sample = Vec::with_capacity(self.len / step);
        let mut random = 1_u64;
        for start in (0..self.len / step).map(|i| i * step) {
            // Not at equal distances: values may come again and again.
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            #[allow(clippy::cast_possible_truncation)] // below the step
            let at = start + ((random >> 33) % step as u64) as usize;
            (self.load)(at..at + 1, &mut |values| sample.extend_from_slice(values))?;
        }
        Ok(sample)
    }

    fn piece(&self, range: Range<usize>, brackets: &[(V, V)]) -> Result<Piece<V>, ColumnError> {
        let (mut piece, mut kept) = (Piece::new(brackets.len()), [V::ZERO; BLOCK]);
        (self.load)(range, &mut |values| {
            values.chunks(BLOCK).for_each(|values| piece.take(values, brackets, &mut kept));
        })?;
        Ok(piece)
    }
}

/// Whether it is one of two zeros.
#[allow(clippy::float_cmp)] // exactly
fn is_zero<V: Number>(value: V) -> bool {
    V::MISSING.is_some() && value.to_f64() == 0.0
}

/// Between which two values a quantile lies, as far as a sample in order tells.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // ranks of the sample
fn bracket<V: Number>(sample: &[V], q: f64) -> (V, V) {
    let (last, len) = (sample.len() - 1, sample.len() as f64);
    let place = q * last as f64;
    // Five times as far as it is off most often.
    let off = 5.0 * (len * q * (1.0 - q)).sqrt() + 16.0;
    let (low, high) = (place - off, place + off);
    let least = if low < 0.0 { V::LEAST } else { sample[low as usize] };
    let greatest = if high > last as f64 { V::GREATEST } else { sample[high as usize] };
    (least, greatest)
}

impl<V: Number> Piece<V> {
    fn new(brackets: usize) -> Self {
        let found = (0..brackets).map(|_| Found { below: 0, low: 0, between: Vec::new(), high: 0 });
        Self { missing: 0, found: found.collect() }
    }

    /// Goes on with a block of values, for which there is room in `kept`.
    fn take(&mut self, values: &[V], brackets: &[(V, V)], kept: &mut [V; BLOCK]) {
        vectorized(
            #[inline(always)]
            || {
                if V::MISSING.is_some() {
                    self.missing += values.iter().filter(|value| value.is_missing()).count();
                }
                for (found, &(low, high)) in self.found.iter_mut().zip(brackets) {
                    found.below += values.iter().filter(|&&value| value < low).count();
                    found.low += values.iter().filter(|&&value| value == low).count();
                    if low < high {
                        found.high += values.iter().filter(|&&value| value == high).count();
                        // Written in any case, which takes less time than a guess that is wrong.
                        let mut count = 0;
                        for &value in values {
                            kept[count] = value;
                            count += usize::from(low < value && value < high);
                        }
                        found.between.extend_from_slice(&kept[..count]);
                    }
                }
            },
        );
    }

    fn append(&mut self, later: Self) {
        self.missing += later.missing;
        for (all, later) in self.found.iter_mut().zip(later.found) {
            all.below += later.below;
            all.low += later.low;
            all.between.extend_from_slice(&later.between);
            all.high += later.high;
        }
    }
}

impl<V: Number> Found<V> {
    /// The value of this rank among all, and the next one; `None` if one of them is not in the bracket.
    fn neighbours(&mut self, bracket: (V, V), rank: usize, count: usize) -> Option<(V, V)> {
        let first = self.value(bracket, rank)?;
        if rank + 1 == count {
            return Some((first, first));
        }
        // Where it was looked for, the next one is the least of those behind it.
        let inside = rank.checked_sub(self.below + self.low);
        let behind = inside.and_then(|inside| self.between.get(inside + 1..));
        let next = behind.and_then(|behind| least(behind).map(|at| behind[at]));
        Some((first, next.or_else(|| self.value(bracket, rank + 1))?))
    }

    fn value(&mut self, (low, high): (V, V), rank: usize) -> Option<V> {
        let rank = rank.checked_sub(self.below)?;
        let Some(inside) = rank.checked_sub(self.low) else { return Some(low) };
        if inside < self.between.len() {
            return Some(*self.between.select_nth_unstable_by(inside, order).1);
        }
        (inside - self.between.len() < self.high).then_some(high)
    }
}
