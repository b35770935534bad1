//! Operations on columns: reduce, compare and select.
//!
//! They are written for views, so they work the same on owned, borrowed and mapped records, at any stride, alignment
//! and byte order. A copy is always visible in the name.
//!
//! **The sum rule.** Elements are counted in row-major order. Each run of 1,024 is a block. Within a block, element `i`
//! goes to lane `i % 8`, and each lane adds its elements in order; floats accumulate in `f64`. The eight lanes are added
//! as a balanced tree, and so are the blocks: block sums meet as in a binary counter, and what is left over is added
//! from the right. Integers are exact in `i128`. The result is therefore the same to the bit for every stride, byte
//! order, storage and number of threads, and its error grows with the logarithm of the length.
//!
//! NaN (NaT) propagates. The mean, least and greatest of nothing are `None`.

mod byteswap;
mod codes;
mod number;
mod reduce;
mod state;

#[cfg(feature = "alloc")]
mod any;
#[cfg(feature = "alloc")]
pub(crate) mod any_state;
#[cfg(feature = "alloc")]
mod mask;
#[cfg(feature = "alloc")]
mod select;

#[cfg(feature = "alloc")]
pub use any::Sum;
#[cfg(feature = "alloc")]
pub use byteswap::ByteswapError;
#[cfg(feature = "alloc")]
pub(crate) use byteswap::FOREIGN;
#[cfg(feature = "alloc")]
pub use codes::CodeCounts;
#[cfg(feature = "alloc")]
pub use mask::{Mask, MaskError};
pub use number::{Number, Ordered};
pub use state::{ExtremeState, MaxState, MinState, SumState};
