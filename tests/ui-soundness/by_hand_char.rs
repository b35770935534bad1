//! The hidden macro by hand: not every four bytes are a char.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: char,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { u32 };
    }
}

fn main() {}
