//! What a format text cannot say, or what is wrong with one.

use crate::dtype::DTypeError;
use alloc::boxed::Box;
use core::{error::Error, fmt};

/// Why a dtype has no format text, or a text describes no dtype.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pep3118Error {
    /// A name holds the character that ends names, or the one that ends C's strings.
    Name {
        /// The path to the field, names joined by dots.
        field: Box<str>,
        /// The character.
        found: char,
    },
    /// There is no place for a second name.
    Title {
        /// The path to the field.
        field: Box<str>,
        /// Its title.
        title: Box<str>,
    },
    /// There is no code for dates and time spans.
    Time {
        /// The path to the field; empty where the dtype itself is the scalar.
        field: Box<str>,
    },
    /// A field starts before the end of the one before it.
    Backwards {
        /// The path to the field.
        field: Box<str>,
        /// Its offset in bytes.
        offset: usize,
        /// Where the fields before it end.
        end: usize,
    },
    /// The text describes another number of bytes than the buffer's items have.
    Itemsize {
        /// Bytes that the text describes, without a gap at the end.
        described: usize,
        /// Bytes of one item.
        itemsize: usize,
    },
    /// The text leaves out bytes of the records in a sub-array: between which of them, nothing says.
    MissingGaps {
        /// The name of the sub-array's field.
        field: Box<str>,
        /// How many bytes the text lacks.
        missing: usize,
    },
    /// Text that does not follow the grammar.
    Parse {
        /// Byte of the text where the problem is, counted from 0.
        at: usize,
        /// What the problem is.
        problem: FormatProblem,
    },
}

/// What is wrong with a format text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatProblem {
    /// Something else should stand here.
    Expected {
        /// What should.
        expected: &'static str,
        /// What does; `None` at the end of the text.
        found: Option<char>,
    },
    /// No type has this code.
    UnknownCode(char),
    /// A type that a record here cannot hold.
    Unsupported(UnsupportedCode),
    /// A code that exists in native sizes only, after `=`, `<`, `>` or `!`.
    NativeOnly(char),
    /// A count is too large.
    NumberTooLarge,
    /// Records are nested too deeply.
    TooDeep {
        /// The deepest nesting that a dtype may have.
        limit: usize,
    },
    /// The text is well formed, and what it describes is impossible.
    Layout(Box<DTypeError>),
}

/// What the grammar has and a record here cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnsupportedCode {
    /// `g`, `Zg`: another format on every platform.
    LongDouble,
    /// `O`: pointers into a Python process.
    Object,
    /// `P`, `&`, `X{..}`: addresses.
    Pointer,
    /// `p`: text with its length in the first byte.
    PascalText,
    /// `t`: bits.
    Bits,
    /// `u`: characters of 2 bytes, or of as many as C's `wchar_t` has.
    WideCharacter,
}

impl fmt::Display for Pep3118Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { field, found } => {
                write!(f, "field {field:?}: a name in a buffer format cannot hold {found:?}")
            }
            Self::Title { field, title } => {
                write!(f, "field {field:?}: a buffer format has no place for the title {title:?}")
            }
            Self::Time { field } if field.is_empty() => f.write_str(NO_TIME),
            Self::Time { field } => write!(f, "field {field:?}: {NO_TIME}"),
            Self::Backwards { field, offset, end } => write!(
                f,
                "field {field:?} starts at byte {offset}, before byte {end} where earlier fields end: a buffer \
                 format has no form for overlapping or out-of-order fields"
            ),
            Self::Itemsize { described, itemsize } => {
                write!(f, "the format describes {described} bytes, and an item of the buffer has {itemsize}")
            }
            Self::MissingGaps { field, missing } => write!(
                f,
                "the format lacks {missing} bytes, which may be gaps between the records of the sub-array \
                 {field:?}: it does not say where"
            ),
            Self::Parse { at, problem } => write!(f, "buffer format, byte {at}: {problem}"),
        }
    }
}

const NO_TIME: &str = "a buffer format has no code for dates and time spans; export the counts as '<i8'";

impl fmt::Display for FormatProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { expected, found: Some(found) } => {
                write!(f, "expected {expected}, found {found:?}")
            }
            Self::Expected { expected, found: None } => write!(f, "expected {expected}, found the end"),
            Self::UnknownCode(code) => write!(f, "no type has the code {code:?}"),
            Self::Unsupported(what) => what.fmt(f),
            Self::NativeOnly(code) => {
                write!(f, "{code:?} has a size only in native formats, after '@' or '^'")
            }
            Self::NumberTooLarge => f.write_str("the number is too large"),
            Self::TooDeep { limit } => write!(f, "nested deeper than {limit} levels"),
            Self::Layout(inner) => inner.fmt(f),
        }
    }
}

impl fmt::Display for UnsupportedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LongDouble => "long double has another format on every platform; export doubles, 'd'",
            Self::Object => "Python objects are pointers into a process; export the values themselves",
            Self::Pointer => "an address has no meaning outside its process; export it as a number, 'Q'",
            Self::PascalText => "text with its length in front is not supported; export bytes, 's'",
            Self::Bits => "fields of bits are not supported; export the whole integer",
            Self::WideCharacter => {
                "characters of 2 bytes are not supported; export code points of 4 bytes, 'w'"
            }
        })
    }
}

impl Error for Pep3118Error {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Parse { problem: FormatProblem::Layout(inner), .. } => inner.source(),
            _ => None,
        }
    }
}
