//! Byte order in place on several threads: each piece of the view by one of them.

use crate::{
    element::Element,
    layout::Dim,
    ops::{
        Par,
        byteswap::ByteswapError,
        parallel::{PIECE, longest, mapped_from, on_one_thread},
    },
    raw::{any_mut::AnyViewMut, byteswap::Leaves, view::ViewMut},
    view::Chunks,
};

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
        // Along the longest axis; the other elements of a piece come along. Of elements without bytes there may be more than
        // there is memory for pieces.
        let stays = on_one_thread(view.size()) || size_of::<T>() == 0;
        let Some((axis, len)) = longest(view.shape().as_ref(), PIECE).filter(|_| !stays) else {
            view.swap_leaves(Leaves::All);
            return;
        };
        mapped_from(Chunks::new(view, axis, len), |_, mut part| part.swap_leaves(Leaves::All));
    }
}

impl AnyViewMut<'_> {
    /// The same view, whose operations run on the threads of the current rayon pool; see [`View::par`](crate::View::par).
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = vec![0x0102_u16; 200_000];
    /// ViewMut::from_slice(&mut numbers).into_any().par_mut().byteswap_inplace()?;
    /// assert!(numbers.iter().all(|&n| n == 0x0201));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn par_mut(&mut self) -> Par<AnyViewMut<'_>> {
        Par(self.reborrow())
    }
}

impl Par<AnyViewMut<'_>> {
    /// Reverses the bytes of every number in place; see [`AnyViewMut::byteswap_inplace`].
    ///
    /// # Errors
    /// [`ByteswapError::Overlap`] if fields share bytes; nothing has changed then.
    #[inline]
    pub fn byteswap_inplace(self) -> Result<(), ByteswapError> {
        let mut view = self.0;
        ByteswapError::check(view.dtype(), Leaves::All)?;
        let stays = on_one_thread(view.size()) || view.dtype().itemsize() == 0;
        let Some((axis, len)) = longest(view.shape().as_ref(), PIECE).filter(|_| !stays) else {
            view.swap_leaves(Leaves::All);
            return Ok(());
        };
        mapped_from(Chunks::new(view, axis, len), |_, mut part| part.swap_leaves(Leaves::All));
        Ok(())
    }
}
