//! Views as lists: where each element lies, in row-major order, and every operation by its definition on indices.
//!
//! Nothing is computed with strides: an operation says for each index of its result which index of the view it stands
//! for, and the place is looked up. What NumPy's documentation says of an operation is written down here once more.

use crate::Op;
use record_core::{
    DynRank,
    layout::{INFER, LayoutError},
};

/// Elements of `item` bytes, each at a place in a buffer.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// First byte of each element, row-major.
    pub at: Vec<usize>,
    /// Size of an element.
    pub item: usize,
}

pub(crate) type Answer = Result<Grid, LayoutError>;

/// Moves an index to the next one in row-major order.
pub(crate) fn advance(index: &mut [usize], shape: &[usize]) {
    for axis in (0..shape.len()).rev() {
        index[axis] += 1;
        if index[axis] < shape[axis] {
            return;
        }
        index[axis] = 0;
    }
}

impl Grid {
    /// Elements at start + Σ index · stride.
    ///
    /// # Panics
    /// If one lies before the buffer.
    pub fn new(start: usize, shape: &[usize], strides: &[isize], item: usize) -> Self {
        let mut grid = Self { shape: shape.into(), at: vec![0; shape.iter().product()], item };
        let mut index = vec![0; shape.len()];
        for at in &mut grid.at {
            let steps = index.iter().zip(strides).map(|(&i, &s)| usize::cast_signed(i) * s).sum::<isize>();
            *at = start.checked_add_signed(steps).expect("inside");
            advance(&mut index, shape);
        }
        grid
    }

    /// The number of axes.
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The place at an index.
    pub fn place(&self, index: &[usize]) -> usize {
        self.at[index.iter().zip(&self.shape).fold(0, |number, (i, n)| number * n + i)]
    }

    /// The grid of this shape, in which `source` turns an index (first) into an index of `self` (second).
    pub(crate) fn gather(&self, shape: Vec<usize>, mut source: impl FnMut(&[usize], &mut [usize])) -> Self {
        let mut at = Vec::with_capacity(shape.iter().product());
        let (mut index, mut from) = (vec![0; shape.len()], vec![0; self.ndim()]);
        for _ in 0..shape.iter().product() {
            source(&index, &mut from);
            at.push(self.place(&from));
            advance(&mut index, &shape);
        }
        Self { shape, at, item: self.item }
    }

    /// The length of an axis.
    fn len(&self, axis: usize) -> Result<usize, LayoutError> {
        self.shape.get(axis).copied().ok_or(LayoutError::Axis { axis, ndim: self.ndim() })
    }

    /// Refuses more axes than views have.
    pub(crate) fn room(&self, more: usize) -> Result<(), LayoutError> {
        let needed = self.ndim() + more;
        if needed > DynRank::MAX {
            return Err(LayoutError::TooManyAxes { needed, limit: DynRank::MAX });
        }
        Ok(())
    }

    /// What an operation gives, or the error that it should.
    ///
    /// # Errors
    /// Where the operation is impossible. Whether a reshape needs a copy is not judged: see [`steps`](Self::steps).
    pub fn apply(&self, op: &Op) -> Answer {
        match op {
            Op::Slice(parts) => self.slice(parts),
            Op::Transpose => Ok(self.reordered(&(0..self.ndim()).rev().collect::<Vec<_>>())),
            Op::Permute(order) => self.permute(order),
            &Op::Swap(a, b) => self.swap(a, b),
            &Op::Move(from, to) => self.move_axis(from, to),
            &Op::Insert(axis) => self.insert(axis),
            &Op::Remove(axis) => self.remove(axis),
            Op::Squeeze => Ok(self.with_shape(self.shape.iter().copied().filter(|&n| n != 1).collect())),
            &Op::Flip(axis) => self.flip(axis),
            &Op::Rot90(turns, a, b) => self.rot90(turns, a, b),
            &Op::Diagonal(offset, a, b) => self.diagonal(offset, a, b),
            Op::Reshape(shape, column_major) => self.reshape(shape, *column_major),
            Op::Ravel => Ok(self.with_shape(vec![self.at.len()])),
            Op::Broadcast(shape) => self.broadcast(shape),
            &Op::Windows(axis, len, step) => self.windows(axis, len, step),
            &Op::At(index) => self.at_axis(0, index),
            &Op::AtAxis(axis, index) => self.at_axis(axis, index),
            &Op::Before(axis, index) => self.part(axis, 0..index),
            &Op::From(axis, index) => {
                self.part(axis, 0..index)?;
                self.part(axis, index..self.shape[axis])
            }
            &Op::Chunk(axis, len, nth) => self.chunk(axis, len, nth),
            &Op::Split(axis, parts, nth) => {
                let len = self.len(axis)?;
                if parts == 0 || len == 0 || len % parts != 0 {
                    return Err(LayoutError::Split { axis, parts, len });
                }
                self.chunk(axis, len / parts, nth)
            }
            &Op::AxisItem(axis, nth) => {
                self.len(axis)?;
                self.at_axis(axis, nth)
            }
        }
    }

