//! The hidden macro by hand: not every byte is a bool.

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
        [] , A a a "a" [] { bool };
    }
}

fn main() {}
