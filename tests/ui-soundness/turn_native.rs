//! A twin that is another type in the assertion than in the implementation, and a record that is.
#![forbid(unsafe_code)]

use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Row {
    a: Be<u32>,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Good {
    a: u32,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Evil {
    a: [u32; 9],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "Good")]
struct Other {
    a: Be<u32>,
}

record_core::__record! { native { Row } { record_turns::in_turn!(Evil; Good; Evil; Good) } [] [] [] [] }
record_core::__record! { assert { record_turns::in_turn!(Other; Row) } native("Row", "Good") }

fn main() {
    let _ = RecordTable::<Row>::new().into_native();
}
