//! Structured records: what NumPy's structured arrays are to Python, for Rust.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;
extern crate self as record_core;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod bits;
mod bool8;
mod byte_order;
pub mod dtype;
mod element;
pub mod endian;
mod error;
pub mod layout;
mod opaque;
pub mod ops;
pub mod prelude;
#[allow(unsafe_code)] // the only unsafe of the crate is in there
mod raw;
mod record;
#[cfg(feature = "alloc")]
pub mod table;
pub mod text;
pub mod time;
pub mod view;

pub use bits::{BitField, Bits, Token, Word};
pub use bool8::Bool8;
pub use byte_order::ByteOrder;
pub use dtype::{DType, FieldType};
pub use element::Element;
pub use endian::{Be, Le};
pub use error::Error;
pub use layout::{DynRank, Rank};
/// A complex number, the elements `'c8'` and `'c16'`: that of the crate `num-complex`.
#[cfg(feature = "num-complex")]
pub use num_complex::Complex;
pub use opaque::Opaque;
#[cfg(feature = "mmap")]
pub use raw::map::Mapped;
pub use raw::{
    any::AnyView,
    column::Column,
    field::Field,
    iter::Iter,
    view::{View, ViewMut},
};
#[cfg(feature = "alloc")]
pub use raw::{
    any_column::AnyColumn,
    owner::{Borrowed, BorrowedMut, Owned, Storage, StorageMut},
};
pub use record::Record;
#[cfg(feature = "derive")]
pub use record_derive::Record;
#[cfg(feature = "alloc")]
pub use table::{AnyTable, RecordTable};
pub use text::{FixedBytes, FixedUtf32};
pub use time::{DateTime64, TimeDelta64};

/// A float of 16 bits, the element `'f2'`: that of the crate `half`.
#[cfg(feature = "half")]
pub type F16 = half::f16;

/// A writable column: a [`ViewMut`] of rank 1.
pub type ColumnMut<'a, T> = ViewMut<'a, T, Rank<1>>;
