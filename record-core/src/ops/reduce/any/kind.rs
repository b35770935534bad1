//! How the numbers of a column are read.
//!
//! What is done with them is compiled once for each type of number; reading them, once for each type and byte order.

use crate::{
    Element,
    byte_order::ByteOrder,
    dtype::{Scalar, TimeUnit},
    layout::DynRank,
    ops::{dispatch::Foreign, state::Fold},
    raw::any::AnyView,
    time::{DateTime64, Seconds},
    view::{ColumnError, Value},
};
use core::ops::ControlFlow;

/// Dates and time spans of any unit, as counts of it.
pub(crate) type Counted = DateTime64<Seconds>;

/// Hands out all elements of a view as native values, until the function breaks.
pub(crate) type Load<V> = fn(AnyView<'_>, &mut dyn FnMut(&[V]) -> ControlFlow<()>) -> Result<(), ColumnError>;

/// A type of numbers, and how a column holds them.
#[derive(Debug)]
pub(crate) struct Kind<V> {
    pub(crate) load: Load<V>,
    make: fn(V, Option<TimeUnit>) -> Value,
    unit: Option<TimeUnit>,
}

impl<V> Clone for Kind<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Kind<V> {}

impl<V: Copy + 'static> Kind<V>
where
    Value: From<V>,
{
    /// Numbers, which elements of type `N` and `F` hold in the machine's byte order and in the other.
    pub(crate) fn of<N: Element<Value = V>, F: Element<Value = V>>(scalar: Scalar) -> Self {
        let foreign = scalar.byte_order() == Some(ByteOrder::NATIVE.swapped());
        Self { load: if foreign { load::<F> } else { load::<N> }, make: |value, _| value.into(), unit: None }
    }
}

impl Kind<Counted> {
    /// Dates or time spans.
    pub(crate) fn counted(unit: TimeUnit, span: bool) -> Self {
        let date = |date: Counted, unit| match unit {
            Some(unit) => Value::DateTime(date.to_bits(), unit),
            None => Value::Int(date.to_bits()),
        };
        let time = |date: Counted, unit| match unit {
            Some(unit) => Value::TimeDelta(date.to_bits(), unit),
            None => Value::Int(date.to_bits()),
        };
        Self { load: load_counts, make: if span { time } else { date }, unit: Some(unit) }
    }
}

impl<V: Copy + 'static> Kind<V> {
    /// A number as a value of the column.
    pub(crate) fn value(&self, value: V) -> Value {
        (self.make)(value, self.unit)
    }

    /// Goes on with all elements of a view.
    pub(crate) fn feed<S: Fold<V>>(&self, view: AnyView<'_>, state: &mut S) -> Result<(), ColumnError> {
        if state.decided() {
            return Ok(());
        }
        (self.load)(view, &mut |values| {
            state.values(values);
            if state.decided() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    }
}

/// All axes of a view, its sub-arrays' too.
pub(crate) fn all_axes<'a>(view: AnyView<'a>, operation: &'static str) -> Result<AnyView<'a>, ColumnError> {
    view.all_axes().map_err(|_| ColumnError::unsupported(operation, view.dtype()))
}

fn load<T: Element<Value: 'static>>(
    view: AnyView<'_>,
    each: &mut dyn FnMut(&[T::Value]) -> ControlFlow<()>,
) -> Result<(), ColumnError> {
    let view = all_axes(view, "reading")?.typed_as::<T, DynRank>()?;
    _ = view.each_block(each);
    Ok(())
}

fn load_counts(
    view: AnyView<'_>,
    each: &mut dyn FnMut(&[Counted]) -> ControlFlow<()>,
) -> Result<(), ColumnError> {
    let view = all_axes(view, "reading")?;
    let counts = view.counts().ok_or_else(|| ColumnError::unsupported("reading", view.dtype()))?;
    let load = if counts.dtype() == <i64 as Element>::DTYPE { load::<i64> } else { load::<Foreign<i64>> };
    let mut dates = [Counted::NAT; 256];
    load(counts, &mut |counts| {
        counts.chunks(dates.len()).try_for_each(|counts| {
            for (date, count) in dates.iter_mut().zip(counts) {
                *date = Counted::from_count(*count);
            }
            each(&dates[..counts.len()])
        })
    })
}

/// Runs `$body` with the [`Kind`] of the numbers of a view, whose type it may name by inference; in a function that fails with
/// [`ColumnError`]. With `or counted`, dates and time spans count as numbers.
macro_rules! with_kind {
    ($view:expr, $operation:expr, |$kind:ident| $body:expr $(, or $counted:ident)?) => {{
        use $crate::ops::{dispatch::with_number, reduce::any::kind::{Kind, all_axes}};
        let view = all_axes($view, $operation)?;
        let unsupported = || $crate::view::ColumnError::unsupported($operation, view.dtype());
        let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
        with_number!(
            scalar.kind(),
            |Native, Swapped| { let $kind = Kind::of::<Native, Swapped>(scalar); $body },
            $($crate::dtype::ScalarKind::DateTime(unit) => { _ = stringify!($counted); let $kind = Kind::counted(unit, false); $body }
            $crate::dtype::ScalarKind::TimeDelta(unit) => { _ = stringify!($counted); let $kind = Kind::counted(unit, true); $body })?
            _ => Err(unsupported()),
        )
    }};
}
pub(crate) use with_kind;

macro_rules! values {
    ($($type:ty: $variant:ident, $convert:expr;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant($convert(value))
            }
        }
    )*};
}

values! {
    bool: Bool, core::convert::identity;
    i8: Int, i64::from;
    i16: Int, i64::from;
    i32: Int, i64::from;
    i64: Int, core::convert::identity;
    u8: UInt, u64::from;
    u16: UInt, u64::from;
    u32: UInt, u64::from;
    u64: UInt, core::convert::identity;
    f32: Float32, core::convert::identity;
    f64: Float64, core::convert::identity;
}

#[cfg(feature = "half")]
impl From<half::f16> for Value {
    fn from(value: half::f16) -> Self {
        Self::Float32(value.to_f32())
    }
}
