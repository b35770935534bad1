//! The hidden macro by hand: a bool is not a byte.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: bool,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { u8 };
    }
}

fn main() {}
