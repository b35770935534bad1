//! Expressions computed on several threads, with the same values.

use crate::{
    element::Element,
    layout::{Dim, element_count},
    ops::{
        Number, Ordered, SumState,
        compute::{
            collect::BLOCK,
            drive::{All, Origin, Sink, blocks, check, is_flat, write},
            error::ComputeError,
            lazy::Lazy,
            masked::Where,
            node::Node,
            operand::Operand,
            output::Output,
        },
        parallel::{PIECE, Par, mapped_from, on_one_thread, pieces},
        state::{ExtremeState, Fold as _},
    },
    raw::{
        array::Array,
        view::{View, ViewMut},
    },
};

impl<V, N: Node<Value = V> + Send + Sync> Lazy<N, V> {
    /// The same expression, computed on the threads of the current rayon pool, with the same answers to the bit.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(f64::from).collect();
    /// let x = View::from_slice(&numbers);
    /// let mut out = vec![0.0; numbers.len()];
    /// (x * x + 1.0).par().write_to(&mut out)?;
    /// assert_eq!((x * x + 1.0).par().sum()?, View::from_slice(&out).sum());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn par(self) -> Par<Self> {
        Par(self)
    }
}

impl<V: Copy + Send + Sync + 'static, N: Node<Value = V> + Send + Sync> Par<Lazy<N, V>> {
    /// Writes each element's value to `out`; see [`Lazy::write_to`].
    ///
    /// # Errors
    /// As [`Lazy::write_to`]; of several elements without a result the first piece's, and others of any piece may have been
    /// written.
    pub fn write_to<O: Output>(self, mut out: O) -> Result<(), ComputeError>
    where
        O::Element: Element<Value = N::Value>,
    {
        let (node, target) = (self.0.0, out.target());
        check(&node, target.layout().shape.as_ref(), None)?;
        write_pieces(&node, target, &All)
    }

    /// Writes the values for which `mask` holds, and leaves the other elements of `out` as they are; see [`Lazy::write_where`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let x = View::from_slice(&numbers);
    /// let mut out = vec![0_u32; numbers.len()];
    /// (x - 1).par().write_where(&x.par().gt(0), &mut out)?;
    /// assert_eq!((out[0], out[1], out[199_999]), (0, 0, 199_998));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Lazy::write_where`]; of several elements without a result the first piece's, and others of any piece may have been
    /// written.
    pub fn write_where<M, O>(self, mask: M, mut out: O) -> Result<(), ComputeError>
    where
        M: Operand<bool, Node: Send + Sync>,
        O: Output<Element: Element<Value = N::Value>>,
    {
        let (node, mask, target) = (self.0.0, mask.operand(), out.target());
        check(&node, target.layout().shape.as_ref(), None)?;
        check(&mask, target.layout().shape.as_ref(), None)?;
        write_pieces(&node, target, &Where(mask))
    }

    /// A new array of the values; see [`Lazy::to_array`].
    ///
    /// # Errors
    /// As [`Lazy::to_array`].
    pub fn to_array(self) -> Result<Array<N::Value, N::Rank>, ComputeError>
    where
        N::Value: Element<Value = N::Value>,
    {
        let mut array = self.0.zeros()?;
        self.write_to(&mut array)?;
        Ok(array)
    }

    /// The sum of all values; see [`Lazy::sum`].
    ///
    /// # Errors
    /// As [`Lazy::sum`].
    pub fn sum(self) -> Result<<N::Value as Number>::Sum, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        Ok(self.summed()?.sum())
    }

    /// The arithmetic mean of all values; see [`Lazy::mean`].
    ///
    /// # Errors
    /// As [`Lazy::sum`].
    pub fn mean(self) -> Result<Option<f64>, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        Ok(self.summed()?.mean())
    }

    /// The least value; see [`Lazy::min`].
    ///
    /// # Errors
    /// As [`Lazy::sum`].
    pub fn min(self) -> Result<Option<N::Value>, ComputeError>
    where
        N::Value: Ordered + Element<Value = N::Value> + Default,
    {
        self.extreme::<false>()
    }

    /// The greatest value; see [`Lazy::max`].
    ///
    /// # Errors
    /// As [`Lazy::sum`].
    pub fn max(self) -> Result<Option<N::Value>, ComputeError>
    where
        N::Value: Ordered + Element<Value = N::Value> + Default,
    {
        self.extreme::<true>()
    }

    fn summed(self) -> Result<SumState<N::Value>, ComputeError>
    where
        N::Value: Number + Element<Value = N::Value> + Default,
    {
        let add = |state: &mut SumState<_>, block: &[_]| state.add(View::from_slice(block));
        self.folded(SumState::new, add, SumState::merge)
    }

    fn extreme<const GREATEST: bool>(self) -> Result<Option<N::Value>, ComputeError>
    where
        N::Value: Ordered + Element<Value = N::Value> + Default,
    {
        let add = |state: &mut ExtremeState<_, GREATEST>, block: &[_]| state.add(View::from_slice(block));
        Ok(self.folded(ExtremeState::new, add, ExtremeState::merge)?.value())
    }

    /// The states of all pieces put together in order; or the error of the first piece that has one.
    fn folded<S: Send>(
        self,
        new: impl Fn() -> S + Sync,
        add: impl Fn(&mut S, &[N::Value]) + Sync,
        merge: impl Fn(&mut S, S),
    ) -> Result<S, ComputeError>
    where
        N::Value: Default,
    {
        let shape = self.0.shape()?;
        let size = element_count(shape.as_ref());
        let piece = |range| {
            let mut state = new();
            let mut block = [N::Value::default(); BLOCK];
            blocks(&self.0.0, shape.as_ref(), range, &mut block, |block| add(&mut state, block))?;
            Ok(state)
        };
        let mut all = new();
        pieces(size, piece, |later: Result<S, ComputeError>| later.map(|later| merge(&mut all, later)))?;
        Ok(all)
    }
}

