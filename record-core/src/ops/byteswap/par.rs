//! Byte order in place on several threads: each piece of the view by one of them.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        Par,
        parallel::{PIECE, on_one_thread},
    },
    raw::{byteswap::Leaves, view::ViewMut},
};
use alloc::vec::Vec;
use rayon::prelude::*;

impl<T, D: Dim> ViewMut<'_, T, D> {
    /// The same view, whose operations run on the threads of the current rayon pool; see [`View::par`](crate::View::par).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = vec![0x0102_u16; 200_000];
    /// ViewMut::from_slice(&mut numbers).par_mut().byteswap_inplace();
    /// assert!(numbers.iter().all(|&n| n == 0x0201));
    /// ```
    pub fn par_mut(&mut self) -> Par<ViewMut<'_, T, D>> {
        Par(self.reborrow())
    }
}

impl<T: Element, D: Dim> Par<ViewMut<'_, T, D>> {
    /// Reverses the bytes of every number in place; see [`ViewMut::byteswap_inplace`].
    pub fn byteswap_inplace(self) {
        const { assert!(!T::SHOWN.is_bits(), "bits have no byte order: swap the whole field") };
        let mut view = self.0;
        if on_one_thread(view.size()) {
            view.swap_leaves(Leaves::All);
            return;
        }
        // Along the longest axis; the other elements of a piece come along.
        let shape = view.shape();
        let Some(axis) = (0..shape.as_ref().len()).max_by_key(|&axis| shape.as_ref()[axis]) else {
            view.swap_leaves(Leaves::All);
            return;
        };
        let len = shape.as_ref()[axis].max(1);
        let beside = (view.size() / len).max(1);
        let step = (PIECE / beside).max(1);
        let Ok(parts) = view.chunks(axis, step) else {
            unreachable!("an axis of the view, and parts that are not empty")
        };
        let parts: Vec<_> = parts.collect();
        parts.into_par_iter().for_each(|mut part| part.swap_leaves(Leaves::All));
    }
}
