//! The public doors that are `unsafe`: from a path to a map of its file.
//!
//! Each asks for a promise that only the caller can keep, and says which; the contracts are told in
//! [`map`](crate::map). What is behind the doors is in [`map`](super::map) and [`guard`](super::guard). They are above
//! all that they open, so that those modules need not know of them.
//!
//! * `tables`, `arrays`: `OpenOptions::map`, `map_array` and their kin, for a part of a file.
//! * `short`: the same for whole files, as functions of the types.
//! * `npy`, `npz`: files that say themselves what is in them.
//! * `guarded`, `guarded_npy`: maps that survive a truncation.

mod arrays;
#[cfg(target_os = "linux")]
mod guarded;
#[cfg(target_os = "linux")]
mod guarded_npy;
mod npy;
#[cfg(feature = "npz")]
mod npz;
mod short;
mod tables;
