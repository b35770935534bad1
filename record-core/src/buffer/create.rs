//! Making arrays: zeroed, from values, from functions.

use crate::{
    buffer::ArrayError,
    element::Element,
    layout::{Axes as _, Dim, Layout, Order, Rank, Shape},
    or_panic::OrPanic as _,
    raw::{
        alloc::AlignedBytes,
        array::Array,
        owner::{Owned, Owner},
        view::View,
    },
};
use alloc::vec::Vec;

/// Zeroed elements in a layout that is dense in this order.
pub(crate) fn allocate<T: Element, D: Dim>(
    layout: Layout<D>,
    order: Order,
    align: usize,
) -> Result<Array<T, D>, ArrayError> {
    // No overflow: `dense` has checked the extent.
    let bytes = layout.len() * size_of::<T>();
    let align = align.max(align_of::<T>());
    let memory = AlignedBytes::zeroed(bytes, align).ok_or(ArrayError::OutOfMemory { bytes })?;
    Ok(Array::from_bytes(memory, layout, order)?)
}

impl<T: Element, D: Dim> Array<T, D> {
    /// An array on axes of these lengths, all bytes zero, in C order.
    pub(crate) fn zeros_on(shape: D::Shape) -> Result<Self, ArrayError> {
        allocate(Layout::dense(shape, size_of::<T>(), Order::C)?, Order::C, 1)
    }

    /// An array of this shape, all bytes zero, in C order. NumPy's `zeros(shape, dtype)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let zeros = Array::<Be<i16>, _>::zeros([2, 2]);
    /// assert_eq!((zeros.size(), zeros.to_vec()), (4, vec![0; 4]));
    /// assert!(Array::<f64, _>::try_zeros([usize::MAX, 2]).is_err());
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_zeros`](Array::try_zeros) says so instead.
    #[track_caller]
    pub fn zeros(shape: impl Shape<Rank = D>) -> Self {
        Self::try_zeros(shape).or_panic()
    }

    /// An array of this shape, all bytes zero, in C order.
    ///
    /// # Errors
    /// [`ArrayError::Layout`] if the bytes are more than `isize::MAX`, [`ArrayError::OutOfMemory`] if there is no memory
    /// for them.
    pub fn try_zeros(shape: impl Shape<Rank = D>) -> Result<Self, ArrayError> {
        Self::try_zeros_in(shape, Order::C)
    }

    /// An array of this shape, all bytes zero, in the order given. NumPy's `zeros(shape, dtype, order)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(Array::<f64, _>::zeros_in([2, 3], Order::F).strides(), [8, 16]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_zeros_in`](Array::try_zeros_in) says so instead.
    #[track_caller]
    pub fn zeros_in(shape: impl Shape<Rank = D>, order: Order) -> Self {
        Self::try_zeros_in(shape, order).or_panic()
    }

    /// An array of this shape, all bytes zero, in the order given.
    ///
    /// # Errors
    /// As [`try_zeros`](Array::try_zeros).
    pub fn try_zeros_in(shape: impl Shape<Rank = D>, order: Order) -> Result<Self, ArrayError> {
        Self::with_alignment(shape, order, 1)
    }

    /// An array of this shape, all bytes zero, at an address that is a multiple of `align`, a power of two. Less than 64,
    /// or than the element needs, gives those.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let page = Array::<u32, _>::with_alignment([100], Order::C, 4096)?;
    /// assert_eq!(page.as_bytes().as_ptr().addr() % 4096, 0);
    /// assert!(Array::<u32, _>::with_alignment([100], Order::C, 100).is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ArrayError::Alignment`] if that is no power of two, others as [`try_zeros`](Array::try_zeros).
    pub fn with_alignment(
        shape: impl Shape<Rank = D>,
        order: Order,
        align: usize,
    ) -> Result<Self, ArrayError> {
        if !align.is_power_of_two() {
            return Err(ArrayError::Alignment { align });
        }
        allocate(Layout::dense(shape.to_axes()?, size_of::<T>(), order)?, order, align)
    }

    /// An array of this shape, each element `element`, in C order. NumPy's `full(shape, value)`.
    ///
    /// The element is given as it is stored, so that its type says the array's: `Be::new(1.5)` for a big-endian one.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(Array::full([2, 2], 0.5).view().sum(), 2.0);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_full`](Array::try_full) says so instead.
    #[track_caller]
    pub fn full(shape: impl Shape<Rank = D>, element: T) -> Self {
        Self::try_full(shape, element).or_panic()
    }

    /// An array of this shape, each element `element`, in C order.
    ///
    /// # Errors
    /// As [`try_zeros`](Array::try_zeros).
    pub fn try_full(shape: impl Shape<Rank = D>, element: T) -> Result<Self, ArrayError> {
        let mut array = Self::try_zeros(shape)?;
        array.view_mut().for_each_slot(|_, slot| slot.put(element));
        Ok(array)
    }

