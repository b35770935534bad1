//! The hidden macro by hand: an enum is no record.

#[derive(Clone, Copy)]
#[repr(C)]
enum Bad {
    A { a: u8 },
    B,
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
