#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: u8,
}

struct NotSend(*const u8);

__record! {
    struct { Evil } [T> Send for NotSend {} unsafe impl<U] [] [] []
    columns [] C [] CM [] CO 'a
    true [{ Evil }] []
    fields {
        [] , X x x "x" [] { u8 };
    }
}

fn main() {}