impl<N: Node<Value = bool> + Send + Sync> Par<Lazy<N, bool>> {
    /// For how many elements it holds; see [`Lazy::count`].
    ///
    /// # Errors
    /// As [`Lazy::sum`].
    pub fn count(self) -> Result<usize, ComputeError> {
        let add = |count: &mut usize, block: &[bool]| {
            *count += block.iter().map(|&b| usize::from(b)).sum::<usize>();
        };
        self.folded(|| 0, add, |all, later| *all += later)
    }
}

/// Writes an expression, which `check` has let through, to a target that is cut into pieces.
fn write_pieces<N: Node + Send + Sync, T: Element<Value = N::Value>, D: Dim>(
    node: &N,
    mut target: ViewMut<'_, T, D>,
    sink: &(impl Sink<N, T> + Sync),
) -> Result<(), ComputeError> {
    let layout = target.layout();
    let lens = layout.shape.as_ref();
    if on_one_thread(element_count(lens)) {
        return write(node, target.cells(), lens, Origin::default(), false, sink);
    }
    if lens.len() != 1 && sink.is_flat(lens) && is_flat(node, lens, layout.strides.as_ref()) {
        return cut(node, target.try_ravel()?, lens, 0, true, sink);
    }
    let axis = (0..lens.len()).max_by_key(|&axis| lens[axis]).unwrap_or(0);
    cut(node, target, lens, axis, false, sink)
}

/// Writes the pieces of a target along one axis. `flat`: the target is all elements in row-major order.
fn cut<N: Node + Send + Sync, T: Element<Value = N::Value>, D: Dim>(
    node: &N,
    target: ViewMut<'_, T, D>,
    shape: &[usize],
    axis: usize,
    flat: bool,
    sink: &(impl Sink<N, T> + Sync),
) -> Result<(), ComputeError> {
    let lens = target.layout().shape;
    let slice = element_count(lens.as_ref()) / lens.as_ref()[axis];
    let len = (PIECE / slice.max(1)).max(1);
    let piece = |i: usize, mut part: ViewMut<'_, T, D>| {
        let mut origin = Origin { flat, ..Origin::default() };
        origin.index[axis] = i * len;
        write(node, part.cells(), shape, origin, false, sink)
    };
    mapped_from(target.chunks(axis, len)?, piece).into_iter().collect()
}
