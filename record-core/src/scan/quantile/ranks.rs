//! The values of some ranks among those that several passes hand out.
//!
//! Values are compared by the bits of their `f64`, made a key whose order is theirs. The first pass keeps the keys while they are
//! few. Of more it counts them by their first bits, which tells in which range of keys each rank lies; then another pass keeps
//! the keys of these ranges, or, of one that still has too many, counts them by the next bits, and so on. Where all keys have
//! the same bits behind those that are counted, the counts tell them. Numbers of one magnitude and small integers take two
//! passes, or three, and none takes more than five.

use crate::{
    ops::ReduceError,
    scan::{ScanError, quantile::Pass},
};
use alloc::{vec, vec::Vec};
use core::ops;

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

/// How many keys there are by some of their bits.
struct ByBits {
    counts: Vec<u64>,
    /// The bits that are counted by, and those behind them.
    bits: u32,
    left: u32,
    /// One of the keys, and in which bits others differ from it.
    one: Option<u64>,
    differ: u64,
}

impl ByBits {
    fn new(bits: u32, left: u32) -> Result<Self, ScanError> {
        let mut counts = room(1 << bits)?;
        counts.resize(1 << bits, 0);
        Ok(Self { counts, bits, left, one: None, differ: 0 })
    }

    #[allow(clippy::cast_possible_truncation)] // 16 bits at most
    fn add(&mut self, key: u64) {
        self.counts[(key >> self.left) as usize & ((1 << self.bits) - 1)] += 1;
        self.differ |= key ^ *self.one.get_or_insert(key);
    }

    /// The ranges in which a rank lies, which ascend, of the range of these first bits that has `below` keys before it.
    fn ranges(&self, prefix: u64, mut below: u64, ranks: &[u64], ranges: &mut Vec<Range>) {
        let behind = (1 << self.left) - 1;
        let same = self.one.filter(|_| self.differ & behind == 0).map(|one| one & behind);
        let mut ranks = ranks.iter().peekable();
        for (next, &count) in (0..).zip(&self.counts) {
            if ranks.peek().is_some_and(|&&rank| rank < below + count) {
                let prefix = prefix << self.bits | next;
                let only = same.map(|same| prefix << self.left | same);
                ranges.push(Range {
                    prefix,
                    below,
                    count,
                    only,
                    found: 0,
                    content: Content::Kept(Vec::new()),
                });
                while ranks.next_if(|&&rank| rank < below + count).is_some() {}
            }
            below += count;
        }
    }
}

/// What a pass makes of the keys of a range.
enum Content {
    /// All of them.
    Kept(Vec<u64>),
    /// How many there are by their next bits.
    Counted(ByBits),
}

/// The keys that have their first bits in common, in which a rank lies that is looked for.
struct Range {
    /// These bits.
    prefix: u64,
    /// The keys that are less.
    below: u64,
    /// The keys that are in it.
    count: u64,
    /// The only key in it, where that is known.
    only: Option<u64>,
    /// The keys that the next pass has found in it so far.
    found: u64,
    /// What it makes of them.
    content: Content,
}

impl Range {
    /// Which of the ranks lie in it.
    fn ranks(&self, ranks: &[u64]) -> ops::Range<usize> {
        let before = |end: u64| ranks.partition_point(|&rank| rank < end);
        before(self.below)..before(self.below + self.count)
    }

    /// Goes on with a key that is in it.
    fn add(&mut self, key: u64) {
        self.found += 1;
        match &mut self.content {
            Content::Kept(kept) if self.found <= self.count => kept.push(key),
            // More than there were, for which there is no room; the number tells.
            Content::Kept(_) => {}
            Content::Counted(counts) => counts.add(key),
        }
    }
}

/// What the first pass finds.
#[derive(Default)]
pub(super) struct First {
    /// The keys, while they are kept.
    kept: Vec<u64>,
    /// How many there are by their first bits, once they are counted.
    counts: Option<ByBits>,
    /// How many values are missing.
    pub(super) missing: u64,
    /// How many others there are.
    pub(super) values: u64,
}

impl First {
    /// Goes on with these values.
    pub(super) fn take(&mut self, values: &[f64]) {
        for &value in values {
            if value.is_nan() {
                self.missing += 1;
                continue;
            }
            self.values += 1;
            let key = key(value);
            if self.counts.is_none() {
                if self.has_room() {
                    self.kept.push(key);
                    continue;
                }
                self.count();
            }
            if let Some(counts) = &mut self.counts {
                counts.add(key);
            }
        }
    }

