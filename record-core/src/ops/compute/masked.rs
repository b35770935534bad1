//! Writing where a condition holds, and masks as conditions.

use crate::{
    element::Element,
    ops::compute::{
        drive::{Origin, Sink, check, write},
        error::{ComputeError, Fault},
        lazy::Lazy,
        node::{CHECKED, Kernel, Node},
        operand::Operand,
        output::Output,
    },
    raw::{
        lanes::LANES,
        runs::{At, CellRun},
    },
};

#[cfg(feature = "alloc")]
use crate::{
    layout::Rank,
    ops::{
        Mask,
        compute::node::{Joined, sealed::Sealed},
    },
};

/// Only the elements for which a condition holds are written.
pub(super) struct Where<M>(pub(super) M);

impl<N: Node, M: Node<Value = bool>, T: Element<Value = N::Value>> Sink<N, T> for Where<M> {
    #[inline(always)]
    fn dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Option<Result<(), (usize, Fault)>> {
        Some(write_run(self.0.strided(at), node.dense(at)?, at.len, to))
    }

    #[inline(always)]
    fn to_dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Result<(), (usize, Fault)> {
        write_run(self.0.strided(at), node.strided(at), at.len, to)
    }

    #[inline(always)]
    fn strided(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, false>) -> Result<(), (usize, Fault)> {
        write_run(self.0.strided(at), node.strided(at), at.len, to)
    }

    fn is_flat(&self, shape: &[usize]) -> bool {
        self.0.is_flat(shape)
    }
}

/// Computes a run and writes what the condition holds for.
#[inline(always)]
fn write_run<
    M: Kernel<Value = bool>,
    K: Kernel<Value: Copy>,
    T: Element<Value = K::Value>,
    const DENSE: bool,
>(
    mask: M,
    kernel: K,
    len: usize,
    to: CellRun<'_, T, DENSE>,
) -> Result<(), (usize, Fault)> {
    let groups = kernel.groups().min(mask.groups()).min(to.groups());
    for group in 0..groups {
        let mut fault = false;
        let holds = mask.group::<CHECKED>(group, &mut fault);
        if !fault && holds == [false; LANES] {
            continue;
        }
        let values = kernel.group::<CHECKED>(group, &mut fault);
        if fault {
            singly(mask, kernel, group * LANES..(group + 1) * LANES, to)?;
        } else if holds == [true; LANES] {
            to.put_group(group, values);
        } else {
            for (lane, value) in values.into_iter().enumerate() {
                if holds[lane] {
                    to.put(group * LANES + lane, value);
                }
            }
        }
    }
    singly(mask, kernel, groups * LANES..len, to)
}

/// The same one by one, up to an element that has no result.
#[inline(never)]
fn singly<M: Kernel<Value = bool>, K: Kernel, T: Element<Value = K::Value>, const DENSE: bool>(
    mask: M,
    kernel: K,
    range: core::ops::Range<usize>,
    to: CellRun<'_, T, DENSE>,
) -> Result<(), (usize, Fault)> {
    for index in range {
        if mask.one::<CHECKED>(index).map_err(|fault| (index, fault))? {
            to.put(index, kernel.one::<CHECKED>(index).map_err(|fault| (index, fault))?);
        }
    }
    Ok(())
}

impl<V, N: Node<Value = V>> Lazy<N, V> {
    /// Writes the values for which `mask` holds, and leaves the other elements of `out` as they are. NumPy's
    /// `np.add(a, b, out=out, where=mask)`.
    ///
    /// The mask is a [`Mask`](crate::ops::Mask), an expression of truth values, or a view of [`Bool8`](crate::Bool8),
    /// broadcast as the other operands are. A `Mask` has one axis: for several axes, an expression is the mask, as
    /// `a.expr().gt(5)`. Only what is written must have a result.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let (a, b) = (View::from_slice(&[6, 7, 8]), View::from_slice(&[3, 0, 2]));
    /// let mut out = [-1; 3];
    /// (a / b).write_where(&b.ne(0), &mut out)?;
    /// assert_eq!(out, [2, -1, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`write_to`](Lazy::write_to), for the mask too.
    pub fn write_where<M: Operand<bool>, O: Output>(self, mask: M, mut out: O) -> Result<(), ComputeError>
    where
        O::Element: Element<Value = N::Value>,
    {
        let mask = mask.operand();
        let mut target = out.target();
        let shape = target.layout().shape;
        check(&self.0, shape.as_ref(), None)?;
        check(&mask, shape.as_ref(), None)?;
        write(&self.0, target.cells(), shape.as_ref(), Origin::default(), false, &Where(mask))
    }
}

/// The truth values of a mask from an index on, or one of them for all.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug)]
pub struct MaskRun<'a> {
    mask: &'a Mask,
    start: usize,
    step: usize,
    len: usize,
}

#[cfg(feature = "alloc")]
impl Sealed for &Mask {}

#[cfg(feature = "alloc")]
impl<'a> Operand<bool> for &'a Mask {
    type Node = &'a Mask;

    fn operand(self) -> &'a Mask {
        self
    }
}

#[cfg(feature = "alloc")]
impl<'a> Node for &'a Mask {
    type Value = bool;
    type Rank = Rank<1>;
    type Dense<'r>
        = MaskRun<'a>
    where
        Self: 'r;
    type Strided<'r>
        = MaskRun<'a>
    where
        Self: 'r;

    fn join(&self, joined: &mut Joined) -> Result<(), ComputeError> {
        Ok(joined.add(&[self.len()])?)
    }

    fn is_flat(&self, shape: &[usize]) -> bool {
        self.len() == 1 || shape == [self.len()]
    }

    #[inline(always)]
    fn dense<'r>(&self, at: &At<'r>) -> Option<MaskRun<'a>>
    where
        Self: 'r,
    {
        Some(self.strided(at))
    }

    #[inline(always)]
    fn strided<'r>(&self, at: &At<'r>) -> MaskRun<'a>
    where
        Self: 'r,
    {
        // Its one axis is the last.
        let last = at.ndim.saturating_sub(1);
        let along = at.flat || at.axis == last;
        let start = if self.len() == 1 { 0 } else { at.index[if at.flat { 0 } else { last }] };
        MaskRun { mask: self, start, step: usize::from(along && self.len() != 1), len: at.len }
    }
}

#[cfg(feature = "alloc")]
impl Kernel for MaskRun<'_> {
    type Value = bool;

    #[inline(always)]
    fn groups(&self) -> usize {
        self.len / LANES
    }

    #[inline(always)]
    fn group<const MODE: u8>(&self, group: usize, _: &mut bool) -> [bool; LANES] {
        if self.step == 0 {
            return [self.at(0); LANES];
        }
        let bits = self.mask.eight(self.start + group * LANES);
        core::array::from_fn(
            #[inline(always)]
            |lane| bits >> lane & 1 == 1,
        )
    }

    #[inline(always)]
    fn one<const MODE: u8>(&self, index: usize) -> Result<bool, Fault> {
        Ok(self.at(index))
    }
}

#[cfg(feature = "alloc")]
impl MaskRun<'_> {
    #[inline(always)]
    fn at(&self, index: usize) -> bool {
        self.mask.get(self.start + index * self.step).expect("`join` compared the length")
    }
}
