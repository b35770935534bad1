//! The hidden macro by hand: a record is not dropped.

#[repr(C)]
struct Bad {
    a: u8,
}

impl Drop for Bad {
    fn drop(&mut self) {}
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
