//! Words, numbers, strings and marks of C and Rust, with their lines.
//!
//! Both languages are read by one lexer: what differs is that Rust nests block comments and has no preprocessor.

use super::error::{SourceError, SourceProblem};
use alloc::{borrow::Cow, string::String, vec::Vec};

type Result<T> = core::result::Result<T, SourceError>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    C,
    Rust,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'t> {
    /// An identifier or a keyword; Rust's `r#` is kept.
    Word(&'t str),
    /// Digits and what belongs to them.
    Number(&'t str),
    /// A string, as it stands between its quotes; whether escapes in it mean something.
    Text { inside: &'t str, escapes: bool },
    /// A character of its own.
    Mark(char),
    /// A comment that describes the member before it: `/* record: '>f4' */`.
    Note(&'t str),
    /// A line for the preprocessor, without the `#`.
    Directive(&'t str),
}

#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) line: usize,
    pub(super) kind: Kind<'t>,
}

/// What a comment begins with that the reader listens to.
pub(super) const NOTE: &str = "record:";

/// All tokens of a text.
pub(super) fn tokens(text: &str, language: Language) -> Result<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line, mut starts_line) = (text, 1, true);
    while let Some(first) = rest.chars().next() {
        let (length, kind) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            comment(rest, line, language)?
        } else if first == '#' && starts_line && language == Language::C {
            let length = directive_length(rest);
            (length, Some(Kind::Directive(rest[1..length].trim())))
        } else if is_word(first) && !first.is_ascii_digit() {
            word(rest, line, language)?
        } else if first.is_ascii_digit() {
            let length = word_length(rest);
            (length, Some(Kind::Number(&rest[..length])))
        } else if first == '"' {
            let length = string_length(rest, line)?;
            (length, Some(Kind::Text { inside: &rest[1..length - 1], escapes: true }))
        } else if first == '\'' {
            (quote_length(rest), None)
        } else if first.is_whitespace() {
            (first.len_utf8(), None)
        } else {
            (first.len_utf8(), Some(Kind::Mark(first)))
        };
        let (taken, behind) = rest.split_at(length);
        if let Some(kind) = kind {
            tokens.push(Token { line, kind });
        }
        starts_line = taken.contains('\n') || starts_line && taken.trim().is_empty();
        line += taken.bytes().filter(|&byte| byte == b'\n').count();
        rest = behind;
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_length(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// A word, one with `r#` in front, or a raw string.
fn word(text: &str, line: usize, language: Language) -> Result<(usize, Option<Kind<'_>>)> {
    if language == Language::Rust
        && let Some(behind) = text.strip_prefix('r')
    {
        let marks = behind.len() - behind.trim_start_matches('#').len();
        if behind[marks..].starts_with('"') {
            let end = alloc::format!("\"{}", "#".repeat(marks));
            let inside = &behind[marks + 1..];
            let length = inside.find(&end).ok_or_else(|| unclosed(line, "the closing quote"))?;
            let kind = Kind::Text { inside: &inside[..length], escapes: false };
            return Ok((1 + marks + 1 + length + end.len(), Some(kind)));
        }
        if marks == 1 {
            let length = 2 + word_length(&behind[1..]);
            return Ok((length, Some(Kind::Word(&text[..length]))));
        }
    }
    let length = word_length(text);
    Ok((length, Some(Kind::Word(&text[..length]))))
}

fn unclosed(line: usize, expected: &'static str) -> SourceError {
    SourceError::parse(line, SourceProblem::Expected { expected, found: None })
}

fn comment(text: &str, line: usize, language: Language) -> Result<(usize, Option<Kind<'_>>)> {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let next = text[at..].find(['*', '/']).ok_or_else(|| unclosed(line, "`*/`"))?;
        at += next;
        if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
        } else if language == Language::Rust && text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else {
            at += 1;
        }
    }
    let inside = text[2..at - 2].trim();
    Ok((at, inside.strip_prefix(NOTE).map(|note| Kind::Note(note.trim()))))
}

/// A line, and those after it while it ends with a backslash. A block comment in it ends it.
fn directive_length(text: &str) -> usize {
    let mut at = 0;
    while let Some(end) = text[at..].find(['\n', '/']) {
        let here = at + end;
        let comment = text[here..].starts_with("//") || text[here..].starts_with("/*");
        let goes_on = text[..here].trim_end_matches('\r').ends_with('\\');
        if comment || text[here..].starts_with('\n') && !goes_on {
            return here;
        }
        at = here + 1;
    }
    text.len()
}

fn string_length(text: &str, line: usize) -> Result<usize> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map(|end| end + 2).ok_or_else(|| unclosed(line, "the closing quote"))
}

