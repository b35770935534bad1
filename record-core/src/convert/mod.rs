//! Records of one dtype as records of another.
//!
//! A [`Conversion`] is compiled from two dtypes, by name or by position, and run over any views. What may get lost is
//! chosen, one thing at a time, by [`ConvertOptions`]; at first it is nothing. Dtypes alone decide with
//! [`DType::can_cast`](crate::DType::can_cast) and [`DType::promote`](crate::DType::promote).
//!
//! # For users of `numpy.lib.recfunctions`
//!
#![doc = include_str!("../../docs/recfunctions.md")]

mod asof;
mod casting;
mod concat;
mod error;
mod fields;
mod join;
mod join_by;
mod join_error;
mod join_fields;
mod leaf;
mod matrix;
mod number;
mod options;
#[cfg(feature = "rayon")]
mod par;
#[cfg(feature = "rayon")]
mod par_join;
mod place;
mod plan;
mod promote;
mod run;
mod typed;
mod wide;

pub use crate::ops::JoinSide;
pub use asof::{AnyAsofOptions, JoinOn};
pub use casting::Casting;
pub use concat::{Promote, concatenate, concatenate_into, stack};
pub use error::ConvertError;
pub use join::{Flatten, merge_arrays, stack_arrays};
pub use join_by::{JoinKind, JoinOptions, join_by};
pub use join_error::JoinByError;
pub use options::{ConvertOptions, Missing};
pub use plan::Conversion;
