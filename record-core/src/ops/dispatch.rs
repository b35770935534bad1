//! Which type the numbers of a dtype are of: the one table that every operation by name asks.

/// Elements in the byte order that is not the machine's.
#[cfg(target_endian = "little")]
pub(crate) use crate::endian::Be as Foreign;
#[cfg(target_endian = "big")]
pub(crate) use crate::endian::Le as Foreign;

/// Runs `$body` with the type of the elements of a kind, in the machine's byte order and in the other; and has arms for kinds
/// that are no numbers.
macro_rules! with_number {
    ($kind:expr, |$native:ident, $foreign:ident| $body:expr, $($others:tt)*) => {
        match $kind {
            $crate::dtype::ScalarKind::Bool => $crate::ops::dispatch::with_number!(@ $crate::Bool8, $crate::Bool8, $native, $foreign, $body),
            $crate::dtype::ScalarKind::Int(size) => match size {
                $crate::dtype::IntSize::One => $crate::ops::dispatch::with_number!(@ i8, i8, $native, $foreign, $body),
                $crate::dtype::IntSize::Two => $crate::ops::dispatch::with_number!(@ i16, $native, $foreign, $body),
                $crate::dtype::IntSize::Four => $crate::ops::dispatch::with_number!(@ i32, $native, $foreign, $body),
                $crate::dtype::IntSize::Eight => $crate::ops::dispatch::with_number!(@ i64, $native, $foreign, $body),
            },
            $crate::dtype::ScalarKind::UInt(size) => match size {
                $crate::dtype::IntSize::One => $crate::ops::dispatch::with_number!(@ u8, u8, $native, $foreign, $body),
                $crate::dtype::IntSize::Two => $crate::ops::dispatch::with_number!(@ u16, $native, $foreign, $body),
                $crate::dtype::IntSize::Four => $crate::ops::dispatch::with_number!(@ u32, $native, $foreign, $body),
                $crate::dtype::IntSize::Eight => $crate::ops::dispatch::with_number!(@ u64, $native, $foreign, $body),
            },
            #[cfg(feature = "half")]
            $crate::dtype::ScalarKind::Float16 => $crate::ops::dispatch::with_number!(@ half::f16, $native, $foreign, $body),
            $crate::dtype::ScalarKind::Float32 => $crate::ops::dispatch::with_number!(@ f32, $native, $foreign, $body),
            $crate::dtype::ScalarKind::Float64 => $crate::ops::dispatch::with_number!(@ f64, $native, $foreign, $body),
            $($others)*
        }
    };
    (@ $type:ty, $native:ident, $foreign:ident, $body:expr) => {
        $crate::ops::dispatch::with_number!(@ $type, $crate::ops::dispatch::Foreign<$type>, $native, $foreign, $body)
    };
    (@ $type:ty, $swapped:ty, $native:ident, $foreign:ident, $body:expr) => {{
        type $native = $type;
        type $foreign = $swapped;
        $body
    }};
}
pub(crate) use with_number;

/// Runs `$body` with a typed view of the numbers of a view on all its axes.
macro_rules! with_typed {
    ($view:expr, $scalar:expr, |$typed:ident| $body:expr, $($others:tt)*) => {
        $crate::ops::dispatch::with_number!(
            $scalar.kind(),
            |Native, Swapped| if $scalar.byte_order() == Some($crate::byte_order::ByteOrder::NATIVE.swapped()) {
                let $typed = $view.typed_as::<Swapped, $crate::layout::DynRank>()?;
                $body
            } else {
                let $typed = $view.typed_as::<Native, $crate::layout::DynRank>()?;
                $body
            },
            $($others)*
        )
    };
}
pub(crate) use with_typed;
