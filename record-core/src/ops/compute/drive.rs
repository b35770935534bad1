//! Going through an expression: along one axis in groups of eight, over the others as an odometer.

use crate::{
    element::Element,
    layout::{Dim, LayoutError, element_count},
    ops::compute::{
        error::{ComputeError, Fault},
        node::{CHECKED, Joined, Kernel, MAX, Node},
    },
    raw::{
        cell::CellView,
        lanes::LANES,
        runs::{At, CellRun, uniform},
        simd::vectorized,
    },
};
use core::any::TypeId;

/// Errs unless all operands can be broadcast to this shape.
pub(super) fn check<N: Node>(node: &N, shape: &[usize], own: Option<TypeId>) -> Result<(), ComputeError> {
    let mut joined = Joined::new(own);
    node.join(&mut joined)?;
    Ok(broadcasts(joined.shape.as_ref(), shape)?)
}

/// Errs unless elements on these axes can be broadcast to those.
pub(super) fn broadcasts(from: &[usize], to: &[usize]) -> Result<(), LayoutError> {
    let Some(added) = to.len().checked_sub(from.len()) else {
        return Err(LayoutError::BroadcastRank { from: from.len(), to: to.len() });
    };
    for (axis, (&from, &to)) in from.iter().zip(&to[added..]).enumerate() {
        if from != to && from != 1 {
            return Err(LayoutError::Broadcast { axis: added + axis, from, to });
        }
    }
    Ok(())
}

/// What a run of elements is written to, and which of them: all, or those that a condition holds for.
pub(super) trait Sink<N: Node, T: Element<Value = N::Value>> {
    /// Writes a run whose operands are dense, and so is the target.
    fn dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Option<Result<(), (usize, Fault)>>;

    /// Writes a run to a dense target.
    fn to_dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Result<(), (usize, Fault)>;

    /// Writes a run.
    fn strided(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, false>) -> Result<(), (usize, Fault)>;

    /// Whether the conditions are flat too.
    fn is_flat(&self, shape: &[usize]) -> bool;
}

/// Everything is written.
pub(super) struct All;

impl<N: Node, T: Element<Value = N::Value>> Sink<N, T> for All {
    #[inline(always)]
    fn dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Option<Result<(), (usize, Fault)>> {
        Some(write_run(node.dense(at)?, at.len, to))
    }

    #[inline(always)]
    fn to_dense(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, true>) -> Result<(), (usize, Fault)> {
        write_run(node.strided(at), at.len, to)
    }

    #[inline(always)]
    fn strided(&self, node: &N, at: &At<'_>, to: CellRun<'_, T, false>) -> Result<(), (usize, Fault)> {
        write_run(node.strided(at), at.len, to)
    }

    fn is_flat(&self, _: &[usize]) -> bool {
        true
    }
}

/// Computes a run and writes it.
#[inline(always)]
fn write_run<K: Kernel, T: Element<Value = K::Value>, const DENSE: bool>(
    kernel: K,
    len: usize,
    to: CellRun<'_, T, DENSE>,
) -> Result<(), (usize, Fault)> {
    let groups = kernel.groups().min(to.groups());
    for group in 0..groups {
        let mut fault = false;
        let values = kernel.group::<CHECKED>(group, &mut fault);
        if fault {
            singly(kernel, group * LANES..(group + 1) * LANES, to)?;
        } else {
            to.put_group(group, values);
        }
    }
    for index in groups * LANES..len {
        to.put(index, kernel.one::<CHECKED>(index).map_err(|fault| (index, fault))?);
    }
    Ok(())
}

/// Computes elements one by one, up to one that has no result.
#[cold]
#[inline(never)]
fn singly<K: Kernel, T: Element<Value = K::Value>, const DENSE: bool>(
    kernel: K,
    range: core::ops::Range<usize>,
    to: CellRun<'_, T, DENSE>,
) -> Result<(), (usize, Fault)> {
    for index in range {
        to.put(index, kernel.one::<CHECKED>(index).map_err(|fault| (index, fault))?);
    }
    Ok(())
}

/// Where a target lies in the shape that the operands are broadcast to.
#[derive(Clone, Copy, Default)]
pub(super) struct Origin {
    /// The index of its first element.
    pub(super) index: [usize; MAX],
    /// It is the elements from `index[0]` in row-major order.
    pub(super) flat: bool,
}

