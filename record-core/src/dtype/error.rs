//! What can be wrong with a dtype, or with the text of one: numbers and names, so that a program can react.
//!
//! Everything that fails in this module fails with [`DTypeError`]. Text that cannot be read says at which byte, and
//! what was expected there; advice on types that do not exist here is part of the sentence.

use alloc::boxed::Box;
use core::{error::Error, fmt};

/// Why a dtype cannot be made, read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DTypeError {
    /// Two fields share a name, or a title equals a name or another title.
    DuplicateName {
        /// The text that is there twice.
        name: Box<str>,
        /// Position of the field that has it first.
        first: usize,
        /// Position of the other field; the same one where its title equals its own name.
        second: usize,
    },
    /// A field is asked for twice.
    SelectedTwice {
        /// Its name.
        name: Box<str>,
    },
    /// No field has this name or title.
    UnknownField {
        /// What was asked for.
        name: Box<str>,
        /// The most similar name, if there is one that looks like a misspelling.
        nearest: Option<Box<str>>,
    },
    /// No field is at this position.
    FieldPosition {
        /// What was asked for, counted from 0.
        position: usize,
        /// How many fields there are.
        count: usize,
    },
    /// Fields are asked of a scalar or a sub-array.
    NotARecord {
        /// Size of what it is, in bytes.
        itemsize: usize,
    },
    /// The end of a field does not fit `isize`.
    FieldTooLarge {
        /// Its name.
        field: Box<str>,
        /// Bytes from the start of the record.
        offset: usize,
        /// Size of the field in bytes.
        itemsize: usize,
    },
    /// The size of a sub-array, of text or of bytes does not fit `isize`.
    ArrayTooLarge {
        /// Bytes of one item.
        itemsize: usize,
        /// How many of them.
        count: usize,
    },
    /// The size of a record, rounded up to its alignment, does not fit `isize`.
    RecordTooLarge {
        /// The size in bytes before rounding.
        itemsize: usize,
        /// The alignment in bytes.
        alignment: usize,
    },
    /// Records and axes are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep {
        /// The deepest nesting there may be.
        limit: usize,
    },
    /// An aligned record has a field at an offset that its alignment does not divide.
    OffsetMisaligned {
        /// Its name.
        field: Box<str>,
        /// The offset asked for, in bytes.
        offset: usize,
        /// The alignment of the field, in bytes.
        alignment: usize,
    },
    /// The itemsize asked for is smaller than the fields need.
    ItemsizeTooSmall {
        /// What was asked for, in bytes.
        itemsize: usize,
        /// The least that is possible, in bytes.
        needed: usize,
    },
    /// The itemsize asked for an aligned record is not a multiple of its alignment.
    ItemsizeMisaligned {
        /// What was asked for, in bytes.
        itemsize: usize,
        /// The alignment of the record, in bytes.
        alignment: usize,
    },
    /// An alignment is not a power of two.
    BadAlignment {
        /// What was asked for, in bytes.
        alignment: usize,
    },
    /// The builder was given a title before any field.
    TitleWithoutField {
        /// The title.
        title: Box<str>,
    },
    /// Lists that describe the same fields have different lengths.
    LengthMismatch {
        /// Which list differs from `'names'`.
        list: &'static str,
        /// Its length.
        found: usize,
        /// The number of names.
        expected: usize,
    },
    /// NumPy's descr text cannot say what this dtype is: a field starts before the end of the one before it.
    NoDescr {
        /// The field that goes backwards.
        field: Box<str>,
        /// Its offset in bytes.
        offset: usize,
        /// Where the fields before it end.
        end: usize,
    },
    /// NumPy's descr text has no form for a sub-array outside a record: its axes belong to the array's shape.
    NoDescrOfArray {
        /// How many axes there are.
        axes: usize,
    },
    /// Not one of NumPy's codes for a change of byte order.
    UnknownByteOrder {
        /// The code.
        code: char,
    },
    /// Text that does not describe a dtype.
    Parse {
        /// Byte of the text where the problem is, counted from 0.
        at: usize,
        /// What the problem is.
        problem: ParseProblem,
    },
}

