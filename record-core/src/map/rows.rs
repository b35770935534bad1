//! Which bytes some of the records, or of the elements along the outermost axis, lie in.

use crate::table::TableError;
use core::ops::Range;

/// From the first byte of the elements whose first index is in `rows` to the last, for axes that step forwards.
pub(super) fn bytes_of(
    rows: Range<usize>,
    shape: &[usize],
    strides: &[isize],
    itemsize: usize,
) -> Result<Range<usize>, TableError> {
    let len = shape.first().copied().unwrap_or(1);
    if rows.start > rows.end || rows.end > len {
        return Err(TableError::OutOfRange { range: rows, len });
    }
    if rows.is_empty() || shape.contains(&0) {
        return Ok(0..0);
    }
    // No overflow: less than all that the elements span.
    let span = |n: usize, axis: usize| n * strides.get(axis).map_or(0, |stride| stride.unsigned_abs());
    let inner: usize = (1..shape.len()).map(|axis| span(shape[axis] - 1, axis)).sum();
    Ok(span(rows.start, 0)..span(rows.end - 1, 0) + inner + itemsize)
}

#[cfg(test)]
mod tests {
    use super::{Range, bytes_of};

    #[test]
    fn rows_in_both_orders() {
        assert_eq!(bytes_of(1..3, &[4], &[7], 7).unwrap(), 7..21);
        assert_eq!(bytes_of(1..3, &[4, 5], &[20, 4], 4).unwrap(), 20..60);
        // In Fortran order row 1 reaches from the second element to one before the end.
        assert_eq!(bytes_of(1..2, &[3, 5], &[4, 12], 4).unwrap(), 4..56);
        assert_eq!(bytes_of(0..1, &[], &[], 8).unwrap(), 0..8);
        assert_eq!(bytes_of(4..4, &[4], &[7], 7).unwrap(), 0..0);
        assert_eq!(bytes_of(0..2, &[2, 0], &[4, 4], 4).unwrap(), 0..0);
        assert_eq!(bytes_of(2..5, &[4], &[7], 7).unwrap_err().to_string(), "2..5 of 4");
        assert!(bytes_of(Range { start: 3, end: 2 }, &[4], &[7], 7).is_err());
    }
}
