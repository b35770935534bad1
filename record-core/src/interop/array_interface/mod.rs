//! NumPy's array interface, version 3: where an array is and what is in it, as a value or as JSON.
//!
//! The glue of another language takes the parts, or the JSON, and makes an array of them without a copy. The address
//! is a number here: nothing in this module reads what is there.

mod error;
mod json;
mod parse;
mod write;

pub use error::{InterfaceError, JsonProblem};

use crate::{
    AnyView, AnyViewMut, DType, Element, View, ViewMut,
    dtype::DTypeError,
    layout::{Dim, is_c_contiguous},
};
use alloc::{string::String, vec::Vec};

/// NumPy's `a.__array_interface__`, version 3.
///
/// It holds an address and keeps nothing alive: whoever reads there must hold the view, and must not write if
/// [`is_read_only`](Self::is_read_only). In the interface, a record of gaps alone is the same as opaque bytes.
///
/// ```
/// use record_core::prelude::*;
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// struct Row {
///     a: Le<i32>,
///     b: Le<f64>,
///     c: FixedBytes<3>,
/// }
/// let view = View::<Row>::from_bytes(&[0; 30])?;
/// let whole = view.array_interface()?;
/// assert_eq!(whole.typestr(), "|V15");
/// assert_eq!(whole.descr()?, "[('a', '<i4'), ('b', '<f8'), ('c', '|S3')]");
/// assert_eq!((whole.shape(), whole.strides()), (&[2][..], None));
/// let column = view.col(Row::B).array_interface()?;
/// assert_eq!((column.address(), column.strides()), (whole.address() + 4, Some(&[15][..])));
/// # Ok::<(), record_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayInterface {
    shape: Vec<usize>,
    /// `None` where row-major.
    strides: Option<Vec<isize>>,
    dtype: DType,
    address: usize,
    read_only: bool,
    offset: usize,
}

impl ArrayInterface {
    /// Of elements at an address.
    fn new(
        dtype: &DType,
        address: usize,
        read_only: bool,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<Self, InterfaceError> {
        // A sub-array's axes are the innermost axes of the array, as NumPy has them.
        let (base, axes): (_, Vec<usize>) = (dtype.base(), dtype.shape().collect());
        // Refuses what would lose its fields.
        base.descr().map_err(InterfaceError::DType)?;
        let mut inner = Vec::with_capacity(axes.len());
        let mut step = base.itemsize();
        for &length in axes.iter().rev() {
            inner.push(step.cast_signed());
            // No overflow but where an axis is empty: the dtype's size fits.
            step = step.saturating_mul(length);
        }
        let shape: Vec<usize> = shape.iter().chain(&axes).copied().collect();
        let strides: Vec<isize> = strides.iter().chain(inner.iter().rev()).copied().collect();
        let row_major = is_c_contiguous(&shape, &strides, base.itemsize());
        let strides = if row_major { None } else { Some(strides) };
        Ok(Self { shape, strides, dtype: base.clone(), address, read_only, offset: 0 })
    }

    /// Length of each axis, outermost first. A sub-array's axes come last.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Bytes between neighbours along each axis; `None` where the elements lie one after the other in row-major order.
    pub fn strides(&self) -> Option<&[isize]> {
        self.strides.as_deref()
    }

    /// What an element means. Never a sub-array.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The address of the first element, NumPy's `['data'][0]`. Its provenance is exposed, so that a pointer can be made of
    /// it again.
    pub fn address(&self) -> usize {
        self.address
    }

    /// Whether nobody may write there, NumPy's `['data'][1]`.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The key `offset`, 0 where there is none. NumPy adds it to the start of a buffer object, and ignores it beside an
    /// address; so does [`address`](Self::address).
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The key `typestr`: `'<f8'`, and `'|V15'` for records.
    pub fn typestr(&self) -> String {
        self.dtype.dtype_str()
    }

    /// The key `descr` as Python prints it: [`DType::descr`] of a record, `[('', '<f8')]` of a scalar.
    ///
    /// # Errors
    /// None for what a view gave; an interface that was parsed has a descr, too.
    pub fn descr(&self) -> Result<String, DTypeError> {
        match self.dtype.as_scalar() {
            Some(_) => Ok(alloc::format!("[('', {})]", self.dtype.descr()?)),
            None => self.dtype.descr(),
        }
    }
}

impl AnyView<'_> {
    /// NumPy's `a.__array_interface__` of this view.
    ///
    /// # Errors
    /// [`InterfaceError::DType`] if fields overlap or are out of order, which the interface cannot say.
    pub fn array_interface(&self) -> Result<ArrayInterface, InterfaceError> {
        let layout = self.layout();
        let address = self.as_ptr().expose_provenance();
        ArrayInterface::new(self.dtype(), address, true, layout.shape.as_ref(), layout.strides.as_ref())
    }
}

impl AnyViewMut<'_> {
    /// NumPy's `a.__array_interface__` of this view, to be written through.
    ///
    /// # Errors
    /// As [`AnyView::array_interface`].
    pub fn array_interface(&mut self) -> Result<ArrayInterface, InterfaceError> {
        Ok(ArrayInterface { read_only: false, ..self.as_view().array_interface()? })
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// NumPy's `a.__array_interface__` of this view.
    ///
    /// # Errors
    /// None for the layouts that a Rust struct can have.
    ///
    /// # Panics
    /// At compile time, for a column of bits: take the whole field.
    pub fn array_interface(&self) -> Result<ArrayInterface, InterfaceError> {
        self.as_any().array_interface()
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// NumPy's `a.__array_interface__` of this view, to be written through.
    ///
    /// # Errors
    /// None for the layouts that a Rust struct can have.
    ///
    /// # Panics
    /// At compile time, for a column of bits: take the whole field.
    pub fn array_interface(&mut self) -> Result<ArrayInterface, InterfaceError> {
        Ok(ArrayInterface { read_only: false, ..self.as_view().array_interface()? })
    }
}
