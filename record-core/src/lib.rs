//! Structured records: what NumPy's structured arrays are to Python, for Rust.
//!
//! Annotate a struct, get a dtype with compile-time offsets; lay it over bytes, a file or a memory map; look at any
//! field as a strided column without copying.
//!
//! ```
//! use record_core::prelude::*;
//!
//! /// A reading of an instrument that writes big-endian.
//! #[derive(Record, Clone, Copy)]
//! #[repr(C, packed)]
//! struct Reading {
//!     channel: u8,
//!     at: Be<u32>,
//!     volts: [Be<f32>; 2],
//! }
//!
//! # let file = [1, 0, 0, 0, 9, 0x3f, 0x80, 0, 0, 0x40, 0, 0, 0].repeat(3);
//! let table = RecordTable::<Reading, _>::from_bytes(&file)?;
//! assert_eq!(table[Reading::AT].max(), Some(9));
//! assert_eq!(table.col(Reading::VOLTS).axes().shape(), [3, 2]);
//! assert_eq!(table["volts"].mean()?, Some(1.5));
//! # Ok::<(), record_core::Error>(())
//! ```
//!
//! # Where things are
//!
//! Each floor uses only those above it in this list.
//!
//! | floor | modules |
//! | --- | --- |
//! | what one record is | [`ByteOrder`], [`dtype`], [`Element`], [`endian`], [`text`], [`time`], [`Bool8`] |
//! | | [`Opaque`], [`Bits`], [`Coded`], the derives [`Record`](macro@Record) and [`Code`](macro@Code) |
//! | where records are | [`layout`]: rank, shape, strides, and the one check of them against a buffer |
//! | memory | `raw`, private: the only unsafe code |
//! | looking | [`View`], [`ViewMut`], [`Column`], [`AnyView`], [`AnyColumn`] and [`view`] |
//! | owning arrays | [`buffer`]: [`Array`], [`AnyArray`] |
//! | computing | [`ops`]: reduce, compare, select, swap bytes |
//! | files | [`mod@file`]: one writer at a time, room before writing, all or nothing |
//! | owning records | [`table`]: [`RecordTable`], [`AnyTable`], [`OpenOptions`](table::OpenOptions) |
//! | converting | [`convert`]: records as other records, by name; as matrices; tables put together |
//! | exchanging | [`interop`]: pointers, ndarray, the array interface, PEP 3118, C, Rust and Python source |
//! | mapping | [`map`]: tables and arrays in files, to read, to write, to make, to change privately |
//! | scanning | [`scan`]: records that come a part at a time, from files larger than memory and from pipes |
//! | NumPy's files | [`npy`]: `.npy`, read, written, mapped and appended to; `.npz`, read, written and mapped (feature `npz`) |
//!
//! # Words
//!
//! A *record* is one row, a *field* a named member of a dtype, a *column* one field across all records. A *dtype* says
//! what the bytes of a record mean, a *layout* where records lie. An *offset* counts bytes from a record's start, a
//! *stride* signed bytes between neighbours along an axis. A *view* borrows, a *table* owns or maps. An *element* is
//! what a field may hold, a *scalar* its indivisible leaf. A *gap* is bytes of a record that no field covers. A *token*
//! is `Reading::AT`.
//!
//! # Copies
//!
//! Views never copy. A copy is visible in the name: `to_vec`, `to_array`, `to_table`, `cast`, `convert`, `filter`,
//! `take`, `read`.
//!
//! # Guides
//!
//! * [`guide::debugging_layouts`]: where the elements of a view lie, and what that costs.
//! * [`guide::files`]: what happens to files and when, and what to do about each error.
//! * [`guide::numpy`]: NumPy's features one by one, and what they are here; [all in tables](guide::numpy::features).
//!
//! # For NumPy's users
//!
#![doc = include_str!("../docs/for_numpy_users.md")]
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;
extern crate self as record_core;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod bits;
mod bool8;
#[cfg(feature = "alloc")]
pub mod buffer;
mod byte_order;
pub mod coded;
#[cfg(feature = "alloc")]
pub mod convert;
pub mod dtype;
mod element;
pub mod endian;
mod error;
#[cfg(feature = "std")]
pub mod file;
pub mod guide;
pub mod interop;
pub mod layout;
#[cfg(feature = "mmap")]
pub mod map;
mod native;
#[cfg(feature = "alloc")]
pub mod npy;
mod opaque;
pub mod ops;
mod or_panic;
pub mod prelude;
#[allow(unsafe_code)] // the only unsafe of the crate is in there
mod raw;
mod record;
#[cfg(feature = "alloc")]
pub mod scan;
mod shown;
#[cfg(feature = "alloc")]
pub mod table;
pub mod text;
pub mod time;
pub mod view;

pub use bits::{BitField, Bits, Token, Word};
pub use bool8::Bool8;
pub use byte_order::ByteOrder;
pub use coded::{Code, Coded};
pub use dtype::{DType, FieldType};
pub use element::Element;
pub use endian::{Be, Le};
pub use error::Error;
pub use layout::{DynRank, NewAxis, Rank};
#[cfg(feature = "mmap")]
pub use map::{AnyMapArray, CopyOnWrite, MapArray, Mapped, MappedMut};
pub use native::HasNative;
/// A complex number, the elements `'c8'` and `'c16'`: that of the crate `num-complex`.
#[cfg(feature = "num-complex")]
pub use num_complex::Complex;
pub use opaque::Opaque;
#[cfg(feature = "num-complex")]
pub use raw::complex::ComplexElement;
pub use raw::{
    any::AnyView,
    any_mut::AnyViewMut,
    cell::CellView,
    column::Column,
    field::Field,
    iter::Iter,
    origin::Base,
    view::{View, ViewMut},
    zip::ZipSource,
};
#[cfg(feature = "alloc")]
pub use raw::{
    any_array::AnyArray,
    any_column::AnyColumn,
    array::Array,
    owner::{Borrowed, BorrowedMut, Owned, Storage, StorageMut},
};
pub use record::Record;
#[cfg(feature = "derive")]
pub use record_derive::{Code, Record};
#[cfg(feature = "alloc")]
pub use table::{AnyTable, RecordTable};
pub use text::{FixedBytes, FixedUtf32};
pub use time::{DateTime64, TimeDelta64};
pub use view::{Flags, may_share_memory, shares_memory, shares_memory_within};

/// A float of 16 bits, the element `'f2'`: that of the crate `half`.
#[cfg(feature = "half")]
pub type F16 = half::f16;

/// A writable column: a [`ViewMut`] of rank 1.
pub type ColumnMut<'a, T> = ViewMut<'a, T, Rank<1>>;

#[cfg(all(doctest, feature = "derive", feature = "mmap"))]
#[doc = include_str!("../../README.md")]
struct Readme;
