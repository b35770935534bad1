//! Products, fed piece by piece.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        number::{Number, Product as _},
        state::{Fold, Kernel, drive, tree::Tree},
    },
    raw::{
        lanes::{LANES, Piece},
        view::View,
    },
};
use core::fmt;

/// A product that is fed piece by piece: equal to [`View::product`] of all pieces as one view, to the bit.
///
/// ```
/// use record_core::{ops::ProductState, prelude::*};
/// let mut state = ProductState::new();
/// state.add(View::from_slice(&[3, 2]));
/// state.add(View::from_slice(&[7]));
/// assert_eq!(state.product(), Some(42_i128));
/// ```
#[derive(Clone)]
pub struct ProductState<V: Number> {
    lanes: [V::Product; LANES],
    blocks: Tree<V::Product>,
    /// Elements of the block that is not full yet.
    at: usize,
}

struct Multiplying<'a, V: Number>([V::Product; LANES], &'a mut Tree<V::Product>);

impl<V: Number> Kernel<V> for Multiplying<'_, V> {
    #[inline(always)]
    fn piece(&mut self, piece: Piece<V>) {
        match piece {
            Piece::Group(values) => {
                for (lane, value) in self.0.iter_mut().zip(values) {
                    *lane = lane.times(V::Product::from(value));
                }
            }
            Piece::One(lane, value) => self.0[lane] = self.0[lane].times(V::Product::from(value)),
        }
    }

    #[inline(always)]
    fn end(&mut self) {
        self.1.push(join(self.0), V::Product::times);
        self.0 = [V::Product::ONE; LANES];
    }
}

fn join<P: crate::ops::number::Product>([a, b, c, d, e, f, g, h]: [P; LANES]) -> P {
    a.times(b).times(c.times(d)).times(e.times(f).times(g.times(h)))
}

impl<V: Number> ProductState<V> {
    /// Of no elements.
    #[must_use]
    pub fn new() -> Self {
        Self { lanes: [V::Product::ONE; LANES], blocks: Tree::new(V::Product::ONE), at: 0 }
    }

    /// Goes on with the elements of a view, in row-major order.
    pub fn add<T: Element<Value = V>, D: Dim>(&mut self, view: View<'_, T, D>) {
        self.feed(view);
    }

    /// The product of all elements, 1 if there are none; `None` if it is an integer that an `i128` cannot hold.
    pub fn product(&self) -> Option<V::Sum> {
        let rest = join(self.lanes);
        V::product_to_sum(self.blocks.finish_with(rest, V::Product::times))
    }
}

impl<V: Number> Fold<V> for ProductState<V> {
    #[inline]
    fn values(&mut self, values: &[V]) {
        let multiplying = Multiplying::<V>(self.lanes, &mut self.blocks);
        let (at, Multiplying(lanes, _)) = drive(values, self.at, multiplying);
        (self.at, self.lanes) = (at, lanes);
    }

    #[cfg(feature = "alloc")]
    fn restart(&mut self) {
        self.lanes = [V::Product::ONE; LANES];
        self.blocks.restart();
        self.at = 0;
    }

    #[cfg(feature = "rayon")]
    fn merge(&mut self, later: Self) {
        debug_assert!(self.at == 0, "whole blocks");
        self.blocks.append(&later.blocks, V::Product::times);
        (self.lanes, self.at) = (later.lanes, later.at);
    }
}

impl<V: Number> Default for ProductState<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Number> fmt::Debug for ProductState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProductState").field("product", &self.product()).finish()
    }
}
