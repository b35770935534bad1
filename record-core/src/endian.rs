//! Numbers stored in a byte order of their own: [`Be<T>`] and [`Le<T>`].
//!
//! A file or a network packet fixes the order of bytes; a program computes in that of its machine. `Be<f64>` holds
//! the bits as the file has them and gives an `f64`. It is aligned as `T` is, so a `#[repr(C)]` struct of these has
//! the layout that NumPy gives with `align=True`; in a packed record the alignment does not matter. zerocopy's
//! byte-order types are elements too and have alignment 1.
//!
//! Nothing here asks what machine it runs on but [`Be`] and [`Le`] themselves: [`encode`] and [`decode`] take both
//! orders.

use crate::{
    ByteOrder,
    dtype::{IntSize, Scalar, ScalarKind},
    raw::swap::swap_units,
    text::FixedUtf32,
    time::{DateTime64, TimeDelta64, Unit},
};
use bytemuck::Pod;
use core::{cmp, fmt, hash};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

mod sealed {
    pub trait Sealed {}
}

/// A type that has two byte orders: what [`Be`] and [`Le`] may hold.
///
/// Integers and floats up to 64 bits (of 8 bits too, which are the same in both orders), `F16`, `Complex<f32>` and
/// `Complex<f64>`, [`DateTime64`], [`TimeDelta64`] and [`FixedUtf32`]. The list is closed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not come in two byte orders",
    label = "`Be` and `Le` hold numbers, dates and `FixedUtf32`",
    note = "an array is `[Be<T>; N]`, a record has `Be` and `Le` fields, an enum is `Coded<E, Be<u16>>`, and bytes (`FixedBytes`, `Opaque`, `Bool8`) have no byte order"
)]
pub trait Endian: sealed::Sealed + Pod + Send + Sync {
    /// The stored form: unsigned integers of the same size and alignment, which may have any value.
    type Bits: Pod + Send + Sync + FromBytes + IntoBytes + KnownLayout + Immutable;

    /// What the value is.
    const KIND: ScalarKind;
}

/// `value` as it is stored in the order `stored` on a machine of the order `native`.
///
/// ```
/// use record_core::{ByteOrder::{Big, Little}, endian};
/// assert_eq!(endian::encode(0x1234_u16, Big, Little), 0x3412);
/// assert_eq!(endian::encode(0x1234_u16, Big, Big), 0x1234);
/// ```
#[inline]
pub const fn encode<T: Endian>(value: T, stored: ByteOrder, native: ByteOrder) -> T::Bits {
    reorder::<T>(bytemuck::must_cast(value), stored, native)
}

/// The value of `bits` that are stored in the order `stored`, on a machine of the order `native`.
///
/// ```
/// use record_core::{ByteOrder::{Big, Little}, endian};
/// assert_eq!(endian::decode::<u16>(0x3412, Big, Little), 0x1234);
/// ```
#[inline]
pub const fn decode<T: Endian>(bits: T::Bits, stored: ByteOrder, native: ByteOrder) -> T {
    bytemuck::must_cast(reorder::<T>(bits, stored, native))
}

/// `bits` with the bytes of each unit reversed if the orders differ.
#[inline]
const fn reorder<T: Endian>(bits: T::Bits, from: ByteOrder, to: ByteOrder) -> T::Bits {
    match (from, to) {
        (ByteOrder::Little, ByteOrder::Little) | (ByteOrder::Big, ByteOrder::Big) => bits,
        _ => swap_units(bits, const { Scalar::new(T::KIND, ByteOrder::NATIVE).swap_unit() }),
    }
}

