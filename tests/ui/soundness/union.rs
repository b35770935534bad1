#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
union Evil {
    x: u8,
    flag: bool,
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
