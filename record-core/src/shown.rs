//! What a typed view prints that its dtype does not say: bits of integers, and names of codes.

/// How an element is printed.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    /// As its dtype says.
    Plain,
    /// Some bits of the integer: the lowest, and how many.
    Bits { low: u32, len: u32 },
    /// The name of the integer, which is given by its bits; those without a name as numbers.
    Codes(fn(u64) -> Option<&'static str>),
    /// Each field of a record by itself.
    Fields { of: &'static [Shown] },
}

impl Shown {
    /// Whether only some bits are shown, so that the dtype is another thing than what is shown.
    pub(crate) const fn is_bits(self) -> bool {
        matches!(self, Self::Bits { .. })
    }
}
