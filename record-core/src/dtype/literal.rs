//! The part of Python's literals that dtypes and `.npy` headers are written in: strings, integers, tuples, lists,
//! dicts, names, and calls such as `dtype(.., align=True)`.
//!
//! One pass, bounded depth, every node with its byte position. What the literals mean is said elsewhere.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{DTypeError, MAX_DEPTH, ParseProblem, Unsupported};

/// A literal and where it starts.
#[derive(Debug)]
pub(crate) struct Literal<'t> {
    pub(crate) at: usize,
    pub(crate) kind: LiteralKind<'t>,
}

#[derive(Debug)]
pub(crate) enum LiteralKind<'t> {
    /// A string; a borrowed one starts right after its quote.
    Text {
        text: Cow<'t, str>,
        starts: usize,
    },
    /// An integer.
    Int(i128),
    /// `True`, `None`, `int`, `np.float64`.
    Name(&'t str),
    Tuple(Vec<Literal<'t>>),
    List(Vec<Literal<'t>>),
    Dict(Vec<(Literal<'t>, Literal<'t>)>),
    /// `callee(positional, .., key=value, ..)`.
    Call {
        callee: &'t str,
        positional: Vec<Literal<'t>>,
        keywords: Vec<(&'t str, Literal<'t>)>,
    },
}

/// Brackets per level of a dtype: `[('a', dtype({'formats': [` nests four.
const MAX_BRACKETS: usize = 4 * MAX_DEPTH as usize + 8;

impl Literal<'_> {
    /// "Expected this here".
    pub(crate) fn expected(&self, expected: &'static str, text: &str) -> DTypeError {
        let found = text.get(self.at..).and_then(|rest| rest.chars().next());
        DTypeError::parse(self.at, ParseProblem::Expected { expected, found })
    }
}

/// Reads one literal that fills the text, apart from whitespace.
pub(crate) fn parse(text: &str) -> Result<Literal<'_>, DTypeError> {
    let mut reader = Reader { text, at: 0, brackets: 0 };
    let literal = reader.literal()?;
    reader.skip_space();
    if reader.at < text.len() { Err(reader.expected("the end of the text")) } else { Ok(literal) }
}

