<<<<<<<< HEAD:tests/ui-soundness/turn_field_8.rs
//! A field whose type is another one at its expansion number 8: its gaps must not become bytes.
========
//! A field whose type is another one at its expansion number 6: its gaps must not become bytes.
>>>>>>>> w-coded:tests/ui-soundness/turn_field_6.rs
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
<<<<<<<< HEAD:tests/ui-soundness/turn_field_8.rs
    x: record_turns::in_turn!(Inner; Inner; Inner; Inner; Inner; Inner; Inner; Opaque<16>; Inner),
========
    x: record_turns::in_turn!(Inner; Inner; Inner; Inner; Inner; Opaque<16>; Inner),
>>>>>>>> w-coded:tests/ui-soundness/turn_field_6.rs
}

fn main() {
    let outers = [Outer { x: Inner { a: 1, b: 2 } }];
    assert!(View::from_slice(&outers).as_bytes().is_none());
}
