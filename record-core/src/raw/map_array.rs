//! Arrays in mapped files: a header beside the storage that it points into.

use crate::{
    layout::{Dim, Layout, LayoutError, Order, Rank, span},
    raw::{
        column::Column,
        header::Header,
        map::mode::Mapped,
        owner::{Storage, StorageMut},
        view::{View, ViewMut},
    },
};
use core::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

/// Elements of type `T` in a mapped file, on any number of axes: what [`Array`](crate::Array) is in memory. NumPy's
/// `memmap`.
///
/// `S` is the way of mapping: [`Mapped`](crate::Mapped) reads, [`MappedMut`](crate::MappedMut) writes to the file,
/// [`CopyOnWrite`](crate::CopyOnWrite) to memory of its own. [`view`](MapArray::view) and
/// [`view_mut`](MapArray::view_mut) lend what reads and writes; at rank 1 it also derefs to [`Column`].
///
/// ```
/// use record_core::prelude::*;
/// # let path = std::env::temp_dir().join(format!("record-doc-map-array-type-{}.bin", std::process::id()));
/// // SAFETY: nobody else reads or writes the file, or makes it shorter.
/// let mut grid = unsafe { MapArray::<f32, _>::create(&path, [100, 100]) }?;
/// grid.view_mut().at(3).fill(0.5);
/// grid.close()?;
/// // SAFETY: nobody else writes the file, or makes it shorter.
/// let grid = unsafe { MapArray::<f32, _>::map(&path, [100, 100]) }?;
/// assert_eq!((grid.get_at([3, 99]), grid.view().sum()), (Some(0.5), 50.0));
/// # drop(grid);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct MapArray<T, D: Dim = Rank<1>, S: Storage = Mapped> {
    head: Header<D>,
    order: Order,
    storage: S,
    marker: PhantomData<fn() -> T>,
}

// SAFETY: the header is a pointer into the storage, used as `View` and `ViewMut` use theirs.
unsafe impl<T, D: Dim, S: Storage + Send> Send for MapArray<T, D, S> {}
// SAFETY: as above.
unsafe impl<T, D: Dim, S: Storage + Sync> Sync for MapArray<T, D, S> {}

impl<T: crate::Element, D: Dim, S: Storage> MapArray<T, D, S> {
    /// Elements in this layout, the first at byte `start` of the storage.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches other bytes, or one twice.
    pub(crate) fn from_storage(
        storage: S,
        start: usize,
        layout: Layout<D>,
        order: Order,
    ) -> Result<Self, LayoutError> {
        const { assert!(!T::SHOWN.is_bits(), "an array of bits cannot be: map the whole integers") };
        let checked = span::check(layout, start, size_of::<T>(), storage.byte_len())?.writable()?;
        // SAFETY: the storage's bytes are valid while it lives, wherever it is moved to, and initialised as it says;
        // whoever uses the header borrows the array.
        let head = unsafe { Header::new(storage.base(), storage.byte_len(), &checked, storage.gaps().0) };
        // SAFETY: the origin lives as long as the storage, and so as its bytes.
        let head = unsafe { head.with_origin(storage.origin().0) };
        Ok(Self { head, order, storage, marker: PhantomData })
    }
}

impl<T, D: Dim, S: Storage> MapArray<T, D, S> {
    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<D> {
        *self.head.layout()
    }

    /// The order in which the elements lie in the file.
    #[inline]
    pub fn order(&self) -> Order {
        self.order
    }

    pub(crate) fn storage(&self) -> &S {
        &self.storage
    }

    pub(crate) fn into_storage(self) -> S {
        self.storage
    }

    /// All elements, as a view.
    #[inline]
    pub fn view(&self) -> View<'_, T, D> {
        // SAFETY: made by `from_storage`, so the header is of T's size over the storage [R1], [R2]; `self` is borrowed.
        unsafe { View::from_header(self.head) }
    }
}

impl<T, D: Dim, S: StorageMut> MapArray<T, D, S> {
    /// All elements, as a writable view.
    #[inline]
    pub fn view_mut(&mut self) -> ViewMut<'_, T, D> {
        // SAFETY: as in `view`; the layout was found to reach no byte twice, the storage is exclusive, and `self` is
        // borrowed mutably [R4].
        unsafe { ViewMut::from_header(self.head) }
    }
}

impl<T, S: Storage> Deref for MapArray<T, Rank<1>, S> {
    type Target = Column<T>;

    #[inline]
    fn deref(&self) -> &Column<T> {
        // SAFETY: as in `view`.
        unsafe { Column::from_head(&self.head, 0) }
    }
}

impl<T, S: StorageMut> DerefMut for MapArray<T, Rank<1>, S> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Column<T> {
        // SAFETY: as in `view_mut`.
        unsafe { Column::from_head_mut(&mut self.head, 0) }
    }
}
