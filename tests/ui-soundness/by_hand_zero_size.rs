//! The hidden macro by hand: a record that holds a marker only.

#[derive(Clone, Copy)]
#[repr(C)]
struct Bad {
    a: std::marker::PhantomData<*const u8>,
}

record_core::__record! {
    struct { Bad } [] [] [] []
    columns [] BadColumns [] BadColumnsMut [] BadColumnsOwned 'x
    false [{ Bad }] []
    fields {
        [] , A a a "a" [] { std::marker::PhantomData<*const u8> };
    }
}

fn main() {}
