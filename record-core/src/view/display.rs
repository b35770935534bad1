//! Views as text: a table with the first and the last five rows; `Debug` says what a view is and never dumps it.

#[cfg(feature = "alloc")]
use crate::raw::any_column::AnyColumn;
use crate::{
    element::Element,
    layout::Dim,
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        column::Column,
        view::{View, ViewMut},
    },
    shown::Shown,
};
use core::fmt;

impl<T: Element, D: Dim> fmt::Debug for View<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stored().debug_as(f, "View", T::SHOWN)
    }
}

impl<T: Element, D: Dim> fmt::Debug for ViewMut<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ViewMut::as_view(self).stored().debug_as(f, "ViewMut", T::SHOWN)
    }
}

impl<T: Element> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_view().stored().debug_as(f, "Column", T::SHOWN)
    }
}

impl fmt::Debug for AnyViewMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_view().debug_as(f, "AnyViewMut", Shown::Plain)
    }
}

impl fmt::Debug for AnyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug_as(f, "AnyView", Shown::Plain)
    }
}

#[cfg(feature = "alloc")]
impl fmt::Debug for AnyColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_view().debug_as(f, "AnyColumn", Shown::Plain)
    }
}

impl AnyView<'_> {
    pub(crate) fn debug_as(&self, f: &mut fmt::Formatter<'_>, name: &str, shown: Shown) -> fmt::Result {
        let mut text = f.debug_struct(name);
        text.field("shape", &self.shape()).field("strides", &self.strides()).field("dtype", &self.dtype());
        if let Shown::Bits { low, len } = shown {
            text.field("bits", &(low..low + len));
        }
        text.finish()
    }
}

#[cfg(feature = "alloc")]
pub(crate) mod table {
    use super::*;
    use crate::{time::display, view::Value};
    use alloc::{format, string::String, vec, vec::Vec};
    use fmt::Write as _;

    /// Rows shown at each end of a longer table.
    const ENDS: usize = 5;
    /// Parts of an array shown in a cell.
    const PARTS: usize = 6;
    /// Characters shown of a text, and bytes of opaque data.
    const CHARS: usize = 40;

