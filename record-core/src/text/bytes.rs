//! [`FixedBytes<N>`]: text or data of at most `N` bytes, NumPy's `'S'`.

use super::{TextError, pad};
use core::{
    cmp, fmt, hash, iter,
    str::{self, FromStr, Utf8Error},
};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// At most `N` bytes of text in no particular encoding, padded with NULs: NumPy's `'S'`, `numpy.bytes_`.
///
/// NULs at the end are padding, all others are text. Equality, order and hash are those of the bytes before the
/// padding.
///
/// ```
/// use record_core::FixedBytes;
/// const ALICE: FixedBytes<8> = FixedBytes::new("Alice");
/// assert_eq!(ALICE, "Alice");
/// assert_eq!((ALICE.len(), ALICE.raw()), (5, b"Alice\0\0\0"));
/// assert_eq!(format!("{ALICE} {ALICE:?}"), r#"Alice b"Alice""#);
/// let error = FixedBytes::<8>::try_from("Bartholomew").unwrap_err();
/// assert_eq!(error.to_string(), "the text has 11 bytes, the field holds at most 8");
/// ```
#[derive(Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct FixedBytes<const N: usize>([u8; N]);

impl<const N: usize> FixedBytes<N> {
    /// How many bytes there is place for: `N`.
    pub const CAPACITY: usize = N;

    /// This text, in UTF-8.
    ///
    /// # Panics
    /// If it is longer than `N` bytes; in a constant, that is a compile error. `try_from` returns an error instead.
    ///
    /// ```compile_fail,E0080
    /// const NAME: record_core::FixedBytes<4> = record_core::FixedBytes::new("Alice");
    /// ```
    pub const fn new(text: &str) -> Self {
        Self::from_bytes(text.as_bytes())
    }

    /// These bytes.
    ///
    /// # Panics
    /// If there are more than `N`; in a constant, that is a compile error. `try_from` returns an error instead.
    pub const fn from_bytes(bytes: &[u8]) -> Self {
        match Self::checked(bytes) {
            Ok(text) => text,
            Err(_) => panic!("the text is longer than the field"),
        }
    }

    /// All `N` bytes as they are stored.
    #[inline]
    pub const fn from_raw(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    const fn checked(bytes: &[u8]) -> Result<Self, TextError> {
        if bytes.len() > N {
            return Err(TextError::TooManyBytes { capacity: N, len: bytes.len() });
        }
        let mut padded = [0; N];
        let (text, _) = padded.split_at_mut(bytes.len());
        text.copy_from_slice(bytes);
        Ok(Self(padded))
    }

    /// All `N` bytes, with the padding.
    #[inline]
    pub const fn raw(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes before the padding.
    #[inline]
    pub const fn as_bytes(&self) -> &[u8] {
        self.0.split_at(self.len()).0
    }

    /// The text before the padding.
    ///
    /// # Errors
    /// If it is not UTF-8. [`Display`](fmt::Display) prints it all the same, with U+FFFD where it is not.
    pub const fn as_str(&self) -> Result<&str, Utf8Error> {
        str::from_utf8(self.as_bytes())
    }

    /// How many bytes come before the padding.
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
}

impl<const N: usize> Default for FixedBytes<N> {
    /// No text.
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> TryFrom<&[u8]> for FixedBytes<N> {
    type Error = TextError;

    fn try_from(bytes: &[u8]) -> Result<Self, TextError> {
        Self::checked(bytes)
    }
}

impl<const N: usize> TryFrom<&str> for FixedBytes<N> {
    type Error = TextError;

    fn try_from(text: &str) -> Result<Self, TextError> {
        Self::checked(text.as_bytes())
    }
}

impl<const N: usize> FromStr for FixedBytes<N> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::checked(text.as_bytes())
    }
}

impl<const N: usize> AsRef<[u8]> for FixedBytes<N> {
    /// The bytes before the padding.
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl<const N: usize> PartialEq for FixedBytes<N> {
    fn eq(&self, other: &Self) -> bool {
        // Equal texts have equal paddings.
        self.0 == other.0
    }
}

impl<const N: usize> Eq for FixedBytes<N> {}

impl<const N: usize> PartialEq<str> for FixedBytes<N> {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> PartialEq<&str> for FixedBytes<N> {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> PartialEq<[u8]> for FixedBytes<N> {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes() == other
    }
}

impl<const N: usize> PartialEq<&[u8]> for FixedBytes<N> {
    fn eq(&self, other: &&[u8]) -> bool {
        self.as_bytes() == *other
    }
}

impl<const N: usize, const M: usize> PartialEq<&[u8; M]> for FixedBytes<N> {
    fn eq(&self, other: &&[u8; M]) -> bool {
        self.as_bytes() == *other
    }
}

impl<const N: usize> PartialOrd for FixedBytes<N> {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for FixedBytes<N> {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        // NUL is the smallest byte, so the padding orders as the end of the text does.
        self.0.cmp(&other.0)
    }
}

impl<const N: usize> hash::Hash for FixedBytes<N> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl<const N: usize> fmt::Display for FixedBytes<N> {
    /// The text, with U+FFFD where it is not UTF-8.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chunks = self.as_bytes().utf8_chunks();
        pad(
            f,
            chunks.flat_map(|chunk| {
                let bad =
                    iter::repeat_n(char::REPLACEMENT_CHARACTER, usize::from(!chunk.invalid().is_empty()));
                chunk.valid().chars().chain(bad)
            }),
        )
    }
}

impl<const N: usize> fmt::Debug for FixedBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.as_bytes().escape_ascii())
    }
}
