//! Where a result goes: writable views, columns, arrays and slices.

use crate::{
    element::Element,
    layout::{Dim, Rank},
    raw::{column::Column, view::ViewMut},
};

#[cfg(feature = "alloc")]
use crate::raw::array::Array;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

mod sealed {
    pub trait Sealed {}
}

/// Elements that a result is written to, of any layout: a mutable view, or `&mut` of one, of a column, an array or a slice. Sealed.
///
/// They are borrowed mutably, so no operand of the expression can be among them: the compiler refuses it. What overlaps on
/// purpose goes through [`CellView::compute_from`](crate::CellView::compute_from), and what replaces an operand's own elements
/// through [`compute`](crate::ViewMut::compute).
#[diagnostic::on_unimplemented(
    message = "a result cannot be written to `{Self}`",
    label = "not a mutable reference to a view, a column, an array or a slice"
)]
pub trait Output: sealed::Sealed {
    /// The elements.
    type Element: Element;
    /// The number of axes.
    type Rank: Dim;

    #[doc(hidden)]
    fn target(&mut self) -> ViewMut<'_, Self::Element, Self::Rank>;
}

macro_rules! outputs {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $type:ty, $element:ty, $rank:ty, $this:ident => $target:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> sealed::Sealed for $type {}

        $(#[$attribute])*
        impl<$($generics)*> Output for $type {
            type Element = $element;
            type Rank = $rank;

            #[inline(always)]
            fn target(&mut self) -> ViewMut<'_, $element, $rank> {
                let $this = self;
                $target
            }
        }
    )*};
}

outputs! {
    {T: Element, D: Dim} &mut ViewMut<'_, T, D>, T, D, this => ViewMut::reborrow(this);
    {T: Element, D: Dim} ViewMut<'_, T, D>, T, D, this => ViewMut::reborrow(this);
    {T: Element} &mut Column<T>, T, Rank<1>, this => Column::as_view_mut(this);
    #[cfg(feature = "alloc")]
    {T: Element, D: Dim} &mut Array<T, D>, T, D, this => this.view_mut();
    {T: Element} &mut [T], T, Rank<1>, this => ViewMut::from_slice(this);
    {T: Element, const N: usize} &mut [T; N], T, Rank<1>, this => ViewMut::from_slice(&mut this[..]);
    #[cfg(feature = "alloc")]
    {T: Element} &mut Vec<T>, T, Rank<1>, this => ViewMut::from_slice(this);
}
