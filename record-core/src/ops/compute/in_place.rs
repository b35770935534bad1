//! Elements computed from what they were: `x.compute(|x| x * 2.0 + 1.0)`, and through cells.

use crate::{
    element::Element,
    layout::Dim,
    ops::compute::{
        drive::{All, Origin, check, write},
        error::ComputeError,
        lazy::Lazy,
        node::{Node, Own},
        operand::Expr,
    },
    raw::{column::Column, view::ViewMut},
};
use core::any::TypeId;

#[cfg(feature = "alloc")]
use crate::raw::{array::Array, cell::CellView};

impl<T: Element<Value: 'static>, D: Dim> ViewMut<'_, T, D> {
    /// Replaces each element by an expression of it, of others at its index, and of single values. NumPy's
    /// `np.add(x * 2, y, out=x)`, without a temporary.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut x = [1.0, 2.0];
    /// let y = View::from_slice(&[0.5, 0.0]);
    /// ViewMut::from_slice(&mut x).compute(|x| x * 2.0 + y)?;
    /// assert_eq!(x, [2.5, 4.0]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ComputeError::Layout`] if another operand cannot be broadcast to this shape; nothing is written then. What integers
    /// or casts cannot compute; elements computed before that have been replaced, and no others.
    pub fn compute<E>(&mut self, f: impl FnOnce(Lazy<Own<T, D>, T::Value>) -> E) -> Result<(), ComputeError>
    where
        E: Expr<Node: Node<Value = T::Value>>,
    {
        let node = f(Lazy::new(Own::new())).expr().0;
        let shape = self.layout().shape;
        check(&node, shape.as_ref(), Some(TypeId::of::<T>()))?;
        write(&node, self.cells(), shape.as_ref(), Origin::default(), true, &All)
    }
}

impl<T: Element<Value: 'static>> Column<T> {
    /// Replaces each element by an expression of it; see [`ViewMut::compute`].
    ///
    /// # Errors
    /// As [`ViewMut::compute`].
    pub fn compute<E>(
        &mut self,
        f: impl FnOnce(Lazy<Own<T, crate::layout::Rank<1>>, T::Value>) -> E,
    ) -> Result<(), ComputeError>
    where
        E: Expr<Node: Node<Value = T::Value>>,
    {
        self.as_view_mut().compute(f)
    }
}

#[cfg(feature = "alloc")]
impl<T: Element<Value: 'static>, D: Dim> Array<T, D> {
    /// Replaces each element by an expression of it; see [`ViewMut::compute`].
    ///
    /// # Errors
    /// As [`ViewMut::compute`].
    pub fn compute<E>(&mut self, f: impl FnOnce(Lazy<Own<T, D>, T::Value>) -> E) -> Result<(), ComputeError>
    where
        E: Expr<Node: Node<Value = T::Value>>,
    {
        self.view_mut().compute(f)
    }
}

#[cfg(feature = "alloc")]
impl<T: Element<Value: 'static>, D: Dim> CellView<'_, T, D> {
    /// Writes an expression to these cells, whose operands may be cells that overlap them in any way: as if all were computed
    /// before the first is written, through memory for all values. NumPy's `np.add(a[:-1], a[1:], out=a[1:])`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3, 4];
    /// let mut view = ViewMut::from_slice(&mut numbers);
    /// let cells = view.cells();
    /// cells.slice(1..).compute_from(cells.slice(..3) + cells.slice(1..))?;
    /// assert_eq!(numbers, [1, 3, 5, 7]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Lazy::write_to`], and [`ComputeError::Array`] if there is no memory; nothing is written then.
    pub fn compute_from<E>(&self, expression: E) -> Result<(), ComputeError>
    where
        E: Expr<Node: Node<Value = T::Value>>,
        T::Value: Default,
    {
        let node = expression.expr().0;
        let shape = self.layout().shape;
        check(&node, shape.as_ref(), None)?;
        let values = super::collect::values(&node, shape.as_ref())?;
        let mut values = values.into_iter();
        self.apply(|old| values.next().unwrap_or(old));
        Ok(())
    }
}
