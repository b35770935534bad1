//! NumPy's files: `.npy`, one array with its dtype, shape and order.
//!
//! A [`Header`] says what follows it. Files of versions 1.0, 2.0 and 3.0 are read, whoever wrote them; what is written is
//! what NumPy writes, byte for byte.

mod bytes;
mod error;
mod header;
#[cfg(feature = "npz")]
pub mod npz;
mod options;
mod parse;
#[cfg(feature = "std")]
mod read;
mod target;
#[cfg(feature = "std")]
mod write;

pub use error::NpyError;
pub use header::{Header, Version};
pub use options::NpyOptions;
pub use parse::MAX_HEADER_LEN;
#[cfg(feature = "std")]
pub use read::open_as;
pub use target::FromNpy;

/// What every file starts with.
const MAGIC: [u8; 6] = *b"\x93NUMPY";
