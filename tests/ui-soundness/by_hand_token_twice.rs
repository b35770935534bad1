//! The hidden macro by hand: two fields have one token.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: u8,
    b: u32,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { u8 };
        [] , A b b "b" [] { u32 };
    }
}

fn main() {}
