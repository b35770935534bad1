//! The hidden macro by hand: what stands in for a struct with a mistake does not compile without the mistake.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: bool,
}

record_core::__record! {
    fallback { () }
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    fields { [] , A a a "a" [] { u8 }; }
}

fn main() {}
