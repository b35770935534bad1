//! Masks: which elements of a view, as packed bits, from comparisons, for `filter` and its like.
//!
//! A [`Mask`] has a bit for each element in row-major order, 64 to a word: an eighth of NumPy's boolean array, combined 64
//! elements at a time. Comparisons are with a value (`gt ge lt le eq ne`), with another column (`gt_view` and so on), with a
//! range (`between`), with a set (`is_in`), with nothing (`is_missing`), of texts (`starts_with` and so on), or whatever a
//! closure says (`mask_by`). Of a view of several axes the mask has a bit for each of its elements, and `filter` of such a view
//! gives one axis, as NumPy's `a[mask]` does.
//!
//! Floats compare as in Rust and NumPy: NaN is different from everything and neither less nor greater, -0.0 equals 0.0. NaT
//! compares as NaN does.

mod algebra;
mod any;
mod compare;
#[cfg(feature = "rayon")]
mod par;
mod predicate;
mod records;

pub(super) use any::{Needle, Relation};
pub use predicate::Text;

use crate::raw::{gather, simd::vectorized};
use alloc::{vec, vec::Vec};
use core::fmt;

/// Which records: a truth value for each, packed 64 to a word.
///
/// NumPy's boolean index array. Comparisons make it, `&`, `|`, `^` and `!` combine it, `filter` uses it.
///
/// ```
/// use record_core::prelude::*;
/// let ages = View::from_slice(&[30, 51, 70]);
/// let mask = ages.gt(50) & !ages.gt(60);
/// assert_eq!((mask.count(), mask.to_vec()), (1, vec![false, true, false]));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a mask does nothing before it is used"]
pub struct Mask {
    /// Bit `i % 64` of word `i / 64`; bits behind the last record are zero.
    words: Vec<u64>,
    len: usize,
}

/// Two masks, or a mask and a table, of different lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaskError {
    /// Records of the table, or of the mask on the left.
    pub expected: usize,
    /// Records of the mask.
    pub found: usize,
}

impl fmt::Display for MaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a mask of {} records where {} are needed", self.found, self.expected)
    }
}

impl core::error::Error for MaskError {}

impl Mask {
    /// A mask of `len` records, all with this value.
    pub fn new(len: usize, value: bool) -> Self {
        let mut mask = Self { words: vec![if value { u64::MAX } else { 0 }; len.div_ceil(64)], len };
        mask.clear_rest();
        mask
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many records are in. NumPy's `count_nonzero`.
    pub fn count(&self) -> usize {
        let words = &self.words[..];
        vectorized(
            #[inline(always)]
            || gather::count(words),
        )
    }

    /// The bits: that of record `i` is bit `i % 64` of word `i / 64`, and those behind the last record are zero.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[3, 1, 2]).ge(2).as_words(), [0b101]);
    /// ```
    pub fn as_words(&self) -> &[u64] {
        &self.words
    }

    /// The mask of so many records whose bits `fill` writes: all of them, and zeros behind.
    #[inline(always)]
    pub(crate) fn written(len: usize, fill: impl FnOnce(&mut [u64])) -> Self {
        let mut words = vec![0; len.div_ceil(64)];
        fill(&mut words);
        let mut mask = Self { words, len };
        mask.clear_rest();
        mask
    }

    /// Whether record `index` is in; `None` behind the end.
    pub fn get(&self, index: usize) -> Option<bool> {
        (index < self.len).then(|| self.words[index / 64] >> (index % 64) & 1 == 1)
    }

    /// Whether the eight records from `index` on are in, as bits.
    ///
    /// # Panics
    /// If none of them is in range.
    #[inline(always)]
    pub(crate) fn eight(&self, index: usize) -> u8 {
        let (word, bit) = (index / 64, index % 64);
        let low = self.words[word] >> bit;
        let high = if bit > 56 { self.words.get(word + 1).map_or(0, |word| word << (64 - bit)) } else { 0 };
        (low | high).to_le_bytes()[0]
    }

    /// Puts record `index` in or out.
    ///
    /// # Panics
    /// If `index` is not below the length.
    #[track_caller]
    pub fn set(&mut self, index: usize, value: bool) {
        assert!(index < self.len, "index {index} is out of range for a mask of {} records", self.len);
        let bit = 1 << (index % 64);
        let word = &mut self.words[index / 64];
        *word = if value { *word | bit } else { *word & !bit };
    }

    /// Whether any record is in.
    pub fn any(&self) -> bool {
        self.words.iter().any(|&word| word != 0)
    }

    /// Whether all records are in; true for none.
    pub fn all(&self) -> bool {
        self.count() == self.len
    }

    /// A truth value for each record.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = bool> + '_ {
        (0..self.len).map(|i| self.words[i / 64] >> (i % 64) & 1 == 1)
    }

