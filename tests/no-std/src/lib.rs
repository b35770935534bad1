//! Records in a static library without std, allocator or prelude, under the strictest lints.
#![no_std]
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    meta_variable_misuse,
    missing_abi,
    non_ascii_idents,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    future_incompatible,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    refining_impl_trait,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unused
)]
#![deny(clippy::all, clippy::pedantic, clippy::cargo)]
#![allow(clippy::cargo_common_metadata)] // not published
#![allow(clippy::multiple_crate_versions)] // not this crate's to say

use ::core::prelude::rust_2024::derive;
use ::rec::{Be, Bool8, FixedBytes, Record, View, ViewMut};

/// A reading of the sensor.
#[derive(Record, ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
#[repr(C, packed)]
#[record(crate = ::rec, size = 23, endian = "big", bytemuck)]
pub struct Reading {
    /// When, in seconds.
    pub time: Be<u64>,
    pub(crate) value: Be<f64>,
    #[record(title = "Is it valid?", offset = 16)]
    valid: Bool8,
    /// Status bits.
    #[record(bits(code = 0..5, fault = 5, order = "msb"))]
    pub status: Be<u16>,
    name: FixedBytes<4>,
}

/// Two of a kind.
#[derive(
    Record,
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
)]
#[repr(C)]
#[record(crate = ::rec)]
pub struct Two<T: ::rec::Element, const N: usize>(
    /// The first.
    pub T,
    /// The others.
    pub [T; N],
);

#[derive(Record, ::core::clone::Clone, ::core::marker::Copy)]
#[repr(C)]
#[record(crate = ::rec)]
struct Private {
    gap: u8,
    after: u32,
}

/// The first fault code of a buffer.
#[must_use]
pub fn first_code(bytes: &[u8]) -> ::core::option::Option<u16> {
    let readings = View::<'_, Reading>::from_bytes(bytes).ok()?;
    readings.col(Reading::CODE).get_at([0])
}

/// Readings of an instrument of the other byte order: swapped where they lie, and the least status word of them in native
/// order.
#[must_use]
pub fn least_status(bytes: &mut [u8]) -> ::core::option::Option<u16> {
    let mut readings = ViewMut::<'_, Reading>::from_bytes(bytes).ok()?;
    readings.byteswap_inplace();
    readings.into_col(Reading::STATUS).into_native().as_view().min()
}

/// How long a row of private data is.
#[must_use]
pub const fn private_len() -> usize {
    <Private as ::rec::Element>::DTYPE.itemsize() + Private::AFTER.offset() + Private::GAP.offset()
}

/// What a panic does here.
#[panic_handler]
fn panic(_: &::core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
