//! `unsafe impl Element` for everything that is not a derived struct, one line each.
//!
//! All of them are integers, floats, pairs of floats (`Complex` is `repr(C)`), arrays of bytes or integers, or
//! transparent wrappers of these (`Be<T>` and `Le<T>` of `T::Bits`, which is `Pod`; zerocopy's byte-order types of
//! bytes): every bit pattern is a value (condition 1 of [`Element`]), there are no gaps (2, 4), and the dtype names
//! size, kind and byte order (2, 3).

use crate::{
    Be, Bool8, DType, DateTime64, FixedBytes, FixedUtf32, Le, Opaque, TimeDelta64,
    byte_order::ByteOrder,
    dtype::{IntSize, Scalar, ScalarKind},
    element::Element,
    endian::Endian,
    raw::field::Slot,
    shown::Shown,
    time::Unit,
};
use core::convert::identity;
use zerocopy::byteorder;

/// `unsafe impl Element` for a gap-free type.
macro_rules! element {
    ($({$($generics:tt)*})? $type:ty, $value:ty, $dtype:expr, $load:expr, $store:expr) => {
        // SAFETY: see the head of this file; the dtype's size is checked below.
        unsafe impl<$($($generics)*)?> Element for $type {
            const DTYPE: &'static DType = &{
                let dtype: DType = $dtype;
                assert!(dtype.itemsize() == size_of::<Self>(), "dtype and type differ in size");
                // On 64-bit machines NumPy aligns as Rust does.
                assert!(
                    cfg!(not(target_pointer_width = "64")) || dtype.alignment() == align_of::<Self>(),
                    "dtype and type differ in alignment"
                );
                dtype
            };
            type Value = $value;

            #[inline(always)]
            fn load(self) -> $value {
                $load(self)
            }

            #[inline(always)]
            fn store(value: $value) -> Self {
                $store(value)
            }

            fn put_fields(self, slot: Slot<'_, Self>) {
                slot.put(self);
            }
        }
    };
}

/// A value stored in the machine's byte order, or one that has none.
macro_rules! native {
    ($($(#[$attribute:meta])* $({$($generics:tt)*})? $type:ty: $kind:expr;)*) => {$(
        $(#[$attribute])*
        const _: () = {
            element!($({$($generics)*})? $type, $type, DType::scalar(Scalar::new($kind, ByteOrder::NATIVE)), identity, identity);
        };
    )*};
}

native! {
    i8: ScalarKind::Int(IntSize::One);
    i16: ScalarKind::Int(IntSize::Two);
    i32: ScalarKind::Int(IntSize::Four);
    i64: ScalarKind::Int(IntSize::Eight);
    u8: ScalarKind::UInt(IntSize::One);
    u16: ScalarKind::UInt(IntSize::Two);
    u32: ScalarKind::UInt(IntSize::Four);
    u64: ScalarKind::UInt(IntSize::Eight);
    f32: ScalarKind::Float32;
    f64: ScalarKind::Float64;
    #[cfg(feature = "half")]
    half::f16: ScalarKind::Float16;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f32>: ScalarKind::Complex64;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f64>: ScalarKind::Complex128;
    {const N: usize} FixedBytes<N>: ScalarKind::Bytes(N);
    {const N: usize} FixedUtf32<N>: ScalarKind::Utf32(N);
    {const N: usize} Opaque<N>: ScalarKind::Opaque(N);
    {U: Unit} DateTime64<U>: ScalarKind::DateTime(U::TIME_UNIT);
    {U: Unit} TimeDelta64<U>: ScalarKind::TimeDelta(U::TIME_UNIT);
}

element!(
    Bool8,
    bool,
    DType::scalar(Scalar::new(ScalarKind::Bool, ByteOrder::NATIVE)),
    Bool8::get,
    Bool8::new
);
element!({T: Endian} Be<T>, T, DType::scalar(Scalar::new(T::KIND, ByteOrder::Big)), Be::get, Be::new);
element!({T: Endian} Le<T>, T, DType::scalar(Scalar::new(T::KIND, ByteOrder::Little)), Le::get, Le::new);

/// zerocopy's byte-order types: alignment 1.
macro_rules! unaligned {
    ($($name:ident, $value:ty;)*) => {$(
        element!(byteorder::$name<byteorder::BigEndian>, $value, unaligned!(@dtype $value, Big), Self::get, Self::new);
        element!(byteorder::$name<byteorder::LittleEndian>, $value, unaligned!(@dtype $value, Little), Self::get, Self::new);
    )*};
    (@dtype $value:ty, $order:ident) => {
        DType::scalar_with_alignment(Scalar::new(<$value as Endian>::KIND, ByteOrder::$order), 1)
    };
}

unaligned! {
    I16, i16;
    I32, i32;
    I64, i64;
    U16, u16;
    U32, u32;
    U64, u64;
    F32, f32;
    F64, f64;
}

// SAFETY: an array of N elements has N times the bytes of one, at multiples of its size: every pattern is valid if
// it is for the element (1), `static_array` says that layout (2, 3), and `put_fields` writes element by element (4).
unsafe impl<T: Element, const N: usize> Element for [T; N] {
    const DTYPE: &'static DType = &DType::static_array(T::DTYPE, N);
    type Value = [T::Value; N];
    const SHOWN: Shown = T::SHOWN;

    #[inline]
    fn load(self) -> Self::Value {
        self.map(T::load)
    }

    #[inline]
    fn store(value: Self::Value) -> Self {
        value.map(T::store)
    }

    fn put_fields(self, mut slot: Slot<'_, Self>) {
        for (i, element) in self.into_iter().enumerate() {
            slot.element(i).put(element);
        }
    }
}
