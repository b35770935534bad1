#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: (u8, u8),
}

__record! {
    struct { Evil } [] [] [] []
    columns [] C [] CM [] CO 'a
    true [{ Evil }] []
    fields {
        [] , X x.0 x "x" [] { u8 };
    }
}

fn main() {}
