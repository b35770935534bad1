//! NumPy's archives: `.npz`, a zip archive with one `.npy` file for each array.
//!
//! Deflate is [flate2](https://docs.rs/flate2)'s work and the checksum [crc32fast](https://docs.rs/crc32fast)'s; the
//! records of zip are read and written here. The crate `zip` keeps its members by name, so that one of two with the same
//! name is gone before anybody could refuse the archive, and brings seven crates that arrays do not need. The crate `rawzip`
//! shows both, but leaves sizes, overlaps and headers that contradict the directory to its caller, which is most of the
//! work, and says what is wrong without numbers. The layout that Python writes has to be written here in any case: equal
//! arrays give equal files.
//!
//! An archive is believed in nothing that was not compared with the file: [`NpzReader`] says what is refused, [`NpzError`]
//! has the numbers.

mod content;
mod directory;
mod error;
mod format;
mod member;
mod nouns;
mod reader;
mod writer;

pub use error::{NameFault, NpzError, ZipNumber, ZipRecord};
pub use member::{Member, Method};
pub use reader::{NpzOptions, NpzReader};
pub use writer::NpzWriter;
