//! Elements moved along their column by name: `data["volts"].shift(1).to_array()?`.

#[cfg(feature = "rayon")]
use crate::ops::{parallel::Par, roll::par::Parallel};
use crate::{
    buffer::AnyArray,
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    element::Element,
    layout::{DynRank, Order, Rank},
    ops::roll::{
        any::{Any, Operation, dispatch, erased},
        error::RollError,
        mode::{Mode, Serial},
        plan::Rolled,
        shift::Shifted,
        values::Outcome,
    },
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    time::{DateTime64, Generic, TimeDelta64, calendar::exactly},
    view::{
        Value,
        half::{half_from_f64, half_to_f32},
    },
};
use core::marker::PhantomData;

/// Elements of run-time dtype moved along an axis; see [`AnyView::shift`].
#[derive(Clone, Debug)]
#[must_use = "nothing is moved before `to_array`"]
pub struct AnyShifted<'a> {
    view: AnyView<'a>,
    axis: usize,
    by: isize,
    fill: Option<Value>,
}

impl AnyShifted<'_> {
    /// With this value where there is no element, instead of NaN or NaT: integers have neither. Floats are rounded to the type
    /// of the column, dates and time spans may be of any unit that the column counts exactly.
    pub fn fill(mut self, value: impl Into<Value>) -> Self {
        self.fill = Some(value.into());
        self
    }

    /// The elements in memory of their own, in the machine's byte order.
    ///
    /// # Errors
    /// [`RollError::Column`] if they are neither numbers nor truth values, dates or time spans, [`RollError::Value`] if the
    /// value to [`fill`](AnyShifted::fill) with is none of them, [`RollError::Missing`] if there is none and the type has no
    /// NaN and no NaT, [`RollError::Layout`] if there is no such axis, and [`RollError::Array`] if there is no memory.
    #[inline]
    pub fn to_array(&self) -> Result<AnyArray, RollError> {
        self.array::<Serial>()
    }

    #[inline]
    fn array<M: Mode>(&self) -> Result<AnyArray, RollError> {
        let fill = match &self.fill {
            Some(value) => Some(element(self.view.dtype(), value)?),
            None => None,
        };
        let (axis, by, fill) = (self.axis, self.by, fill.as_ref());
        dispatch(self.view, ShiftOf { axis, by, fill, mode: PhantomData::<M> })
    }
}

#[cfg(feature = "rayon")]
impl<'a> AnyShifted<'a> {
    /// The same, moved on the threads of the current rayon pool; see [`View::par`].
    pub fn par(self) -> Par<AnyShifted<'a>> {
        Par(self)
    }
}

/// Elements moved along an axis, on several threads.
#[cfg(feature = "rayon")]
impl Par<AnyShifted<'_>> {
    /// As [`AnyShifted::fill`].
    #[must_use]
    pub fn fill(self, value: impl Into<Value>) -> Self {
        Self(self.0.fill(value))
    }

    /// The elements in memory of their own; see [`AnyShifted::to_array`].
    ///
    /// A column of the other byte order is first copied into the machine's, on one thread.
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn to_array(&self) -> Result<AnyArray, RollError> {
        self.0.array::<Parallel>()
    }
}

/// The value as the only element of an array in the machine's byte order.
fn element(dtype: &DType, value: &Value) -> Result<AnyArray, RollError> {
    let dtype = dtype.base().newbyteorder(ByteOrder::NATIVE);
    let exact = match (dtype.as_scalar().map(Scalar::kind), value) {
        #[allow(clippy::cast_possible_truncation)] // rounded, as documented
        (Some(ScalarKind::Float32), value) => value.to_f64().map(|number| Value::Float32(number as f32)),
        (Some(ScalarKind::Float16), value) => {
            value.to_f64().map(|number| Value::Float32(half_to_f32(half_from_f64(number))))
        }
        (Some(ScalarKind::Float64), value) => value.to_f64().map(Value::Float64),
        (Some(ScalarKind::DateTime(to)), &Value::DateTime(count, from)) => {
            exactly(count, from, to, true).map(|count| Value::DateTime(count, to))
        }
        (Some(ScalarKind::TimeDelta(to)), &Value::TimeDelta(count, from)) => {
            exactly(count, from, to, false).map(|count| Value::TimeDelta(count, to))
        }
        _ => None,
    };
    let mut array = AnyArray::zeros(dtype, [1], Order::C)?;
    array.view_mut().try_set_at([0], exact.as_ref().unwrap_or(value))?;
    Ok(array)
}

