//! The hidden macro by hand: a type that counts as local and is not.

struct Local;

record_core::__record! {
    struct { &'static Local } [] [] [] []
    columns [] AColumns [] AColumnsMut [] AColumnsOwned 'x
    false [] []
    fields { [] , A a a "a" [] { u8 }; }
}

record_core::__record! {
    struct { std::pin::Pin<&'static Local> } [] [] [] []
    columns [] BColumns [] BColumnsMut [] BColumnsOwned 'x
    false [] []
    fields { [] , A pointer a "a" [] { usize }; }
}

fn main() {}
