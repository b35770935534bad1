//! Writing to some of the elements: `fill_where`, `apply_where`.

use crate::{
    element::Element,
    ops::mask::{Mask, MaskError},
    or_panic::OrPanic as _,
    raw::column::Column,
};

impl<T: Element> Column<T> {
    /// Writes `value` to the elements that the mask has in. NumPy's `a[mask] = value`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let mut numbers = [3, 1, 2];
    /// let mut column = ViewMut::from_slice(&mut numbers);
    /// let mask = column.ge(2);
    /// column.fill_where(&mask, 0);
    /// column.apply_where(&!mask, |n| n * 10);
    /// assert_eq!(numbers, [0, 10, 0]);
    /// ```
    ///
    /// # Panics
    /// If the mask has another length; [`try_apply_where`](Column::try_apply_where) says so instead.
    #[track_caller]
    pub fn fill_where(&mut self, mask: &Mask, value: T::Value) {
        self.apply_where(mask, |_| value);
    }

    /// Replaces the elements that the mask has in by `f` of their values.
    ///
    /// # Panics
    /// If the mask has another length; [`try_apply_where`](Column::try_apply_where) says so instead.
    #[track_caller]
    pub fn apply_where(&mut self, mask: &Mask, f: impl FnMut(T::Value) -> T::Value) {
        self.try_apply_where(mask, f).or_panic();
    }

    /// Replaces the elements that the mask has in by `f` of their values.
    ///
    /// # Errors
    /// [`MaskError`] if the mask has another length; nothing has been written then.
    pub fn try_apply_where(
        &mut self,
        mask: &Mask,
        mut f: impl FnMut(T::Value) -> T::Value,
    ) -> Result<(), MaskError> {
        mask.check_len(self.len())?;
        for index in mask.positions() {
            self.update(index, &mut f);
        }
        Ok(())
    }
}