/// What is wrong with the text of a dtype.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseProblem {
    /// Something else should stand here.
    Expected {
        /// What should.
        expected: &'static str,
        /// What does; `None` at the end of the text.
        found: Option<char>,
    },
    /// No type is called this.
    UnknownType(Box<str>),
    /// A type or a notation of NumPy that does not exist here.
    Unsupported(Unsupported),
    /// A number is too large for what it counts.
    NumberTooLarge,
    /// A size, count or offset is below zero.
    Negative,
    /// Two byte orders in one item of a comma list.
    ByteOrdersDiffer,
    /// A divisor of a time unit that does not give a whole number of smaller units.
    TimeDivisor {
        /// The divisor.
        divisor: u32,
    },
    /// Brackets are nested too deeply.
    TooDeep {
        /// The deepest nesting of records and axes that a dtype may have.
        limit: usize,
    },
    /// A key that the dict form does not have.
    UnknownKey(Box<str>),
    /// A key that the dict form must have.
    MissingKey(&'static str),
    /// An escape in a string that does not give a character.
    BadEscape,
    /// The text is well formed, and what it describes is impossible.
    Layout(Box<DTypeError>),
}

/// What NumPy has and a record here cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unsupported {
    /// `f16`, `c32`, `g`, `G`, `longdouble`: another format on every platform.
    LongDouble,
    /// `O`: pointers into a Python process.
    Object,
    /// `i16`, `u16`: NumPy does not have them either.
    Int128,
    /// `T`, `StringDType`: text outside the record.
    VariableText,
    /// `(base, fields)`: a scalar that is also a record.
    Union,
    /// `metadata=`.
    Metadata,
    /// A name or type written as Python bytes.
    BytesLiteral,
    /// `\N{..}` in a string.
    NamedCharacter,
}

impl DTypeError {
    /// A problem at a byte of a text.
    pub(crate) const fn parse(at: usize, problem: ParseProblem) -> Self {
        Self::Parse { at, problem }
    }

    /// The error as one of the text at `at`; errors that have a position keep it.
    pub(crate) fn at(self, at: usize) -> Self {
        match self {
            Self::Parse { .. } => self,
            other => Self::parse(at, ParseProblem::Layout(Box::new(other))),
        }
    }

    /// What is wrong, without the position where a text says it: `DuplicateName` rather than `Parse` of it.
    pub fn root(&self) -> &Self {
        match self {
            Self::Parse { problem: ParseProblem::Layout(inner), .. } => inner.root(),
            other => other,
        }
    }
}

