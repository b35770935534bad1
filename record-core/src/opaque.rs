//! Bytes of no known meaning: NumPy's `'V16'`.
//!
//! `[u8; 16]` is a sub-array of numbers, [`Opaque<16>`](Opaque) one value that nobody looks into: keys, digests,
//! fields of a file that a program carries along.

use core::fmt;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// `N` bytes of no known meaning: NumPy's `'V'`, `numpy.void`.
///
/// All `N` bytes count, zeros at the end too. It prints in hexadecimal.
///
/// ```
/// use record_core::Opaque;
/// let key = Opaque::new([0x0a, 0xff, 0x00]);
/// assert_eq!(key.as_bytes(), &[0x0a, 0xff, 0x00]);
/// assert_eq!(key.to_string(), "0aff00");
/// ```
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct Opaque<const N: usize>([u8; N]);

impl<const N: usize> Opaque<N> {
    /// These bytes.
    #[inline]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[inline]
    pub const fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes, to write.
    #[inline]
    pub const fn as_mut_bytes(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// The bytes.
    #[inline]
    pub const fn into_bytes(self) -> [u8; N] {
        self.0
    }
}

impl<const N: usize> Default for Opaque<N> {
    /// Zeros.
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for Opaque<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> From<Opaque<N>> for [u8; N] {
    fn from(opaque: Opaque<N>) -> Self {
        opaque.0
    }
}

impl<const N: usize> AsRef<[u8]> for Opaque<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> fmt::Display for Opaque<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        crate::text::pad(f, digits.map(|digit| char::from(DIGITS[usize::from(digit)])))
    }
}

impl<const N: usize> fmt::Debug for Opaque<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opaque({self})")
    }
}
