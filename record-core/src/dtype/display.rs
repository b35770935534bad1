//! A dtype drawn as a table, after pahole: every field with its offset and size, every gap, the totals, and what
//! another order of the fields would save.

use core::fmt;

use super::{DType, FieldType, Kind};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Scalars and sub-arrays of scalars in short (`<f8`, `[<f4; 3]`), records as a table in order of the offsets. Offsets
/// count from the start of the outermost record, in bytes; the fields inside a sub-array are those of its first
/// element.
///
/// ```
/// use record_core::DType;
/// let dtype = DType::parse("dtype([('kind', 'u1'), ('value', '<f8'), ('flags', 'u1', (3,))], align=True)")?;
/// assert_eq!(dtype.to_string(), "\
/// record of 24 bytes, alignment 8, aligned
///   offset  size  field  type
///        0     1  kind   u1
///        1     7  (gap)
///        8     8  value  <f8
///       16     3  flags  [u1; 3]
///       19     5  (gap)
/// 3 fields: 12 bytes, 2 gaps: 12 bytes (50 %)
/// fields by decreasing alignment: 16 bytes, 8 fewer");
/// # Ok::<(), record_core::dtype::DTypeError>(())
/// ```
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let record = self.base();
        let Kind::Record(fields) = &record.kind else { return fmt::Debug::fmt(self, f) };
        write!(f, "{} of {} bytes, alignment {}", Short(self), self.itemsize, self.alignment)?;
        writeln!(f, "{}", if record.aligned { ", aligned" } else { "" })?;
        let mut widths = Widths { offset: 6, size: 4, name: 5 };
        widths.measure(record, 0);
        let Widths { offset, size, name } = widths;
        writeln!(f, "  {:>offset$}  {:>size$}  {:<name$}  type", "offset", "size", "field")?;
        let mut gaps = Gaps { count: 0, bytes: 0 };
        rows(f, record, &Place { start: 0, level: 0, times: 1, widths }, &mut gaps)?;
        totals(f, record, fields.len(), &gaps)
    }
}

/// The type of one row: records without their fields.
pub(super) struct Short<'a>(pub(super) &'a DType);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Scalar(_) => fmt::Debug::fmt(self.0, f),
            Kind::Array(base, count) => write!(f, "[{}; {count}]", Short(base)),
            Kind::Record(_) => f.write_str("record"),
        }
    }
}

/// Columns of characters.
#[derive(Clone, Copy)]
struct Widths {
    offset: usize,
    size: usize,
    name: usize,
}

impl Widths {
    fn measure(&mut self, record: &DType, level: usize) {
        if level == 0 {
            let digits = decimal_width(record.itemsize);
            self.offset = self.offset.max(digits);
            self.size = self.size.max(digits);
        }
        if !record.gap_free {
            self.name = self.name.max(2 * level + GAP.len());
        }
        for field in record.fields() {
            self.name = self.name.max(2 * level + Label(field.name()).width());
            self.measure(field.dtype.base(), level + 1);
        }
    }
}

const GAP: &str = "(gap)";

/// A name, in quotes where it has characters that would break the table.
#[derive(Clone, Copy)]
struct Label<'a>(&'a str);

impl Label<'_> {
    fn is_plain(self) -> bool {
        !self.0.is_empty() && self.0 != GAP && !self.0.contains(|c: char| c.is_control() || c.is_whitespace())
    }

    fn width(self) -> usize {
        if self.is_plain() { self.0.chars().count() } else { self.0.escape_debug().count() + 2 }
    }
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() { f.write_str(self.0) } else { write!(f, "\"{}\"", self.0.escape_debug()) }
    }
}

/// Where a record stands in the table: its offset, its nesting, and how often it is there.
struct Place {
    start: usize,
    level: usize,
    times: u128,
    widths: Widths,
}

/// All gaps, those in every element of a sub-array included.
struct Gaps {
    count: u128,
    bytes: u128,
}

impl Place {
    fn row(&self, f: &mut fmt::Formatter<'_>, offset: usize, bytes: usize, name: Label<'_>) -> fmt::Result {
        let Widths { offset: offset_width, size, name: name_width } = self.widths;
        let indent = 2 * self.level;
        write!(f, "  {offset:>offset_width$}  {bytes:>size$}  {:indent$}{name}", "")?;
        let padding = name_width - indent - name.width();
        write!(f, "{:padding$}  ", "")
    }

