//! The values of some ranks among those that several passes hand out.
//!
//! Values are compared by the bits of their `f64`, made a key whose order is theirs. The first pass keeps the keys while they are
//! few. Of more it counts them by their first bits, which tells in which range of keys each rank lies; then another pass keeps
//! the keys of these ranges, or, of one that still has too many, counts them by the next bits, and so on. Numbers of one
//! magnitude take two or three passes, and none takes more than five.

use crate::{
    ops::ReduceError,
    scan::{ScanError, quantile::Pass},
};
use alloc::{vec, vec::Vec};
use core::{cmp::Reverse, ops};

/// Keys that are kept at most: 16 MiB of them.
const KEPT: usize = 1 << 21;

/// Bits of a key, and those that are counted by in the first pass and in each that follows.
const BITS: u32 = u64::BITS;
const FIRST: u32 = 16;
const NEXT: u32 = 12;

/// A number whose order is that of the value, which is no NaN; -0.0 comes before 0.0.
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << (BITS - 1) }
}

/// The value of a key.
fn value(key: u64) -> f64 {
    f64::from_bits(if key >> (BITS - 1) == 0 { !key } else { key & !(1 << (BITS - 1)) })
}

/// An empty vector with room for so many.
fn room<T>(elements: usize) -> Result<Vec<T>, ScanError> {
    let mut room = Vec::new();
    room.try_reserve_exact(elements).map_err(|_| ReduceError::OutOfMemory { elements })?;
    Ok(room)
}

/// So many zeros.
fn zeros(elements: usize) -> Result<Vec<u64>, ScanError> {
    let mut zeros = room(elements)?;
    zeros.resize(elements, 0);
    Ok(zeros)
}

/// What a pass makes of the keys of a range.
enum Content {
    /// All of them.
    Kept(Vec<u64>),
    /// How many there are by their next bits.
    Counts(Vec<u64>),
}

/// The keys that have their first bits in common, in which a rank lies that is looked for.
struct Range {
    /// These bits.
    prefix: u64,
    /// The keys that are less.
    below: u64,
    /// The keys that are in it, and those that a further pass has found there.
    count: u64,
    found: u64,
    content: Content,
}

/// What the first pass finds.
pub(super) struct First {
    /// The first of the keys, all of them if there are few.
    kept: Vec<u64>,
    /// How many keys there are by their first bits.
    counts: Vec<u64>,
    /// How many values are none.
    pub(super) missing: u64,
    /// How many others there are.
    pub(super) values: u64,
}

impl First {
    pub(super) fn new() -> Result<Self, ScanError> {
        Ok(Self { kept: room(KEPT)?, counts: zeros(1 << FIRST)?, missing: 0, values: 0 })
    }

    pub(super) fn take(&mut self, values: &[f64]) {
        for &value in values {
            if value.is_nan() {
                self.missing += 1;
                continue;
            }
            let key = key(value);
            if self.kept.len() < KEPT {
                self.kept.push(key);
            }
            self.counts[index(key, BITS, FIRST)] += 1;
            self.values += 1;
        }
    }
}

/// The bits of a key that follow those before `from`, of which there are `from` left.
#[allow(clippy::cast_possible_truncation)] // of 16 bits at most
fn index(key: u64, from: u32, bits: u32) -> usize {
    (key >> (from - bits)) as usize & ((1 << bits) - 1)
}

/// The values of these ranks, which ascend, among those that are not missing.
pub(super) fn values(pass: &mut Pass<'_>, first: First, ranks: &[u64]) -> Result<Vec<f64>, ScanError> {
    Ok(keys(pass, first, ranks)?.into_iter().map(value).collect())
}

