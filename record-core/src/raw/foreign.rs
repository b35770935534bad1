//! `unsafe impl` of bytemuck's traits for the element types, one line each.
//!
//! Each is `#[repr(transparent)]` over integers or an array of integers, which are [`Pod`]: no padding, every pattern
//! of bytes a value, no pointers, no interior mutability, `Copy` and `'static`. That is all that `Pod` asks. It gives
//! `AnyBitPattern` and `NoUninit` through bytemuck's blanket implementations. zerocopy's traits are derived at the
//! types.

use crate::{
    Be, Bool8, DateTime64, FixedBytes, FixedUtf32, Le, Opaque, TimeDelta64, endian::Endian, time::Unit,
};
use bytemuck::{Pod, Zeroable};

/// `Zeroable` and `Pod` for a transparent wrapper of Pod data.
macro_rules! pod {
    ($({$($generics:tt)*} $type:ty: $inner:ty;)*) => {$(
        // SAFETY: transparent over the inner type, which is Zeroable; see the head of this file.
        unsafe impl<$($generics)*> Zeroable for $type where $inner: Zeroable {}
        // SAFETY: transparent over the inner type, which is Pod; see the head of this file.
        unsafe impl<$($generics)*> Pod for $type where $inner: Pod {}
    )*};
}

pod! {
    {T: Endian} Be<T>: T::Bits;
    {T: Endian} Le<T>: T::Bits;
    {const N: usize} FixedBytes<N>: [u8; N];
    {const N: usize} FixedUtf32<N>: [u32; N];
    {const N: usize} Opaque<N>: [u8; N];
    {} Bool8: u8;
    {U: Unit} DateTime64<U>: i64;
    {U: Unit} TimeDelta64<U>: i64;
}
