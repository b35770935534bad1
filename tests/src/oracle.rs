//! Layouts by the schoolbook: the byte position of an element is start + Σ index · stride, and all are enumerated.

use crate::Cell;
use core::ops::Range;
use record_core::layout::{Axes, Dim, Layout};

/// Where elements of `item` bytes lie.
#[derive(Clone, Debug)]
pub struct Oracle {
    /// Position of the element whose index is all zeros.
    pub start: i128,
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// Bytes between neighbours along each axis.
    pub strides: Vec<isize>,
    /// Size of an element.
    pub item: usize,
}

impl Oracle {
    /// A layout.
    ///
    /// # Panics
    /// If there are not as many strides as axes.
    pub fn new(start: usize, shape: &[usize], strides: &[isize], item: usize) -> Self {
        assert_eq!(shape.len(), strides.len());
        Self { start: start as i128, shape: shape.into(), strides: strides.into(), item }
    }

    /// Row-major strides for elements that are `step` bytes apart.
    pub fn row_major(shape: &[usize], step: isize) -> Vec<isize> {
        let mut strides = vec![step; shape.len()];
        for axis in (1..shape.len()).rev() {
            strides[axis - 1] = strides[axis] * shape[axis].max(1).cast_signed();
        }
        strides
    }

    /// The layout as the crate has it.
    ///
    /// # Panics
    /// If the rank is another.
    pub fn layout<D: Dim>(&self) -> Layout<D> {
        Layout {
            shape: D::Shape::from_fn(self.shape.len(), |i| self.shape[i]).expect("the rank"),
            strides: D::Strides::from_fn(self.shape.len(), |i| self.strides[i]).expect("the rank"),
        }
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0)
    }

    /// All indices, row-major. As an odometer; nothing is computed from strides.
    pub fn indices(&self) -> Vec<Vec<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut all = vec![Vec::new()];
        for &n in &self.shape {
            all = all.iter().flat_map(|head| (0..n).map(move |i| [head, &[i][..]].concat())).collect();
        }
        all
    }

    /// Position of one element.
    ///
    /// # Panics
    /// If there are not as many numbers as axes.
    pub fn position(&self, index: &[usize]) -> i128 {
        assert_eq!(index.len(), self.shape.len());
        self.start + index.iter().zip(&self.strides).map(|(&i, &s)| i as i128 * s as i128).sum::<i128>()
    }

    /// Positions of all elements, row-major.
    pub fn positions(&self) -> Vec<i128> {
        self.indices().iter().map(|index| self.position(index)).collect()
    }

    /// Whether every element lies in `available` bytes; one without elements must begin there, or at the end.
    pub fn is_inside(&self, available: usize) -> bool {
        if self.is_empty() {
            return self.start <= available as i128;
        }
        self.positions().iter().all(|&at| at >= 0 && at + self.item as i128 <= available as i128)
    }

    /// Whether two indices share a byte.
    pub fn shares_bytes(&self) -> bool {
        let mut bytes: Vec<i128> =
            self.positions().iter().flat_map(|&at| at..at + self.item as i128).collect();
        let count = bytes.len();
        bytes.sort_unstable();
        bytes.dedup();
        bytes.len() != count
    }

    /// The values of all elements, row-major.
    pub fn values<T: Cell>(&self, bytes: &[u8]) -> Vec<T::Value> {
        self.positions().iter().map(|&at| read::<T>(bytes, at)).collect()
    }

    /// The elements with this index on `axis`.
    pub fn at(&self, axis: usize, index: usize) -> Option<Self> {
        if index >= *self.shape.get(axis)? {
            return None;
        }
        let mut sub = self.clone();
        sub.shape.remove(axis);
        let stride = sub.strides.remove(axis);
        if !sub.is_empty() {
            sub.start += index as i128 * stride as i128;
        }
        Some(sub)
    }

    /// The elements whose index on `axis` is in the range.
    pub fn range(&self, axis: usize, range: Range<usize>) -> Option<Self> {
        if range.start > range.end || range.end > *self.shape.get(axis)? {
            return None;
        }
        let mut sub = self.clone();
        sub.shape[axis] = range.len();
        if !sub.is_empty() {
            sub.start += range.start as i128 * self.strides[axis] as i128;
        }
        Some(sub)
    }

    /// The elements taken apart into `count` parts of `item` bytes.
    #[must_use]
    pub fn parts(&self, count: usize, item: usize) -> Self {
        let mut sub = self.clone();
        sub.shape.push(count);
        sub.strides.push(item.cast_signed());
        sub.item = item;
        sub
    }

    /// A part of `item` bytes of each element.
    #[must_use]
    pub fn field(&self, offset: usize, item: usize) -> Self {
        let start = if self.is_empty() { self.start } else { self.start + offset as i128 };
        Self { start, item, ..self.clone() }
    }
}

/// The value whose bytes begin at this position.
fn read<T: Cell>(bytes: &[u8], at: i128) -> T::Value {
    let at = usize::try_from(at).expect("inside");
    T::read(&bytes[at..][..size_of::<T>()])
}
