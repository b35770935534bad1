//! What can be said of a view's memory in a word: NumPy's `ndarray.flags`.

#[cfg(feature = "alloc")]
use crate::raw::{any_array::AnyArray, any_column::AnyColumn, array::Array};
use crate::{
    element::Element,
    layout::{Dim, Order, Parent},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        cell::CellView,
        column::Column,
        view::{View, ViewMut},
    },
    view::{
        explain::Explain,
        memory::{Memory as _, Seen},
    },
};
use core::fmt;

/// What holds of a view's memory. NumPy's `ndarray.flags`; whose memory it is, says `base`.
///
/// ```
/// use record_core::prelude::*;
/// let view = View::from_slice(&[[1_u32, 2], [3, 4]]).axes();
/// assert_eq!(view.at_axis(1, 0).flags().to_string(), "  C_CONTIGUOUS : false
///   F_CONTIGUOUS : false
///   ALIGNED : true
///   WRITABLE : false
///   OWNS_GAPS : false
///   OVERLAPS_ITSELF : false");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent answers, as NumPy gives them
#[non_exhaustive]
pub struct Flags {
    /// The elements lie one after the other in row-major order. Axes of length 1 do not count, and a view of nothing is.
    pub c_contiguous: bool,
    /// The elements lie one after the other in column-major order, with the same exceptions.
    pub f_contiguous: bool,
    /// Every element lies at a multiple of its alignment: that of the Rust type, or that of the dtype where only run time
    /// knows it. A packed record has alignment 1, so it always is, though its fields may not be.
    pub aligned: bool,
    /// Elements can be written through this kind of view.
    pub writable: bool,
    /// Every byte from the first to the last belongs to an element of the view.
    pub owns_gaps: bool,
    /// Two indices reach a common byte: a broadcast, overlapping windows. Exact.
    pub overlaps_itself: bool,
}

impl Flags {
    pub(super) fn of(seen: &Seen<'_>) -> Self {
        let (layout, itemsize) = (seen.layout, seen.itemsize());
        Self {
            c_contiguous: seen.break_in(Order::C).is_none(),
            f_contiguous: seen.break_in(Order::F).is_none(),
            aligned: seen.is_aligned(),
            writable: seen.writable,
            owns_gaps: layout.is_empty() || Parent::new(&layout).is_dense(itemsize),
            overlaps_itself: layout.overlaps_itself(itemsize),
        }
    }
}

/// As NumPy prints its own, one flag to a line.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flags = [
            ("C_CONTIGUOUS", self.c_contiguous),
            ("F_CONTIGUOUS", self.f_contiguous),
            ("ALIGNED", self.aligned),
            ("WRITABLE", self.writable),
            ("OWNS_GAPS", self.owns_gaps),
            ("OVERLAPS_ITSELF", self.overlaps_itself),
        ];
        for (i, (name, flag)) in flags.iter().enumerate() {
            write!(f, "{}  {name} : {flag}", if i == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

macro_rules! inspect {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $view:ty;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> $view {
            /// What holds of this memory, in a word each. NumPy's `ndarray.flags`.
            pub fn flags(&self) -> Flags {
                Flags::of(&self.seen())
            }

            /// Whether the elements lie one after the other in column-major order: NumPy's `flags.f_contiguous`.
            pub fn is_f_contiguous(&self) -> bool {
                self.seen().break_in(Order::F).is_none()
            }

            /// Where the elements lie, in words: for those who debug a memory layout. The guide
            /// [`debugging_layouts`](crate::guide::debugging_layouts) shows what it prints.
            pub fn explain(&self) -> Explain<'_> {
                Explain::of(&self.seen())
            }
        }
    )*};
}

inspect! {
    {T: Element, D: Dim} View<'_, T, D>;
    {T: Element, D: Dim} ViewMut<'_, T, D>;
    {T: Element, D: Dim} CellView<'_, T, D>;
    {T: Element} Column<T>;
    {} AnyView<'_>;
    {} AnyViewMut<'_>;
    #[cfg(feature = "alloc")]
    {} AnyColumn;
    #[cfg(feature = "alloc")]
    {T: Element, D: Dim} Array<T, D>;
    #[cfg(feature = "alloc")]
    {} AnyArray;
}

macro_rules! as_read {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $view:ty;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> $view {
            /// Whether the elements lie one after the other in row-major order: NumPy's `flags.c_contiguous`.
            pub fn is_c_contiguous(&self) -> bool {
                self.seen().break_in(Order::C).is_none()
            }

            /// Whether every element lies at a multiple of its alignment, judged from the base address and the strides: see
            /// [`Flags::aligned`].
            pub fn is_aligned(&self) -> bool {
                self.seen().is_aligned()
            }
        }
    )*};
}

// What `View` and `AnyView` have from their headers.
as_read! {
    {T: Element, D: Dim} ViewMut<'_, T, D>;
    {T: Element, D: Dim} CellView<'_, T, D>;
    {T: Element} Column<T>;
    {} AnyViewMut<'_>;
    #[cfg(feature = "alloc")]
    {} AnyColumn;
    #[cfg(feature = "alloc")]
    {T: Element, D: Dim} Array<T, D>;
    #[cfg(feature = "alloc")]
    {} AnyArray;
}
