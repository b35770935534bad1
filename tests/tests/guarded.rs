//! Guarded maps: files that are shortened while they are read, and the signal that this raises.
//!
//! What could end a process runs in a process of its own: an ignored test of this program, its job.

#![cfg(target_os = "linux")]

#[path = "guarded/attacks.rs"]
mod attacks;
#[path = "guarded/doors.rs"]
mod doors;
#[path = "guarded/handlers.rs"]
mod handlers;
#[path = "guarded/signals.rs"]
mod signals;
#[path = "guarded/support.rs"]
mod support;
#[path = "guarded/threads.rs"]
mod threads;
#[path = "guarded/truncated.rs"]
mod truncated;

use record_core::Record;

/// A packed record of 13 bytes, which divide no page.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Reading {
    id: u64,
    value: f32,
    flag: u8,
}
