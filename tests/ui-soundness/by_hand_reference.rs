//! The hidden macro by hand: a file holds no references.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: &'static u8,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { &'static u8 };
    }
}

fn main() {}
