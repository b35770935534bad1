//! Arrays whose dtype only run time knows: a header, the dtype, and the bytes.

use crate::{
    byte_order::ByteOrder,
    dtype::DType,
    element::Element,
    layout::{Dim, DynRank, Layout, LayoutError, Order, span},
    raw::{
        alloc::AlignedBytes,
        any::AnyView,
        any_mut::AnyViewMut,
        array::Array,
        header::{Gaps, Header},
        leaves::{Written, copy},
        origin::Origin,
        view::ViewMut,
    },
};

/// Elements of a dtype known at run time, in memory of their own: what [`Array`] is, without the Rust type.
///
/// ```
/// use record_core::prelude::*;
/// let mut array = AnyArray::zeros(DType::parse("<f8")?, [2, 3], Order::C)?;
/// # #[cfg(target_endian = "little")]
/// array.typed_mut::<f64, record_core::Rank<2>>()?.fill(0.5);
/// # #[cfg(target_endian = "little")]
/// assert_eq!(array.view().mean()?, Some(0.5));
/// # Ok::<(), record_core::Error>(())
/// ```
pub struct AnyArray {
    head: Header<DynRank>,
    dtype: DType,
    order: Order,
    bytes: AlignedBytes,
}

// SAFETY: owns its bytes, and a dtype is `Send + Sync`.
unsafe impl Send for AnyArray {}
// SAFETY: through `&AnyArray` there is only reading.
unsafe impl Sync for AnyArray {}

impl AnyArray {
    /// The elements of `dtype` that `bytes` are.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches other bytes, or one twice.
    ///
    /// # Panics
    /// If the bytes are more or fewer than the elements take.
    pub(crate) fn from_bytes(
        bytes: AlignedBytes,
        dtype: DType,
        layout: Layout<DynRank>,
        order: Order,
    ) -> Result<Self, LayoutError> {
        let checked = span::check(layout, 0, dtype.itemsize(), bytes.len())?.writable()?;
        assert!(layout.len() * dtype.itemsize() == bytes.len(), "bytes for another number of elements");
        // SAFETY: the bytes are on the heap, valid for reads and writes as long as `bytes` lives, wherever it is moved to,
        // and all initialised; views borrow the array, which owns them.
        let head = unsafe { Header::new(bytes.ptr(), bytes.len(), &checked, Gaps::Defined) };
        // SAFETY: `Owned` points at nothing.
        let head = unsafe { head.with_origin(Origin::Owned) };
        Ok(Self { head, dtype, order, bytes })
    }

    /// The dtype, the layout and the bytes.
    pub(crate) fn into_parts(self) -> (DType, Layout<DynRank>, Order, AlignedBytes) {
        (self.dtype, *self.head.layout(), self.order, self.bytes)
    }

    /// The same bytes in another byte order: of the dtype as [`DType::newbyteorder`] makes it.
    pub(crate) fn into_order(mut self, order: ByteOrder) -> Self {
        // Offsets and sizes stay, so the header keeps [R1] and [R2].
        self.dtype = self.dtype.newbyteorder(order);
        self
    }

    /// Copies all elements of a view of the same dtype and shape, but for their gaps; those of records whose fields overlap
    /// are copied too.
    ///
    /// # Panics
    /// If dtype or shape are others.
    pub(crate) fn copy_in(&mut self, source: AnyView<'_>) {
        assert!(*source.dtype() == self.dtype, "elements of another dtype");
        if self.dtype.is_gap_free()
            && self.order == Order::C
            && source.layout().shape == self.head.layout().shape
            && let Some(bytes) = source.as_bytes()
        {
            self.bytes.as_mut_slice().copy_from_slice(bytes);
            return;
        }
        // SAFETY: the array's own header, over bytes that it owns, gaps too, and that are borrowed mutably; elements of the
        // dtype; nobody writes what is read [R4].
        unsafe { copy(&source.head, &self.head, &self.dtype, Written::Elements) };
    }

    /// Copies all elements of a view of the same shape, but for their gaps, to a field of the records that the array has.
    /// Other fields may lie in those gaps.
    ///
    /// # Panics
    /// If there is no such field, or its dtype or the shape are others.
    pub(crate) fn put_field(&mut self, position: usize, source: AnyView<'_>) {
        let field = &self.dtype.fields()[position];
        assert!(source.dtype() == field.dtype(), "a field of another dtype");
        // SAFETY: every constructor of `DType` keeps its fields within the record.
        let head = unsafe { self.head.moved_into(field.offset()) };
        // SAFETY: the field in each of the array's records, whose bytes are owned and borrowed mutably.
        unsafe { copy(&source.head, &head, field.dtype(), Written::Leaves) };
    }

    /// All elements, as a view.
    pub fn view(&self) -> AnyView<'_> {
        // SAFETY: made by `from_bytes`, so the header is of the dtype's itemsize over these bytes [R1], [R2]; `self` is
        // borrowed.
        unsafe { AnyView::from_header(self.head, &self.dtype) }
    }

    /// All elements, as a writable view.
    pub fn view_mut(&mut self) -> AnyViewMut<'_> {
        // SAFETY: as in `view`; the layout was found to reach no byte twice, the bytes are all initialised, and `self` is
        // borrowed mutably [R4].
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

    /// What an element means.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// Shape and strides.
    pub fn layout(&self) -> Layout<DynRank> {
        *self.head.layout()
    }

    /// The order in which the elements lie in memory.
    pub fn order(&self) -> Order {
        self.order
    }

    /// What the address of the first element is a multiple of.
    pub fn alignment(&self) -> usize {
        self.bytes.align()
    }

    /// The bytes of all elements in the order of memory, gaps too. NumPy's `a.tobytes('A')`, without a copy.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }
}

/// # Panics
/// If there is no memory for it.
impl Clone for AnyArray {
    fn clone(&self) -> Self {
        let bytes = self.bytes.copied(1).expect("memory for a copy");
        Self::from_bytes(bytes, self.dtype.clone(), self.layout(), self.order)
            .expect("the array's own layout")
    }
}

/// Gives up the Rust type and the number of axes; nothing is copied.
impl<T: Element, D: Dim> From<Array<T, D>> for AnyArray {
    fn from(array: Array<T, D>) -> Self {
        let (layout, order) = (array.layout(), array.order());
        let axes = layout.with_rank().expect("every rank fits DynRank");
        Self::from_bytes(array.into_bytes(), T::DTYPE.clone(), axes, order).expect("the array's own layout")
    }
}
