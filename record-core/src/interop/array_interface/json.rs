//! As much of JSON as an array interface is written in: objects, arrays, strings, integers, `true`, `false`, `null`.
//!
//! One pass, bounded depth, every node with its byte position. Fractions are read past, for keys that nobody asks for.

use super::error::{InterfaceError, JsonProblem};
use crate::dtype::MAX_DEPTH;
use alloc::{string::String, vec::Vec};
use core::fmt::{self, Write};

type Result<T> = core::result::Result<T, InterfaceError>;

/// A value and where it starts.
#[derive(Debug)]
pub(super) struct Json {
    pub(super) at: usize,
    pub(super) kind: JsonKind,
}

#[derive(Debug)]
pub(super) enum JsonKind {
    Null,
    Bool(bool),
    Int(i128),
    /// A number that is no integer, or too large.
    OtherNumber,
    Text(String),
    List(Vec<Json>),
    Object(Vec<(usize, String, Json)>),
}

/// Brackets for each level of a dtype: a descr of a field nests two, an interface has two around.
const MAX_BRACKETS: usize = 2 * MAX_DEPTH as usize + 8;

impl Json {
    /// "Expected this here".
    pub(super) fn expected(&self, expected: &'static str, text: &str) -> InterfaceError {
        let found = text.get(self.at..).and_then(|rest| rest.chars().next());
        self.problem(JsonProblem::Expected { expected, found })
    }

    pub(super) fn problem(&self, problem: JsonProblem) -> InterfaceError {
        InterfaceError::Parse { at: self.at, problem }
    }
}

/// Reads the one value that fills the text.
pub(super) fn parse(text: &str) -> Result<Json> {
    let mut reader = Reader { text, at: 0, brackets: 0 };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < text.len() { Err(reader.expected("the end of the text")) } else { Ok(value) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    brackets: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, expected: &'static str) -> InterfaceError {
        let found = self.rest().chars().next();
        InterfaceError::Parse { at: self.at, problem: JsonProblem::Expected { expected, found } }
    }

    fn value(&mut self) -> Result<Json> {
        self.skip_space();
        let at = self.at;
        let kind = match self.peek() {
            Some(b'"') => JsonKind::Text(self.string()?),
            Some(b'[') => JsonKind::List(self.nested(Self::list)?),
            Some(b'{') => JsonKind::Object(self.nested(Self::object)?),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word()?,
        };
        Ok(Json { at, kind })
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.brackets == MAX_BRACKETS {
            let problem = JsonProblem::TooDeep { limit: MAX_BRACKETS };
            return Err(InterfaceError::Parse { at: self.at, problem });
        }
        self.brackets += 1;
        self.at += 1;
        let read = read(self)?;
        self.brackets -= 1;
        Ok(read)
    }

    fn list(&mut self) -> Result<Vec<Json>> {
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value()?);
            if self.eat(b']') {
                return Ok(items);
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn object(&mut self) -> Result<Vec<(usize, String, Json)>> {
        let mut entries = Vec::new();
        if self.eat(b'}') {
            return Ok(entries);
        }
        loop {
            self.skip_space();
            let at = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key in quotes"));
            }
            let key = self.string()?;
            if !self.eat(b':') {
                return Err(self.expected("`:` after the key"));
            }
            entries.push((at, key, self.value()?));
            if self.eat(b'}') {
                return Ok(entries);
            }
            if !self.eat(b',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    /// JSON writes no zeros in front, and `parse` of an integer would take a `+`.
    fn number(&mut self) -> JsonKind {
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.');
        let length = self.rest().bytes().take_while(part).count();
        let digits = &self.rest()[..length];
        let plain = digits.strip_prefix('-').unwrap_or(digits);
        let leading_zero = plain.len() > 1 && plain.starts_with('0');
        let integer = !leading_zero && plain.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| integer).map_or(JsonKind::OtherNumber, JsonKind::Int);
        self.at += length;
        number
    }

    fn word(&mut self) -> Result<JsonKind> {
        let words =
            [("null", JsonKind::Null), ("true", JsonKind::Bool(true)), ("false", JsonKind::Bool(false))];
        for (word, kind) in words {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.expected("a value"))
    }

    fn string(&mut self) -> Result<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let plain = self.rest().find(|c: char| matches!(c, '"' | '\\') || c < ' ');
            let plain = plain.unwrap_or(self.rest().len());
            out.push_str(&self.rest()[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.expected("the closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let bad = InterfaceError::Parse { at: self.at, problem: JsonProblem::BadEscape };
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        if letter == Some(b'u') {
            let first = self.unit().ok_or(bad.clone())?;
            let code = match first {
                0xd800..0xdc00 => {
                    let second = self.unit().filter(|unit| (0xdc00..0xe000).contains(unit));
                    0x1_0000 + ((first - 0xd800) << 10) + (second.ok_or(bad.clone())? - 0xdc00)
                }
                other => other,
            };
            return char::from_u32(code).ok_or(bad);
        }
        self.at += 2;
        Ok(match letter {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(bad),
        })
    }

    /// `\u12ab`, a unit of UTF-16.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix("\\u")?.get(..4)?;
        let code = u32::from_str_radix(digits, 16).ok();
        // The conversion alone would take a sign.
        let code = code.filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 6;
        Some(code)
    }
}

/// Displays as a JSON string, all of it ASCII.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                ' '..='~' => f.write_char(c)?,
                _ => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        write!(f, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        f.write_char('"')
    }
}
