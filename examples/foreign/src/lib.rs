//! A library for C, Fortran and Python, in C's calling convention: they look at Rust's records, Rust looks at theirs, and
//! nobody copies. `record_foreign.h` beside this crate declares the same functions for C.
//!
//! Every function returns a [`status`]; what went wrong is a sentence in [`record_last_error`]. No panic leaves a
//! function, and what can be checked of an argument is: null pointers, headers that lie about numbers, unknown dtypes.
//! What no callee can check, whether memory is there, is the caller's duty, as everywhere in C.

#![allow(unsafe_code)] // a C function is handed pointers, and its name must be its own

mod foreign;
mod status;
mod table;

pub use foreign::*;
pub use status::*;
pub use table::*;
