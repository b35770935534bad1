//! Attacks on the operations from safe code: selections, orders, expressions, byte orders, groups and joins, also on several
//! threads. Those on views and tables themselves are in `soundness.rs`.
//!
//! The rules are those at the head of `record-core/src/raw/mod.rs`. Each test also compares the values, so that a wrong place is
//! seen where no tool looks; a byte too many is seen by AddressSanitizer: see `scripts/sanitize`.

#![forbid(unsafe_code)]
// Numbers are small, or their low bits are wanted.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

#[path = "soundness_operations/codes.rs"]
mod codes;
#[path = "soundness_operations/expressions.rs"]
mod expressions;
#[path = "soundness_operations/gaps.rs"]
mod gaps;
#[path = "soundness_operations/layouts.rs"]
mod layouts;
#[path = "soundness_operations/lengths.rs"]
mod lengths;
#[path = "soundness_operations/masks.rs"]
mod masks;
#[path = "soundness_operations/pages.rs"]
mod pages;
#[path = "soundness_operations/reads.rs"]
mod reads;
#[path = "soundness_operations/threads.rs"]
mod threads;
#[path = "soundness_operations/writes.rs"]
mod writes;

use record_core::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Packed, with an element without bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Packed {
    a: u8,
    b: Be<u32>,
    c: f64,
    t: FixedBytes<11>,
    z: [u8; 0],
    d: u16,
}

fn packed(n: u64) -> Packed {
    let digits = format!("{:011}", n * 7919 % 1000);
    Packed {
        a: (n % 5) as u8,
        b: Be::new(n as u32),
        c: -(n as f64),
        t: FixedBytes::try_from(digits.as_bytes()).expect("11 digits"),
        z: [],
        d: n as u16,
    }
}

/// What code returns that may panic.
fn caught<R>(run: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
