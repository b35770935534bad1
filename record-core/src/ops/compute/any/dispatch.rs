//! The type of a column's elements, found from its dtype at run time.

use crate::{
    Bool8,
    byte_order::ByteOrder,
    dtype::{IntSize, ScalarKind},
    element::Element,
    endian::{Be, Le},
    layout::DynRank,
    ops::{Number, Sum},
    raw::{any::AnyView, view::View},
    view::{ColumnError, Value},
};

/// What is done with a column once its type is known.
pub(super) trait Reduction {
    type Output;
    fn run<T: Element<Value: Number<Sum: Into<Sum>>>>(self, view: View<'_, T, DynRank>) -> Self::Output
    where
        Value: From<T::Value>;
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
