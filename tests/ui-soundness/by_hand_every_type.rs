//! The hidden macro by hand: all types at once.

record_core::__record! {
    struct { T } [T] [] [] []
    columns [] AColumns [] AColumnsMut [] AColumnsOwned 'x
    false [] []
    fields { [] , A a a "a" [] { u8 }; }
}

fn main() {}
