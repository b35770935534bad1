//! Writable views whose dtype only run time knows: parts of them, and writing values.

use crate::{
    DType,
    layout::{DynRank, Layout, LayoutError, span},
    raw::any_mut::AnyViewMut,
};
#[cfg(feature = "alloc")]
use crate::{
    element::Element,
    layout::Dim,
    raw::view::ViewMut,
    view::{ColumnError, SetError, Value, encode::encode},
};
#[cfg(feature = "alloc")]
use alloc::vec;

impl<'a> AnyViewMut<'a> {
    /// A writable view of any shape and strides over `bytes`, the first element at byte `start`.
    ///
    /// NumPy's `ndarray(shape, dtype, buffer, offset, strides)`.
    ///
    /// # Errors
    /// [`LayoutError`] if the layout reaches bytes outside the slice or a byte twice, or its size overflows.
    pub fn from_parts(
        bytes: &'a mut [u8],
        dtype: &'a DType,
        layout: Layout<DynRank>,
        start: usize,
    ) -> Result<Self, LayoutError> {
        let checked = span::check(layout, start, dtype.itemsize(), bytes.len())?;
        Self::from_checked(bytes, dtype, &checked)
    }

    /// All of `bytes` as writable elements one after the other. NumPy's `frombuffer`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::view::Value;
    /// let dtype = DType::parse("[('id', 'u1'), ('at', '>u2')]")?;
    /// let mut bytes = [0; 6];
    /// let mut view = AnyViewMut::from_bytes(&mut bytes, &dtype)?;
    /// view.try_set_at([1], &Value::Record(vec![Value::UInt(7), Value::UInt(0x0102)]))?;
    /// view.into_column("at")?.try_set_at([0], &Value::UInt(9))?;
    /// assert_eq!(bytes, [0, 0, 9, 7, 1, 2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::PartialElement`] if the length is no multiple of the itemsize, [`LayoutError::ZeroSize`] if that is
    /// 0.
    pub fn from_bytes(bytes: &'a mut [u8], dtype: &'a DType) -> Result<Self, LayoutError> {
        let layout = super::any::whole(bytes.len(), dtype.itemsize())?;
        let checked = span::check(layout, 0, dtype.itemsize(), bytes.len())?;
        Self::from_checked(bytes, dtype, &checked)
    }

    /// A sub-array dtype's axes as the innermost axes of the view, which is given up; the view itself if there are none.
    ///
    /// # Errors
    /// [`LayoutError::TooManyAxes`] if there would be more than [`DynRank::MAX`].
    pub fn into_all_axes(self) -> Result<AnyViewMut<'a>, LayoutError> {
        let mut view = self;
        while view.dtype().as_array().is_some() {
            let Some(split) = view.split_axis() else { unreachable!("the dtype is an array") };
            view = split?;
        }
        Ok(view)
    }
}

#[cfg(feature = "alloc")]
impl<'a> AnyViewMut<'a> {
    /// The writable column of the field of this name or title, `header.time` for one in another; this view is given up.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn into_column(self, name: &str) -> Result<AnyViewMut<'a>, ColumnError> {
        let dtype = self.dtype();
        let unknown = || ColumnError::unknown(name, dtype.base());
        // A sub-array of records has columns too, with the sub-array's axes.
        dtype.path_to(name).ok_or_else(unknown)?.into_iter().try_fold(self, |view, position| {
            view.into_all_axes().ok().and_then(|view| view.into_field_at(position)).ok_or_else(unknown)
        })
    }

    /// The writable column of the field of this name or title; this view is borrowed.
    ///
    /// # Errors
    /// [`ColumnError::Unknown`] with the names there are.
    pub fn column_mut(&mut self, name: &str) -> Result<AnyViewMut<'_>, ColumnError> {
        self.reborrow().into_column(name)
    }

    /// The same elements as a writable column of `T`; this view is given up.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if `T`'s dtype is another, [`ColumnError::Rank`] if the view has not one axis.
    pub fn into_typed<T: Element>(self) -> Result<ViewMut<'a, T>, ColumnError> {
        self.into_typed_as()
    }

    /// The same elements as a writable view of `T` of rank `D`; this view is given up.
    ///
    /// # Errors
    /// [`ColumnError::Type`] if `T`'s dtype is another, [`ColumnError::Rank`] if the rank is.
    pub fn into_typed_as<T: Element, D: Dim>(self) -> Result<ViewMut<'a, T, D>, ColumnError> {
        let (dtype, found) = (self.dtype(), self.ndim());
        match self.cast() {
            Some(Ok(view)) => Ok(view),
            Some(Err(_)) => Err(ColumnError::Rank { expected: D::NDIM.unwrap_or(DynRank::MAX), found }),
            None => Err(ColumnError::of_type(T::DTYPE, dtype)),
        }
    }

    /// The element at `index`, one number for each axis, decoded; `None` if out of range.
    pub fn get_at(&self, index: impl AsRef<[usize]>) -> Option<Value> {
        self.as_view().get_at(index)
    }

    /// Writes `value` at `index`, one number for each axis. Values are written exactly or not at all: an integer must be in
    /// the range of the field, a text must fit.
    ///
    /// # Errors
    /// [`SetError`], which names the field; what comes before it in a record has been written then.
    pub fn try_set_at(&mut self, index: impl AsRef<[usize]>, value: &Value) -> Result<(), SetError> {
        self.set_value(index.as_ref(), value)
    }

    fn set_value(&mut self, index: &[usize], value: &Value) -> Result<(), SetError> {
        let dtype = self.dtype();
        if index.len() != self.ndim() || index.iter().zip(self.shape().as_ref()).any(|(i, n)| i >= n) {
            return Err(super::IndexError::of(index, self.shape().as_ref()).into());
        }
        if let Some(scalar) = dtype.as_scalar() {
            let mut stored = vec![0; scalar.itemsize()];
            encode(scalar, value, &mut stored)?;
            self.put_scalar(index, &stored).expect("a scalar at an index within the shape");
            return Ok(());
        }
        if let Some((_, count)) = dtype.as_array() {
            let Value::Array(parts) = value else { return Err(SetError::kind(dtype, value)) };
            if parts.len() != count {
                return Err(SetError::Length { expected: count, found: parts.len() });
            }
            let mut element = self.reborrow();
            for &i in index {
                element = element.try_at(i).expect("an index within the shape");
            }
            let mut axis = element.split_axis().expect("the dtype is an array")?;
            return parts.iter().enumerate().try_for_each(|(i, part)| {
                axis.set_value(&[i], part).map_err(|error| error.within(&alloc::format!("[{i}]")))
            });
        }
        let Value::Record(values) = value else { return Err(SetError::kind(dtype, value)) };
        let fields = dtype.fields();
        if values.len() != fields.len() {
            return Err(SetError::Length { expected: fields.len(), found: values.len() });
        }
        for (position, (field, value)) in fields.iter().zip(values).enumerate() {
            let mut column = self.reborrow().into_field_at(position).expect("a position within the fields");
            column.set_value(index, value).map_err(|error| error.within(field.name()))?;
        }
        Ok(())
    }
}
