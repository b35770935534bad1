//! Structured records: what NumPy's structured arrays are to Python, for Rust.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "alloc")]
extern crate alloc;
extern crate self as record_core;

mod byte_order;
pub mod dtype;
pub mod element;
#[allow(unsafe_code)]
mod raw;

pub use byte_order::ByteOrder;
pub use dtype::{DType, FieldType};
pub use element::Element;
pub use raw::field::Field;
