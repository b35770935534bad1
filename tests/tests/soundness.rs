//! Attacks on the runtime from safe code. Each group says which rule of the runtime it defends; what must not compile
//! is in `ui_soundness.rs`.
//!
//! The rules are those at the head of `record-core/src/raw/mod.rs`: a header reaches only live bytes of its elements
//! (R1), which are initialised but for gaps that the header knows of (R2); a token says truly what lies where (R3); no
//! byte is reached by a writable header and another one (R4); any bytes are a value (R5). These tests also run under
//! AddressSanitizer and valgrind: see `scripts/sanitize`.

#![forbid(unsafe_code)]
#![allow(clippy::drop_non_drop, clippy::forget_non_drop)] // that they have no drop is a part of what is tested

#[path = "soundness/arrays.rs"]
mod arrays;
#[path = "soundness/claims.rs"]
mod claims;
#[path = "soundness/columns.rs"]
mod columns;
#[path = "soundness/corners.rs"]
mod corners;
#[path = "soundness/empty.rs"]
mod empty;
#[path = "soundness/gaps.rs"]
mod gaps;
#[path = "soundness/iterators.rs"]
mod iterators;
#[path = "soundness/lies.rs"]
mod lies;
#[path = "soundness/misaligned.rs"]
mod misaligned;
#[path = "soundness/overflow.rs"]
mod overflow;
#[path = "soundness/overlapping.rs"]
mod overlapping;
#[path = "soundness/panics.rs"]
mod panics;
#[path = "soundness/runtime_dtypes.rs"]
mod runtime_dtypes;
#[path = "soundness/tables.rs"]
mod tables;
#[path = "soundness/tokens.rs"]
mod tokens;

use record_core::prelude::*;

/// Packed, 44 bytes, nothing aligned.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Sample {
    id: u32,
    time: u64,
    value: f64,
    level: Be<f32>,
    flag: u8,
    rest: [u16; 9],
    end: u8,
}

/// As C lays it out, with gaps at every level: bytes 1 to 3 of an inner record, 1 to 7 and the last 4 of an outer one.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Inner {
    tag: u8,
    count: u32,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Outer {
    kind: u8,
    value: f64,
    inner: [Inner; 2],
    last: u32,
}

fn sample(i: u32) -> Sample {
    Sample {
        id: i,
        time: u64::from(i) << 33,
        value: f64::from(i) / 4.0,
        level: Be::new(f32::from(u16::try_from(i % 1000).expect("small"))),
        flag: u8::try_from(i % 256).expect("small"),
        rest: [u16::try_from(i % 777).expect("small"); 9],
        end: 7,
    }
}

fn samples(count: u32) -> RecordTable<Sample> {
    (0..count).map(sample).collect()
}

fn outer(i: u32) -> Outer {
    let tag = u8::try_from(i % 256).expect("small");
    Outer {
        kind: tag,
        value: f64::from(i),
        inner: [Inner { tag, count: i }, Inner { tag, count: !i }],
        last: i,
    }
}
