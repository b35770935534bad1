//! Some of the elements, copied: `filter` by a mask, `filter_by` a closure, `take` by indices, into a new vector, array or table or
//! `into` one that is there. NumPy's boolean and fancy indexing, `compress`, `extract` and `take`, under their own names.
//!
//! Whatever is wrong, with a mask's length, an index or the room, is found before anything is written, but for
//! [`View::filter_by_into`], which finds out while it writes how much room it needs. What is copied has the
//! order of the elements, or of the indices. The copies of records have no more than their leaves: gaps of a new table are
//! zero, and gaps of an `out` stay as they were.
//!
//! A mask that is made and then used goes over the elements twice. [`View::filter_by`] asks and copies a block that stays in the
//! cache, and [`View::count_where`](crate::View::count_where) makes no mask at all.

mod any;
#[cfg(feature = "rayon")]
mod any_par;
#[cfg(feature = "rayon")]
mod columns;
mod error;
mod filter;
mod masked;
#[cfg(feature = "rayon")]
mod masked_par;
#[cfg(feature = "rayon")]
mod par;
mod put;
mod take;

pub use error::SelectError;
pub use masked::{Choice, Masked, Tested};
#[cfg(feature = "rayon")]
pub use masked_par::ParChoice;
#[cfg(feature = "rayon")]
pub(crate) use par::{scatter, tested_waves};

use crate::{element::Element, raw::view::View};

/// Elements that are asked and then copied, while they are in the nearest cache; fewer, if they are large.
const BLOCK: usize = 1024;

/// Bytes of elements that are asked and then copied: half of the nearest cache, for what is copied goes there too.
const BYTES: usize = 16 * 1024;

/// How many elements a block has that are so many bytes apart: whole words of bits.
fn most(apart: usize) -> usize {
    (BYTES / apart.max(1) / 64 * 64).clamp(64, BLOCK)
}

/// Asks `test` once for each element, in order, and hands out the elements block by block with the answers.
#[inline(always)]
pub(crate) fn tested_blocks<T: Element, E>(
    column: View<'_, T>,
    mut test: impl FnMut(T::Value) -> bool,
    each: impl FnMut(View<'_, T>, &[u64]) -> Result<(), E>,
) -> Result<(), E> {
    // Elements may be fields of records, which come with them.
    let most = most(column.layout().strides[0].unsigned_abs());
    blocks(
        column,
        most,
        #[inline(always)]
        |_, block, words| block.test(words, &mut test),
        each,
    )
}

/// Hands out the elements, `most` at a time, which are whole words of bits, with those that `choose` writes for them. It is told
/// where they start.
#[inline(always)]
fn blocks<T: Element, E>(
    column: View<'_, T>,
    most: usize,
    mut choose: impl FnMut(usize, View<'_, T>, &mut [u64]),
    mut each: impl FnMut(View<'_, T>, &[u64]) -> Result<(), E>,
) -> Result<(), E> {
    let (len, mut start) = (column.size(), 0);
    let mut words = [0; BLOCK / 64];
    while start < len {
        let block = column.slice(start..len.min(start + most));
        let words = &mut words[..block.size().div_ceil(64)];
        choose(start, block, words);
        each(block, words)?;
        start += most;
    }
    Ok(())
}