    /// Whether another key can be kept.
    fn has_room(&mut self) -> bool {
        let len = self.kept.len();
        len < self.kept.capacity()
            || len < KEPT && self.kept.try_reserve_exact((len + 512).min(KEPT - len)).is_ok()
    }

    /// Counts the keys so far. If there is no memory for that, nothing is done.
    fn count(&mut self) {
        if let Ok(mut counts) = ByBits::new(FIRST, BITS - FIRST) {
            self.kept.drain(..).for_each(|key| counts.add(key));
            self.kept = Vec::new();
            self.counts = Some(counts);
        }
    }
}

/// The values of these ranks, which ascend, among those that are not missing.
pub(super) fn values(pass: &mut Pass<'_>, first: First, ranks: &[u64]) -> Result<Vec<f64>, ScanError> {
    Ok(keys(pass, first, ranks)?.into_iter().map(value).collect())
}

/// The keys of these ranks.
#[allow(clippy::cast_possible_truncation)] // ranks among those that are kept
fn keys(pass: &mut Pass<'_>, mut first: First, ranks: &[u64]) -> Result<Vec<u64>, ScanError> {
    let mut found = vec![0; ranks.len()];
    let all = first.values;
    let Some(counts) = first.counts else {
        if (first.kept.len() as u64) < all {
            return Err(ReduceError::OutOfMemory { elements: 1 << FIRST }.into());
        }
        first.kept.sort_unstable();
        found.iter_mut().zip(ranks).for_each(|(found, &rank)| *found = first.kept[rank as usize]);
        return Ok(found);
    };
    let (mut ranges, mut left) = (Vec::new(), counts.left);
    counts.ranges(0, 0, ranks, &mut ranges);
    drop(counts);
    loop {
        for range in &ranges {
            if let Some(only) = range.only {
                found[range.ranks(ranks)].fill(only);
            }
        }
        ranges.retain(|range| range.only.is_none());
        if ranges.is_empty() {
            return Ok(found);
        }
        let bits = NEXT.min(left);
        contents(&mut ranges, bits, left - bits)?;
        same(all, go_through(pass, &mut ranges, left)?)?;
        let mut next = Vec::new();
        for range in ranges {
            same(range.count, range.found)?;
            let of_range = range.ranks(ranks);
            match range.content {
                Content::Kept(mut kept) => {
                    kept.sort_unstable();
                    of_range.for_each(|at| found[at] = kept[(ranks[at] - range.below) as usize]);
                }
                Content::Counted(counts) => {
                    counts.ranges(range.prefix, range.below, &ranks[of_range], &mut next);
                }
            }
        }
        (ranges, left) = (next, left - bits);
    }
}

/// Says what the next pass makes of each range: as many keys as there is room for are kept, those of the smallest ranges, and
/// those that take no more room than their counts.
fn contents(ranges: &mut [Range], bits: u32, left: u32) -> Result<(), ScanError> {
    let mut order: Vec<&mut Range> = ranges.iter_mut().collect();
    order.sort_unstable_by_key(|range| range.count);
    let mut free = KEPT;
    for range in order {
        range.content = match usize::try_from(range.count) {
            Ok(count) if count <= free || count <= 1 << bits => {
                free = free.saturating_sub(count);
                Content::Kept(room(count)?)
            }
            _ => Content::Counted(ByBits::new(bits, left)?),
        };
    }
    Ok(())
}

/// One pass, in which the ranges get their contents; they ascend, and their keys agree but in the last `left` bits. How many
/// values there are.
fn go_through(pass: &mut Pass<'_>, ranges: &mut [Range], left: u32) -> Result<u64, ScanError> {
    let mut all = 0;
    pass(&mut |values| {
        for &value in values.iter().filter(|value| !value.is_nan()) {
            all += 1;
            let key = key(value);
            let prefix = key >> left;
            let at = ranges.partition_point(|range| range.prefix < prefix);
            if let Some(range) = ranges.get_mut(at).filter(|range| range.prefix == prefix) {
                range.add(key);
            }
        }
    })?;
    Ok(all)
}

/// That a pass finds as many as the first one.
fn same(expected: u64, found: u64) -> Result<(), ScanError> {
    if found == expected { Ok(()) } else { Err(ScanError::Changed { expected, found }) }
}
