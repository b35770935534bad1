//! The hidden macro by hand: a type of another crate.

record_core::__record! {
    struct { std::num::Saturating<u8> } [] [] [] []
    columns [] AColumns [] AColumnsMut [] AColumnsOwned 'x
    false [{ std::num::Saturating<u8> }] []
    fields { [] , A 0 a "a" [] { u8 }; }
}

fn main() {}
