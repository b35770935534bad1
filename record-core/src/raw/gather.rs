//! Elements at some places of a column, one after the other: the kernels under `filter` and `take`.
//!
//! Which places is said by bits or by numbers; both are checked against the column before anything is read, and the room is
//! before anything is written. Elements without gaps are copied whole, as many bytes as the compiler knows they have; of others
//! only the leaves, for gaps of the source may be undefined and gaps of the target somebody else's.

pub(crate) mod pack;

use crate::{
    element::Element,
    layout::DynRank,
    raw::{
        any::AnyView,
        any_array::AnyArray,
        copy::{copy_whole, read_as},
        field::Slot,
        header::Header,
        leaves,
        view::{View, ViewMut},
    },
};
use alloc::vec::Vec;
use core::any::TypeId;
use pack::WORD;

/// How many bits are set.
#[inline(always)]
pub(crate) fn count(words: &[u64]) -> usize {
    words.iter().map(|word| word.count_ones() as usize).sum()
}

/// Calls `each` with the number of each bit that is set, in order; with that of the first of a word whose bits all are, and
/// true.
#[inline(always)]
fn each_set(words: &[u64], mut each: impl FnMut(usize, bool)) {
    for (i, &word) in words.iter().enumerate() {
        let start = i * WORD;
        if word == u64::MAX {
            each(start, true);
            continue;
        }
        let mut rest = word;
        while rest != 0 {
            each(start + rest.trailing_zeros() as usize, false);
            rest &= rest - 1;
        }
    }
}

/// That the words hold a bit for each of `len` elements, and none behind the last.
#[inline]
fn check(words: &[u64], len: usize) {
    assert!(words.len() == len.div_ceil(WORD), "a bit for each element");
    let rest = len % WORD;
    let behind = words.last().map_or(0, |&last| if rest == 0 { 0 } else { last >> rest });
    assert!(behind == 0, "no bit behind the last element");
}

/// Copies element `from` of one view to element `to` of the other.
///
/// # Safety
/// Both numbers are below the lengths of their views, the strides are theirs, and the target may be written; the source does not
/// reach it.
#[inline(always)]
unsafe fn copy_one<T: Element, U: Element<Value = T::Value>>(
    (source, stride): (*mut u8, isize),
    (target, step): (*mut u8, isize),
    from: usize,
    to: usize,
) {
    let from = source.wrapping_offset(from.cast_signed() * stride);
    let to = target.wrapping_offset(to.cast_signed() * step);
    if TypeId::of::<T>() == TypeId::of::<U>() && const { U::DTYPE.is_gap_free() } {
        // SAFETY: an element of the source [R1], without gaps and so initialised [R2]; one of the target, which may be written
        // (caller) and which the source does not reach [R4].
        unsafe { copy_whole::<U>(from, to) };
        return;
    }
    // SAFETY: an element of the source [R1], whose leaves are initialised [R2].
    let element: U = unsafe { read_as::<U, T>(from) };
    // SAFETY: an element of the target, which may be written (caller), and the only place written now.
    unsafe { Slot::new(to) }.put(element);
}

