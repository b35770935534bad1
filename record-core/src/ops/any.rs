//! The reductions for columns whose dtype only run time knows: `data["salary"].mean()?`.

use crate::{
    Bool8, Element,
    byte_order::ByteOrder,
    dtype::{IntSize, ScalarKind, TimeUnit},
    endian::{Be, Le},
    layout::DynRank,
    ops::number::Number,
    raw::{any::AnyView, any_column::AnyColumn, view::View},
    view::{ColumnError, Value},
};
use core::fmt;

/// The sum of a column of run-time dtype.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Sum {
    /// Of integers and truth values, exactly.
    Int(i128),
    /// Of floats, by the sum rule.
    Float(f64),
}

impl Sum {
    /// The sum as `f64`, rounded to nearest.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Int(sum) => sum as f64,
            Self::Float(sum) => sum,
        }
    }
}

impl From<i128> for Sum {
    fn from(sum: i128) -> Self {
        Self::Int(sum)
    }
}

impl From<f64> for Sum {
    fn from(sum: f64) -> Self {
        Self::Float(sum)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(sum) => sum.fmt(f),
            Self::Float(sum) => sum.fmt(f),
        }
    }
}

/// What is done with a column once its type is known.
pub(super) trait Reduction {
    type Output;
    fn run<T: Element<Value: Number<Sum: Into<Sum>>> + Element>(
        self,
        view: View<'_, T, DynRank>,
    ) -> Self::Output
    where
        Value: From<T::Value>;
}

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

/// Finds the element type of a numeric column and runs the reduction on it.
pub(super) fn dispatch<R: Reduction>(
    view: AnyView<'_>,
    operation: &'static str,
    reduction: R,
) -> Result<R::Output, ColumnError> {
    let unsupported = || ColumnError::unsupported(operation, view.dtype());
    let view = view.all_axes().map_err(|_| unsupported())?;
    let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
    macro_rules! run {
        ($type:ty) => {
            Ok(reduction.run(view.typed_as::<$type, DynRank>()?))
        };
    }
    macro_rules! ordered {
        ($type:ty) => {
            match scalar.byte_order() {
                Some(ByteOrder::Big) => run!(Be<$type>),
                _ => run!(Le<$type>),
            }
        };
    }
    match scalar.kind() {
        ScalarKind::Bool => run!(Bool8),
        ScalarKind::Int(IntSize::One) => run!(i8),
        ScalarKind::Int(IntSize::Two) => ordered!(i16),
        ScalarKind::Int(IntSize::Four) => ordered!(i32),
        ScalarKind::Int(IntSize::Eight) => ordered!(i64),
        ScalarKind::UInt(IntSize::One) => run!(u8),
        ScalarKind::UInt(IntSize::Two) => ordered!(u16),
        ScalarKind::UInt(IntSize::Four) => ordered!(u32),
        ScalarKind::UInt(IntSize::Eight) => ordered!(u64),
        #[cfg(feature = "half")]
        ScalarKind::Float16 => ordered!(half::f16),
        ScalarKind::Float32 => ordered!(f32),
        ScalarKind::Float64 => ordered!(f64),
        _ => Err(unsupported()),
    }
}

macro_rules! reductions {
    ($(
        $(#[$doc:meta])* $name:ident $struct:ident -> $output:ty { $view:ident => $run:expr } $(counts $counts:ident)?;
    )*) => {
        $(
            struct $struct;
            impl Reduction for $struct {
                type Output = $output;
                fn run<T: Element<Value: Number<Sum: Into<Sum>>>>(self, $view: View<'_, T, DynRank>) -> $output
                where
                    Value: From<T::Value>,
                {
                    $run
                }
            }
        )*

        impl AnyView<'_> {
            $(
                $(#[$doc])*
                ///
                /// A sub-array's elements all count.
                ///
                /// # Errors
                /// [`ColumnError::Unsupported`] if the elements are of no such kind.
                pub fn $name(&self) -> Result<$output, ColumnError> {
                    $(if let Some(counts) = Counts::of(self) {
                        return Ok(counts.$counts());
                    })?
                    dispatch(*self, stringify!($name), $struct)
                }
            )*
        }

        impl AnyColumn {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`ColumnError::Unsupported`] if the elements are of no such kind.
                pub fn $name(&self) -> Result<$output, ColumnError> {
                    self.as_view().$name()
                }
            )*
        }
    };
}

reductions! {
    /// The sum of all elements; see [`View::sum`].
    sum SumOf -> Sum { view => view.sum().into() };
    /// The arithmetic mean, `None` for no elements; see [`View::mean`].
    mean MeanOf -> Option<f64> { view => view.mean() };
    /// The least value, `None` for no elements; see [`View::min`].
    min MinOf -> Option<Value> { view => view.min().map(Value::from) } counts min;
    /// The greatest value, `None` for no elements; see [`View::max`].
    max MaxOf -> Option<Value> { view => view.max().map(Value::from) } counts max;
}

/// A column of dates or time spans, as the integers that they are stored as.
pub(super) struct Counts<'a> {
    pub(super) integers: AnyView<'a>,
    pub(super) unit: TimeUnit,
    pub(super) wrap: fn(i64, TimeUnit) -> Value,
}

impl<'a> Counts<'a> {
    pub(super) fn of(view: &AnyView<'a>) -> Option<Self> {
        let view = view.all_axes().ok()?;
        let (unit, wrap): (_, fn(i64, TimeUnit) -> Value) = match view.dtype().as_scalar()?.kind() {
            ScalarKind::DateTime(unit) => (unit, Value::DateTime),
            ScalarKind::TimeDelta(unit) => (unit, Value::TimeDelta),
            _ => return None,
        };
        Some(Self { integers: view.counts()?, unit, wrap })
    }

    /// NaT is the least count, so it is the least wherever it occurs.
    fn min(&self) -> Option<Value> {
        match dispatch(self.integers, "min", MinOf) {
            Ok(Some(Value::Int(count))) => Some((self.wrap)(count, self.unit)),
            _ => None,
        }
    }

    /// NaT propagates here too.
    fn max(&self) -> Option<Value> {
        match (dispatch(self.integers, "min", MinOf), dispatch(self.integers, "max", MaxOf)) {
            (Ok(Some(Value::Int(i64::MIN))), _) => Some((self.wrap)(i64::MIN, self.unit)),
            (_, Ok(Some(Value::Int(count)))) => Some((self.wrap)(count, self.unit)),
            _ => None,
        }
    }
}
