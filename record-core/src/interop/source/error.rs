//! What cannot be written as source text, or what is wrong with one.

use crate::dtype::DTypeError;
use alloc::boxed::Box;
use core::{error::Error, fmt};

/// Why a dtype cannot be written in a language, or a text describes no dtype.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceError {
    /// The name asked for the type is no identifier of the language.
    TypeName {
        /// The name.
        name: Box<str>,
    },
    /// Only records are structs.
    NotARecord {
        /// Bytes of what it is.
        itemsize: usize,
    },
    /// A record without fields, or in C a member without bytes.
    Empty {
        /// The path to the field, names joined by dots; empty for the record itself.
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
    /// A field has an empty name or title, which the derive does not accept.
    EmptyName {
        /// The path to the field.
        field: Box<str>,
    },
    /// Text that does not describe a record.
    Parse {
        /// Line of the text, counted from 1.
        line: usize,
        /// What the problem is.
        problem: SourceProblem,
    },
}

/// What is wrong with source text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceProblem {
    /// Something else should stand here.
    Expected {
        /// What should.
        expected: &'static str,
        /// What does; `None` at the end of the text.
        found: Option<Box<str>>,
    },
    /// No type here is called this.
    UnknownType(Box<str>),
    /// A notation that is not read, and what to do.
    Unsupported(&'static str),
    /// A number that does not fit, or is not written as an integer.
    BadNumber(Box<str>),
    /// There is no struct in the text.
    NoStruct,
    /// The comment beside a member asks for a type of another size.
    Comment {
        /// Bytes of the type in the comment.
        comment: usize,
        /// Bytes of one element of the member.
        member: usize,
    },
    /// Records are nested too deeply.
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// The text is well formed, and what it describes is impossible.
    Layout(Box<DTypeError>),
}

impl SourceError {
    /// A problem on a line.
    pub(super) fn parse(line: usize, problem: SourceProblem) -> Self {
        Self::Parse { line, problem }
    }

    /// An impossible dtype on a line.
    pub(super) fn layout(line: usize) -> impl Fn(DTypeError) -> Self {
        move |error| Self::parse(line, SourceProblem::Layout(Box::new(error)))
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TypeName { name } => write!(f, "{name:?} cannot be the name of a struct"),
            Self::NotARecord { itemsize } => {
                write!(
                    f,
                    "a scalar or sub-array of {itemsize} bytes is no struct; make it the field of a record"
                )
            }
            Self::Empty { field } if field.is_empty() => f.write_str("the record has no fields with bytes"),
            Self::Empty { field } => write!(f, "field {field:?} has no bytes or no fields: it is no member"),
            Self::Backwards { field, offset, end } => write!(
                f,
                "field {field:?} starts at byte {offset}, before byte {end} where earlier fields end: the members of \
                 a struct neither overlap nor change places"
            ),
            Self::EmptyName { field } => write!(f, "field {field:?} has an empty name or title"),
            Self::Parse { line, problem } => write!(f, "line {line}: {problem}"),
        }
    }
}

impl fmt::Display for SourceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { expected, found: Some(found) } => {
                write!(f, "expected {expected}, found `{found}`")
            }
            Self::Expected { expected, found: None } => write!(f, "expected {expected}, found the end"),
            Self::UnknownType(name) => write!(f, "no type is called `{name}` here"),
            Self::Unsupported(what) => f.write_str(what),
            Self::BadNumber(text) => write!(f, "`{text}` is no length"),
            Self::NoStruct => f.write_str("there is no struct in the text"),
            Self::Comment { comment, member } => write!(
                f,
                "the comment gives the member a type of {comment} bytes, and an element of it has {member}"
            ),
            Self::TooDeep { limit } => write!(f, "nested deeper than {limit} levels"),
            Self::Layout(inner) => inner.fmt(f),
        }
    }
}

impl Error for SourceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Parse { problem: SourceProblem::Layout(inner), .. } => inner.source(),
            _ => None,
        }
    }
}
