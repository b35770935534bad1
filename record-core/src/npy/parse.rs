//! Headers in: the prefix, the text, and what its three keys say, whoever wrote it.
//!
//! Nothing is believed: the length is compared with a limit before memory is asked for, the text is read once with bounded
//! depth, and a shape whose bytes do not fit an address space is an error.

use crate::{
    byte_order::ByteOrder,
    dtype::{
        DType, DTypeError, ParseProblem,
        literal::{self, Literal, LiteralKind},
        literal_dtype::{Reading, Unnamed},
    },
    layout::{Layout, Order, Shape as _},
    npy::{Header, MAGIC, NpyError, Version},
};
use alloc::{string::String, vec::Vec};

/// The longest header that is read at first, in characters: NumPy's `max_header_size`.
pub const MAX_HEADER_LEN: usize = 10_000;

/// Bytes of the text that are asked for at once.
const STEP: usize = 8192;

impl Header {
    /// Reads the header that the bytes start with; what follows it is not looked at.
    ///
    /// Any order of the keys, a header without padding, and what Python 2 wrote (`1L`, in versions 1.0 and 2.0) are
    /// accepted, as NumPy does. `('', '|V4')` is a gap at any depth.
    ///
    /// # Errors
    /// [`NpyError`] with the place in the text. Python objects, long double and other types that do not exist here are
    /// [`NpyError::Text`].
    ///
    /// ```
    /// use record_core::npy::{Header, NpyError};
    /// let file = b"\x93NUMPY\x01\x00\x37\x00{'shape':(1,),'descr':'<i4,>u2','fortran_order':False}\n";
    /// let header = Header::parse(file)?;
    /// assert_eq!((header.shape(), header.dtype().itemsize(), header.data_offset()), (&[1][..], 6, 65));
    /// assert!(matches!(Header::parse(b"PK\x03\x04\x14\x00\x00\x00"), Err(NpyError::Magic { .. })));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn parse(bytes: &[u8]) -> Result<Self, NpyError> {
        Self::parse_with(bytes, MAX_HEADER_LEN)
    }

    /// As [`parse`](Header::parse), with another limit of the header's length, in characters.
    ///
    /// # Errors
    /// As [`parse`](Header::parse).
    pub fn parse_with(bytes: &[u8], max_header_len: usize) -> Result<Self, NpyError> {
        let mut rest = bytes;
        Self::from_source(max_header_len, |part| {
            let len = part.len().min(rest.len());
            part[..len].copy_from_slice(&rest[..len]);
            rest = &rest[len..];
            Ok(len)
        })
    }

    /// Reads a header from whatever fills parts one after the other: `fill` says how many bytes it had, fewer than asked
    /// for only at the end.
    pub(crate) fn from_source(
        limit: usize,
        mut fill: impl FnMut(&mut [u8]) -> Result<usize, NpyError>,
    ) -> Result<Self, NpyError> {
        let mut start = [0; 8];
        let found = fill(&mut start)?;
        let version = version(&start[..found])?;
        let mut len = [0; 4];
        let len_bytes = version.prefix_len() - start.len();
        let found = fill(&mut len[..len_bytes])?;
        if found < len_bytes {
            return Err(short(version.prefix_len(), start.len() + found));
        }
        let len = u32::from_le_bytes(len);
        // UTF-8 takes up to four bytes for a character; what is counted are characters.
        let longest = if version == Version::V3 { limit.saturating_mul(4) } else { limit };
        let text_len = usize::try_from(len).ok().filter(|&len| len <= longest);
        let text_len = text_len.ok_or(NpyError::HeaderTooLong { len: len.into(), limit })?;
        let data_offset = version.prefix_len() + text_len;
        let mut text = Vec::new();
        while text.len() < text_len {
            let before = text.len();
            let wanted = STEP.min(text_len - before);
            text.resize(before + wanted, 0);
            let found = fill(&mut text[before..])?;
            if found < wanted {
                let available = version.prefix_len() + before + found;
                return Err(short(data_offset, available));
            }
        }
        let text = match version {
            Version::V1 | Version::V2 => text.iter().map(|&byte| char::from(byte)).collect(),
            Version::V3 => String::from_utf8(text)
                .map_err(|error| NpyError::NotUtf8 { at: error.utf8_error().valid_up_to() })?,
        };
        let characters = text.chars().count();
        if characters > limit {
            return Err(NpyError::HeaderTooLong { len: characters as u64, limit });
        }
        let (dtype, order, shape) = Text { text: &text, version }.meaning()?;
        let layout = Layout::dense(shape.to_axes()?, dtype.itemsize(), order)?;
        Self::read_as(version, dtype, order, layout, data_offset)
    }
}

/// The version that the first eight bytes say, or as many as there are.
fn version(start: &[u8]) -> Result<Version, NpyError> {
    let mut found = [0; MAGIC.len()];
    let len = found.len().min(start.len());
    found[..len].copy_from_slice(&start[..len]);
    if found[..len] != MAGIC[..len] {
        return Err(NpyError::Magic { found });
    }
    match *start {
        [.., 1, 0] if start.len() == 8 => Ok(Version::V1),
        [.., 2, 0] if start.len() == 8 => Ok(Version::V2),
        [.., 3, 0] if start.len() == 8 => Ok(Version::V3),
        [.., major, minor] if start.len() == 8 => Err(NpyError::Version { major, minor }),
        _ => Err(short(Version::V1.prefix_len(), start.len())),
    }
}

