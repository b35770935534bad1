//! Which end of a number comes first in memory.
//!
//! Every function that depends on byte order takes a [`ByteOrder`] as an argument; nothing else in the crate asks
//! what machine it runs on. That is what lets the tests inject either order as "native".

use core::fmt;

/// The order of the bytes of a multi-byte scalar.
///
/// NumPy's `'<'` and `'>'`; `'='` is [`ByteOrder::NATIVE`].
///
/// ```
/// use record_core::ByteOrder;
/// assert_eq!(ByteOrder::Big.code(), '>');
/// assert_eq!(ByteOrder::NATIVE.swapped().swapped(), ByteOrder::NATIVE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ByteOrder {
    /// Least significant byte first: x86, ARM, most files written by PCs.
    Little,
    /// Most significant byte first: network order, FITS, CCSDS, Java.
    Big,
}

impl ByteOrder {
    /// The order of the machine that runs the program.
    pub const NATIVE: Self = if cfg!(target_endian = "big") { Self::Big } else { Self::Little };

    /// NumPy's character for this order: `'<'` or `'>'`.
    pub const fn code(self) -> char {
        match self {
            Self::Little => '<',
            Self::Big => '>',
        }
    }

    /// The other order.
    #[must_use]
    pub const fn swapped(self) -> Self {
        match self {
            Self::Little => Self::Big,
            Self::Big => Self::Little,
        }
    }

    /// Whether bytes in this order are what the machine computes with.
    pub const fn is_native(self) -> bool {
        matches!((self, Self::NATIVE), (Self::Little, Self::Little) | (Self::Big, Self::Big))
    }
}

impl fmt::Display for ByteOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Little => "little-endian",
            Self::Big => "big-endian",
        })
    }
}