/// The keys of these ranks.
fn keys(pass: &mut Pass<'_>, mut first: First, ranks: &[u64]) -> Result<Vec<u64>, ScanError> {
    let mut found = vec![0; ranks.len()];
    if first.values <= KEPT as u64 {
        first.kept.sort_unstable();
        #[allow(clippy::cast_possible_truncation)] // of those that are kept
        ranks.iter().zip(&mut found).for_each(|(&rank, found)| *found = first.kept[rank as usize]);
        return Ok(found);
    }
    let all = first.values;
    let mut left = BITS - FIRST;
    let mut ranges = Vec::new();
    within(&mut ranges, 0, 0, FIRST, &first.counts, ranks);
    drop(first);
    loop {
        if left == 0 {
            // Each has one key.
            for range in &ranges {
                of_range(range, ranks).for_each(|at| found[at] = range.prefix);
            }
            return Ok(found);
        }
        let bits = NEXT.min(left);
        contents(&mut ranges, bits)?;
        let values = go_through(pass, &mut ranges, left, bits)?;
        let mut next = Vec::new();
        for range in ranges {
            same(range.count, range.found)?;
            let of_range = of_range(&range, ranks);
            match range.content {
                #[allow(clippy::cast_possible_truncation)] // of those that are kept
                Content::Kept(mut kept) => {
                    kept.sort_unstable();
                    of_range.for_each(|at| found[at] = kept[(ranks[at] - range.below) as usize]);
                }
                Content::Counts(counts) => {
                    within(&mut next, range.prefix, range.below, bits, &counts, &ranks[of_range]);
                }
            }
        }
        same(all, values)?;
        if next.is_empty() {
            return Ok(found);
        }
        (ranges, left) = (next, left - bits);
    }
}

/// Which of the ranks lie in a range.
fn of_range(range: &Range, ranks: &[u64]) -> ops::Range<usize> {
    let before = |end: u64| ranks.partition_point(|&rank| rank < end);
    before(range.below)..before(range.below + range.count)
}

/// The ranges of the next bits in which a rank lies, of those of a range that are counted by these bits.
fn within(ranges: &mut Vec<Range>, prefix: u64, mut below: u64, bits: u32, counts: &[u64], ranks: &[u64]) {
    let mut ranks = ranks.iter().peekable();
    for (next, &count) in (0..).zip(counts) {
        if ranks.peek().is_some_and(|&&rank| rank < below + count) {
            let content = Content::Counts(Vec::new());
            ranges.push(Range { prefix: prefix << bits | next, below, count, found: 0, content });
            while ranks.next_if(|&&rank| rank < below + count).is_some() {}
        }
        below += count;
    }
}

/// Says what the next pass makes of each range: as many as there is room for are kept, the smallest first.
fn contents(ranges: &mut [Range], bits: u32) -> Result<(), ScanError> {
    let mut order: Vec<&mut Range> = ranges.iter_mut().collect();
    order.sort_by_key(|range| Reverse(range.count));
    let mut free = KEPT;
    while let Some(range) = order.pop() {
        range.content = match usize::try_from(range.count) {
            Ok(count) if count <= free => {
                free -= count;
                Content::Kept(room(count)?)
            }
            _ => Content::Counts(zeros(1 << bits)?),
        };
    }
    Ok(())
}

/// One pass, in which the ranges get their contents. How many values there were.
fn go_through(pass: &mut Pass<'_>, ranges: &mut [Range], left: u32, bits: u32) -> Result<u64, ScanError> {
    let mut all = 0;
    pass(&mut |values| {
        for &value in values {
            if value.is_nan() {
                continue;
            }
            all += 1;
            let key = key(value);
            let prefix = key >> left;
            let at = ranges.partition_point(|range| range.prefix < prefix);
            let Some(range) = ranges.get_mut(at).filter(|range| range.prefix == prefix) else { continue };
            range.found += 1;
            match &mut range.content {
                Content::Kept(kept) if range.found <= range.count => kept.push(key),
                // More than there were, which the counts tell.
                Content::Kept(_) => {}
                Content::Counts(counts) => counts[index(key, left, bits)] += 1,
            }
        }
    })?;
    Ok(all)
}

/// That a pass finds as many values as the first one.
fn same(expected: u64, found: u64) -> Result<(), ScanError> {
    if found == expected { Ok(()) } else { Err(ScanError::Changed { expected, found }) }
}
