//! The attributes of Rust structs and fields that say something of the dtype: `repr`, `derive` and `record`.

use super::{
    error::{SourceError, SourceProblem},
    lexer::{Kind, Language, Tokens, integer},
    rust_types::Repr,
};
use alloc::{string::String, vec::Vec};

type Result<T> = core::result::Result<T, SourceError>;

/// What the attributes of one item say.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) repr: Option<Repr>,
    /// `#[derive(Record)]` is there.
    pub(super) is_record: bool,
    pub(super) rename: Option<String>,
    pub(super) title: Option<String>,
    pub(super) rename_all: Option<Case>,
}

/// Reads all `#[..]` that come now.
pub(super) fn read(tokens: &mut Tokens<'_>) -> Result<Attributes> {
    let mut found = Attributes::default();
    loop {
        match tokens.peek() {
            Some(Kind::Mark('#')) => tokens.skip(),
            // What is between a comment and the next item.
            Some(Kind::Note(_)) => {
                tokens.skip();
                continue;
            }
            _ => return Ok(found),
        }
        tokens.eat('!');
        let (inside, name) = (tokens.is_mark('['), tokens.peek_at(1).cloned());
        if !inside {
            return Err(tokens.expected("`[`"));
        }
        let arguments = tokens.peek_at(2) == Some(&Kind::Mark('('));
        match name {
            Some(Kind::Word("repr")) if arguments => {
                skip(tokens, 3);
                repr(tokens, &mut found)?;
            }
            Some(Kind::Word("record")) if arguments => {
                skip(tokens, 3);
                record(tokens, &mut found)?;
            }
            Some(Kind::Word("derive")) if arguments => {
                skip(tokens, 3);
                while !tokens.eat(')') {
                    found.is_record |= tokens.peek() == Some(&Kind::Word("Record"));
                    if tokens.next().is_none() {
                        return Err(tokens.expected("`)`"));
                    }
                }
            }
            _ => {
                tokens.skip_brackets()?;
                continue;
            }
        }
        tokens.expect(']', "`]`")?;
    }
}

fn skip(tokens: &mut Tokens<'_>, count: usize) {
    (0..count).for_each(|_| tokens.skip());
}

/// `C, packed(2))`
fn repr(tokens: &mut Tokens<'_>, found: &mut Attributes) -> Result<()> {
    let (mut fixed, mut repr) = (false, found.repr.unwrap_or(Repr::C));
    while !tokens.eat(')') {
        match tokens.word() {
            Some("C" | "transparent") => fixed = true,
            Some("packed") => repr.packed = Some(if tokens.is_mark('(') { number(tokens)? } else { 1 }),
            Some("align") => repr.align = number(tokens)?,
            _ => return Err(tokens.expected("`C`, `packed`, `align(..)` or `transparent`")),
        }
        tokens.eat(',');
    }
    if fixed || found.repr.is_some() {
        found.repr = Some(repr);
    }
    Ok(())
}

/// `(8)`
fn number(tokens: &mut Tokens<'_>) -> Result<usize> {
    tokens.expect('(', "`(`")?;
    let bytes = match tokens.peek() {
        Some(Kind::Number(text)) => integer(text, Language::Rust),
        _ => None,
    };
    let bytes = bytes.filter(|bytes| bytes.is_power_of_two() && *bytes <= 1 << 29);
    let bytes = bytes.ok_or_else(|| tokens.expected("a power of two"))?;
    tokens.skip();
    tokens.expect(')', "`)`")?;
    Ok(bytes)
}

/// `rename = "..", title = "..", offset = 4, bits(..))`
fn record(tokens: &mut Tokens<'_>, found: &mut Attributes) -> Result<()> {
    while !tokens.eat(')') {
        let Some(key) = tokens.word() else { return Err(tokens.expected("a key of `#[record(..)]`")) };
        if tokens.eat('=')
            && let Some(Kind::Text { inside, escapes }) = tokens.peek()
        {
            let value = if *escapes { unescaped(inside) } else { Some((*inside).into()) };
            let bad = SourceProblem::Unsupported("the escape in the text does not give a character");
            let value = value.ok_or_else(|| tokens.error(bad))?;
            match key {
                "rename" => found.rename = Some(value),
                "title" => found.title = Some(value),
                "rename_all" => {
                    let case = Case::ALL.iter().find(|(name, _)| *name == value).map(|(_, case)| *case);
                    found.rename_all =
                        Some(case.ok_or_else(|| tokens.expected("a case such as \"camelCase\""))?);
                }
                _ => {}
            }
        }
        // What is left of the value.
        while !tokens.is_mark(',') && !tokens.is_mark(')') {
            match tokens.peek() {
                Some(Kind::Mark('(' | '[' | '{')) => tokens.skip_brackets()?,
                Some(_) => tokens.skip(),
                None => return Err(tokens.expected("`)`")),
            }
        }
        tokens.eat(',');
    }
    Ok(())
}

/// The text of a string literal; `None` if an escape is none.
fn unescaped(inside: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let letter = rest[at + 1..].chars().next()?;
        rest = &rest[at + 1 + letter.len_utf8()..];
        match letter {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '0' => out.push('\0'),
            '\\' | '\'' | '"' => out.push(letter),
            // A line that goes on.
            '\n' => rest = rest.trim_start(),
            'x' => {
                out.push(char::from_u32(u32::from_str_radix(rest.get(..2)?, 16).ok()?)?);
                rest = &rest[2..];
            }
            'u' => {
                let (digits, behind) = rest.strip_prefix('{')?.split_once('}')?;
                out.push(char::from_u32(u32::from_str_radix(&digits.replace('_', ""), 16).ok()?)?);
                rest = behind;
            }
            _ => return None,
        }
    }
    out.push_str(rest);
    Some(out)
}

/// A case of `rename_all`, named as serde does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Kebab,
    ScreamingKebab,
}

impl Case {
    const ALL: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("snake_case", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("SCREAMING_SNAKE_CASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// The field's name in this case, as the derive gives it: fields are taken to be in snake case.
    pub(super) fn apply(self, field: &str) -> String {
        let words = || -> Vec<String> { field.split('_').map(|word| with_first(word, true)).collect() };
        match self {
            Self::Lower => field.into(),
            Self::Upper => field.to_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_uppercase().replace('_', "-"),
            Self::Pascal => words().concat(),
            Self::Camel => with_first(&words().concat(), false),
        }
    }
}

/// The word with its first letter in upper or lower case.
fn with_first(word: &str, upper: bool) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let first: String = if upper { first.to_uppercase().collect() } else { first.to_lowercase().collect() };
    first + chars.as_str()
}
