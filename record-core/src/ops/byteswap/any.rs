//! Reversing bytes in views whose dtype only run time knows, and what stands in the way: fields that share bytes.

use crate::{
    dtype::{DType, FieldType},
    raw::{any_mut::AnyViewMut, byteswap::Leaves},
};
use alloc::{boxed::Box, vec::Vec};
use core::fmt;

impl AnyViewMut<'_> {
    /// Reverses the bytes of every number in place, and so changes the values: NumPy's `a.byteswap(inplace=True)`. See
    /// [`ViewMut::byteswap_inplace`](crate::ViewMut::byteswap_inplace).
    ///
    /// ```
    /// use record_core::prelude::*;
    /// let mut bytes = [1, 2, 3, 4, 5, 6];
    /// let mut table = AnyTable::from_bytes_mut(&mut bytes, DType::parse("[('id', '<u2'), ('at', '<u4')]")?)?;
    /// table.column_mut("at")?.byteswap_inplace()?;
    /// assert_eq!(bytes, [1, 2, 6, 5, 4, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ByteswapError::Overlap`] if fields share bytes; nothing has changed then.
    pub fn byteswap_inplace(&mut self) -> Result<(), ByteswapError> {
        self.swap(Leaves::All)
    }

    /// Reverses the bytes of the chosen leaves, if no fields share bytes.
    pub(crate) fn swap(&mut self, leaves: Leaves) -> Result<(), ByteswapError> {
        ByteswapError::check(self.dtype(), leaves)?;
        self.swap_leaves(leaves);
        Ok(())
    }
}

/// Elements whose byte order cannot be changed in place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ByteswapError {
    /// Two fields share bytes, which swapping both would put back as they were, and swapping one would change for the
    /// other.
    Overlap {
        /// The field that starts first.
        first: Box<str>,
        /// The other one.
        second: Box<str>,
        /// A byte that both have, from the start of the record that they are fields of.
        byte: usize,
    },
    /// The bytes are written to a file whose header says their byte order, as that of a `.npy` file does, and would say
    /// another one than they have.
    Described,
}

impl ByteswapError {
    /// Why the chosen leaves cannot be swapped. Where none is chosen, they can.
    pub(super) fn check(dtype: &DType, leaves: Leaves) -> Result<(), Self> {
        if !(leaves.any_in(dtype) && dtype.fields_overlap()) {
            return Ok(());
        }
        Err(overlap(dtype).expect("fields that overlap are found"))
    }
}

/// The first two fields that share bytes, in order of their offsets: there are some where
/// [`fields_overlap`](DType::fields_overlap) says so.
fn overlap(dtype: &DType) -> Option<ByteswapError> {
    let fields = dtype.base().fields();
    let mut sorted: Vec<&FieldType> = fields.iter().filter(|field| field.dtype().itemsize() > 0).collect();
    sorted.sort_by_key(|field| field.offset());
    let shared =
        sorted.windows(2).find(|pair| pair[1].offset() < pair[0].offset() + pair[0].dtype().itemsize());
    match shared {
        Some(pair) => Some(ByteswapError::Overlap {
            first: pair[0].name().into(),
            second: pair[1].name().into(),
            byte: pair[1].offset(),
        }),
        None => fields.iter().find_map(|field| overlap(field.dtype())),
    }
}

impl fmt::Display for ByteswapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlap { first, second, byte } => write!(
                f,
                "fields {first:?} and {second:?} share byte {byte}: their byte order cannot be changed in place"
            ),
            Self::Described => f.write_str(
                "the header of the mapped file says the byte order of its elements: it cannot be changed in place",
            ),
        }
    }
}

impl core::error::Error for ByteswapError {}
