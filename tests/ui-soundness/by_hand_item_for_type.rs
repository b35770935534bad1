//! The hidden macro by hand: a type that ends the item and begins another.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: u8,
}

record_core::__record! {
    struct { Bad {} unsafe impl Send for Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [] []
    fields { [] , A a a "a" [] { u8 }; }
}

fn main() {}
