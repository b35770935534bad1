//! What a view, of whatever kind, looks at: the numbers from which sharing, flags and explanations are read off.

#[cfg(feature = "alloc")]
use crate::raw::{any_array::AnyArray, any_column::AnyColumn, array::Array};
use crate::{
    DType,
    element::Element,
    layout::{Dim, DynRank, Layout, Order, overlap::Region},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        cell::CellView,
        column::Column,
        origin::Base,
        view::{View, ViewMut},
    },
};

mod sealed {
    pub trait Sealed {}
}

/// Elements in memory: every kind of view, columns and arrays, of any element type and rank. Sealed.
pub trait Memory: sealed::Sealed {
    /// What it looks at.
    #[doc(hidden)]
    fn seen(&self) -> Seen<'_>;
}

/// What a view looks at, without its type.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What kind of view it is.
    pub(super) kind: &'static str,
    /// Address of the first element.
    pub(super) address: usize,
    pub(super) layout: Layout<DynRank>,
    pub(super) dtype: &'a DType,
    /// What addresses of elements should be multiples of.
    pub(super) alignment: usize,
    pub(super) writable: bool,
    pub(super) base: Base<'a>,
}

impl Seen<'_> {
    pub(super) fn itemsize(&self) -> usize {
        self.dtype.itemsize()
    }

    pub(super) fn region(&self) -> Region {
        Region::new(self.address, self.layout, self.itemsize())
    }

    /// Length and stride of each axis, outermost first.
    pub(super) fn axes(&self) -> impl DoubleEndedIterator<Item = (usize, isize)> + ExactSizeIterator {
        let Layout { shape, strides } = &self.layout;
        shape.as_ref().iter().copied().zip(strides.as_ref().iter().copied())
    }

    /// The first axis, from the fastest on, that does not step over what the faster ones span: the axis, and the stride
    /// that would do.
    pub(super) fn break_in(&self, order: Order) -> Option<(usize, usize)> {
        if self.layout.is_empty() {
            return None;
        }
        let mut expected = self.itemsize();
        let ndim = self.axes().len();
        for i in 0..ndim {
            let axis = if order == Order::C { ndim - 1 - i } else { i };
            let (n, stride) = (self.layout.shape.as_ref()[axis], self.layout.strides.as_ref()[axis]);
            if n != 1 && stride != expected.cast_signed() {
                return Some((axis, expected));
            }
            expected = expected.saturating_mul(n);
        }
        None
    }

    /// Whether every element lies at a multiple of the alignment.
    pub(super) fn is_aligned(&self) -> bool {
        self.beyond() == 0 && self.beyond_on_axis().is_none()
    }

    /// Bytes by which the first element is beyond a multiple of the alignment.
    pub(super) fn beyond(&self) -> usize {
        if self.layout.is_empty() { 0 } else { self.address % self.alignment }
    }

    /// The first axis whose steps lead off the multiples of the alignment, and by how many bytes.
    pub(super) fn beyond_on_axis(&self) -> Option<(usize, usize)> {
        if self.layout.is_empty() {
            return None;
        }
        let beyond = |stride: isize| stride.unsigned_abs() % self.alignment;
        self.axes().enumerate().find(|(_, (n, stride))| *n > 1 && beyond(*stride) != 0).map(
            |(axis, (_, stride))| (axis, stride.rem_euclid(self.alignment.cast_signed()).cast_unsigned()),
        )
    }
}

/// Whether some byte belongs to elements of both views. NumPy's `shares_memory`: exact.
///
/// All bytes of an element count, the gaps of a record too. Views of nothing share nothing.
///
/// The strides of arrays nest, and for these the answer takes a microsecond or a few, however many elements there are. In
/// general the question is as hard as subset sum: for strides that have nothing to do with each other on several axes,
/// as only [`from_parts`](View::from_parts) and [`as_strided`](View::as_strided) make them, the time can grow exponentially with the number
/// of axes, to seconds at five random ones. [`shares_memory_within`] bounds it; [`may_share_memory`] is always quick.
///
/// ```
/// use record_core::prelude::*;
/// use record_core::{may_share_memory, shares_memory};
/// let pairs = View::from_slice(&[[1, 2], [3, 4]]).axes();
/// let (first, second) = (pairs.at_axis(1, 0), pairs.at_axis(1, 1));
/// assert!(!shares_memory(&first, &second) && may_share_memory(&first, &second));
/// assert!(shares_memory(&first, &pairs.at(1)));
/// ```
pub fn shares_memory(a: &(impl Memory + ?Sized), b: &(impl Memory + ?Sized)) -> bool {
    a.seen().region().shares(&b.seen().region())
}

