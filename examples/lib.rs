//! Where the examples find their data.

use std::path::PathBuf;

/// A file of `tests/data`, or the one that the first command-line argument names.
pub fn data_file(name: &str) -> PathBuf {
    let committed = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name);
    std::env::args_os().nth(1).map_or_else(committed, PathBuf::from)
}
