//! The hidden macro by hand: fields that this module does not see.

mod inner {
    #[derive(Clone, Copy)]
    #[repr(C)]
    pub struct Bad {
        a: u8,
    }
}
use inner::Bad;

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { u8 };
    }
}

fn main() {}
