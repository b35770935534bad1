//! Guides: one task each, from the question to the answer.

#[doc = include_str!("../docs/debugging_layouts.md")]
pub mod debugging_layouts {}