/// As [`shares_memory`]; `None` if that takes more than `max_work` steps, of about a microsecond each. NumPy's
/// `shares_memory(a, b, max_work)`, which raises an error then.
///
/// ```
/// use record_core::prelude::*;
/// use record_core::view::shares_memory_within;
/// let view = View::from_slice(&[1, 2, 3, 4]);
/// assert_eq!(shares_memory_within(&view.slice(s![..;2]), &view.slice(s![1..;2]), 100), Some(false));
/// assert_eq!(shares_memory_within(&view, &view, 0), None);
/// ```
pub fn shares_memory_within(
    a: &(impl Memory + ?Sized),
    b: &(impl Memory + ?Sized),
    max_work: u64,
) -> Option<bool> {
    a.seen().region().shares_within(&b.seen().region(), max_work)
}

/// Whether the bytes from the first to the last of one view and those of the other are partly the same. NumPy's
/// `may_share_memory`: quick, and true for two columns of one table, which share no byte.
pub fn may_share_memory(a: &(impl Memory + ?Sized), b: &(impl Memory + ?Sized)) -> bool {
    a.seen().region().may_share(&b.seen().region())
}

/// A view of known element type.
fn typed<'a, T: Element, D: Dim>(view: View<'a, T, D>, kind: &'static str) -> Seen<'a> {
    Seen {
        kind,
        address: view.as_ptr().addr(),
        layout: view.layout().with_rank().expect("every rank fits DynRank"),
        dtype: T::DTYPE,
        alignment: align_of::<T>(),
        writable: false,
        base: view.base(),
    }
}

/// A view of a dtype known at run time.
fn untyped<'a>(view: AnyView<'a>, kind: &'static str) -> Seen<'a> {
    Seen {
        kind,
        address: view.as_ptr().addr(),
        layout: view.layout(),
        dtype: view.dtype(),
        alignment: view.dtype().alignment().max(1),
        writable: false,
        base: view.base(),
    }
}

macro_rules! memory {
    ($($(#[$attribute:meta])* {$($generics:tt)*} $view:ty, |$this:ident| $seen:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($generics)*> sealed::Sealed for $view {}

        $(#[$attribute])*
        impl<$($generics)*> Memory for $view {
            fn seen(&self) -> Seen<'_> {
                let $this = self;
                $seen
            }
        }
    )*};
}

memory! {
    {T: Element, D: Dim} View<'_, T, D>, |view| typed(*view, "View");
    {T: Element, D: Dim} ViewMut<'_, T, D>,
        |view| Seen { writable: true, ..typed(ViewMut::as_view(view), "ViewMut") };
    {T: Element, D: Dim} CellView<'_, T, D>, |view| Seen {
        kind: "CellView",
        address: view.as_ptr().addr(),
        layout: view.layout().with_rank().expect("every rank fits DynRank"),
        dtype: T::DTYPE,
        alignment: align_of::<T>(),
        writable: true,
        base: view.base(),
    };
    {T: Element} Column<T>, |column| typed(column.as_view(), "Column");
    {} AnyView<'_>, |view| untyped(*view, "AnyView");
    {} AnyViewMut<'_>, |view| Seen { writable: true, ..untyped(view.as_view(), "AnyViewMut") };
    #[cfg(feature = "alloc")]
    {} AnyColumn, |column| untyped(column.as_view(), "AnyColumn");
    #[cfg(feature = "alloc")]
    {T: Element, D: Dim} Array<T, D>, |array| Seen { writable: true, ..typed(array.view(), "Array") };
    #[cfg(feature = "alloc")]
    {} AnyArray, |array| Seen { writable: true, ..untyped(array.view(), "AnyArray") };
}
