//! The unsized columns that indexing returns a reference to.
//!
//! `data[Employee::SALARY]` must return a reference to something that already exists, and `data` has no slot for each
//! field. What exists is the header inside the table; what differs from field to field is one number. A [`Column`] is
//! that header with an unsized tail of `()`: the length in the fat pointer is the field's byte offset. The tail has
//! size 0, so the reference covers exactly the header's bytes and nothing is stretched. Being unsized, columns cannot
//! be swapped, moved or cloned out of their table.

use crate::{
    element::Element,
    layout::Rank,
    raw::{
        field::Field,
        header::Header,
        view::{View, ViewMut},
    },
};
use core::{
    marker::PhantomData,
    ops::{Deref, DerefMut, Index, IndexMut},
    ptr,
};

/// One field across all records, as indexing a table returns it: `data[Employee::SALARY]`.
///
/// Unsized, always behind a reference: it prints as `println!("{}", &data[Employee::SALARY])`. All operations of rank 1 are
/// here, and [`View`] and [`ViewMut`] deref to it.
#[repr(C)]
pub struct Column<T> {
    pub(super) head: Header<Rank<1>>,
    marker: PhantomData<T>,
    /// Its length is the offset of the column in the elements that `head` describes.
    pub(super) offset: [()],
}

// SAFETY: a column reference reads (or through `&mut`, writes) elements by value, as `View` and `ViewMut` do.
unsafe impl<T: Element> Send for Column<T> {}
// SAFETY: as above.
unsafe impl<T: Element> Sync for Column<T> {}

impl<T> Column<T> {
    /// # Safety
    /// For as long as the result lives, `head` moved by `offset` keeps [R1] and [R2] for `T`.
    #[inline]
    #[allow(clippy::cast_ptr_alignment)] // the pointer came from a header
    pub(super) unsafe fn from_head(head: &Header<Rank<1>>, offset: usize) -> &Self {
        let tail = ptr::slice_from_raw_parts(ptr::from_ref(head).cast::<()>(), offset);
        // SAFETY: `Column<T>` is a header and a tail of size 0, `repr(C)`: the reference covers the header's bytes only,
        // which are borrowed as long as the result.
        unsafe { &*(tail as *const Self) }
    }

    /// # Safety
    /// As `from_head`, and [R4]; the bytes may be written.
    #[inline]
    #[allow(clippy::cast_ptr_alignment)] // the pointer came from a header
    pub(super) unsafe fn from_head_mut(head: &mut Header<Rank<1>>, offset: usize) -> &mut Self {
        let tail = ptr::slice_from_raw_parts_mut(ptr::from_mut(head).cast::<()>(), offset);
        // SAFETY: as in `from_head`; the header is borrowed mutably as long as the result.
        unsafe { &mut *(tail as *mut Self) }
    }

    #[inline]
    fn column_head(&self) -> Header<Rank<1>> {
        // SAFETY: by the contract of `from_head` the offset lies within the elements of `head`.
        unsafe { self.head.moved_into(self.offset.len()) }
    }

    /// The column as a view of the same elements.
    #[inline]
    pub fn as_view(&self) -> View<'_, T> {
        // SAFETY: [R1], [R2] by the contract of `from_head`; nothing writes while `self` is borrowed.
        unsafe { View::from_header(self.column_head()) }
    }

    /// The column as a writable view of the same elements.
    #[inline]
    pub fn as_view_mut(&mut self) -> ViewMut<'_, T> {
        // SAFETY: a `&mut Column` is only made by `from_head_mut`, for which [R4] holds; `self` is borrowed mutably.
        unsafe { ViewMut::from_header(self.column_head()) }
    }
}

impl<T> Deref for View<'_, T> {
    type Target = Column<T>;

    #[inline]
    fn deref(&self) -> &Column<T> {
        // SAFETY: the view's own header keeps [R1] and [R2] while it is borrowed.
        unsafe { Column::from_head(&self.head, 0) }
    }
}

impl<T> Deref for ViewMut<'_, T> {
    type Target = Column<T>;

    #[inline]
    fn deref(&self) -> &Column<T> {
        // SAFETY: as for `View`.
        unsafe { Column::from_head(&self.head, 0) }
    }
}

impl<T> DerefMut for ViewMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Column<T> {
        // SAFETY: a writable view keeps [R4], and is borrowed mutably.
        unsafe { Column::from_head_mut(&mut self.head, 0) }
    }
}

/// The column of one field; of a nested record, with a token of that record or a composed one.
impl<R: Element, T: Element> Index<Field<R, T>> for Column<R> {
    type Output = Column<T>;

    #[inline]
    fn index(&self, field: Field<R, T>) -> &Column<T> {
        // SAFETY: the field lies in R [R3], and R at this column's offset in the elements of `head`.
        unsafe { Column::from_head(&self.head, self.offset.len() + field.offset()) }
    }
}

impl<R: Element, T: Element> IndexMut<Field<R, T>> for Column<R> {
    #[inline]
    fn index_mut(&mut self, field: Field<R, T>) -> &mut Column<T> {
        // SAFETY: as in `index`; `self` is borrowed mutably and keeps [R4].
        unsafe { Column::from_head_mut(&mut self.head, self.offset.len() + field.offset()) }
    }
}
