use record_core::prelude::*;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(native = "RowNative")]
struct Row {
    a: Be<u16>,
    salary: u8,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct RowNative {
    a: u16,
    pay: u8,
}

fn main() {}