    /// The same elements in the same order on other axes.
    fn with_shape(&self, shape: Vec<usize>) -> Self {
        Self { shape, ..self.clone() }
    }

    /// Axis `i` is axis `order[i]` of `self`.
    fn reordered(&self, order: &[usize]) -> Self {
        self.gather(order.iter().map(|&axis| self.shape[axis]).collect(), |index, from| {
            for (&i, &axis) in index.iter().zip(order) {
                from[axis] = i;
            }
        })
    }

    fn permute(&self, order: &[usize]) -> Answer {
        let ndim = self.ndim();
        if order.len() != ndim {
            return Err(LayoutError::Rank { expected: ndim, found: order.len() });
        }
        for (i, &axis) in order.iter().enumerate() {
            self.len(axis)?;
            if order[..i].contains(&axis) {
                return Err(LayoutError::RepeatedAxis { axis });
            }
        }
        Ok(self.reordered(order))
    }

    fn swap(&self, a: usize, b: usize) -> Answer {
        self.len(a)?;
        self.len(b)?;
        let mut order: Vec<usize> = (0..self.ndim()).collect();
        order.swap(a, b);
        Ok(self.reordered(&order))
    }

    fn move_axis(&self, from: usize, to: usize) -> Answer {
        self.len(from)?;
        self.len(to)?;
        let mut order: Vec<usize> = (0..self.ndim()).filter(|&axis| axis != from).collect();
        order.insert(to, from);
        Ok(self.reordered(&order))
    }

    fn insert(&self, axis: usize) -> Answer {
        if axis > self.ndim() {
            return Err(LayoutError::Axis { axis, ndim: self.ndim() });
        }
        self.room(1)?;
        let mut shape = self.shape.clone();
        shape.insert(axis, 1);
        Ok(self.with_shape(shape))
    }

    fn remove(&self, axis: usize) -> Answer {
        let len = self.len(axis)?;
        if len != 1 {
            return Err(LayoutError::NotOne { axis, len });
        }
        let mut shape = self.shape.clone();
        shape.remove(axis);
        Ok(self.with_shape(shape))
    }

    fn flip(&self, axis: usize) -> Answer {
        let n = self.len(axis)?;
        Ok(self.gather(self.shape.clone(), |index, from| {
            from.copy_from_slice(index);
            from[axis] = n - 1 - index[axis];
        }))
    }

    fn rot90(&self, turns: i32, a: usize, b: usize) -> Answer {
        self.len(a)?;
        self.len(b)?;
        if a == b {
            return Err(LayoutError::RepeatedAxis { axis: a });
        }
        let mut turned = self.clone();
        // One quarter turn, as often as asked for.
        for _ in 0..turns.rem_euclid(4) {
            let mut shape = turned.shape.clone();
            shape.swap(a, b);
            let last = turned.shape[b].wrapping_sub(1);
            turned = turned.gather(shape, |index, from| {
                from.copy_from_slice(index);
                (from[a], from[b]) = (index[b], last - index[a]);
            });
        }
        Ok(turned)
    }

    fn diagonal(&self, offset: isize, a: usize, b: usize) -> Answer {
        let (len_a, len_b) = (self.len(a)?, self.len(b)?);
        if a == b {
            return Err(LayoutError::RepeatedAxis { axis: a });
        }
        let pairs: Vec<(usize, usize)> = (0..len_a)
            .filter_map(|i| Some((i, i.checked_add_signed(offset)?)))
            .filter(|&(_, j)| j < len_b)
            .collect();
        let kept: Vec<usize> = (0..self.ndim()).filter(|&axis| axis != a && axis != b).collect();
        let mut shape: Vec<usize> = kept.iter().map(|&axis| self.shape[axis]).collect();
        shape.push(pairs.len());
        Ok(self.gather(shape, |index, from| {
            for (&i, &axis) in index.iter().zip(&kept) {
                from[axis] = i;
            }
            (from[a], from[b]) = pairs[index[kept.len()]];
        }))
    }

