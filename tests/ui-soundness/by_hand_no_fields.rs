//! The hidden macro by hand: no field is listed.

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

    }
}

fn main() {}
