#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: u8,
    y: u8,
}

impl Evil {
    // The token of `y` points at `x`: two writable columns of one byte.
    const Y: record_core::Field<Evil, u8> = Evil::X;
}

__record! {
    struct { Evil } [] [] [] []
    columns [] C [] CM [] CO 'a
    true [{ Evil }] []
    fields {
        [] , X x x "x" [] { u8 };
        [#[cfg(any())]] , Y y y "y" [] { u8 };
    }
}

fn main() {}
