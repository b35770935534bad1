//! The one hidden macro: all `unsafe impl` text of derived records.
