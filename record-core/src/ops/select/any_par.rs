//! Selections by name on several threads: each copies its part of the elements that are chosen.

use crate::{
    ops::{
        Par,
        mask::Mask,
        parallel::{PIECE, on_one_thread},
        select::SelectError,
    },
    raw::{any::AnyView, any_array::AnyArray, gather::pack::WORD},
};
use alloc::vec::Vec;
use rayon::prelude::*;

impl Par<AnyView<'_>> {
    /// A copy of what the mask has in along the first axis; see [`AnyView::filter`]. Views of several axes are copied on this
    /// thread.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let bytes: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    /// let table = AnyTable::from_bytes(&bytes, DType::parse("[('id', 'u1'), ('level', 'u1')]")?)?;
    /// let records = table.view().par();
    /// let high = records.filter(&records.column("level")?.gt(200)?)?;
    /// assert_eq!(high.as_bytes(), table.filter(&table["level"].gt(200)?)?.as_bytes());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`AnyView::filter`].
    pub fn filter(self, mask: &Mask) -> Result<AnyArray, SelectError> {
        let len = self.0.records()?;
        if self.0.ndim() != 1 || on_one_thread(len) {
            return self.0.filter(mask);
        }
        mask.check_len(len)?;
        let words = mask.as_words().par_chunks(PIECE / WORD).enumerate();
        let positions = words.flat_map_iter(|(i, words)| Mask::set_bits(words).map(move |at| i * PIECE + at));
        let positions: Vec<usize> = positions.collect();
        Ok(self.0.gathered_in_pieces(&positions, PIECE)?)
    }

    /// A copy of what is at `indices` of the first axis, in that order; see [`AnyView::take`]. Views of several axes are copied
    /// on this thread.
    ///
    /// # Errors
    /// As [`AnyView::take`].
    pub fn take(self, indices: &[usize]) -> Result<AnyArray, SelectError> {
        let len = self.0.records()?;
        if self.0.ndim() != 1 || on_one_thread(indices.len()) || indices.par_iter().any(|&index| index >= len)
        {
            return self.0.take(indices);
        }
        Ok(self.0.gathered_in_pieces(indices, PIECE)?)
    }
}
