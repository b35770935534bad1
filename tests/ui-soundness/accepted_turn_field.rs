//! A field whose type is another one where only a bound is written: nothing comes of it.
#![forbid(unsafe_code)]

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Inner {
    a: u8,
    b: u64,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Outer {
    x: record_turns::in_turn!(Inner; Inner; Inner; Inner; Inner; Inner; Inner; Opaque<16>; Inner),
}

fn main() {
    let outers = [Outer { x: Inner { a: 1, b: 2 } }];
    assert!(View::from_slice(&outers).as_bytes().is_none());
}
