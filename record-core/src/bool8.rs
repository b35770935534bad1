//! The truth value that accepts every byte: NumPy's `'?'`.
//!
//! A Rust `bool` is 0 or 1, anything else is undefined behaviour, and a file may hold anything. NumPy takes every
//! byte but 0 as true; so does [`Bool8`].

use core::{cmp, fmt, hash, ops};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// One byte, false if zero and true otherwise: NumPy's `'?'`.
///
/// Stores 0 or 1; reads any byte. Equality, order and hash are those of the truth value: two true values are equal
/// whatever their bytes. [`to_bits`](Self::to_bits) tells them apart.
///
/// ```
/// use record_core::Bool8;
/// let odd = Bool8::from_bits(255);
/// assert!(odd.get());
/// assert_eq!(odd, Bool8::TRUE);
/// assert_eq!((odd.to_bits(), Bool8::new(true).to_bits()), (255, 1));
/// ```
#[derive(Clone, Copy, Default, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct Bool8(u8);

impl Bool8 {
    /// False, the byte 0.
    pub const FALSE: Self = Self(0);

    /// True, the byte 1.
    pub const TRUE: Self = Self(1);

    /// Stores a truth value as 0 or 1.
    #[inline]
    pub const fn new(value: bool) -> Self {
        Self(value as u8)
    }

    /// Whether the byte is not zero.
    #[inline]
    pub const fn get(self) -> bool {
        self.0 != 0
    }

    /// Replaces the value.
    #[inline]
    pub const fn set(&mut self, value: bool) {
        *self = Self::new(value);
    }

    /// Takes a byte as it is.
    #[inline]
    pub const fn from_bits(byte: u8) -> Self {
        Self(byte)
    }

    /// The byte as it is.
    #[inline]
    pub const fn to_bits(self) -> u8 {
        self.0
    }
}

impl From<bool> for Bool8 {
    #[inline]
    fn from(value: bool) -> Self {
        Self::new(value)
    }
}

impl From<Bool8> for bool {
    #[inline]
    fn from(stored: Bool8) -> Self {
        stored.get()
    }
}

impl ops::Not for Bool8 {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        Self::new(!self.get())
    }
}

impl PartialEq for Bool8 {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Bool8 {}

impl PartialEq<bool> for Bool8 {
    #[inline]
    fn eq(&self, other: &bool) -> bool {
        self.get() == *other
    }
}

impl PartialOrd for Bool8 {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bool8 {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.get().cmp(&other.get())
    }
}

impl hash::Hash for Bool8 {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.get().hash(state);
    }
}

impl fmt::Debug for Bool8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.get(), f)
    }
}

impl fmt::Display for Bool8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.get(), f)
    }
}
