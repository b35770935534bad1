//! NumPy's files: `.npy`, one array with its dtype, shape and order.
//!
//! A [`Header`] says what follows it. Files of versions 1.0, 2.0 and 3.0 are read, whoever wrote them; what is written is
//! what NumPy writes, byte for byte.
//!
//! | NumPy | here |
//! | --- | --- |
//! | `save(path, a)`, `save(stream, a)` | `save_npy(path)`, `write_npy_to(stream)` on views, tables, arrays and maps |
//! | `load(path)`, `load(stream)` | `open_npy(path)`, `read_npy_from(stream)` of [`Array`](crate::Array), [`AnyArray`](crate::AnyArray), [`RecordTable`](crate::RecordTable), [`AnyTable`](crate::AnyTable) |
//! | `load(BytesIO(bytes))` | [`View::from_npy_bytes`](crate::View::from_npy_bytes), without a copy |
//! | `load(path).astype(dtype)` | [`open_as`], [`NpyOptions::open_array_as`] |
//! | `load(path, mmap_mode)` | `unsafe` `map_npy`, `map_npy_mut`, `map_npy_copy` |
//! | `open_memmap(path, 'w+', dtype, shape)` | `unsafe` `create_npy` |
//! | `load(path, max_header_size=n)` | [`NpyOptions::max_header_len`] |
//! | `load(path, mmap_mode)` and a loop over blocks | [`RecordReader::open_npy`](crate::scan::RecordReader::open_npy) |
//! | nothing | [`Appender`], [`append_npy`] |
//!
//! A Rust type checks the dtype of the file against its own, and the error names the first field that differs and how.
//! Nothing in a file is believed: a length is compared with what is there before memory is asked for.
//!
//! # Gaps
//!
//! Gaps of records are zero in what is written. NumPy writes what is in memory there: the same, if the array was made by
//! `zeros`, and anything at all otherwise. What is read has the gaps of the file.

#[cfg(feature = "std")]
mod append;
mod bytes;
mod error;
mod header;
#[cfg(feature = "mmap")]
mod map;
#[cfg(feature = "npz")]
pub mod npz;
#[cfg(feature = "std")]
mod options;
mod parse;
#[cfg(feature = "std")]
mod read;
#[cfg(feature = "std")]
mod scan;
mod target;
#[cfg(feature = "std")]
mod write;

#[cfg(feature = "std")]
pub use append::{AnyAppender, Appender, append_any_npy, append_npy};
pub use error::NpyError;
pub use header::{Header, Version};
#[cfg(feature = "mmap")]
pub use map::MapNpy;
#[cfg(feature = "std")]
pub use options::NpyOptions;
pub use parse::MAX_HEADER_LEN;
#[cfg(feature = "std")]
pub use read::open_as;
pub use target::FromNpy;

/// What every file starts with.
const MAGIC: [u8; 6] = *b"\x93NUMPY";
