//! Arrays in mapped files whose dtype only run time knows.

use crate::{
    dtype::DType,
    element::Element,
    layout::{Dim, DynRank, Layout, LayoutError, Order, span},
    raw::{
        any::AnyView,
        any_mut::AnyViewMut,
        header::Header,
        map::mode::Mapped,
        owner::{Storage, StorageMut},
        view::ViewMut,
    },
};

/// Elements of a dtype known at run time in a mapped file: what [`MapArray`](crate::MapArray) is, without the Rust
/// type.
///
/// ```
/// use record_core::prelude::*;
/// # let path = std::env::temp_dir().join(format!("record-doc-any-map-array-{}.bin", std::process::id()));
/// std::fs::write(&path, [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0])?;
/// // SAFETY: nobody else writes the file, or makes it shorter.
/// let pair = unsafe { AnyMapArray::map(&path, DType::parse(">f4")?, [2, 1]) }?;
/// assert_eq!((pair.shape(), pair.view().mean()?), (&[2, 1][..], Some(1.5)));
/// # drop(pair);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct AnyMapArray<S: Storage = Mapped> {
    head: Header<DynRank>,
    dtype: DType,
    order: Order,
    storage: S,
}

// SAFETY: the header is a pointer into the storage, used as `AnyView` and `AnyViewMut` use theirs; a dtype is
// `Send + Sync`.
unsafe impl<S: Storage + Send> Send for AnyMapArray<S> {}
// SAFETY: as above.
unsafe impl<S: Storage + Sync> Sync for AnyMapArray<S> {}

impl<S: Storage> AnyMapArray<S> {
    /// Elements of `dtype` in this layout, the first at byte `start` of the storage.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches other bytes, or one twice.
    pub(crate) fn from_storage(
        storage: S,
        start: usize,
        dtype: DType,
        layout: Layout<DynRank>,
        order: Order,
    ) -> Result<Self, LayoutError> {
        let checked = span::check(layout, start, dtype.itemsize(), storage.byte_len())?.writable()?;
        // SAFETY: the storage's bytes are valid while it lives, wherever it is moved to, and initialised as it says;
        // whoever uses the header borrows the array.
        let head = unsafe { Header::new(storage.base(), storage.byte_len(), &checked, storage.gaps().0) };
        // SAFETY: the origin lives as long as the storage, and so as its bytes.
        let head = unsafe { head.with_origin(storage.origin().0) };
        Ok(Self { head, dtype, order, storage })
    }

    /// All elements, as a view.
    pub fn view(&self) -> AnyView<'_> {
        // SAFETY: made by `from_storage`, so the header is of the dtype's itemsize over the storage [R1], [R2]; `self`
        // is borrowed.
        unsafe { AnyView::from_header(self.head, &self.dtype) }
    }

    /// What an element means.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// Shape and strides.
    pub fn layout(&self) -> Layout<DynRank> {
        *self.head.layout()
    }

    /// Length of each axis.
    pub fn shape(&self) -> &[usize] {
        self.head.layout().shape.as_ref()
    }

    /// The order in which the elements lie in the file.
    pub fn order(&self) -> Order {
        self.order
    }

    pub(crate) fn storage(&self) -> &S {
        &self.storage
    }

    pub(crate) fn into_storage(self) -> S {
        self.storage
    }
}

impl<S: StorageMut> AnyMapArray<S> {
    /// All elements, as a writable view.
    pub fn view_mut(&mut self) -> AnyViewMut<'_> {
        // SAFETY: as in `view`; the layout was found to reach no byte twice, the storage's bytes are all initialised
        // and exclusive, and `self` is borrowed mutably [R4].
        unsafe { AnyViewMut::from_header(self.head, &self.dtype) }
    }

    /// All elements as a writable view, if the dtype is `T`'s and the rank is `D`.
    pub(crate) fn cast_mut<T: Element, D: Dim>(&mut self) -> Option<Result<ViewMut<'_, T, D>, LayoutError>> {
        if self.dtype != *T::DTYPE {
            return None;
        }
        let head = self.head.derive(|parent| parent.with_rank::<D>());
        // SAFETY: equal dtypes: the bytes of an element are a T (condition 3 of `Element`) [R1], [R2]; the layout was
        // found to reach no byte twice, and `self` is borrowed mutably [R4].
        Some(head.map(|head| unsafe { ViewMut::from_header(head) }))
    }
}
