//! The hidden macro by hand: a token that is configured away.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: u8,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [] []
    fields { [#[cfg(any())]] , A a a "a" [] { u8 }; }
}

fn main() {}