impl<U: Element> ViewMut<'_, U> {
    /// Copies the elements of `source` whose bits are set, in order, to the first elements of this. How many.
    ///
    /// # Panics
    /// If there are more than elements of this, or the bits are not those of as many elements as `source` has.
    #[inline(always)]
    pub(crate) fn gather_set<T: Element<Value = U::Value>>(
        &mut self,
        source: View<'_, T>,
        words: &[u64],
    ) -> usize {
        check(words, source.head.len());
        let count = count(words);
        assert!(count <= self.head.len(), "room for all elements");
        let (from, to) = (source.head.ptr().as_ptr(), self.head.ptr().as_ptr());
        let (stride, step) = (source.head.stride(), self.head.stride());
        let dense = (size_of::<T>().cast_signed(), size_of::<U>().cast_signed());
        let mut done = 0;
        if (stride, step) == dense {
            let blocks = TypeId::of::<T>() == TypeId::of::<U>() && const { U::DTYPE.is_gap_free() };
            each_set(words, |i, all| {
                if all && blocks {
                    let (from, to) =
                        (from.wrapping_add(i * size_of::<T>()), to.wrapping_add(done * size_of::<T>()));
                    // SAFETY: 64 elements from `i` on, for their bits are set and so they are there (`check`), one after the
                    // other, without gaps and so initialised [R1], [R2]; as many are left in the target, which may be
                    // written and which the source does not reach [R4].
                    unsafe { to.copy_from_nonoverlapping(from, WORD * size_of::<T>()) };
                    done += WORD;
                    return;
                }
                for i in i..i + if all { WORD } else { 1 } {
                    // SAFETY: bit `i` is set, so there is such an element (`check`), and no more than `count` of them, for
                    // which there is room; the target may be written [R4].
                    unsafe { copy_one::<T, U>((from, dense.0), (to, dense.1), i, done) };
                    done += 1;
                }
            });
        } else {
            each_set(words, |i, all| {
                for i in i..i + if all { WORD } else { 1 } {
                    // SAFETY: as above.
                    unsafe { copy_one::<T, U>((from, stride), (to, step), i, done) };
                    done += 1;
                }
            });
        }
        done
    }

    /// Copies the elements of `source` at `indices`, in that order, to the first elements of this.
    ///
    /// # Errors
    /// The place of the first index that `source` does not have; nothing has been written then.
    ///
    /// # Panics
    /// If there are more indices than elements of this.
    #[inline(always)]
    pub(crate) fn gather_at<T: Element<Value = U::Value>>(
        &mut self,
        source: View<'_, T>,
        indices: &[usize],
    ) -> Result<(), usize> {
        in_range(indices, source.head.len())?;
        assert!(indices.len() <= self.head.len(), "room for all elements");
        let (from, to) = (source.head.ptr().as_ptr(), self.head.ptr().as_ptr());
        let (stride, step) = (source.head.stride(), self.head.stride());
        let dense = (size_of::<T>().cast_signed(), size_of::<U>().cast_signed());
        if (stride, step) == dense {
            for (done, &i) in indices.iter().enumerate() {
                // SAFETY: `i` is below the length (`in_range`), and there is room for as many as there are indices; the
                // target may be written [R4].
                unsafe { copy_one::<T, U>((from, dense.0), (to, dense.1), i, done) };
            }
        } else {
            for (done, &i) in indices.iter().enumerate() {
                // SAFETY: as above.
                unsafe { copy_one::<T, U>((from, stride), (to, step), i, done) };
            }
        }
        Ok(())
    }
}

/// That all indices are below `len`; or the place of the first that is not.
#[inline(always)]
pub(crate) fn in_range(indices: &[usize], len: usize) -> Result<(), usize> {
    // Without a way out of the loop it is computed several at once.
    let greatest = indices.iter().fold(0, |greatest, &i| if i > greatest { i } else { greatest });
    if greatest < len || indices.is_empty() {
        return Ok(());
    }
    indices.iter().position(|&i| i >= len).map_or(Ok(()), Err)
}

