//! Views whose dtype only run time knows: made of bytes, and sub-array axes.

use crate::{
    DType,
    element::Element,
    layout::{Dim, DynRank, Layout, LayoutError, Rank, span},
    raw::{any::AnyView, view::View},
};

impl<'a> AnyView<'a> {
    /// A view of any shape and strides over `bytes`, the first element at byte `start`.
    ///
    /// NumPy's `ndarray(shape, dtype, buffer, offset, strides)`.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches bytes outside the slice or its size overflows.
    pub fn from_parts(
        bytes: &'a [u8],
        dtype: &'a DType,
        layout: Layout<DynRank>,
        start: usize,
    ) -> Result<Self, LayoutError> {
        let checked = span::check(layout, start, dtype.itemsize(), bytes.len())?;
        Ok(Self::from_checked(bytes, dtype, &checked))
    }

    /// All of `bytes` as elements one after the other. NumPy's `frombuffer`.
    ///
    /// # Errors
    /// [`LayoutError::PartialElement`] if the length is no multiple of the itemsize, [`LayoutError::ZeroSize`] if that is
    /// 0.
    pub fn from_bytes(bytes: &'a [u8], dtype: &'a DType) -> Result<Self, LayoutError> {
        let layout = whole(bytes.len(), dtype.itemsize())?;
        Ok(Self::from_checked(bytes, dtype, &span::check(layout, 0, dtype.itemsize(), bytes.len())?))
    }

    /// The length of the first axis; 1 where there is none.
    pub fn len(&self) -> usize {
        self.shape().as_ref().first().copied().unwrap_or(1)
    }

    /// A sub-array dtype's axes as the innermost axes of the view; the view itself if there are none. NumPy does this
    /// for every sub-array field.
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`] if there would be more than [`DynRank::MAX`].
    pub fn all_axes(self) -> Result<AnyView<'a>, LayoutError> {
        let mut view = self;
        while let Some(split) = view.split_axis() {
            view = split?;
        }
        Ok(view)
    }
}

/// Gives up the Rust type: [`View::as_any`].
impl<'a, T: Element, D: Dim> From<View<'a, T, D>> for AnyView<'a> {
    fn from(view: View<'a, T, D>) -> Self {
        view.as_any()
    }
}

/// The layout of the whole elements of `itemsize` bytes that `available` bytes are.
pub(super) fn whole(available: usize, itemsize: usize) -> Result<Layout<Rank<1>>, LayoutError> {
    if itemsize == 0 {
        return Err(LayoutError::ZeroSize);
    }
    if !available.is_multiple_of(itemsize) {
        return Err(LayoutError::PartialElement { available, itemsize });
    }
    Ok(Layout { shape: [available / itemsize], strides: [itemsize.cast_signed()] })
}
