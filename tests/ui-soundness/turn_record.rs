//! A record that is another one where its tokens are made.
#![forbid(unsafe_code)]

use record_core::{Field, prelude::*};

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Small<T> {
    x: u8,
    t: T,
}

#[derive(Clone, Copy)]
struct Large<T> {
    x: [u64; 64],
    t: T,
}

impl<T> Large<T> {
    const P: Field<Large<T>, [u64; 64]> = panic!();
    const Q: Field<Large<T>, T> = panic!();
}

record_core::__record! {
    struct { record_turns::in_turn!(Large<T>; Large<T>; Small<T>) } [T] [] [] [{ T }]
    columns [] C [] CM [] CO 'a
    true [] []
    fields {
        [] , P x x "x" [] { [u64; 64] };
        [] , Q t t "t" [] { T };
    }
}

fn main() {
    let small = [Small { x: 1_u8, t: 2_u8 }];
    println!("{:?}", View::from_slice(&small).col(Small::<u8>::P).get(0));
}
