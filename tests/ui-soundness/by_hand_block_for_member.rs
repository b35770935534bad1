//! The hidden macro by hand: a block in place of a field.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: u8,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [] []
    fields { [] , A { a } a "a" [] { u8 }; }
}

fn main() {}
