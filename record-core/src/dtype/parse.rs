//! Text in: every way in which NumPy and this crate write a dtype.
//!
//! Type strings, comma strings, lists of fields, the dict form, `dtype(..)` as `repr` prints it, and the lossless
//! form. The two readings of an unnamed field in a list are [`DType::parse`] and [`DType::parse_descr`].

use core::str::FromStr;

use super::{
    DType, DTypeError, comma, literal,
    literal_dtype::{Reading, Unnamed},
    lossless,
};
use crate::ByteOrder;

impl DType {
    /// Reads a dtype from text as `numpy.dtype` would from the same Python expression.
    ///
    /// Accepted are type strings (`<f8`, `|S5`, `M8[25s]`, `float64`, `i`), comma strings (`i4, (2,3)f8`), lists
    /// (`[('a', '<i4'), (('title', 'b'), 'S3', (2,))]`), the dict form, `dtype(.., align=True)`, and the lossless form
    /// that `Debug` writes. In a list, a field without a name is called `f<i>`; [`DType::parse_descr`] reads such
    /// fields as `.npy` files mean them.
    ///
    /// Names of C types mean what they do on 64-bit Unix; codes without a byte order are in the machine's.
    ///
    /// # Errors
    /// [`DTypeError::Parse`] with the byte position. Long double, Python objects, 128-bit integers, `StringDType` and
    /// scalars that are also records are refused with advice.
    ///
    /// ```
    /// use record_core::{DType, dtype::DTypeError};
    /// let dtype = DType::parse("dtype([('id', '<u4'), ('pos', '<f4', (3,))], align=True)")?;
    /// assert_eq!(dtype.itemsize(), 16);
    /// assert_eq!("<u4, (3,)<f4".parse::<DType>()?.itemsize(), 16);
    /// let error = DType::parse("[('a', 'f3')]").unwrap_err();
    /// assert_eq!(error.to_string(), "dtype text, byte 8: no type is called \"f3\"");
    /// # Ok::<(), DTypeError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, DTypeError> {
        Self::parse_on(text, ByteOrder::NATIVE)
    }

    /// [`DType::parse`] where codes without a byte order (`f8`, `=f8`, `float64`) are in the given one.
    ///
    /// # Errors
    /// As [`DType::parse`].
    pub fn parse_on(text: &str, native: ByteOrder) -> Result<Self, DTypeError> {
        read(text, &Reading { text, native, unnamed: Unnamed::Numbered })
    }

    /// Reads the descr of a `.npy` header, where `('', '|V4')` is a gap of 4 bytes: the inverse of [`DType::descr`].
    ///
    /// # Errors
    /// As [`DType::parse`].
    ///
    /// ```
    /// use record_core::DType;
    /// let dtype = DType::parse_descr("[('a', '|u1'), ('', '|V7'), ('b', '<f8')]")?;
    /// assert_eq!((dtype.fields().len(), dtype.itemsize(), dtype.is_gap_free()), (2, 16, false));
    /// # Ok::<(), record_core::dtype::DTypeError>(())
    /// ```
    pub fn parse_descr(text: &str) -> Result<Self, DTypeError> {
        Self::parse_descr_on(text, ByteOrder::NATIVE)
    }

    /// [`DType::parse_descr`] where codes without a byte order are in the given one.
    ///
    /// # Errors
    /// As [`DType::parse`].
    pub fn parse_descr_on(text: &str, native: ByteOrder) -> Result<Self, DTypeError> {
        read(text, &Reading { text, native, unnamed: Unnamed::Gap })
    }
}

impl FromStr for DType {
    type Err = DTypeError;

    fn from_str(text: &str) -> Result<Self, DTypeError> {
        Self::parse(text)
    }
}

/// Which grammar a text is written in, judged from its first bytes.
fn read(text: &str, reading: &Reading<'_>) -> Result<DType, DTypeError> {
    let trimmed = text.trim_matches(|c: char| c.is_ascii_whitespace());
    let start = text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    let word = trimmed.bytes().take_while(|&b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.').count();
    let (word, behind) = trimmed.split_at(word);
    let second = trimmed.bytes().skip(1).find(|b| !b.is_ascii_whitespace());
    let python = match trimmed.as_bytes().first() {
        Some(b'[') => matches!(second, Some(b'(' | b']' | b'#') | None),
        Some(b'(') => !second.is_none_or(|b| b.is_ascii_digit() || matches!(b, b')' | b',' | b'-')),
        Some(b'{' | b'\'' | b'"') => true,
        _ => {
            word.contains('.') && !word.starts_with(|c: char| c.is_ascii_digit())
                || !word.is_empty() && behind.trim_start().starts_with(['(', '\'', '"'])
        }
    };
    if python {
        return reading.dtype(&literal::parse(text)?, false);
    }
    let own = trimmed.starts_with('[')
        || word == "record" && behind.trim_start().starts_with('{')
        || lossless::is_scalar(trimmed);
    if own {
        return lossless::parse(text, reading.native);
    }
    comma::type_string(trimmed, start, reading.native, false)
}
