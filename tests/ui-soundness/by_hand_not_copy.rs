//! The hidden macro by hand: a record is copied byte by byte.

#[repr(C)]
struct Bad {
    a: u8,
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