/// Reads the string whose opening quote is at `at`; also says where it ends.
pub(crate) fn quoted(text: &str, at: usize) -> Result<(Cow<'_, str>, usize), DTypeError> {
    let mut reader = Reader { text, at, brackets: 0 };
    match reader.text_literal()? {
        LiteralKind::Text { text, .. } => Ok((text, reader.at)),
        _ => Err(reader.expected("a string")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    brackets: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whitespace, line continuations and comments, none of which mean anything between brackets.
    fn skip_space(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => self.at += 1,
                Some(b'#') => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                _ => return,
            }
        }
    }

    /// Skips whitespace, then one byte if it is this one.
    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn error(&self, at: usize, problem: ParseProblem) -> DTypeError {
        debug_assert!(at <= self.text.len(), "a position inside the text");
        DTypeError::parse(at, problem)
    }

    fn expected(&self, expected: &'static str) -> DTypeError {
        let found = self.rest().chars().next();
        self.error(self.at, ParseProblem::Expected { expected, found })
    }

    fn literal(&mut self) -> Result<Literal<'t>, DTypeError> {
        self.skip_space();
        let at = self.at;
        let kind = match self.peek() {
            Some(b'\'' | b'"') => self.text_literal()?,
            Some(b'(') => self.nested(Self::parenthesised)?,
            Some(b'[') => LiteralKind::List(self.nested(|r| r.items(b']', "`,` or `]`"))?.0),
            Some(b'{') => LiteralKind::Dict(self.nested(Self::entries)?),
            Some(b'0'..=b'9' | b'-' | b'+') => LiteralKind::Int(self.integer()?),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word()?,
            _ => return Err(self.expected("a string, a number, `(`, `[`, `{` or a name")),
        };
        Ok(Literal { at, kind })
    }

    /// Reads what follows an opening bracket, one level deeper.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, DTypeError>) -> Result<T, DTypeError> {
        if self.brackets == MAX_BRACKETS {
            return Err(self.error(self.at, ParseProblem::TooDeep { limit: MAX_DEPTH.into() }));
        }
        self.brackets += 1;
        self.at += 1;
        let result = read(self);
        self.brackets -= 1;
        result
    }

    /// Literals up to the closing byte, and whether the last one had a comma behind it.
    fn items(&mut self, close: u8, expected: &'static str) -> Result<(Vec<Literal<'t>>, bool), DTypeError> {
        let mut items = Vec::new();
        let mut comma = false;
        while !self.eat(close) {
            if !items.is_empty() && !comma {
                return Err(self.expected(expected));
            }
            items.push(self.literal()?);
            comma = self.eat(b',');
        }
        Ok((items, comma))
    }

    /// A tuple; one item without a comma is the item itself.
    fn parenthesised(&mut self) -> Result<LiteralKind<'t>, DTypeError> {
        let (mut items, comma) = self.items(b')', "`,` or `)`")?;
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only.kind),
            Some(last) => {
                items.push(last);
                Ok(LiteralKind::Tuple(items))
            }
            None => Ok(LiteralKind::Tuple(items)),
        }
    }

    fn entries(&mut self) -> Result<Vec<(Literal<'t>, Literal<'t>)>, DTypeError> {
        let mut entries = Vec::new();
        let mut comma = true;
        while !self.eat(b'}') {
            if !comma {
                return Err(self.expected("`,` or `}`"));
            }
            let key = self.literal()?;
            if !self.eat(b':') {
                return Err(self.expected("`:` after the key"));
            }
            entries.push((key, self.literal()?));
            comma = self.eat(b',');
        }
        Ok(entries)
    }

    /// Decimal digits with a sign; Python 2 wrote an `L` behind long ones.
    fn integer(&mut self) -> Result<i128, DTypeError> {
        let at = self.at;
        let negative = self.peek() == Some(b'-');
        if matches!(self.peek(), Some(b'-' | b'+')) {
            self.at += 1;
        }
        let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            return Err(self.expected("a digit"));
        }
        let number = self.rest()[..digits].parse::<i128>();
        let number = number.map_err(|_| self.error(at, ParseProblem::NumberTooLarge))?;
        self.at += digits;
        if matches!(self.peek(), Some(b'L' | b'l')) {
            self.at += 1;
        }
        if self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.')) {
            return Err(self.expected("the end of an integer"));
        }
        Ok(if negative { -number } else { number })
    }

    /// A name, a call, or a string with a prefix.
    fn word(&mut self) -> Result<LiteralKind<'t>, DTypeError> {
        let at = self.at;
        let word = self.identifier(true);
        match (word, self.peek()) {
            ("u" | "U", Some(b'\'' | b'"')) => return self.text_literal(),
            ("b" | "B" | "br" | "rb", Some(b'\'' | b'"')) => {
                return Err(self.error(at, ParseProblem::Unsupported(Unsupported::BytesLiteral)));
            }
            _ => {}
        }
        let behind = self.at;
        self.skip_space();
        if self.peek() != Some(b'(') {
            self.at = behind;
            return Ok(LiteralKind::Name(word));
        }
        self.nested(|reader| reader.arguments(word))
    }

    fn identifier(&mut self, dots: bool) -> &'t str {
        let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || (dots && *b == b'.');
        let rest = self.rest();
        let length = rest.bytes().take_while(|b| part(b)).count();
        self.at += length;
        &rest[..length]
    }

    fn arguments(&mut self, callee: &'t str) -> Result<LiteralKind<'t>, DTypeError> {
        let (mut positional, mut keywords) = (Vec::new(), Vec::new());
        let mut comma = true;
        while !self.eat(b')') {
            if !comma {
                return Err(self.expected("`,` or `)`"));
            }
            match self.keyword() {
                Some(key) => keywords.push((key, self.literal()?)),
                None if keywords.is_empty() => positional.push(self.literal()?),
                None => return Err(self.expected("`key=value`")),
            }
            comma = self.eat(b',');
        }
        Ok(LiteralKind::Call { callee, positional, keywords })
    }

    /// `key=`, if that is what follows.
    fn keyword(&mut self) -> Option<&'t str> {
        self.skip_space();
        let start = self.at;
        let key = self.identifier(false);
        if !key.is_empty() && self.eat(b'=') {
            return Some(key);
        }
        self.at = start;
        None
    }

    /// A string in either kind of quotes, with Python's escapes.
    fn text_literal(&mut self) -> Result<LiteralKind<'t>, DTypeError> {
        let quote = if self.peek() == Some(b'"') { '"' } else { '\'' };
        self.at += 1;
        let starts = self.at;
        let mut owned: Option<String> = None;
        loop {
            let rest = self.rest();
            let plain = rest.find([quote, '\\', '\n']).unwrap_or(rest.len());
            if let Some(text) = &mut owned {
                text.push_str(&rest[..plain]);
            }
            self.at += plain;
            match self.peek() {
                Some(b'\\') => {
                    let text = owned.get_or_insert_with(|| String::from(&self.text[starts..self.at]));
                    let (from, escape) = (self.at, &self.text[self.at + 1..]);
                    self.at +=
                        1 + unescape(escape, text).map_err(|problem| DTypeError::parse(from, problem))?;
                }
                Some(b'\n') | None => return Err(self.expected("the closing quote")),
                Some(_) => break,
            }
        }
        let text = owned.map_or(Cow::Borrowed(&self.text[starts..self.at]), Cow::Owned);
        self.at += 1;
        Ok(LiteralKind::Text { text, starts })
    }
}

/// Adds what the escape stands for and says how many bytes it has after the backslash.
fn unescape(escape: &str, out: &mut String) -> Result<usize, ParseProblem> {
    let Some(c) = escape.chars().next() else {
        return Err(ParseProblem::Expected { expected: "the closing quote", found: None });
    };
    let simple = match c {
        '\\' | '\'' | '"' => c,
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        // A line that goes on.
        '\n' => return Ok(1),
        'x' => return hexadecimal(escape, 2, out),
        'u' => return hexadecimal(escape, 4, out),
        'U' => return hexadecimal(escape, 8, out),
        'N' => return Err(ParseProblem::Unsupported(Unsupported::NamedCharacter)),
        '0'..='7' => {
            let digits = escape.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            return code(&escape[..digits], 8, digits, out);
        }
        // Python keeps an escape that it does not know.
        other => {
            out.push('\\');
            out.push(other);
            return Ok(other.len_utf8());
        }
    };
    out.push(simple);
    Ok(c.len_utf8())
}

fn hexadecimal(escape: &str, digits: usize, out: &mut String) -> Result<usize, ParseProblem> {
    let text = escape.get(1..=digits).filter(|t| t.bytes().all(|b| b.is_ascii_hexdigit()));
    code(text.ok_or(ParseProblem::BadEscape)?, 16, 1 + digits, out)
}

fn code(digits: &str, radix: u32, length: usize, out: &mut String) -> Result<usize, ParseProblem> {
    let value = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    out.push(value.ok_or(ParseProblem::BadEscape)?);
    Ok(length)
}
