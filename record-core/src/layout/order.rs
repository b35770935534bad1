//! The order of elements in memory, and the strides that it gives a shape.

use super::{Axes as _, Dim, Layout, LayoutError, span::extent_fits};

/// Which neighbours lie side by side in memory. NumPy's `order='C'` and `order='F'`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Those along the last axis: row by row, as C and NumPy have it.
    #[default]
    C,
    /// Those along the first axis: column by column, as Fortran has it.
    F,
}

impl<D: Dim> Layout<D> {
    /// The layout of elements of `itemsize` bytes that lie one after the other in this order.
    ///
    /// ```
    /// use record_core::{Rank, layout::{Layout, Order}};
    /// let rows = Layout::<Rank<2>>::dense([2, 3], 8, Order::C)?;
    /// let columns = Layout::<Rank<2>>::dense([2, 3], 8, Order::F)?;
    /// assert_eq!((rows.strides, columns.strides), ([24, 8], [8, 16]));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::TooLarge`] if the lengths of the axes that are not empty, times the itemsize, exceed `isize::MAX`.
    pub fn dense(shape: D::Shape, itemsize: usize, order: Order) -> Result<Self, LayoutError> {
        let lengths = shape.as_ref();
        if !extent_fits(lengths, itemsize) {
            return Err(LayoutError::TooLarge { itemsize });
        }
        // No overflow: a part of the extent. An empty axis counts as one of length 1, as in NumPy.
        let spanned = |axes: &[usize]| axes.iter().fold(itemsize, |size, &n| size * n.max(1)).cast_signed();
        let stride = |axis: usize| match order {
            Order::C => spanned(&lengths[axis + 1..]),
            Order::F => spanned(&lengths[..axis]),
        };
        let strides = D::Strides::from_fn(lengths.len(), stride);
        // Strides of a rank hold as many numbers as shapes do.
        strides.map(|strides| Self { shape, strides }).ok_or(LayoutError::TooLarge { itemsize })
    }
}
