//! Copying elements into views: from other views, and within one.

use crate::{
    element::Element,
    layout::{
        Dim, LayoutError, SliceSpec,
        way::{Way, way},
    },
    raw::{
        cell::CellView,
        view::{View, ViewMut},
    },
};
use core::fmt;

/// Elements that cannot be copied; nothing has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyError {
    /// The source cannot be broadcast to the target's shape, or a slicing expression does not fit.
    Layout(LayoutError),
    /// Source and target share bytes in such a way that the elements must go through memory of their own, and there is
    /// none: too little, or no allocator, without the feature `alloc`.
    NoMemory {
        /// The bytes needed.
        bytes: usize,
    },
}

impl From<LayoutError> for CopyError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Layout(error) => error.fmt(f),
            Self::NoMemory { bytes } => {
                write!(f, "no memory for the {bytes} bytes through which overlapping elements must be copied")
            }
        }
    }
}

impl core::error::Error for CopyError {}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Writes the elements of `source`, broadcast to this shape. NumPy's `a[...] = b`.
    ///
    /// The source may be of another type that has the same values: `Be<f64>` to `f64` converts. Elements of the same type
    /// are copied as they are stored, all at once where both views are contiguous; gaps of records stay as they were.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let file = [Be::new(1.5), Be::new(2.5)];
    /// let mut rows = [[0.0; 2]; 2];
    /// ViewMut::from_slice(&mut rows).into_axes().copy_from(View::from_slice(&file))?;
    /// assert_eq!(rows, [[1.5, 2.5], [1.5, 2.5]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::Broadcast`] or [`LayoutError::BroadcastRank`] if the source cannot be broadcast to this shape; nothing
    /// is written then.
    pub fn copy_from<U: Element<Value = T::Value>, E: Dim>(
        &mut self,
        source: View<'_, U, E>,
    ) -> Result<(), LayoutError> {
        let shape = self.layout().shape;
        self.copy_rows(source.derive_repeat(|parent| parent.broadcast(shape.as_ref(), size_of::<U>()))?);
        Ok(())
    }

    /// Copies some elements of this view to others, as if all were read before the first is written. NumPy's
    /// `z[:-1] = z[1:]` is `z.copy_within(s![1..], s![..-1])`. The source is broadcast to the target's shape.
    ///
    /// Memory is allocated only where no order of copying would do; see [`CellView::copy_from`], which also takes
    /// transposes and whatever else can be made of one view.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [0, 1, 2, 3, 4, 5];
    /// let mut z = ViewMut::from_slice(&mut numbers);
    /// z.copy_within(s![1..], s![..-1])?;
    /// assert_eq!(z.to_vec(), [1, 2, 3, 4, 5, 5]);
    /// z.copy_within(s![..;-1], ..)?;
    /// assert_eq!(z.to_vec(), [5, 5, 4, 3, 2, 1]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`CopyError::Layout`] if a slicing expression or the broadcast does not fit, [`CopyError::NoMemory`]; nothing is
    /// written then.
    pub fn copy_within<S: SliceSpec<D>, E: SliceSpec<D>>(
        &mut self,
        source: S,
        target: E,
    ) -> Result<(), CopyError> {
        let cells = self.cells();
        cells.try_slice(target)?.copy_from(cells.try_slice(source)?)
    }
}

impl<T: Element, D: Dim> CellView<'_, T, D> {
    /// Writes the elements of `source`, broadcast to this shape, as if all were read before the first is written. The two
    /// may share elements, or parts of them. NumPy's `a[...] = b`.
    ///
    /// Where they share nothing, all move by the same distance, or one axis can be walked from one of its ends, they are
    /// copied in place; otherwise through memory of their own. Without the feature `alloc` that is an error. If this view
    /// reaches an element several times, what is last in row-major order stays.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut square = [[1, 2], [3, 4]];
    /// let mut view = ViewMut::from_slice(&mut square).into_axes();
    /// let cells = view.cells();
    /// cells.copy_from(cells.transpose())?;
    /// assert_eq!(square, [[1, 3], [2, 4]]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`CopyError::Layout`] if the source cannot be broadcast to this shape, [`CopyError::NoMemory`]; nothing is written
    /// then.
    pub fn copy_from<U: Element<Value = T::Value>, E: Dim>(
        &self,
        source: CellView<'_, U, E>,
    ) -> Result<(), CopyError> {
        let layout = self.layout();
        let source =
            source.derive_repeat::<D>(|parent| parent.broadcast(layout.shape.as_ref(), size_of::<U>()))?;
        if self.is_block_as(&source) {
            self.copy_rows(source);
            return Ok(());
        }
        let to = (self.as_ptr().addr(), &layout, size_of::<T>());
        match way(to, (source.as_ptr().addr(), &source.layout(), size_of::<U>())) {
            Way::Rows => self.copy_rows(source),
            Way::Turned { order, flip } => {
                let (order, flip) = (order.as_ref(), flip.as_ref());
                turned(*self, order, flip)?.copy_rows(turned(source, order, flip)?);
            }
            Way::Temporary => self.copy_through_memory(source)?,
        }
        Ok(())
    }

    /// Through memory of its own.
    #[cfg(feature = "alloc")]
    fn copy_through_memory<U: Element<Value = T::Value>>(
        &self,
        source: CellView<'_, U, D>,
    ) -> Result<(), CopyError> {
        let bytes = source.layout().len().saturating_mul(size_of::<U>());
        let elements = source.stored().ok_or(CopyError::NoMemory { bytes })?;
        Ok(self.write_stored(&elements)?)
    }

    /// There is no memory.
    #[cfg(not(feature = "alloc"))]
    fn copy_through_memory<U: Element<Value = T::Value>>(
        &self,
        source: CellView<'_, U, D>,
    ) -> Result<(), CopyError> {
        Err(CopyError::NoMemory { bytes: source.layout().len().saturating_mul(size_of::<U>()) })
    }
}

/// The axes in another order, and some of them backwards.
fn turned<'a, T: Element, D: Dim>(
    view: CellView<'a, T, D>,
    order: &[usize],
    flip: &[bool],
) -> Result<CellView<'a, T, D>, LayoutError> {
    let mut view = view.try_permute(order)?;
    for axis in (0..flip.len()).filter(|&axis| flip[axis]) {
        view = view.try_flip(axis)?;
    }
    Ok(view)
}
