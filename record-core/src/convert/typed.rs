//! Conversions of views whose types are known, and assignments by name.

use crate::{
    DType,
    convert::{Conversion, ConvertError, ConvertOptions, matrix::typed},
    element::Element,
    layout::{Dim, LayoutError, Order, Rank},
    raw::{
        any::AnyView,
        any_array::AnyArray,
        any_mut::AnyViewMut,
        array::Array,
        owner::Storage,
        view::{View, ViewMut},
    },
    record::Record,
    table::{AnyTable, RecordTable},
};

impl<T: Element> View<'_, T> {
    /// A table of records of another type, each field taken from the one of the same name; nothing gets lost. Between a
    /// packed struct and its aligned twin, or from what a file holds to what a program wants.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C, packed)]
    /// struct InFile { id: Be<u16>, at: [Be<f32>; 2] }
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[repr(C)]
    /// struct Point { at: [f64; 2], id: u32 }
    ///
    /// let file = RecordTable::from([InFile { id: Be::new(7), at: [Be::new(0.5); 2] }]);
    /// let points = file.view().convert::<Point>()?;
    /// assert_eq!(points.first(), Some(Point { at: [0.5; 2], id: 7 }));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`] with the first field that is missing, too many, or could lose something.
    pub fn convert<R: Record>(self) -> Result<RecordTable<R>, ConvertError> {
        self.convert_with(&ConvertOptions::new())
    }

    /// As [`convert`](View::convert), with what may get lost.
    ///
    /// # Errors
    /// [`ConvertError`], which names the field, and the row where it is a value that does not fit.
    pub fn convert_with<R: Record>(self, options: &ConvertOptions) -> Result<RecordTable<R>, ConvertError> {
        self.cast_with::<R>(options).map(RecordTable::from)
    }
}

impl<T: Element, D: Dim> View<'_, T, D> {
    /// An array of the same shape and of another type, if nothing gets lost by [`Casting::Safe`](crate::convert::Casting).
    /// NumPy's `astype(casting='safe')`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let counts = View::from_slice(&[1_i16, 2]);
    /// assert_eq!(counts.cast::<f64>()?.to_vec(), [1.0, 2.0]);
    /// assert!(counts.cast::<i8>().is_err());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`] if something could get lost, or there is no memory.
    pub fn cast<U: Element>(self) -> Result<Array<U, D>, ConvertError> {
        self.cast_with(&ConvertOptions::new())
    }

    /// An array of the same shape and of another type, with what may get lost. NumPy's `astype`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// use record_core::convert::ConvertOptions;
    /// let counts = View::from_slice(&[1_i16, 200]);
    /// let error = counts.cast_with::<i8>(&ConvertOptions::new().checked()).unwrap_err();
    /// assert_eq!(error.to_string(), "row 1: Int(200) does not fit i1");
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`].
    pub fn cast_with<U: Element>(self, options: &ConvertOptions) -> Result<Array<U, D>, ConvertError> {
        let plan = Conversion::by_name(T::DTYPE, U::DTYPE, options)?;
        Ok(typed(plan.to_array(self.as_any(), Order::C)?))
    }
}

impl<T: Element, D: Dim> ViewMut<'_, T, D> {
    /// Sets the fields of every record to those of the same name in `source`, which has the same shape; gaps stay as they
    /// are. NumPy's `assign_fields_by_name`.
    ///
    /// # Errors
    /// [`ConvertError`]; where that is a value, records up to there may have been written.
    pub fn assign_by_name<U: Element>(
        &mut self,
        source: View<'_, U, D>,
        options: &ConvertOptions,
    ) -> Result<(), ConvertError> {
        self.reborrow().into_any().assign_by_name(source.as_any(), options)
    }
}

impl AnyViewMut<'_> {
    /// Sets the fields of every record to those of the same name in `source`, which has the same shape; gaps stay as they
    /// are. NumPy's `assign_fields_by_name`.
    ///
    /// ```
    /// use record_core::{prelude::*, convert::{ConvertOptions, Missing}};
    /// let mut target = AnyTable::zeroed(DType::parse("[('a', 'i1'), ('b', '<f8')]")?, 1)?;
    /// let source = AnyTable::from_bytes(&[7, 9], DType::parse("[('q', 'i1'), ('a', 'i1')]")?)?;
    /// let options = ConvertOptions::new().missing(Missing::Keep).ignore_extra();
    /// target.view_mut().assign_by_name(source.view(), &options)?;
    /// assert_eq!(target["a"].mean()?, Some(9.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`]; where that is a value, records up to there may have been written.
    pub fn assign_by_name(
        &mut self,
        source: AnyView<'_>,
        options: &ConvertOptions,
    ) -> Result<(), ConvertError> {
        Conversion::by_name(source.dtype(), self.dtype(), options)?.run(source, self)
    }

    /// Sets the first field of every record to the first in `source`, and so on, whatever their names: NumPy's `a[...] = b`.
    ///
    /// # Errors
    /// As [`assign_by_name`](AnyViewMut::assign_by_name).
    pub fn assign_by_position(
        &mut self,
        source: AnyView<'_>,
        options: &ConvertOptions,
    ) -> Result<(), ConvertError> {
        Conversion::by_position(source.dtype(), self.dtype(), options)?.run(source, self)
    }
}