fn short(needed: usize, available: usize) -> NpyError {
    NpyError::ShortHeader { needed: needed as u64, available: available as u64 }
}

/// The text of a header.
struct Text<'t> {
    text: &'t str,
    version: Version,
}

impl Text<'_> {
    /// A problem at a byte of the text as it was decoded.
    fn problem(&self, at: usize, problem: ParseProblem) -> NpyError {
        NpyError::Text { at: self.place(at), problem }
    }

    fn error(&self, error: DTypeError) -> NpyError {
        match error {
            DTypeError::Parse { at, problem } => self.problem(at, problem),
            other => other.into(),
        }
    }

    /// The byte of the file's text: of Latin-1, each character is one.
    fn place(&self, at: usize) -> usize {
        match self.version {
            Version::V3 => at,
            Version::V1 | Version::V2 => self.text.get(..at).map_or(at, |before| before.chars().count()),
        }
    }

    fn expected(&self, literal: &Literal<'_>, expected: &'static str) -> NpyError {
        self.error(literal.expected(expected, self.text))
    }

    /// What the dict says.
    fn meaning(&self) -> Result<(DType, Order, Vec<usize>), NpyError> {
        let whole = literal::parse(self.text).map_err(|error| self.error(error))?;
        let LiteralKind::Dict(entries) = &whole.kind else {
            return Err(self.expected(&whole, "a dict with the keys descr, fortran_order and shape"));
        };
        let (mut descr, mut order, mut shape) = (None, None, None);
        for (key, value) in entries {
            let LiteralKind::Text { text, .. } = &key.kind else {
                return Err(self.expected(key, "a key in quotes"));
            };
            let (name, slot) = match &**text {
                "descr" => ("descr", &mut descr),
                "fortran_order" => ("fortran_order", &mut order),
                "shape" => ("shape", &mut shape),
                other => return Err(NpyError::UnknownKey { at: self.place(key.at), key: other.into() }),
            };
            if slot.replace(value).is_some() {
                return Err(NpyError::KeyTwice { at: self.place(key.at), key: name });
            }
        }
        let descr = self.dtype(descr.ok_or(NpyError::MissingKey { key: "descr" })?)?;
        let order = self.order(order.ok_or(NpyError::MissingKey { key: "fortran_order" })?)?;
        let shape = self.shape(shape.ok_or(NpyError::MissingKey { key: "shape" })?)?;
        Ok((descr, order, shape))
    }

    fn dtype(&self, descr: &Literal<'_>) -> Result<DType, NpyError> {
        self.plain(descr)?;
        let reading = Reading { text: self.text, native: ByteOrder::NATIVE, unnamed: Unnamed::Gap };
        let dtype = reading.dtype(descr, false).map_err(|error| self.error(error))?;
        if dtype.as_array().is_some() {
            return Err(self.error(DTypeError::NoDescrOfArray { axes: dtype.shape().count() }.at(descr.at)));
        }
        Ok(dtype)
    }

    /// A descr is made of strings, numbers, tuples and lists. What else numpy.dtype takes, a header has not.
    fn plain(&self, literal: &Literal<'_>) -> Result<(), NpyError> {
        match &literal.kind {
            LiteralKind::Text { .. } | LiteralKind::Name("None") => Ok(()),
            LiteralKind::Int(_) => self.integer(literal).map(|_| ()),
            LiteralKind::Tuple(items) | LiteralKind::List(items) => {
                items.iter().try_for_each(|item| self.plain(item))
            }
            LiteralKind::Name(_) | LiteralKind::Dict(_) | LiteralKind::Call { .. } => {
                Err(self.expected(literal, "a string, a number, a tuple or a list"))
            }
        }
    }

    fn order(&self, literal: &Literal<'_>) -> Result<Order, NpyError> {
        match literal.kind {
            LiteralKind::Name("True") => Ok(Order::F),
            LiteralKind::Name("False") => Ok(Order::C),
            _ => Err(self.expected(literal, "True or False")),
        }
    }

    fn shape(&self, literal: &Literal<'_>) -> Result<Vec<usize>, NpyError> {
        let LiteralKind::Tuple(axes) = &literal.kind else {
            return Err(self.expected(literal, "a tuple of integers"));
        };
        let axis = |axis| {
            let number = self.integer(axis)?;
            usize::try_from(number).map_err(|_| {
                let problem = if number < 0 { ParseProblem::Negative } else { ParseProblem::NumberTooLarge };
                self.problem(axis.at, problem)
            })
        };
        axes.iter().map(axis).collect()
    }

    /// An integer; Python 3, which writes version 3.0, puts no `L` behind it.
    fn integer(&self, literal: &Literal<'_>) -> Result<i128, NpyError> {
        let LiteralKind::Int(number) = literal.kind else {
            return Err(self.expected(literal, "an integer"));
        };
        let rest = self.text.get(literal.at..).unwrap_or_default();
        let digits = rest.trim_start_matches(['(', ' ', '+', '-']);
        let digits = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        if self.version == Version::V3 && digits.starts_with(['L', 'l']) {
            let found = digits.chars().next();
            let at = literal.at + rest.len() - digits.len();
            return Err(self.problem(at, ParseProblem::Expected { expected: "the end of an integer", found }));
        }
        Ok(number)
    }
}
