//! C's layout of a struct, and the comment behind a member.

use super::error::{SourceError, SourceProblem};
use crate::{
    ByteOrder, DType,
    dtype::{DTypeError, Scalar, literal},
};
use alloc::{string::String, vec::Vec};

type Result<T> = core::result::Result<T, SourceError>;

/// A type, and the alignment that C gives it.
#[derive(Clone)]
pub(super) struct Type {
    pub(super) dtype: DType,
    pub(super) alignment: usize,
}

/// A member that waits for its place; one without a name is a gap.
pub(super) struct Member {
    pub(super) name: Option<String>,
    pub(super) title: Option<String>,
    pub(super) dtype: DType,
    pub(super) alignment: usize,
    pub(super) line: usize,
}

/// The struct of these members, none aligned to more than `pack`.
pub(super) fn lay_out(members: Vec<Member>, pack: usize, line: usize) -> Result<Type> {
    let (mut end, mut largest) = (0_usize, 1);
    let mut builder = DType::builder().aligned(pack == usize::MAX);
    let too_large = |line, itemsize| {
        let error = DTypeError::RecordTooLarge { itemsize, alignment: 1 };
        SourceError::layout(line)(error)
    };
    for Member { name, title, dtype, alignment, line } in members {
        let own = alignment.min(pack);
        largest = largest.max(own);
        let offset = end.checked_next_multiple_of(own).ok_or_else(|| too_large(line, end))?;
        end = offset.checked_add(dtype.itemsize()).ok_or_else(|| too_large(line, offset))?;
        let Some(name) = name else { continue };
        builder = builder.field_at(name, dtype, offset);
        if let Some(title) = title {
            builder = builder.title(title);
        }
    }
    let size = end.checked_next_multiple_of(largest).ok_or_else(|| too_large(line, end))?;
    let dtype = builder.itemsize(size).build().map_err(SourceError::layout(line))?;
    Ok(Type { dtype, alignment: largest })
}

/// What a comment behind a member says.
#[derive(Default)]
pub(super) struct Note {
    pub(super) scalar: Option<Scalar>,
    pub(super) name: Option<String>,
    pub(super) title: Option<String>,
}

impl Note {
    /// Reads `'>f4', name 'x y', title '..'`.
    pub(super) fn read(text: &str, line: usize, native: ByteOrder) -> Result<Self> {
        let mut note = Self::default();
        let expected = |expected, found: &str| {
            let found = Some(found.into());
            Err(SourceError::parse(line, SourceProblem::Expected { expected, found }))
        };
        let mut at = 0;
        loop {
            let rest = &text[at..];
            let Some(quote) = rest.find(['\'', '"']) else {
                return expected("a text in quotes in the comment", rest);
            };
            let key = rest[..quote].trim();
            let (value, end) = literal::quoted(text, at + quote).map_err(SourceError::layout(line))?;
            match key {
                "" => {
                    let dtype = DType::parse_on(&value, native).map_err(SourceError::layout(line))?;
                    let Some(scalar) = dtype.as_scalar() else {
                        return expected("the type of a scalar in the comment", &value);
                    };
                    note.scalar = Some(scalar);
                }
                "name" => note.name = Some(value.into_owned()),
                "title" => note.title = Some(value.into_owned()),
                other => return expected("`name`, `title` or a type in the comment", other),
            }
            let behind = text[end..].trim_start();
            match behind.strip_prefix(',') {
                Some(more) => at = text.len() - more.len(),
                None if behind.is_empty() => return Ok(note),
                None => return expected("`,` or the end of the comment", behind),
            }
        }
    }
}
