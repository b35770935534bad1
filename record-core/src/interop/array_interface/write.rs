//! An array interface as JSON.

use super::{ArrayInterface, json::Escaped};
use crate::dtype::literal::{self, Literal, LiteralKind};
use alloc::{string::String, vec::Vec};
use core::fmt::{self, Write};

impl ArrayInterface {
    /// The interface as Python's `json.dumps(a.__array_interface__)` writes it: tuples as arrays, ASCII only.
    ///
    /// ```
    /// use record_core::{interop::ArrayInterface, prelude::*};
    /// let view = View::<Be<u16>>::from_bytes(&[0; 6])?;
    /// let interface = view.array_interface()?;
    /// let json = interface.to_json();
    /// assert!(json.ends_with(r#""strides": null, "descr": [["", ">u2"]], "typestr": ">u2", "shape": [3], "version": 3}"#));
    /// assert_eq!(ArrayInterface::parse(&json)?, interface);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let written = self.write_json(&mut out);
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
        out
    }

    fn write_json(&self, out: &mut String) -> fmt::Result {
        write!(out, "{{\"data\": [{}, {}], \"strides\": ", self.address, self.read_only)?;
        match &self.strides {
            Some(strides) => write!(out, "{strides:?}")?,
            None => out.push_str("null"),
        }
        // The descr is one of Python's literals, which JSON has too, tuples apart. It is there: `new` and `parse` have
        // seen to it.
        let descr = self.descr().unwrap_or_default();
        if let Ok(literal) = literal::parse(&descr) {
            out.push_str(", \"descr\": ");
            write_literal(&literal, out)?;
        }
        if self.offset > 0 {
            write!(out, ", \"offset\": {}", self.offset)?;
        }
        write!(
            out,
            ", \"typestr\": {}, \"shape\": {:?}, \"version\": 3}}",
            Escaped(&self.typestr()),
            self.shape
        )
    }
}

/// The literals of a descr: strings, integers, lists and tuples.
fn write_literal(literal: &Literal<'_>, out: &mut String) -> fmt::Result {
    let list = |items: &Vec<Literal<'_>>, out: &mut String| {
        out.push('[');
        for (i, item) in items.iter().enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            write_literal(item, out)?;
        }
        out.push(']');
        Ok(())
    };
    match &literal.kind {
        LiteralKind::Text { text, .. } => write!(out, "{}", Escaped(text)),
        LiteralKind::Int(number) => write!(out, "{number}"),
        LiteralKind::Tuple(items) | LiteralKind::List(items) => list(items, out),
        _ => Ok(()),
    }
}
