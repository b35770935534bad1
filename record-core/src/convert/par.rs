//! Conversions on several threads: each piece of the records by one of them.
//!
//! Every element is converted by itself, so pieces along the longest axis do. Which of several values that do not fit is told
//! depends on the blocks that one thread goes by; so where a piece fails, one thread goes on from there, and tells what it finds.

use crate::{
    DType,
    convert::{Conversion, ConvertError, ConvertOptions, matrix::typed},
    element::Element,
    layout::{Dim, LayoutError, Order, Rank},
    ops::{PIECE, Par, longest, mapped_from, on_one_thread},
    raw::{
        any::AnyView,
        any_array::AnyArray,
        any_mut::AnyViewMut,
        array::Array,
        view::{View, ViewMut},
    },
    record::Record,
    table::{AnyTable, RecordTable},
    view::Chunks,
};

/// Bytes of source and target that count as one element of a piece: two numbers of 64 bits.
const ELEMENT: usize = 16;

impl Conversion {
    /// The same conversion, run on the threads of the current rayon pool, with the same results and errors.
    ///
    /// ```
    /// # use record_core::{prelude::*, convert::{Conversion, ConvertOptions}};
    /// let (from, to) = (DType::parse("<i4")?, DType::parse("<f8")?);
    /// let plan = Conversion::by_name(&from, &to, &ConvertOptions::new())?;
    /// let numbers: Vec<Le<i32>> = (0..200_000).map(Le::new).collect();
    /// let table = plan.par().to_table(View::from_slice(&numbers).as_any())?;
    /// assert_eq!(table.view().max()?, Some(Value::Float64(199_999.0)));
    /// # use record_core::view::Value;
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn par(&self) -> Par<&Self> {
        Par::new(self)
    }
}

impl Par<&Conversion> {
    /// Converts every element of `from` into the one at the same index of `to`; see [`Conversion::run`].
    ///
    /// # Errors
    /// As [`Conversion::run`], the same; other records than those up to there may have been written then.
    pub fn run(self, from: AnyView<'_>, to: &mut AnyViewMut<'_>) -> Result<(), ConvertError> {
        let plan = self.serial();
        plan.check(from, to)?;
        // What has many bytes counts as many.
        let weight = (plan.from.itemsize().saturating_add(plan.to.itemsize())).div_ceil(ELEMENT).max(1);
        // Elements without bytes may be more than there is memory for pieces.
        let few = plan.to.itemsize() == 0 || on_one_thread(from.size().saturating_mul(weight));
        let cut = longest(from.shape().as_ref(), PIECE / weight).filter(|_| !few);
        let Some((axis, len)) = cut else { return plan.rows(from, to, 0) };
        let pieces = Chunks::new(from, axis, len).zip(Chunks::new(to.reborrow(), axis, len));
        let fails = mapped_from(pieces, |_, (from, mut to)| plan.rows(from, &mut to, 0).is_err());
        match fails.into_iter().position(|fails| fails) {
            Some(piece) => plan.rows(from, to, if axis == 0 { piece * len } else { 0 }),
            None => Ok(()),
        }
    }

    /// The records of a view of one axis as a table; see [`Conversion::to_table`].
    ///
    /// # Errors
    /// As [`Conversion::to_table`].
    pub fn to_table(self, from: AnyView<'_>) -> Result<AnyTable, ConvertError> {
        let mut table = self.serial().table(from)?;
        self.run(from, &mut table.view_mut())?;
        Ok(table)
    }

    /// The elements of a view as an array of the same shape; see [`Conversion::to_array`].
    ///
    /// # Errors
    /// As [`Conversion::to_array`].
    pub fn to_array(self, from: AnyView<'_>, order: Order) -> Result<AnyArray, ConvertError> {
        let mut array = AnyArray::zeros(self.serial().to.clone(), from.shape(), order)?;
        self.run(from, &mut array.view_mut())?;
        Ok(array)
    }
}

impl<T: Element> Par<View<'_, T>> {
    /// A table of records of another type, by name; nothing gets lost. See [`View::convert`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// # #[derive(Record, Clone, Copy)] #[repr(C, packed)]
    /// # struct InFile { id: Be<u16>, at: Be<f32> }
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)] #[repr(C)]
    /// # struct Point { at: f64, id: u32 }
    /// let file = RecordTable::from(vec![InFile { id: Be::new(7), at: Be::new(0.5) }; 200_000]);
    /// let points = file.view().par().convert::<Point>()?;
    /// assert_eq!(points.last(), Some(Point { at: 0.5, id: 7 }));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::convert`].
    pub fn convert<R: Record>(self) -> Result<RecordTable<R>, ConvertError> {
        self.convert_with(&ConvertOptions::new())
    }

    /// As [`convert`](Par::convert), with what may get lost.
    ///
    /// # Errors
    /// As [`View::convert_with`].
    pub fn convert_with<R: Record>(self, options: &ConvertOptions) -> Result<RecordTable<R>, ConvertError> {
        self.cast_with::<R>(options).map(RecordTable::from)
    }
}

