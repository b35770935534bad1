//! Where the steps of a column of times are too long, none, or backwards, by name: `data["time"].gaps(1)?`.

#[cfg(feature = "rayon")]
use crate::ops::{parallel::Par, roll::par::Parallel};
use crate::{
    ops::{
        number::Ordered,
        reduce::any::kind::Counted,
        roll::{
            gaps::{Gap, Repeated, Steps, duplicates, gap, joined_runs, setback, steps, with_one_before},
            mode::{Mode, Serial},
            values::Differs,
        },
        times::{Measure, Times, Values, with_times},
    },
    raw::{any::AnyView, any_column::AnyColumn},
    time::TimeDelta64,
    view::{ColumnError, Value},
};
use alloc::vec::Vec;
use core::ops::Range;

/// A step between neighbours of a column of run-time dtype that is longer than it should be; see [`Gap`].
#[derive(Clone, Debug, PartialEq)]
pub struct AnyGap {
    /// The index of the element behind it.
    pub index: usize,
    /// The element before it, the last one that is not missing.
    pub before: Value,
    /// The element behind it.
    pub after: Value,
    /// How long it is: a time span between dates, else as the elements are; `None` if that is beyond their type.
    pub size: Option<Value>,
}

/// The types that times are read as.
trait Stamp: Differs {
    /// The element of a column.
    fn value(self, measure: &Measure<'_>) -> Value;

    /// How far apart two elements are, if their type holds it.
    fn apart(delta: Self::Delta, measure: &Measure<'_>) -> Option<Value>;
}

impl Stamp for u64 {
    fn value(self, measure: &Measure<'_>) -> Value {
        measure.integer(self)
    }

    fn apart(delta: u64, measure: &Measure<'_>) -> Option<Value> {
        measure.apart(delta)
    }
}

macro_rules! floats {
    ($($(#[$attribute:meta])* $type:ty)*) => {$(
        $(#[$attribute])*
        impl Stamp for $type {
            fn value(self, _: &Measure<'_>) -> Value {
                self.into()
            }

            fn apart(delta: $type, _: &Measure<'_>) -> Option<Value> {
                Some(delta.into())
            }
        }
    )*};
}

floats! {
    #[cfg(feature = "half")]
    half::f16
    f32
    f64
}

impl Stamp for Counted {
    fn value(self, measure: &Measure<'_>) -> Value {
        measure.counted(self.to_bits())
    }

    fn apart(delta: Self::Delta, measure: &Measure<'_>) -> Option<Value> {
        Some(measure.span(delta.to_bits()))
    }
}

/// The steps that are longer, without their type.
fn longer<V: Stamp, M: Mode>(
    values: &Values<'_, V>,
    longest: V::Delta,
    measure: &Measure<'_>,
    _: M,
) -> Vec<AnyGap> {
    let value = |Gap { index, before, after, size }: Gap<V>| AnyGap {
        index,
        before: before.value(measure),
        after: after.value(measure),
        size: size.and_then(|size| V::apart(size, measure)),
    };
    each_step::<V, _, M>(values, gap(longest)).into_iter().map(value).collect()
}

/// What is found at the steps between neighbours.
fn each_step<V: Ordered, F: Send, M: Mode>(
    values: &Values<'_, V>,
    step: impl Fn(usize, V, V) -> Option<F> + Copy + Sync,
) -> Vec<F> {
    let part = |part: Range<usize>| steps(values.part(part.clone()), part.start, step);
    Steps::joined(M::parts(values.len(), part), step)
}

/// The runs of equal neighbours, without their type.
fn equal<V: Stamp, M: Mode>(values: &Values<'_, V>, measure: &Measure<'_>, _: M) -> Vec<Repeated<Value>> {
    let value = |Repeated { index, count, value }: Repeated<V>| Repeated {
        index,
        count,
        value: value.value(measure),
    };
    let part = |part: Range<usize>| {
        let part = with_one_before(part);
        duplicates(values.part(part.clone()), part.start)
    };
    joined_runs(M::parts(values.len(), part)).into_iter().map(value).collect()
}

#[inline]
fn setbacks_of<M: Mode>(column: AnyView<'_>, _: M) -> Result<Vec<usize>, ColumnError> {
    let (times, _) = Times::of(column, "setbacks")?;
    Ok(with_times!(times, |values| each_step::<_, _, M>(&values, setback)))
}

#[inline]
fn duplicates_of<M: Mode>(column: AnyView<'_>, mode: M) -> Result<Vec<Repeated<Value>>, ColumnError> {
    let (times, measure) = Times::of(column, "duplicates")?;
    Ok(with_times!(times, |values| equal(&values, &measure, mode)))
}

impl AnyView<'_> {
    /// The steps forward that are longer than `longest`, in order; see [`Column::gaps`](crate::Column::gaps). NumPy's
    /// `nonzero(diff(t) > longest)`.
    ///
    /// The longest step between dates or time spans is a [`TimeDelta64`] of any unit that theirs counts exactly; between
    /// integers any number, exactly; between floats it is rounded to their type. No step is longer than NaN or NaT.
    ///
    /// ```
    /// # use record_core::{prelude::*, view::Value};
    /// let table = AnyTable::from_bytes(&[0, 10, 0, 11, 1, 0], DType::parse("[('t', '>u2')]")?)?;
    /// let gaps = table["t"].gaps(1.5)?;
    /// assert_eq!((gaps.len(), gaps[0].index, gaps[0].size.clone()), (1, 2, Some(Value::UInt(245))));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Incomparable`] if `longest` is no distance between such elements, [`ColumnError::Unsupported`] if they
    /// are neither numbers nor truth values, dates or time spans, [`ColumnError::Rank`] if the view has not one axis.
    #[inline]
    pub fn gaps(&self, longest: impl Into<Value>) -> Result<Vec<AnyGap>, ColumnError> {
        gaps_of(*self, &longest.into(), Serial)
    }

    /// The indices of the elements that are less than the one before them; see
    /// [`Column::setbacks`](crate::Column::setbacks). NumPy's `nonzero(diff(t) < 0)[0] + 1`.
    ///
    /// ```
    /// # use record_core::prelude::*;
    /// assert_eq!(View::from_slice(&[10_u32, 12, 11, 13]).as_any().setbacks()?, [2]);
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] and [`ColumnError::Rank`] as [`gaps`](AnyView::gaps).
    #[inline]
    pub fn setbacks(&self) -> Result<Vec<usize>, ColumnError> {
        setbacks_of(*self, Serial)
    }

    /// The runs of equal neighbours, in order; see [`Column::duplicates`](crate::Column::duplicates). NumPy's
    /// `nonzero(diff(t) == 0)`; equal elements that are apart find [`find_duplicates`](AnyView::find_duplicates).
    ///
    /// ```
    /// # use record_core::{prelude::*, view::Value};
    /// let twice = View::from_slice(&[1_u8, 2, 2, 2, 3]).as_any().duplicates()?;
    /// assert_eq!((twice.len(), twice[0].index, twice[0].count, &twice[0].value), (1, 1, 3, &Value::UInt(2)));
    /// # Ok::<(), record_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ColumnError::Unsupported`] and [`ColumnError::Rank`] as [`gaps`](AnyView::gaps).
    #[inline]
    pub fn duplicates(&self) -> Result<Vec<Repeated<Value>>, ColumnError> {
        duplicates_of(*self, Serial)
    }
}

#[inline]
fn gaps_of<M: Mode>(column: AnyView<'_>, longest: &Value, mode: M) -> Result<Vec<AnyGap>, ColumnError> {
    let (times, measure) = Times::of(column, "gaps")?;
    Ok(match times {
        Times::Integers(times) => match measure.whole(longest)? {
            // Every step forward is longer than 0.
            Some((whole, _)) => {
                longer(&times, u64::try_from(whole.max(0)).unwrap_or(u64::MAX), &measure, mode)
            }
            None => Vec::new(),
        },
        #[cfg(feature = "half")]
        Times::Halves(times) => longer(&times, half::f16::from_f64(measure.float(longest)?), &measure, mode),
        #[allow(clippy::cast_possible_truncation)] // rounded, as in comparisons
        Times::Singles(times) => longer(&times, measure.float(longest)? as f32, &measure, mode),
        Times::Doubles(times) => longer(&times, measure.float(longest)?, &measure, mode),
        Times::Counts(times) => {
            longer(&times, TimeDelta64::from_count(measure.count(longest)?), &measure, mode)
        }
    })
}

/// The steps of a column on several threads, as [`AnyView`] has them on one.
#[cfg(feature = "rayon")]
impl Par<AnyView<'_>> {
    /// The steps forward that are longer than `longest`, in order; see [`AnyView::gaps`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn gaps(self, longest: impl Into<Value>) -> Result<Vec<AnyGap>, ColumnError> {
        gaps_of(self.0, &longest.into(), Parallel)
    }

    /// The indices of the elements that are less than the one before them; see [`AnyView::setbacks`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn setbacks(self) -> Result<Vec<usize>, ColumnError> {
        setbacks_of(self.0, Parallel)
    }

    /// The runs of equal neighbours, in order; see [`AnyView::duplicates`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn duplicates(self) -> Result<Vec<Repeated<Value>>, ColumnError> {
        duplicates_of(self.0, Parallel)
    }
}

impl AnyColumn {
    /// The steps forward that are longer; see [`AnyView::gaps`].
    ///
    /// # Errors
    /// As there.
    pub fn gaps(&self, longest: impl Into<Value>) -> Result<Vec<AnyGap>, ColumnError> {
        self.as_view().gaps(longest)
    }

    /// The indices of the elements that are less than the one before them; see [`AnyView::setbacks`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn setbacks(&self) -> Result<Vec<usize>, ColumnError> {
        self.as_view().setbacks()
    }

    /// The runs of equal neighbours; see [`AnyView::duplicates`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn duplicates(&self) -> Result<Vec<Repeated<Value>>, ColumnError> {
        self.as_view().duplicates()
    }
}
