//! Arrays: a header beside the bytes that it points into.

use crate::{
    element::Element,
    layout::{Dim, Layout, LayoutError, Order, Rank, span},
    raw::{
        alloc::AlignedBytes,
        column::Column,
        header::{Gaps, Header},
        origin::Origin,
        view::{View, ViewMut},
    },
};
use core::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

/// Elements of type `T` in memory of their own, one after the other, on any number of axes. NumPy's `ndarray` that owns
/// its data.
///
/// The bytes lie at a multiple of 64, or of more on request, in [C or Fortran order](Order). They are zero at first, and
/// gaps stay zero. Records are elements too. [`view`](Array::view) and [`view_mut`](Array::view_mut) lend what reads and
/// writes; at rank 1 an array also derefs to [`Column`], as tables do. The rank is that of the shape: `[usize; N]` gives
/// `Rank<N>`, a slice gives [`DynRank`](crate::DynRank).
///
/// ```
/// use record_core::prelude::*;
/// let mut grid = Array::<f64, _>::zeros([2, 3]);
/// grid.set_at([1, 2], 1.5);
/// assert_eq!((grid.shape(), grid.strides(), grid.get_at([1, 2])), ([2, 3], [24, 8], Some(1.5)));
/// assert_eq!(grid.view().at(1).sum(), 1.5);
/// ```
pub struct Array<T, D: Dim = Rank<1>> {
    pub(super) head: Header<D>,
    order: Order,
    bytes: AlignedBytes,
    marker: PhantomData<T>,
}

// SAFETY: an array is a `Vec<T>` with axes: it owns its bytes, and `T: Element` is `Send + Sync`.
unsafe impl<T: Element, D: Dim> Send for Array<T, D> {}
// SAFETY: through `&Array` there is only reading.
unsafe impl<T: Element, D: Dim> Sync for Array<T, D> {}

impl<T, D: Dim> Array<T, D> {
    /// The elements that `bytes` are.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches other bytes, or one twice.
    ///
    /// # Panics
    /// If the bytes are more or fewer than the elements take, or may be unaligned.
    ///
    /// # Safety
    /// Any bytes are a `T`.
    pub(super) unsafe fn over(
        bytes: AlignedBytes,
        layout: Layout<D>,
        order: Order,
    ) -> Result<Self, LayoutError> {
        let checked = span::check(layout, 0, size_of::<T>(), bytes.len())?.writable()?;
        assert!(layout.len() * size_of::<T>() == bytes.len(), "bytes for another number of elements");
        assert!(bytes.align() >= align_of::<T>(), "bytes for another type");
        // SAFETY: the bytes are on the heap, valid for reads and writes as long as `bytes` lives, wherever it is moved to,
        // and all initialised; views borrow the array, which owns them.
        let head = unsafe { Header::new(bytes.ptr(), bytes.len(), &checked, Gaps::Defined) };
        // SAFETY: `Owned` points at nothing.
        let head = unsafe { head.with_origin(Origin::Owned) };
        Ok(Self { head, order, bytes, marker: PhantomData })
    }
}

/// # Panics
/// If there is no memory for it.
impl<T, D: Dim> Clone for Array<T, D> {
    fn clone(&self) -> Self {
        let bytes = self.bytes.copied(1).expect("memory for a copy");
        // SAFETY: a `T` as in `self`.
        unsafe { Self::over(bytes, self.layout(), self.order) }.expect("the array's own layout")
    }
}

impl<T: Element, D: Dim> Array<T, D> {
    /// The elements that `bytes` are.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches other bytes, or one twice.
    ///
    /// # Panics
    /// If the bytes are more or fewer than the elements take, or may be unaligned.
    pub(crate) fn from_bytes(
        bytes: AlignedBytes,
        layout: Layout<D>,
        order: Order,
    ) -> Result<Self, LayoutError> {
        const { assert!(!T::SHOWN.is_bits(), "an array of bits cannot be: collect the values of the column") };
        // SAFETY: any bytes are an element [R5].
        unsafe { Self::over(bytes, layout, order) }
    }

