//! NumPy's comma strings: `'i4, (2,3)f8, 3u1'` is a record of fields f0, f1, f2.

use alloc::vec::Vec;

use super::{DType, DTypeError, ParseProblem, Scalar, ScalarKind, packing, packing::Member, scalar_parse};
use crate::ByteOrder;

/// Reads a type string, plain or with commas and repeats, that starts at byte `at` of the whole text.
pub(super) fn type_string(
    text: &str,
    at: usize,
    native: ByteOrder,
    aligned: bool,
) -> Result<DType, DTypeError> {
    if !is_comma_string(text) {
        return DType::try_scalar(scalar_parse::scalar(text, at, native)?).map_err(|error| error.at(at));
    }
    let mut items = Items { text, position: 0, at, native };
    let mut members = Vec::new();
    let mut commas = false;
    loop {
        let dtype = items.item()?;
        items.skip_space();
        let ends = items.position == text.len();
        if ends && !commas {
            return Ok(dtype);
        }
        members.push(Member {
            name: packing::name_or_position("", members.len()),
            title: None,
            dtype,
            offset: None,
        });
        if !ends && !items.eat(b',') {
            return Err(items.expected("`,`"));
        }
        commas = true;
        items.skip_space();
        if items.position == text.len() {
            return packing::place(members, None, aligned).map_err(|error| error.at(at));
        }
    }
}

/// A sub-array of one axis, or text or bytes of that size where the scalar has none: `'5S'` is `'S5'`.
pub(super) fn repeated(scalar: Scalar, count: usize) -> Result<DType, DTypeError> {
    let kind = match scalar.kind() {
        ScalarKind::Bytes(0) => ScalarKind::Bytes(count),
        ScalarKind::Utf32(0) => ScalarKind::Utf32(count),
        ScalarKind::Opaque(0) => ScalarKind::Opaque(count),
        _ => return DType::array(DType::try_scalar(scalar)?, &[count]),
    };
    DType::try_scalar(scalar.with_kind(kind))
}

/// Whether there is a repeat in front, or a comma outside square brackets.
fn is_comma_string(text: &str) -> bool {
    let item = text.strip_prefix(['<', '>', '=', '|']).unwrap_or(text);
    let mut square = 0_usize;
    item.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        || text.bytes().any(|b| {
            match b {
                b'[' => square += 1,
                b']' => square = square.saturating_sub(1),
                _ => {}
            }
            b == b',' && square == 0
        })
}

struct Items<'t> {
    text: &'t str,
    position: usize,
    at: usize,
    native: ByteOrder,
}

impl<'t> Items<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.position += 1;
        }
    }

    fn error(&self, problem: ParseProblem) -> DTypeError {
        DTypeError::parse(self.at + self.position, problem)
    }

    fn expected(&self, expected: &'static str) -> DTypeError {
        self.error(ParseProblem::Expected { expected, found: self.text[self.position..].chars().next() })
    }

    fn order(&mut self) -> Option<ByteOrder> {
        let order = match self.peek()? {
            b'<' => ByteOrder::Little,
            b'>' => ByteOrder::Big,
            b'=' | b'|' => self.native,
            _ => return None,
        };
        self.position += 1;
        Some(order)
    }

    /// `[order] [repeats] [order] type`.
    fn item(&mut self) -> Result<DType, DTypeError> {
        self.skip_space();
        let outer = self.order();
        self.skip_space();
        let start = self.at + self.position;
        let (shape, tuple) = self.repeats()?;
        self.skip_space();
        let before_order = self.error(ParseProblem::ByteOrdersDiffer);
        let inner = self.order();
        if let (Some(a), Some(b)) = (outer, inner)
            && a != b
        {
            return Err(before_order);
        }
        let order = inner.or(outer).unwrap_or(self.native);
        let at = self.at + self.position;
        let code = self.code();
        if code.is_empty() {
            return Err(self.expected("a type"));
        }
        let scalar = scalar_parse::scalar(code, at, order)?;
        let made = match shape.as_slice() {
            &[n] if !tuple => repeated(scalar, n),
            _ => DType::try_scalar(scalar).and_then(|dtype| DType::array(dtype, &shape)),
        };
        made.map_err(|error| error.at(start))
    }

    /// `3`, `(2,3)`, `()`, or nothing, and whether it is a tuple; also NumPy's `2,3` without brackets.
    fn repeats(&mut self) -> Result<(Vec<usize>, bool), DTypeError> {
        let bracket = self.eat(b'(');
        let (mut shape, mut tuple) = (Vec::new(), false);
        loop {
            self.skip_space();
            if !self.peek().is_some_and(|b| b.is_ascii_digit()) {
                break;
            }
            shape.push(self.number()?);
            self.skip_space();
            if !self.eat(b',') {
                break;
            }
            tuple = true;
        }
        match (bracket, self.peek()) {
            (true, Some(b'-')) => Err(self.error(ParseProblem::Negative)),
            (true, _) if !self.eat(b')') => Err(self.expected("a length or `)`")),
            _ => Ok((shape, tuple)),
        }
    }

    fn number(&mut self) -> Result<usize, DTypeError> {
        let digits = self.text[self.position..].bytes().take_while(u8::is_ascii_digit).count();
        let text = &self.text[self.position..self.position + digits];
        let number = text.parse().map_err(|_| self.error(ParseProblem::NumberTooLarge))?;
        self.position += digits;
        Ok(number)
    }

    /// Letters and digits, then perhaps a time unit in square brackets.
    fn code(&mut self) -> &'t str {
        let rest = &self.text[self.position..];
        let mut length =
            rest.bytes().take_while(|&b| b.is_ascii_alphanumeric() || b"._?".contains(&b)).count();
        if rest[length..].starts_with('[') {
            length += rest[length..].find(']').map_or(rest.len() - length, |end| end + 1);
        }
        self.position += length;
        &rest[..length]
    }
}
