//! Arrays: elements in memory of their own, typed and of run-time dtype, and structs of arrays.

#[path = "arrays/any.rs"]
mod any;
#[path = "arrays/columns.rs"]
mod columns;
#[path = "arrays/convert.rs"]
mod convert;
#[path = "arrays/create.rs"]
mod create;
#[path = "arrays/facts.rs"]
mod facts;

#[allow(dead_code)] // shared with tests that use more of it
mod dtype_support;

use record_core::prelude::*;
use record_tests::Oracle;

/// A packed record of 7 bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
struct Reading {
    id: u8,
    at: Be<u32>,
    value: i16,
}

fn reading(i: usize) -> Reading {
    let i = u32::try_from(i).expect("few");
    Reading { id: i.to_be_bytes()[3], at: Be::new(i * 1000), value: -i16::try_from(i).expect("few") }
}

/// Bytes between neighbours in Fortran order: those of the axes reversed in C order, reversed.
fn column_major(shape: &[usize], step: isize) -> Vec<isize> {
    let mut reversed = shape.to_vec();
    reversed.reverse();
    let mut strides = Oracle::row_major(&reversed, step);
    strides.reverse();
    strides
}
