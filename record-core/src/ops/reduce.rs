//! `sum`, `mean`, `min`, `max`, by the sum rule of [`ops`](crate::ops).

use crate::{
    element::Element,
    layout::Dim,
    ops::number::{Accumulator, Number, Ordered},
    raw::{
        column::Column,
        lanes::{LANES, Piece},
        view::View,
    },
};

#[cfg(feature = "alloc")]
use crate::raw::array::Array;

/// Elements of a block.
pub(crate) const BLOCK: usize = 1024;

impl<T: Element, D: Dim> View<'_, T, D> {
    /// The sum of all elements, by [the sum rule](crate::ops): floats as `f64`, integers exactly as `i128`. 0 for none.
    ///
    /// NumPy's `a.sum()`, which wraps integers and rounds differently for other strides.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[i64::MAX, i64::MAX]).sum(), 2 * i128::from(i64::MAX));
    /// assert_eq!(View::from_slice(&[0.1_f32; 4]).sum(), 4.0 * f64::from(0.1_f32));
    /// ```
    pub fn sum(self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        type Lanes<T> = <<T as Element>::Value as Number>::Accumulator;
        let mut lanes = Lanes::<T>::default();
        let zero = lanes.block();
        let mut sums = Counter::<Lanes<T>, T::Value>::new(zero);
        self.blocks(
            &mut (&mut lanes, &mut sums),
            #[inline(always)]
            |(lanes, _), piece| match piece {
                Piece::Group(values) => lanes.group(values),
                Piece::One(lane, value) => lanes.one(lane, value),
            },
            |(lanes, sums)| sums.push(lanes.block()),
        );
        sums.finish(zero)
    }

    /// The arithmetic mean: the sum over the count, in `f64`. `None` for no elements.
    ///
    /// NumPy's `a.mean()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[1, 2]).mean(), Some(1.5));
    /// assert_eq!(View::<u8>::from_slice(&[]).mean(), None);
    /// ```
    pub fn mean(self) -> Option<f64>
    where
        T::Value: Number,
    {
        let size = self.size();
        (size > 0).then(|| T::Value::sum_to_f64(self.sum()) / size as f64)
    }

    /// The least value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.min()`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).min(), Some(1));
    /// assert!(View::from_slice(&[3.0, f64::NAN]).min().is_some_and(f64::is_nan));
    /// ```
    pub fn min(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.extreme(|a, b| b < a)
    }

    /// The greatest value; NaN or NaT if there is one; `None` for no elements.
    ///
    /// NumPy's `a.max()`.
    pub fn max(self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.extreme(|a, b| b > a)
    }

    /// The value that no other is better than.
    #[inline(always)]
    fn extreme(self, better: impl Fn(T::Value, T::Value) -> bool) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        let first = self.iter().next()?;
        if first.is_missing() {
            return Some(first);
        }
        let pick = |a, b| if better(a, b) { b } else { a };
        let (mut lanes, mut missing) = ([first; LANES], None);
        let each = |(): &mut (), piece| match piece {
            Piece::Group(values) => {
                let mut any = false;
                for (lane, value) in lanes.iter_mut().zip(values) {
                    *lane = pick(*lane, value);
                    any |= value.is_missing();
                }
                if any && missing.is_none() {
                    missing = values.into_iter().find(|v| v.is_missing());
                }
            }
            Piece::One(lane, value) => {
                lanes[lane] = pick(lanes[lane], value);
                if value.is_missing() && missing.is_none() {
                    missing = Some(value);
                }
            }
        };
        self.blocks(&mut (), each, |()| ());
        Some(missing.unwrap_or_else(|| lanes.into_iter().fold(first, pick)))
    }

    /// Hands out all elements in row-major order as the sum rule cuts them: `piece` by piece, and `end` of each block.
    #[inline(always)]
    fn blocks<S>(
        self,
        state: &mut S,
        mut piece: impl FnMut(&mut S, Piece<T::Value>),
        mut end: impl FnMut(&mut S),
    ) {
        let size = self.size();
        let column = self.try_ravel();
        let mut values = self.iter();
        for start in (0..size).step_by(BLOCK) {
            let len = BLOCK.min(size - start);
            if let Ok(column) = column {
                column.slice(start..start + len).lanes(|p| piece(state, p));
            } else {
                for _ in 0..len / LANES {
                    let group = core::array::from_fn(|_| values.next().expect("counted"));
                    piece(state, Piece::Group(group));
                }
                for lane in 0..len % LANES {
                    piece(state, Piece::One(lane, values.next().expect("counted")));
                }
            }
            end(state);
        }
    }
}

/// Adds block sums as a balanced tree: like a binary counter, in which slot `i` holds the sum of 2^i blocks.
struct Counter<A: Accumulator<V>, V> {
    /// Slot `i` is in use if bit `i` of `blocks` is set. A view has fewer than 2^63 elements, so these are enough.
    slots: [A::Sum; usize::BITS as usize - BLOCK.ilog2() as usize],
    blocks: usize,
}

impl<A: Accumulator<V, Sum: Copy>, V> Counter<A, V> {
    fn new(zero: A::Sum) -> Self {
        Self { slots: [zero; _], blocks: 0 }
    }

    #[inline]
    fn push(&mut self, block: A::Sum) {
        let (mut carry, full) = (block, self.blocks.trailing_ones() as usize);
        for slot in &self.slots[..full] {
            carry = A::add(*slot, carry);
        }
        self.slots[full] = carry;
        self.blocks += 1;
    }

    /// The sum of all, `zero` if there are none.
    fn finish(self, zero: A::Sum) -> A::Sum {
        let used = |i: &usize| self.blocks >> i & 1 == 1;
        let sums = (0..self.slots.len()).filter(used).map(|i| self.slots[i]);
        sums.reduce(|right, left| A::add(left, right)).unwrap_or(zero)
    }
}

impl<T: Element> Column<T> {
    /// The sum of all elements; see [`View::sum`].
    pub fn sum(&self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.as_view().sum()
    }

    /// The arithmetic mean; see [`View::mean`].
    pub fn mean(&self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.as_view().mean()
    }

    /// The least value; see [`View::min`].
    pub fn min(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.as_view().min()
    }

    /// The greatest value; see [`View::max`].
    pub fn max(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.as_view().max()
    }
}

#[cfg(feature = "alloc")]
impl<T: Element, D: Dim> Array<T, D> {
    /// The sum of all elements; see [`View::sum`].
    pub fn sum(&self) -> <T::Value as Number>::Sum
    where
        T::Value: Number,
    {
        self.view().sum()
    }

    /// The arithmetic mean; see [`View::mean`].
    pub fn mean(&self) -> Option<f64>
    where
        T::Value: Number,
    {
        self.view().mean()
    }

    /// The least value; see [`View::min`].
    pub fn min(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.view().min()
    }

    /// The greatest value; see [`View::max`].
    pub fn max(&self) -> Option<T::Value>
    where
        T::Value: Ordered,
    {
        self.view().max()
    }
}
