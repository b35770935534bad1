#![forbid(unsafe_code)]

use record_core::__record;

#[derive(Clone, Copy)]
#[repr(C)]
struct Evil {
    x: bool,
}

__record! {
    fallback { return true } { Evil } 'a { () } { () } { () } [] [] [] []
}

fn main() {}