    /// A truth value for each record.
    pub fn to_vec(&self) -> Vec<bool> {
        self.iter().collect()
    }

    /// The indices of the records that are in, in order. NumPy's `flatnonzero`.
    pub fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        Self::set_bits(&self.words)
    }

    /// The numbers of the bits that are set, in order.
    pub(crate) fn set_bits(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
        words.iter().enumerate().flat_map(|(i, &word)| {
            core::iter::successors((word != 0).then_some(word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| i * 64 + rest.trailing_zeros() as usize)
        })
    }

    /// Records that are in both.
    ///
    /// # Errors
    /// [`MaskError`] if the lengths differ.
    pub fn try_and(&self, other: &Self) -> Result<Self, MaskError> {
        self.combine(other, |a, b| a & b)
    }

    /// Records that are in either.
    ///
    /// # Errors
    /// [`MaskError`] if the lengths differ.
    pub fn try_or(&self, other: &Self) -> Result<Self, MaskError> {
        self.combine(other, |a, b| a | b)
    }

    /// Records that are in one and not in the other.
    ///
    /// # Errors
    /// [`MaskError`] if the lengths differ.
    pub fn try_xor(&self, other: &Self) -> Result<Self, MaskError> {
        self.combine(other, |a, b| a ^ b)
    }

    /// Puts the records of another mask behind those of this one. NumPy's `concatenate`.
    ///
    /// ```
    /// # use record_core::ops::Mask;
    /// let mut mask = Mask::new(1, true);
    /// mask.append(&Mask::new(2, false));
    /// assert_eq!(mask.to_vec(), [true, false, false]);
    /// ```
    pub fn append(&mut self, other: &Self) {
        let shift = self.len % 64;
        if shift == 0 {
            self.words.extend_from_slice(&other.words);
        } else {
            for &word in &other.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << shift;
                }
                self.words.push(word >> (64 - shift));
            }
        }
        self.len += other.len;
        // The last word of the other may have fitted into the last of this.
        self.words.truncate(self.len.div_ceil(64));
    }

    /// Errs unless the mask has `expected` records.
    pub(crate) fn check_len(&self, expected: usize) -> Result<(), MaskError> {
        if self.len == expected { Ok(()) } else { Err(MaskError { expected, found: self.len }) }
    }

    fn combine(&self, other: &Self, op: impl Fn(u64, u64) -> u64) -> Result<Self, MaskError> {
        other.check_len(self.len)?;
        let words = self.words.iter().zip(&other.words).map(|(&a, &b)| op(a, b)).collect();
        Ok(Self { words, len: self.len })
    }

    fn clear_rest(&mut self) {
        if let Some(last) = self.words.last_mut().filter(|_| !self.len.is_multiple_of(64)) {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }
}

impl FromIterator<bool> for Mask {
    fn from_iter<I: IntoIterator<Item = bool>>(values: I) -> Self {
        let mut mask = Self::new(0, false);
        for value in values {
            if mask.len.is_multiple_of(64) {
                mask.words.push(0);
            }
            mask.len += 1;
            mask.set(mask.len - 1, value);
        }
        mask
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mask({} of {})", self.count(), self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_are_those_one_by_one() {
        let mask: Mask = (0..200_u32).map(|i| i.wrapping_mul(0x9E37_79B9) >> 31 == 1).collect();
        for index in 0..200 {
            let bits = (0..8).map(|i| u8::from(mask.get(index + i) == Some(true)) << i).sum();
            assert_eq!(mask.eight(index), bits, "{index}");
        }
    }
}