    /// An array of this shape, in C order, of what `f` gives for each index, the last axis fastest. NumPy's
    /// `fromfunction`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = Array::from_fn([2, 3], |[i, j]| 10 * i as u64 + j as u64);
    /// assert_eq!(table.to_vec(), [0, 1, 2, 10, 11, 12]);
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`try_from_fn`](Array::try_from_fn) says so instead.
    #[track_caller]
    pub fn from_fn(shape: impl Shape<Rank = D>, f: impl FnMut(D::Shape) -> T) -> Self {
        Self::try_from_fn(shape, f).or_panic()
    }

    /// An array of this shape, in C order, of what `f` gives for each index, the last axis fastest.
    ///
    /// # Errors
    /// As [`try_zeros`](Array::try_zeros).
    pub fn try_from_fn(
        shape: impl Shape<Rank = D>,
        mut f: impl FnMut(D::Shape) -> T,
    ) -> Result<Self, ArrayError> {
        let mut array = Self::try_zeros(shape)?;
        let shape = array.shape();
        let mut index = shape;
        index.as_mut().fill(0);
        array.view_mut().for_each_slot(|_, slot| {
            slot.put(f(index));
            // To the next index, the last axis fastest.
            for (i, &n) in index.as_mut().iter_mut().zip(shape.as_ref()).rev() {
                *i += 1;
                if *i < n {
                    break;
                }
                *i = 0;
            }
        });
        Ok(array)
    }

    /// An array of this shape, in C order, of the elements given. NumPy's `array(values).reshape(shape)`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_shape_vec([2, 2], vec![1, 2, 3, 4])?;
    /// assert_eq!(grid.view().at_axis(1, 0).to_vec(), [1, 3]);
    /// let error = Array::from_shape_vec([2, 3], vec![1, 2, 3, 4]).unwrap_err();
    /// assert_eq!(error.to_string(), "a shape of 6 elements for 4 elements");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ArrayError::Length`] if the shape has another number of elements, others as [`try_zeros`](Array::try_zeros).
    #[allow(clippy::needless_pass_by_value)] // what `vec![..]` gives; a slice is `View::from_slice(..).to_array()`
    pub fn from_shape_vec(shape: impl Shape<Rank = D>, elements: Vec<T>) -> Result<Self, ArrayError> {
        Self::from_shape_slice(&shape, &elements)
    }

    fn from_shape_slice(shape: &impl Shape<Rank = D>, elements: &[T]) -> Result<Self, ArrayError> {
        let layout = Layout::<D>::dense(shape.to_axes()?, size_of::<T>(), Order::C)?;
        let (expected, found) = (layout.len(), elements.len());
        if expected != found {
            return Err(ArrayError::Length { expected, found });
        }
        let mut array = Self::try_zeros(shape)?;
        match View::from_slice(elements).as_bytes() {
            Some(bytes) if T::DTYPE.is_gap_free() => array.bytes_mut().copy_from_slice(bytes),
            _ => {
                let mut elements = elements.iter();
                array.view_mut().for_each_slot(|_, slot| {
                    if let Some(&element) = elements.next() {
                        slot.put(element);
                    }
                });
            }
        }
        Ok(array)
    }
}

impl<T: Element> Array<T> {
    /// An array of one axis. NumPy's `array(values)`.
    ///
    /// The elements are copied to aligned memory, records without what is in their gaps.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let array = Array::from_vec(vec![1.5, 2.5]);
    /// assert_eq!((array.len(), array.mean()), (2, Some(2.0)));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`from_shape_vec`](Array::from_shape_vec) says so instead.
    #[track_caller]
    pub fn from_vec(elements: Vec<T>) -> Self {
        Self::from(elements)
    }
}

impl<T: Element> Array<T, Rank<2>> {
    /// An array of two axes. NumPy's `array([[1, 2], [3, 4]])`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let grid = Array::from_rows([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!((grid.shape(), grid.get_at([1, 0])), ([2, 3], Some(4)));
    /// ```
    ///
    /// # Panics
    /// If there is no memory for it; [`from_shape_vec`](Array::from_shape_vec) says so instead.
    #[track_caller]
    pub fn from_rows<const N: usize, const M: usize>(rows: [[T; N]; M]) -> Self {
        Self::from_shape_slice(&[M, N], rows.as_flattened()).or_panic()
    }
}

/// No elements: an array whose axes are empty, one axis if the type does not know how many.
impl<T: Element, D: Dim> Default for Array<T, D> {
    fn default() -> Self {
        let shape = D::Shape::from_fn(D::NDIM.unwrap_or(1), |_| 0).expect("the rank's own number of axes");
        let layout = Layout::dense(shape, size_of::<T>(), Order::C).expect("no elements");
        allocate(layout, Order::C, 1).expect("memory for one element at most")
    }
}

impl<T: Element> From<Vec<T>> for Array<T> {
    #[track_caller]
    fn from(elements: Vec<T>) -> Self {
        Self::from(&elements[..])
    }
}

impl<T: Element> From<&[T]> for Array<T> {
    #[track_caller]
    fn from(elements: &[T]) -> Self {
        Self::from_shape_slice(&[elements.len()], elements).or_panic()
    }
}

impl<T: Element, const N: usize> From<[T; N]> for Array<T> {
    #[track_caller]
    fn from(elements: [T; N]) -> Self {
        Self::from(&elements[..])
    }
}

/// An array of one axis. NumPy's `fromiter`.
impl<T: Element> FromIterator<T> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let elements = elements.into_iter();
        if size_of::<T>() == 0 {
            return Self::zeros([elements.count()]);
        }
        let mut owner = Owner::<T, Owned>::empty(Owned(AlignedBytes::new(align_of::<T>())));
        // A hint may be wrong: where there is no room for so many, the array grows as they come.
        _ = owner.reserve_total(elements.size_hint().0);
        for element in elements {
            owner.push(element).expect("no memory for another element");
        }
        let layout = Layout::dense([owner.len()], size_of::<T>(), Order::C).expect("elements in memory");
        Self::from_bytes(owner.into_bytes(), layout, Order::C).expect("the bytes of these elements")
    }
}