    impl<T: Element, D: Dim> fmt::Display for View<'_, T, D> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.stored().show(f, T::SHOWN)
        }
    }

    impl<T: Element> fmt::Display for Column<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.as_view().stored().show(f, T::SHOWN)
        }
    }

    impl<T: Element, D: Dim> fmt::Display for ViewMut<'_, T, D> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            ViewMut::as_view(self).stored().show(f, T::SHOWN)
        }
    }

    impl fmt::Display for AnyColumn {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.as_view().fmt(f)
        }
    }

    /// A row for each index of the first axis, a column for each field: the first and the last five rows.
    impl fmt::Display for AnyViewMut<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.as_view().fmt(f)
        }
    }

    impl fmt::Display for AnyView<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.show(f, Shown::Plain)
        }
    }

    impl AnyView<'_> {
        fn show(&self, f: &mut fmt::Formatter<'_>, shown: Shown) -> fmt::Result {
            let fields = self.dtype().fields();
            let mut header: Vec<String> = fields.iter().map(|field| printable(field.name())).collect();
            if header.is_empty() {
                header.push("value".into());
            }
            let (len, scalar) = (self.len(), self.ndim() == 0);
            let indices: Vec<usize> =
                if len <= 2 * ENDS { (0..len).collect() } else { (0..ENDS).chain(len - ENDS..len).collect() };
            let mut rows = vec![header];
            let mut numeric = vec![true; rows[0].len()];
            for &i in &indices {
                let row = if scalar { *self } else { self.try_at(i).map_err(|_| fmt::Error)? };
                let cells = if fields.is_empty() {
                    vec![shown_as(row.nested(), shown)]
                } else {
                    let cells = row.cells(fields.len()).into_iter().enumerate();
                    cells.map(|(i, cell)| shown_as(cell, field(shown, i))).collect()
                };
                for (numeric, cell) in numeric.iter_mut().zip(&cells) {
                    *numeric &= !matches!(cell, Value::Bytes(_) | Value::Text(_) | Value::Record(_));
                }
                rows.push(cells.iter().map(cell_text).collect());
            }
            let widths: Vec<usize> = (0..numeric.len())
                .map(|c| rows.iter().map(|row| row[c].chars().count()).max().unwrap_or(0))
                .collect();
            for (r, row) in rows.iter().enumerate() {
                if r == ENDS + 1 && len > indices.len() {
                    writeln!(f, "…")?;
                }
                let mut line = String::new();
                for (c, cell) in row.iter().enumerate() {
                    let gap = if c == 0 { "" } else { "  " };
                    if numeric[c] {
                        write!(line, "{gap}{cell:>0$}", widths[c])?;
                    } else {
                        write!(line, "{gap}{cell:<0$}", widths[c])?;
                    }
                }
                writeln!(f, "{}", line.trim_end())?;
            }
            let what = if fields.is_empty() { "element" } else { "record" };
            let plural = if self.size() == 1 { "" } else { "s" };
            write!(f, "[{} {what}{plural} of {} bytes]", self.size(), self.dtype().itemsize())
        }
    }

    impl AnyView<'_> {
        /// The fields of a record view without axes; of one with axes, an array of each.
        fn cells(&self, fields: usize) -> Vec<Value> {
            (0..fields).filter_map(|i| Some(self.field_at(i)?.nested())).collect()
        }

        /// All axes of the view, and of a sub-array, as nested arrays: of each axis, as much as a cell shows.
        fn nested(&self) -> Value {
            let view = self.all_axes().unwrap_or(*self);
            if view.ndim() == 0 {
                return view.get_at([]).unwrap_or(Value::Array(Vec::new()));
            }
            let parts = (0..view.len()).take(PARTS + 1);
            Value::Array(parts.filter_map(|i| Some(view.try_at(i).ok()?.nested())).collect())
        }
    }

    /// How a record's field is shown.
    fn field(record: Shown, index: usize) -> Shown {
        match record {
            Shown::Fields { of } => of.get(index).copied().unwrap_or(Shown::Plain),
            _ => Shown::Plain,
        }
    }

    /// What is shown of a value: bits are cut out of their integers, and codes get their names.
    fn shown_as(value: Value, shown: Shown) -> Value {
        match (value, shown) {
            (value, Shown::Plain) => value,
            (Value::Array(parts), _) => {
                Value::Array(parts.into_iter().map(|part| shown_as(part, shown)).collect())
            }
            (Value::Record(parts), _) => {
                let parts = parts.into_iter().enumerate();
                Value::Record(parts.map(|(i, part)| shown_as(part, field(shown, i))).collect())
            }
            (Value::UInt(word), _) => shown_word(word, shown).unwrap_or(Value::UInt(word)),
            (Value::Int(word), _) => shown_word(word.cast_unsigned(), shown).unwrap_or(Value::Int(word)),
            (value, _) => value,
        }
    }

    fn shown_word(word: u64, shown: Shown) -> Option<Value> {
        match shown {
            Shown::Bits { low, len } => Some(Value::UInt(word >> low & (u64::MAX >> (64 - len)))),
            Shown::Codes(name) => name(word).map(|name| Value::Text(name.into())),
            _ => None,
        }
    }

    /// As a cell of a table shows it: long texts and arrays are cut.
    impl fmt::Display for Value {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.pad(&cell_text(self))
        }
    }

    fn cell_text(value: &Value) -> String {
        match value {
            Value::Bool(v) => format!("{v}"),
            Value::Int(v) => format!("{v}"),
            Value::UInt(v) => format!("{v}"),
            Value::Float32(v) => format!("{v:?}"),
            Value::Float64(v) => format!("{v:?}"),
            Value::Complex64(re, im) => format!("{re:?}{im:+?}i"),
            Value::Complex128(re, im) => format!("{re:?}{im:+?}i"),
            Value::Bytes(bytes) => clip(&format!("{}", bytes.escape_ascii())),
            Value::Text(text) => clip(&printable(text)),
            Value::Opaque(bytes) => {
                let mut hex = String::new();
                for byte in bytes.iter().take(CHARS / 2) {
                    _ = write!(hex, "{byte:02x}");
                }
                if bytes.len() > CHARS / 2 { hex + "…" } else { hex }
            }
            Value::DateTime(count, unit) => format!("{}", fmt::from_fn(|f| display::date(f, *unit, *count))),
            Value::TimeDelta(count, unit) => format!("{}", fmt::from_fn(|f| display::span(f, *unit, *count))),
            Value::Array(parts) => list(parts, '[', ']'),
            Value::Record(parts) => list(parts, '(', ')'),
        }
    }

    fn list(parts: &[Value], open: char, close: char) -> String {
        let mut texts: Vec<String> = parts.iter().take(PARTS).map(cell_text).collect();
        if parts.len() > PARTS {
            texts.push("…".into());
        }
        format!("{open}{}{close}", texts.join(", "))
    }

    /// The text with control characters escaped, so that a file cannot speak to the terminal.
    fn printable(text: &str) -> String {
        let mut shown = String::new();
        for c in text.chars() {
            if c.is_control() {
                shown.extend(c.escape_default());
            } else {
                shown.push(c);
            }
        }
        shown
    }

    fn clip(text: &str) -> String {
        match text.char_indices().nth(CHARS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.into(),
        }
    }
}