struct ShiftOf<'f, M> {
    axis: usize,
    by: isize,
    /// One element.
    fill: Option<&'f AnyArray>,
    mode: PhantomData<M>,
}

impl<M: Mode> ShiftOf<'_, M> {
    fn shifted<'v, T: Element<Value = R>, R: Outcome>(
        &self,
        view: View<'v, T, DynRank>,
        fill: Option<R>,
    ) -> Rolled<'v, T, DynRank, Shifted<R>> {
        let shifted = view.shift_axis(self.axis, self.by);
        match fill {
            Some(fill) => shifted.fill(fill),
            None => shifted,
        }
    }

    /// The count that a date or a time span to fill with is.
    fn count(&self) -> Result<Option<i64>, RollError> {
        let Some(counts) = self.fill.and_then(|fill| fill.view().counts()) else { return Ok(None) };
        Ok(counts.typed_as::<i64, Rank<1>>()?.first())
    }
}

impl<M: Mode> Operation for ShiftOf<'_, M> {
    const NAME: &'static str = "shift";
    type Mode = M;

    fn numbers<T: Element<Value: Any>>(self, view: View<'_, T, DynRank>) -> Result<AnyArray, RollError> {
        let fill = match self.fill {
            Some(fill) => fill.typed::<T, Rank<1>>()?.first(),
            None => None,
        };
        erased::<M, _, _>(self.shifted(view, fill))
    }

    fn dates(self, view: View<'_, DateTime64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
        let fill = self.count().map(|count| count.map(DateTime64::from_count));
        Some(fill.and_then(|fill| erased::<M, _, _>(self.shifted(view, fill))))
    }

    fn spans(self, view: View<'_, TimeDelta64<Generic>, DynRank>) -> Option<Result<AnyArray, RollError>> {
        let fill = self.count().map(|count| count.map(TimeDelta64::from_count));
        Some(fill.and_then(|fill| erased::<M, _, _>(self.shifted(view, fill))))
    }
}

impl<'a> AnyView<'a> {
    /// Element `i - by` for each `i` along the first axis, NaN or NaT where there is none; see
    /// [`Column::shift`](crate::Column::shift). pandas' `shift(by)`.
    ///
    /// Integers and truth values have no such value: [`fill`](AnyShifted::fill) says what stands there, else it is an error.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let table = AnyTable::from_bytes(&[0, 1, 0, 3, 1, 0], DType::parse("[('n', '>u2')]")?)?;
    /// let later = table["n"].shift(1).fill(9).to_array()?;
    /// assert_eq!(later.typed::<u16, record_core::Rank<1>>()?.to_vec(), [9, 1, 3]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    pub fn shift(self, by: isize) -> AnyShifted<'a> {
        self.shift_axis(0, by)
    }

    /// As [`shift`](AnyView::shift) along any axis.
    pub fn shift_axis(self, axis: usize, by: isize) -> AnyShifted<'a> {
        AnyShifted { view: self, axis, by, fill: None }
    }
}

#[cfg(feature = "rayon")]
impl<'a> Par<AnyView<'a>> {
    /// Elements moved along the first axis by so many places; see [`AnyView::shift`].
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// let numbers: Vec<u32> = (0..200_000).collect();
    /// let column = View::from_slice(&numbers).as_any();
    /// let (all, one) = (column.par().shift(1).fill(0).to_array()?, column.shift(1).fill(0).to_array()?);
    /// assert_eq!(all.as_bytes(), one.as_bytes());
    /// # Ok::<(), record_core::Error>(())
    /// ```
    #[must_use]
    pub fn shift(self, by: isize) -> Par<AnyShifted<'a>> {
        self.0.shift(by).par()
    }

    /// As [`shift`](Self::shift) along any axis.
    #[must_use]
    pub fn shift_axis(self, axis: usize, by: isize) -> Par<AnyShifted<'a>> {
        self.0.shift_axis(axis, by).par()
    }
}

impl AnyColumn {
    /// Elements moved by so many places; see [`AnyView::shift`].
    pub fn shift(&self, by: isize) -> AnyShifted<'_> {
        self.as_view().shift(by)
    }
}
