#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
enum Evil {
    A { x: u8 },
}

__record! {
    struct { Evil } [] [] [] []
    columns [] C [] CM [] CO 'a
    true [{ Evil }] []
    fields {
        [] , X x x "x" [] { u8 };
    }
}

fn main() {}
