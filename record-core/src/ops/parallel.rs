//! Operations on several threads: the same names behind [`par`](View::par), with the same answers to the bit.
//!
//! A view is cut into pieces of a fixed number of elements, whatever the number of threads is, and what the pieces give
//! meets in their order. A piece is a power of two of the sum rule's blocks, so sums of pieces are the subtrees that one
//! thread would have added. The threads are those of the current rayon pool; what is no
//! more than a piece stays on the thread that asks.

use crate::{
    bits::Token,
    element::Element,
    layout::{Dim, element_count},
    ops::state::BLOCK,
    raw::{any::AnyView, column::Column, view::View},
    view::{Chunks, ColumnError, Split},
};
use alloc::{vec, vec::Vec};
use core::ops::Range;
use rayon::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Elements of a piece: 64 blocks of the sum rule.
pub(crate) const PIECE: usize = 64 * BLOCK;

/// A view whose operations run on the threads of the current rayon pool; see [`View::par`].
#[derive(Clone, Copy, Debug)]
pub struct Par<V>(pub(super) V);

impl<T, D: Dim> View<'_, T, D> {
    /// The same view, whose operations run on the threads of the current rayon pool, with the same answers to the bit.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<f64> = (0..200_000).map(|n| 1.0 / f64::from(n + 1)).collect();
    /// let column = View::from_slice(&numbers);
    /// assert_eq!(column.par().sum(), column.sum());
    /// ```
    pub fn par(self) -> Par<Self> {
        Par(self)
    }
}

impl<T> Column<T> {
    /// The same column, whose operations run on the threads of the current rayon pool; see [`View::par`].
    pub fn par(&self) -> Par<View<'_, T>> {
        Par(self.as_view())
    }
}

impl<'a> AnyView<'a> {
    /// The same view, whose operations run on the threads of the current rayon pool; see [`View::par`].
    pub fn par(self) -> Par<AnyView<'a>> {
        Par(self)
    }
}

impl<'a, R: Element, D: Dim> Par<View<'a, R, D>> {
    /// One field of all records; see [`View::col`].
    pub fn col<K: Token<R>>(self, token: K) -> Par<View<'a, K::Element, D>> {
        Par(self.0.col(token))
    }
}

impl<'a> Par<AnyView<'a>> {
    /// One field of all records; see [`AnyView::column`].
    ///
    /// # Errors
    /// Those of [`AnyView::column`].
    pub fn column(self, name: &str) -> Result<Par<AnyView<'a>>, ColumnError> {
        self.0.column(name).map(Par)
    }
}

impl<V> Par<V> {
    /// What has no [`par`](View::par) of its own: columns of keys in a tuple.
    ///
    /// ```
    /// use record_core::{ops::Par, prelude::*};
    /// let (days, shifts) = ([1, 1, 2], [0_u8, 1, 0]);
    /// let keys = (View::from_slice(&days), View::from_slice(&shifts));
    /// let sought = (View::from_slice(&[1]), View::from_slice(&[1_u8]));
    /// assert_eq!(Par::new(keys).inner_join(sought)?.left, [1]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn new(serial: V) -> Self {
        Self(serial)
    }

    /// The view, whose operations run on this thread.
    pub fn serial(self) -> V {
        self.0
    }
}

/// Whether so many elements stay on the thread that asks: a piece or less, or there is no other thread.
///
/// Another thread that has to be woken costs more than a piece takes.
pub(crate) fn on_one_thread(len: usize) -> bool {
    len <= PIECE || rayon::current_num_threads() == 1
}

/// Pieces whose results are kept at a time: a view that repeats itself may claim any number of them.
const WAVE: usize = 1024;

