//! bytemuck's traits for a type that is another one in the bound than in the implementation.
#![forbid(unsafe_code)]

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Good {
    a: u8,
}

#[derive(Clone, Copy)]
struct Evil {
    a: &'static u8,
}

record_core::__record! { bytemuck { record_turns::in_turn!(Good; Evil; Good; Evil) } [] [] [] [] [] }
record_core::__record! { bytemuck { record_turns::in_turn!(Evil; Good; Evil; Good) } [] [] [] [] [] }

fn main() {
    let evil: &Evil = bytemuck::from_bytes(bytemuck::bytes_of(&7777_u64));
    println!("{}", evil.a);
}