impl AnyView<'_> {
    /// A table of records of a Rust type, each field taken from the one of the same name; nothing gets lost: what
    /// [`View::convert`] is for records whose dtype only a file knows.
    ///
    /// ```
    /// use record_core::prelude::*;
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[repr(C)]
    /// struct Mine { id: u32, volts: f64 }
    ///
    /// let theirs = AnyTable::from_bytes(&[0x3f, 0x80, 0, 0, 7], DType::parse("[('volts', '>f4'), ('id', 'u1')]")?)?;
    /// let mine: RecordTable<Mine> = theirs.view().convert()?;
    /// assert_eq!(mine.first(), Some(Mine { id: 7, volts: 1.0 }));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ConvertError`] with the first field that is missing, too many, or could lose something; [`ConvertError::Layout`] if
    /// the view has not one axis.
    pub fn convert<R: Record>(self) -> Result<RecordTable<R>, ConvertError> {
        self.convert_with(&ConvertOptions::new())
    }

    /// As [`convert`](AnyView::convert), with what may get lost.
    ///
    /// # Errors
    /// [`ConvertError`], which names the field, and the row where it is a value that does not fit.
    pub fn convert_with<R: Record>(self, options: &ConvertOptions) -> Result<RecordTable<R>, ConvertError> {
        let plan = Conversion::by_name(self.dtype(), R::DTYPE, options)?;
        if self.ndim() != 1 {
            return Err(LayoutError::Rank { expected: 1, found: self.ndim() }.into());
        }
        Ok(RecordTable::from(typed::<R, Rank<1>>(plan.to_array(self, Order::C)?)))
    }

    /// A table of a dtype known at run time, by name; nothing gets lost.
    ///
    /// # Errors
    /// As [`convert`](AnyView::convert).
    pub fn convert_to(self, dtype: &DType) -> Result<AnyTable, ConvertError> {
        self.convert_to_with(dtype, &ConvertOptions::new())
    }

    /// As [`convert_to`](AnyView::convert_to), with what may get lost: [`Conversion::to_table`].
    ///
    /// # Errors
    /// As [`convert_with`](AnyView::convert_with).
    pub fn convert_to_with(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyTable, ConvertError> {
        Conversion::by_name(self.dtype(), dtype, options)?.to_table(self)
    }

    /// An array of the same shape and of another dtype, by name: [`Conversion::to_array`]. NumPy's `astype`.
    ///
    /// # Errors
    /// [`ConvertError`].
    pub fn cast_with(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        Conversion::by_name(self.dtype(), dtype, options)?.to_array(self, Order::C)
    }
}

impl<S: Storage> AnyTable<S> {
    /// The records as records of a Rust type, by name; nothing gets lost: [`AnyView::convert`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C)]
    /// # struct Mine { id: u32, volts: f64 }
    /// let theirs = AnyTable::from_bytes(&[0x3f, 0x80, 0, 0, 7], DType::parse("[('volts', '>f4'), ('id', 'u1')]")?)?;
    /// let mine = theirs.convert::<Mine>()?;
    /// assert_eq!(mine[Mine::VOLTS].sum(), 1.0);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there.
    pub fn convert<R: Record>(&self) -> Result<RecordTable<R>, ConvertError> {
        self.view().convert()
    }

    /// As [`convert`](AnyTable::convert), with what may get lost.
    ///
    /// # Errors
    /// As [`AnyView::convert_with`].
    pub fn convert_with<R: Record>(&self, options: &ConvertOptions) -> Result<RecordTable<R>, ConvertError> {
        self.view().convert_with(options)
    }

    /// The records in another dtype known at run time, by name; nothing gets lost: [`AnyView::convert_to`].
    ///
    /// # Errors
    /// As there.
    pub fn convert_to(&self, dtype: &DType) -> Result<AnyTable, ConvertError> {
        self.view().convert_to(dtype)
    }

    /// As [`convert_to`](AnyTable::convert_to), with what may get lost.
    ///
    /// # Errors
    /// As [`AnyView::convert_to_with`].
    pub fn convert_to_with(&self, dtype: &DType, options: &ConvertOptions) -> Result<AnyTable, ConvertError> {
        self.view().convert_to_with(dtype, options)
    }
}