    fn reshape(&self, asked: &[usize], column_major: bool) -> Answer {
        if asked.len() > DynRank::MAX {
            return Err(LayoutError::TooManyAxes { needed: asked.len(), limit: DynRank::MAX });
        }
        let found = self.at.len();
        let mut shape = asked.to_vec();
        let unknown: Vec<usize> = (0..shape.len()).filter(|&axis| shape[axis] == INFER).collect();
        if let Some(&axis) = unknown.get(1) {
            return Err(LayoutError::SecondInferred { axis });
        }
        let known: usize = shape.iter().filter(|&&n| n != INFER).product();
        let fits =
            if unknown.is_empty() { known == found } else { known != 0 && found.is_multiple_of(known) };
        if !fits {
            return Err(LayoutError::Reshape { expected: Some(known), found });
        }
        if let [axis] = unknown[..] {
            shape[axis] = found / known;
        }
        if !column_major {
            return Ok(self.with_shape(shape));
        }
        // Column-major is row-major with the axes in reverse order, on both sides.
        let back = |n: usize| (0..n).rev().collect::<Vec<_>>();
        let reversed = self.reordered(&back(self.ndim()));
        let ndim = shape.len();
        shape.reverse();
        Ok(reversed.with_shape(shape).reordered(&back(ndim)))
    }

    fn broadcast(&self, to: &[usize]) -> Answer {
        let Some(added) = to.len().checked_sub(self.ndim()) else {
            return Err(LayoutError::BroadcastRank { from: self.ndim(), to: to.len() });
        };
        for (axis, &from) in self.shape.iter().enumerate() {
            if from != 1 && from != to[added + axis] {
                return Err(LayoutError::Broadcast { axis: added + axis, from, to: to[added + axis] });
            }
        }
        self.room(added)?;
        Ok(self.gather(to.to_vec(), |index, from| {
            for (axis, from) in from.iter_mut().enumerate() {
                *from = if self.shape[axis] == 1 { 0 } else { index[added + axis] };
            }
        }))
    }

    fn windows(&self, axis: usize, window: usize, step: usize) -> Answer {
        let len = self.len(axis)?;
        if step == 0 {
            return Err(LayoutError::ZeroStep { axis });
        }
        if window > len {
            return Err(LayoutError::Window { axis, window, len });
        }
        self.room(1)?;
        let starts: Vec<usize> = (0..=len - window).step_by(step).collect();
        let mut shape = self.shape.clone();
        shape[axis] = starts.len();
        shape.push(window);
        Ok(self.gather(shape, |index, from| {
            let (&within, outer) = index.split_last().expect("the axis of the window");
            from.copy_from_slice(outer);
            from[axis] = starts[outer[axis]] + within;
        }))
    }

    fn at_axis(&self, axis: usize, index: usize) -> Answer {
        let len = self.len(axis)?;
        if index >= len {
            return Err(LayoutError::Index { axis, index: index.cast_signed(), len });
        }
        let mut shape = self.shape.clone();
        shape.remove(axis);
        Ok(self.gather(shape, |rest, from| {
            from[..axis].copy_from_slice(&rest[..axis]);
            from[axis] = index;
            from[axis + 1..].copy_from_slice(&rest[axis..]);
        }))
    }

    fn part(&self, axis: usize, range: core::ops::Range<usize>) -> Answer {
        let len = self.len(axis)?;
        if range.end > len {
            let (start, end) = (range.start.cast_signed(), range.end.cast_signed());
            return Err(LayoutError::Range { axis, start, end, len });
        }
        let mut shape = self.shape.clone();
        shape[axis] = range.len();
        Ok(self.gather(shape, |index, from| {
            from.copy_from_slice(index);
            from[axis] += range.start;
        }))
    }

    fn chunk(&self, axis: usize, len: usize, nth: usize) -> Answer {
        let n = self.len(axis)?;
        if len == 0 {
            return Err(LayoutError::ZeroStep { axis });
        }
        self.part(axis, nth * len..(nth * len + len).min(n))
    }
}
