//! Expressions computed into memory of their own, and reduced without any.

use crate::{
    element::Element,
    layout::element_count,
    ops::{
        MaxState, MinState, Number, Ordered, SumState,
        compute::{drive::blocks, error::ComputeError, lazy::Lazy, node::Node},
    },
    raw::view::View,
};

#[cfg(feature = "alloc")]
use crate::{Bool8, buffer::ArrayError, ops::Mask, raw::array::Array};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Values computed at a time: a block of the sum rule.
pub(super) use crate::ops::state::BLOCK;

/// All values in row-major order.
#[cfg(feature = "alloc")]
pub(super) fn values<N: Node<Value: Default>>(
    node: &N,
    shape: &[usize],
) -> Result<Vec<N::Value>, ComputeError> {
    let size = element_count(shape);
    let memory = || ArrayError::OutOfMemory { bytes: size.saturating_mul(size_of::<N::Value>()) };
    let mut values = Vec::new();
    values.try_reserve_exact(size).map_err(|_| memory())?;
    blocks(node, shape, 0..size, &mut [N::Value::default(); BLOCK], |block| values.extend_from_slice(block))?;
    Ok(values)
}

impl<V: Copy + Send + Sync + 'static, N: Node<Value = V>> Lazy<N, V> {
    /// Hands out all values in row-major order, by blocks that stay in the cache.
    #[inline(always)]
    fn each(self, mut each: impl FnMut(&[N::Value])) -> Result<(), ComputeError>
    where
        N::Value: Default,
    {
        let shape = self.shape()?;
        let size = element_count(shape.as_ref());
        blocks(&self.0, shape.as_ref(), 0..size, &mut [N::Value::default(); BLOCK], |block| each(block))
    }

    /// A new array of the values. NumPy's `a * b + c`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (rows, columns) = (View::from_slice(&[10, 20]).insert_axis(1), View::from_slice(&[1, 2, 3]));
    /// assert_eq!((rows + columns).to_array()?, Array::from_rows([[11, 12, 13], [21, 22, 23]]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if the operands cannot be broadcast together, [`ComputeError::Array`] if there is no memory,
    /// and what integers or casts cannot compute.
    #[cfg(feature = "alloc")]
    pub fn to_array(self) -> Result<Array<N::Value, N::Rank>, ComputeError>
    where
        N::Value: Element<Value = N::Value>,
    {
        let mut array = self.zeros()?;
        self.write_to(&mut array)?;
        Ok(array)
    }

    /// An array of the shape.
    #[cfg(feature = "alloc")]
    pub(super) fn zeros(&self) -> Result<Array<N::Value, N::Rank>, ComputeError>
    where
        N::Value: Element<Value = N::Value>,
    {
        Ok(Array::zeros_on(self.shape()?)?)
    }

    /// All values in row-major order.
    ///
    /// # Errors
    /// As [`to_array`](Lazy::to_array).
    #[cfg(feature = "alloc")]
    pub fn to_vec(self) -> Result<Vec<N::Value>, ComputeError>
    where
        N::Value: Default,
    {
        values(&self.0, self.shape()?.as_ref())
    }

    /// The sum of all values, by [the sum rule](crate::ops): that of the array that [`to_array`](Lazy::to_array) makes, to
    /// the bit, without making it.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (x, w) = (View::from_slice(&[1.0_f64, 2.0]), View::from_slice(&[0.25_f64, 0.5]));
    /// assert_eq!((x * w).sum()? / w.sum(), 1.25 / 0.75);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if the operands cannot be broadcast together, and what integers or casts cannot compute.
    pub fn sum(self) -> Result<<N::Value as Number>::Sum, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        Ok(self.summed()?.sum())
    }

    /// The arithmetic mean of all values, in `f64`; `None` of none.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn mean(self) -> Result<Option<f64>, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        Ok(self.summed()?.mean())
    }

    fn summed(self) -> Result<SumState<N::Value>, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        let mut state = SumState::new();
        self.each(|block| state.add(View::from_slice(block)))?;
        Ok(state)
    }

    /// The least value; NaN or NaT if there is one; `None` of none.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn min(self) -> Result<Option<N::Value>, ComputeError>
    where
        N::Value: Ordered + Element<Value = N::Value> + Default,
    {
        let mut state = MinState::new();
        self.each(|block| state.add(View::from_slice(block)))?;
        Ok(state.value())
    }

    /// The greatest value; NaN or NaT if there is one; `None` of none.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn max(self) -> Result<Option<N::Value>, ComputeError>
    where
        N::Value: Ordered + Element<Value = N::Value> + Default,
    {
        let mut state = MaxState::new();
        self.each(|block| state.add(View::from_slice(block)))?;
        Ok(state.value())
    }
}

impl<N: Node<Value = bool>> Lazy<N, bool> {
    /// For how many elements it holds. NumPy's `count_nonzero`.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn count(self) -> Result<usize, ComputeError> {
        let mut count = 0;
        self.each(|block| count += block.iter().map(|&holds| usize::from(holds)).sum::<usize>())?;
        Ok(count)
    }

    /// Whether it holds for any element.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn any(self) -> Result<bool, ComputeError> {
        let mut any = false;
        self.each(|block| any |= block.contains(&true))?;
        Ok(any)
    }

    /// Whether it holds for all elements.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    pub fn all(self) -> Result<bool, ComputeError> {
        let mut all = true;
        self.each(|block| all &= !block.contains(&false))?;
        Ok(all)
    }

    /// The elements for which it holds, in row-major order, as packed bits.
    ///
    /// # Errors
    /// As [`sum`](Lazy::sum).
    #[cfg(feature = "alloc")]
    pub fn to_mask(self) -> Result<Mask, ComputeError> {
        let mut mask = Mask::new(0, false);
        let mut bytes = [Bool8::new(false); BLOCK];
        self.each(|block| {
            for (byte, &holds) in bytes.iter_mut().zip(block) {
                *byte = Bool8::new(holds);
            }
            mask.append(&View::from_slice(&bytes[..block.len()]).mask_by(|holds| holds));
        })?;
        Ok(mask)
    }
}
