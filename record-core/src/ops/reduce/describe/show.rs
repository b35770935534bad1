//! A description as a table: a row for each column.

use crate::{
    ops::reduce::describe::{ColumnSummary, Description},
    view::Value,
};
use alloc::{
    format,
    string::{String, ToString as _},
    vec::Vec,
};
use core::fmt;

/// The headings; the first column is at the left, the others are at the right.
const HEADINGS: [&str; 9] = ["column", "dtype", "count", "missing", "infinite", "mean", "std", "min", "max"];

/// Six significant digits, and an exponent where there would be many zeros or more digits than a float has.
fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    let short = format!("{value:.5e}");
    let exponent = short.rsplit_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    match exponent {
        // NaN and infinities have none.
        Some(exponent @ -4..15) => {
            let decimals = usize::try_from(5 - exponent).unwrap_or(0);
            format!("{value:.decimals$}")
        }
        _ => short,
    }
}

fn count(value: u64) -> String {
    if value == 0 { String::new() } else { value.to_string() }
}

fn cells(column: &ColumnSummary) -> [String; HEADINGS.len()] {
    let value = |value: Option<&Value>| value.map_or_else(String::new, Value::to_string);
    #[cfg(feature = "std")]
    let std = number(column.std(1));
    #[cfg(not(feature = "std"))]
    let std = String::new();
    [
        column.name().escape_debug().to_string(),
        column.dtype().to_string(),
        column.count().to_string(),
        count(column.missing()),
        count(column.infinite()),
        number(column.mean()),
        std,
        value(column.min()),
        value(column.max()),
    ]
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.columns().iter().map(cells).collect();
        let width = |i: usize| {
            let cells = rows.iter().map(|row| row[i].chars().count());
            cells.max().unwrap_or(0).max(HEADINGS[i].len())
        };
        let widths: [usize; HEADINGS.len()] = core::array::from_fn(width);
        write!(f, "{} records", self.records())?;
        let headings = HEADINGS.map(String::from);
        for row in core::iter::once(&headings).chain(&rows) {
            writeln!(f)?;
            for (i, (cell, width)) in row.iter().zip(widths).enumerate() {
                match i {
                    0 => write!(f, "{cell:<width$}")?,
                    _ => write!(f, "  {cell:>width$}")?,
                }
            }
        }
        Ok(())
    }
}
