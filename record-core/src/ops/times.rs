//! Columns of times whose dtype only run time knows, as values of a few types; and how far apart such times may be.
//!
//! Integers of every size become unsigned ones that are in the same order and as far apart; dates and time spans become
//! counts. Floats stay what they are, for their differences are rounded to their type. So what goes from one time to the
//! next is compiled once for each of these types, not for each dtype.

use crate::{
    byte_order::ByteOrder,
    dtype::{DType, Scalar, ScalarKind},
    ops::{
        mask::Relation,
        reduce::any::kind::{Counted, Kind, Load, with_kind},
    },
    raw::any::AnyView,
    time::calendar::exactly,
    view::{ColumnError, Value},
};
use alloc::{sync::Arc, vec::Vec};
use core::ops::{ControlFlow, Range};

/// The bit that tells negative numbers.
const SIGN: u64 = 1 << 63;

/// Elements that are read at once.
const BLOCK: usize = 1024;

/// A column of numbers, truth values, dates or time spans.
pub(crate) enum Times<'a> {
    /// Integers and truth values, as [`Measure::integer`] has them.
    Integers(Values<'a, u64>),
    /// `'f2'`
    #[cfg(feature = "half")]
    Halves(Values<'a, half::f16>),
    /// `'f4'`
    Singles(Values<'a, f32>),
    /// `'f8'`
    Doubles(Values<'a, f64>),
    /// Dates or time spans, as counts of their unit.
    Counts(Values<'a, Counted>),
}

/// Runs `$body` with the [`Values`] of a column of times, whatever their type is.
macro_rules! with_times {
    ($times:expr, |$values:ident| $body:expr) => {
        match $times {
            $crate::ops::times::Times::Integers($values) => $body,
            #[cfg(feature = "half")]
            $crate::ops::times::Times::Halves($values) => $body,
            $crate::ops::times::Times::Singles($values) => $body,
            $crate::ops::times::Times::Doubles($values) => $body,
            $crate::ops::times::Times::Counts($values) => $body,
        }
    };
}
pub(crate) use with_times;

impl<'a> Times<'a> {
    /// The elements of a column of one axis, and how they are measured.
    ///
    /// # Errors
    /// [`ColumnError::Rank`] if the view has not one axis, [`ColumnError::Unsupported`] if the elements are of another kind.
    #[inline]
    pub(crate) fn of(
        column: AnyView<'a>,
        operation: &'static str,
    ) -> Result<(Self, Measure<'a>), ColumnError> {
        let dtype = column.dtype();
        if column.ndim() != 1 {
            return Err(ColumnError::Rank { expected: 1, found: column.ndim() });
        }
        let scalar = dtype.as_scalar().ok_or_else(|| ColumnError::unsupported(operation, dtype))?;
        let times = with_kind!(column, operation, |kind| Ok(read(column, kind)), or counted)?;
        Ok((times, Measure { dtype, kind: scalar.kind(), operation }))
    }
}

/// The elements as values of the type that stands for theirs.
fn read<V: Stored>(column: AnyView<'_>, kind: Kind<V>) -> Times<'_> {
    V::times(column, kind.load)
}

/// Values as columns of times hold them.
trait Stored: Copy + 'static {
    fn times(column: AnyView<'_>, load: Load<Self>) -> Times<'_>;
}

macro_rules! stored {
    ($($(#[$attribute:meta])* $type:ty: $variant:ident, $convert:expr;)*) => {$(
        $(#[$attribute])*
        impl Stored for $type {
            fn times(column: AnyView<'_>, load: Load<Self>) -> Times<'_> {
                Times::$variant(Values::new(column, load, $convert))
            }
        }
    )*};
}

stored! {
    bool: Integers, u64::from;
    i8: Integers, |value| signed(value.into());
    i16: Integers, |value| signed(value.into());
    i32: Integers, |value| signed(value.into());
    i64: Integers, signed;
    u8: Integers, u64::from;
    u16: Integers, u64::from;
    u32: Integers, u64::from;
    u64: Integers, |value| value;
    #[cfg(feature = "half")]
    half::f16: Halves, |value| value;
    f32: Singles, |value| value;
    f64: Doubles, |value| value;
    Counted: Counts, |value| value;
}

/// In the same order without a sign.
#[inline(always)]
const fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ SIGN
}

/// Reads all elements of a part of a column.
type Read<V> = dyn Fn(AnyView<'_>, &mut Vec<V>) + Send + Sync;

/// The elements of a column of one axis as values of one type, of which a block is in memory at a time.
pub(crate) struct Values<'a, V> {
    column: AnyView<'a>,
    read: Arc<Read<V>>,
    /// The elements before `next` that were read at last.
    block: Vec<V>,
    /// The next one in the block.
    at: usize,
    /// The next one to be read.
    next: usize,
}

impl<'a, V: Copy + 'static> Values<'a, V> {
    fn new<S: Copy + 'static>(
        column: AnyView<'a>,
        load: Load<S>,
        convert: impl Fn(S) -> V + Copy + Send + Sync + 'static,
    ) -> Self {
        let read = move |part: AnyView<'_>, out: &mut Vec<V>| {
            let loaded = load(part, &mut |values| {
                out.extend(values.iter().map(|&value| convert(value)));
                ControlFlow::Continue(())
            });
            loaded.expect("elements of the type that this reads");
        };
        Self { column, read: Arc::new(read), block: Vec::new(), at: 0, next: 0 }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.column.size()
    }

    /// Those in a range.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let (column, read) = (self.column.slice(range), Arc::clone(&self.read));
        Self { column, read, block: Vec::new(), at: 0, next: 0 }
    }

    /// Puts those in a range behind others.
    pub(crate) fn read_into(&self, range: Range<usize>, all: &mut Vec<V>) {
        (self.read)(self.column.slice(range), all);
    }

    /// All of them.
    pub(crate) fn into_vec(self) -> Vec<V> {
        let mut all = Vec::with_capacity(self.len());
        self.read_into(0..self.len(), &mut all);
        all
    }

    /// Goes on to the next block, if there is one.
    #[inline(never)]
    fn refill(&mut self) -> Option<()> {
        let end = self.column.size().min(self.next + BLOCK);
        if self.next == end {
            return None;
        }
        self.block.clear();
        (self.read)(self.column.slice(self.next..end), &mut self.block);
        (self.at, self.next) = (0, end);
        Some(())
    }
}

impl<V: Copy + 'static> Iterator for Values<'_, V> {
    type Item = V;

    #[inline]
    fn next(&mut self) -> Option<V> {
        if self.at == self.block.len() {
            self.refill()?;
        }
        let value = *self.block.get(self.at)?;
        self.at += 1;
        Some(value)
    }
}

/// What the values of a column are in terms of its dtype, and how distances between them are given.
#[derive(Clone, Copy)]
pub(crate) struct Measure<'a> {
    dtype: &'a DType,
    pub(crate) kind: ScalarKind,
    operation: &'static str,
}

impl Measure<'_> {
    /// The same, under the name of an argument.
    pub(crate) fn named(self, operation: &'static str) -> Self {
        Self { operation, ..self }
    }

    /// A value that is no distance between such elements.
    fn incomparable(&self, value: &Value) -> ColumnError {
        // Dates are a time span apart.
        let span = match self.kind {
            ScalarKind::DateTime(unit) => {
                Some(DType::scalar(Scalar::new(ScalarKind::TimeDelta(unit), ByteOrder::NATIVE)))
            }
            _ => None,
        };
        ColumnError::incomparable(self.operation, span.as_ref().unwrap_or(self.dtype), value)
    }

    /// The distance as the integers next to it, below and above; `None` if it is NaN.
    pub(crate) fn whole(&self, value: &Value) -> Result<Option<(i128, i128)>, ColumnError> {
        let ends =
            || Some((Relation::LessOrEqual.integers(value)?.1, Relation::GreaterOrEqual.integers(value)?.0));
        let (below, above) = ends().ok_or_else(|| self.incomparable(value))?;
        Ok((!value.to_f64().is_some_and(f64::is_nan)).then_some((below, above)))
    }

    /// The distance between floats.
    pub(crate) fn float(&self, value: &Value) -> Result<f64, ColumnError> {
        value.to_f64().ok_or_else(|| self.incomparable(value))
    }

    /// The distance between dates or time spans, as a count of their unit, which it has to be exactly.
    pub(crate) fn count(&self, value: &Value) -> Result<i64, ColumnError> {
        let count = match (value, self.kind) {
            (&Value::TimeDelta(count, from), ScalarKind::DateTime(to) | ScalarKind::TimeDelta(to)) => {
                exactly(count, from, to, false)
            }
            _ => None,
        };
        count.ok_or_else(|| self.incomparable(value))
    }

    /// An element of a column of integers or truth values.
    pub(crate) fn integer(&self, value: u64) -> Value {
        match self.kind {
            ScalarKind::Bool => Value::Bool(value != 0),
            ScalarKind::Int(_) => Value::Int((value ^ SIGN).cast_signed()),
            _ => Value::UInt(value),
        }
    }

    /// How far apart two integers or truth values are; `None` if their type does not hold it.
    pub(crate) fn apart(&self, distance: u64) -> Option<Value> {
        Some(match self.kind {
            ScalarKind::Bool => Value::Bool(distance != 0),
            ScalarKind::Int(size) => {
                let greatest = i64::MAX >> (64 - 8 * size as u32);
                Value::Int(i64::try_from(distance).ok().filter(|&distance| distance <= greatest)?)
            }
            _ => Value::UInt(distance),
        })
    }

    /// A date or a time span of the column.
    pub(crate) fn counted(&self, count: i64) -> Value {
        match self.kind {
            ScalarKind::DateTime(unit) => Value::DateTime(count, unit),
            ScalarKind::TimeDelta(unit) => Value::TimeDelta(count, unit),
            _ => Value::Int(count),
        }
    }

    /// How far apart two dates or time spans are.
    pub(crate) fn span(&self, count: i64) -> Value {
        match self.kind {
            ScalarKind::DateTime(unit) | ScalarKind::TimeDelta(unit) => Value::TimeDelta(count, unit),
            _ => Value::Int(count),
        }
    }
}
