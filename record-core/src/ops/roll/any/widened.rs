//! Operations on columns whose elements are widened first: integers to 64 bits, floats to `f64`.
//!
//! Sums, means and deviations are computed from integers and floats so widened in any case, and the least and the greatest
//! are narrowed again. So an operation is compiled for three types of numbers instead of twelve.

use crate::{
    Bool8,
    buffer::{AnyArray, Array},
    byte_order::ByteOrder,
    dtype::{IntSize, ScalarKind},
    element::Element,
    layout::DynRank,
    ops::{
        reduce::any::kind::{Kind, with_kind},
        roll::{
            any::{Operation, counted, of_counts},
            error::RollError,
            mode::{Mode, Serial},
        },
    },
    raw::{any::AnyView, view::View},
    view::ColumnError,
};
use alloc::vec::Vec;
use core::{convert::Infallible, ops::ControlFlow};

/// All elements of a column in row-major order.
enum Widened {
    Signed(Vec<i64>),
    Unsigned(Vec<u64>),
    Floats(Vec<f64>),
}

/// Numbers and truth values, which are numbers too.
trait Widen: Copy + 'static {
    type Wide: Copy + Send;
    const WRAP: fn(Vec<Self::Wide>) -> Widened;
    fn widen(self) -> Self::Wide;
}

macro_rules! widen {
    ($($(#[$attribute:meta])* $type:ty: $wide:ty, $variant:ident;)*) => {$(
        $(#[$attribute])*
        impl Widen for $type {
            type Wide = $wide;
            const WRAP: fn(Vec<$wide>) -> Widened = Widened::$variant;

            #[inline(always)]
            fn widen(self) -> $wide {
                self.into()
            }
        }
    )*};
}

widen! {
    bool: i64, Signed;
    i8: i64, Signed;
    i16: i64, Signed;
    i32: i64, Signed;
    i64: i64, Signed;
    u8: u64, Unsigned;
    u16: u64, Unsigned;
    u32: u64, Unsigned;
    u64: u64, Unsigned;
    #[cfg(feature = "half")]
    half::f16: f64, Floats;
    f32: f64, Floats;
    f64: f64, Floats;
}

fn read<V: Widen, M: Mode>(view: AnyView<'_>, kind: Kind<V>) -> Result<Widened, ColumnError> {
    let read = |part: AnyView<'_>, values: &mut Vec<V::Wide>| {
        (kind.load)(part, &mut |block| {
            values.extend(block.iter().map(|value| value.widen()));
            ControlFlow::Continue(())
        })
    };
    let (values, error) = match view.try_ravel() {
        Ok(column) => M::listed(column.size(), |part, values| read(column.slice(part), values)),
        // Where no single stride leads through all elements, they are read one after the other.
        Err(_) => Serial::listed(view.size(), |_, values| read(view, values)),
    };
    error.map_or(Ok(V::WRAP(values)), Err)
}

#[inline]
fn widened<M: Mode>(view: AnyView<'_>, operation: &'static str) -> Result<Widened, ColumnError> {
    with_kind!(view, operation, |kind| read::<_, M>(view, kind))
}

/// Finds the element type of a column and runs the operation on the wide type of its kind.
pub(super) fn dispatch<O: Operation>(view: AnyView<'_>, operation: O) -> Result<AnyArray, RollError> {
    let unsupported = || RollError::from(ColumnError::unsupported(O::NAME, view.dtype()));
    let view = view.all_axes()?;
    let scalar = view.dtype().as_scalar().ok_or_else(unsupported)?;
    if let Some(unit) = counted(scalar) {
        if scalar.byte_order() == Some(ByteOrder::NATIVE) {
            return of_counts(view, scalar, unit, operation);
        }
        let native = view.to_array()?.into_native().map_err(|_| unsupported())?;
        return of_counts(native.view(), scalar, unit, operation);
    }
    // Where nothing has to be widened, nothing is copied.
    let made = match scalar.kind() {
        ScalarKind::Float64 if scalar.byte_order() == Some(ByteOrder::NATIVE) => {
            operation.numbers(view.typed_as::<f64, DynRank>()?)?
        }
        _ => {
            let shape = view.shape();
            match widened::<O::Mode>(view, O::NAME)? {
                Widened::Signed(values) => {
                    operation.numbers(View::from_slice(&values).try_reshape(shape.as_ref())?)?
                }
                Widened::Unsigned(values) => {
                    operation.numbers(View::from_slice(&values).try_reshape(shape.as_ref())?)?
                }
                Widened::Floats(values) => {
                    operation.numbers(View::from_slice(&values).try_reshape(shape.as_ref())?)?
                }
            }
        }
    };
    if O::KEEPS { narrowed::<O::Mode>(made, scalar.kind()) } else { Ok(made) }
}

/// Results that are elements of the column, as its own type.
#[allow(clippy::cast_possible_truncation)] // each was widened from that type
fn narrowed<M: Mode>(made: AnyArray, kind: ScalarKind) -> Result<AnyArray, RollError> {
    match kind {
        ScalarKind::Bool => as_type::<_, _, M>(&made, |value: i64| Bool8::from(value != 0)),
        ScalarKind::Int(IntSize::One) => as_type::<_, _, M>(&made, |value: i64| value as i8),
        ScalarKind::Int(IntSize::Two) => as_type::<_, _, M>(&made, |value: i64| value as i16),
        ScalarKind::Int(IntSize::Four) => as_type::<_, _, M>(&made, |value: i64| value as i32),
        ScalarKind::UInt(IntSize::One) => as_type::<_, _, M>(&made, |value: u64| value as u8),
        ScalarKind::UInt(IntSize::Two) => as_type::<_, _, M>(&made, |value: u64| value as u16),
        ScalarKind::UInt(IntSize::Four) => as_type::<_, _, M>(&made, |value: u64| value as u32),
        #[cfg(feature = "half")]
        ScalarKind::Float16 => as_type::<_, _, M>(&made, half::f16::from_f64),
        ScalarKind::Float32 => as_type::<_, _, M>(&made, |value: f64| value as f32),
        _ => Ok(made),
    }
}

fn as_type<W: Element<Value = W>, N: Element, M: Mode>(
    made: &AnyArray,
    narrow: fn(W) -> N,
) -> Result<AnyArray, RollError> {
    let made = made.typed::<W, DynRank>()?;
    let all = made.try_ravel()?;
    let part = |part, values: &mut Vec<N>| {
        values.extend(all.slice(part).iter().map(narrow));
        Ok::<(), Infallible>(())
    };
    let (values, _) = M::listed(all.size(), part);
    Ok(Array::<N, DynRank>::from_shape_vec(made.layout().shape.as_ref(), values)?.into())
}