impl<T: Element, D: Dim> Par<View<'_, T, D>> {
    /// An array of the same shape and of another type, if nothing gets lost; see [`View::cast`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let counts: Vec<i16> = (0..200_000).map(|n| (n % 1000) as i16).collect();
    /// assert_eq!(View::from_slice(&counts).par().cast::<f64>()?.last(), Some(999.0));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`View::cast`].
    pub fn cast<U: Element>(self) -> Result<Array<U, D>, ConvertError> {
        self.cast_with(&ConvertOptions::new())
    }

    /// An array of the same shape and of another type, with what may get lost; see [`View::cast_with`].
    ///
    /// # Errors
    /// As [`View::cast_with`].
    pub fn cast_with<U: Element>(self, options: &ConvertOptions) -> Result<Array<U, D>, ConvertError> {
        let plan = Conversion::by_name(T::DTYPE, U::DTYPE, options)?;
        Ok(typed(plan.par().to_array(self.serial().as_any(), Order::C)?))
    }
}

impl Par<AnyView<'_>> {
    /// A table of records of a Rust type, by name; nothing gets lost. See [`AnyView::convert`].
    ///
    /// # Errors
    /// As [`AnyView::convert`].
    pub fn convert<R: Record>(self) -> Result<RecordTable<R>, ConvertError> {
        self.convert_with(&ConvertOptions::new())
    }

    /// As [`convert`](Par::convert), with what may get lost.
    ///
    /// # Errors
    /// As [`AnyView::convert_with`].
    pub fn convert_with<R: Record>(self, options: &ConvertOptions) -> Result<RecordTable<R>, ConvertError> {
        let view = self.serial();
        let plan = Conversion::by_name(view.dtype(), R::DTYPE, options)?;
        if view.ndim() != 1 {
            return Err(LayoutError::Rank { expected: 1, found: view.ndim() }.into());
        }
        Ok(RecordTable::from(typed::<R, Rank<1>>(plan.par().to_array(view, Order::C)?)))
    }

    /// A table of a dtype known at run time, by name; nothing gets lost. See [`AnyView::convert_to`].
    ///
    /// # Errors
    /// As [`AnyView::convert_to`].
    pub fn convert_to(self, dtype: &DType) -> Result<AnyTable, ConvertError> {
        self.convert_to_with(dtype, &ConvertOptions::new())
    }

    /// As [`convert_to`](Par::convert_to), with what may get lost.
    ///
    /// # Errors
    /// As [`AnyView::convert_to_with`].
    pub fn convert_to_with(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyTable, ConvertError> {
        let view = self.serial();
        Conversion::by_name(view.dtype(), dtype, options)?.par().to_table(view)
    }

    /// An array of the same shape and of another dtype, by name; see [`AnyView::cast_with`].
    ///
    /// # Errors
    /// As [`AnyView::cast_with`].
    pub fn cast_with(self, dtype: &DType, options: &ConvertOptions) -> Result<AnyArray, ConvertError> {
        let view = self.serial();
        Conversion::by_name(view.dtype(), dtype, options)?.par().to_array(view, Order::C)
    }
}

impl<T: Element, D: Dim> Par<ViewMut<'_, T, D>> {
    /// Sets the fields of every record to those of the same name in `source`; see [`ViewMut::assign_by_name`].
    ///
    /// # Errors
    /// As [`ViewMut::assign_by_name`]; where that is a value, other records than those up to there may have been written.
    pub fn assign_by_name<U: Element>(
        self,
        source: View<'_, U, D>,
        options: &ConvertOptions,
    ) -> Result<(), ConvertError> {
        self.serial().into_any().par_mut().assign_by_name(source.as_any(), options)
    }
}

impl Par<AnyViewMut<'_>> {
    /// Sets the fields of every record to those of the same name in `source`; see [`AnyViewMut::assign_by_name`].
    ///
    /// # Errors
    /// As [`AnyViewMut::assign_by_name`]; where that is a value, other records than those up to there may have been written.
    pub fn assign_by_name(self, source: AnyView<'_>, options: &ConvertOptions) -> Result<(), ConvertError> {
        let mut target = self.serial();
        Conversion::by_name(source.dtype(), target.dtype(), options)?.par().run(source, &mut target)
    }

    /// Sets the first field of every record to the first in `source`, and so on; see [`AnyViewMut::assign_by_position`].
    ///
    /// # Errors
    /// As [`assign_by_name`](Par::assign_by_name).
    pub fn assign_by_position(
        self,
        source: AnyView<'_>,
        options: &ConvertOptions,
    ) -> Result<(), ConvertError> {
        let mut target = self.serial();
        Conversion::by_position(source.dtype(), target.dtype(), options)?.par().run(source, &mut target)
    }
}
