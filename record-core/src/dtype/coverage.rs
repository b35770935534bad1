//! Which bytes of a record belong to a leaf: the gaps, and fields that share bytes.
//!
//! Fields in order and disjoint, which is nearly every record, take one pass. Explicit offsets may overlap or go
//! backwards; then the ranges of the leaves are collected and merged. The collection is bounded: interleaved arrays
//! of records with gaps can have more ranges than memory, and deciding whether they interlock is as hard as covering
//! systems are. Past [`MAX_RANGES`] the answer is the careful one, that there are gaps.

use alloc::vec::Vec;

use super::{DType, FieldType, Kind};

/// How many leaf ranges are collected before a record of overlapping fields counts as having gaps.
const MAX_RANGES: usize = 4096;

/// Whether the leaves of `fields` cover all of `itemsize` bytes.
pub(super) fn is_covered(fields: &[FieldType], itemsize: usize) -> bool {
    if is_ordered(fields) {
        let (mut end, mut free) = (0, true);
        for field in fields.iter().filter(|f| f.itemsize > 0) {
            free &= field.gap_free && field.offset == end;
            end = field.offset + field.itemsize;
        }
        return free && end == itemsize;
    }
    let mut ranges = Vec::new();
    let mut budget = MAX_RANGES.max(4 * fields.len());
    let complete = fields.iter().all(|f| collect(&f.dtype, f.offset, &mut ranges, &mut budget));
    ranges.sort_unstable();
    let end = ranges.iter().try_fold(0, |end, &(from, to)| if from > end { None } else { Some(to.max(end)) });
    complete && end.is_some_and(|end| end >= itemsize)
}

/// Whether every field starts where those before it have ended, or later.
pub(super) fn is_ordered(fields: &[FieldType]) -> bool {
    let mut end = 0;
    fields.iter().all(|field| {
        let fits = field.offset >= end;
        end = field.offset + field.itemsize;
        fits
    })
}

/// Whether two of the fields share a byte, gaps inside them included.
pub(super) fn overlap(fields: &[FieldType]) -> bool {
    if is_ordered(fields) {
        return false;
    }
    let mut ranges: Vec<_> =
        fields.iter().filter(|f| f.itemsize > 0).map(|f| (f.offset, f.offset + f.itemsize)).collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

impl DType {
    /// Whether every byte of `start..end` of an element belongs to a leaf. The careful `false` is possible where fields
    /// overlap.
    pub(crate) fn leaves_cover(&self, start: usize, end: usize) -> bool {
        if start > end || end > self.itemsize {
            return false;
        }
        if self.gap_free || start == end {
            return true;
        }
        match &self.kind {
            Kind::Scalar(_) => true,
            Kind::Array(base, _) => {
                let size = base.itemsize;
                (start / size..=(end - 1) / size).all(|i| {
                    let at = i * size;
                    base.leaves_cover(start.max(at) - at, end.min(at + size) - at)
                })
            }
            Kind::Record(fields) => {
                // Fields mostly are in order: the next one is looked at first.
                let (mut at, mut next) = (start, 0);
                while at < end {
                    let found = (0..fields.len()).map(|i| (next + i) % fields.len()).find_map(|i| {
                        let field = &fields[i];
                        let stop = end.min(field.offset + field.itemsize);
                        let holds = field.offset <= at && at < stop;
                        (holds && field.dtype.leaves_cover(at - field.offset, stop - field.offset))
                            .then_some((stop, i + 1))
                    });
                    match found {
                        Some((stop, i)) => (at, next) = (stop, i),
                        None => return false,
                    }
                }
                true
            }
        }
    }
}

/// Adds the leaf ranges of `dtype` at `offset`; false if the budget ends first.
fn collect(dtype: &DType, offset: usize, ranges: &mut Vec<(usize, usize)>, budget: &mut usize) -> bool {
    if dtype.itemsize == 0 {
        return true;
    }
    let Some(left) = budget.checked_sub(1) else { return false };
    *budget = left;
    match &dtype.kind {
        _ if dtype.gap_free => {
            ranges.push((offset, offset + dtype.itemsize));
            true
        }
        Kind::Scalar(_) => true,
        Kind::Array(base, count) => {
            (0..*count).all(|i| collect(base, offset + i * base.itemsize, ranges, budget))
        }
        Kind::Record(fields) => fields.iter().all(|f| collect(&f.dtype, offset + f.offset, ranges, budget)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::DTypeError;

    /// Two sub-arrays of `count` two-byte records, each filling the gaps of the other.
    fn interleaved(count: usize) -> Result<DType, DTypeError> {
        let half = DType::builder().field("x", DType::parse("u1")?).itemsize(2).build()?;
        let halves = DType::array(half, &[count])?;
        let first = DType::builder().field_at("even", &halves, 0).field_at("odd", &halves, 1);
        first.field_at("last", DType::parse("u1")?, 2 * count).build()
    }

    #[test]
    fn gaps_are_filled_by_other_fields() -> Result<(), DTypeError> {
        assert!(interleaved(1000)?.is_gap_free());
        // Too many ranges to look at.
        assert!(!interleaved(1_000_000_000)?.is_gap_free());
        Ok(())
    }
}
