//! Files that are written: one writer at a time, room for them before they are written to, and all of them or nothing.
//!
//! What each door does to a file, and what it says when it cannot, is in [`guide::files`](crate::guide::files).

mod error;
mod lock;
mod open;
mod path;
mod preallocate;
mod read;
mod replace;
#[cfg(all(test, target_os = "linux"))]
mod tests;

pub use error::{FileError, FileKind};
pub use lock::FileLock;
pub(crate) use open::open_regular;
pub(crate) use preallocate::preallocate;
pub(crate) use read::{read_at, read_full, read_full_at};
pub(crate) use replace::Replace;
