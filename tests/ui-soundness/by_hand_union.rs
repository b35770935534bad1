//! The hidden macro by hand: a union is no record.

#[derive(Clone, Copy)]
#[repr(C)]
union Bad {
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
