//! Structured records: what NumPy's structured arrays are to Python, for Rust.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;
extern crate self as record_core;

mod byte_order;
pub mod dtype;
mod element;
pub mod layout;
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[allow(unsafe_code)] // the only unsafe of the crate is in there
mod raw;
mod record;
mod view;

pub use byte_order::ByteOrder;
pub use dtype::{DType, FieldType};
pub use element::Element;
pub use layout::{DynRank, Rank};
pub use raw::{
    any::{AnyColumn, AnyView},
    column::Column,
    field::Field,
    iter::Iter,
    view::{View, ViewMut},
};
pub use record::Record;

/// A writable column: a [`ViewMut`] of rank 1.
pub type ColumnMut<'a, T> = ViewMut<'a, T, Rank<1>>;
