//! Whole windows of up to 512 elements: each is folded as a tree, all windows of a block at once.
//!
//! The folds of all runs of two neighbours come from those of one, those of four from those of two, and so on; a window is as
//! many runs as its length has bits. Each step is a loop over a block that stays in the cache, without a dependency from
//! one window to the next. A window's result depends on its own elements and nothing else.

use crate::{
    element::Element,
    ops::roll::{error::RollError, fold::Fold},
    raw::view::View,
};
use alloc::vec::Vec;
use core::{mem, ops::Range};

/// The longest window.
pub(super) const LONGEST: usize = 512;

/// Windows of a block.
const BLOCK: usize = 1024;

/// Hands out the folds of the windows of `window` elements that begin at `starts`, in order, a block at a time.
#[inline(always)]
pub(super) fn tree<T: Element, F: Fold<T::Value>>(
    column: View<'_, T>,
    starts: Range<usize>,
    window: usize,
    fold: F,
    mut emit: impl FnMut(&[F::State]) -> Result<(), RollError>,
) -> Result<(), RollError> {
    debug_assert!((1..=LONGEST).contains(&window), "a window that this is for");
    let (mut runs, mut next, mut sums) = (Vec::new(), Vec::new(), Vec::new());
    let mut start = starts.start;
    while start < starts.end {
        let count = BLOCK.min(starts.end - start);
        let elements = column.derive(|parent| parent.range(0, start..start + count + window - 1))?;
        load(elements, &mut runs, fold);
        // `runs` has the folds of `len` elements each; `sums` those of the first `done` of each window.
        let (mut len, mut done) = (1, 0);
        loop {
            if F::IDEMPOTENT && len < window && 2 * len >= window {
                // Two that overlap.
                join(&runs, len, &runs[window - len..], len, &mut sums, count, fold);
                break;
            }
            // Of two that overlap, what was joined before would be thrown away.
            if window & len != 0 && (!F::IDEMPOTENT || len == window) {
                if done == 0 {
                    mem::swap(&mut sums, &mut next);
                    sums.clear();
                    sums.extend_from_slice(&runs[..count]);
                } else {
                    mem::swap(&mut sums, &mut next);
                    join(&next, done, &runs[done..], len, &mut sums, count, fold);
                }
                done += len;
                if done == window {
                    break;
                }
            }
            let rest = runs.len() - len;
            join(&runs, len, &runs[len..], len, &mut next, rest, fold);
            mem::swap(&mut runs, &mut next);
            len *= 2;
        }
        emit(&sums[..count])?;
        start += count;
    }
    Ok(())
}

/// Each element by itself.
#[inline(always)]
fn load<T: Element, F: Fold<T::Value>>(column: View<'_, T>, into: &mut Vec<F::State>, fold: F) {
    // No more than a block: every place is written, whatever was there.
    let Some(first) = column.first() else { return };
    into.resize(column.len(), fold.one(first));
    column.load_block(into, |value| fold.one(value));
}

/// The first `count` of `a`, which are of `m` elements each, joined to those of `b`, which are of `n`.
#[inline(always)]
fn join<V, F: Fold<V>>(
    a: &[F::State],
    m: usize,
    b: &[F::State],
    n: usize,
    into: &mut Vec<F::State>,
    count: usize,
    fold: F,
) {
    into.clear();
    into.extend(a[..count].iter().zip(&b[..count]).map(
        #[inline(always)]
        |(&a, &b)| fold.join(a, m, b, n),
    ));
}
