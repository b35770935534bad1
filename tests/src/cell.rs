//! Elements decoded and encoded by the definition of their format, byte by byte.

use record_core::{Be, Bool8, Element, F16, Le};

/// An element that this crate can read by itself.
pub trait Cell: Element<Value: PartialEq + core::fmt::Debug> {
    /// The value that these bytes are.
    fn read(bytes: &[u8]) -> Self::Value;
}

/// A scalar element that this crate can also write by itself.
pub trait Leaf: Cell {
    /// The bytes of a value.
    fn write(value: Self::Value) -> Vec<u8>;
}

macro_rules! leaves {
    ($($type:ty)*) => {$(
        leaves!(@ $type, $type, from_ne_bytes, to_ne_bytes);
        leaves!(@ Be<$type>, $type, from_be_bytes, to_be_bytes);
        leaves!(@ Le<$type>, $type, from_le_bytes, to_le_bytes);
    )*};
    (@ $stored:ty, $type:ty, $from:ident, $to:ident) => {
        impl Cell for $stored {
            fn read(bytes: &[u8]) -> $type {
                <$type>::$from(bytes.try_into().expect("as many bytes as the type has"))
            }
        }

        impl Leaf for $stored {
            fn write(value: $type) -> Vec<u8> {
                value.$to().into()
            }
        }
    };
}

leaves! {
    i8
    i16
    i32
    i64
    u8
    u16
    u32
    u64
    f32
    f64
    F16
}

impl Cell for Bool8 {
    fn read(bytes: &[u8]) -> bool {
        bytes[0] != 0
    }
}

impl Leaf for Bool8 {
    fn write(value: bool) -> Vec<u8> {
        vec![u8::from(value)]
    }
}

impl<T: Cell, const N: usize> Cell for [T; N] {
    fn read(bytes: &[u8]) -> [T::Value; N] {
        core::array::from_fn(|i| T::read(&bytes[i * size_of::<T>()..][..size_of::<T>()]))
    }
}
