//! A view compared with its list of places.

use crate::{Cell, Grid, grid::advance};
use record_core::{
    DynRank, View,
    layout::{Axes, DynAxes, Layout},
};

impl Grid {
    /// The strides with which start + Σ index · stride is the place of every element; `None` if there are none: a
    /// stride is what one step from the first element leads over, so there is one candidate. For an axis of one element 0.
    pub fn steps(&self) -> Option<Vec<isize>> {
        let Some(&first) = self.at.first() else { return Some(vec![0; self.ndim()]) };
        let mut strides = vec![0; self.ndim()];
        let mut apart = 1;
        for axis in (0..self.ndim()).rev() {
            if self.shape[axis] > 1 {
                strides[axis] = self.at[apart].cast_signed() - first.cast_signed();
            }
            apart *= self.shape[axis];
        }
        let mut index = [0; DynRank::MAX];
        for &at in &self.at {
            let steps: isize = index.iter().zip(&strides).map(|(&i, &s)| usize::cast_signed(i) * s).sum();
            if at.cast_signed() != first.cast_signed() + steps {
                return None;
            }
            advance(&mut index, &self.shape);
        }
        Some(strides)
    }

    /// The layout as the crate has it, where there are strides.
    ///
    /// # Panics
    /// If there are none.
    pub fn layout(&self) -> Layout<DynRank> {
        let strides = self.steps().expect("places on a lattice");
        Layout {
            shape: DynAxes::from_fn(self.ndim(), |i| self.shape[i]).expect("few axes"),
            strides: DynAxes::from_fn(self.ndim(), |i| strides[i]).expect("few axes"),
        }
    }

    /// Compares a view of `bytes` with these places: shape, strides, first element, every value, contiguity.
    ///
    /// # Panics
    /// If they differ.
    pub fn check<T: Cell>(&self, view: View<'_, T, DynRank>, bytes: &[u8]) {
        let layout = view.layout();
        assert_eq!(layout.shape.as_ref(), self.shape);
        assert_eq!((view.size(), layout.strides.as_ref().len()), (self.at.len(), self.ndim()));
        let first = view.as_ptr().addr().wrapping_sub(bytes.as_ptr().addr());
        let Some(&expected) = self.at.first() else {
            assert!(first <= bytes.len(), "an empty view begins in the buffer, or at its end");
            assert!(view.is_c_contiguous() && view.iter().next().is_none());
            return;
        };
        assert_eq!(first, expected);
        let steps = self.steps().expect("a view has strides");
        for (axis, &n) in self.shape.iter().enumerate() {
            assert!(n == 1 || layout.strides.as_ref()[axis] == steps[axis], "{layout:?} for {steps:?}");
        }
        let mut places = self.at.iter();
        for value in view {
            let at = *places.next().expect("as many as the oracle has");
            assert_eq!(value, T::read(&bytes[at..][..self.item]));
        }
        assert_eq!(places.next(), None);
        let dense = self.at.iter().enumerate().all(|(i, &at)| at == expected + i * self.item);
        assert_eq!(view.is_c_contiguous(), dense);
    }
}
