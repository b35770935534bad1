//! What can be wrong with an array interface, or with the JSON of one.

use crate::dtype::DTypeError;
use alloc::boxed::Box;
use core::{error::Error, fmt};

/// Why an array interface cannot be made or read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InterfaceError {
    /// The dtype has no descr.
    DType(DTypeError),
    /// Text that is no JSON, or not the JSON of an array interface.
    Parse {
        /// Byte of the text where the problem is, counted from 0.
        at: usize,
        /// What the problem is.
        problem: JsonProblem,
    },
}

/// What is wrong with the JSON of an array interface.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonProblem {
    /// Something else should stand here.
    Expected {
        /// What should.
        expected: &'static str,
        /// What does; `None` at the end of the text.
        found: Option<char>,
    },
    /// An escape in a string that gives no character.
    BadEscape,
    /// A number that does not fit what it counts, or has a fraction.
    BadNumber,
    /// Brackets are nested too deeply.
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// A key that must be there.
    MissingKey(&'static str),
    /// A key that is there twice.
    KeyTwice(Box<str>),
    /// Another version of the protocol.
    Version(i128),
    /// A mask: which elements are valid is not looked at.
    Mask,
    /// Not one stride for each axis.
    Strides {
        /// The number of axes.
        axes: usize,
        /// The number of strides.
        strides: usize,
    },
    /// `typestr` and `descr` describe elements of different sizes.
    Itemsize {
        /// Bytes of one element by `typestr`.
        typestr: usize,
        /// Bytes of one element by `descr`.
        descr: usize,
    },
    /// A type that cannot be read.
    DType(Box<DTypeError>),
}

impl fmt::Display for InterfaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DType(error) => write!(f, "array interface: {error}"),
            Self::Parse { at, problem } => write!(f, "array interface, byte {at}: {problem}"),
        }
    }
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { expected, found: Some(found) } => {
                write!(f, "expected {expected}, found {found:?}")
            }
            Self::Expected { expected, found: None } => write!(f, "expected {expected}, found the end"),
            Self::BadEscape => f.write_str("the escape does not give a character"),
            Self::BadNumber => f.write_str("the number is no integer, or too large"),
            Self::TooDeep { limit } => write!(f, "nested deeper than {limit} levels"),
            Self::MissingKey(key) => write!(f, "the key \"{key}\" is missing"),
            Self::KeyTwice(key) => write!(f, "the key {key:?} is there twice"),
            Self::Version(version) => write!(f, "version {version} of the protocol is not known, only 3"),
            Self::Mask => f.write_str("masks are not supported: apply it before"),
            Self::Strides { axes, strides } => write!(f, "{strides} strides for {axes} axes"),
            Self::Itemsize { typestr, descr } => {
                write!(f, "typestr describes {typestr} bytes, descr {descr}")
            }
            Self::DType(error) => error.fmt(f),
        }
    }
}

impl Error for InterfaceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::DType(error) => error.source(),
            Self::Parse { problem: JsonProblem::DType(error), .. } => error.source(),
            Self::Parse { .. } => None,
        }
    }
}
