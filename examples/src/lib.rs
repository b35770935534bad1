//! Runnable examples of record-core.