/// Writes an expression, which `check` has let through, to cells that lie at `origin` in its shape.
///
/// `shape` is the whole one, `own` whether the expression may read the cells.
pub(super) fn write<N: Node, T: Element<Value = N::Value>, D: Dim>(
    node: &N,
    to: CellView<'_, T, D>,
    shape: &[usize],
    origin: Origin,
    own: bool,
    sink: &impl Sink<N, T>,
) -> Result<(), ComputeError> {
    let layout = to.layout();
    let (lens, strides) = (layout.shape.as_ref(), layout.strides.as_ref());
    if lens.contains(&0) {
        return Ok(());
    }
    // Where a run begins in the target, and in the operands.
    let go = |here: &At<'_>, there: At<'_>| -> Result<(), ComputeError> {
        let done = vectorized(
            #[inline(always)]
            || run(node, &to, here, there, own, sink),
        );
        done.map_err(|(index, fault)| fault.at(position(shape, &there, index)))
    };
    let whole = element_count(lens);
    if origin.flat || lens.len() != 1 && lens == shape && sink.is_flat(shape) && is_flat(node, lens, strides)
    {
        let here = At::new(lens.len(), 0, whole, true);
        let mut there = At::new(shape.len(), 0, whole, true);
        there.index[0] = origin.index[0];
        return go(&here, there);
    }
    // The axis on which the target's elements lie closest, unless it is short.
    let long = |axis: &usize| lens[*axis] >= 16;
    let closest = (0..lens.len()).rev().filter(long).min_by_key(|&axis| strides[axis].unsigned_abs());
    let axis = closest.or_else(|| (0..lens.len()).max_by_key(|&axis| lens[axis])).unwrap_or(0);
    let len = lens.get(axis).copied().unwrap_or(1);
    let (mut here, mut there) =
        (At::new(lens.len(), axis, len, false), At::new(lens.len(), axis, len, false));
    loop {
        for (sum, (own, start)) in there.index.iter_mut().zip(here.index.iter().zip(&origin.index)) {
            *sum = own + start;
        }
        go(&here, there)?;
        // To the next run: as an odometer.
        let mut next = lens.len();
        loop {
            let Some(lower) = next.checked_sub(1) else { return Ok(()) };
            next = lower;
            if next == axis {
                continue;
            }
            here.index[next] += 1;
            if here.index[next] < lens[next] {
                break;
            }
            here.index[next] = 0;
        }
    }
}

/// Whether target and operands have their elements at equal distances.
pub(super) fn is_flat<N: Node>(node: &N, shape: &[usize], strides: &[isize]) -> bool {
    uniform(shape, strides).is_some() && node.is_flat(shape)
}

/// One run.
#[inline(always)]
fn run<N: Node, T: Element<Value = N::Value>, D: Dim>(
    node: &N,
    to: &CellView<'_, T, D>,
    here: &At<'_>,
    there: At<'_>,
    own: bool,
    sink: &impl Sink<N, T>,
) -> Result<(), (usize, Fault)> {
    if let Some(to) = to.run::<true>(here) {
        let there = if own { there.with_own(&to) } else { there };
        return match sink.dense(node, &there, to) {
            Some(done) => done,
            None => sink.to_dense(node, &there, to),
        };
    }
    let to = to.run::<false>(here).expect("any stride will do");
    let there = if own { there.with_own(&to) } else { there };
    sink.strided(node, &there, to)
}

/// The number of an element of a run, in row-major order.
#[cold]
fn position(shape: &[usize], at: &At<'_>, index: usize) -> usize {
    if at.flat {
        return at.index[0] + index;
    }
    shape
        .iter()
        .enumerate()
        .fold(0, |sum, (axis, &len)| sum * len + at.index[axis] + if axis == at.axis { index } else { 0 })
}

/// Hands out the values of the elements `range` in row-major order, by blocks: each of as many as `block` holds, but for the
/// last.
pub(super) fn blocks<N: Node>(
    node: &N,
    shape: &[usize],
    range: core::ops::Range<usize>,
    block: &mut [N::Value],
    mut each: impl FnMut(&mut [N::Value]),
) -> Result<(), ComputeError> {
    let flat = shape.len() != 1 && node.is_flat(shape);
    let mut at = At::new(shape.len(), shape.len().saturating_sub(1), 0, flat);
    let inner = if flat { usize::MAX } else { shape.last().copied().unwrap_or(1) };
    let mut next = range.start;
    while next < range.end {
        let len = block.len().min(range.end - next);
        let mut filled = 0;
        while filled < len {
            // To the index of the element `next`.
            let rest = if flat {
                at.index[0] = next;
                usize::MAX
            } else {
                let mut left = next;
                for (axis, &len) in shape.iter().enumerate().rev() {
                    (at.index[axis], left) = (left % len, left / len);
                }
                inner - at.index[at.axis] * usize::from(!shape.is_empty())
            };
            at.len = rest.min(len - filled);
            let part = &mut block[filled..filled + at.len];
            let done = vectorized(
                #[inline(always)]
                || match node.dense(&at) {
                    Some(kernel) => fill(kernel, part),
                    None => fill(node.strided(&at), part),
                },
            );
            done.map_err(|(index, fault)| fault.at(next + index))?;
            filled += at.len;
            next += at.len;
        }
        each(&mut block[..len]);
    }
    Ok(())
}

/// Computes a run into a slice.
#[inline(always)]
fn fill<K: Kernel<Value: Copy>>(kernel: K, part: &mut [K::Value]) -> Result<(), (usize, Fault)> {
    let (whole, rest) = part.as_chunks_mut::<LANES>();
    let groups = kernel.groups().min(whole.len());
    debug_assert!(groups == whole.len(), "a run as long as the part");
    for (group, place) in whole[..groups].iter_mut().enumerate() {
        let mut fault = false;
        let values = kernel.group::<CHECKED>(group, &mut fault);
        if fault {
            fill_singly(kernel, group * LANES, place)?;
        } else {
            *place = values;
        }
    }
    for (index, place) in rest.iter_mut().enumerate() {
        let index = groups * LANES + index;
        *place = kernel.one::<CHECKED>(index).map_err(|fault| (index, fault))?;
    }
    Ok(())
}

/// Computes elements one by one, up to one that has no result.
#[cold]
#[inline(never)]
fn fill_singly<K: Kernel>(kernel: K, start: usize, part: &mut [K::Value]) -> Result<(), (usize, Fault)> {
    for (index, place) in (start..).zip(part) {
        *place = kernel.one::<CHECKED>(index).map_err(|fault| (index, fault))?;
    }
    Ok(())
}
