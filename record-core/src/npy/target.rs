//! What the elements of a file become: arrays and tables, typed and not.
//!
//! Each is asked first whether the header is right for it, before memory is taken or data is read, and then given the bytes.

use crate::{
    buffer::ArrayError,
    dtype::DType,
    element::Element,
    layout::{Axes as _, Dim, Layout, LayoutError, Order},
    npy::{Header, NpyError},
    raw::{alloc::AlignedBytes, any_array::AnyArray, array::Array, owner::Owned},
    record::Record,
    table::{AnyTable, RecordTable},
};
use alloc::vec::Vec;

mod sealed {
    pub trait Sealed {}
}

/// What the elements of a `.npy` file can be read into: [`Array`], [`AnyArray`], [`RecordTable`], [`AnyTable`].
pub trait FromNpy: sealed::Sealed + Sized {
    /// What the bytes are to be aligned to, if the header is one for this.
    #[doc(hidden)]
    fn accept(header: &Header) -> Result<usize, NpyError>;

    /// Of the header that was accepted.
    #[doc(hidden)]
    fn from_elements(header: &Header, elements: Elements) -> Result<Self, NpyError>;
}

/// The bytes of all elements, and how many follow in the file; opaque outside.
#[doc(hidden)]
#[derive(Debug)]
pub struct Elements {
    pub(super) bytes: AlignedBytes,
    pub(super) trailing: u64,
}

impl<T: Element, D: Dim> sealed::Sealed for Array<T, D> {}
impl sealed::Sealed for AnyArray {}
impl<R: Record> sealed::Sealed for RecordTable<R> {}
impl sealed::Sealed for AnyTable {}

impl Header {
    /// Shape and strides of the data as elements of type `T` on the axes of `D`. The axes of a sub-array are the last ones
    /// of the file.
    ///
    /// # Errors
    /// [`NpyError::Mismatch`] if the dtype is another, [`LayoutError::Rank`] if the number of axes is,
    /// [`LayoutError::Strided`] if those of the sub-array do not lie side by side, as in Fortran order.
    pub(crate) fn layout_as<T: Element, D: Dim>(&self) -> Result<Layout<D>, NpyError> {
        let outer = self.outer_axes(T::DTYPE)?;
        let (shape, strides) = (self.layout().shape, self.layout().strides);
        let (shape, strides) = (shape.as_ref(), strides.as_ref());
        let mut dense = self.dtype().itemsize().cast_signed();
        for axis in (outer..shape.len()).rev() {
            if shape[axis] > 1 && strides[axis] != dense && !shape.contains(&0) {
                return Err(LayoutError::Strided { axis, expected: dense, found: strides[axis] }.into());
            }
            // No overflow: a part of the file's extent.
            dense *= shape[axis].max(1).cast_signed();
        }
        let rank = || LayoutError::Rank { expected: D::NDIM.unwrap_or(outer), found: outer };
        let outer_shape = D::Shape::from_fn(outer, |axis| shape[axis]).ok_or_else(rank)?;
        let outer_strides = D::Strides::from_fn(outer, |axis| strides[axis]).ok_or_else(rank)?;
        Ok(Layout { shape: outer_shape, strides: outer_strides })
    }

    /// How many axes are left if the last ones are those of the sub-array that `dtype` is, if it is one.
    fn outer_axes(&self, dtype: &DType) -> Result<usize, NpyError> {
        let inner: Vec<usize> = dtype.shape().collect();
        if self.dtype() != dtype.base() {
            return Err(NpyError::mismatch(dtype.base(), self.dtype()));
        }
        let outer = self.shape().len().checked_sub(inner.len());
        match outer {
            Some(outer) if self.shape()[outer..] == inner => Ok(outer),
            _ => {
                let last = &self.shape()[outer.unwrap_or(0)..];
                Err(NpyError::mismatch(dtype, &DType::array(self.dtype().clone(), last)?))
            }
        }
    }

    /// The length of the only axis.
    ///
    /// # Errors
    /// [`LayoutError::Rank`] if there are more or none, [`LayoutError::ZeroSize`] if records have no bytes, which no table
    /// counts.
    pub(crate) fn records(&self) -> Result<usize, NpyError> {
        match *self.shape() {
            _ if self.dtype().itemsize() == 0 => Err(LayoutError::ZeroSize.into()),
            [count] => Ok(count),
            ref other => Err(LayoutError::Rank { expected: 1, found: other.len() }.into()),
        }
    }
}

impl FromNpy for AnyArray {
    fn accept(header: &Header) -> Result<usize, NpyError> {
        Ok(header.dtype().alignment())
    }

    fn from_elements(header: &Header, elements: Elements) -> Result<Self, NpyError> {
        Ok(Self::from_bytes(elements.bytes, header.dtype().clone(), header.layout(), header.order())?)
    }
}

impl FromNpy for AnyTable {
    fn accept(header: &Header) -> Result<usize, NpyError> {
        header.records()?;
        Ok(header.dtype().alignment())
    }

    fn from_elements(header: &Header, elements: Elements) -> Result<Self, NpyError> {
        let Elements { bytes, trailing } = elements;
        let place = header.records_alone(trailing)?;
        Ok(Self::from_storage(Owned(bytes), header.dtype().clone(), place)?)
    }
}

impl<T: Element, D: Dim> FromNpy for Array<T, D> {
    fn accept(header: &Header) -> Result<usize, NpyError> {
        match header.layout_as::<T, D>() {
            // The elements are put one behind the other.
            Ok(_) | Err(NpyError::Layout(LayoutError::Strided { .. })) => Ok(align_of::<T>()),
            Err(error) => Err(error),
        }
    }

    fn from_elements(header: &Header, elements: Elements) -> Result<Self, NpyError> {
        let bytes = elements.bytes;
        let layout = match header.layout_as::<T, D>() {
            Err(NpyError::Layout(LayoutError::Strided { .. })) => {
                let array =
                    AnyArray::from_bytes(bytes, header.dtype().clone(), header.layout(), header.order())?;
                let (dtype, layout, order, bytes) = array.view().to_array_in(Order::C)?.into_parts();
                let header = Header::new(dtype, layout.shape, order)?;
                return Self::from_elements(&header, Elements { bytes, trailing: 0 });
            }
            layout => layout?,
        };
        let bytes = if bytes.align() < align_of::<T>() {
            let len = bytes.len();
            bytes.copied(align_of::<T>()).ok_or(ArrayError::OutOfMemory { bytes: len })?
        } else {
            bytes
        };
        // Where the file's axes are not all the array's, the array's own are in C order.
        let whole = layout.ndim() == header.shape().len();
        let order = if whole { header.order() } else { Order::C };
        Ok(Self::from_bytes(bytes, layout, order)?)
    }
}

impl<R: Record> FromNpy for RecordTable<R> {
    fn accept(header: &Header) -> Result<usize, NpyError> {
        const { assert!(size_of::<R>() > 0, "a table of records of size 0 has no length") };
        header.layout_as::<R, crate::Rank<1>>()?;
        Ok(align_of::<R>())
    }

    fn from_elements(header: &Header, elements: Elements) -> Result<Self, NpyError> {
        let Elements { bytes, trailing } = elements;
        Ok(Self::from_storage(Owned(bytes), header.records_alone(trailing)?)?)
    }
}
