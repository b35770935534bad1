//! `unsafe impl Element` for everything that is not a derived struct, one line each.
//!
//! All of them are integers, floats, arrays of bytes, or transparent wrappers of these: every bit pattern is a value
//! (condition 1 of [`Element`]), there are no gaps (2, 4), and the dtype names size, kind and byte order (2, 3).

use crate::{
    DType,
    byte_order::ByteOrder,
    dtype::{IntSize, Scalar, ScalarKind},
    element::Element,
    raw::field::Slot,
};

/// `unsafe impl Element` for a gap-free type.
macro_rules! element {
    ($([$($generics:tt)*])? $type:ty, $value:ty, $dtype:expr, $load:expr, $store:expr) => {
        // SAFETY: see the head of this file; the dtype's size is checked below.
        unsafe impl<$($($generics)*)?> Element for $type {
            const DTYPE: &'static DType = &{
                let dtype: DType = $dtype;
                assert!(dtype.itemsize() == size_of::<Self>(), "dtype and type differ in size");
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

/// A number of the machine, stored in its own byte order.
macro_rules! native {
    ($($type:ty: $kind:expr;)*) => {$(
        element!($type, $type, DType::scalar(Scalar::new($kind, ByteOrder::NATIVE)), core::convert::identity, core::convert::identity);
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
}

// SAFETY: an array of N elements has N times the bytes of one, at multiples of its size: every pattern is valid if
// it is for the element (1), `static_array` says that layout (2, 3), and `put_fields` writes element by element (4).
unsafe impl<T: Element, const N: usize> Element for [T; N] {
    const DTYPE: &'static DType = &DType::static_array(T::DTYPE, N);
    type Value = [T::Value; N];

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
