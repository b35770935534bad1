//! The hidden macro by hand: a field is listed twice.

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
        [] , A a a "a" [] { u8 };
        [] , B b b "b" [] { u32 };
        [] , C b c "c" [] { u32 };
    }
}

fn main() {}