/// A character in quotes, or the quote of a lifetime.
fn quote_length(text: &str) -> usize {
    let inside = &text[1..];
    if inside.starts_with('\\') {
        return inside.get(2..).and_then(|rest| rest.find('\'')).map_or(text.len(), |end| end + 4);
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside[first..].starts_with('\'') { first + 2 } else { 1 }
}

/// The tokens of a text, one after the other.
pub(super) struct Tokens<'t> {
    all: Vec<Token<'t>>,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, language: Language) -> Result<Self> {
        Ok(Self { all: tokens(text, language)?, at: 0 })
    }

    pub(super) fn peek(&self) -> Option<&Kind<'t>> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Kind<'t>> {
        self.all.get(self.at + ahead).map(|token| &token.kind)
    }

    /// The line of the next token, or of the last one.
    pub(super) fn line(&self) -> usize {
        self.all.get(self.at).or(self.all.last()).map_or(1, |token| token.line)
    }

    pub(super) fn next(&mut self) -> Option<Kind<'t>> {
        let token = self.all.get(self.at)?;
        self.at += 1;
        Some(token.kind.clone())
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.peek() == Some(&Kind::Mark(mark))
    }

    pub(super) fn eat(&mut self, mark: char) -> bool {
        let found = self.is_mark(mark);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(&Kind::Word(word));
        self.at += usize::from(found);
        found
    }

    pub(super) fn word(&mut self) -> Option<&'t str> {
        match self.peek() {
            Some(&Kind::Word(word)) => {
                self.at += 1;
                Some(word)
            }
            _ => None,
        }
    }

    pub(super) fn error(&self, problem: SourceProblem) -> SourceError {
        SourceError::parse(self.line(), problem)
    }

    pub(super) fn expected(&self, expected: &'static str) -> SourceError {
        let found: Option<String> = self.peek().map(|kind| match kind {
            Kind::Word(text) | Kind::Number(text) => (*text).into(),
            Kind::Text { inside, .. } => alloc::format!("\"{inside}\""),
            Kind::Mark(mark) => (*mark).into(),
            Kind::Note(_) => "a comment".into(),
            Kind::Directive(text) => alloc::format!("#{text}"),
        });
        self.error(SourceProblem::Expected { expected, found: found.map(Into::into) })
    }

    pub(super) fn expect(&mut self, mark: char, expected: &'static str) -> Result<()> {
        if self.eat(mark) { Ok(()) } else { Err(self.expected(expected)) }
    }

    /// Skips what is in brackets, the opening one being next, and the brackets.
    pub(super) fn skip_brackets(&mut self) -> Result<()> {
        let mut depth = 0_usize;
        loop {
            match self.next() {
                Some(Kind::Mark('(' | '[' | '{')) => depth += 1,
                Some(Kind::Mark(')' | ']' | '}')) => depth = depth.saturating_sub(1),
                Some(_) => {}
                None => return Err(self.expected("a closing bracket")),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// An integer literal: decimal, hexadecimal, octal or binary, with `_` and a suffix of either language.
pub(super) fn integer(text: &str, language: Language) -> Option<usize> {
    let suffixes: &[&str] = match language {
        Language::C => &["ull", "llu", "ul", "lu", "ll", "u", "l"],
        Language::Rust => &["usize", "u8", "u16", "u32", "u64", "i32", "i64"],
    };
    let lower = text.to_ascii_lowercase();
    let plain = suffixes.iter().find_map(|suffix| {
        // In a hexadecimal number no suffix of these is a digit.
        lower.strip_suffix(suffix)
    });
    let plain = plain.unwrap_or(&lower);
    let plain: Cow<'_, str> = match language {
        Language::Rust => plain.replace('_', "").into(),
        Language::C => plain.into(),
    };
    let digits = |digits: &str, radix| {
        let valid = digits.starts_with(|c: char| c.is_ascii_alphanumeric());
        usize::from_str_radix(digits, radix).ok().filter(|_| valid)
    };
    match (plain.get(..2), language) {
        (Some("0x"), _) => digits(&plain[2..], 16),
        (Some("0b"), _) => digits(&plain[2..], 2),
        (Some("0o"), Language::Rust) => digits(&plain[2..], 8),
        (Some(_), Language::C) if plain.starts_with('0') => digits(&plain[1..], 8),
        _ => digits(&plain, 10),
    }
}
