//! The derive macro of `record-core`.
