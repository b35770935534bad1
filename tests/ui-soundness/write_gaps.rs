//! A slice of records with gaps cannot be lent for writing: its owner would find the gaps overwritten.
use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Gap {
    a: u8,
    b: f64,
}

fn main() {
    let mut records = [Gap { a: 1, b: 2.0 }];
    ViewMut::from_slice(&mut records);
}
