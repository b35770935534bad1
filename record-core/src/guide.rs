//! Guides: one task each, from the question to the answer.

#[doc = include_str!("../docs/debugging_layouts.md")]
pub mod debugging_layouts {}

#[cfg(feature = "std")]
#[doc = include_str!("../docs/files.md")]
pub mod files {}

/// NumPy's features, in the order of its own handbook, as they are written here.
///
/// Every block is compiled and run by the tests. Comments behind the lines are what NumPy calls it. What is not there yet is
/// said to be so. [`features`](numpy::features) has all of them in tables, also those that are not here, and why.
pub mod numpy {
    #[doc = include_str!("../docs/numpy/features.md")]
    pub mod features {}
    #[doc = include_str!("../docs/numpy/dtypes.md")]
    pub mod dtypes {}
    #[doc = include_str!("../docs/numpy/indexing.md")]
    pub mod indexing {}
    #[doc = include_str!("../docs/numpy/recfunctions.md")]
    pub mod recfunctions {}
    #[doc = include_str!("../docs/numpy/computing.md")]
    pub mod computing {}
    #[doc = include_str!("../docs/numpy/memory.md")]
    pub mod memory {}
    #[doc = include_str!("../docs/numpy/files.md")]
    pub mod files {}
}
