//! Elements that are another type once they are in the byte order of the machine: `Be<f64>` becomes `f64`.

use crate::{
    Be, Bool8, DateTime64, Element, FixedBytes, FixedUtf32, Le, Opaque, TimeDelta64, endian::Endian,
    time::Unit,
};
use zerocopy::byteorder;

/// An element with a twin in native byte order: the same names, offsets and sizes, and no leaf in the other order.
///
/// `Be<f64>` has `f64`, `[Le<u16>; 3]` has `[u16; 3]`, native elements have themselves. A derived record names its twin,
/// a struct of its own:
///
/// ```
/// use record_core::prelude::*;
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C, packed)]
/// #[record(native = "ReadingNative")]
/// struct Reading { channel: u8, at: Be<u32>, volts: [Be<f32>; 2] }
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[repr(C, packed)]
/// struct ReadingNative { channel: u8, at: u32, volts: [f32; 2] }
///
/// let mut file = [1, 0, 0, 0, 9, 0x3f, 0x80, 0, 0, 0x40, 0, 0, 0];
/// let table = RecordTable::<Reading>::from_bytes_mut(&mut file)?.into_native();
/// assert_eq!(table.item(0), ReadingNative { channel: 1, at: 9, volts: [1.0, 2.0] });
/// # Ok::<(), record_core::Error>(())
/// ```
///
/// Implementing it promises nothing: where elements are converted, the compiler compares the two dtypes, and refuses what
/// is not a twin. For a struct whose twin depends on a type parameter it is written by hand:
/// `impl<T: HasNative> HasNative for Pair<T> { type Native = Pair<T::Native>; }`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no twin in native byte order",
    label = "not known what this is in native byte order",
    note = "write the native struct, and `#[record(native = \"ItsName\")]` on this one"
)]
pub trait HasNative: Element {
    /// The element in native byte order.
    type Native: Element;
}

macro_rules! native {
    ($($(#[$attribute:meta])* $({$($generics:tt)*})? $type:ty: $native:ty;)*) => {$(
        $(#[$attribute])*
        impl<$($($generics)*)?> HasNative for $type {
            type Native = $native;
        }
    )*};
}

native! {
    i8: i8;
    i16: i16;
    i32: i32;
    i64: i64;
    u8: u8;
    u16: u16;
    u32: u32;
    u64: u64;
    f32: f32;
    f64: f64;
    #[cfg(feature = "half")]
    half::f16: half::f16;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f32>: num_complex::Complex<f32>;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f64>: num_complex::Complex<f64>;
    Bool8: Bool8;
    {const N: usize} FixedBytes<N>: FixedBytes<N>;
    {const N: usize} FixedUtf32<N>: FixedUtf32<N>;
    {const N: usize} Opaque<N>: Opaque<N>;
    {U: Unit} DateTime64<U>: DateTime64<U>;
    {U: Unit} TimeDelta64<U>: TimeDelta64<U>;
    {T: Endian + Element} Be<T>: T;
    {T: Endian + Element} Le<T>: T;
    {T: HasNative, const N: usize} [T; N]: [T::Native; N];
}

/// zerocopy's byte-order types.
macro_rules! unaligned {
    ($($name:ident: $native:ty;)*) => {
        native! {$(
            byteorder::$name<byteorder::BigEndian>: $native;
            byteorder::$name<byteorder::LittleEndian>: $native;
        )*}
    };
}

unaligned! {
    I16: i16;
    I32: i32;
    I64: i64;
    U16: u16;
    U32: u32;
    U64: u64;
    F32: f32;
    F64: f64;
}