macro_rules! endian {
    ($($(#[$attribute:meta])* $({$($generics:tt)*})? $type:ty: $bits:ty, $kind:expr;)*) => {$(
        $(#[$attribute])*
        impl<$($($generics)*)?> sealed::Sealed for $type {}

        $(#[$attribute])*
        impl<$($($generics)*)?> Endian for $type {
            type Bits = $bits;
            const KIND: ScalarKind = $kind;
        }

        $(#[$attribute])*
        impl<$($($generics)*)?> From<Be<$type>> for $type {
            #[inline]
            fn from(stored: Be<$type>) -> Self {
                stored.get()
            }
        }

        $(#[$attribute])*
        impl<$($($generics)*)?> From<Le<$type>> for $type {
            #[inline]
            fn from(stored: Le<$type>) -> Self {
                stored.get()
            }
        }
    )*};
}

endian! {
    i8: u8, ScalarKind::Int(IntSize::One);
    i16: u16, ScalarKind::Int(IntSize::Two);
    i32: u32, ScalarKind::Int(IntSize::Four);
    i64: u64, ScalarKind::Int(IntSize::Eight);
    u8: u8, ScalarKind::UInt(IntSize::One);
    u16: u16, ScalarKind::UInt(IntSize::Two);
    u32: u32, ScalarKind::UInt(IntSize::Four);
    u64: u64, ScalarKind::UInt(IntSize::Eight);
    f32: u32, ScalarKind::Float32;
    f64: u64, ScalarKind::Float64;
    #[cfg(feature = "half")]
    half::f16: u16, ScalarKind::Float16;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f32>: [u32; 2], ScalarKind::Complex64;
    #[cfg(feature = "num-complex")]
    num_complex::Complex<f64>: [u64; 2], ScalarKind::Complex128;
    {U: Unit} DateTime64<U>: u64, ScalarKind::DateTime(U::TIME_UNIT);
    {U: Unit} TimeDelta64<U>: u64, ScalarKind::TimeDelta(U::TIME_UNIT);
    {const N: usize} FixedUtf32<N>: [u32; N], ScalarKind::Utf32(N);
}

macro_rules! stored {
    ($name:ident, $other:ident, $order:ident, $(#[doc = $doc:literal])*) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable)]
        #[repr(transparent)]
        pub struct $name<T: Endian>(T::Bits);

        impl<T: Endian> $name<T> {
            /// Stores a value.
            #[inline]
            pub const fn new(value: T) -> Self {
                Self(encode(value, ByteOrder::$order, ByteOrder::NATIVE))
            }

            /// The value.
            #[inline]
            pub const fn get(self) -> T {
                decode(self.0, ByteOrder::$order, ByteOrder::NATIVE)
            }

            /// Replaces the value.
            #[inline]
            pub const fn set(&mut self, value: T) {
                *self = Self::new(value);
            }

            /// Takes bits as they lie in memory, nothing is swapped.
            #[inline]
            pub const fn from_bits(bits: T::Bits) -> Self {
                Self(bits)
            }

            /// The bits as they lie in memory, nothing is swapped.
            #[inline]
            pub const fn to_bits(self) -> T::Bits {
                self.0
            }
        }

        impl<T: Endian> From<T> for $name<T> {
            #[inline]
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }

        impl<T: Endian> From<$other<T>> for $name<T> {
            #[inline]
            fn from(stored: $other<T>) -> Self {
                Self::new(stored.get())
            }
        }

        impl<T: Endian + Default> Default for $name<T> {
            fn default() -> Self {
                Self::new(T::default())
            }
        }

        impl<T: Endian + PartialEq> PartialEq for $name<T> {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.get() == other.get()
            }
        }

        impl<T: Endian + Eq> Eq for $name<T> {}

        impl<T: Endian + PartialEq> PartialEq<T> for $name<T> {
            #[inline]
            fn eq(&self, other: &T) -> bool {
                self.get() == *other
            }
        }

        impl<T: Endian + PartialOrd> PartialOrd for $name<T> {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
                self.get().partial_cmp(&other.get())
            }
        }

        impl<T: Endian + PartialOrd> PartialOrd<T> for $name<T> {
            #[inline]
            fn partial_cmp(&self, other: &T) -> Option<cmp::Ordering> {
                self.get().partial_cmp(other)
            }
        }

        impl<T: Endian + Ord> Ord for $name<T> {
            #[inline]
            fn cmp(&self, other: &Self) -> cmp::Ordering {
                self.get().cmp(&other.get())
            }
        }

        impl<T: Endian + hash::Hash> hash::Hash for $name<T> {
            fn hash<H: hash::Hasher>(&self, state: &mut H) {
                self.get().hash(state);
            }
        }

        stored!(@format $name: Debug, Display, LowerHex, UpperHex, Binary, Octal, LowerExp, UpperExp);
    };
    (@format $name:ident: $($trait:ident),*) => {$(
        impl<T: Endian + fmt::$trait> fmt::$trait for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.get().fmt(f)
            }
        }
    )*};
}

stored! {
    Be, Le, Big,
    /// A value stored big-endian, NumPy's `'>'`: network order, FITS, CCSDS, Java.
    ///
    /// Size and alignment are those of `T`. Equality, order, hash and printing are those of the value, so for floats
    /// `-0.0 == 0.0` and a NaN differs from itself. The bits of a NaN are kept.
    ///
    /// ```
    /// use record_core::Be;
    /// const LIMIT: Be<u16> = Be::new(0x1234);
    /// assert_eq!(LIMIT.to_bits().to_ne_bytes(), [0x12, 0x34]);
    /// assert_eq!(LIMIT.get(), 0x1234);
    /// assert!(Be::new(72.5) > 70.0_f64);
    /// ```
}

stored! {
    Le, Be, Little,
    /// A value stored little-endian, NumPy's `'<'`: x86, ARM, most files written by PCs.
    ///
    /// Size and alignment are those of `T`. Equality, order, hash and printing are those of the value, so for floats
    /// `-0.0 == 0.0` and a NaN differs from itself. The bits of a NaN are kept.
    ///
    /// ```
    /// use record_core::Le;
    /// let id = Le::new(0x1234_u16);
    /// assert_eq!(id.to_bits().to_ne_bytes(), [0x34, 0x12]);
    /// assert_eq!(id, 0x1234);
    /// ```
}