    /// Gives up the elements' type and shape.
    pub(crate) fn into_bytes(self) -> AlignedBytes {
        self.bytes
    }

    /// The bytes of all elements in the order of memory, for writing whole elements without gaps.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        assert!(T::DTYPE.is_gap_free(), "gaps must stay zero");
        self.bytes.as_mut_slice()
    }

    /// What the address of the first element is a multiple of.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let array = Array::<u8, _>::zeros([5]);
    /// assert!(array.alignment() == 64 && array.as_bytes().as_ptr().addr() % 64 == 0);
    /// ```
    pub fn alignment(&self) -> usize {
        self.bytes.align()
    }

    /// The bytes of all elements in the order of memory, gaps too, which are zero. NumPy's `a.tobytes('A')`, without a
    /// copy.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// All elements in the order of memory, as they are stored. NumPy's `a.ravel('K')`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let rows = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(rows.as_memory_slice(), [1, 2, 3, 4, 5, 6]);
    /// let columns = rows.view().to_array_in(Order::F);
    /// assert_eq!(columns.as_memory_slice(), [1, 4, 2, 5, 3, 6]);
    /// ```
    pub fn as_memory_slice(&self) -> &[T] {
        let (ptr, len) = (self.bytes.ptr().cast::<T>(), self.head.layout().len());
        // SAFETY: the bytes are those of `len` elements and aligned (`from_bytes`), initialised, any bytes are a T [R5];
        // `self` is borrowed.
        unsafe { core::slice::from_raw_parts(ptr.as_ptr(), len) }
    }

    /// All elements in the order of memory, writable.
    ///
    /// # Panics
    /// At compile time, if `T` has gaps: writing whole values would make them undefined.
    pub fn as_memory_slice_mut(&mut self) -> &mut [T] {
        const { assert!(T::DTYPE.is_gap_free(), "records with gaps are written through a view") };
        let (ptr, len) = (self.bytes.ptr().cast::<T>(), self.head.layout().len());
        // SAFETY: as in `as_memory_slice`; T has no gaps, so every byte stays initialised; `self` is borrowed mutably.
        unsafe { core::slice::from_raw_parts_mut(ptr.as_ptr(), len) }
    }

    /// Copies all elements of a view of the same shape, but for their gaps.
    ///
    /// # Panics
    /// If the shape is another.
    pub(crate) fn copy_in(&mut self, source: View<'_, T, D>) {
        self.view_mut().copy_rows(source);
    }
}

impl<T, D: Dim> Array<T, D> {
    /// Shape and strides.
    #[inline]
    pub fn layout(&self) -> Layout<D> {
        *self.head.layout()
    }

    /// The order in which the elements lie in memory: the one that was asked for. NumPy's `a.flags`.
    #[inline]
    pub fn order(&self) -> Order {
        self.order
    }

    /// All elements, as a view.
    #[inline]
    pub fn view(&self) -> View<'_, T, D> {
        // SAFETY: made by `from_bytes`, so the header is of T's size over these bytes [R1], [R2]; `self` is borrowed.
        unsafe { View::from_header(self.head) }
    }

    /// All elements, as a writable view.
    #[inline]
    pub fn view_mut(&mut self) -> ViewMut<'_, T, D> {
        // SAFETY: as in `view`; the layout was found to reach no byte twice, and `self` is borrowed mutably [R4].
        unsafe { ViewMut::from_header(self.head) }
    }
}

impl<T> Deref for Array<T> {
    type Target = Column<T>;

    #[inline]
    fn deref(&self) -> &Column<T> {
        // SAFETY: as in `view`.
        unsafe { Column::from_head(&self.head, 0) }
    }
}

impl<T> DerefMut for Array<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Column<T> {
        // SAFETY: as in `view_mut`.
        unsafe { Column::from_head_mut(&mut self.head, 0) }
    }
}
