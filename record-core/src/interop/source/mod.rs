//! Records as source text: a C header, a Rust struct, a Python expression, and the two structs back.
//!
//! What is written makes the other compiler prove the layout, where it can: C by `_Static_assert`, Rust by the derive.
//! What a language cannot say (a big-endian float in C) stands beside the member in a comment that is read back.

mod c_layout;
mod c_read;
mod c_types;
mod c_write;
mod error;
mod lexer;
mod names;
mod python;
mod rust_attr;
mod rust_read;
mod rust_types;
mod rust_write;

pub use error::{SourceError, SourceProblem};
