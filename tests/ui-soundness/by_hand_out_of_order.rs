//! The hidden macro by hand: fields are not in the order of their offsets.

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
        [] , B b b "b" [] { u32 };
        [] , A a a "a" [] { u8 };
    }
}

fn main() {}
