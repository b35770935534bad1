//! Operations on columns: reduce, compare and select.
//!
//! They are written for views, so they work the same on owned, borrowed and mapped records, at any stride, alignment
//! and byte order. A copy is always visible in the name.

mod number;
mod reduce;

#[cfg(feature = "alloc")]
mod any;
#[cfg(feature = "alloc")]
mod mask;
#[cfg(feature = "alloc")]
mod select;

#[cfg(feature = "alloc")]
pub use any::Sum;
#[cfg(feature = "alloc")]
pub use mask::{Mask, MaskError};
pub use number::{Number, Ordered};
