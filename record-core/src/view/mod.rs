//! Looking at records: columns, elements, slices and axes of views.
//!
//! `raw/` defines the types and touches the pointers; here is what users call, in safe code.

use crate::{
    element::Element,
    layout::Dim,
    raw::{
        field::Field,
        view::{View, ViewMut},
    },
};

impl<'a, R: Element, D: Dim> View<'a, R, D> {
    /// The column of one field: the same shape and strides, moved into each record. NumPy's `a['salary']`.
    #[inline]
    pub fn col<T: Element>(self, field: Field<R, T>) -> View<'a, T, D> {
        self.project(field)
    }
}

impl<'a, R: Element, D: Dim> ViewMut<'a, R, D> {
    /// The writable column of one field.
    #[inline]
    pub fn into_col<T: Element>(self, field: Field<R, T>) -> ViewMut<'a, T, D> {
        self.project(field)
    }
}
