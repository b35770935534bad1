//! Structured records: what NumPy's structured arrays are to Python, for Rust.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;
extern crate self as record_core;

mod bool8;
mod byte_order;
pub mod dtype;
pub mod element;
pub mod endian;
mod opaque;
pub mod prelude;
#[allow(unsafe_code)]
mod raw;
pub mod text;
pub mod time;

pub use bool8::Bool8;
pub use byte_order::ByteOrder;
pub use dtype::{DType, FieldType};
pub use element::Element;
pub use endian::{Be, Le};
/// A float of 16 bits, the element `'f2'`: that of the crate `half`.
#[cfg(feature = "half")]
pub use half::f16 as F16;
/// A complex number, the elements `'c8'` and `'c16'`: that of the crate `num-complex`.
#[cfg(feature = "num-complex")]
pub use num_complex::Complex;
pub use opaque::Opaque;
pub use raw::field::Field;
pub use text::{FixedBytes, FixedUtf32};
pub use time::{DateTime64, TimeDelta64};
