//! Writable views cut in two: the halves share no element.

use crate::{
    element::Element,
    layout::{Dim, DynRank, LayoutError},
    raw::{any_mut::AnyViewMut, view::ViewMut},
};

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// The elements before and from `index` on `axis`; this view is given up. As `split_at_mut` of slices.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [1, 2, 3, 4];
    /// let (mut low, high) = ViewMut::from_slice(&mut numbers).split_at(0, 2)?;
    /// low.zip_apply(high.as_view(), |low, high| low + high)?;
    /// assert_eq!(numbers, [4, 6, 3, 4]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Range`] if `index` exceeds the length, or [`LayoutError::Axis`].
    pub fn split_at(self, axis: usize, index: usize) -> Result<(Self, Self), LayoutError> {
        let low = self.head.derive(|parent| parent.range(axis, 0..index))?;
        let high = self.head.derive(|parent| parent.range(axis, index..parent.axis_len(axis)?))?;
        // SAFETY: a part of this view, which is consumed [R1]; the other part has no index on `axis` in common [R4].
        let low = unsafe { Self::from_header(low) };
        // SAFETY: as above.
        let high = unsafe { Self::from_header(high) };
        Ok((low, high))
    }
}

impl AnyViewMut<'_> {
    /// The elements before and from `index` on `axis`; this view is given up.
    ///
    /// # Errors
    /// [`LayoutError::Range`] if `index` exceeds the length, or [`LayoutError::Axis`].
    pub fn split_at(self, axis: usize, index: usize) -> Result<(Self, Self), LayoutError> {
        let dtype = self.dtype();
        let low = self.head.derive::<DynRank>(|parent| parent.range(axis, 0..index))?;
        let high = self.head.derive::<DynRank>(|parent| parent.range(axis, index..parent.axis_len(axis)?))?;
        // SAFETY: a part of this view, which is consumed [R1]; the other part has no index on `axis` in common [R4].
        let low = unsafe { Self::from_header(low, dtype) };
        // SAFETY: as above.
        let high = unsafe { Self::from_header(high, dtype) };
        Ok((low, high))
    }
}