impl<T: Element> View<'_, T> {
    /// Calls `each` with the values whose bits are set, in order.
    ///
    /// # Panics
    /// If the bits are not those of as many elements.
    #[inline(always)]
    pub(crate) fn for_each_set(self, words: &[u64], mut each: impl FnMut(T::Value)) {
        check(words, self.head.len());
        let (base, stride) = (self.head.ptr().as_ptr(), self.head.stride());
        each_set(words, |i, all| {
            for i in i..i + if all { WORD } else { 1 } {
                let at = base.wrapping_offset(i.cast_signed() * stride);
                // SAFETY: bit `i` is set, so there is such an element (`check`) [R1], any bytes are a T [R5].
                each(unsafe { at.cast::<T>().read_unaligned() }.load());
            }
        });
    }

    /// The values whose bits are set, in order, behind those of `values`.
    ///
    /// # Panics
    /// If the bits are not those of as many elements, or there is no memory.
    #[inline(always)]
    pub(crate) fn push_set(self, words: &[u64], values: &mut Vec<T::Value>) {
        let count = count(words);
        values.reserve(count);
        let (len, room) = (values.len(), values.spare_capacity_mut().as_mut_ptr());
        let mut done = 0;
        self.for_each_set(words, |value| {
            // SAFETY: `for_each_set` has a value for each bit, of which there are `count`: the room that was made.
            unsafe { room.wrapping_add(done).cast::<T::Value>().write(value) };
            done += 1;
        });
        // SAFETY: so many values have been written behind the others.
        unsafe { values.set_len(len + done) };
    }

    /// The values at `indices`, in that order.
    ///
    /// # Errors
    /// The place of the first index that is out of range.
    #[inline(always)]
    pub(crate) fn values_at(self, indices: &[usize]) -> Result<Vec<T::Value>, usize> {
        in_range(indices, self.head.len())?;
        let (base, stride) = (self.head.ptr().as_ptr(), self.head.stride());
        let value = |&i: &usize| {
            let at = base.wrapping_offset(i.cast_signed() * stride);
            // SAFETY: below the length (`in_range`) [R1], any bytes are a T [R5].
            unsafe { at.cast::<T>().read_unaligned() }.load()
        };
        Ok(indices.iter().map(value).collect())
    }
}

/// The values whose bits are set, in order, behind those of `values`, each piece of `piece` elements by one thread of the
/// current pool.
///
/// # Panics
/// If the bits are not those of as many elements, there is no memory, or a piece is no whole number of words.
#[cfg(feature = "rayon")]
pub(crate) fn extend<T: Element>(
    values: &mut Vec<T::Value>,
    column: View<'_, T>,
    words: &[u64],
    piece: usize,
) {
    use rayon::prelude::*;

    assert!(piece.is_multiple_of(WORD), "whole words");
    values.reserve(count(words));
    let len = values.len();
    let mut room = &mut values.spare_capacity_mut()[..];
    let (mut parts, mut total) = (Vec::new(), 0);
    for (i, words) in words.chunks(piece / WORD).enumerate() {
        let count = count(words);
        let (part, rest) = room.split_at_mut(count);
        let end = column.size().min((i + 1) * piece);
        parts.push((column.slice(i * piece..end), words, part));
        (room, total) = (rest, total + count);
    }
    parts.into_par_iter().for_each(|(column, words, part)| {
        super::simd::vectorized(
            #[inline(always)]
            move || {
                let mut done = 0;
                column.for_each_set(words, |value| {
                    part[done].write(value);
                    done += 1;
                });
                assert!(done == part.len(), "a value for each bit");
            },
        );
    });
    // SAFETY: each part has as many places as its words have bits, and each of them was written, or it would have panicked;
    // the parts are the first `total` places behind the values that there were.
    unsafe { values.set_len(len + total) };
}

impl AnyArray {
    /// Copies the elements of `source` at `indices` of its first axis, in that order, to this, which has as many on its first
    /// axis, and the other axes and the dtype of the source.
    ///
    /// # Panics
    /// If the dtype or the axes are others, or an index is out of range.
    pub(crate) fn gather(&mut self, source: AnyView<'_>, indices: impl Iterator<Item = usize>) {
        assert!(source.dtype() == self.dtype(), "elements of another dtype");
        let target = self.view_mut();
        let pick = |head: &Header<DynRank>, i: usize| {
            head.derive(|parent| parent.index(0, i)).expect("an index of the first axis")
        };
        for (to, from) in indices.enumerate() {
            let (from, to) = (pick(&source.head, from), pick(&target.head, to));
            // SAFETY: some of the elements of both [R1], [R2], of one shape (or it panics) and of this dtype; the target's are
            // the array's own, gaps too, which is borrowed mutably; nobody writes what is read [R4].
            unsafe { leaves::copy(&from, &to, source.dtype(), leaves::Written::Elements) };
        }
    }
}
