//! Arrays: elements in aligned memory of their own, on any number of axes.
//!
//! `raw/` defines [`Array`] and [`AnyArray`] and touches the pointers; here is what users call, in safe code. An array is
//! made zeroed or from values, lends views for everything that computes, and is what a copy of a view is.

mod access;
mod any;
pub(crate) mod columns;
mod concat;
mod convert;
mod create;
pub(crate) mod error;
mod take;

pub use crate::raw::{any_array::AnyArray, array::Array};
pub use concat::{ConcatError, concatenate, concatenate_into, stack};
pub(crate) use concat::{check_shape, joined};
pub(crate) use create::allocate;
pub use error::{ArrayError, ColumnsError};
pub use take::TakeError;