impl fmt::Display for DTypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateName { name, first, second } if first == second => {
                write!(f, "the title of field {first} equals its name {name:?}")
            }
            Self::DuplicateName { name, first, second } => {
                write!(f, "{name:?} is a name or title of both field {first} and field {second}")
            }
            Self::SelectedTwice { name } => write!(f, "field {name:?} is selected twice"),
            Self::UnknownField { name, nearest: Some(nearest) } => {
                write!(f, "no field is called {name:?}; did you mean {nearest:?}?")
            }
            Self::UnknownField { name, nearest: None } => write!(f, "no field is called {name:?}"),
            Self::FieldPosition { position, count } => {
                write!(f, "there is no field {position}: the record has {count}")
            }
            Self::NotARecord { itemsize } => {
                write!(f, "a scalar or sub-array of {itemsize} bytes has no fields")
            }
            Self::FieldTooLarge { field, offset, itemsize } => {
                write!(f, "field {field:?} of {itemsize} bytes at offset {offset} ends beyond isize::MAX")
            }
            Self::ArrayTooLarge { itemsize, count } => {
                write!(f, "{count} items of {itemsize} bytes are larger than isize::MAX")
            }
            Self::RecordTooLarge { itemsize, alignment } => {
                write!(f, "a record of {itemsize} bytes aligned to {alignment} is larger than isize::MAX")
            }
            Self::TooDeep { limit } => write!(f, "records and axes are nested deeper than {limit} levels"),
            Self::OffsetMisaligned { field, offset, alignment } => write!(
                f,
                "offset {offset} of field {field:?} is not a multiple of its alignment {alignment}, as an \
                 aligned record asks"
            ),
            Self::ItemsizeTooSmall { itemsize, needed } => {
                write!(f, "an itemsize of {itemsize} bytes is too small for fields that need {needed}")
            }
            Self::ItemsizeMisaligned { itemsize, alignment } => write!(
                f,
                "an itemsize of {itemsize} bytes is not a multiple of the alignment {alignment}, as an aligned \
                 record asks"
            ),
            Self::BadAlignment { alignment } => {
                write!(f, "an alignment of {alignment} bytes is not a power of two")
            }
            Self::TitleWithoutField { title } => write!(f, "title {title:?} is given before any field"),
            Self::LengthMismatch { list, found, expected } => {
                write!(f, "'{list}' has {found} entries for {expected} names")
            }
            Self::NoDescr { field, offset, end } => write!(
                f,
                "field {field:?} starts at byte {offset}, before byte {end} where earlier fields end: NumPy's \
                 descr and .npy have no form for overlapping or out-of-order fields"
            ),
            Self::NoDescrOfArray { axes } => write!(
                f,
                "a sub-array of {axes} axes outside a record has no descr: its axes belong to the array's shape"
            ),
            Self::UnknownByteOrder { code } => {
                write!(f, "{code:?} is not a byte order; use '<', '>', '=', '|' or 'S'")
            }
            Self::Parse { at, problem } => write!(f, "dtype text, byte {at}: {problem}"),
        }
    }
}

impl fmt::Display for ParseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { expected, found: Some(found) } => {
                write!(f, "expected {expected}, found {found:?}")
            }
            Self::Expected { expected, found: None } => write!(f, "expected {expected}, found the end"),
            Self::UnknownType(text) => write!(f, "no type is called {text:?}"),
            Self::Unsupported(what) => what.fmt(f),
            Self::NumberTooLarge => f.write_str("the number is too large"),
            Self::Negative => f.write_str("a size, count or offset cannot be negative"),
            Self::ByteOrdersDiffer => f.write_str("the item has two different byte orders"),
            Self::TimeDivisor { divisor } => {
                write!(f, "dividing the time unit by {divisor} does not give a whole number of smaller units")
            }
            Self::TooDeep { limit } => write!(f, "nested deeper than {limit} levels"),
            Self::UnknownKey(key) => write!(
                f,
                "{key:?} is not a key of the dict form: names, formats, offsets, titles, itemsize, aligned"
            ),
            Self::MissingKey(key) => write!(f, "the dict form needs the key '{key}'"),
            Self::BadEscape => f.write_str("the escape does not give a character"),
            Self::Layout(inner) => inner.fmt(f),
        }
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LongDouble => {
                "long double has another format on every platform; store f8, or read the bytes as V16 or V32"
            }
            Self::Object => {
                "Python objects are pointers into a process; a record holds the values themselves: in Python, give the array a dtype \
                 of its own first, as `a.astype('f8')` or `a.astype('U20')`"
            }
            Self::Int128 => "integers end at 8 bytes; read 16 as V16 or as (2,)u8",
            Self::VariableText => "StringDType keeps its text outside the record; use S<n> or U<n>",
            Self::Union => {
                "a scalar that is also a record is not supported; give overlapping fields explicit offsets"
            }
            Self::Metadata => "metadata is not supported",
            Self::BytesLiteral => "names and types are text, not bytes: remove the b before the quote",
            Self::NamedCharacter => "\\N{..} is not supported; write \\u and the code point",
        })
    }
}

impl Error for DTypeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Parse { problem: ParseProblem::Layout(inner), .. } => inner.source(),
            _ => None,
        }
    }
}
