//! Text in quotes as Python's `repr` of a `str` writes it: names in descr, repr and .npy headers.

use core::fmt::{self, Write};

/// Displays as Python's `repr(text)`.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.0.contains('\'') && !self.0.contains('"') { '"' } else { '\'' };
        f.write_char(quote)?;
        for c in self.0.chars() {
            match c {
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if c == quote => write!(f, "\\{c}")?,
                c if is_printable(c) => f.write_char(c)?,
                c if u32::from(c) <= 0xff => write!(f, "\\x{:02x}", u32::from(c))?,
                c if u32::from(c) <= 0xffff => write!(f, "\\u{:04x}", u32::from(c))?,
                c => write!(f, "\\U{:08x}", u32::from(c))?,
            }
        }
        f.write_char(quote)
    }
}

/// Python's `str.isprintable`: neither a control, format, surrogate, private or unassigned character nor a separator
/// other than the space.
///
/// `str::escape_debug` judges by the same categories and escapes, beyond that, only a combining character that comes
/// first in the text. The two may know different versions of Unicode.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let mut buffer = [b'x', 0, 0, 0, 0];
    let end = 1 + c.encode_utf8(&mut buffer[1..]).len();
    core::str::from_utf8(&buffer[..end]).is_ok_and(|text| text.escape_debug().nth(1) == Some(c))
}

/// Whether a name can stand in the lossless form without quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
