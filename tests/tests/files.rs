//! Files that cannot be read or written: each door's documented error, and what is left behind.
//!
//! The rows of the table in the guide, for each door that a row can concern.
#![cfg(target_os = "linux")]

#[path = "files/changed.rs"]
mod changed;
#[path = "files/doors.rs"]
mod doors;
#[path = "files/fork.rs"]
mod fork;
#[path = "files/full.rs"]
mod full;
#[path = "files/kinds.rs"]
mod kinds;
#[path = "files/lock.rs"]
mod lock;
#[path = "files/names.rs"]
mod names;
#[path = "files/permission.rs"]
mod permission;
#[path = "files/signals.rs"]
mod signals;
#[path = "files/support.rs"]
mod support;
#[path = "files/writers.rs"]
mod writers;
