#![forbid(unsafe_code)]

use record_core::__record;

trait Output {
    type Type: Copy;
}

impl<R: Copy> Output for fn() -> R {
    type Type = R;
}

// A field of type `!`, of which there are no values.
#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: u8,
    never: <fn() -> ! as Output>::Type,
    y: u32,
}

__record! {
    struct { Evil } [] [] [] []
    columns [] C [] CM [] CO 'a
    true [{ Evil }] []
    fields {
        [] , X x x "x" [] { u8 };
        [] , NEVER never never "never" [] { u8 };
        [] , Y y y "y" [] { u32 };
    }
}

fn main() {}