    fn gap(&self, f: &mut fmt::Formatter<'_>, offset: usize, bytes: usize, gaps: &mut Gaps) -> fmt::Result {
        let Widths { offset: offset_width, size, .. } = self.widths;
        gaps.count = gaps.count.saturating_add(self.times);
        gaps.bytes = gaps.bytes.saturating_add(self.times.saturating_mul(bytes as u128));
        writeln!(f, "  {offset:>offset_width$}  {bytes:>size$}  {:1$}{GAP}", "", 2 * self.level)
    }
}

fn rows(f: &mut fmt::Formatter<'_>, record: &DType, place: &Place, gaps: &mut Gaps) -> fmt::Result {
    let mut end = 0;
    let mut row = |field: &FieldType, f: &mut fmt::Formatter<'_>| {
        let (offset, dtype) = (field.offset, field.dtype());
        if offset > end {
            place.gap(f, place.start + end, offset - end, gaps)?;
        }
        place.row(f, place.start + offset, field.itemsize, Label(field.name()))?;
        write!(f, "{}", Short(dtype))?;
        let base = dtype.base();
        if base.as_record().is_some() {
            if dtype.as_array().is_some() {
                write!(f, ", {} bytes each", base.itemsize)?;
            }
            write!(f, ", alignment {}{}", base.alignment, if base.aligned { ", aligned" } else { "" })?;
        }
        if let Some(title) = field.title() {
            write!(f, ", title {}", super::quote::Quoted(title))?;
        }
        writeln!(f, "{}", if offset < end && field.itemsize > 0 { ", overlaps" } else { "" })?;
        end = end.max(offset + field.itemsize);
        let times = dtype.shape().fold(place.times, |times, n| times.saturating_mul(n as u128));
        let inner =
            Place { start: place.start + offset, level: place.level + 1, times, widths: place.widths };
        rows(f, base, &inner, gaps)
    };
    for_each_by_offset(record.fields(), |field| row(field, f))?;
    if record.as_record().is_some() && record.itemsize > end {
        place.gap(f, place.start + end, record.itemsize - end, gaps)?;
    }
    Ok(())
}

/// Fields of run-time records may be out of order; those of derived ones never are.
fn for_each_by_offset<'a>(
    fields: &'a [FieldType],
    mut each: impl FnMut(&'a FieldType) -> fmt::Result,
) -> fmt::Result {
    #[cfg(feature = "alloc")]
    if !fields.is_sorted_by_key(|field| field.offset) {
        let mut sorted: Vec<&FieldType> = fields.iter().collect();
        sorted.sort_by_key(|field| field.offset);
        return sorted.into_iter().try_for_each(each);
    }
    fields.iter().try_for_each(&mut each)
}

fn totals(f: &mut fmt::Formatter<'_>, record: &DType, fields: usize, gaps: &Gaps) -> fmt::Result {
    let size = record.itemsize as u128;
    let plural = |n: u128| if n == 1 { "" } else { "s" };
    write!(f, "{fields} field{}", plural(fields as u128))?;
    if overlaps(record) {
        // What one field leaves free another may cover: the sum of the rows would mislead.
        return f.write_str(if record.gap_free {
            ", overlapping, no gaps"
        } else {
            ", overlapping, with gaps"
        });
    }
    if gaps.count == 0 {
        f.write_str(", no gaps")?;
    } else {
        let percent = (gaps.bytes.saturating_mul(100) + size / 2).checked_div(size).unwrap_or(0);
        write!(f, ": {} bytes, {} gap{}", size.saturating_sub(gaps.bytes), gaps.count, plural(gaps.count))?;
        write!(f, ": {} bytes ({percent} %)", gaps.bytes)?;
    }
    match reordered(record) {
        Some(better) if record.aligned && better < record.itemsize => {
            let saved = record.itemsize - better;
            write!(f, "\nfields by decreasing alignment: {better} bytes, {saved} fewer")
        }
        _ => Ok(()),
    }
}

#[cfg(feature = "alloc")]
fn overlaps(record: &DType) -> bool {
    record.fields_overlap()
}

#[cfg(not(feature = "alloc"))]
fn overlaps(_: &DType) -> bool {
    false
}

/// The size of the record if its fields came in order of decreasing alignment.
fn reordered(record: &DType) -> Option<usize> {
    let largest = record.fields().iter().map(|field| field.dtype().alignment()).max().unwrap_or(1).max(1);
    let (mut end, mut alignment) = (0_usize, Some(largest));
    while let Some(now) = alignment {
        for field in record.fields().iter().filter(|field| field.dtype().alignment() == now) {
            end = end.checked_next_multiple_of(now.max(1))?.checked_add(field.itemsize)?;
        }
        alignment = record.fields().iter().map(|field| field.dtype().alignment()).filter(|&a| a < now).max();
    }
    end.checked_next_multiple_of(largest)
}

fn decimal_width(number: usize) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}
