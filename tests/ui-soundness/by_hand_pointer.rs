//! The hidden macro by hand: a coercion that a pointer does not make.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: fn(),
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { usize };
    }
}

fn main() {}
