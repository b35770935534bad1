//! Positions in the memory in which words were sorted: many have pages of their own there, which a vector has not.

use crate::raw::array::Array;
use core::ops::{Deref, DerefMut};
use zerocopy::{FromBytes as _, IntoBytes as _};

/// Positions, in the order of the words that they were part of.
pub(crate) struct Positions {
    memory: Array<u64>,
    len: usize,
}

impl Positions {
    /// These bits of each word.
    pub(super) fn of(mut words: Array<u64>, mask: u64) -> Self {
        let len = words.size();
        for word in words.as_memory_slice_mut() {
            *word &= mask;
        }
        if size_of::<usize>() < size_of::<u64>() {
            // Narrower ones lie one after the other at the front: each is written where nothing is read later.
            for i in 0..len {
                #[allow(clippy::cast_possible_truncation)] // a position
                let position = words.as_memory_slice()[i] as usize;
                narrow(words.as_memory_slice_mut(), len)[i] = position;
            }
        }
        Self { memory: words, len }
    }

    /// All up to this one.
    pub(super) fn first(len: usize) -> Self {
        Self::of(Array::from_vec((0..len as u64).collect()), u64::MAX)
    }
}

/// So many positions at the front of the words.
fn narrow(words: &mut [u64], len: usize) -> &mut [usize] {
    match <[usize]>::mut_from_prefix_with_elems(words.as_mut_bytes(), len) {
        Ok((positions, _)) => positions,
        Err(_) => unreachable!("a position is no longer than a word, and aligned where one is"),
    }
}

impl Deref for Positions {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        match <[usize]>::ref_from_prefix_with_elems(self.memory.as_memory_slice().as_bytes(), self.len) {
            Ok((positions, _)) => positions,
            Err(_) => unreachable!("a position is no longer than a word, and aligned where one is"),
        }
    }
}

impl DerefMut for Positions {
    fn deref_mut(&mut self) -> &mut [usize] {
        narrow(self.memory.as_memory_slice_mut(), self.len)
    }
}
