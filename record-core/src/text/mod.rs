//! Text of a fixed size: [`FixedBytes`], NumPy's `'S'`, and [`FixedUtf32`], NumPy's `'U'`.
//!
//! Both are padded with NULs: those at the end are not part of the text, others are. Where NumPy cuts off text that
//! is too long, storing it here is an error.

mod bytes;
mod utf32;

pub use bytes::FixedBytes;
pub use utf32::FixedUtf32;

use core::fmt;

/// Why text cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// More bytes than the `N` of a [`FixedBytes`].
    TooManyBytes {
        /// How many there is place for.
        capacity: usize,
        /// How many the text has.
        len: usize,
    },
    /// More code points than the `N` of a [`FixedUtf32`].
    TooManyCodePoints {
        /// How many there is place for.
        capacity: usize,
        /// How many the text has.
        len: usize,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyBytes { capacity, len } => {
                write!(f, "the text has {len} bytes, the field holds at most {capacity}")
            }
            Self::TooManyCodePoints { capacity, len } => {
                write!(f, "the text has {len} code points, the field holds at most {capacity}")
            }
        }
    }
}

impl core::error::Error for TextError {}

/// A stored value that is no Unicode character: above U+10FFFF, or a surrogate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCodePoint {
    /// Where it is in the text, in code points.
    pub index: usize,
    /// What is stored there.
    pub value: u32,
}

impl fmt::Display for InvalidCodePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code point {} of the text is {:#x}, which is no Unicode character", self.index, self.value)
    }
}

impl core::error::Error for InvalidCodePoint {}

/// Prints characters as a `str` is printed: cut to the precision, padded to the width.
pub(crate) fn pad(f: &mut fmt::Formatter<'_>, chars: impl Iterator<Item = char> + Clone) -> fmt::Result {
    use fmt::{Alignment, Write};

    let chars = chars.take(f.precision().unwrap_or(usize::MAX));
    let gap = f.width().map_or(0, |width| width.saturating_sub(chars.clone().count()));
    let before = match f.align() {
        Some(Alignment::Right) => gap,
        Some(Alignment::Center) => gap / 2,
        Some(Alignment::Left) | None => 0,
    };
    let fill = f.fill();
    (0..before).try_for_each(|_| f.write_char(fill))?;
    chars.into_iter().try_for_each(|c| f.write_char(c))?;
    (before..gap).try_for_each(|_| f.write_char(fill))
}