/// Hands what `each` makes of the pieces of so many elements to `next`, in their order, up to an error.
pub(crate) fn pieces<R: Send, E>(
    len: usize,
    each: impl Fn(Range<usize>) -> R + Sync,
    mut next: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if on_one_thread(len) {
        return if len > 0 { next(each(0..len)) } else { Ok(()) };
    }
    let count = len.div_ceil(PIECE);
    for start in (0..count).step_by(WAVE) {
        let range = |i: usize| (start + i) * PIECE..len.min((start + i + 1).saturating_mul(PIECE));
        mapped(WAVE.min(count - start), |i| each(range(i))).into_iter().try_for_each(&mut next)?;
    }
    Ok(())
}

/// Calls `each` with all numbers below `count`, on the threads of the current pool, `together` of them or more at a time.
///
/// No type parameters: what rayon needs to share work out is compiled once, not for each operation and type.
fn share(count: usize, together: usize, each: &(dyn Fn(usize) + Sync)) {
    if count < 2 {
        return (0..count).for_each(each);
    }
    (0..count).into_par_iter().with_min_len(together).for_each(each);
}

/// What `each` makes of the numbers below `count`, in their order, on the threads of the current pool.
pub(crate) fn mapped<R: Send>(count: usize, each: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let made: Vec<Mutex<Option<R>>> = (0..count).map(|_| Mutex::new(None)).collect();
    share(count, 1, &|i| {
        let one = each(i);
        *locked(&made[i]) = Some(one);
    });
    made.into_iter().map(|made| opened(made).expect("each number has had its call")).collect()
}

/// What `each` makes of these and their numbers, in their order, on the threads of the current pool.
pub(crate) fn mapped_from<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    each: impl Fn(usize, T) -> R + Sync,
) -> Vec<R> {
    mapped_together(items, 1, each)
}

/// The same, so many at a time or more.
pub(crate) fn mapped_together<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    together: usize,
    each: impl Fn(usize, T) -> R + Sync,
) -> Vec<R> {
    let both: Vec<_> = items.into_iter().map(|item| Mutex::new((Some(item), None))).collect();
    share(both.len(), together, &|i| {
        // No lock is held while `each` runs, which may share out work itself.
        let item = locked(&both[i]).0.take();
        let made = item.map(|item| each(i, item));
        locked(&both[i]).1 = made;
    });
    both.into_iter().map(|both| opened(both).1.expect("each has had its call")).collect()
}

/// What `each` makes of the numbers below `count`, in their order, each thread with lists of its own to use again.
pub(crate) fn in_lots<V, R: Send>(count: usize, each: impl Fn(&mut Vec<V>, usize) -> R + Sync) -> Vec<R> {
    // Some for each thread, so that none waits for long at the end.
    let lot = count.div_ceil(rayon::current_num_threads() * 8).max(1);
    let lots = mapped(count.div_ceil(lot), |i| {
        let mut list = Vec::new();
        (i * lot..count.min((i + 1) * lot)).map(|at| each(&mut list, at)).collect::<Vec<R>>()
    });
    lots.into_iter().flatten().collect()
}

/// No panic while a lock is held, which holds nothing but its value.
fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

fn opened<T>(value: Mutex<T>) -> T {
    value.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The parts of a view of this shape that have no more than `most` elements, one at least, and follow each other in row-major
/// order.
pub(crate) fn in_order<V: Split>(view: V, shape: &[usize], most: usize) -> Vec<V> {
    let mut parts = vec![view];
    let mut inner = element_count(shape);
    for (axis, &len) in shape.iter().enumerate() {
        if inner <= most {
            break;
        }
        inner /= len;
        let step = (most / inner).max(1);
        parts = parts.into_iter().flat_map(|part| Chunks::new(part, axis, step)).collect();
    }
    parts
}

/// The longest axis, and how many of its indices have no more than `most` elements; `None` if there are no axes.
pub(crate) fn longest(shape: &[usize], most: usize) -> Option<(usize, usize)> {
    let axis = (0..shape.len()).max_by_key(|&axis| shape[axis])?;
    let beside = element_count(shape) / shape[axis].max(1);
    Some((axis, (most / beside.max(1)).max(1)))
}
