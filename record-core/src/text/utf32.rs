//! [`FixedUtf32<N>`]: text of at most `N` Unicode code points of 4 bytes each, NumPy's `'U'`.

use super::{InvalidCodePoint, TextError, pad};
#[cfg(feature = "alloc")]
use alloc::string::String;
use core::{
    cmp,
    fmt::{self, Write},
    hash,
    str::FromStr,
};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// At most `N` Unicode code points of 4 bytes in native order, padded with NULs: NumPy's `'U'`, `numpy.str_`.
///
/// `Be<FixedUtf32<N>>` and `Le<FixedUtf32<N>>` are the same in a fixed byte order. NULs at the end are padding, all
/// others are text. A file may hold values that are no Unicode characters; they are kept, [`chars`](Self::chars)
/// reports them. Equality, order and hash are those of the code points before the padding.
///
/// ```
/// use record_core::FixedUtf32;
/// const CITY: FixedUtf32<8> = FixedUtf32::new("Zürich");
/// assert_eq!(CITY, "Zürich");
/// assert_eq!((CITY.len(), size_of_val(&CITY)), (6, 32));
/// let error = FixedUtf32::<3>::try_from("Zürich").unwrap_err();
/// assert_eq!(error.to_string(), "the text has 6 code points, the field holds at most 3");
/// ```
#[derive(Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable)]
#[repr(transparent)]
pub struct FixedUtf32<const N: usize>([u32; N]);

impl<const N: usize> FixedUtf32<N> {
    /// How many code points there is place for: `N`.
    pub const CAPACITY: usize = N;

    /// This text.
    ///
    /// # Panics
    /// If it has more than `N` code points; in a constant, that is a compile error. `try_from` returns an error
    /// instead.
    pub const fn new(text: &str) -> Self {
        match Self::checked(text) {
            Ok(text) => text,
            Err(_) => panic!("the text is longer than the field"),
        }
    }

    /// All `N` values as they are stored, in native order.
    #[inline]
    pub const fn from_raw(code_points: [u32; N]) -> Self {
        Self(code_points)
    }

    const fn checked(text: &str) -> Result<Self, TextError> {
        // `str::chars` is not for constants. A str is well-formed UTF-8: the first byte says how many follow.
        let (bytes, mut points, mut len, mut at) = (text.as_bytes(), [0; N], 0, 0);
        while at < bytes.len() {
            let (mut point, width) = match bytes[at] as u32 {
                first @ ..0x80 => (first, 1),
                first @ ..0xe0 => (first & 0x1f, 2),
                first @ ..0xf0 => (first & 0x0f, 3),
                first => (first & 0x07, 4),
            };
            let mut i = 1;
            while i < width {
                point = point << 6 | (bytes[at + i] as u32 & 0x3f);
                i += 1;
            }
            if len < N {
                points[len] = point;
            }
            len += 1;
            at += width;
        }
        if len > N { Err(TextError::TooManyCodePoints { capacity: N, len }) } else { Ok(Self(points)) }
    }

    /// All `N` values, with the padding.
    #[inline]
    pub const fn raw(&self) -> &[u32; N] {
        &self.0
    }

    /// The values before the padding, whether they are Unicode characters or not.
    #[inline]
    pub const fn code_points(&self) -> &[u32] {
        self.0.split_at(self.len()).0
    }

    /// How many code points come before the padding.
    #[inline]
    pub const fn len(&self) -> usize {
        let mut len = N;
        while len > 0 && self.0[len - 1] == 0 {
            len -= 1;
        }
        len
    }

    /// Whether all is padding.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The characters before the padding; an error in the place of each value that is none.
    ///
    /// ```
    /// use record_core::{FixedUtf32, text::InvalidCodePoint};
    /// let text = FixedUtf32::from_raw([0x41, 0xd800, 0]);
    /// let chars: Vec<_> = text.chars().collect();
    /// assert_eq!(chars, [Ok('A'), Err(InvalidCodePoint { index: 1, value: 0xd800 })]);
    /// ```
    pub fn chars(
        &self,
    ) -> impl DoubleEndedIterator<Item = Result<char, InvalidCodePoint>> + ExactSizeIterator + Clone + '_
    {
        let points = self.code_points().iter().enumerate();
        points.map(|(index, &value)| char::from_u32(value).ok_or(InvalidCodePoint { index, value }))
    }

    /// The text before the padding.
    ///
    /// # Errors
    /// The first value that is no Unicode character. [`Display`](fmt::Display), and so `to_string`, puts U+FFFD in
    /// the place of each.
    #[cfg(feature = "alloc")]
    pub fn try_to_string(&self) -> Result<String, InvalidCodePoint> {
        self.chars().collect()
    }
}

impl<const N: usize> Default for FixedUtf32<N> {
    /// No text.
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> TryFrom<&str> for FixedUtf32<N> {
    type Error = TextError;

    fn try_from(text: &str) -> Result<Self, TextError> {
        Self::checked(text)
    }
}

impl<const N: usize> FromStr for FixedUtf32<N> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::checked(text)
    }
}

impl<const N: usize> PartialEq for FixedUtf32<N> {
    fn eq(&self, other: &Self) -> bool {
        // Equal texts have equal paddings.
        self.0 == other.0
    }
}

impl<const N: usize> Eq for FixedUtf32<N> {}

impl<const N: usize> PartialEq<str> for FixedUtf32<N> {
    fn eq(&self, other: &str) -> bool {
        self.code_points().iter().copied().eq(other.chars().map(u32::from))
    }
}

impl<const N: usize> PartialEq<&str> for FixedUtf32<N> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl<const N: usize> PartialOrd for FixedUtf32<N> {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for FixedUtf32<N> {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        // NUL is the smallest value, so the padding orders as the end of the text does.
        self.0.cmp(&other.0)
    }
}

impl<const N: usize> hash::Hash for FixedUtf32<N> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.code_points().hash(state);
    }
}

impl<const N: usize> fmt::Display for FixedUtf32<N> {
    /// The text, with U+FFFD in the place of values that are no Unicode characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pad(f, self.chars().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)))
    }
}

impl<const N: usize> fmt::Debug for FixedUtf32<N> {
    /// As a `str` in quotes; a value that is no Unicode character as `\u{d800}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.chars() {
            match c {
                Ok('\'') => f.write_char('\'')?,
                Ok(c) => write!(f, "{}", c.escape_debug())?,
                Err(bad) => write!(f, "\\u{{{:x}}}", bad.value)?,
            }
        }
        f.write_char('"')
    }
}
